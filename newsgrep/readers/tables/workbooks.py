"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), every sheet. No formula is evaluated, no macro run, no link followed."""

from __future__ import annotations

import re
import zipfile
from itertools import islice
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.isolation import isolated, require
from newsgrep.readers.member_names import member_names
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.tables.cells import cell_text
from newsgrep.readers.tables.key_values import is_written_down, written_down
from newsgrep.readers.tables.sheet_names import facts_of_sheets
from newsgrep.readers.tables.table_layout import LOOKED_AT, column_name, is_header, is_sum, named_cells
from newsgrep.readers.tables.table_roles import Table, table_of, tables_with_news

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.isolation import Item

MOST_SHEETS = 1000
# Sheets up to this many cells stay in memory between the look at their headers and the reading.
FEW_CELLS = 1 << 20
# Columns of a sheet; no table of news is wider, but Excel has 16,384.
MOST_COLUMNS = 4096
# Bytes that a workbook may unpack to, per byte, and in any case.
MOST_PACKED, ANY_SIZE = 200, 1 << 26
# Characters of a name in a header below the first.
LONGEST_NAME_BELOW = 16
# Filled cells of a note below a table.
LONGEST_CAPTION = 12
MOST_NOTES = 2

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})

Row = list[str]
# The merged cells of a sheet that has none.
NO_SPANS: Mapping[tuple[int, int], int] = MappingProxyType({})


def read_workbook(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The rows of the sheets that hold news, read in a process of its own."""
    require("python_calamine")
    return isolated("newsgrep.readers.tables.workbooks:rows_of_workbook", path, file, fields)


def rows_of_workbook(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows of the sheets that hold news, as records whose line is the row's number in its sheet.

    Raises ``ReadError`` if it is encrypted, or unpacks to too much, and what calamine raises.
    """
    import python_calamine as calamine

    _check_size(file)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError:
        raise ReadError("is encrypted", hint="save it without a password") from None
    except calamine.CalamineError:
        raise ReadError(
            "damaged, or not what its suffix says", hint="replace the file, or rename it to a suffix that is not read"
        ) from None
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(names) > MOST_SHEETS:
        yield Problem(
            path, None, Message("has more than {:,} sheets; the rest was not read", MOST_SHEETS), None, lost=True
        )
    sheets: dict[str, Any] = {}
    tables = []
    members = dict(zip(names, member_names(names), strict=True))
    for name in names[:MOST_SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        rows = [row for _, row in islice(_rows(sheet), LOOKED_AT)]
        if is_written_down(rows, fields):
            yield from _written_down(sheet, members[name])
        elif any(map(any, rows)):
            tables.append(table_of(name, rows, fields))
            if sheet.height * sheet.width <= FEW_CELLS:
                sheets[name] = sheet
    chosen = list(tables_with_news(path, tables))
    facts = facts_of_sheets(table.name for table in chosen if isinstance(table, Table))
    for table in chosen:
        if isinstance(table, Problem):
            yield table
        else:
            sheet = sheets.get(table.name) or workbook.get_sheet_by_name(table.name)
            records = sheet_records(_rows(sheet), table, fields, members[table.name], _spans(sheet))
            yield from with_defaults(records, facts.get(table.name))


def _written_down(sheet: Any, member: str) -> Iterator[Record]:
    """The records of a sheet that names its fields in the first column."""
    for number, values in written_down(_rows(sheet)):
        yield Record(values, number, member=member, unit="row")


def _check_size(file: IO[bytes]) -> None:
    """Raise ``ReadError`` if it is an archive that unpacks to too much."""
    size = file.seek(0, 2)
    file.seek(0)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > max(ANY_SIZE, MOST_PACKED * size):
            raise ReadError(
                "decompresses to more than {} times its size; not read", MOST_PACKED, hint="move it out of the corpus"
            )
    file.seek(0)


def _rows(sheet: Any) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet as texts, each with its number from 1; empty ones are left out."""
    if not sheet.start:
        return
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell) if type(cell) is str else cell_text(cell) for cell in row[:MOST_COLUMNS]]
        if any(cells):
            yield number, cells


def sheet_records(
    rows: Iterable[tuple[int, Row]],
    table: Table,
    fields: FieldMap,
    member: str,
    spans: Mapping[tuple[int, int], int] = NO_SPANS,
) -> Iterator[Record]:
    """The rows below the header, each by the names of its columns; further headers name those below them.

    A cell alone above a further header is the caption of the table below, which is their section.
    """
    names, hints = table.layout.names, table.layout.hints
    above: dict[int, tuple[str, int]] = {}
    texts = table.texts(fields)
    caption: Record | None = None
    section: dict[str, str] = {}
    for number, cells in islice(rows, table.layout.rows_above, None):
        if spans:
            _fill(cells, number, above, spans)
        if _is_note(cells, names, texts) or is_sum(cells):
            continue
        if _is_header_below(cells, names, fields):
            names, hints = tuple(map(column_name, cells)), {}
            section = {"section": "".join(caption.values.values())} if caption else {}
            caption = None
            continue
        if caption:
            yield caption
        values = named_cells(names, cells)
        record = Record({**section, **values} if section else values, number, member=member, unit="row", hints=hints)
        caption = record if _is_caption(cells) else None
        if not caption:
            yield record
    if caption:
        yield caption


def with_defaults(records: Iterable[Record], facts: Mapping[str, str] | None) -> Iterator[Record]:
    """Records with what the name of their sheet says of them."""
    return (record._replace(defaults=facts) for record in records) if facts else iter(records)


def _is_caption(cells: Row) -> bool:
    """Whether a row may be the caption of a table below: a few characters in its first cell alone."""
    return len(cells) > MOST_NOTES and 0 < len(cells[0]) <= LONGEST_CAPTION and not any(cells[1:])


def _is_note(cells: Row, names: tuple[str, ...], texts: frozenset[str]) -> bool:
    """Whether a row is a sum or note below the table: a cell or two, none of which is a title or text."""
    filled = [index for index, cell in enumerate(cells) if cell]
    return len(filled) <= MOST_NOTES < len(names) - 1 and all(
        names[index] not in texts for index in filled if index < len(names)
    )


def _is_header_below(cells: Row, names: tuple[str, ...], fields: FieldMap) -> bool:
    """Whether a row is the header once more, or that of another table below; most rows have a long cell."""
    if max(map(len, cells)) > LONGEST_NAME_BELOW:
        return False
    found = tuple(map(column_name, cells))
    return found == names[: len(cells)] or is_header(found, fields)


def _text(cell: str) -> str:
    r"""A text without the names of errors, and with the characters that Excel has written as their numbers.

    >>> _text("大桥_x000D_\n合龙"), _text("#N/A"), _text("　 ")
    ('大桥\n合龙', '', '')
    """
    if cell.isspace() or cell in _ERRORS:
        return ""
    if "_x" in cell:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell).replace("\r", "")
    return cell


def _spans(sheet: Any) -> dict[tuple[int, int], int]:
    """The cells that are merged with some below them, (row, column) → last row; none if the format does not say."""
    ranges = sheet.merged_cell_ranges or ()
    first = sheet.start[1] if sheet.start else 0
    return {
        (top + 1, left - first): bottom + 1 for (top, left), (bottom, _) in islice(ranges, FEW_CELLS) if bottom > top
    }


def _fill(cells: Row, number: int, above: dict[int, tuple[str, int]], spans: Mapping[tuple[int, int], int]) -> None:
    """Fill the cells that are merged with one above."""
    for column, cell in enumerate(cells):
        if cell and (last := spans.get((number, column))):
            above[column] = cell, last
        elif not cell and column in above and number <= above[column][1]:
            cells[column] = above[column][0]
