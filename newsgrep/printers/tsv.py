"""Tab-separated values with a header row; tabs and line ends within a value become spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.printers.csv import COLUMNS, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.searching import Answer, Shown


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then a row for each hit."""
    yield "\t".join(COLUMNS) + "\n"
    for shown in hits:
        yield "\t".join(style.plain(" ".join(cell.split())) for cell in cells(shown)) + "\n"
