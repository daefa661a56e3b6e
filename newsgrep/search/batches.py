"""What is read of many hits, in batches: lazily, in order, by several processes if they are many."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from newsgrep.message import Message
from newsgrep.processes import map_in_order
from newsgrep.progress import working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Result = TypeVar("Result")

Item = TypeVar("Item")

READING = Message("reading articles")
# Articles in memory at a time. The first batch is small, so that the first line comes at once.
FIRST_BATCH, IN_BATCH = 20, 200


class Batches(Generic[Item]):
    """What ``read`` makes of the hits at some places, of ``size`` hits; ``jobs`` processes help with ``each``."""

    def __init__(self, size: int, read: Callable[[range], Iterable[Item]], jobs: int = 1) -> None:
        self._size = size
        self._read = read
        self._jobs = jobs
        self.is_any = False

    def __iter__(self) -> Iterator[Item]:
        """All items, in order, read by this process."""
        return chain.from_iterable(self._of_batches(_all, jobs=1))

    def each(self, function: Callable[[Item], Result]) -> Iterator[Result]:
        """Apply a function to each item, where the item is read."""
        return chain.from_iterable(self._of_batches(partial(_each, function), self._jobs))

    def of_batches(self, function: Callable[[list[Item]], Result]) -> Iterator[Result]:
        """Apply a function to the items of each batch, where they are read."""
        return self._of_batches(function, self._jobs)

    def _of_batches(self, function: Callable[[list[Item]], Result], jobs: int) -> Iterator[Result]:
        size = self._size
        batches = [range(min(FIRST_BATCH, size))]
        batches += [range(at, min(at + IN_BATCH, size)) for at in range(FIRST_BATCH, size, IN_BATCH)]
        with working(READING, size) as advance:
            results = map_in_order(partial(self._of_batch, function), batches, jobs)
            for batch, (is_any, result) in zip(batches, results, strict=True):
                self.is_any |= is_any
                yield result
                advance(len(batch))

    def _of_batch(self, function: Callable[[list[Item]], Result], batch: range) -> tuple[bool, Result]:
        items = list(self._read(batch))
        return bool(items), function(items)


def each(items: Iterable[Item], function: Callable[[Item], Result]) -> Iterator[Result]:
    """Apply a function to items: where they are read, if they are ``Batches``."""
    return items.each(function) if isinstance(items, Batches) else map(function, items)


def _all(items: list[Item]) -> list[Item]:
    return items


def _each(function: Callable[[Item], Result], items: list[Item]) -> list[Result]:
    return list(map(function, items))
