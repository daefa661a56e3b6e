"""A record per line, its cells parted by a mark that no table has, such as ``==>``, ``~`` or two spaces."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.records import Record
from newsgrep.readers.tables.column_roles import guess_roles
from newsgrep.readers.tables.table_shape import rows_shape
from newsgrep.readers.texts.field_lines import first_lines, share
from newsgrep.readers.texts.separated_lines import cell_roles, odd_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgrep.readers.problems import Problem

# Arrows, runs of signs, signs that texts hardly have, wide spaces, words in brackets. Quotation marks and commas are
# those of CSV, colons and slashes of addresses, single hyphens and dots of prose.
MARK = re.compile(
    r"[=~-]{1,6}>{1,3}|>{2,4}|[→⇒⟶➜‖¦]|\^A|[|#@$%&*^~=+!_]{2,8}|:{2,4}(?!/)|-{2,4}|[~^¥￥§¶]"
    r"|<[A-Za-z]{3,10}>|\[[A-Za-z]{3,8}\]|\\t|(?<=\S)[ \u3000]{2,8}(?=\S)"
)
# Lines by which it is judged, those that must agree, and the fewest.
JUDGED, MOST, FEWEST_LINES, MOST_COLUMNS = 400, 0.8, 3, 30


class MarkedColumns(NamedTuple):
    """The mark between cells, their names, the lines up to and with a header, and hints as those of ``Record``."""

    mark: str
    names: tuple[str, ...]
    rows_above: int
    hints: Mapping[str, str]


def looks_like_marked_columns(head: str) -> bool:
    r"""Whether a mark parts each line of a text into cells that are titles, texts, labels and the like.

    >>> looks_like_marked_columns("江城新桥通车 ==> 昨日上午，江城新桥正式通车，全长三公里。\n" * 3)
    True
    >>> looks_like_marked_columns("江城 ==> 江城市\n澜江 ==> 澜江河\n青石 ==> 青石县\n")
    False
    """
    lines = first_lines(head)
    return _columns(lines if head.endswith("\n") else lines[:-1] or lines, FieldMap()) is not None


def read_marked_columns(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """A record per line; one with other cells than the first is a problem."""
    numbered = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    filled = (item for item in numbered if item[1])
    waiting = list(islice(filled, JUDGED))
    columns = _columns([line for _, line in waiting], fields)
    for row, (number, line) in enumerate(chain(waiting, filled)):
        cells = _cells(line, columns.mark) if columns else []
        if columns is None or len(cells) != len(columns.names):
            yield odd_line(path, number)
        elif row >= columns.rows_above:
            yield Record(dict(zip(columns.names, cells, strict=True)), number, hints=columns.hints)


def _columns(lines: Sequence[str], fields: FieldMap) -> MarkedColumns | None:
    """What parts the lines, and what the parts are; None if that is not clear."""
    mark = _mark(lines[:JUDGED])
    if not mark:
        return None
    rows = [_cells(line, mark) for line in lines[:JUDGED]]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [row for row in rows if len(row) == width]
    shape = rows_shape(rows, fields)
    if shape.has_names:
        is_named = "#1" not in shape.names and len(rows) > shape.rows_above
        known = sum(bool(found) for found in fields.roles(dict.fromkeys(shape.names, "")).picks.values())
        return MarkedColumns(mark, shape.names, shape.rows_above, shape.hints) if is_named and known > 1 else None
    if width == len(("label", "text")) and (roles := cell_roles(rows)) is not None:
        names = (roles.text_name, roles.other_name) if roles.text == 0 else (roles.other_name, roles.text_name)
        return MarkedColumns(mark, names, 0, {})
    hints = guess_roles(shape.names, rows)
    is_told = "title" in hints and not hints.keys().isdisjoint({"body", "date", "url"})
    return MarkedColumns(mark, shape.names, 0, hints) if is_told else None


def _mark(lines: Sequence[str]) -> str:
    """The mark that is in each line, equally often, and parts it into cells; empty if there is none."""
    if len(lines) < FEWEST_LINES:
        return ""
    for mark in dict.fromkeys(MARK.findall(lines[0])):
        number = lines[0].count(mark)
        if 0 < number < MOST_COLUMNS and share(line.count(mark) == number for line in lines) >= MOST:
            filled = share(cell for line in lines for cell in (_cells(line, mark)[:1]))
            return mark if filled >= MOST else ""
    return ""


def _cells(line: str, mark: str) -> list[str]:
    return list(map(str.strip, line.split(mark)))
