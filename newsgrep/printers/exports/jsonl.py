"""JSON Lines: an object per article with its whole text, then a summary that says where they come from."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from newsgrep.printers.exports.columns import values_of
from newsgrep.printers.json import SCHEMA, dump

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports.about import About


def write(about: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """The articles, then the summary."""
    for exported in articles:
        line = dump({"type": "article", "schema": SCHEMA, **values_of(exported)})
        file.write(line.encode("utf-8", "replace"))
    file.write(dump({"type": "summary", "schema": SCHEMA, **about.values}).encode("utf-8", "replace"))
