"""What an engine is given of an article: itself, its words and grams, and the values it can be filtered by."""

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
    """An article with all that an engine indexes of it, worked out when it is asked for.

    ``words`` counts the words of each text field, ``lengths`` gives how many there are; ``grams`` are the pairs of
    neighbouring characters; ``folded`` is the folded text, paragraphs joined by line ends; ``values`` are folded filter
    values, several where a field has several.
    """

    def __init__(self, article: Article, segmenter: BulkSegmenter) -> None:
        self.article = article
        self.segmenter = segmenter

    @cached_property
    def packed(self) -> bytes:
        """The article as bytes."""
        return pack(self.article)

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """The folded text of each text field."""
        return {
            "title": fold(PARAGRAPH_END.join(line.text for line in self.article.headlines)),
            "body": fold(PARAGRAPH_END.join(paragraph.text for paragraph in self.article.paragraphs)),
        }

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """How often each word stands in each text field."""
        return {
            name: Counter(token.text for token in tokens(text, self.segmenter)) for name, text in self.folded.items()
        }

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """How many words each text field has."""
        return {name: sum(counts.values()) for name, counts in self.words.items()}

    @cached_property
    def grams(self) -> Mapping[str, frozenset[str]]:
        """The grams of each text field."""
        return {name: frozenset(grams(text)) for name, text in self.folded.items()}

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The folded values by which the article can be filtered."""
        return filter_values(self.article)


def analyse(article: Article, segmenter: BulkSegmenter) -> Entry:
    """All that is indexed of an article."""
    return Entry(article, segmenter)


def filter_values(article: Article) -> dict[str, tuple[str, ...]]:
    """The folded values by which an article can be filtered."""
    return {
        "id": (article.id,),
        "path": (fold(article.path),),
        "kind": (article.kind,),
        "source": _folded(article.source) + _folded(article.agency),
        "section": _folded(article.section),
        "by": tuple(map(fold, dict.fromkeys((*article.reporters, *article.correspondents, *article.photographers)))),
        "date": _folded(article.date),
    }


def surface_form(article: Article, field: str, value: str) -> str:
    """A folded value of a filter field as an article that has it writes it."""
    known = {
        "path": (article.path,),
        "source": (article.source, article.agency),
        "section": (article.section,),
        "by": (*article.reporters, *article.correspondents, *article.photographers),
    }
    return next((one for one in known.get(field, ()) if one and fold(one) == value), value)


def _folded(value: str | None) -> tuple[str, ...]:
    return (fold(value),) if value else ()
