"""Which source files a corpus folder holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


class SourceFile(NamedTuple):
    """A file of the corpus: ``path`` is its name inside the root, ``size`` is in bytes, ``mtime`` in nanoseconds."""

    path: str
    location: Path
    size: int
    mtime: int


def scan(
    root: Path, *, within: Collection[Path] = (), leave_out: Collection[Path] = ()
) -> Iterator[SourceFile | Problem]:
    """The regular files below ``root`` (or only below the paths ``within`` it), in the order of their paths.

    Hidden files and folders (version control's among them), ``leave_out`` and links that lead out of the root are not
    part of a corpus. A folder that cannot be read is a problem: what it holds is unknown.
    """
    root = root.resolve()
    left_out = {os.path.realpath(path) for path in leave_out}
    for start in _outermost(within or (root,)):
        for found in _walk(start, root, left_out):
            source = found if isinstance(found, Problem) else _source_file(found, root)
            if source:
                yield source


def _outermost(paths: Collection[Path]) -> list[Path]:
    """Paths in their order, those inside another left out."""
    resolved = sorted({path.resolve() for path in paths})
    return [path for path in resolved if not any(other in path.parents for other in resolved)]


def _walk(start: Path, root: Path, left_out: Collection[str]) -> Iterator[Path | Problem]:
    """Files below a path, depth first and sorted; folders that are links are not entered, so there are no loops."""
    if not start.is_dir():
        yield from [start] if start.exists() else []
        return
    try:
        entries = sorted(start.iterdir())
    except OSError as error:
        yield Problem(_name(start.relative_to(root)), None, f"cannot be read: {error.strerror}", lost=True)
        return
    for entry in entries:
        if entry.name.startswith(".") or os.path.realpath(entry) in left_out:
            continue
        if not entry.is_symlink() and entry.is_dir():
            yield from _walk(entry, root, left_out)
        elif os.path.isfile(entry):  # noqa: PTH113 (a link to itself is no file; Path.is_file may raise)
            yield entry


def _source_file(location: Path, root: Path) -> SourceFile | None:
    """The file as a member of the corpus, or None where it has gone, or is a link out of the root."""
    try:
        status = location.stat()
    except FileNotFoundError:
        return None
    if not location.resolve().is_relative_to(root):
        return None
    return SourceFile(_name(location.relative_to(root)), location, status.st_size, status.st_mtime_ns)


def _name(relative: Path) -> str:
    r"""A path as text that is valid everywhere: bytes that are not UTF-8 are shown as ``\xNN``."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
