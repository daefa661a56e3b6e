"""Atomic writes of index files, and guarded reads of them.

An index may be untrusted input: opening a pipe or device in it never blocks, and nothing is written through a link.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from newsgrep.errors import REBUILD, IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The file that marks a folder as an index; nothing in such a folder is read as news.
INDEX_MARK = "manifest.json.zst"
# Suffix of a file while it is written.
NEW_SUFFIX = ".new"
DELETE = "delete it"
MEND = "delete it, then rebuild the index with 'newsgrep index --rebuild'"
# The errors of opening a folder, a link that must not be followed or links to itself, a pipe, or a socket.
SPECIAL = {errno.EISDIR, errno.ELOOP, errno.ENXIO}


def open_plain(path: Path) -> IO[bytes]:
    """Open a file of an index for reading. Raises ``IndexDamagedError`` if it is a folder, pipe or device."""
    return open_regular(path, os.O_RDONLY, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a file of an index.

    Raises ``IndexDamagedError`` if it is not a regular file, or larger than ``most`` bytes.
    """
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise IndexDamagedError("larger than such a file can be", path=path, hint=REBUILD)
        with naming(path):
            return file.read()


def open_regular(path: Path, flags: int, mode: str, hint: str = MEND) -> IO[bytes]:
    """Open a file with the flags of ``os.open``. Raises ``IndexDamagedError`` if it is a folder, pipe or device."""
    special = IndexDamagedError("not a regular file", path=path, hint=hint)
    try:
        number = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        if error.errno in SPECIAL:
            raise special from error
        raise
    with naming(path):
        if stat.S_ISREG(os.fstat(number).st_mode):
            return os.fdopen(number, mode)
    os.close(number)
    raise special


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Add a path to an ``OSError`` that names none, or a descriptor, such as one raised by writing."""
    try:
        yield
    except OSError as error:
        if not isinstance(error.filename, str | bytes):
            error.filename = str(path)
        raise


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a new file and fsync it; whatever is at ``path``, such as a link, is deleted first.

    A ``private`` file is for its owner only, whatever the umask.

    Raises ``IndexDamagedError`` if that is a folder, ``OSError`` naming ``path`` if it cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        if path.is_dir():
            raise IndexDamagedError("not a regular file", path=path, hint=DELETE) from error
        raise
    with naming(path), path.open("xb") as file:
        if private:
            path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file atomically: a reader sees the old file or the new one, even after a power failure.

    On an error, such as a full disk, what has been written is deleted.
    """
    new = path.with_name(path.name + NEW_SUFFIX)
    with deleted_on_error(new):
        write_new(new, content, private=private)
        move_to(new, path)
    flush_folder(path.parent)


@contextmanager
def deleted_on_error(new: Path) -> Iterator[None]:
    """Delete a file that cannot be completed; an error of deleting it hides no other."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def move_to(new: Path, path: Path) -> None:
    """Rename a new file to its final name.

    Raises ``OSError`` naming the final one, ``IndexDamagedError`` if that is a folder.
    """
    try:
        new.replace(path)
    except OSError as error:
        if path.is_dir():
            raise IndexDamagedError("not a regular file", path=path, hint=DELETE) from error
        error.filename = str(path)
        raise


def create_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder unless there is one, and those above it; a power failure takes none of them away again."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode, parents=True, exist_ok=True)
    for path in reversed(missing):
        with suppress(OSError):  # it is made; some file systems flush no folder, and not every folder may be listed
            flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Wait until renames in a folder are on disk (on Windows a folder cannot be opened, and need not be)."""
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
