"""Workbooks as XML (SpreadsheetML, which Excel 2003 and many reports write as .xls or .xml): the sheets with news."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.errors import ReadError
from newsgrep.readers.member_names import member_names
from newsgrep.readers.problems import Problem
from newsgrep.readers.tables.sheet_names import facts_of_sheets
from newsgrep.readers.tables.table_layout import LOOKED_AT
from newsgrep.readers.tables.table_roles import table_of, tables_with_news
from newsgrep.readers.tables.workbooks import MOST_COLUMNS, MOST_SHEETS, Row, sheet_records, with_defaults
from newsgrep.readers.web.xml_parser import parse_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

BEGINNING = re.compile(
    r"\s*(?:<\?[^>]*>\s*){0,4}<(?:\w+:)?Workbook\b[^>]{0,3000}urn:schemas-microsoft-com:office:spreadsheet"
)
MOST_CHARACTERS = 1 << 27
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?")


def looks_like_spreadsheet_xml(head: str) -> bool:
    """Whether a text begins like a workbook in XML.

    >>> looks_like_spreadsheet_xml('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')
    True
    """
    return bool(BEGINNING.match(head))


def read_spreadsheet_xml(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows of the sheets that hold news, as records whose line is the row's number.

    Raises ``ReadError`` if it has too much text.
    """
    sheets = _Sheets()
    yield from parse_lines(path, lines, sheets, on_doctype=_refuse)
    names = list(sheets.found)
    tables = [
        table_of(name, [row for _, row in rows[:LOOKED_AT]], fields) for name, rows in sheets.found.items() if rows
    ]
    members = dict(zip(names, member_names(names), strict=True))
    chosen = list(tables_with_news(path, tables))
    facts = facts_of_sheets(table.name for table in chosen if not isinstance(table, Problem))
    for table in chosen:
        if isinstance(table, Problem):
            yield table
        else:
            records = sheet_records(sheets.found[table.name], table, fields, members[table.name])
            yield from with_defaults(records, facts.get(table.name))


class _Sheets:
    """Reads the cells: ``found`` has the rows of each sheet that are not empty, each with its number from 1."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, Row]]] = {}
        self._rows: list[tuple[int, Row]] = []
        self._row: Row = []
        self._number = self._column = self._size = 0
        self._text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a sheet, a row, a cell or its text."""
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        index = int(said["Index"]) if said.get("Index", "").isdecimal() else 0
        if name == "Worksheet" and len(self.found) < MOST_SHEETS:
            self._rows = self.found.setdefault(said.get("Name", ""), [])
            self._number = 0
        elif name == "Row":
            self._number = index or self._number + 1
            self._row, self._column = [], 0
        elif name == "Cell":
            self._column = min(index or self._column + 1, MOST_COLUMNS)
        elif name == "Data":
            self._text = []

    def end(self, name: str) -> None:
        """End a text or a row."""
        if name == "Data" and self._text is not None and self._column:
            cell = MIDNIGHT.sub(r"\1", "".join(self._text))
            del self._row[self._column - 1 :]
            self._row += [""] * (self._column - 1 - len(self._row))
            self._row.append(cell)
            self._text = None
        elif name == "Row" and any(self._row):
            self._rows.append((self._number, self._row))
            self._row = []

    def text(self, data: str) -> None:
        """Text, of which that of cells is kept."""
        if self._text is not None:
            self._size += len(data)
            if self._size > MOST_CHARACTERS:
                raise ReadError("has too much text; not read", hint="save it as .xlsx")
            self._text.append(data)


def _refuse(*_: object) -> None:
    raise ReadError("defines entities, as no workbook does; not read", hint="move it out of the corpus")
