"""Tab-separated values with a header row; tabs and line ends within a value become spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.printers.csv import COLUMNS, cells
from newsgrep.search.batches import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

# Characters that programs take for the end of a line or a cell.
ENDS = re.compile("[\t-\r\x1c-\x1e\x85\u2028\u2029]+")


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then one row per hit."""
    yield row(COLUMNS, style)
    yield from each(hits, lambda shown: row(cells(shown), style))


def row(values: Sequence[str], style: Style) -> str:
    """Format a line of cells, none of which contains a tab or a line end."""
    return "\t".join(style.plain(one_line(value)) for value in values) + "\n"


def one_line(value: str) -> str:
    """Replace tabs and line ends in a value by spaces; other white space is kept."""
    return value if value.isprintable() else ENDS.sub(" ", value)
