"""The hits of a search as arrays: of a million, a page is shown at a time, and none is made before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from newsgrep.engine.base import Hit, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.engine.segments.segment_file import Documents

    Numbers = NDArray[np.float64]

# Hits made at a time where all are.
AT_ONCE = 1000


class RankedDocuments(NamedTuple):
    """Documents of some segments in an order, shape (documents,) each.

    They are sorted by ``groups``, then by ``keys``, ascending. ``segments`` are the indices of their segments,
    ``numbers`` their document numbers there, ``recency`` the decay factors that ``scores`` include.
    """

    groups: NDArray[np.bool_]
    keys: Numbers
    literal: NDArray[np.bool_]
    segments: Documents
    numbers: Documents
    scores: Numbers
    recency: Numbers

    def at(self, places: slice | Documents) -> RankedDocuments:
        """Those at some places."""
        found: list[Any] = [column[places] for column in self]
        return RankedDocuments(*found)


def merged(searcher: Searcher, ranked: Sequence[RankedDocuments], end: int | None) -> RankedDocuments:
    """The first ``end`` documents (None: all) of several segments, each in order; ties by place, by path and key."""
    if len(ranked) == 1:
        return ranked[0].at(slice(end))
    both = RankedDocuments(*map(np.concatenate, zip(*ranked, strict=True)))
    both = both.at(np.lexsort((both.keys, both.groups)))  # stable: those of a segment stay in order
    is_new = np.ones(len(both.keys), np.bool_)
    is_new[1:] = (both.keys[1:] != both.keys[:-1]) | (both.groups[1:] != both.groups[:-1])
    starts = np.flatnonzero(is_new)
    if end is not None:
        starts = starts[starts < end]
    ends = np.append(np.flatnonzero(is_new), len(both.keys))[1 : len(starts) + 1]
    order = np.arange(len(both.keys))
    for start, stop in zip(starts.tolist(), ends.tolist(), strict=True):
        if both.segments[start] != both.segments[stop - 1]:  # they are in the order of their segments
            tied = both.at(slice(start, stop))
            names = searcher.names(list(zip(tied.segments.tolist(), tied.numbers.tolist(), strict=True)))
            order[start:stop] = sorted(range(start, stop), key=lambda place: place_of(*names[place - start]))
    return both.at(order[:end])


class HitList(Sequence[Hit]):
    """The hits of some documents."""

    def __init__(self, searcher: Searcher, documents: RankedDocuments) -> None:
        self._searcher = searcher
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents.numbers)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> HitList: ...
    def __getitem__(self, index: int | slice) -> Hit | HitList:
        if isinstance(index, slice):
            return HitList(self._searcher, self._documents.at(index))
        index = range(len(self))[index]
        return next(iter(self[index : index + 1]))

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, len(self), AT_ONCE):
            yield from self._made(self._documents.at(slice(start, start + AT_ONCE)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def _made(self, documents: RankedDocuments) -> list[Hit]:
        places = list(zip(documents.segments.tolist(), documents.numbers.tolist(), strict=True))
        facts = zip(documents.scores.tolist(), documents.literal.tolist(), documents.recency.tolist(), strict=True)
        hits = [
            Hit(path, key, score, is_literal, recency=recency)
            for (path, key), (score, is_literal, recency) in zip(self._searcher.names(places), facts, strict=True)
        ]
        self._searcher.remember(zip((hit.id for hit in hits), places, strict=True))
        return hits
