"""Which engine an index belongs to: the one place that names an engine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsgrep.storage.atomic_files import INDEX_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsgrep.engine.base import Engine, EngineReader


def open_engine(folder: Path) -> Engine:
    """The engine of an index that exists.

    Raises:
        NoIndexError: there is none.
        IndexDamagedError, IndexOutdatedError: its table of contents cannot be read.

    """
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(folder)


def open_reader(*folders: Path) -> EngineReader:
    """What reads an index, or several as if all their articles were in one; raises as ``open_engine`` does.

    The paths of one index are relative to its corpus folder, those of several are absolute.
    """
    folders = distinct(folders)
    if len(folders) == 1:
        return open_engine(*folders)
    from newsgrep.engine.whoosh.joint_reader import JointReader

    return JointReader(folders)


def distinct(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The folders in their order, without those named before, be it by a link."""
    found: dict[str, Path] = {}
    for folder in folders:
        found.setdefault(_real(folder), folder)
    return tuple(found.values())


def _real(folder: Path) -> str:
    """The path of a folder without links; as it is given if the current folder was deleted."""
    try:
        return os.path.realpath(folder)
    except OSError:
        return str(folder)


def is_index(folder: Path) -> bool:
    """Whether a folder looks like an index, whole or damaged, by the names of its files."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return False
    return INDEX_MARK in names or any(name.startswith("_MAIN_") and name.endswith(".toc") for name in names)


def create_engine(folder: Path, jobs: int = 1) -> Engine:
    """The engine of an index that need not exist, or may be damaged; ``jobs`` processes build large updates."""
    from newsgrep.engine.whoosh import WhooshEngine

    return WhooshEngine(folder, create=True, jobs=jobs)
