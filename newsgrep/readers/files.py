"""The source files of a corpus folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message, reason
from newsgrep.readers.problems import Problem
from newsgrep.storage.atomic_files import INDEX_MARK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


class SourceFile(NamedTuple):
    """A file of the corpus: ``path`` is relative to the root, ``size`` is in bytes, ``mtime`` in nanoseconds."""

    path: str
    location: Path
    size: int
    mtime: int


def scan(
    root: Path, *, within: Collection[Path] = (), leave_out: Collection[Path] = ()
) -> Iterator[SourceFile | Problem]:
    """The regular files below ``root`` (or only below the paths ``within`` it), in the order of their paths.

    Hidden files and folders (such as those of version control), folders of indexes, ``leave_out``, and links out of the
    root are not part of a corpus. A folder that cannot be read is a problem: its contents are unknown.
    """
    root = root.resolve()
    left_out = {os.path.realpath(path) for path in leave_out}
    for start in _outermost(within or (root,)):
        inside = _walk(str(start), str(root), left_out) if start.is_dir() else [str(start)] if start.exists() else []
        for found in inside:
            source = found if isinstance(found, Problem) else _source_file(found, root)
            if source:
                yield source


def _outermost(paths: Collection[Path]) -> list[Path]:
    """The paths, sorted, without those inside another."""
    resolved = sorted({path.resolve() for path in paths})
    return [path for path in resolved if not any(other in path.parents for other in resolved)]


def _walk(folder: str, root: str, left_out: Collection[str]) -> Iterator[str | Problem]:
    """Files below a folder, depth first and sorted; skips linked folders, which may loop, and folders of indexes."""
    waiting: list[os.DirEntry[str] | str] = [folder]
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, str) and not entry.is_dir(follow_symlinks=False):
            yield entry.path
            continue
        path = entry if isinstance(entry, str) else entry.path
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda child: child.name, reverse=True)
        except OSError as error:
            yield Problem(
                _name(os.path.relpath(path, root)), None, Message("cannot be read: {}", reason(error)), lost=True
            )
        else:
            if entry is folder or not _is_index(found):
                waiting += (child for child in found if _is_of_corpus(child, root, left_out))


def _is_index(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Whether a folder is that of an index: it contains a manifest and a table of contents."""
    names = [entry.name for entry in entries]
    return INDEX_MARK in names and any(name.startswith("_MAIN_") and name.endswith(".toc") for name in names)


def _is_of_corpus(entry: os.DirEntry[str], root: str, left_out: Collection[str]) -> bool:
    """Whether an entry is a folder to enter or a file to read."""
    is_link = entry.is_symlink()
    place = os.path.realpath(entry.path) if is_link else entry.path
    if entry.name.startswith(".") or place in left_out:
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    return _leads_inside(place, root) if is_link else entry.is_file()


def _leads_inside(place: str, root: str) -> bool:
    """Whether the target of a link is a file below the root (a link to itself has none)."""
    return os.path.isfile(place) and Path(place).is_relative_to(root)  # noqa: PTH113 (Path.is_file may raise)


def _source_file(location: str, root: Path) -> SourceFile | Problem | None:
    """The file as one of the corpus, or None if it was deleted meanwhile."""
    path = _name(location[len(str(root)) :].lstrip("/"))
    try:
        status = os.stat(location)  # noqa: PTH116 (there may be very many)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(path, None, Message("cannot be read: {}", reason(error)), lost=True)
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, None, Message("not a regular file"), lost=True)
    return SourceFile(path, Path(location), status.st_size, status.st_mtime_ns)


def _name(relative: str) -> str:
    r"""A path as valid Unicode: bytes that are not UTF-8 become ``\xNN``."""
    return os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "backslashreplace")
