"""Which pairs of characters the blocks of a page share: what one story is about, the next hardly says."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A pair is rare or frequent among its neighbours: a page has 30 to 100 blocks, a long text is seen in pieces.
NEIGHBOURS = 256
MARGIN = 64
# Of a long paragraph only the beginning is read.
LONGEST = 400


def neighbourhood(index: int, size: int, margin: int) -> slice:
    """Return the ``size`` blocks that one belongs to, and the ``margin`` on either side: the same for all of them.

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
    """The pairs of characters that stand more than once on a page, and how rare each is, seen from one block.

    >>> vocabulary = PairStats(["新桥通车", "昨日，新桥通车。", "新馆开放"])
    >>> vocabulary.turn_to(0)
    >>> len(vocabulary.pairs(0, 1)), vocabulary.weight(vocabulary.pairs(0, 1))
    (3, 1.5)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._near = slice(0)
        self._rarity: dict[int, float] = {}
        self._repeated: dict[int, set[int]] = {}

    def turn_to(self, index: int) -> None:
        """See the page from the block ``index``: its neighbours say what is rare."""
        near = neighbourhood(index, NEIGHBOURS, MARGIN)
        if near == self._near:
            return
        self._near = near
        counts: Counter[int] = Counter()
        for pairs in _pairs("\n".join([text[:LONGEST] for text in self._texts[near]])):
            counts.update(pairs)
        self._rarity = {pair: 1 / count for pair, count in counts.items() if count > 1}
        self._repeated = {}

    def pairs(self, first: int, after: int) -> set[int]:
        """Return the pairs of the blocks ``first`` to ``after`` that stand more than once on the page."""
        return set().union(*map(self._pairs_of, range(first, after)))

    def weight(self, pairs: set[int]) -> float:
        """Return how much pairs weigh together, rare ones more."""
        return sum(map(self._rarity.__getitem__, pairs))

    def _pairs_of(self, index: int) -> set[int]:
        if index not in self._repeated:
            self._repeated[index] = set(filter(self._rarity.__contains__, chain(*_pairs(self._texts[index][:LONGEST]))))
        return self._repeated[index]


def _pairs(text: str) -> tuple[memoryview, memoryview]:
    """Return the pairs of characters of a text, those at even places and at odd ones, as numbers: two UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    even, odd = len(units) & ~3, (len(units) - 2) & ~3
    return memoryview(units[:even]).cast("I"), memoryview(units[2 : 2 + odd]).cast("I")
