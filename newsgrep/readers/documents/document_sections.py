"""The sections of a document by the levels of its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import (
    BODY,
    BOXED,
    LONGEST_SECTION,
    META_LINES,
    NUMBERED,
    DocSection,
    facts_of_heading,
    is_text,
)
from newsgrep.readers.documents.letterheads import is_news_digest
from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.periods import ends_of_periods
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.documents.doc_blocks import DocBlock

# Clippings with the outlet and the day of each above its headline, and a day that has no year.
FEWEST_CLIPPINGS = 4
YEARLESS = lazy_pattern(r"(?<![\d年])\d{1,2}月\d{1,2}日")


def story_level(blocks: Sequence[DocBlock]) -> int | None:
    """The level of the headings of stories: the highest whose headings mostly have text right below them."""
    levels = sorted({block.level for block in blocks} - {BODY})
    for level in levels:
        places = [index for index, block in enumerate(blocks) if block.level == level]
        with_text = sum(not is_news_digest(blocks[index].text) and _has_text_below(blocks, index) for index in places)
        if 2 * with_text >= len(places):
            return level
    return levels[0] if levels else None


def _has_text_below(blocks: Sequence[DocBlock], index: int) -> bool:
    """Whether the next paragraph that is more than facts is text, or a heading of the same story by its number."""
    below = (block for block in blocks[index + 1 : index + 2 + META_LINES] if not _is_about(block))
    found = next(below, None)
    is_part = found is not None and NUMBERED.match(found.text) and not BOXED.fullmatch(blocks[index].text.strip())
    return found is not None and (found.level == BODY or bool(is_part))


def _is_about(block: DocBlock) -> bool:
    """Whether a paragraph is facts, or the days that an issue is about: 2025.3.12—2025.3.18."""
    return bool(meta_line(block.text) or meta_line(ends_of_periods(block.text)))


def sections_at(blocks: Sequence[DocBlock], level: int) -> list[DocSection]:
    """The sections of a document, each from a heading of the level, or the headings right above it."""
    sections = [DocSection([], [], {})]
    facts: dict[str, str] = {}
    names = _section_levels(blocks, level)
    for index, block in enumerate(blocks):
        current = sections[-1]
        is_name = (index and block.level in names) or _is_section(block) or _is_container(blocks, index, level)
        if block.level < level and is_name:
            facts = facts_of_heading(block)
            sections.append(DocSection([], [], facts))
        elif block.level <= level and current.paragraphs:
            sections.append(DocSection([block], [], facts))
        elif block.level < BODY and not current.paragraphs and not (current.headings and NUMBERED.match(block.text)):
            current.headings.append(block)
        else:
            current.paragraphs.append(block)
    found = [section for section in sections if section.headings or section.paragraphs]
    named = {section.facts.get("section", "") for section in found}
    if len(found) > 1 and len(named) == 1 and not named & {"", *SECTION_NAMES}:  # the name of the whole
        return [section._replace(facts={**section.facts, "section": ""}) for section in found]
    return found


def _section_levels(blocks: Sequence[DocBlock], level: int) -> set[int]:
    """The levels of several short names that all are right above a headline, but for that of the whole."""
    levels: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if index and block.level < level:
            levels.setdefault(block.level, []).append(index)
    return {
        higher
        for higher, places in levels.items()
        if len(places) > 1
        and all(len(blocks[at].text) <= LONGEST_SECTION for at in places)
        and all(at + 1 < len(blocks) and blocks[at + 1].level == level for at in places)
    }


def _is_section(block: DocBlock) -> bool:
    """Whether a heading is the usual name of a section, in either script."""
    return fold(block.text.strip()) in SECTION_NAMES


def _is_container(blocks: Sequence[DocBlock], index: int, level: int) -> bool:
    """Whether a heading is above several stories: the name of the document, or of a part of it."""
    count = 0
    for block in blocks[index + 1 :]:
        if block.level <= blocks[index].level:
            break
        count += block.level == level
    return count > 1


def with_lines_above(sections: Sequence[DocSection]) -> Sequence[DocSection]:
    """Sections whose headlines have their facts right above them, as on clippings, with these facts.

    The last line of each but the last section says where or when, which of a story would be said of the last, too.
    """
    ends = [section.paragraphs[-1].text.strip() if section.paragraphs else "" for section in sections]
    if len(sections) < FEWEST_CLIPPINGS or is_text(sections[0].paragraphs) or "source" not in _credit(ends[0]):
        return sections
    if not all("date" in _credit(end) for end in ends[1:-1]) or "date" in _credit(ends[-1]):
        return sections
    facts = [section.facts for section in sections[:1]] + [_credit(end) for end in ends[:-1]]
    return [
        DocSection(
            section.headings, section.paragraphs[: len(section.paragraphs) - (section is not sections[-1])], told
        )
        for section, told in zip(sections, facts, strict=True)
    ]


def _credit(line: str) -> dict[str, str]:
    """The facts of a line that is nothing else, and not in brackets as below a text; a day has a year, or is none.

    >>> _credit("《江城日报》 3月18日 A01版"), _credit("（来源：江城日报）")
    ({'source': '江城日报', 'section': 'A01版'}, {})
    """
    if line.startswith(("（", "(", "【", "[")):
        return {}
    return meta_line(line) or meta_line(YEARLESS.sub("", line)) or {}
