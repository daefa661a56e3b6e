"""The source files of a corpus folder."""

from __future__ import annotations

import os
import re
import stat
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.message import Message, reason
from newsgrep.readers.ignore_rules import IgnoreRules
from newsgrep.readers.problems import Problem
from newsgrep.readers.streams import open_source
from newsgrep.storage.atomic_files import INDEX_MARK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# Bytes that are read at once.
PIECE = 1 << 20
# How the names of the files of an index begin.
OF_INDEX = re.compile(rf"_?MAIN_|LOCK|lexicon-|{re.escape(INDEX_MARK)}")
OTHERS_IN_INDEX = Message("is the folder of an index; its other files are not read")
MOVE = Message("move them to another folder")
# Suffixes of databases of SQLite.
DATABASES = (".db", ".sqlite", ".sqlite3", ".db3", ".s3db", ".sqlitedb")
# What SQLite writes beside a database has this after its name.
BESIDE = "-wal"


class SourceFile(NamedTuple):
    """A file of the corpus: ``path`` is relative to the root, ``size`` in bytes, the times in nanoseconds."""

    path: str
    place: str | Path  # of very many files only a few are read
    size: int
    mtime: int
    ctime: int = 0
    inode: int = 0

    @property
    def location(self) -> Path:
        """Where it is."""
        return Path(self.place)


class Scope(NamedTuple):
    """What a walk of the corpus goes by: ``parts`` are the files and folders that make it up, all paths are real."""

    root: str
    parts: tuple[str, ...]
    left_out: Collection[str]
    rules: IgnoreRules


def scan(
    root: Path,
    *,
    parts: Collection[Path] = (),
    within: Collection[Path] = (),
    leave_out: Collection[Path] = (),
    rules: IgnoreRules | None = None,
) -> Iterator[SourceFile | Problem]:
    """The regular files below ``root`` (or those of its ``parts``, or ``within`` them), in the order of their paths.

    Hidden files and folders (such as those of version control), folders of indexes, ``leave_out``, links out of the
    corpus and what the ``rules`` leave out are not part of it. A folder that cannot be read is a problem: its contents
    are unknown.
    """
    root = root.resolve()
    whole = outermost(parts or (root,))
    left_out = {os.path.realpath(path) for path in leave_out}
    scope = Scope(str(root), tuple(map(str, whole)), left_out, rules or IgnoreRules(root))
    for start in outermost(within) if within else whole:
        for part in whole:
            if start.is_relative_to(part) or part.is_relative_to(start):
                yield from _files(max(part, start), part, scope)


def outermost(paths: Collection[Path]) -> list[Path]:
    """The paths, resolved and sorted, without those inside another."""
    resolved = sorted({path.resolve() for path in paths})
    return [path for path in resolved if not any(other in path.parents for other in resolved)]


def _files(start: Path, part: Path, scope: Scope) -> Iterator[SourceFile | Problem]:
    """The files of a part of the corpus, or only those below ``start`` in it."""
    above = [path for path in reversed(start.parents) if path.is_relative_to(scope.root)]
    for folder, inside in pairwise([*above, start]):
        if folder.is_relative_to(part):
            yield from scope.rules.enter(str(folder))
        if scope.rules.leaves_out(str(inside), is_folder=inside.is_dir()):
            return
    for found in _walk(str(start), scope) if start.is_dir() else [str(start)] if os.path.lexists(start) else []:
        source = found if isinstance(found, Problem) else _source_file(found, scope.root)
        if source:
            yield source


def _walk(folder: str, scope: Scope) -> Iterator[str | Problem]:
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
            shown = name_of(os.path.relpath(path, scope.root))
            yield Problem(shown, None, Message("cannot be read: {}", reason(error)), lost=True)
        else:
            if entry is folder or not _is_index(found):
                yield from scope.rules.enter(path)
                waiting += (child for child in found if _is_of_corpus(child, scope))
            elif any(_is_of_corpus(child, scope) and not OF_INDEX.match(child.name) for child in found):
                yield Problem(name_of(os.path.relpath(path, scope.root)), None, OTHERS_IN_INDEX, MOVE, lost=True)


def _is_index(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Whether a folder is that of an index: it contains a manifest and a table of contents."""
    names = [entry.name for entry in entries]
    return INDEX_MARK in names and any(name.startswith("_MAIN_") and name.endswith(".toc") for name in names)


def _is_of_corpus(entry: os.DirEntry[str], scope: Scope) -> bool:
    """Whether an entry is a folder to enter or a file to read."""
    is_link = entry.is_symlink()
    place = os.path.realpath(entry.path) if is_link else entry.path
    if entry.name.startswith(".") or place in scope.left_out:
        return False
    is_folder = entry.is_dir(follow_symlinks=False)
    if not (is_folder or (_leads_inside(place, scope.parts) if is_link else entry.is_file())):
        return False
    return not scope.rules.leaves_out(entry.path, is_folder=is_folder)


def _leads_inside(place: str, parts: Iterable[str]) -> bool:
    """Whether the target of a link is a file of the corpus (a link to itself has none)."""
    is_file = os.path.isfile(place)  # noqa: PTH113 (Path.is_file may raise)
    return is_file and any(Path(place).is_relative_to(part) for part in parts)


def _source_file(location: str, root: str) -> SourceFile | Problem | None:
    """The file as one of the corpus, or None if it was deleted meanwhile."""
    path = name_of(location[len(root) :].lstrip("/"))
    try:
        status = os.stat(location)  # noqa: PTH116 (there may be very many)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(path, None, Message("cannot be read: {}", reason(error)), lost=True)
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, None, Message("not a regular file"), lost=True)
    times = status.st_mtime_ns, status.st_ctime_ns
    if later := _side_file(location):
        times = max(times[0], later.st_mtime_ns), max(times[1], later.st_ctime_ns)
    return SourceFile(path, location, status.st_size, *times, status.st_ino)


def _side_file(location: str | Path) -> os.stat_result | None:
    """The state of what SQLite has written beside a database, and not yet into it; None if there is nothing."""
    if not str(location).lower().endswith(DATABASES):
        return None
    try:
        status = os.stat(f"{location}{BESIDE}")  # noqa: PTH116 (there may be very many)
    except OSError:  # SQLite deletes it when the database is closed
        return None
    return status if stat.S_ISREG(status.st_mode) and status.st_size else None


class ContentDigests(NamedTuple):
    """Hashes of the bytes of a file, of all and of its beginning, 16 hexadecimal digits; empty if not known."""

    whole: str = ""
    beginning: str = ""


def content_digest(file: SourceFile) -> str:
    """A hash of the bytes of a file, 16 hexadecimal digits; empty if it cannot be read."""
    return content_digests(file).whole


def content_digests(file: SourceFile, beginning: int = 0) -> ContentDigests:
    """The same, and that of so many bytes at its beginning, if the file is longer."""
    from xxhash import xxh3_64

    found = xxh3_64()
    first = ""
    try:
        if 0 < beginning < file.size:
            for piece in _pieces(file.location, beginning):
                found.update(piece)
            first = found.hexdigest()
        for piece in _pieces(file.location, file.size, start=beginning if first else 0):
            found.update(piece)
        if beside := _side_file(file.location):
            for piece in _pieces(Path(f"{file.location}{BESIDE}"), beside.st_size):
                found.update(piece)
    except (OSError, ReadError):
        return ContentDigests()
    return ContentDigests(found.hexdigest(), first)


def _pieces(location: Path, end: int, *, start: int = 0) -> Iterator[bytes]:
    """The bytes of a file from ``start`` to ``end``."""
    left = end - start
    with open_source(location) as stream:
        stream.seek(start)
        while left > 0 and (piece := stream.read(min(left, PIECE))):
            yield piece
            left -= len(piece)


def name_of(relative: str) -> str:
    r"""A path as valid Unicode: bytes that are not UTF-8 become ``\xNN``."""
    if relative.isascii() and os.sep == "/":
        return relative
    return os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "backslashreplace")
