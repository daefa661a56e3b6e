"""An article as engines index it: its bytes, words, bigrams and filter values."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from newsgrep.analysis.grams import PARAGRAPH_END, grams
from newsgrep.analysis.tokenizer import tokens
from newsgrep.storage.article_codec import pack
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.analysis.segmenters import BulkSegmenter
    from newsgrep.model import Article

TEXT_FIELDS = ("title", "body")


class Entry:
    """An article and all that an engine indexes of it, computed on first access.

    For each text field, ``words`` has the count of each word, ``lengths`` the number of words, ``grams`` the set of
    bigrams, ``written`` the text with paragraphs joined by line ends, ``folded`` its folded form. ``values`` has the
    values of each filter field.
    """

    def __init__(self, article: Article, segmenter: BulkSegmenter) -> None:
        self.article = article
        self.segmenter = segmenter

    @cached_property
    def packed(self) -> bytes:
        """The article as bytes (see ``article_codec.pack``)."""
        return pack(self.article)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """The text of each text field."""
        return {
            "title": PARAGRAPH_END.join(line.text for line in self.article.headlines),
            "body": PARAGRAPH_END.join(paragraph.text for paragraph in self.article.paragraphs),
        }

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """The folded text of each text field."""
        return {name: fold(text) for name, text in self.written.items()}

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """The number of occurrences of each word in each text field."""
        return {
            name: Counter(token.text for token in tokens(text, self.segmenter)) for name, text in self.written.items()
        }

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """The number of words in each text field."""
        return {name: sum(counts.values()) for name, counts in self.words.items()}

    @cached_property
    def grams(self) -> Mapping[str, frozenset[str]]:
        """The bigrams of each text field."""
        return {name: frozenset(grams(text)) for name, text in self.folded.items()}

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The folded values of each filter field."""
        return filter_values(self.article)


def analyse(article: Article, segmenter: BulkSegmenter) -> Entry:
    """An article as engines index it."""
    return Entry(article, segmenter)


def filter_values(article: Article) -> dict[str, tuple[str, ...]]:
    """Filter field → distinct folded values of an article; the id is not folded."""
    return {
        "id": (article.id,),
        "path": (fold(article.path),),
        "kind": (article.kind,),
        "source": tuple(dict.fromkeys(_folded(article.source) + _folded(article.agency))),
        "section": _folded(article.section),
        "by": tuple(dict.fromkeys(map(fold, (*article.reporters, *article.correspondents, *article.photographers)))),
        "date": _folded(article.date),
    }


def surface_form(article: Article, field: str, value: str) -> str:
    """A folded value of a filter field as the article writes it; the value itself if the article lacks it."""
    known = {
        "path": (article.path,),
        "source": (article.source, article.agency),
        "section": (article.section,),
        "by": (*article.reporters, *article.correspondents, *article.photographers),
    }
    return next((written for written in known.get(field, ()) if written and fold(written) == value), value)


def _folded(value: str | None) -> tuple[str, ...]:
    return (fold(value),) if value else ()
