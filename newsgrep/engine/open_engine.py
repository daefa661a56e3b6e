"""Which engine an index belongs to: the one place that names an engine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.storage.atomic_files import INDEX_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import Engine, EngineReader


def open_engine(place: IndexPlace) -> Engine:
    """The engine of an index that exists, in a folder or in a cluster.

    Raises:
        NoIndexError: there is none.
        IndexDamagedError, IndexOutdatedError: its table of contents cannot be read.
        ClusterError: its cluster is not reached, or it refuses.

    """
    if not isinstance(place, Path):
        from newsgrep.engine.opensearch import OpenSearchEngine

        return OpenSearchEngine(place)
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(place)


def open_reader(*places: IndexPlace) -> EngineReader:
    """What reads an index, or several as if all their articles were in one; raises as ``open_engine`` does.

    The paths of one index are relative to its corpus folder, those of several are absolute.

    Raises:
        UsageError: one of several is in a cluster.

    """
    places = distinct(places)
    if len(places) == 1:
        return open_engine(*places)
    from newsgrep.engine.whoosh.joint_reader import JointReader

    folders = []
    for place in places:
        if not isinstance(place, Path):
            raise UsageError(
                "an index in a cluster cannot be searched together with others",
                about=place,
                hint="search it by itself",
            )
        folders.append(place)
    return JointReader(tuple(folders))


def distinct(places: Iterable[IndexPlace]) -> tuple[IndexPlace, ...]:
    """The places in their order, without those named before, be it by a link."""
    found: dict[str, IndexPlace] = {}
    for place in places:
        found.setdefault(_real(place), place)
    return tuple(found.values())


def _real(place: IndexPlace) -> str:
    """The path of a folder without links; as it is given if the current folder was deleted."""
    if not isinstance(place, Path):
        return str(place)
    try:
        return os.path.realpath(place)
    except OSError:
        return str(place)


def is_index(place: IndexPlace) -> bool:
    """Whether a folder looks like an index, whole or damaged, by the names of its files; an address always does."""
    if not isinstance(place, Path):
        return True
    try:
        names = [path.name for path in place.iterdir()]
    except OSError:
        return False
    return INDEX_MARK in names or any(name.startswith("_MAIN_") and name.endswith(".toc") for name in names)


def create_engine(place: IndexPlace, jobs: int = 1) -> Engine:
    """The engine of an index that need not exist, or may be damaged; ``jobs`` processes build large updates."""
    if not isinstance(place, Path):
        from newsgrep.engine.opensearch import OpenSearchEngine

        return OpenSearchEngine(place, create=True)
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(place, create=True, jobs=jobs)
