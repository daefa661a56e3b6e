"""The best of the documents that match a plan, segment by segment, then of all segments."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.engine.base import Contribution, Hit, Order, TopDocs, place_of
from newsgrep.engine.bm25 import idf, saturate
from newsgrep.engine.decay import age_of, decay, decay_origin
from newsgrep.engine.segments.matcher import Matching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from newsgrep.engine.segments.matcher import Mask
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.query.plan_nodes import Plan, Word

# Articles are looked into for the text they are to hold literally so many at a time, the best first.
FIRST_BATCH = 32


class IdfWord(NamedTuple):
    """A ranked word, and what it weighs in all of the index."""

    word: Word
    weight: float


class TermPostings(NamedTuple):
    """The documents of a segment that hold a word in one field, how often, and what those occurrences weigh."""

    field: str
    documents: Documents
    counts: NDArray[np.int64]
    weights: NDArray[np.float64]


class ScoredDoc(NamedTuple):
    """A document among the best of its segment: what it is sorted by, the segment and its number there."""

    first: Any
    reader: int
    number: int
    score: float
    is_literal: bool
    recency: float


_first = attrgetter("first")


def best(searcher: Searcher, plan: Plan, end: int | None, order: Order) -> TopDocs:
    """The first ``end`` hits (None: all), and how many there are in all."""
    words = _weighted_words(searcher, plan)
    readers = [_SegmentTopDocs(searcher, index, plan, words, order) for index in range(len(searcher.readers))]
    if plan.recency:
        since = decay_origin(searcher.dates, plan.recency)
        for one in readers:
            one.age(since, plan.recency.half_life)
    ranked = sorted((one for reader in readers for one in reader.best(end)), key=_first)
    if end is not None and len(ranked) > end > 0:
        last = ranked[end - 1].first
        ranked = [one for one in ranked if one.first <= last]
    found = []
    for first, reader, number, score, is_literal, recency in ranked:
        path, key = searcher.readers[reader].file.places[number]
        hit = Hit(path, key, score, is_literal, recency=recency)
        found.append((first, place_of(path, key), hit, (reader, number)))
    found.sort()
    searcher.found = {hit.id: place for _, _, hit, place in found[:end]}
    return TopDocs([hit for _, _, hit, _ in found[:end]], sum(reader.total for reader in readers))


def contributions(searcher: Searcher, plan: Plan, article_id: str) -> list[Contribution]:
    """What each ranked word adds to the score of an article, the most first; a field's part is that of its weight."""
    found: list[Contribution] = []
    if place := searcher.place(article_id):
        index, number = place
        alone = np.zeros_like(searcher.readers[index].live)
        alone[number] = True
        for word, weight in _weighted_words(searcher, plan):
            held = [one for one in _term_postings(searcher, index, word, alone) if len(one.documents)]
            whole = sum(float(one.weights[0]) for one in held)
            for one in held:
                score = weight * saturate(whole) * float(one.weights[0]) / whole
                found.append(Contribution(word.text, one.field, int(one.counts[0]), score))
    return sorted(found, key=lambda one: -one.score)


def _weighted_words(searcher: Searcher, plan: Plan) -> list[IdfWord]:
    """The ranked words, each by how few of all articles hold it."""
    return [IdfWord(word, weight * idf(searcher.articles, searcher.doc_freqs(word))) for word, weight in plan.ranking]


def _term_postings(searcher: Searcher, index: int, word: Word, candidates: Mask) -> Iterator[TermPostings]:
    """Where a word stands in the documents among ``candidates`` of a segment, field by field."""
    reader = searcher.readers[index]
    for field in word.fields:
        number, documents = reader.word_documents(field, word.text)
        if number < 0:
            continue
        counts = reader.file.postings(field).counts(number, len(documents))
        kept = candidates[documents]
        documents, counts = documents[kept], counts[kept]
        weights = counts * reader.length_normalised_tfs(field, searcher.mean_length(field))[documents]
        yield TermPostings(field, documents, counts, weights)


class _SegmentTopDocs:
    """What one segment has to offer."""

    def __init__(self, searcher: Searcher, index: int, plan: Plan, words: list[IdfWord], order: Order) -> None:
        self._reader = searcher.readers[index]
        self._index = index
        self._prefer = plan.prefer
        self._order = order
        self._matching = Matching(self._reader)
        self._matched = self._matching.mask(plan.match, self._reader.live)
        self.total = int(np.count_nonzero(self._matched))
        self._scores = self._scored(searcher, index, words)
        self._is_scored = bool(words)
        self._recency: NDArray[np.float64] | None = None
        self._rank = self._reader.file.column("rank")

    def _scored(self, searcher: Searcher, index: int, words: list[IdfWord]) -> NDArray[np.float64]:
        """The score of each document that matches."""
        scores = np.zeros(self._reader.file.size)
        for word, weight in words if self.total else ():
            held = list(_term_postings(searcher, index, word, self._matched))
            if len(held) == 1:
                scores[held[0].documents] += weight * saturate(held[0].weights)
                continue
            whole = np.zeros(self._reader.file.size)
            for one in held:
                whole[one.documents] += one.weights
            scores += weight * saturate(whole)
        return scores

    def age(self, since: date, half_life: float) -> None:
        """Let age take from the scores; where nothing else has scored, it alone tells."""
        ages = np.array([age_of(date, since) for date in self._reader.dates])
        self._recency = decay(ages, half_life)[self._reader.file.column("day")]
        self._scores = (self._scores if self._is_scored else 1.0) * self._recency

    def best(self, end: int | None) -> Iterator[ScoredDoc]:
        """The best ``end`` documents (None: all)."""
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
        """The best documents, and which of them are literal holders."""
        if not wanted:
            return np.empty(0, np.intp), self._matched
        if self._order == "relevance":
            return self._most_relevant(wanted)
        matched = np.flatnonzero(self._matched)
        chosen = self._first(matched, self._day_order(matched), wanted)
        return chosen, self._literal(self._marked(chosen))

    def _day_order(self, documents: Documents) -> NDArray[np.int64]:
        """What documents are sorted by where it is not relevance; those without a date come last."""
        if self._order == "path":
            return np.zeros(len(documents), np.int64)
        day = self._reader.file.column("day")[documents].astype(np.int64)
        return np.where(day == 0, np.iinfo(np.int64).max, day) if self._order == "date" else -day

    def _most_relevant(self, wanted: int) -> tuple[Documents, Mask]:
        """Literal holders first, told only as far down as they are wanted."""
        literal = np.zeros_like(self._matched)
        holders = np.empty(0, np.intp)
        if self._prefer:
            candidates = np.flatnonzero(self._matching.candidates(self._prefer) & self._matched)
            ordered = self._first(candidates, -self._scores[candidates], len(candidates))
            start, look = 0, FIRST_BATCH
            while start < len(ordered) and len(holders) < wanted:
                piece = ordered[start : start + look]
                literal |= self._literal(self._marked(piece))
                holders = ordered[literal[ordered]]
                start, look = start + look, 2 * look
        rest = np.flatnonzero(self._matched & ~literal)
        others = self._first(rest, -self._scores[rest], max(0, wanted - len(holders)))
        return np.concatenate([holders[:wanted], others]), literal

    def _literal(self, candidates: Mask) -> Mask:
        return self._matching.mask(self._prefer, candidates) if self._prefer else np.zeros_like(candidates)

    def _marked(self, documents: Documents) -> Mask:
        mask = np.zeros_like(self._matched)
        mask[documents] = True
        return mask

    def _first(self, documents: Documents, keys: NDArray[Any], count: int) -> Documents:
        """The ``count`` documents of the smallest keys, in order; ties by rank."""
        if 0 < count < len(documents):
            limit = np.partition(keys, count - 1)[count - 1]
            documents, keys = documents[keys <= limit], keys[keys <= limit]
        order = np.lexsort((self._rank[documents], keys))
        found: Documents = documents[order][:count]
        return found

    def _days(self, documents: Documents) -> list[Any]:
        """What the dates of documents are sorted by, whatever their segment; none comes last."""
        dates = self._reader.file.terms("date")
        texts = [dates[day - 1] if day else b"" for day in self._reader.file.column("day")[documents].tolist()]
        if self._order == "date":
            return [text or b"~" for text in texts]
        return [tuple(-byte for byte in text.ljust(10, b"\0")) for text in texts]
