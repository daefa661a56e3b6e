"""Lexical cohesion: blocks of one story share vocabulary, those of two stories hardly any.

The idea is that of TextTiling (Hearst, Computational Linguistics 23(1), 1997), here with pairs of neighbouring characters
instead of words, so no word segmenter is needed.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The frequency of a pair is counted in this many blocks: a page has 30 to 100, a longer text is processed in parts.
NEIGHBOURS = 256
MARGIN = 64
# Only this many characters at the beginning of a paragraph are read.
LONGEST = 400


def neighbourhood(index: int, size: int, margin: int) -> slice:
    """Return the aligned group of ``size`` blocks that contains a block, extended by ``margin`` blocks on either side.

    >>> neighbourhood(300, 256, 64) == neighbourhood(400, 256, 64)
    True
    """
    first = index // size * size
    return slice(max(0, first - margin), first + size + margin)


def pairs_of(text: str) -> set[int]:
    """Return the pairs of neighbouring characters of a text, as numbers.

    >>> len(pairs_of("新桥通车") & pairs_of("昨日新桥通行"))
    2
    """
    return set(chain(*_pairs(text)))


class PairStats:
    """The character pairs that occur more than once near a block, each weighted by 1 / its frequency.

    >>> vocabulary = PairStats(["新桥通车", "昨日，新桥通车。", "新馆开放"])
    >>> vocabulary.turn_to(0)
    >>> len(vocabulary.pairs(0, 1)), vocabulary.weight(vocabulary.pairs(0, 1))
    (3, 1.5)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._near = slice(0)
        self._weights: dict[int, float] = {}
        self._repeated: dict[int, set[int]] = {}

    def turn_to(self, index: int) -> None:
        """Count pairs in the neighbourhood of the block ``index``; to be called before ``pairs`` and ``weight``."""
        near = neighbourhood(index, NEIGHBOURS, MARGIN)
        if near == self._near:
            return
        self._near = near
        counts: Counter[int] = Counter()
        for pairs in _pairs("\n".join([text[:LONGEST] for text in self._texts[near]])):
            counts.update(pairs)
        self._weights = {pair: 1 / count for pair, count in counts.items() if count > 1}
        self._repeated = {}

    def pairs(self, first: int, after: int) -> set[int]:
        """Return the repeated pairs of the blocks from ``first`` to ``after`` (exclusive)."""
        return set().union(*map(self._pairs_of, range(first, after)))

    def weight(self, pairs: set[int]) -> float:
        """Return the total weight of repeated pairs."""
        return sum(map(self._weights.__getitem__, pairs))

    def _pairs_of(self, index: int) -> set[int]:
        if index not in self._repeated:
            self._repeated[index] = set(
                filter(self._weights.__contains__, chain(*_pairs(self._texts[index][:LONGEST])))
            )
        return self._repeated[index]


def _pairs(text: str) -> tuple[memoryview, memoryview]:
    """Return the pairs that start at even positions and those at odd ones; a pair is two UTF-16 units as one number."""
    units = text.encode("utf-16-le", "surrogatepass")
    even, odd = len(units) & ~3, (len(units) - 2) & ~3
    return memoryview(units[:even]).cast("I"), memoryview(units[2 : 2 + odd]).cast("I")
