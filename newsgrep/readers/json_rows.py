"""Rows that are JSON arrays → records: the first names their columns, or what they hold tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.tables.table_layout import LOOKED_AT, find_layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.tables.table_shape import TableShape

FEWEST_COLUMNS = 2
# A table of pandas: the names of its columns, and its rows.
COLUMN_KEYS, ROW_KEYS = ("columns", "fields", "header", "headers"), ("data", "rows", "values")
# Lines of one article that are a value each, beside what is judged of each.
MOST_LINES = 200
# A text of several lines.
BROKEN = re.compile(r"\S\s*\n\s*\S")
# What the name of a column with a list of values ends in.
PLURAL = re.compile(r"(?:_?list|(?<=[a-z])s|列表)$", re.IGNORECASE)
NO_NAMES = Message("columns without names; not read")
NAME_THEM = Message("name them in a first line, such as: title, body, date")


def is_row(value: Any) -> bool:
    """Whether a value is a row of a table: a list of texts and numbers.

    >>> is_row(["大桥合龙", "2025-03-18", None]), is_row([{"title": "大桥合龙"}]), is_row(["大桥合龙"])
    (True, False, False)
    """
    return (
        type(value) is list
        and len(value) >= FEWEST_COLUMNS
        and any(isinstance(cell, str) for cell in value)
        and not any(isinstance(cell, list | dict) for cell in value)
    )


def layout_of(rows: Sequence[Sequence[Any]], fields: FieldMap) -> TableShape | None:
    """The layout of a table by its first rows; None if it does not tell a title or a body."""
    shape = find_layout([[_text(cell) for cell in row] for row in rows[:LOOKED_AT]], fields)
    picks = fields.roles(dict.fromkeys(shape.names, "")).picks
    is_told = picks["title"] or picks["body"] if shape.has_names else len(shape.hints) > 1
    return shape if is_told else None


def _text(cell: Any) -> str:
    return "" if cell is None or isinstance(cell, bool) else str(cell).strip()


def rows_of(value: Mapping[str, Any], fields: FieldMap) -> list[dict[str, Any]]:
    """The rows of a table that is stored as pandas does: by column, or names and rows apart."""
    for columns in COLUMN_KEYS:
        names = value.get(columns)
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            rows = next((value[key] for key in ROW_KEYS if _are_rows(value.get(key), len(names))), None)
            if rows is not None:
                return [dict(zip(names, row, strict=True)) for row in rows]
    return _by_column(value, fields)


def _are_rows(value: Any, width: int) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) and len(row) == width for row in value)


def _by_column(value: Mapping[str, Any], fields: FieldMap) -> list[dict[str, Any]]:
    """The rows of ``{"title": {"0": …}, "content": {"0": …}}``, or with a list for each column."""
    value = {PLURAL.sub("", name) or name: column for name, column in value.items()}
    columns = list(value.values())
    first = columns[0] if len(columns) >= FEWEST_COLUMNS else None
    if not isinstance(first, dict | list) or not first:
        return []
    keys: Any = first.keys() if isinstance(first, dict) else range(len(first))
    if not all(type(column) is type(first) and _keys(column) == keys for column in columns):
        return []
    if any(isinstance(column[key], dict | list) for column in columns for key in keys):
        return []
    picks = fields.roles(dict.fromkeys(value, "")).picks
    has_text = bool(picks["title"] or picks["body"])
    # The lines of one article are as many only by chance, not that many, and have no line breaks.
    are_columns = (
        isinstance(first, dict)
        or len(first) >= MOST_LINES
        or any(BROKEN.search(str(cell)) for column in columns for cell in column)
        or all(any(p in value for p in picks[role]) for role in ("title", "date", "body"))
    )
    return [{name: column[key] for name, column in value.items()} for key in keys] if has_text and are_columns else []


def _keys(column: Any) -> Any:
    return column.keys() if isinstance(column, dict) else range(len(column))


class JsonRows:
    """Gathers rows until it is clear what their columns are, then makes records of them."""

    def __init__(self, path: str, fields: FieldMap) -> None:
        self._path = path
        self._fields = fields
        self._waiting: list[tuple[list[Any], int]] = []
        self._shape: TableShape | None = None
        self._is_judged = False

    def add(self, row: list[Any], line: int) -> Iterator[Record | Problem]:
        """The records that are clear with this row."""
        if self._is_judged:
            yield from self._records([(row, line)])
            return
        self._waiting.append((row, line))
        if len(self._waiting) == LOOKED_AT:
            yield from self.rest()

    def rest(self) -> Iterator[Record | Problem]:
        """The records of the rows that wait; a problem if it is not clear what they hold."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._is_judged = True
        self._shape = layout_of([row for row, _ in waiting], self._fields)
        if self._shape is None:
            yield Problem(self._path, waiting[0][1], NO_NAMES, NAME_THEM, lost=True)
            return
        yield from self._records(waiting[self._shape.rows_above :])

    def _records(self, rows: list[tuple[list[Any], int]]) -> Iterator[Record]:
        if self._shape is not None:
            names, hints = self._shape.names, self._shape.hints
            yield from (Record(dict(zip(names, row, strict=False)), line, hints=hints) for row, line in rows)
