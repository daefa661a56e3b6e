"""Files of our own, written in one step, and the user's, read or refused.

An index may be a stranger's: what is no plain file there, a pipe or a device, is never waited for, and nothing is
written through a link that leads elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from newsgrep.errors import ConfigError, IndexDamagedError
from newsgrep.message import Message, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Nobody writes more by hand; a device has no end.
MOST_WRITTEN = 1 << 28
# The file by which the folder of an index is known; nothing in such a folder is news.
INDEX_MARK = "manifest.json.zst"
# Added to the name of a file while it is written.
NEW_SUFFIX = ".new"
LOOK_AGAIN = 0.05  # seconds
# What opening says of a folder, of a link that is not to be followed or leads to itself, of a pipe, of a socket.
MEND = "delete it, then newsgrep index --rebuild"
SPECIAL = {errno.EISDIR, errno.ELOOP, errno.ENXIO}


def read_lines_of(path: Path, called: Message, *, hint: str) -> list[str]:
    """The lines of a file that a user has written for us, UTF-8; errors call it so."""
    return read_text_of(path, called, hint=hint).splitlines()


def read_text_of(path: Path, called: Message, *, hint: str) -> str:
    """The same in one piece."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_WRITTEN + 1)
        if len(raw) > MOST_WRITTEN:
            raise ConfigError("{}: larger than {} MB", called, MOST_WRITTEN >> 20, path=path, hint=hint)
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigError("the {} cannot be read ({})", called, reason(error), path=path, hint=hint) from error


def open_plain(path: Path) -> IO[bytes]:
    """Open a file of an index to be read; raises ``IndexDamagedError`` where it is a folder, a pipe or a device."""
    return _opened(path, os.O_RDONLY, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a file of an index; raises ``IndexDamagedError`` also where there are more than ``most``."""
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise IndexDamagedError("is larger than any that is written", path=path, hint="newsgrep index --rebuild")
        return file.read()


def open_lock(path: Path, hint: str = MEND) -> IO[bytes]:
    """Open a file, made where there is none, that is held by who holds its lock."""
    return _opened(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), "r+b", hint)


def acquire(file: IO[bytes], wait: float, on_wait: Callable[[], None] = lambda: None) -> bool:
    """Lock an open file until it is closed, or its process dies; whether that was to be had in so many seconds.

    ``on_wait`` is called where it is not to be had at once.
    """
    if _try_lock(file):
        return True
    on_wait()
    deadline = time.monotonic() + wait
    while not _try_lock(file):
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_AGAIN)
    return True


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _opened(path: Path, flags: int, mode: str, hint: str = MEND) -> IO[bytes]:
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


def write_out(path: Path, content: bytes) -> None:
    """Write what a user has asked for: a file in one step; a pipe, a device, or what a link leads to, as it is."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(content)
            return
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            write_new(new, content)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        error.filename = str(path)  # not that of a file which nobody has asked for
        raise


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (on Windows a folder cannot be opened, and need not be)."""
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
