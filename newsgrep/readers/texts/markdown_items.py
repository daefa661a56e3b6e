"""Markdown → articles: one for each headline, or one for the whole text, with the facts around it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.han import HAN
from newsgrep.readers.records import Record
from newsgrep.readers.texts.field_lines import FieldLines, share
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown_facts import have_sections, section_and_headline
from newsgrep.readers.texts.markdown_headlines import facts_of_headings
from newsgrep.readers.texts.markdown_levels import FEWEST_LINKED, HEADING_LINK, ITEM, NUMBER
from newsgrep.readers.texts.markdown_lines import (
    ABSTRACT,
    BODY,
    LINK_LINE,
    MOST_TOP_LINES,
    MarkdownLine,
    end_of_text,
    facts_of_line,
    is_made_at,
    property_lines,
    told_in,
    unadorned,
)
from newsgrep.readers.texts.markdown_names import date_in, day_of, is_about_itself, is_digest, is_generic
from newsgrep.readers.texts.markdown_text import CELL_END, LISTED, inline_text
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A headline that is a link, in a digest whose items have no headings: 1、**[江城大桥合龙](https://j.example/1)**
LINK_HEAD = lazy_pattern(
    r"\s*(?:(?:[-*+]|\d{1,3}\s?[.、)）])\s*)?(?:\*\*)?(?:\d{1,3}\s?[.、]\s?)?"
    r"\[(?P<title>[^\[\]\n]{4,90})\]\((?P<url>https?://[^()\s]{4,2000})\)(?:\*\*)?\s?(?:[(（](?P<facts>[^()（）\n]{4,40})[)）])?"
    r"(?:\s?[·|｜—–]\s?(?P<outlet>[^\s\[\]()（）<>|｜·，。]{2,20}))?\s*(?:<br\s?/?>)?\s*"
)
# A headline in bold with its facts behind it, in a list of clippings: - **江城大桥合龙** ([[江城日报]], 2025-03-18)
CLIPPING_HEAD = lazy_pattern(
    r"(?:[-*+]|\d{1,3}\s?[.、)）])\s*\*\*(?P<title>[^*\n]{2,90})\*\*\s?[(（](?P<facts>[^()（）\n]{4,80})[)）]\s*"
)
# A link in a list, whatever it is called, and the Chinese characters of a headline rather than the name of an outlet.
LISTED_LINK, SHORTEST_HEADLINE = lazy_pattern(r"\s*[-*+]\s+(?:\*\*)?\[[^\[\]\n]{1,90}\]\([^()\s]{4,2000}\).{0,40}"), 10
ENDS = ("。", "！", "？", "”", "…")
# A section in which there is nothing.
NOTHING = lazy_pattern(r"(?:暂无|暫無|尚无|本[日期周]无|无更新).{0,60}")
# What a digest says of itself: 今日精选 15 则，涵盖国内、国际。
COUNTS = lazy_pattern(
    r"(?:今日|今天|本期|本周|本日|本次)?\s?(?:精选|精選|收录|收錄|汇总|匯總|整理|共)\S{0,2}\s?\*{0,2}\d+\*{0,2}\s?(?:则|則|条|條|篇|个|個)(?!月)"
)
CONTENTS_MARKS = lazy_pattern(r"^[\d\s.、)）(（*+·-]+|[；;。.\s]+$")
# Sections of which each has a quote below its name that says what it is of.
FEWEST_INTRODUCED = 2
YEARLESS = lazy_pattern(r"\d{1,2}[-/.月]\d{1,2}日?")
# Lines between the title of a digest and its first item.
MOST_ABOVE = 5
# Characters of a line that may be no text: above the items of a digest, or below them.
FOOTER_LENGTH = 100
# Below all headings: that of headlines which are links.
LINKED_LEVEL = 7
# Where the address of a page may be, and is by another name.
LINKED_FACTS = frozenset(("url", "link", "链接", "原文链接", "网址"))


def with_linked_heads(text: list[MarkdownLine]) -> list[MarkdownLine]:
    """The lines of a digest whose headlines are links or have facts, these as headings; empty if it is none.

    Each headline has a text of its own below, and what comes before the first is short. Below a heading there may be
    links alone: headlines, or names of outlets and pages, which are left out.
    """
    heads: set[int] = set()
    listed: set[int] = set()
    for part in _parts_of(text):
        linked = [at for at in part if _is_linked_head(text[at].raw)]
        filled = [at for at in part if text[at].text]
        if filled and all(LISTED_LINK.match(text[at].raw) for at in filled):
            listed.update(filled)
        elif all(_has_text_below(text, at) for at in linked):
            heads.update(linked)
        else:
            return []
    above = (line for at, line in enumerate(text[: min(heads, default=0)]) if at not in listed)
    if len(heads) < FEWEST_LINKED or sum(bool(line.text) and not line.level for line in above) > MOST_ABOVE:
        return []
    named = {at for at in listed if len(HAN.findall(_link_title(text[at]))) >= SHORTEST_HEADLINE}
    heads |= named if len(named) > len(listed) / 2 else set()
    return [
        line._replace(level=LINKED_LEVEL, text=_link_title(line))
        if at in heads
        else line._replace(text="", raw="")
        if at in listed
        else line
        for at, line in enumerate(text)
    ]


def _parts_of(text: Sequence[MarkdownLine]) -> Iterator[range]:
    """The places of the lines between headings."""
    ends = [-1, *(at for at, line in enumerate(text) if line.level), len(text)]
    return (range(begin + 1, end) for begin, end in pairwise(ends))


def _has_text_below(text: Sequence[MarkdownLine], at: int) -> bool:
    """Whether the next line that is not blank is neither a headline nor a heading."""
    below = next((text[below] for below in range(at + 1, len(text)) if text[below].text), None)
    return below is not None and not below.level and not _is_linked_head(below.raw)


def _is_linked_head(raw: str) -> bool:
    is_link = bool(LINK_HEAD.fullmatch(raw)) and not LINK_LINE.fullmatch(raw)
    return is_link or bool(_clipping_facts(raw))


def _link_title(line: MarkdownLine) -> str:
    match = LINK_HEAD.fullmatch(line.raw) or CLIPPING_HEAD.fullmatch(line.raw)
    return inline_text(match["title"]) if match else line.text


def _clipping_facts(raw: str) -> dict[str, str]:
    """The facts in brackets behind a headline, or the name of an outlet behind a dot or a bar."""
    match = CLIPPING_HEAD.fullmatch(raw) or LINK_HEAD.fullmatch(raw)
    words = re.sub("[,，]", " ", inline_text(match["facts"] or "")) if match else ""
    outlet = match.groupdict().get("outlet") if match else None
    told = {"source": outlet} if outlet and not outlet.isdecimal() else {}
    return {**told, **(meta_line(words, unnamed=True) or {}), **(facts_of(words) or {})}


def items_below(
    text: Sequence[MarkdownLine], level: int, facts: dict[str, Any], title: MarkdownLine | None
) -> Iterator[Record]:
    """An article per heading of the level; what other headings head is an article, unless it lists the others."""
    heads = [line for line in text if line.level == level]
    are_in_boxes = have_sections([line.text for line in heads])
    told = dict(zip((line.number for line in heads), facts_of_headings([line.text for line in heads]), strict=False))
    titles, linked = {NUMBER.sub("", line.text, count=1) for line in heads}, level == LINKED_LEVEL
    deeper = [at for at, line in enumerate(text) if line.level > level and HEADING_LINK.fullmatch(line.raw)]
    further = deeper if len(deeper) >= FEWEST_LINKED else ()
    begins = sorted((*further, *(at for at, line in enumerate(text) if line.level and line.level <= level)))
    date = str(facts.get("date", "")) or date_in(title)
    introduced = _introductions(text, begins, level)
    section = ""
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        head, below = text[begin], text[begin + 1 : end]
        body = [line for line in below if line.text and not (linked and line.text.endswith(("：", ":")))]
        is_above = head.level < level
        if is_above:
            day = day_of(head.text)
            date = day or date
            section = "" if head is title or day or is_generic(head.text) else unadorned(head.text)
        if (
            begin in introduced
            or _is_contents(head, body, titles)
            or (is_above and _is_no_text(head, body, is_title=head is title))
        ):
            continue
        fields = FieldLines()
        name = ITEM.sub("", NUMBER.sub("", head.text), count=1)
        if (link := HEADING_LINK.fullmatch(head.raw)) and link["behind"]:
            name = inline_text(link["title"])
        name, known = told.get(head.number, (name, {}))
        if not told and are_in_boxes and head.level == level:
            section, name = section_and_headline(name)
        fields.add("title", name, head.number)
        fields.add_facts(known, head.number)
        _add_text(fields, below, date)
        for role, value in _clipping_facts(head.raw).items():
            fields.add(role, value, head.number)
        if "url" not in fields and (link := HEADING_LINK.fullmatch(head.raw) or LINK_HEAD.fullmatch(head.raw)):
            fields.add("url", link["url"], head.number)
        for role, value in (("section", section if head.level >= level else ""), ("date", date)):
            if role not in fields:
                fields.add(role, value, head.number)
        yield fields.record(head.number)


def _introductions(text: Sequence[MarkdownLine], begins: Sequence[int], level: int) -> set[int]:
    """The headings of sections below which are but quotes, what the sections are of, if that is so of several.

    So is the name of a digest.
    """
    found = {
        begin
        for begin, end in pairwise(begins)
        if text[begin].level < level
        and all(line.raw.lstrip().startswith(">") for line in text[begin + 1 : end] if line.text)
    }
    sections = {at for at in found if text[at].level > 1}
    filled = sum(any(line.text for line in text[at + 1 : end]) for at, end in pairwise(begins) if at in sections)
    named = {at for at in found - sections if is_digest(text[at].text)}
    return sections | named if filled >= FEWEST_INTRODUCED else named


def _is_no_text(head: MarkdownLine, body: Sequence[MarkdownLine], *, is_title: bool) -> bool:
    """Whether the lines below a heading above the items are no article: none, a few about the digest, or 暂无更新."""
    if is_about_itself(unadorned(head.text)) or all(NOTHING.fullmatch(line.text) for line in body):
        return True
    if is_title and all(COUNTS.match(line.text) for line in body):
        return True
    is_short = len(body) <= MOST_ABOVE and all(len(line.text) <= FOOTER_LENGTH for line in body)
    is_about = not any(line.text.endswith(ENDS) or LISTED.match(line.raw) for line in body)
    return is_short and (is_title or is_about)


def _is_contents(head: MarkdownLine, body: Sequence[MarkdownLine], titles: set[str]) -> bool:
    """Whether lines, or cells of a table, are but titles of items, or the line above them."""
    own = NUMBER.sub("", head.text, count=1)
    cells = ([CONTENTS_MARKS.sub("", cell) for cell in line.text.split(CELL_END)] for line in body)
    return bool(body) and share(any(cell in titles and cell != own for cell in row) for row in cells) >= 1 / 2


def one_story(
    text: Sequence[MarkdownLine], facts: dict[str, Any], starts: dict[str, int], title: MarkdownLine | None
) -> Record:
    """One article: its title is that of the front matter or the first heading."""
    fields = FieldLines()
    has_title = bool(facts.get("title"))
    if title and not has_title:
        fields.add("title", title.text, title.number)
    if title and (link := HEADING_LINK.fullmatch(title.raw)) and not LINKED_FACTS & facts.keys():
        fields.add("url", link["url"], title.number)
    repeated = title if title and (not has_title or title.text == str(facts.get("title"))) else None
    _add_text(fields, [line for line in text if line is not repeated])
    if title and not has_title and "date" not in fields and is_digest(title.text):
        fields.add("date", date_in(title), title.number)
    record = fields.record(1)
    return Record({**record.values, **facts}, record.line, {**starts, **record.starts}, spread=True)


def _without_empty_parts(lines: Sequence[MarkdownLine]) -> Sequence[MarkdownLine]:
    """The lines of a text without headings at its end that have nothing below, as those for notes."""
    end = next((at for at in range(len(lines), 0, -1) if lines[at - 1].text and not lines[at - 1].level), len(lines))
    return lines[:end]


def _with_year(day: str, date: str) -> str:
    """A day of no year as the last such day before a date; empty if that is unknown.

    >>> _with_year("12月31日", "2025-01-02"), _with_year("1月2日", "2025年1月2日"), _with_year("1月2日", "")
    ('2024-12-31', '2025-01-02', '')
    """
    known = re.fullmatch(r"(\d{4})(-\d\d-\d\d)", parse_date(date) or "")
    month, of_month = map(int, re.findall(r"\d+", day))
    below = f"-{month:02}-{of_month:02}"
    return f"{int(known[1]) - (below > known[2])}{below}" if known else ""


def _add_text(fields: FieldLines, lines: Sequence[MarkdownLine], date: str = "") -> None:
    """The facts around a text, and the text; a heading that merely says 正文 is none, nor is an abstract above it.

    A day without a year is the last such day before the ``date`` of the digest.
    """
    lines = _without_empty_parts(lines)
    end = end_of_text(lines)
    properties = property_lines(lines)
    told = told_in(lines, properties)
    has_abstract = any(line.level and BODY.fullmatch(line.text) for line in lines)
    filled, role = 0, "body"
    for at, line in enumerate(lines):
        if line.level and is_generic(line.text):
            role = "摘要" if has_abstract and ABSTRACT.fullmatch(line.text) else "body"
            continue
        filled += bool(line.text)
        found = {}
        is_top = 0 < filled <= MOST_TOP_LINES and "body" not in fields and role == "body"
        if at not in told and (at >= end or is_top):
            found = facts_of_line(line)
            label = labelled(line.text) if not found else None
            if label and label.role == "body" and "body" not in fields:
                found = {"body": label.value}
            elif not found and at in properties:
                found = {properties[at][1]: properties[at][2]}
        if YEARLESS.fullmatch(str(found.get("date", ""))):
            found = {**found, "date": _with_year(found["date"], date)}
        for name, value in found.items():
            if name not in fields and value:
                fields.add(name, value, line.number)
        if not found and not (at >= end and is_made_at(line)):
            fields.add(role, told.get(at, line.text), line.number)
