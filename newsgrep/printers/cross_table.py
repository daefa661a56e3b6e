"""Prints counts by two groupings as a table: a row per group of the first, a column per group of the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.printers.counts import ALL, LONGEST_GROUP, NO_GROUP
from newsgrep.text.width import cut, ljust, rjust, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.corpus_stats.counts import CountRow, Counts
    from newsgrep.printers.style import Style

GAP = 2
WIDEST_COLUMN = 12
REST = "other"


def cross_table(counts: Counts, number: int, style: Style) -> Iterator[str]:
    """The articles of the query with this index; what columns the width has no room for is added up in the last."""
    names = [cut(style.plain(row.group) or style.tr(NO_GROUP), LONGEST_GROUP) for row in counts.rows]
    first = max(map(width, [*names, style.tr(ALL)]))
    figures = _figures(counts, number)
    headings = [cut(style.plain(row.group) or style.tr(NO_GROUP), WIDEST_COLUMN) for row in counts.columns]
    kept = _fitting(headings, figures, style.columns - first, style)
    lines = [_line(row, kept) for row in figures]
    top = [*headings[:kept], *([style.tr(REST)] if kept < len(headings) else []), style.tr(ALL)]
    sizes = [max(map(width, column)) for column in zip(top, *lines, strict=True)]
    heading = "".join(" " * GAP + rjust(text, size) for text, size in zip(top, sizes, strict=True))
    yield style.paint("dim", " " * first + heading) + "\n"
    for name, line in zip([*names, style.tr(ALL)], lines, strict=True):
        yield ljust(name, first) + "".join(" " * GAP + text.rjust(size) for text, size in zip(line, sizes, strict=True))
        yield "\n"


def _figures(counts: Counts, number: int) -> list[list[int]]:
    """For each row, and for all, the articles in each column and in all of them."""

    def articles(row: CountRow | None) -> int:
        return row.tallies[number].articles if row else 0

    rows = [
        [*(articles(counts.cells.get((row.group, column.group))) for column in counts.columns), articles(row)]
        for row in counts.rows
    ]
    return [*rows, [*map(articles, counts.columns), articles(counts.total)]]


def _line(row: Sequence[int], kept: int) -> list[str]:
    """The figures of a row: those kept, the sum of the others if there are any, and that of all."""
    *inner, whole = row
    others = [sum(inner[kept:])] if kept < len(inner) else []
    return [f"{figure:,}" for figure in (*inner[:kept], *others, whole)]


def _fitting(headings: Sequence[str], figures: Sequence[Sequence[int]], room: int, style: Style) -> int:
    """How many columns fit beside the last ones, at least one."""
    last = max(width(style.tr(ALL)), *(len(f"{row[-1]:,}") for row in figures)) + GAP
    sizes = [
        max(width(heading), *(len(f"{row[column]:,}") for row in figures)) + GAP
        for column, heading in enumerate(headings)
    ]
    if sum(sizes) + last <= room:
        return len(sizes)
    room -= 2 * last + width(style.tr(REST))
    kept = 0
    while kept < len(sizes) and (room := room - sizes[kept]) >= 0:
        kept += 1
    return max(kept, 1)
