"""Comma-separated values (RFC 4180, line feeds) with a header row.

A cell that a spreadsheet would run as a formula begins with an apostrophe, as OWASP advises ("CSV Injection"): what a
stranger wrote into a headline or named a file is text.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer, Shown

# What begins a formula, the full-width forms included, which some spreadsheets take for the narrow ones.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")

COLUMNS = ("rank", "score", "id", "path", "line", "date", "source", "section", "kind", "reporters", "title", "snippet")


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then a row for each hit."""
    yield row(COLUMNS, style)
    yield from (row(cells(shown), style) for shown in hits)


def cells(shown: Shown) -> list[str]:
    """The values of a hit in the order of the columns."""
    article = shown.article
    return [
        str(shown.rank),
        f"{shown.hit.score:.3f}",
        article.id,
        article.path,
        str(article.line),
        article.date or "",
        article.source or "",
        article.section or "",
        article.kind,
        ";".join(article.reporters),
        article.title,
        " … ".join(snippet.text for snippet in shown.snippets),
    ]


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> _as_text("=HYPERLINK(1)"), _as_text("1998=2")
    ("'=HYPERLINK(1)", '1998=2')
    """
    return "'" + cell if cell.startswith(FORMULA_SIGNS) else cell


def row(values: Sequence[str], style: Style) -> str:
    """A line of cells, none of them a formula."""
    buffer = io.StringIO()
    # With "\n", a carriage return in a cell would not be quoted.
    csv.writer(buffer, lineterminator="\r\n").writerow([_as_text(style.plain(value)) for value in values])
    return buffer.getvalue().removesuffix("\r\n") + "\n"
