"""Which source files a corpus folder holds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus: ``path`` is its name inside the root, ``size`` is in bytes, ``mtime`` in nanoseconds."""

    path: str
    location: Path
    size: int
    mtime: int


def scan(root: Path, *, within: Collection[Path] = (), leave_out: Collection[Path] = ()) -> Iterator[SourceFile]:
    """The regular files below ``root`` (or only below the paths ``within`` it), in the order of their paths.

    Hidden files and folders (version control's among them), ``leave_out`` and links that lead out of the root are not
    part of a corpus.
    """
    root = root.resolve()
    left_out = {path.resolve() for path in leave_out}
    for start in sorted(within or (root,)):
        if not start.exists():
            raise UsageError(f"{start}: there is no such file or folder", hint="give a path inside the corpus")
        for location in _walk(start.resolve(), left_out):
            if source := _source_file(location, root):
                yield source


def _walk(start: Path, left_out: Collection[Path]) -> Iterator[Path]:
    """Files below a path, depth first and sorted; folders that are links are not entered, so there are no loops."""
    if not start.is_dir():
        yield start
        return
    for entry in sorted(start.iterdir()):
        if entry.name.startswith(".") or entry.resolve() in left_out:
            continue
        if not entry.is_dir():
            yield entry
        elif not entry.is_symlink() and os.access(entry, os.R_OK | os.X_OK):
            yield from _walk(entry, left_out)


def _source_file(location: Path, root: Path) -> SourceFile | None:
    """The file as a member of the corpus, or None where it is a pipe, a device or a link out of the root."""
    if not location.is_file() or not location.resolve().is_relative_to(root):
        return None
    status = location.stat()
    return SourceFile(_name(location.relative_to(root)), location, status.st_size, status.st_mtime_ns)


def _name(relative: Path) -> str:
    r"""A path as text that is valid everywhere: bytes that are not UTF-8 are shown as ``\xNN``."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
