"""Comma-separated values (RFC 4180, line feeds) with a header row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.printers.style import Style
    from newsgrep.searching import Answer, Shown

COLUMNS = ("rank", "score", "id", "path", "line", "date", "source", "section", "kind", "reporters", "title", "snippet")


def print_answer(_: Answer, hits: Iterable[Shown], style: Style) -> Iterator[str]:
    """The header, then a row for each hit."""
    yield _row(COLUMNS)
    for shown in hits:
        yield _row([style.plain(cell) for cell in cells(shown)])


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


def _row(values: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()
