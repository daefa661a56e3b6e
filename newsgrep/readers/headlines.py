"""The lines of a headline: those of the title, of fields above and below it, or the first of the body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.model import Paragraph
from newsgrep.readers.picks import Joined
from newsgrep.readers.values import first_value

if TYPE_CHECKING:
    from newsgrep.readers.field_roles import Roles
    from newsgrep.readers.picks import Pick
    from newsgrep.readers.records import Record
    from newsgrep.readers.values import FieldText

# Characters of a headline in the first line of a body; of a line above or below a title.
LONGEST_HEADLINE, LONGEST_LINE = 60, 60
# The beginning of a turn of a conversation, or of what one says who passes a post on.
TURN = re.compile(
    r"(?:#+\s*)?(?:human|user|assistant|system|instruction|input|prompt|用户|提问|问|人类|转发理由)\s?[:：]",
    re.IGNORECASE,
)
# What follows a title in that of a page.
SITE = re.compile(r"\s*[_|｜–—-]+\s*\S.{0,40}")
BRACKETED = re.compile("【([^【】]{4,40})】(?=.)")
EMPHASISED = re.compile(r"([*_]{1,2})(?![*_\s])(.+)(?<![*_\s])\1")
# What a byline says of who is named, and the part of one without it that names are.
BYLINE, NAMED = re.compile(r"记者|記者|通讯员|通訊員|作者|[文图圖][/／|｜]|[摄攝]"), 2
# The end of a sentence, or of a line that goes on.
NO_HEADLINE_END = tuple("。．，、；：,;:…")


def headlines_of(title: FieldText) -> tuple[Paragraph, ...]:
    """The lines of a title, each with its source line."""
    if "\n" not in title.text and (line := title.text.strip()):
        return (Paragraph(line, ((0, title.line_at(0)),), "headline"),)
    lines = enumerate(map(str.strip, title.text.split("\n")))
    return tuple(Paragraph(line, ((0, title.line_at(index)),), "headline") for index, line in lines if line)


def headline_group(
    record: Record, roles: Roles, headlines: tuple[Paragraph, ...], title: Pick | None
) -> tuple[tuple[Paragraph, ...], Pick | None]:
    """A headline with the lines above and below it that are in fields of their own, and where they all are."""
    main = "\n".join(line.text for line in headlines)
    group: list[Paragraph] = []
    parts: list[Pick] = []
    for names in (roles.kickers, None, roles.decks):
        if names is None:
            group, parts = [*group, *headlines], [*parts, *([title] if title else [])]
            continue
        value, pick = first_value(record, "title", names)
        lines = headlines_of(value)
        if pick and pick != title and all(_is_group_line(line.text, main) for line in lines):
            group, parts = [*group, *lines], [*parts, pick]
    return tuple(group), Joined(tuple(parts)) if len(parts) > 1 else title


def _is_group_line(line: str, main: str) -> bool:
    """Whether a line belongs above or below a headline: it is short, no sentence, and says something else."""
    return len(line) <= LONGEST_LINE and "。" not in line and line not in main and main not in line


def without_source(headlines: tuple[Paragraph, ...], source: str | None) -> tuple[Paragraph, ...]:
    """Headlines without the name of their source at the end, as search engines add it: 新桥通车 - 江城日报."""
    if not headlines or not source or not headlines[-1].text.endswith(source):
        return headlines
    title = headlines[-1].text.removesuffix(source)
    text = title.rstrip(" \u3000-–—_|｜")
    if not text or text == title.rstrip():
        return headlines
    return (*headlines[:-1], headlines[-1]._replace(text=text))


def without_repeated_title(
    headlines: tuple[Paragraph, ...], paragraphs: tuple[Paragraph, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """A title and its text, if that begins with the title; what follows it in the title is the name of the site."""
    first, title = paragraphs[0].text, headlines[0].text
    behind = title.removeprefix(first)
    if not first or behind == title or (behind and not SITE.fullmatch(behind)):
        return headlines, paragraphs
    return (headlines[0]._replace(text=first), *headlines[1:]), paragraphs[1:]


def bracketed_headline(line: Paragraph) -> tuple[Paragraph, ...]:
    """The headline that a text begins with in brackets, as in 【大桥合龙】大桥今天合龙; none if there is none."""
    match = BRACKETED.match(line.text)
    return (line._replace(text=match[1].strip(), role="headline"),) if match and is_headline(match[1].strip()) else ()


def without_emphasis(line: Paragraph) -> Paragraph:
    """A headline without the marks that chat programs write around what is bold: *大桥合龙*."""
    match = EMPHASISED.fullmatch(line.text)
    return line._replace(text=match[2]) if match else line


def is_headline(line: str) -> bool:
    """Whether the first line of a body is its headline: short, and neither a sentence nor a byline."""
    from newsgrep.split import find_people

    if len(line) > LONGEST_HEADLINE or line.endswith(NO_HEADLINE_END) or "。" in line or TURN.match(line):
        return False
    people = find_people((Paragraph(line, ((0, 1),), "byline"),))
    named = sum(len(name) for names in people for name in names)
    is_byline = named * NAMED > len(line) or (named and BYLINE.search(line))
    return not is_byline and not line.startswith(("【", "#", "@"))
