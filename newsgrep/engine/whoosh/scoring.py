"""Scores as every engine gives them, through Whoosh's scoring interface."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from whoosh.scoring import BaseScorer, WeightingModel

from newsgrep.engine.bm25 import inverse_frequency, word_score

if TYPE_CHECKING:
    from collections.abc import Mapping


class LiveBM25(WeightingModel):  # type: ignore[misc]
    """BM25 by what is live in the index: Whoosh's own counts deleted documents until segments are merged.

    ``columns`` gives the columns of each segment by name, by the identity of its reader.
    """

    def __init__(self) -> None:
        self.columns: Mapping[int, Mapping[str, Any]] = {}
        self._means: dict[str, float] = {}
        self._frequencies: dict[tuple[str, bytes], int] = {}

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> WordScorer:
        """The scorer of one term in one segment; ``qf`` is Whoosh's query boost."""
        return WordScorer(self, searcher, fieldname, text, qf)

    def lengths_of(self, reader: Any, fieldname: str) -> Any:
        """The number of words in the field, by document of a segment."""
        return self.columns[id(reader)][f"{fieldname}_length"]

    def weight(self, reader: Any, fieldname: str, text: bytes) -> float:
        """The inverse frequency of a term in the whole index."""
        return inverse_frequency(reader.doc_count(), self._live_frequency(reader, (fieldname, text)))

    def _live_frequency(self, reader: Any, term: tuple[str, bytes]) -> int:
        """How many live documents have the term."""
        if term not in self._frequencies:
            deleted = reader.has_deletions()
            live = sum(1 for _ in reader.postings(*term).all_ids()) if deleted else reader.doc_frequency(*term)
            self._frequencies[term] = live
        return self._frequencies[term]

    def mean_length(self, reader: Any, fieldname: str) -> float:
        """The mean number of words of the field in live documents."""
        if fieldname not in self._means:
            leaves = [leaf for leaf, _ in reader.leaf_readers() if id(leaf) in self.columns]
            total = sum(self.lengths_of(leaf, fieldname)[number] for leaf in leaves for number in leaf.all_doc_ids())
            self._means[fieldname] = total / (reader.doc_count() or 1)
        return self._means[fieldname]


class WordScorer(BaseScorer):  # type: ignore[misc]
    """Scores the postings of one term; the posting's weight is the word's frequency.

    Whoosh makes a scorer for every term it matches, ranked or not, so all is looked up when the first score is wanted.
    """

    def __init__(self, model: LiveBM25, searcher: Any, fieldname: str, text: bytes, boost: float) -> None:
        self._model = model
        self._searcher = searcher
        self._fieldname = fieldname
        self._text = text
        self._boost = boost

    def score(self, matcher: Any) -> float:
        """The score of the posting a matcher stands on."""
        weight, lengths, mean_length = self._statistics
        return weight * word_score(self._fieldname, matcher.weight(), lengths[matcher.id()], mean_length)

    @cached_property
    def _statistics(self) -> tuple[float, Any, float]:
        """The term's weight, the lengths of the segment's documents, the mean length."""
        whole, own = self._searcher.get_parent().reader(), self._searcher.reader()
        weight = self._boost * self._model.weight(whole, self._fieldname, self._text)
        lengths = self._model.lengths_of(own, self._fieldname)
        return weight, lengths, self._model.mean_length(whole, self._fieldname)
