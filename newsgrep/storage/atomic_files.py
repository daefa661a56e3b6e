"""Atomic writes of index files, and guarded reads of them.

An index may be untrusted input: what is not a regular file there, a pipe or a device, is never waited for, and nothing
is written through a link that leads elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from newsgrep.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The file by which the folder of an index is known; nothing in such a folder is news.
INDEX_MARK = "manifest.json.zst"
# Added to the name of a file while it is written.
NEW_SUFFIX = ".new"
# What opening says of a folder, of a link that is not to be followed or leads to itself, of a pipe, of a socket.
MEND = "delete it, then newsgrep index --rebuild"
SPECIAL = {errno.EISDIR, errno.ELOOP, errno.ENXIO}


def open_plain(path: Path) -> IO[bytes]:
    """Open a file of an index to be read; raises ``IndexDamagedError`` where it is a folder, a pipe or a device."""
    return open_regular(path, os.O_RDONLY, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a file of an index; raises ``IndexDamagedError`` also where there are more than ``most``."""
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise IndexDamagedError("is larger than any that is written", path=path, hint="newsgrep index --rebuild")
        return file.read()


def open_regular(path: Path, flags: int, mode: str, hint: str = MEND) -> IO[bytes]:
    """Open a regular file of an index; raises ``IndexDamagedError`` where it is a folder, a pipe or a device."""
    special = IndexDamagedError("is no plain file", path=path, hint=hint)
    try:
        number = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        if error.errno in SPECIAL:
            raise special from error
        raise
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, mode)
    os.close(number)
    raise special


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name a place in the errors of the system that name none, as those of writing do not."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file in the place of what is there, a link for one, and wait until it is on the disk."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old file or the new one, also after a power cut."""
    new = path.with_name(path.name + NEW_SUFFIX)
    write_new(new, content)
    move_to(new, path)
    flush_folder(path.parent)


def move_to(new: Path, path: Path) -> None:
    """Give a new file its final name; an error names that one."""
    try:
        new.replace(path)
    except OSError as error:
        error.filename = str(path)
        raise


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (on Windows a folder cannot be opened, and need not be)."""
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
