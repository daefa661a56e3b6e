"""Rows of sheets and tables → records: the names of their columns, and headers below the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.tables.column_roles import guess_roles
from newsgrep.readers.tables.table_shape import LONGEST_NAME, NAMES_OF_HEADER, rows_shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.tables.table_shape import TableShape

# Rows by which a table is judged.
LOOKED_AT = 60
# The first cell of a sum or note below a table, and the most cells that are filled there.
SUM = re.compile(
    r"(?:合计|总计|小计|共计|累计|总数|合計|總計|小計|total|sum)\s*[:：]?$|(?:注|备注|说明|制表|数据来源)\s*[:：]",
    re.IGNORECASE,
)
MOST_IN_SUM = 2


def find_layout(rows: Sequence[Sequence[str]], fields: FieldMap) -> TableShape:
    """The shape of a table by its first rows, none of which is blank; a body that no name tells is a hint.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> find_layout([["江城日报稿件"], ["标题", "来源"], ["大桥合龙", "江城日报"]], FieldMap())[1:3]
    (('标题', '来源'), 2)
    """
    rows = [[column_name(cell) if len(cell) <= LONGEST_NAME else cell for cell in row] for row in rows[:LOOKED_AT]]
    shape = rows_shape(rows, fields)
    known = roles_of(shape.names, fields)
    if not shape.has_names or "body" in known or "body" in shape.hints:
        return shape
    body = guess_roles(shape.names, rows[shape.rows_above :]).get("body")
    return shape if body is None or body in known.values() else shape._replace(hints={**shape.hints, "body": body})


def roles_of(names: Sequence[str], fields: FieldMap) -> dict[str, str]:
    """The first column of each role that names tell."""
    picks = fields.roles(dict.fromkeys(filter(None, names), "")).picks
    return {role: found[0] for role, found in picks.items() if found and isinstance(found[0], str)}


def is_header(row: Sequence[str], fields: FieldMap) -> bool:
    """Whether a row within a table is a header: the same one again, or that of another table below."""
    known = roles_of([cell for cell in row if len(cell) <= LONGEST_NAME], fields)
    return len(set(known.values())) >= NAMES_OF_HEADER and not {"title", "body"}.isdisjoint(known)


def is_sum(row: Sequence[str]) -> bool:
    """Whether a row is the sum of a table, or a note below it: a word for that, and a cell or two beside it.

    >>> is_sum(["合计", "6", ""]), is_sum(["注：数据截至年底", ""]), is_sum(["合计", "江城日报", "今日合龙", "2025"])
    (True, True, False)
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    return 0 < len(filled) <= MOST_IN_SUM and len(filled) < len(row) and bool(SUM.match(filled[0]))


def column_name(cell: str) -> str:
    r"""The name in a cell of a header, which may be broken into lines.

    >>> column_name(" 发布\n时间 "), column_name("publish  time")
    ('发布时间', 'publish time')
    """
    words = cell.split()
    return "".join(words) if not cell.isascii() else " ".join(words)


def named_cells(names: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row by the names of their columns; those of the same name are joined by line ends."""
    values = dict(zip(names, row, strict=False))
    if len(values) == len(row):
        return values
    values = {}
    for name, cell in zip(names, row, strict=False):
        if not values.get(name, "").strip():
            values[name] = cell
        elif cell.strip() not in {"", values[name].strip()}:
            values[name] += "\n" + cell
    return values
