"""An engine and its segmenter for several threads: one call at a time.

What they read from files is kept in caches that one thread at a time may use. Calls are short, and most of what they do
holds Python's own lock anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader


class Locked:
    """Anything whose methods are called under a lock; what they would yield is collected under it, too."""

    def __init__(self, inner: object, lock: RLock) -> None:
        self._inner = inner
        self._lock = lock

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            found = getattr(self._inner, name)
        return self._guarded(found) if callable(found) else found

    def _guarded(self, method: Any) -> Any:
        def call(*values: Any, **named: Any) -> Any:
            with self._lock:
                found = method(*values, **named)
                return iter(list(found)) if isinstance(found, Iterator) else found

        return call


def for_threads(engine: EngineReader) -> tuple[EngineReader, Segmenter]:
    """An engine and its segmenter that several threads may use.

    Raises:
        NoIndexError: nothing was ever indexed.

    """
    lock = RLock()
    locked = cast("EngineReader", Locked(engine, lock))
    return locked, cast("Segmenter", Locked(engine.segmenter(), lock))
