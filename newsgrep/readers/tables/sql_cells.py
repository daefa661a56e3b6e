"""The cells of rows in SQL dumps, from their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.tables.sql_tokens import SqlToken, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

# SQLite writes line ends so: replace('…\n…','\n',char(10)).
LINE_END_MARKS = {"\\n": "\n", "\\r": ""}


class Cell(NamedTuple):
    """What a cell is made of: its strings, what else is in it, and the line where it begins."""

    strings: list[str]
    bare: list[str]
    line: int

    @property
    def value(self) -> str | None:
        """The string of a cell, also within calls of functions, or what else is there; None for NULL."""
        if self.strings:
            text, *others = self.strings
            for mark in others:
                text = text.replace(mark, LINE_END_MARKS[mark]) if mark in LINE_END_MARKS else text
            return text
        bare = "".join(self.bare)
        return None if bare.upper() == "NULL" else bare


def depth_of(token: SqlToken) -> int:
    """What a token adds to the depth of brackets."""
    return (token.value == "(") - (token.value == ")") if token.kind == "mark" else 0


def with_token(cells: list[Cell], token: SqlToken, depth: int) -> list[Cell]:
    """Add a token to the cell it is in, or begin a row; a comma between the arguments of a function begins no cell."""
    if token.kind == "mark":
        if depth == 1 and token.value == "(":
            return [Cell([], [], token.line)]
        if depth == 1 and token.value == ",":
            cells.append(Cell([], [], token.line))
        return cells
    cell = cells[-1]
    if not cell.strings and not cell.bare:
        cells[-1] = cell = Cell([], [], token.line)
    (cell.strings if token.kind in {"string", "name"} else cell.bare).append(token.value)
    return cells


def assigned_cells(tokens: Iterable[SqlToken]) -> tuple[list[str], list[Cell]]:
    """The names and cells of assignments, which commas part: ``title = '…', pub=NOW()``."""
    names: list[str] = []
    cells: list[Cell] = []
    depth, is_value = 0, False
    for token in tokens:
        depth += depth_of(token)
        if token.kind == "mark":
            is_value = is_value and (depth > 0 or token.value != ",")
            continue
        if is_value and not depth and token.kind == "bare" and token.value.upper() == "ON":  # DUPLICATE KEY UPDATE
            break
        value = token.value
        if not is_value and token.kind == "bare":
            name, equals, value = value.partition("=")
            is_value = bool(equals)
        else:
            name = "" if is_value else value
        if name:
            names.append(name.strip("[]"))
            cells.append(Cell([], [], token.line))
        if is_value and value:
            (cells[-1].strings if token.kind in {"string", "name"} else cells[-1].bare).append(value)
    return names, cells


def copied_cells(token: SqlToken) -> list[Cell]:
    r"""The cells of a row of COPY: between tabs, ``\N`` for none, with backslash escapes."""
    cells = token.value.split("\t")
    return [
        Cell([], ["NULL"], token.line) if cell == "\\N" else Cell([unescaped(cell)], [], token.line) for cell in cells
    ]
