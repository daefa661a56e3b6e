"""The best of the documents that match a plan, segment by segment, then of all segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.engine.base import Contribution, Found, Hit, Order, place_of
from newsgrep.engine.bm25 import inverse_frequency, word_score
from newsgrep.engine.whoosh.matching import Matching

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.whoosh.matching import Marks
    from newsgrep.engine.whoosh.segments.reader import Documents
    from newsgrep.engine.whoosh.snapshot import Snapshot
    from newsgrep.query.nodes import Plan, Ranked

# Articles are looked into for the text they are to hold literally so many at a time, the best first.
FIRST_LOOK = 32


class WordLists(NamedTuple):
    """A ranked word in one field: its weight in all of the index, and in each segment its number and documents."""

    text: str
    field: str
    weight: float
    lists: Sequence[tuple[int, Documents]]


def best(snapshot: Snapshot, plan: Plan, end: int | None, order: Order) -> Found:
    """The first ``end`` hits (None: all), and how many there are in all."""
    words = [one for ranked in plan.ranking for one in _word_lists(snapshot, ranked)]
    leaves = [_LeafRanking(snapshot, index, plan, words, order) for index in range(len(snapshot.leaves))]
    hits = [hit for leaf in leaves for hit in leaf.hits(end)]
    hits.sort()
    found = [(Hit(*values), place) for _, _, values, place in hits[:end]]
    snapshot.found = {hit.id: place for hit, place in found}
    return Found([hit for hit, _ in found], sum(leaf.total for leaf in leaves))


def contributions(snapshot: Snapshot, plan: Plan, article_id: str) -> list[Contribution]:
    """What each ranked word adds to the score of an article, the most first."""
    found: list[Contribution] = []
    if place := snapshot.place(article_id):
        index, number = place
        alone = np.zeros_like(snapshot.leaves[index].live)
        alone[number] = True
        for word in (word for ranked in plan.ranking for word in _word_lists(snapshot, ranked)):
            _, counts, scores = _scores(snapshot, index, word, alone)
            both = zip(counts.tolist(), scores.tolist(), strict=True)
            found += [Contribution(word.text, word.field, count, score) for count, score in both]
    return sorted(found, key=lambda one: -one.score)


def _word_lists(snapshot: Snapshot, ranked: Ranked) -> Iterator[WordLists]:
    """The lists of a ranked word, by the fields it is looked for in."""
    for field in ranked.word.fields:
        lists = [leaf.word_documents(field, ranked.word.text) for leaf in snapshot.leaves]
        both = zip(snapshot.leaves, lists, strict=True)
        holding = sum(leaf.live_among(documents) for leaf, (_, documents) in both)
        yield WordLists(ranked.word.text, field, ranked.weight * inverse_frequency(snapshot.articles, holding), lists)


def _scores(
    snapshot: Snapshot, index: int, word: WordLists, within: Marks
) -> tuple[Documents, NDArray[np.int64], NDArray[np.float64]]:
    """The documents among ``within`` in a segment that hold a word, how often, and what it adds to their scores."""
    leaf = snapshot.leaves[index]
    number, documents = word.lists[index]
    if number < 0:
        return documents, np.empty(0, np.int64), np.empty(0)
    counts = leaf.file.postings(word.field).counts(number, len(documents))
    kept = within[documents]
    documents, counts = documents[kept], counts[kept]
    norms = leaf.norms(word.field, snapshot.mean_length(word.field))
    return documents, counts, word.weight * word_score(word.field, counts, norms[documents])


class _LeafRanking:
    """What one segment has to offer."""

    def __init__(self, snapshot: Snapshot, index: int, plan: Plan, words: list[WordLists], order: Order) -> None:
        self._leaf = snapshot.leaves[index]
        self._index = index
        self._prefer = plan.prefer
        self._order = order
        self._matching = Matching(self._leaf)
        self._matched = self._matching.marks(plan.match, self._leaf.live)
        self.total = int(np.count_nonzero(self._matched))
        self._scores = self._scored(snapshot, index, words)
        self._rank = self._leaf.file.column("rank")

    def _scored(self, snapshot: Snapshot, index: int, words: list[WordLists]) -> NDArray[np.float64]:
        """The score of each document that matches."""
        scores = np.zeros(self._leaf.file.size)
        for word in words if self.total else ():
            documents, _, added = _scores(snapshot, index, word, self._matched)
            scores[documents] += added
        return scores

    def hits(self, end: int | None) -> Iterator[tuple[Any, Any, tuple[str, str, float, bool], tuple[int, int]]]:
        """The best ``end`` documents (None: all): what hits are sorted by; path, key, score, literal; the place."""
        wanted = self.total if end is None else min(end, self.total)
        chosen, literal = self._best(wanted)
        days = self._days(chosen) if self._order in {"date", "-date"} else None
        for at, number in enumerate(chosen.tolist()):
            path, key = self._leaf.file.places[number]
            score, is_literal = float(self._scores[number]), bool(literal[number])
            first: Any = (not is_literal, -score) if self._order == "relevance" else days[at] if days else 0
            yield first, place_of(path, key), (path, key, score, is_literal), (self._index, number)

    def _best(self, wanted: int) -> tuple[Documents, Marks]:
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
        day = self._leaf.file.column("day")[documents].astype(np.int64)
        return np.where(day == 0, np.iinfo(np.int64).max, day) if self._order == "date" else -day

    def _most_relevant(self, wanted: int) -> tuple[Documents, Marks]:
        """Literal holders first, told only as far down as they are wanted."""
        literal = np.zeros_like(self._matched)
        holders = np.empty(0, np.intp)
        if self._prefer:
            possible = np.flatnonzero(self._matching.possible(self._prefer) & self._matched)
            ordered = self._first(possible, -self._scores[possible], len(possible))
            start, look = 0, FIRST_LOOK
            while start < len(ordered) and len(holders) < wanted:
                piece = ordered[start : start + look]
                literal |= self._literal(self._marked(piece))
                holders = ordered[literal[ordered]]
                start, look = start + look, 2 * look
        rest = np.flatnonzero(self._matched & ~literal)
        others = self._first(rest, -self._scores[rest], max(0, wanted - len(holders)))
        return np.concatenate([holders[:wanted], others]), literal

    def _literal(self, within: Marks) -> Marks:
        return self._matching.marks(self._prefer, within) if self._prefer else np.zeros_like(within)

    def _marked(self, documents: Documents) -> Marks:
        marks = np.zeros_like(self._matched)
        marks[documents] = True
        return marks

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
        dates = self._leaf.file.terms("date")
        texts = [dates[day - 1] if day else b"" for day in self._leaf.file.column("day")[documents].tolist()]
        if self._order == "date":
            return [text or b"~" for text in texts]
        return [tuple(-byte for byte in text.ljust(10, b"\0")) for text in texts]
