"""Sorted document numbers: which of some are in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents

# One list is searched for the numbers of another that is so many times shorter; otherwise a mask is quicker.
SHORTER = 8


def among(numbers: Documents, documents: Documents, size: int) -> NDArray[np.bool_]:
    """Whether each of some documents is in a list; both are sorted, of a segment of ``size`` documents.

    >>> among(np.array([2, 4, 9]), np.array([1, 2, 3, 9]), size=10).tolist()
    [True, False, True]
    """
    if not len(numbers) or not len(documents):
        return np.zeros(len(numbers), np.bool_)
    if SHORTER * len(numbers) <= len(documents):
        return _found(numbers, documents)[0]
    if SHORTER * len(documents) <= len(numbers):
        is_found, places = _found(documents, numbers)
        found = np.zeros(len(numbers), np.bool_)
        found[places[is_found]] = True
        return found
    mask = np.zeros(size, np.bool_)
    mask[documents] = True
    return mask[numbers]


def _found(shorter: Documents, longer: Documents) -> tuple[NDArray[np.bool_], Documents]:
    """Whether each number of the shorter list is in the longer, which is not empty, and where it is there."""
    places = longer.searchsorted(shorter)
    return longer.take(places, mode="clip") == shorter, places


class SortedDocuments:
    """Some documents of a segment of ``size`` documents, by ascending number, to be found in other lists."""

    def __init__(self, numbers: Documents, size: int) -> None:
        self.numbers = numbers
        self._size = size
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
        if len(documents) > SHORTER * len(self):
            is_found, places = _found(self.numbers, documents)
            return places[is_found], np.flatnonzero(is_found)
        if self._places is None:
            self._places = np.full(self._size, -1, np.int32)
            self._places[self.numbers] = np.arange(len(self), dtype=np.int32)
        places = self._places[documents]
        found = np.flatnonzero(places >= 0)
        return found, places[found].astype(np.intp)
