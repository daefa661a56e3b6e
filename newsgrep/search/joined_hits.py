"""Reranked hits, followed by the others, which an engine makes only when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, overload

from newsgrep.engine.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator


class JoinedHits(Sequence[Hit]):
    """The hits of two sequences as one; those of the second are left as they are.

    >>> hits = JoinedHits([Hit("a", "1", 1.0)], (Hit("b", "2", 0.5), Hit("c", "3", 0.2)))
    >>> [hit.key for hit in hits], [hit.key for hit in hits[:2]], [hit.key for hit in hits[1:]], hits[-1].key
    (['1', '2', '3'], ['1', '2'], ['2', '3'], '3')
    """

    def __init__(self, first: Sequence[Hit], others: Sequence[Hit]) -> None:
        self._first = first
        self._others = others

    def __len__(self) -> int:
        return len(self._first) + len(self._others)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | Sequence[Hit]:
        end = len(self._first)
        if isinstance(index, int):
            place = range(len(self))[index]
            return self._first[place] if place < end else self._others[place - end]
        start, stop, step = index.indices(len(self))
        if step != 1:
            return list(self)[index]
        first, others = self._first[start:stop], self._others[max(0, start - end) : max(0, stop - end)]
        return JoinedHits(first, others) if len(others) else first

    def __iter__(self) -> Iterator[Hit]:
        return chain(self._first, self._others)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list
