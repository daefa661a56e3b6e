"""Comma-separated values (RFC 4180, line feeds) with a header row.

A cell that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises ("CSV Injection"):
headlines and file names are untrusted input.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from newsgrep.search.batches import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

# First characters of a formula; some spreadsheets treat the full-width forms like the narrow ones.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")

COLUMNS = (
    "rank",
    "score",
    "id",
    "path",
    "line",
    "date",
    "source",
    "section",
    "kind",
    "reporters",
    "title",
    "snippet",
    "match",
    "url",
)


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then one row per hit."""
    yield row(COLUMNS, style)
    yield from each(hits, lambda shown: row(cells(shown), style))


def cells(shown: Shown) -> list[str]:
    """The values of a hit, in the order of ``COLUMNS``."""
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
        shown.match,
        article.url or "",
    ]


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> _as_text("=HYPERLINK(1)"), _as_text("1998=2")
    ("'=HYPERLINK(1)", '1998=2')
    """
    return "'" + cell if cell.startswith(FORMULA_SIGNS) else cell


def row(values: Sequence[str], style: Style) -> str:
    """Format a line of cells, none of which is a formula."""
    buffer = io.StringIO()
    # With "\n" as the terminator, the writer would not quote a carriage return in a cell.
    csv.writer(buffer, lineterminator="\r\n").writerow([_as_text(style.plain(value)) for value in values])
    return buffer.getvalue().removesuffix("\r\n") + "\n"
