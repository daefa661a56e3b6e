"""Scores as every engine gives them, through Whoosh's scoring interface."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel

from newsgrep.engine.bm25 import inverse_frequency, word_score


class LiveBM25(WeightingModel):  # type: ignore[misc]
    """BM25 by what is live in the index: Whoosh's own counts deleted documents until segments are merged."""

    def __init__(self) -> None:
        self._means: dict[str, float] = {}
        self._frequencies: dict[tuple[str, bytes], int] = {}

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> WordScorer:
        """The scorer of one term in one segment; ``qf`` is Whoosh's query boost."""
        return WordScorer(self, searcher, fieldname, text, qf)

    def weight(self, reader: Any, fieldname: str, text: bytes) -> float:
        """The inverse frequency of a term in the whole index."""
        return inverse_frequency(reader.doc_count(), self._live_frequency(reader, fieldname, text))

    def _live_frequency(self, reader: Any, fieldname: str, text: bytes) -> int:
        """How many live documents have the term."""
        key = (fieldname, text)
        if key not in self._frequencies:
            live = (
                sum(1 for _ in reader.postings(*key).all_ids())
                if reader.has_deletions()
                else reader.doc_frequency(*key)
            )
            self._frequencies[key] = live
        return self._frequencies[key]

    def mean_length(self, reader: Any, fieldname: str) -> float:
        """The mean number of words of the field in live documents."""
        if fieldname not in self._means:
            lengths = reader.column_reader(f"{fieldname}_length")
            total = sum(lengths[number] for number in reader.all_doc_ids())
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
        reader = self._searcher.get_parent().reader()
        weight = self._boost * self._model.weight(reader, self._fieldname, self._text)
        lengths = self._searcher.reader().column_reader(f"{self._fieldname}_length")
        return weight, lengths, self._model.mean_length(reader, self._fieldname)
