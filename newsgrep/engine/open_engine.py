"""Which engine an index belongs to: the one place that names an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engine.base import Engine


def open_engine(folder: Path) -> Engine:
    """The engine of an index that exists.

    Raises:
        NoIndexError: there is none.
        IndexDamagedError, IndexOutdatedError: its table of contents cannot be read.

    """
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(folder)


def create_engine(folder: Path, jobs: int = 1) -> Engine:
    """The engine of an index that need not exist, or may be damaged; ``jobs`` processes build large updates."""
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(folder, create=True, jobs=jobs)
