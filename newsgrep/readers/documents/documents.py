"""The paragraphs of a document → its stories: one, or many with a heading each, or those of a press database."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from newsgrep.readers.documents.covering_letters import without_covering_letter
from newsgrep.readers.documents.credited_stories import FEWEST_CREDITED, credited_sections, credited_stories
from newsgrep.readers.documents.doc_blocks import (
    BODY,
    LONGEST_TITLE,
    META_LINES,
    NUMBERED,
    SENTENCE_END,
    SHORTEST_TEXT,
    DocSection,
    is_text,
    is_title,
    story_record,
)
from newsgrep.readers.documents.document_sections import sections_at, story_level, with_lines_above
from newsgrep.readers.documents.indented_texts import indented_sections
from newsgrep.readers.documents.letterheads import (
    is_bulletin,
    is_document_number,
    is_head_of_issue,
    is_news_digest,
    without_recipients,
)
from newsgrep.readers.documents.meta_line import DAY, meta_line
from newsgrep.readers.documents.page_text import NumberedRecord, PageText
from newsgrep.readers.documents.press_releases import without_release
from newsgrep.readers.periods import ends_of_periods
from newsgrep.readers.records import Record
from newsgrep.readers.stories_in_text import DIGEST_FORMATS, REPEATED_FORMATS, TEXT_FORMATS, read_as_text
from newsgrep.readers.texts.markdown_headlines import are_headlines
from newsgrep.readers.texts.numbered_stories import MARK
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.model import Unit
    from newsgrep.readers.documents.doc_blocks import DocBlock
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

_OPENING = re.compile(
    r"(?:本报|本网|本社|新华社|中新社|记者|据)\S{0,20}(?:讯|电|报道)|本报讯|[（(](?:本报)?(?:通讯员|记者)"
)


def stories_of(
    path: str, blocks: Sequence[DocBlock], fields: FieldMap, unit: Unit
) -> Iterator[NumberedRecord | PageText | Problem]:
    """The stories of a document, as records where their beginnings are certain, else as text for the page splitter."""
    whole, blocks = blocks, [block for block in blocks if block.text.strip()]
    if not blocks:
        return
    if read := _read_as_text(blocks, TEXT_FORMATS, fields, path, unit):
        yield from read
        return
    facts, blocks = _head_facts(
        _without_letterhead(without_release(without_covering_letter(without_recipients(blocks))))
    )
    level = story_level(blocks)
    sections = [] if level is None else [*with_lines_above(sections_at(blocks, level))]
    in_digest = any(is_news_digest(block.text) for block in blocks[:META_LINES])
    head = _take_numbered_head(sections)
    facts, blocks = {**facts, **_date_in(head)}, blocks[len(head) :]
    is_one = len(sections) < FEWEST_CREDITED or not _are_stories(sections, in_digest=in_digest)
    credited = credited_sections(blocks)
    formats = (*REPEATED_FORMATS, *DIGEST_FORMATS) if unit == "paragraph" or level is None else ()
    read = _read_as_text(whole, formats, fields, path, unit) if is_one else []
    if len(read) > max(1, len(credited) - 1):
        yield from _with_facts_above(read, whole)
        return
    if indented := indented_sections(blocks) if is_one and not credited else []:
        sections, level, is_one = indented, BODY, False
    if level is None:
        yield from _plain(blocks, unit, facts, credited)
        return
    if len(credited) > sum(bool(section.headings) for section in sections):  # headings of outlets, not of stories
        yield from credited_stories(credited, unit, facts)
        return
    if is_one:
        yield story_record(*_flat(sections, blocks), unit, facts)
        return
    if not is_text(sections[0].paragraphs):  # a masthead
        facts = {**facts, **_date_in(sections[0].paragraphs)}
    yield from _records(sections, unit, facts, are_numbered=in_digest)


def _records(
    sections: Sequence[DocSection], unit: Unit, facts: Mapping[str, str], *, are_numbered: bool
) -> Iterator[NumberedRecord]:
    """The records of sections that are stories; numbers and marks before their headlines are none of these."""
    firsts = [section.headings[0].text.strip() for section in sections if section.headings]
    mark = MARK if all(map(MARK.match, firsts)) else None
    for section in sections:
        if section.headings or is_text(section.paragraphs):
            headings = _without_numbers(section.headings) if are_numbered else section.headings
            if mark:
                headings = [block._replace(text=mark.sub("", block.text.strip(), count=1)) for block in headings]
            yield story_record(headings, section.paragraphs, unit, {**facts, **section.facts})


def _without_letterhead(blocks: Sequence[DocBlock]) -> Sequence[DocBlock]:
    """A document without the letterhead that the number of an official document is below: 江水〔2025〕18号."""
    has_number = len(blocks) > FEWEST_CREDITED and len(blocks[0].text) <= LONGEST_TITLE
    return blocks[2:] if has_number and is_document_number(blocks[1].text) else blocks


def _head_facts(blocks: Sequence[DocBlock]) -> tuple[dict[str, str], Sequence[DocBlock]]:
    """What the first lines of a document say of it all, above its first headline; and the rest."""
    facts: dict[str, str] = {}
    for index, block in enumerate(blocks[: META_LINES * 2]):
        is_name = is_news_digest(block.text) or is_bulletin([line.text for line in blocks[index : index + 2]])
        if is_name or (found := meta_line(block.text)) is None:
            return facts, blocks[index:]
        facts = {**found, **facts}
    return {}, blocks


def _read_as_text(
    blocks: Sequence[DocBlock], formats: Sequence[str], fields: FieldMap, path: str, unit: Unit
) -> list[NumberedRecord | Problem]:
    """What the reader of one of these formats of text makes of a document, with the numbers of its paragraphs."""
    lines = [(line, block.number) for block in blocks for line in block.text.split("\n")]
    read = read_as_text(path, [line for line, _ in lines], formats, fields)
    return [_renumbered(item, [number for _, number in lines], unit) for item in read]


def _with_facts_above(
    items: Sequence[NumberedRecord | Problem], blocks: Sequence[DocBlock]
) -> Iterator[NumberedRecord | Problem]:
    """The stories of a document, with what the lines above the first say."""
    first = min(item.numbers[item.record.line - 1] for item in items if isinstance(item, NumberedRecord))
    known = _date_in([block for block in blocks[: META_LINES * 2] if block.number < first])
    for item in items:
        if isinstance(item, NumberedRecord):
            yield item._replace(record=item.record._replace(defaults={**known, **item.record.defaults}))
        else:
            yield item


def _date_in(blocks: Sequence[DocBlock]) -> dict[str, str]:
    """The date and source that lines above all stories say."""
    facts: dict[str, str] = {}
    for block in blocks:
        facts = {**(meta_line(block.text) or _day_of(block.text)), **facts}
    facts["date"] = timestamp_day(facts.get("date", "")) or ""
    return {role: text for role, text in facts.items() if text and role in {"date", "source"}}


def _day_of(text: str) -> dict[str, str]:
    """The day on a line with something else, such as an office that is no outlet."""
    day = DAY.search(ends_of_periods(text)) if len(text) <= LONGEST_TITLE and not SENTENCE_END.search(text) else None
    return {"date": day[0]} if day else {}


def _renumbered(item: Record | Problem, numbers: Sequence[int], unit: Unit) -> NumberedRecord | Problem:
    """An item whose lines are those of the text, with the numbers of the paragraphs."""
    if isinstance(item, Record):
        return NumberedRecord(item._replace(unit=unit), numbers)
    return item if item.line is None else item._replace(line=numbers[min(max(item.line, 1), len(numbers)) - 1])


def _are_stories(sections: Sequence[DocSection], *, in_digest: bool) -> bool:
    """Whether sections are stories rather than parts of one; ``in_digest``: the name of a digest of news is above."""
    below = [section for section in sections if section.headings]
    numbered = sum(bool(NUMBERED.match(section.headings[0].text)) for section in below)
    if 2 * numbered > len(below):  # sections of one story have no day of their own
        dated = sum(any("date" in (meta_line(line.text) or {}) for line in _ends(each.paragraphs)) for each in below)
        return len(below) >= FEWEST_CREDITED and (dated == len(below) or (in_digest and _are_headed(below)))
    if not sections[0].headings and is_text(sections[0].paragraphs):
        opened = sum(_is_opened(section.paragraphs) for section in below)
        return 2 * opened >= len(below)
    return median(sum(len(block.text) for block in section.paragraphs) for section in below) >= SHORTEST_TEXT


def _are_headed(sections: Sequence[DocSection]) -> bool:
    """Whether the headings of sections are headlines behind their numbers."""
    parts = ((_without_number(each.headings[0].text), each.paragraphs) for each in sections)
    return are_headlines([(head, [line.text for line in paragraphs]) for head, paragraphs in parts])


def _without_number(text: str) -> str:
    number = NUMBERED.match(text)
    return text[number.end() :].strip() if number and number.end() < len(text) else text


def _without_numbers(headings: Sequence[DocBlock]) -> list[DocBlock]:
    return [block._replace(text=_without_number(block.text)) for block in headings]


def _ends(paragraphs: Sequence[DocBlock]) -> Sequence[DocBlock]:
    """The first and the last paragraph."""
    return [*paragraphs[:1], *paragraphs[1:][-1:]]


def _is_opened(paragraphs: Sequence[DocBlock]) -> bool:
    """Whether text begins as stories do: with a line of facts, a dateline or a byline."""
    first = paragraphs[:2]
    return any(meta_line(block.text) or _OPENING.match(block.text.strip()) for block in first)


def _take_numbered_head(sections: list[DocSection]) -> Sequence[DocBlock]:
    """The first section, which is taken out, if it is a heading with but the number and the contents of an issue below.

    They are such as 第12期, 江城市水务局 2025年3月18日, and the titles of the sections that follow.
    """
    titles = {"".join(block.text.split()) for section in sections[1:] for block in section.headings}
    texts = [block.text.strip() for block in sections[0].paragraphs] if titles and sections[0].headings else []
    if not is_head_of_issue(texts, titles) or not is_text(sections[1].paragraphs):
        return []
    head = sections.pop(0)
    return [*head.headings, *head.paragraphs]


def _flat(sections: Sequence[DocSection], blocks: Sequence[DocBlock]) -> tuple[Sequence[DocBlock], Sequence[DocBlock]]:
    """The sections of one story as one; a short first paragraph without a heading of its own is its title."""
    first = sections[0]
    if first.headings or not is_title(blocks[0]):
        return first.headings, [block for block in blocks if block not in first.headings]
    return blocks[:1], blocks[1:]


def _plain(
    blocks: Sequence[DocBlock], unit: Unit, facts: Mapping[str, str], credited: Sequence[DocSection]
) -> Iterator[NumberedRecord | PageText]:
    """The stories of a document without headings: those of the page splitter, if each begins as stories do."""
    from newsgrep.split import split

    text = "\n".join(block.text.replace("\n", " ") for block in blocks)
    stories = split(text).stories
    opened = [any(_OPENING.match(paragraph.text) for paragraph in story.paragraphs[:2]) for story in stories]
    if len(stories) > 1 and all(opened):
        yield PageText(text, [block.number for block in blocks], unit=unit)
        return
    if credited:
        yield from credited_stories(credited, unit, facts)
        return
    title = 1 if is_title(blocks[0]) and len(blocks) > 1 else 0
    yield story_record(blocks[:title], blocks[title:], unit, facts)
