"""Work in several processes, in order and in bounded memory: copies of this process each do a share of the items."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from newsgrep.progress import unheard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    Item = TypeVar("Item")
    Result = TypeVar("Result")

MOST_JOBS = 2
# A result is preceded by its size.
SIZE_BYTES = 8


def default_jobs() -> int:
    """How many processes work on what takes long."""
    return min(MOST_JOBS, os.cpu_count() or 1)


def map_in_order(function: Callable[[Item], Result], items: Sequence[Item], jobs: int = 1) -> Iterator[Result]:
    """Apply a function to all items: lazily, in order, in up to ``jobs`` processes beside this one.

    The first result is made here, so that it comes at once. The others are made by forked processes, which see all that
    this one has in memory; results are pickled. A process is no more than a result ahead. What it could not do, for
    whatever reason, is done here, so that errors are the same. Where processes are not forked, all of it is.

    >>> list(map_in_order(abs, [-1, 2, -3], jobs=2))
    [1, 2, 3]
    """
    if not items:
        return
    yield function(items[0])
    rest = items[1:]
    jobs = min(jobs, len(rest))
    if jobs < 2 or not _may_fork():  # noqa: PLR2004 (another process besides this one has to pay)
        yield from map(function, rest)
        return
    workers: list[_Worker] = []
    try:
        for number in range(jobs):
            workers.append(_forked(function, rest[number::jobs], workers))
        for number, item in enumerate(rest):
            is_done, result = _received(workers[number % jobs].results)
            yield result if is_done else function(item)
    finally:
        for worker in workers:
            worker.stop()


class _Worker(NamedTuple):
    """A process, and what it writes."""

    process: int
    results: BinaryIO

    def stop(self) -> None:
        """End the process."""
        import signal

        self.results.close()
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _may_fork() -> bool:
    """Whether processes are forked here; elsewhere system libraries do not bear it."""
    return sys.platform == "linux"


def _forked(function: Callable[[Any], Any], items: Sequence[Any], earlier: Sequence[_Worker]) -> _Worker:
    """A process that applies a function to some items."""
    import gc
    import pickle
    import signal
    import warnings

    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Threads are not copied. Ours draw the progress, of which a copy of this process says nothing.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        os.close(writing)
        return _Worker(process, open(reading, "rb"))  # noqa: PTH123 (no path)
    try:
        gc.freeze()  # what is shared would be copied, were it looked at
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C, the parent stops its workers
        for descriptor in (reading, *(worker.results.fileno() for worker in earlier)):
            os.close(descriptor)
        with unheard(), open(writing, "wb") as results:  # noqa: PTH123 (no path)
            for item in items:
                packed = pickle.dumps(function(item), pickle.HIGHEST_PROTOCOL)
                results.write(len(packed).to_bytes(SIZE_BYTES, "little") + packed)
                results.flush()
    finally:
        os._exit(0)


def _received(results: BinaryIO) -> tuple[bool, Any]:
    """Whether the next result of a process has come, and the result."""
    import pickle

    size = int.from_bytes(results.read(SIZE_BYTES), "little")
    packed = results.read(size) if size else b""
    if not packed or len(packed) < size:
        return False, None
    return True, pickle.loads(packed)  # noqa: S301 (written by our own process)
