"""How the rows of a table are to be read: where its header is, and what its columns hold if it does not say so."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newsgrep.readers.records import FieldMap

# Rows that are looked at; captions above the header take fewer.
LOOKED_AT = 60
MOST_CAPTIONS = 20
# Characters of a column's name.
LONGEST_NAME = 40
# Characters from which the cells of a column are bodies, and those of a headline.
SHORTEST_BODY = 40
HEADLINE = range(5, 61)
# Of its cells, how many must be of a type for the column to be of it.
MOST = 0.8

_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile("[。！？，；]|[.!?] |[.!?]$")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?%?")
_URL = re.compile(r"(?:https?:)?//\S+|www\.\S+")
_DATE_CELL = re.compile(r"[\d〇零○一二三四五六七八九十年月日号時时分秒民國国週周星期上下午T:.,/+ \-Z]{6,40}")
_MEDIUM = re.compile(r".*(?:报|報|网|網|社|台|刊|新闻|新聞|日報|发布|客户端|在线|电视|广播|频道)$")


class Layout(NamedTuple):
    """The names of a table's columns, and the index of its first row of data among those looked at.

    ``is_known`` is whether one of the names is that of a title or body, ``by_content`` whether the names were chosen by
    what the columns hold.
    """

    names: tuple[str, ...]
    first: int
    is_known: bool
    by_content: bool = False


def find_layout(rows: Sequence[Sequence[str]], fields: FieldMap) -> Layout:
    """The layout of a table, by its first rows.

    >>> from newsgrep.readers.records import FieldMap
    >>> find_layout([["江城日报稿件"], ["标题", "来源"], ["大桥合龙", "江城日报"]], FieldMap())[:2]
    (('标题', '来源'), 2)
    """
    rows = rows[:LOOKED_AT]
    width = max(map(len, rows), default=0)
    roles = [_roles(row, width, fields) for row in rows[:MOST_CAPTIONS]]
    if best := max(map(len, roles), default=0):
        header = next(index for index, found in enumerate(roles) if len(found) == best)
        names = _padded(rows[header], width)
        if "body" not in roles[header]:
            names = _with_body(names, rows[header + 1 :], fields)
        return Layout(names, header + 1, is_known=True)
    header = next((index for index, row in enumerate(rows) if _is_filled(row, width)), 0)
    if header < len(rows) and _is_unlike(rows[header], rows[header + 1 :]):
        names = _padded(rows[header], width)
        known = roles_by_content(rows[header + 1 :])
        return Layout(
            tuple(known.get(column, name) for column, name in enumerate(names)),
            header + 1,
            is_known=is_text(known.values()),
            by_content=True,
        )
    known = roles_by_content(rows[header:])
    return Layout(
        tuple(known.get(column, str(column + 1)) for column in range(width)),
        header,
        is_known=is_text(known.values()),
        by_content=True,
    )


def _with_body(names: tuple[str, ...], rows: Sequence[Sequence[str]], fields: FieldMap) -> tuple[str, ...]:
    """The names of columns none of which is that of a body, with ``body`` for the one that holds bodies."""
    taken = {name for found in fields.roles(names).values() for name in found}
    found = roles_by_content(rows)
    return tuple(
        "body" if found.get(column) == "body" and name not in taken else name for column, name in enumerate(names)
    )


def is_header(row: Sequence[str], fields: FieldMap) -> bool:
    """Whether a row within a table is a header: the same one again, or that of another table below."""
    return len(_roles(row, len(row), fields)) > 1


def roles_by_content(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """The roles of columns, by index, as far as their cells are clear about it.

    >>> body = "今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。据了解，大桥全长三里，夜里灯火通明。"
    >>> rows = [["1", "澜江大桥今天合龙", "2025-03-18", body], ["2", "江城大学开学", "2025-03-19", body + body]]
    >>> roles_by_content(rows)
    {3: 'body', 1: 'title', 2: 'date'}
    """
    columns = [_Column.of(cells) for cells in _columns(rows)]
    found: dict[int, str] = {}
    bodies = [index for index, column in enumerate(columns) if column.is_body()]
    if bodies:
        found[max(bodies, key=lambda index: columns[index].length)] = "body"
    titles = [index for index, column in enumerate(columns) if index not in bodies and column.is_title()]
    if len(titles) == 1:
        found[titles[0]] = "title"
    for role, test in (("date", _Column.is_date), ("url", _Column.is_url), ("source", _Column.is_source)):
        fitting = (index for index, column in enumerate(columns) if index not in found and test(column))
        if (index := next(fitting, -1)) >= 0:
            found[index] = role
    return found


def is_text(roles: Iterable[str]) -> bool:
    """Whether one of the roles is title or body."""
    return not {"title", "body"}.isdisjoint(roles)


class _Column(NamedTuple):
    """The cells of a column that are not empty: their number and median length, and the share of each type."""

    cells: int
    length: float
    distinct: float
    han: float
    sentences: float
    dates: float
    numbers: float
    urls: float
    media: float

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Column:
        filled = [cell.strip() for cell in cells if cell.strip()]
        number = len(filled) or 1

        def share(pattern: re.Pattern[str], *, whole: bool = True) -> float:
            test = pattern.fullmatch if whole else pattern.search
            return sum(bool(test(cell)) for cell in filled) / number

        return cls(
            len(filled),
            median(map(len, filled)) if filled else 0,
            len(set(filled)) / number,
            share(_HAN, whole=False),
            share(_SENTENCE, whole=False),
            sum(_is_date(cell) for cell in filled) / number,
            share(_NUMBER),
            share(_URL),
            share(_MEDIUM),
        )

    def is_body(self) -> bool:
        return self.length >= SHORTEST_BODY and self.sentences >= MOST and self.urls < 1 - MOST

    def is_title(self) -> bool:
        others = max(self.dates, self.numbers, self.urls, self.media)
        return int(self.length) in HEADLINE and min(self.han, self.distinct) >= MOST and others < 1 - MOST

    def is_date(self) -> bool:
        return self.dates >= MOST

    def is_url(self) -> bool:
        return self.urls >= MOST

    def is_source(self) -> bool:
        return self.media >= MOST and self.length < HEADLINE.start * 3


def _roles(row: Sequence[str], width: int, fields: FieldMap) -> Collection[str]:
    """The roles that the cells of a row are names of; none if it is no header, or lacks title and body."""
    names = [name for name in map(column_name, row) if name]
    if not names or (len(names) == 1 and width > 1) or not all(map(_is_name, names)):
        return ()
    found = {role for role, named in fields.roles(names).items() if named}
    return found if is_text(found) else ()


def column_name(cell: str) -> str:
    r"""The name in a cell of a header, which may be broken into lines.

    >>> column_name(" 发布\n时间 "), column_name("publish  time")
    ('发布时间', 'publish time')
    """
    return re.sub(r"(?<![a-zA-Z])\s+|\s+(?![a-zA-Z])", "", " ".join(cell.split()))


def _is_name(cell: str) -> bool:
    """Whether a cell may be the name of a column."""
    return len(cell) <= LONGEST_NAME and "。" not in cell and not _type_of(cell)


def _type_of(cell: str) -> str:
    """The type of a cell that no name is of; empty if it may be a name."""
    cell = cell.strip()
    if _NUMBER.fullmatch(cell):
        return "number"
    if _URL.fullmatch(cell):
        return "url"
    if _is_date(cell):
        return "date"
    return "long" if len(cell) > LONGEST_NAME else ""


def _is_date(cell: str) -> bool:
    is_number = cell.isdecimal() and len(cell) != len("20250318")
    return not is_number and bool(_DATE_CELL.fullmatch(cell)) and parse_date(cell) is not None


def _is_filled(row: Sequence[str], width: int) -> bool:
    """Whether a row is not a caption: more than half of its cells are filled."""
    return 2 * sum(bool(cell.strip()) for cell in row) > width


def _is_unlike(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row is a header by its form: short distinct texts above cells of another type in some column."""
    names = [name for name in map(column_name, row) if name]
    if len(set(names)) < len(names) or not all(map(_is_name, names)):
        return False
    return any(
        row[index].strip() and sum(bool(_type_of(cell)) for cell in cells if cell.strip()) >= MOST * max(len(cells), 1)
        for index, cells in enumerate(_columns(below))
        if index < len(row)
    )


def _columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[row[index] if index < len(row) else "" for row in rows] for index in range(width)]


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(map(column_name, row)) + ("",) * (width - len(row))


def named_cells(names: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row by the names of their columns; those of the same name are joined by line ends."""
    values = dict(zip(names, row, strict=False))
    if len(values) == len(row):
        return values
    values = {}
    for name, cell in zip(names, row, strict=False):
        if not values.get(name, "").strip():
            values[name] = cell
        elif cell.strip():
            values[name] += "\n" + cell
    return values
