"""Tab-separated values with a header row; tabs and line ends within a value become spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.printers.csv import COLUMNS, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.printers.style import Style
    from newsgrep.searching import Answer, Shown


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then a row for each hit."""
    yield row(COLUMNS, style)
    yield from (row(cells(shown), style) for shown in hits)


def row(values: Sequence[str], style: Style) -> str:
    """A line of cells, none of which holds a tab or a line end."""
    return "\t".join(style.plain(" ".join(value.split())) for value in values) + "\n"
