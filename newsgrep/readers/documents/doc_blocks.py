"""The paragraphs of a document and its sections, and the record of a story made of them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.documents.letterheads import is_news_digest, is_note
from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.documents.page_text import NumberedRecord
from newsgrep.readers.records import Record
from newsgrep.split.furniture import is_furniture
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.model import Unit

BODY = 100
LONGEST_TITLE, LONGEST_SECTION = 60, 12
# Characters of a paragraph that is text rather than a caption, and lines below a title that may be about it.
SHORTEST_TEXT = 40
META_LINES = 4
# Characters of a cell that is no paragraph of its own.
LONGEST_CELL = 60
# Sections of a story begin with a number.
NUMBERED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}[章节部条])")
# The name of a section in brackets: 【国内】
BOXED = re.compile(r"[【\[][^【】\[\]]{2,8}[】\]]")
SENTENCE_END = re.compile(r"[。；，,;：:]\s*$")


class DocBlock(NamedTuple):
    """A paragraph: its number, and the level of its heading (0 is a title, ``BODY`` text)."""

    text: str
    number: int
    level: int = BODY


class TableBlock(NamedTuple):
    """A table: its rows of cells."""

    rows: list[list[DocBlock]]

    def paragraphs(self) -> list[DocBlock]:
        """The table as paragraphs: one for each row, or for each cell where these are long."""
        found = []
        for row in self.rows:
            cells = [cell for cell in row if cell.text.strip()]
            if any(len(cell.text) > LONGEST_CELL or "\n" in cell.text for cell in cells):
                found += [cell._replace(text=line) for cell in cells for line in cell.text.split("\n")]
            elif cells:
                found.append(cells[0]._replace(text=" ".join(cell.text for cell in cells)))
        return found


class DocSection(NamedTuple):
    """Headings that follow one another, the paragraphs below them, and what the heading above them says."""

    headings: list[DocBlock]
    paragraphs: list[DocBlock]
    facts: dict[str, str]


def is_text(paragraphs: Sequence[DocBlock]) -> bool:
    """Whether one of the paragraphs is as long as those of a text, and no line of facts."""
    return any(len(block.text) >= SHORTEST_TEXT and not meta_line(block.text) for block in paragraphs)


def is_title(block: DocBlock) -> bool:
    """Whether a paragraph may be a headline: it is short, ends like none of text, and is no line of facts."""
    text = block.text.strip()
    return len(text) <= LONGEST_TITLE and not SENTENCE_END.search(text) and not meta_line(text)


def facts_of_heading(block: DocBlock) -> dict[str, str]:
    """What a heading above several stories says of them; the name of a digest is none of it."""
    if is_news_digest(block.text):
        return {}
    return meta_line(block.text) or (
        {"section": block.text.strip("【】[] ")} if len(block.text) <= LONGEST_SECTION else {}
    )


def _facts_on(line: str) -> dict[str, str] | None:
    """The facts of a line below a headline; none if it is but buttons of a page; None if it is text."""
    return {} if is_furniture(fold(line.strip()) or " ") else meta_line(line)


def story_record(
    headings: Sequence[DocBlock],
    paragraphs: Sequence[DocBlock],
    unit: Unit,
    page_facts: Mapping[str, str] = MappingProxyType({}),
) -> NumberedRecord:
    """The record of a story: its headings, the facts right below them, at its end, or of its page, and the text."""
    facts: dict[str, str] = {}
    paragraphs = list(paragraphs)
    for _ in range(META_LINES):
        if not paragraphs or (found := _facts_on(paragraphs[0].text)) is None:
            break
        facts = {**found, **facts}
        del paragraphs[0]
    last = len(paragraphs) - 1 - bool(paragraphs and is_note(paragraphs[-1].text))
    if "date" not in facts and last > 0 and (found := meta_line(paragraphs[last].text)):
        facts = {**found, **facts}
        del paragraphs[last]
    facts = {**page_facts, **facts}
    lines = [*headings, *paragraphs]
    values = {
        "title": "\n".join(block.text.replace("\n", " ") for block in headings),
        "body": "\n".join(block.text.replace("\n", " ") for block in paragraphs),
        **facts,
    }
    record = Record(
        {name: value for name, value in values.items() if value},
        1,
        {"title": 1, "body": len(headings) + 1},
        spread=True,
        unit=unit,
    )
    return NumberedRecord(record, [block.number for block in lines] or [1])
