"""Pages that office programs saved: documents, whose stories are told as those of the documents themselves are."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.documents.doc_blocks import BODY, DocBlock, TableBlock
from newsgrep.readers.documents.word import stories_and_rows
from newsgrep.readers.web.page_head import OFFICE_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.documents.page_text import NumberedRecord, PageText
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record
    from newsgrep.readers.web.page_head import Meta
    from newsgrep.readers.web.page_lines import PageLines

HEADING = re.compile(r"h([1-6])")
# The names of the style of a document's title.
TITLE_NAMES = frozenset(("title", "msotitle"))


def is_office_page(meta: Meta) -> bool:
    """Whether the head of a page says that an office program saved it."""
    return bool(OFFICE_PROGRAM.match(meta.values.get("generator", "")))


def stories_of_document(
    path: str, page: PageLines, fields: FieldMap
) -> list[Record | NumberedRecord | PageText | Problem]:
    """The stories of a page that is a document, with the numbers of its lines, and the records of its tables."""
    blocks: list[DocBlock | TableBlock] = []
    for table, lines in groupby(enumerate(page.lines, start=1), lambda line: _place(page, line[1].element)[0]):
        told = [(_place(page, line.element), DocBlock(line.text, number)) for number, line in lines]
        if table:
            rows = [list(row) for _, row in groupby(told, lambda item: item[0].row)]
            blocks.append(TableBlock([_cells(row) for row in rows]))
        else:
            blocks += [block._replace(level=_level(page, block)) for _, block in told]
    return list(stories_and_rows(path, blocks, fields))


class _Place(NamedTuple):
    """The elements around a line that are the outermost table, its row and its cell; 0 outside of tables."""

    table: int
    row: int
    cell: int


def _place(page: PageLines, element: int) -> _Place:
    around: dict[str, int] = {}
    while element > 0:
        tag = page.elements[element].tag
        around["cell" if tag in {"td", "th"} else "row" if tag == "tr" else tag] = element
        element = page.elements[element].parent
    return _Place(around.get("table", 0), around.get("row", 0), around.get("cell", 0))


def _cells(row: Sequence[tuple[_Place, DocBlock]]) -> list[DocBlock]:
    """The cells of a row, the lines of each in one block."""
    cells = (list(cell) for _, cell in groupby(row, lambda item: item[0].cell))
    return [cell[0][1]._replace(text="\n".join(block.text for _, block in cell)) for cell in cells]


def _level(page: PageLines, block: DocBlock) -> int:
    """The level of a heading by its element; that of the title is 0."""
    element = page.elements[page.lines[block.number - 1].element]
    if TITLE_NAMES & set(element.name.split()):
        return 0
    heading = HEADING.fullmatch(element.tag)
    return int(heading[1]) if heading else BODY
