"""The stories of a document that has source and date below, or the day behind, the title of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import (
    BODY,
    NUMBERED,
    DocSection,
    facts_of_heading,
    is_text,
    is_title,
    story_record,
)
from newsgrep.readers.documents.meta_line import DAY, MEDIUM, meta_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.model import Unit
    from newsgrep.readers.documents.doc_blocks import DocBlock
    from newsgrep.readers.documents.page_text import NumberedRecord

# Titles with a line of source and date below them, in a document of several stories.
FEWEST_CREDITED = 2
_DAY_BEHIND = re.compile(rf"[（(]\s?(?:{DAY.pattern})\s?[)）]$")


def credited_sections(blocks: Sequence[DocBlock]) -> list[DocSection]:
    """The stories of a document that has source and date below, or its day behind, each title; none if not several.

    Headings right above a title are those of the stories from there on: the outlet or section.
    """
    begins = [at for at in range(len(blocks) - 1) if is_title(blocks[at]) and _is_credited(blocks, at)]
    if len(begins) < FEWEST_CREDITED or is_text(blocks[: begins[0]]):
        return []
    sections: list[DocSection] = []
    facts: dict[str, str] = {}
    firsts = [_first_above(blocks, begin) for begin in begins]
    for first, begin, end in zip(firsts, begins, [*firsts[1:], len(blocks)], strict=True):
        if first < begin:
            facts = facts_of_heading(blocks[begin - 1])
        sections.append(DocSection([blocks[begin]], list(blocks[begin + 1 : end]), facts))
    return sections


def _is_credited(blocks: Sequence[DocBlock], at: int) -> bool:
    """Whether the line below a title has its day, or the end of the title, and text follows."""
    is_below = "date" in (meta_line(blocks[at + 1].text) or {})
    return (is_below or bool(_DAY_BEHIND.search(blocks[at].text))) and is_text(blocks[at + 1 + is_below :][:2])


def _first_above(blocks: Sequence[DocBlock], at: int) -> int:
    """The first of the headings right above a title, or the title itself; the name of an outlet is one."""
    while at and (blocks[at - 1].level < BODY or MEDIUM.fullmatch(blocks[at - 1].text.strip(" 【】"))):
        at -= 1
    return at


def credited_stories(sections: Sequence[DocSection], unit: Unit, facts: Mapping[str, str]) -> Iterator[NumberedRecord]:
    """The records of such stories, without the numbers of their titles if all have one."""
    are_numbered = all(NUMBERED.match(section.headings[0].text) for section in sections)
    for headings, paragraphs, known in sections:
        name = NUMBERED.sub("", headings[0].text, count=1).strip() if are_numbered else ""
        named = [headings[0]._replace(text=name or headings[0].text)]
        yield story_record(named, paragraphs, unit, {**facts, **known})
