"""CSV with the byte order mark by which Excel knows UTF-8; no cell is a formula (see ``newsgrep.printers.csv``)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from newsgrep.printers.csv import row
from newsgrep.printers.exports.columns import COLUMNS, values_of
from newsgrep.printers.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports.about import About

BOM = "\ufeff"


def write(_: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """A header row, then a row per article; names of people are joined by semicolons."""
    style = Style()
    file.write((BOM + row(COLUMNS, style)).encode())
    for exported in articles:
        file.write(row(list(map(_cell, values_of(exported).values())), style).encode("utf-8", "replace"))


def _cell(value: object) -> str:
    return ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
