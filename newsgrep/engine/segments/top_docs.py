"""Top documents of a plan: scored and selected per segment, then merged."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.engine.base import Contribution, Hit, Order, TopDocs, place_of
from newsgrep.engine.bm25 import heaviest, saturate
from newsgrep.engine.decay import age_of, decay, decay_origin
from newsgrep.engine.segments.matcher import Matching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.segments.matcher import Mask
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.query.plan_nodes import Plan, Term

# Literal matches are verified in batches of 32 candidates, doubling, best first.
FIRST_BATCH = 32
# Where fewer than one in so many documents match, postings are restricted to them before they are scored.
FEW_MATCH = 8


class TermPostings(NamedTuple):
    """Postings of a term in one field of a segment: documents, term frequencies and their BM25F weights.

    The arrays have shape (postings,); the weights are not saturated yet.
    """

    field: str
    documents: Documents
    counts: NDArray[np.int64]
    weights: NDArray[np.float64]


class ScoredDoc(NamedTuple):
    """A top document of a segment.

    ``first`` is its sort key, ``reader`` the index of its segment, ``number`` its document number there, ``recency``
    the decay factor that ``score`` includes.
    """

    first: Any
    reader: int
    number: int
    score: float
    is_literal: bool
    recency: float


_first = attrgetter("first")


def best(searcher: Searcher, plan: Plan, end: int | None, order: Order) -> TopDocs:
    """Find the first ``end`` hits (None: all), and the number of all matches."""
    segments = [_SegmentTopDocs(searcher, index, plan, order) for index in range(len(searcher.readers))]
    if end != 0 and any(segment.total for segment in segments):
        terms = _scored_terms(searcher, plan)
        for segment in segments:
            segment.score(terms)
    if plan.recency:
        since = decay_origin(searcher.dates, plan.recency)
        for segment in segments:
            segment.age(since, plan.recency.half_life)
    ranked = sorted((document for segment in segments for document in segment.best(end)), key=_first)
    if end is not None and len(ranked) > end > 0:
        last = ranked[end - 1].first
        ranked = [document for document in ranked if document.first <= last]
    found = []
    for first, reader, number, score, is_literal, recency in ranked:
        path, key = searcher.readers[reader].file.places[number]
        hit = Hit(path, key, score, is_literal, recency=recency)
        found.append((first, place_of(path, key), hit, (reader, number)))
    found.sort()
    searcher.found = {hit.id: place for _, _, hit, place in found[:end]}
    return TopDocs([hit for _, _, hit, _ in found[:end]], sum(segment.total for segment in segments))


def contributions(searcher: Searcher, plan: Plan, article_id: str) -> list[Contribution]:
    """What each ranking term adds to the score of an article, per field, largest first.

    The saturated score of a term is divided among the fields in proportion to their weights.
    """
    found: list[Contribution] = []
    if place := searcher.place(article_id):
        index, number = place
        mask = np.zeros_like(searcher.readers[index].live)
        mask[number] = True
        for term, weight in _scored_terms(searcher, plan):
            fields = [postings for postings in _term_postings(searcher, index, term, mask) if len(postings.documents)]
            total = sum(float(postings.weights[0]) for postings in fields)
            for postings in fields:
                score = weight * saturate(total) * float(postings.weights[0]) / total
                found.append(Contribution(term.text, postings.field, int(postings.counts[0]), score))
    return sorted(found, key=lambda contribution: -contribution.score)


def _scored_terms(searcher: Searcher, plan: Plan) -> list[Scored]:
    """The heaviest ranking terms, weighted by idf."""
    return heaviest(plan.ranking, searcher.frequencies)


def _term_postings(searcher: Searcher, index: int, term: Term, candidates: Mask | None) -> Iterator[TermPostings]:
    """The postings of a term in a segment, field by field, restricted to ``candidates`` if given."""
    reader = searcher.readers[index]
    for field in term.fields:
        documents, counts = reader.documents(field, term), reader.counts(field, term)
        if candidates is not None:
            kept = candidates[documents]
            documents, counts = documents[kept], counts[kept]
        weights = counts * reader.length_normalised_tfs(field, searcher.mean_length(field))[documents]
        yield TermPostings(field, documents, counts, weights)


class _SegmentTopDocs:
    """Top documents of one segment."""

    def __init__(self, searcher: Searcher, index: int, plan: Plan, order: Order) -> None:
        self._searcher = searcher
        self._reader = searcher.readers[index]
        self._index = index
        self._prefer = plan.prefer
        self._order = order
        self._matching = Matching(self._reader)
        self._matched = self._matching.all(plan.match)
        self.total = int(np.count_nonzero(self._matched))
        self._scores = np.zeros(self._reader.file.size)
        self._is_scored = bool(plan.ranking)
        self._recency: NDArray[np.float64] | None = None
        self._rank = self._reader.file.column("rank")

    def score(self, terms: list[Scored]) -> None:
        """Compute the BM25F scores, shape (documents,); 0 for documents that do not match."""
        if not self.total:
            return
        # Where most documents match, it is faster to score all that contain a term.
        candidates = self._matched if self.total < self._reader.file.size // FEW_MATCH else None
        totals = np.zeros(self._reader.file.size)
        for term, weight in terms:
            fields = list(_term_postings(self._searcher, self._index, term, candidates))
            fields = [postings for postings in fields if len(postings.documents)]
            if len(fields) == 1:
                self._scores[fields[0].documents] += weight * saturate(fields[0].weights)
                continue
            for postings in fields:
                totals[postings.documents] += postings.weights
            for postings in fields:
                found = totals[postings.documents]  # 0 where an earlier field has been counted
                self._scores[postings.documents] += weight * saturate(found)
                totals[postings.documents] = 0.0
        if candidates is None:
            self._scores[~self._matched] = 0.0

    def age(self, since: date, half_life: float) -> None:
        """Multiply the scores by the decay for age; without ranking words, the decay alone is the score."""
        ages = np.array([age_of(date, since) for date in self._reader.dates])
        self._recency = decay(ages, half_life)[self._reader.file.column("day")]
        self._scores = (self._scores if self._is_scored else 1.0) * self._recency

    def best(self, end: int | None) -> Iterator[ScoredDoc]:
        """The best ``end`` documents (None: all), best first."""
        wanted = self.total if end is None else min(end, self.total)
        chosen, literal = self._best(wanted)
        days = self._days(chosen) if self._order in {"date", "-date"} else None
        for at, number in enumerate(chosen.tolist()):
            score, is_literal = float(self._scores[number]), bool(literal[number])
            first: Any = (not is_literal, -score) if self._order == "relevance" else days[at] if days else 0
            yield ScoredDoc(
                first,
                self._index,
                number,
                score,
                is_literal,
                1.0 if self._recency is None else float(self._recency[number]),
            )

    def _best(self, wanted: int) -> tuple[Documents, Mask]:
        """The best documents, and a mask of those that match literally."""
        if not wanted:
            return np.empty(0, np.intp), self._matched
        if self._order == "relevance":
            return self._most_relevant(wanted)
        matched = np.flatnonzero(self._matched)
        chosen = self._first(matched, self._day_order(matched), wanted)
        return chosen, self._literal(self._marked(chosen))

    def _day_order(self, documents: Documents) -> NDArray[np.int64]:
        """Sort keys for the orders other than relevance; documents without a date come last."""
        if self._order == "path":
            return np.zeros(len(documents), np.int64)
        day = self._reader.file.column("day")[documents].astype(np.int64)
        return np.where(day == 0, np.iinfo(np.int64).max, day) if self._order == "date" else -day

    def _most_relevant(self, wanted: int) -> tuple[Documents, Mask]:
        """Literal matches first; only as many as are wanted are verified."""
        literal = np.zeros_like(self._matched)
        literal_docs = np.empty(0, np.intp)
        if self._prefer:
            is_few = self.total <= FIRST_BATCH
            candidates = np.flatnonzero(
                self._matched if is_few else self._matching.candidates(self._prefer) & self._matched
            )
            ordered = self._first(candidates, -self._scores[candidates], len(candidates))
            start, size = 0, FIRST_BATCH
            while start < len(ordered) and len(literal_docs) < wanted:
                batch = ordered[start : start + size]
                literal |= self._literal(self._marked(batch))
                literal_docs = ordered[literal[ordered]]
                start, size = start + size, 2 * size
        rest = np.flatnonzero(self._matched & ~literal)
        others = self._first(rest, -self._scores[rest], max(0, wanted - len(literal_docs)))
        return np.concatenate([literal_docs[:wanted], others]), literal

    def _literal(self, candidates: Mask) -> Mask:
        return self._matching.mask(self._prefer, candidates) if self._prefer else np.zeros_like(candidates)

    def _marked(self, documents: Documents) -> Mask:
        mask = np.zeros_like(self._matched)
        mask[documents] = True
        return mask

    def _first(self, documents: Documents, keys: NDArray[Any], count: int) -> Documents:
        """The ``count`` documents with the smallest keys, in order; ties by rank."""
        if 0 < count < len(documents):
            limit = np.partition(keys, count - 1)[count - 1]
            documents, keys = documents[keys <= limit], keys[keys <= limit]
        order = np.lexsort((self._rank[documents], keys))
        found: Documents = documents[order][:count]
        return found

    def _days(self, documents: Documents) -> list[Any]:
        """Sort keys of the documents' dates, comparable across segments; documents without a date come last."""
        dates = self._reader.file.terms("date")
        texts = [dates[day - 1] if day else b"" for day in self._reader.file.column("day")[documents].tolist()]
        if self._order == "date":
            return [text or b"~" for text in texts]
        return [tuple(-byte for byte in text.ljust(10, b"\0")) for text in texts]
