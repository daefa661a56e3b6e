"""The columns of tables of articles: names, and the values of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.text.repair import any_of

if TYPE_CHECKING:
    from newsgrep.corpus_stats.export import Exported

LISTS = ("reporters", "correspondents", "photographers")
NUMBERS = ("rank", "line", "characters", "reprints")
COLUMNS = (
    "rank", "id", "title", "date", "source", "section", "kind", *LISTS, "agency", "place", "url", "path", "line",
    "characters", "reprints", "text",
)  # fmt: skip
# What is no text in XML, and what no file in UTF-8 holds.
UNWRITABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"


def values_of(exported: Exported) -> dict[str, Any]:
    """The values of an article by the names of ``COLUMNS``; an unknown one is None."""
    article = exported.article
    parts = (*article.headlines, *article.paragraphs)
    values = {
        name: getattr(article, name)
        for name in ("id", "title", "date", "source", "section", "kind", "agency", "place", "url", "path", "line")
    }
    values |= {name: list(map(clean, getattr(article, name))) for name in LISTS}
    values |= {"rank": exported.rank, "characters": sum(len(part.text) for part in parts)}
    values |= {"reprints": exported.reprints, "text": article.text}
    return {name: clean(value) if isinstance(value := values[name], str) else value for name in COLUMNS}


def clean(text: str) -> str:
    r"""A text that can be written as UTF-8 and as XML: control characters and lone surrogates are replaced.

    >>> clean("江\x1b城\ud800")
    '江�城�'
    """
    return text if text.isprintable() else any_of(UNWRITABLE).sub("\ufffd", text)
