"""Tables as text (CSV, TSV) → records, with or without a header."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

from newsgrep.message import Message, reason
from newsgrep.readers.lines import MOST_AT_ONCE
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.tables.broken_rows import FEWEST_COLUMNS, SWAPPED, RowJoiner, aligned, has_single_quotes
from newsgrep.readers.tables.table_layout import is_sum
from newsgrep.readers.tables.table_shape import is_data, table_shape
from newsgrep.readers.values import NULLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.tables.table_shape import TableShape

# Lines and characters by which the shape of a table is judged.
HEAD_LINES, HEAD_CHARACTERS = 400, 1 << 18
# The likely cause is an unquoted comma in a text.
TOO_MANY = "quote the cells that contain separators; the extra cells were not read"
JOINED = "quote the cells that contain separators; the extra cells were taken for text"
TOO_FEW = "quote the cells that contain line ends; this line was not read"
MEND = "fix the file and index again"
# Quotation marks without an end, after each of which the rest of the file is read once more.
MOST_OPEN_QUOTES = 20
# Lines from which a row may hold others.
FEWEST_LINES = 2


def read_table(
    path: str, lines: Iterable[str], fields: FieldMap, *, delimiter: str = ","
) -> Iterator[Record | Problem]:
    """CSV (RFC 4180), or a table with another delimiter; a quoted value may contain line ends."""
    csv.field_size_limit(MOST_AT_ONCE)
    lines = iter(lines)
    head = _head(lines)
    if has_single_quotes(head):
        swapped = (line.translate(SWAPPED) for line in chain(head, lines))
        for item in read_table(path, swapped, fields, delimiter=delimiter):
            yield _swapped_back(item) if isinstance(item, Record) else item
        return
    shape = table_shape(head, delimiter, fields)
    yield from _Table(path, shape, fields).records(chain(head, lines))


def read_tabbed(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """Tab-separated values."""
    return read_table(path, lines, fields, delimiter="\t")


def _swapped_back(record: Record) -> Record:
    """A record of a table in single quotation marks."""
    return record._replace(values={name: cell.translate(SWAPPED) for name, cell in record.values.items()})


def _head(lines: Iterator[str]) -> list[str]:
    head: list[str] = []
    length = 0
    for line in lines:
        head.append(line)
        length += len(line)
        if len(head) == HEAD_LINES or length > HEAD_CHARACTERS:
            break
    return head


class _Table:
    """Reads the rows of a table; lines are counted from the beginning of the file."""

    def __init__(self, path: str, shape: TableShape, fields: FieldMap) -> None:
        self._path = path
        self._shape = shape
        self._fields = fields
        self._above = shape.rows_above
        self._joiner = None
        if shape.is_broken or shape.is_escaped:
            self._joiner = RowJoiner(len(shape.names), by_backslash=shape.is_escaped)
        self._said: set[str] = set()
        self._open_quotes = 0
        self._has_open_quotes = False

    def records(self, lines: Iterable[str]) -> Iterator[Record | Problem]:
        """The records, and what is wrong with the rows."""
        counted, first, open_quotes = _Quotes(lines), 1, 0
        while open_quotes < MOST_OPEN_QUOTES:
            yield from self._rows(counted, first)
            if not counted.unread:
                for cells, begin in self._joiner.rest() if self._joiner else ():
                    yield from self._record(cells, begin)
                return
            # The quotation mark may be one of the text: its line is a row, and the rest of the file is read again.
            first = counted.begin
            self._open_quotes += 1
            if self._open_quotes <= MOST_OPEN_QUOTES:  # more are as these are, and their rows are read
                message = Message("a quotation mark is opened here and never closed")
                yield Problem(self._path, first, message, Message(MEND), lost=True)
            is_at_end = counted.is_at_end
            open_quotes += is_at_end
            opened = counted.take_back()
            cells = next(csv.reader([opened], delimiter=self._shape.delimiter, quoting=csv.QUOTE_NONE))
            if not is_at_end or self._has_open_quotes:  # the other half is known, so that the mark is none of the text
                cells = [cell.removeprefix('"').removesuffix('"') for cell in cells]
            self._has_open_quotes = self._has_open_quotes or not is_at_end
            yield from self._row(cells, first)
            first += 1

    def _rows(self, counted: _Quotes, first: int) -> Iterator[Record | Problem]:
        rows = csv.reader(
            counted,
            delimiter=self._shape.delimiter,
            quoting=csv.QUOTE_MINIMAL if self._shape.has_quotes else csv.QUOTE_NONE,
        )
        counted.begin = first
        try:
            for row in rows:
                if self._shape.has_quotes and (counted.is_open or self._holds_rows(counted.unread)):
                    return
                yield from self._row(row, counted.begin)
                counted.begin = first + rows.line_num
                counted.unread.clear()
        except csv.Error as error:
            counted.unread.clear()
            line = first + rows.line_num - 1
            yield Problem(self._path, line, Message("not valid CSV: {}", reason(error)), Message(MEND), lost=True)

    def _holds_rows(self, lines: list[str]) -> bool:
        """Whether what was read as one row holds others: the mark that closes its cell opens one of theirs.

        Text follows that mark then, and a later line is a row by itself.
        """
        if len(lines) < FEWEST_LINES or len(self._shape.names) < FEWEST_COLUMNS:
            return False
        try:
            list(csv.reader(lines, delimiter=self._shape.delimiter, strict=True))
        except csv.Error:
            return any(self._is_row(line) for line in lines[1:])
        return False

    def _is_row(self, line: str) -> bool:
        """Whether a line is a whole row, as wide as the header; its last cell may have a mark that is not closed."""
        try:
            row = next(csv.reader([line], delimiter=self._shape.delimiter, strict=True), [])
        except csv.Error:
            row = next(csv.reader([line], delimiter=self._shape.delimiter, quoting=csv.QUOTE_NONE))
            return len(row) == len(self._shape.names) and row[-1].count('"') == 1 and row[-1].startswith('"')
        return len(row) == len(self._shape.names)

    def _row(self, row: list[str], line: int) -> Iterator[Record | Problem]:
        if all(not cell or cell in NULLS for cell in map(str.strip, row)):
            return
        if self._above:
            self._above -= 1
            return
        if is_sum(row):
            return
        names = self._shape.names
        if self._shape.has_names and [cell.strip() for cell in row] == list(names):
            return
        if self._joiner:
            for cells, begin in self._joiner.add(row, line):
                yield from self._record(cells, begin)
        else:
            yield from self._record(row, line)

    def _record(self, row: list[str], line: int) -> Iterator[Record | Problem]:
        width = len(self._shape.names)
        if self._shape.text and len(row) > width:
            row = self._shape.text.joined(row)
        if len(row) > width and any(row[width:]):
            cells = self._aligned(row)
            yield from self._say(line, Message("more cells than the header"), Message(JOINED if cells else TOO_MANY))
            row = cells or row
        elif len(row) == 1 < FEWEST_COLUMNS <= width and self._shape.has_names and is_data(row[0].strip()):
            yield from self._say(line, Message("fewer cells than the header"), Message(TOO_FEW))
            return
        yield _row_record(self._shape, row, line)

    def _aligned(self, row: list[str]) -> list[str] | None:
        """A row with the cells put together that a separator in its body parted; None if that is not clear."""
        names = self._shape.names
        picks = self._fields.roles(dict.fromkeys(names, "")).picks
        body, date = (next((names.index(p) for p in picks[role] if p in names), None) for role in ("body", "date"))
        if body is None or (date is None and body != len(names) - 1):
            return None
        return aligned(row, len(names), body, date, self._shape.delimiter)

    def _say(self, line: int, what: Message, hint: Message) -> Iterator[Problem]:
        """A problem, the first time."""
        if str(what) not in self._said:
            self._said.add(str(what))
            yield Problem(self._path, line, what, hint, lost=True)


class _Quotes:
    """Passes lines on and keeps those of the row that is being read, which ``begin`` is the first line of."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        # Lines to be read again, the last one first.
        self._again: list[str] = []
        self.begin = 1
        self.unread: list[str] = []
        self.is_at_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._again.pop() if self._again else next(self._lines)
        except StopIteration:
            self.is_at_end = True
            raise
        self.unread.append(line)
        return line

    def take_back(self) -> str:
        """The first line of the row; the others are read again."""
        opened, *others = self.unread
        self._again += reversed(others)
        self.unread, self.is_at_end = [], False
        return opened

    @property
    def is_open(self) -> bool:
        """Whether a quotation mark has no other half in the row."""
        return sum(line.count('"') for line in self.unread) % 2 == 1


def _row_record(shape: TableShape, row: list[str], line: int) -> Record:
    """A row as a record; cells of columns with the same name are joined by line ends."""
    values: dict[str, str] = {}
    starts: dict[str, int] = {}
    for name, cell, start in zip(shape.names, row, _starts(row, line), strict=False):
        if name not in values or not values[name].strip():
            values[name], starts[name] = cell, start
        elif cell.strip() not in {"", values[name].strip()}:
            values[name] += "\n" + cell
    return Record(values, line, starts, spread=True, hints=shape.hints)


def _starts(cells: list[str], line: int) -> Iterator[int]:
    """The source line on which each cell's text begins."""
    for value in cells:
        if "\n" not in value:
            yield line
            continue
        yield line + value[: len(value) - len(value.lstrip())].count("\n")
        line += value.count("\n")
