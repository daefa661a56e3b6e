"""Rows of tables whose writer quoted nothing: texts with line ends are on several lines, those with commas in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Exchanges single and double quotation marks.
SWAPPED = str.maketrans({"'": '"', '"': "'"})
# Columns of a table in which a line without a separator is no row.
FEWEST_COLUMNS = 3


class RowJoiner:
    r"""Puts the rows together that are on several lines, since a text with line ends is not in quotation marks.

    >>> joiner = RowJoiner(3)
    >>> lines = [["合龙", "2025-03-18", "今天合龙。"], ["明天通车。"], ["开馆", "2025-03-19", "今天开馆。"]]
    >>> [row for at, line in enumerate(lines, 1) for row in joiner.add(line, at)] + list(joiner.rest())
    [(['合龙', '2025-03-18', '今天合龙。\n明天通车。'], 1), (['开馆', '2025-03-19', '今天开馆。'], 3)]
    """

    def __init__(self, width: int, *, by_backslash: bool = False) -> None:
        self._width = width
        self._by_backslash = by_backslash
        self._cells: list[str] = []
        # The lines of the last cell but its last one, and the line ends that the row has so far.
        self._above: list[str] = []
        self._ends = 0
        self._line = 0
        # The columns in which cells were put together.
        self.joined: set[int] = set()

    def add(self, row: Sequence[str], line: int) -> Iterator[tuple[list[str], int]]:
        """Take a line; yield the row before it if that is whole."""
        if self._cells and self._goes_on(row):
            last = len(self._cells) - 1
            if self._by_backslash:
                self._cells[last] = self._cells[last].removesuffix("\\")
            ends = max(1, line - self._line - self._ends)
            self._ends += ends + _ends_in(row)
            self._above += (self._cells[last], "\n" * ends)
            if len(row) > 1:
                row = ["".join((*self._above, row[0])), *row[1:]]
                self._above = []
            self._cells[last:] = row
            self.joined.add(last)
            return
        yield from self.rest()
        self._cells, self._line, self._ends = list(row), line, _ends_in(row)

    def rest(self) -> Iterator[tuple[list[str], int]]:
        """The last row."""
        if self._cells:
            yield [*self._cells[:-1], "".join((*self._above, self._cells[-1]))], self._line
        self._cells, self._above = [], []

    def _goes_on(self, row: Sequence[str]) -> bool:
        if self._by_backslash:
            return ends_escaped(self._cells)
        width = len(self._cells)
        return (len(row) == 1 and width == self._width) or (width < self._width and width + len(row) - 1 <= self._width)


def _ends_in(row: Sequence[str]) -> int:
    return sum(cell.count("\n") for cell in row)


def ends_escaped(row: Sequence[str]) -> bool:
    r"""Whether a row goes on in the next line: MySQL writes a line end in a value as a backslash and a line end.

    >>> ends_escaped(["合龙", "今天合龙。\\"]), ends_escaped(["合龙", "今天合龙。"])
    (True, False)
    """
    cell = row[-1] if row else ""
    return cell.endswith("\\") and (len(cell) - len(cell.rstrip("\\"))) % 2 == 1


def join_escaped(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows of lines that may end with a backslash."""
    joiner = RowJoiner(0, by_backslash=True)
    joined = [cells for at, row in enumerate(rows) for cells, _ in joiner.add(row, at)]
    return joined + [cells for cells, _ in joiner.rest()]


def has_single_quotes(lines: Sequence[str]) -> bool:
    """Whether cells are in single quotation marks, as some programs write them.

    >>> has_single_quotes(["'标题','正文'", "'合龙','今天。'"]), has_single_quotes(["标题,正文", "'合龙',今天。"])
    (True, False)
    """
    filled = [line.strip() for line in lines if line.strip()]
    quoted = sum(line[0] == line[-1] == "'" and "','" in line for line in filled)
    return len(filled) > 1 and quoted == len(filled)


def are_broken(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the first rows below a header are on several lines: put together in one column, all are as wide as it.

    >>> whole, rest = ["合龙", "2025-03-18", "今天合龙。"], ["明天通车。"]
    >>> are_broken([whole, rest, whole], 3), are_broken([whole, whole[:2], whole], 3), are_broken([whole] * 3, 3)
    (True, False, False)
    """
    if width < FEWEST_COLUMNS or not any(len(row) == 1 for row in rows):
        return False
    joiner = RowJoiner(width)
    whole = [cells for at, row in enumerate(rows) for cells, _ in joiner.add(row, at)]
    return all(len(cells) == width for cells in whole) and len(joiner.joined) == 1 and 0 not in joiner.joined


def aligned(row: list[str], width: int, body: int, date: int | None, delimiter: str) -> list[str] | None:
    """A row with more cells than columns, with those of its body put together; None if its date is then none.

    >>> aligned(["合龙", "今天", "合龙。", "2025-03-18"], 3, 1, 2, ",")
    ['合龙', '今天,合龙。', '2025-03-18']
    """
    surplus = len(row) - width
    end = body + surplus + 1
    cells = [*row[:body], delimiter.join(row[body:end]), *row[end:]]
    if date is not None and not timestamp_day(cells[date]):
        return None
    return cells
