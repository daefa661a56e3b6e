"""Sets of documents of a segment: posting lists, as sorted numbers or a bitmap, and which of some documents are in one.

A bitmap is not unpacked: one of a million documents takes longer to unpack than to look few of them up in it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.minhash import bit_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents

    Mask = NDArray[np.bool_]

# Looking up a number in a sorted list takes as long as marking so many in a mask, or clearing so many times 64.
SEARCHED = 24
# One list is searched for the numbers of another that is so many times shorter; otherwise a table is quicker.
SHORTER = 8
# A mask of so many documents is searched by eight at a time, if fewer than one in eight are in it.
LARGE, EIGHT = 1 << 18, 8
# Once so many numbers have been looked up in a list as one in so many of all documents, a table of all is worth it.
WORTH_TABLE = 64


class NumberList:
    """A posting list as document numbers, ascending."""

    def __init__(self, documents: Documents, size: int) -> None:
        self.documents = documents
        self._size = size

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def size_in_bytes(self) -> int:
        """The memory that it takes."""
        return self.documents.nbytes

    def mark(self, mask: Mask) -> None:
        """Set a mask, shape (documents of the segment,), for the documents of the list."""
        mask[self.documents] = True

    def holding(self, numbers: Documents) -> Mask:
        """Whether each of some documents, ascending, is in the list: shape (numbers,).

        >>> NumberList(np.array([1, 2, 3, 9]), size=10).holding(np.array([2, 4, 9])).tolist()
        [True, False, True]
        """
        documents = self.documents
        if not len(numbers) or not len(documents):
            return np.zeros(len(numbers), np.bool_)
        cleared = self._size // 64
        if SEARCHED * len(numbers) <= len(documents) + cleared:
            return _found(numbers, documents)[0]
        if SEARCHED * len(documents) <= len(numbers) + cleared:
            is_found, places = _found(documents, numbers)
            found = np.zeros(len(numbers), np.bool_)
            found[places[is_found]] = True
            return found
        mask = np.zeros(self._size, np.bool_)
        mask[documents] = True
        return mask[numbers]

    def find(self, among: SortedDocuments) -> tuple[Documents, Documents]:
        """Where in the list some documents are, and which of them each is."""
        return among.find(self.documents)


class Bitmap:
    """A posting list as a bit for each document of the segment."""

    def __init__(self, packed: NDArray[np.uint8], size: int) -> None:
        self._packed = packed
        self._size = size

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return int(bit_counts().take(self._words()).sum())

    @property
    def documents(self) -> Documents:
        """Their numbers, ascending, shape (postings,)."""
        return numbers_in(self._mask())

    @property
    def size_in_bytes(self) -> int:
        """The memory that it takes."""
        return self._packed.nbytes

    def mark(self, mask: Mask) -> None:
        """Set a mask, shape (documents of the segment,), for the documents of the list."""
        mask |= self._mask()

    def holding(self, numbers: Documents) -> Mask:
        """Whether each of some documents is in the list: shape (numbers,).

        >>> Bitmap(np.array([0b1110, 0b10], np.uint8), size=10).holding(np.array([2, 4, 9])).tolist()
        [True, False, True]
        """
        bits = self._packed.take(numbers >> 3) >> (numbers & 7).astype(np.uint8)
        found: Mask = (bits & 1).view(np.bool_)
        return found

    def find(self, among: SortedDocuments) -> tuple[Documents, Documents]:
        """Where in the list some documents are, and which of them each is.

        >>> bitmap = Bitmap(np.array([0b1110, 0b10], np.uint8), size=10)
        >>> [places.tolist() for places in bitmap.find(SortedDocuments(np.array([2, 4, 9]), 10))]
        [[1, 3], [0, 2]]
        """
        which = np.flatnonzero(self.holding(among.numbers))
        numbers = among.numbers[which]
        words = self._words()
        ends = np.cumsum(bit_counts().take(words), dtype=np.intp)
        own = words.take(numbers >> 4)
        upto = own & ((2 << (numbers & 15)) - 1).astype(np.uint16)
        places = ends.take(numbers >> 4) - bit_counts().take(own) + bit_counts().take(upto) - 1
        return places, which

    def _mask(self) -> Mask:
        return np.unpackbits(self._packed, count=self._size, bitorder="little").view(np.bool_)

    def _words(self) -> NDArray[np.uint16]:
        """The bits by sixteen."""
        if len(self._packed) % 2 == 0:
            return self._packed.view("<u2")
        return np.append(self._packed, np.uint8(0)).view("<u2")


def numbers_in(mask: Mask) -> Documents:
    """The numbers of the documents in a mask, ascending, shape (documents in the mask,).

    >>> numbers_in(np.array([False, True, True])).tolist()
    [1, 2]
    """
    if len(mask) < LARGE or EIGHT * np.count_nonzero(mask) >= len(mask):
        return np.flatnonzero(mask)
    whole = len(mask) // EIGHT * EIGHT
    eights = np.flatnonzero(mask[:whole].view(np.uint64) != 0)
    places = np.flatnonzero(mask[:whole].reshape(-1, EIGHT).take(eights, axis=0))
    numbers = eights.take(places // EIGHT) * EIGHT + places % EIGHT
    return np.append(numbers, whole + np.flatnonzero(mask[whole:]))


def count_equal(lists: Sequence[Documents]) -> tuple[Documents, Documents]:
    """The numbers that are in any of some lists, ascending, and in how many each is.

    >>> [each.tolist() for each in count_equal([np.array([2, 9]), np.array([1, 2])])]
    [[1, 2, 9], [1, 2, 1]]
    """
    if len(lists) == 1:
        return lists[0], np.ones(len(lists[0]), np.intp)
    numbers = np.sort(np.concatenate([np.empty(0, np.intp), *lists]), kind="stable")
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[starts], np.diff(starts, append=len(numbers))


def _found(shorter: Documents, longer: Documents) -> tuple[Mask, Documents]:
    """Whether each number of the shorter list is in the longer, which is not empty, and where it is there."""
    places = longer.searchsorted(shorter)
    return longer.take(places, mode="clip") == shorter, places


class SortedDocuments:
    """Some documents of a segment of ``size`` documents, by ascending number, to be found in other lists."""

    def __init__(self, numbers: Documents, size: int) -> None:
        self.numbers = numbers
        self._size = size
        self._looked_up = 0
        self._places: NDArray[Any] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def size_in_bytes(self) -> int:
        """The memory that it takes at most, besides the numbers."""
        return np.int32(0).itemsize * self._size if len(self) else 0

    def find(self, documents: Documents) -> tuple[Documents, Documents]:
        """Where in a sorted list these documents are, and which of them each is.

        >>> [places.tolist() for places in SortedDocuments(np.array([2, 4, 9]), 10).find(np.array([1, 2, 3, 9]))]
        [[1, 3], [0, 2]]
        """
        if not len(self) or not len(documents):
            return np.empty(0, np.intp), np.empty(0, np.intp)
        if len(documents) == len(self) and np.array_equal(documents, self.numbers):
            every = np.arange(len(self))
            return every, every
        if len(documents) > SHORTER * len(self):
            is_found, places = _found(self.numbers, documents)
            return places[is_found], np.flatnonzero(is_found)
        self._looked_up += len(documents)
        if self._places is None and WORTH_TABLE * self._looked_up < self._size:
            is_found, places = _found(documents, self.numbers)
            return np.flatnonzero(is_found), places[is_found]
        if self._places is None:
            self._places = np.full(self._size, -1, np.int32)
            self._places[self.numbers] = np.arange(len(self), dtype=np.int32)
        places = self._places[documents]
        found = np.flatnonzero(places >= 0)
        return found, places[found].astype(np.intp)
