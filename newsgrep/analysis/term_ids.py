"""Words → term ids, of many words at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.text.fold import to_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# Words looked up at a time; of fewer than FEW, each is looked up by itself.
AT_ONCE, FEW = 1 << 17, 1 << 10
# Stands between words and in none of them: neither in Han nor in other words, nor is it the end of a text.
BETWEEN = "\1"
# A word of so many characters, of so many bits each, is packed into an integer; no word is like NO_WORD or LONG.
PACKED, CHARACTER_BITS = 3, 21
NO_WORD, LONG = np.iinfo(np.uint64).max, np.iinfo(np.uint64).max - 1
# With a quarter of a million slots, nine in ten words are found; the table is then of the size of a processor's cache.
SLOT_BITS = 18
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class TermIds(dict[str, int]):
    """Word → term id; a new word gets the next id.

    A word is hashed, and looked up all over a large table; most words of a text are short and have just been seen. So
    these are packed into integers, and looked up together among as many as have a slot, the last word of each hash.
    """

    _recent: _Recent | None = None

    def __missing__(self, word: str) -> int:
        """Add a word."""
        number = self[word] = len(self)
        return number

    def numbers(self, words: Iterable[str]) -> NDArray[np.uint32]:
        """The ids of words, shape (words,); new ones are added in their order."""
        left = iter(words)
        found = [np.empty(0, np.uint32)]
        while some := list(islice(left, AT_ONCE)):
            found.append(self._each(some) if len(some) < FEW else self._together(some))
        return np.concatenate(found)

    def _each(self, words: list[str]) -> NDArray[np.uint32]:
        return np.fromiter(map(self.__getitem__, words), np.uint32, len(words))

    def _together(self, words: list[str]) -> NDArray[np.uint32]:
        if self._recent is None:
            size = 1 << SLOT_BITS
            self._recent = _Recent(np.full(size, NO_WORD, np.uint64), np.zeros(size, np.uint32))
        packed = _packed(words)
        slots = ((packed * HASH_FACTOR) >> np.uint64(64 - SLOT_BITS)).astype(np.intp)
        ids: NDArray[np.uint32] = self._recent.ids.take(slots)
        missing = np.flatnonzero(self._recent.words.take(slots) != packed)
        ids[missing] = self._each([words[place] for place in missing.tolist()])
        short = missing[packed[missing] != LONG]
        changed, places = np.unique(slots[short], return_index=True)
        self._recent.words[changed] = packed[short[places]]
        self._recent.ids[changed] = ids[short[places]]
        return ids


class _Recent(NamedTuple):
    """The word in each slot, packed, and its id: both shape (slots,)."""

    words: NDArray[np.uint64]
    ids: NDArray[np.uint32]


def _packed(words: list[str]) -> NDArray[np.uint64]:
    """Words as integers, shape (words,); those that are too long for it are ``LONG``."""
    codes = to_codes(BETWEEN.join([*words, "\0" * PACKED]))
    ends = np.flatnonzero(codes == ord(BETWEEN))
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts
    packed: NDArray[np.uint64] = codes.take(starts).astype(np.uint64)
    for place in range(1, PACKED):
        packed <<= np.uint64(CHARACTER_BITS)
        packed |= np.where(lengths > place, codes.take(starts + place), np.uint32(0))
    packed[lengths > PACKED] = LONG
    return packed
