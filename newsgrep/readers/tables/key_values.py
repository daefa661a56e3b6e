"""Sheets that are written down instead of across: names of fields in the first column, values beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.tables.table_layout import column_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap

# Columns that may be filled; rows with a name, the part of them whose names are known, and the roles that they have.
MOST_COLUMNS, FEWEST_ROWS, MOST, FEWEST_ROLES = 2, 2, 0.6, 2
LONGEST_NAME = 12


def is_written_down(rows: Sequence[Sequence[str]], fields: FieldMap) -> bool:
    """Whether the first column of a table names fields, and the second has their values.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> is_written_down([["标题：", "大桥合龙"], ["来源", "江城日报"], ["正文", "大桥合龙。"]], FieldMap())
    True
    >>> is_written_down([["标题", "来源"], ["大桥合龙", "江城日报"], ["新馆开放", "江城日报"]], FieldMap())
    False
    """
    filled = [row for row in rows if any(row)]
    if len(filled) < FEWEST_ROWS or any(any(row[MOST_COLUMNS:]) for row in filled):
        return False
    names = [_name(row[0]) for row in filled if row[0]]
    roles = [_roles(name, fields) for name in names]
    known = set().union(*roles) if roles else set()
    return (
        sum(map(bool, roles)) >= MOST * len(filled)
        and len(known) >= FEWEST_ROLES
        and not {"title", "body"}.isdisjoint(known)
        and not any(len(row) > 1 and _roles(_name(row[1]), fields) for row in filled)
    )


def written_down(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    r"""The records of such a table, each with the number of its first row; it begins where a name comes again.

    >>> list(written_down([(1, ["标题", "大桥"]), (2, ["正文", "今天。"]), (3, ["", "明天。"]), (4, ["标题", "新馆"])]))
    [(1, {'标题': '大桥', '正文': '今天。\n明天。'}), (4, {'标题': '新馆'})]
    """
    values: dict[str, str] = {}
    begin = 0
    last = ""
    for number, row in rows:
        name = _name(row[0])
        if name and name in values:
            yield begin, values
            values = {}
        begin = begin if values else number
        last = name or last
        value = row[1] if len(row) > 1 else ""
        values[last] = f"{values[last]}\n{value}" if not name and last in values else value
    if values:
        yield begin, values


def _name(cell: str) -> str:
    return column_name(cell).rstrip(":：")


def _roles(name: str, fields: FieldMap) -> set[str]:
    if not name or len(name) > LONGEST_NAME:
        return set()
    return {role for role, picks in fields.roles({name: ""}).picks.items() if picks}
