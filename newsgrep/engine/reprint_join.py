"""Of many articles, which are reprints of an earlier one: a set-similarity join, near-linear in their number.

The rarest shingles of a text are its *prefix*. Two texts that share at least ``SHARED`` of their shingles share one of
their prefixes (PPJoin: Xiao, Wang, Lin & Yu 2008, "Efficient Similarity Joins for Near Duplicate Detection"), so only
these are looked up. That the rarest come first keeps articles of one template apart; that originals alone are looked
up keeps a thousand copies of one text as cheap as two.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from newsgrep.analysis.minhash import (
    FEWEST_SHINGLES,
    SHARED,
    SHARED_BITS,
    TELLING_SHINGLES,
    distinct,
    shared_bits,
    shingle_set,
    shingles,
    similarity,
)
from newsgrep.engine.near_duplicates import Days
from newsgrep.message import Message
from newsgrep.progress import working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.analysis.minhash import Sketches

    Counts = NDArray[np.uint32]

# How often a shingle occurs is counted by the first bits of its hash, so that memory is bounded: 64 MB. Shingles that
# share a counter count as less rare than they are, which costs time only.
COUNTER_BITS = 24
# Sorted by rarity, a shingle is its count, then the half of its hash that the counter was not chosen by.
HALF = np.uint64(32)
ONE = np.uint32(1)  # with a Python integer, ``np.add.at`` takes ten times as long
# Shingle sets kept while texts are compared; one takes 400 KB at most.
MOST_KEPT = 256
# Rounding must not make a prefix too short: 0.7 * 10 may be 7.000000000000001.
ROUNDING = 1e-9


class JoinedArticles(Protocol):
    """The articles that are joined, numbered from 0; ``sketches`` and ``days`` are their sketches and dates."""

    sketches: Sketches
    days: Days

    def batches(self) -> Iterator[tuple[Sequence[int], NDArray[np.uint32]]]:
        """All articles, some at a time and in any order: their numbers, and their folded texts, each ended by 0."""
        ...

    def text(self, number: int) -> str:
        """The folded text of an article, cut to ``MOST_COMPARED`` as those of the batches are."""
        ...


class Prefix(NamedTuple):
    """The rarest shingles of a text, as 32 bits of their hashes, without those that occur once.

    The ``first`` ones suffice to find it from a text with as many shingles or more; the ``others`` serve texts with
    fewer.
    """

    first: NDArray[np.uint32]
    others: NDArray[np.uint32]


NO_PREFIX = Prefix(np.empty(0, np.uint32), np.empty(0, np.uint32))
COMPARING = Message("comparing articles")
PASSES = 3


def originals(articles: JoinedArticles) -> list[int]:
    """The original of each article: the first one before it, itself an original, of which it is a reprint.

    An article that is no reprint is its own original. Reprints are those that ``EngineReader.reprints`` finds.
    """
    with working(COMPARING, PASSES * len(articles.sketches)) as advance:
        return _joined(articles, _prefixes(articles, _counted(articles, advance), advance), advance)


def _joined(articles: JoinedArticles, prefixes: Sequence[Prefix], advance: Callable[[int], None]) -> list[int]:
    """The original of each article, found by its prefix."""
    in_prefixes = _in_prefixes(prefixes)
    by_first: dict[int, list[int]] = defaultdict(list)  # shingle → originals that have it among their first
    by_other: dict[int, list[int]] = defaultdict(list)  # … among the others
    verify = _Verifier(articles)
    found = []
    for number, prefix in enumerate(prefixes):
        first, others = (part[in_prefixes[_counter(part)] > 1].tolist() for part in prefix)
        candidates = {one for shingle in (*first, *others) for one in by_first.get(shingle, ())}
        candidates.update(one for shingle in first for one in by_other.get(shingle, ()))
        original = verify.first(number, candidates)
        found.append(number if original is None else original)
        if original is None:
            for shingle in first:
                by_first[shingle].append(number)
            for shingle in others:
                by_other[shingle].append(number)
        advance(1)
    return found


class _Verifier:
    """Compares articles: sketches and dates first, then their texts, of which the last compared are kept."""

    def __init__(self, articles: JoinedArticles) -> None:
        self._articles = articles
        self._kept: OrderedDict[int, NDArray[np.uint64]] = OrderedDict()

    def first(self, number: int, candidates: set[int]) -> int | None:
        """The first of the candidates that an article is a reprint of, or None."""
        if not candidates:
            return None
        others = np.array(sorted(candidates))
        days = self._articles.days
        near = Days(days.first[number], days.last[number]).near(Days(days.first[others], days.last[others]))
        sketch = self._articles.sketches[number]
        alike = others[near & (shared_bits(sketch, self._articles.sketches[others]) >= SHARED_BITS)].tolist()
        return next((one for one in alike if similarity(self._set(number), self._set(one)) >= SHARED), None)

    def _set(self, number: int) -> NDArray[np.uint64]:
        if number not in self._kept:
            if len(self._kept) == MOST_KEPT:
                self._kept.popitem(last=False)
            self._kept[number] = shingle_set(self._articles.text(number))
        self._kept.move_to_end(number)
        return self._kept[number]


def _counted(articles: JoinedArticles, advance: Callable[[int], None]) -> Counts:
    """How often the shingles of the articles occur."""
    counts = np.zeros(1 << COUNTER_BITS, np.uint32)
    for numbers, _, hashes in _hashes(articles):
        np.add.at(counts, _counter(hashes), ONE)
        advance(len(numbers))
    return counts


def _in_prefixes(prefixes: Iterable[Prefix]) -> Counts:
    """How often the shingles of the prefixes occur in these."""
    counts = np.zeros(1 << COUNTER_BITS, np.uint32)
    for prefix in prefixes:
        for part in prefix:
            np.add.at(counts, _counter(part), ONE)
    return counts


def _prefixes(articles: JoinedArticles, counts: Counts, advance: Callable[[int], None]) -> list[Prefix]:
    """The prefix of each article; empty if nothing can be told by its text."""
    prefixes = [NO_PREFIX] * len(articles.sketches)
    for numbers, ends, hashes in _hashes(articles):
        for number, own in zip(numbers, np.split(hashes, ends[:-1]), strict=True):
            if articles.sketches[number].any():
                prefixes[number] = _prefix(distinct(own), counts)
        advance(len(numbers))
    return prefixes


def _prefix(own: NDArray[np.uint64], counts: Counts) -> Prefix:
    """The prefix of a text, by its shingle set."""
    size = len(own)
    if size < FEWEST_SHINGLES:
        return NO_PREFIX
    if size < TELLING_SHINGLES:  # only equal sets are reprints: one number stands for all of the shingles
        return NO_PREFIX._replace(first=np.bitwise_xor.reduce(own, keepdims=True).astype(np.uint32))
    keys = counts[_counter(own)].astype(np.uint64) << HALF | own.astype(np.uint32)
    first = size - ceil(2 * SHARED / (1 + SHARED) * size - ROUNDING) + 1
    whole = size - ceil(SHARED * size - ROUNDING) + 1
    keys.partition([first - 1, whole - 1])
    return Prefix(*(part[part >> HALF > ONE].astype(np.uint32) for part in (keys[:first], keys[first:whole])))


def _hashes(articles: JoinedArticles) -> Iterator[tuple[Sequence[int], NDArray[np.intp], NDArray[np.uint64]]]:
    """Batches of articles: their numbers, where the shingles of each end, and the shingles' hashes."""
    for numbers, codes in articles.batches():
        owners, hashes = shingles(codes)
        yield numbers, np.cumsum(np.bincount(owners, minlength=len(numbers))), hashes


def _counter(hashes: NDArray[Any]) -> NDArray[np.intp]:
    """The counter of each hash, of 64 or 32 bits."""
    first: NDArray[np.intp] = (hashes >> hashes.dtype.type(8 * hashes.itemsize - COUNTER_BITS)).astype(np.intp)
    return first
