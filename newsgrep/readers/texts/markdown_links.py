"""Markdown files that are lists of links: an article per link, the heading above it as its section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines
from newsgrep.readers.texts.headline_links import looks_like_headline_links, parts_of
from newsgrep.readers.texts.markdown_lines import unadorned
from newsgrep.readers.texts.markdown_text import inline_text
from newsgrep.readers.texts.ruled_blocks import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.records import Record
    from newsgrep.readers.texts.markdown_lines import MarkdownLine

LINK_ITEM = re.compile(
    r"\s*(?:(?:[-*+]|\d{1,4}[.、)])\s+(?:\*\*)?|\|\s*\d{1,4}\s*\|\s*)"
    r"\[(?P<title>(?:[^\[\]\n]|\[[^\[\]\n]*\]){2,300})\]\((?P<url>[^()\s]{4,2000})\)(?P<rest>.{0,200})"
)
FEWEST_LINKS, MOST_LINKS = 5, 0.6
# Characters of other lines below the first link for each of the titles.
MOST_TEXT = 1
# What is around facts behind a link: <small>2025-03-18</small>, — 江城日报, 2025-03-18
TAG, MARKS = re.compile(r"</?[a-z][^<>]{0,80}>", re.IGNORECASE), " \t()（）[]【】*_`|｜·•,，:：—–-"


def is_list_of_links(text: Sequence[MarkdownLine]) -> bool:
    """Whether a text is a list of links, or of headlines each with its address."""
    filled = [line for line in text if line.text and not line.level]
    found = [(at, match) for at, line in enumerate(filled) if (match := LINK_ITEM.match(line.raw))]
    if found:
        above = sum(len(line.text) for line in filled[: found[0][0]])
        titles = sum(len(match["title"]) for _, match in found)
        below = sum(len(line.text) for line in filled if not LINK_ITEM.match(line.raw)) - above
        is_list = len(found) >= max(FEWEST_LINKS, MOST_LINKS * len(filled))
        return is_list and above <= titles and below <= MOST_TEXT * titles  # else 相关阅读, or texts of the links
    are_links = looks_like_headline_links("\n".join(line.text for line in filled))
    return are_links and any(all(parts_of(line.text)[:2]) for line in filled)


def link_records(text: Sequence[MarkdownLine], title: MarkdownLine | None, date: str) -> Iterator[Record]:
    """An article per link, with the facts behind it; the heading above it is its section, unless it is the title's."""
    section = ""
    for line in text:
        if line.level > 1:
            section = "" if line is title else unadorned(line.text)
        headline, url = _link_on(line)
        if headline and url:
            found = FieldLines()
            facts = {"section": section, "date": date, **_facts_behind(line), "title": headline, "url": url}
            for role, value in facts.items():
                found.add(role, value, line.number)
            yield found.record(line.number)


def _facts_behind(line: MarkdownLine) -> dict[str, str]:
    """When and where a headline was published, if that is all that is behind its link."""
    match = LINK_ITEM.match(line.raw)
    facts = facts_of(TAG.sub(" ", match["rest"]).strip(MARKS)) if match else None
    return {role: value for role, value in (facts or {}).items() if role in {"date", "source", "author"}}


def _link_on(line: MarkdownLine) -> tuple[str, str]:
    """The headline and the address of a line; both are empty on a heading."""
    if match := LINK_ITEM.match(line.raw):
        return inline_text(match["title"]), match["url"]
    return ("", "") if line.level else parts_of(line.text)[:2]
