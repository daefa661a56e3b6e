"""Top documents of a plan: scored and selected per segment, then merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.engine.base import Contribution, Order, TopDocs
from newsgrep.engine.bm25 import heaviest, saturate
from newsgrep.engine.segments.doc_lists import SortedDocuments
from newsgrep.engine.segments.hit_list import HitList, RankedDocuments, merged
from newsgrep.engine.segments.matcher import Matching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.segments.matcher import Mask
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.engine.segments.segment_reader import SegmentReader
    from newsgrep.query.plan_nodes import Plan, Term

# Literal matches are verified in batches of 32 candidates, doubling, best first.
FIRST_BATCH = 32
# Where fewer than one in so many documents match, postings are restricted to them before they are scored.
FEW_MATCH = 8
# Documents that are scored at once: what is computed on the way stays in the processor's cache.
AT_ONCE = 1 << 16
ALL = slice(None)


class TermPostings(NamedTuple):
    """Postings of a term in one field of a segment: which of some documents, their numbers, term frequencies.

    The arrays have shape (postings,).
    """

    field: str
    places: Documents
    numbers: Documents
    counts: NDArray[np.int64]


def best(searcher: Searcher, plan: Plan, end: int | None, order: Order) -> TopDocs:
    """Find the first ``end`` hits (None: all), and the number of all matches."""
    segments = [_SegmentTopDocs(searcher, index, plan, order) for index in range(len(searcher.readers))]
    if end != 0 and any(segment.total for segment in segments):
        terms = _scored_terms(searcher, plan)
        for segment in segments:
            segment.score(terms)
    if plan.recency:
        from newsgrep.engine.decay import decay_origin

        since = decay_origin(searcher.dates, plan.recency)
        for segment in segments:
            segment.age(since, plan.recency.half_life)
    if end == 0:  # a count leaves what is about to be shown
        return TopDocs([], sum(segment.total for segment in segments))
    searcher.forget()
    documents = merged(searcher, [segment.best(end) for segment in segments], end) if segments else None
    hits = HitList(searcher, documents) if documents else []
    return TopDocs(hits, sum(segment.total for segment in segments))


def literal_total(searcher: Searcher, plan: Plan, most_read: int | None) -> int | None:
    """How many matches are literal; None if more than ``most_read`` articles would have to be read to know."""
    if not plan.prefer:
        return 0
    total, unread = 0, []
    for matching in map(Matching, searcher.readers):
        numbers = matching.documents(plan.match)
        possible, certain = matching.bounds(plan.prefer, numbers)
        total += int(np.count_nonzero(certain))
        unread.append((matching, numbers[possible & ~certain]))
    if most_read is not None and sum(len(numbers) for _, numbers in unread) > most_read:
        return None
    return total + sum(int(matching.holding(plan.prefer, numbers).sum()) for matching, numbers in unread)


def contributions(searcher: Searcher, plan: Plan, article_id: str) -> list[Contribution]:
    """What each ranking term adds to the score of an article, per field, largest first.

    The saturated score of a term is divided among the fields in proportion to their weights.
    """
    found: list[Contribution] = []
    if place := searcher.place(article_id):
        index, number = place
        only = SortedDocuments(np.array([number], np.intp), searcher.readers[index].file.size)
        for term, weight in _scored_terms(searcher, plan):
            fields = list(_term_postings(searcher.readers[index], term, only))
            weights = [float(_weights(searcher, index, postings)[0]) for postings in fields]
            total = sum(weights)
            for postings, part in zip(fields, weights, strict=True):
                score = weight * saturate(total) * part / total
                found.append(Contribution(term.text, postings.field, int(postings.counts[0]), score))
    return sorted(found, key=lambda contribution: -contribution.score)


def _scored_terms(searcher: Searcher, plan: Plan) -> list[Scored]:
    """The heaviest ranking terms, weighted by idf."""
    return heaviest(plan.ranking, searcher.frequencies)


def _term_postings(reader: SegmentReader, term: Term, among: SortedDocuments | None) -> Iterator[TermPostings]:
    """The postings of a term in a segment, field by field, in some documents or in all; fields without are left out."""
    for field in term.fields:
        documents = reader.posting_list(field, term)
        found = None
        if among is None:
            numbers = places = documents.documents
        else:
            found, places = documents.find(among)
            numbers = among.numbers[places]
        if len(places):
            yield TermPostings(field, places, numbers, reader.counts(field, term, found))


def _weights(searcher: Searcher, index: int, postings: TermPostings, some: slice = ALL) -> NDArray[np.float64]:
    """The BM25F weights of some postings, not saturated yet."""
    mean_length = searcher.mean_length(postings.field)
    tfs = searcher.readers[index].length_normalised_tfs(postings.field, mean_length, postings.numbers[some])
    return postings.counts[some] * tfs


class _SegmentTopDocs:
    """Top documents of one segment: arrays of shape (matches,) have the documents that match, by ascending number."""

    def __init__(self, searcher: Searcher, index: int, plan: Plan, order: Order) -> None:
        self._searcher = searcher
        self._reader = searcher.readers[index]
        self._index = index
        self._prefer = plan.prefer
        self._order = order
        self._matching = Matching(self._reader)
        self._numbers = self._matching.documents(plan.match)
        self.total = len(self._numbers)
        self._scores = np.zeros(self.total)
        self._is_scored = bool(plan.ranking)
        self._recency: NDArray[np.float64] | None = None

    def score(self, terms: list[Scored]) -> None:
        """Compute the BM25F scores, shape (matches,)."""
        if not self.total:
            return
        # Where most documents match, it is faster to score all that contain a term.
        is_few = self.total < self._reader.file.size // FEW_MATCH
        among = SortedDocuments(self._numbers, self._reader.file.size) if is_few else None
        scores = np.zeros(self._reader.file.size if among is None else self.total)
        for term, weight in terms:
            self._add_scores(scores, list(_term_postings(self._reader, term, among)), weight)
        self._scores = scores[self._numbers] if among is None else scores
        if among is None and len(scores) > AT_ONCE:  # whole lists were read, and little of them is needed again
            self._reader.file.array_file.release()

    def _add_scores(self, scores: NDArray[np.float64], fields: list[TermPostings], weight: float) -> None:
        """Add the score of a term in its fields to those of all documents, some at a time."""
        starts = np.arange(0, len(scores) + AT_ONCE, AT_ONCE)
        bounds = [postings.places.searchsorted(starts).tolist() for postings in fields]
        totals = np.zeros(min(len(scores), AT_ONCE))
        for block, start in enumerate(starts[:-1].tolist()):
            of_block = scores[start : start + AT_ONCE]
            found = []
            for postings, each in zip(fields, bounds, strict=True):
                some = slice(each[block], each[block + 1])
                if some.start < some.stop:
                    found.append(postings.places[some] - start)
                    totals[found[-1]] += _weights(self._searcher, self._index, postings, some)
            for places in found:
                of_block[places] += weight * saturate(totals[places])
                totals[places] = 0.0  # a document is counted in one field

    def age(self, since: date, half_life: float) -> None:
        """Multiply the scores by the decay for age; without ranking words, the decay alone is the score."""
        from newsgrep.engine.decay import age_of, decay

        ages = np.array([age_of(date, since) for date in self._reader.dates])
        self._recency = decay(ages, half_life)[self._reader.file.of_documents("day", self._numbers)]
        self._scores = (self._scores if self._is_scored else 1.0) * self._recency

    def best(self, end: int | None) -> RankedDocuments:
        """The best ``end`` documents (None: all), best first."""
        wanted = self.total if end is None else min(end, self.total)
        chosen, literal = self._best(wanted)
        numbers, scores = self._numbers[chosen], self._scores[chosen]
        recency = np.ones(len(chosen)) if self._recency is None else self._recency[chosen]
        is_by_score = self._order == "relevance"
        groups = ~literal if is_by_score else np.zeros_like(literal)
        keys = -scores if is_by_score else self._keys(numbers)
        segment = np.full(len(chosen), self._index)
        return RankedDocuments(groups, keys, literal, segment, numbers, scores, recency)

    def _best(self, wanted: int) -> tuple[Documents, Mask]:
        """The best of the matches, and which of these match literally."""
        if not wanted:
            return np.empty(0, np.intp), np.empty(0, np.bool_)
        if self._order == "relevance":
            return self._most_relevant(wanted)
        chosen = self._first(np.arange(self.total), self._keys(self._numbers), wanted)
        return chosen, self._literal(chosen)

    def _most_relevant(self, wanted: int) -> tuple[Documents, Mask]:
        """Literal matches first; only as many as are wanted are verified."""
        others = np.ones(self.total, np.bool_)
        literal = np.empty(0, np.intp)
        if self._prefer:
            is_few = self.total <= FIRST_BATCH
            possible = others if is_few else self._matching.bounds(self._prefer, self._numbers)[0]
            candidates = np.flatnonzero(possible)
            start, size = 0, FIRST_BATCH
            while start < len(candidates) and len(literal) < wanted:
                batch = self._first(candidates, -self._scores[candidates], start + size)[start:]
                literal = np.append(literal, batch[self._literal(batch)])
                start, size = start + size, 2 * size
            others[literal] = False
        rest = np.flatnonzero(others)
        chosen = self._first(rest, -self._scores[rest], max(0, wanted - len(literal)))
        literal = literal[:wanted]
        return np.concatenate([literal, chosen]), np.arange(len(literal) + len(chosen)) < len(literal)

    def _literal(self, chosen: Documents) -> Mask:
        """Which of some matches match literally."""
        found = np.zeros(len(chosen), np.bool_)
        if self._prefer:
            order = np.argsort(chosen)
            found[order] = self._matching.holding(self._prefer, self._numbers[chosen[order]])
        return found

    def _first(self, chosen: Documents, keys: NDArray[Any], count: int) -> Documents:
        """Of some matches, the ``count`` with the smallest keys, in order; ties by rank."""
        if not count:
            return chosen[:0]
        if count < len(chosen):
            limit = np.partition(keys, count - 1)[count - 1]
            chosen, keys = chosen[keys <= limit], keys[keys <= limit]
        order = np.lexsort((self._reader.file.of_documents("rank", self._numbers[chosen]), keys))
        found: Documents = chosen[order][:count]
        return found

    def _keys(self, numbers: Documents) -> NDArray[np.float64]:
        """Sort keys for the orders other than relevance, the same in all segments; what has no date comes last."""
        if self._order == "path":
            return np.zeros(len(numbers))
        places = np.array([self._searcher.date_order[date] for date in self._reader.dates], np.float64)
        days = places[self._reader.file.of_documents("day", numbers)]
        return np.where(days == 0, np.inf, days) if self._order == "date" else -days
