"""RIS, for Zotero, NoteExpress, EndNote and others: a newspaper article each, with its text as the abstract.

After the tags that https://en.wikipedia.org/wiki/RIS_(file_format) and Zotero's translator give for NEWS.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from newsgrep.printers.exports.columns import clean
from newsgrep.printers.title import shown_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.model import Article
    from newsgrep.printers.exports.about import About

# A line that goes on with the text above begins so, as a Chinese paragraph does.
INDENT = "\u3000\u3000"
# What some readers take for a tag even so; its hyphen becomes a full-width one.
TAG = re.compile(r"^([A-Z][A-Z0-9]\s{0,4})-")
SPACES = re.compile(r"\s+")


def write(_: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """A record per article; lines end as the format demands."""
    for exported in articles:
        lines = (f"{tag}  - {value}" for tag, value in _fields(exported.article))
        file.write(("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace"))


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    """Tags and values in order."""
    yield "TY", "NEWS"
    yield "TI", one_line(shown_title(article))
    yield from (("AU", one_line(name)) for name in dict.fromkeys((*article.reporters, *article.correspondents)))
    named = (("T2", article.source), ("PY", (article.date or "")[:4]), ("DA", (article.date or "").replace("-", "/")))
    others = (("SE", article.section), ("PB", article.agency), ("CY", article.place), ("UR", article.url))
    yield from ((tag, one_line(value)) for tag, value in (*named, *others) if value)
    yield "AN", one_line(article.id)
    paragraphs = [TAG.sub(r"\1－", one_line(part.text)) for part in article.paragraphs]
    if text := f"\r\n{INDENT}".join(filter(None, paragraphs)):
        yield "AB", text
    yield "ER", ""


def one_line(text: str) -> str:
    """A value on one line."""
    return SPACES.sub(" ", clean(text)).strip()
