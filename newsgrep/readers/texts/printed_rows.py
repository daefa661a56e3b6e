"""Rows as Python prints them, a tuple or list per line: ``('大桥合龙', '2025-03-18', 'https://…')``."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import TYPE_CHECKING, Any

from newsgrep.readers.json_rows import JsonRows, is_row, layout_of
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT
from newsgrep.readers.texts.separated_lines import odd_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

ROW = re.compile(r"\s*\[?[(\[]\s*u?['\"\d].*[)\]]\]?,?\s*", re.DOTALL)
# Rows by which a text is judged, and characters of a line that is parsed.
FEWEST, LOOKED_AT, LONGEST = 3, 20, 1 << 20
ERRORS = (ValueError, SyntaxError, MemoryError, RecursionError)


def looks_like_printed_rows(head: str) -> bool:
    r"""Whether the first lines are rows whose cells tell what they are.

    >>> looks_like_printed_rows("('江城大桥昨日通车', 'https://j.example/1', '2025-03-18')\n" * 3)
    True
    >>> looks_like_printed_rows("(江城大桥昨日通车)\n" * 3)
    False
    """
    from newsgrep.readers.field_roles import FieldMap

    whole, _, rest = head.rpartition("\n")
    lines = [line for line in (whole or rest).split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    if not lines or not all(line[:LINE_LOOKED_AT].lstrip()[:1] in "([" for line in lines) or not ROW.match(lines[0]):
        return False
    rows = [row for line in lines for row in _rows(line)]
    return len(rows) >= FEWEST and all(row is not None for row in rows) and layout_of(rows, FieldMap()) is not None  # type: ignore[arg-type]  # none is None


def read_printed_rows(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """A record per row; what its cells are is told by a header, or by what they hold."""
    rows = JsonRows(path, fields)
    for number, line in enumerate(lines, start=1):
        for row in _rows(line) if line.strip() else ():
            if row is None:
                yield odd_line(path, number)
            else:
                yield from rows.add(row, number)
    yield from rows.rest()


def _rows(line: str) -> list[list[Any] | None]:
    """The rows of a line, one or a list of them; None for what is none.

    >>> _rows("('大桥合龙', 1),"), _rows("[('大桥合龙', 1), ('新馆开放', 2)]"), _rows("大桥")
    ([['大桥合龙', 1]], [['大桥合龙', 1], ['新馆开放', 2]], [None])
    """
    if len(line) > LONGEST or not ROW.fullmatch(line):
        return [None]
    try:
        value = literal_eval(line.strip().removesuffix(","))
    except ERRORS:
        return [None]
    values = (
        value if isinstance(value, list) and value and all(isinstance(row, tuple | list) for row in value) else [value]
    )
    found = [list(row) if isinstance(row, tuple | list) else None for row in values]
    return [row if row is not None and is_row(row) else None for row in found]
