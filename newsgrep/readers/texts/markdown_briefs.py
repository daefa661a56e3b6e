"""Digests in Markdown whose items are those of lists.

Their titles are in front of their texts: - 《江城大桥合龙》(01版)：昨日…, - **江城大桥合龙**：昨日…; one in
bold may also be a line of its own, above its text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown_lines import dated_link, facts_of_line
from newsgrep.readers.texts.markdown_text import LISTED, inline_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.texts.markdown_lines import MarkdownLine

# The title of an item, perhaps facts about it in brackets, and its text behind a colon.
BRIEF = re.compile(
    r"\s{0,3}(?:[-*+]|\d{1,3}[.、)）])\s*"
    r"(?:《(?P<named>[^《》\n]{4,90})》|\*\*(?P<bold>[^*\n]{4,90}?)(?P<colon>[:：])?\*\*)"
    r"\s?(?P<facts>[(（][^()（）\n]{1,30}[)）])?(?(colon)|\s?[:：])\s*(?P<text>\S.{19,})"
)
# A title in bold, with links to its page and others behind it: 1. **大桥合龙** [原文](https://j.example/1) | [讨论](https://j.example/2)
BOLD_HEAD = re.compile(
    r"\s{0,3}(?:[-*+]|\d{1,3}[.、)）])\s*\*\*(?P<bold>[^*\n]{4,90})\*\*\s*"
    r"(?:\[[^\[\]\n]{1,20}\]\((?P<url>https?://[^()\s]{4,2000})\)(?:\s?[|｜·/]?\s?\[[^\[\]\n]{1,20}\]\(https?://[^()\s]{4,2000}\)){0,4}\s*)?"
)
# A line in bold that is no item of a list; what ends with a colon is about the text below.
UNLISTED = re.compile(r"\*\*(?P<bold>[^*\n]{4,90}(?<![:：]))\*\*\s*")
BULLET = re.compile(r"\s{0,3}[-*+]\s+\*\*[^*\n]{2,200}\*\*\s*")
FEWEST_BRIEFS, USUAL_TITLE, MOST, MOST_TOLD = 3, 8, 0.6, 0.8
PAGE = re.compile(r"\d{1,2}版.{0,8}|第.{1,3}版.{0,8}|.{1,6}版")


def with_briefs(text: Sequence[MarkdownLine], level: int, *, unlisted: bool = False) -> list[MarkdownLine]:
    """The lines of a digest of briefs, their titles as headings of a level; empty if most of the text is none.

    With ``unlisted`` titles in bold may be lines of their own outside a list.
    """
    found: dict[int, re.Match[str]] = {}
    own = 0  # characters of briefs
    is_below = False  # a title that has a line of its own
    for at, line in enumerate(text):
        match = None if line.level else BRIEF.fullmatch(line.raw)
        if match or line.level:
            is_below = False
        elif (match := _bold_head(line, unlisted=unlisted)) and _begins_text(text, at + 1):
            is_below = True
        else:
            match = None
        if match:
            found[at] = match
        own += len(line.text) if match or is_below else 0
    titles = {_title(match) for match in found.values()}
    is_digest = (
        len(titles) == len(found) >= FEWEST_BRIEFS
        and sum(map(len, titles)) >= USUAL_TITLE * len(titles)
        and own >= MOST * sum(len(line.text) for line in text if not line.level)
    )
    return [part for at, line in enumerate(text) for part in _parts(line, found.get(at), level)] if is_digest else []


def with_sourced_heads(text: Sequence[MarkdownLine], level: int, *, is_named: bool = False) -> list[MarkdownLine]:
    """The lines of a digest whose headlines are lines in bold, as headings of a level; empty if it is none.

    Below the text of each its source is told, before the next one. One whose name says that it is a digest
    (``is_named``) may have a single headline.
    """
    heads = {at for at, line in enumerate(text) if not line.level and UNLISTED.fullmatch(line.raw)}
    begins = [at for at, line in enumerate(text) if line.level or at in heads]
    told = {at for at, end in pairwise((*begins, len(text))) if at in heads and _has_source(text[at + 1 : end])}
    if len(told) < max(1 if is_named else FEWEST_BRIEFS, MOST_TOLD * len(heads)):
        return []
    return [
        line._replace(level=level, text=inline_text(line.raw), raw="") if at in told else line
        for at, line in enumerate(text)
    ]


def with_linked_bullets(text: Sequence[MarkdownLine], level: int) -> list[MarkdownLine]:
    """The lines of a digest whose headlines are bullets in bold, as headings of a level; empty if it is none.

    Below each is a bullet with its outlet, its day and a link to its page.
    """
    heads = [at for at, line in enumerate(text) if not line.level and BULLET.fullmatch(line.raw)]
    told = [at for at in heads if at + 1 < len(text) and dated_link(text[at + 1])]
    if len(told) < max(FEWEST_BRIEFS, MOST_TOLD * len(heads)):
        return []
    named = set(told)
    return [line._replace(level=level, raw="") if at in named else line for at, line in enumerate(text)]


def _has_source(below: Sequence[MarkdownLine]) -> bool:
    """Whether a line below a headline tells its source, and a text is between them."""
    source = next((at for at, line in enumerate(below) if "source" in facts_of_line(line)), 0)
    return any(line.text for line in below[:source])


def _bold_head(line: MarkdownLine, *, unlisted: bool) -> re.Match[str] | None:
    match = UNLISTED.fullmatch(line.raw) if unlisted and not labelled(line.text) else None
    return match or BOLD_HEAD.fullmatch(line.raw)


def _begins_text(text: Sequence[MarkdownLine], at: int) -> bool:
    """Whether the next line with a text is no list and no heading."""
    line = next((text[below] for below in range(at, len(text)) if text[below].text), None)
    return line is not None and not line.level and not LISTED.match(line.raw)


def _title(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return inline_text(groups.get("named") or groups["bold"]).removesuffix("。")


def _parts(line: MarkdownLine, match: re.Match[str] | None, level: int) -> Iterator[MarkdownLine]:
    """A line, or the headline and the text that it is; what brackets say of a page is a fact."""
    if not match:
        yield line
        return
    title, groups = _title(match), match.groupdict()
    facts = (groups.get("facts") or "")[1:-1]
    is_page = bool(PAGE.fullmatch(facts))
    raw = f"- **{title}** (版面：{facts})" if is_page else f"[{title}]({groups['url']})" if groups.get("url") else ""
    yield line._replace(level=level, text=title, raw=raw)
    if groups.get("text"):
        other = f"（{facts}）" if facts and not is_page else ""
        yield line._replace(text=inline_text(other + groups["text"]))
