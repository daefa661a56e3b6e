"""File locks, which the operating system releases when a process dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from newsgrep.storage.atomic_files import DELETE, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOOK_AGAIN = 0.05  # seconds
# The errors of a lock that another process has; others say that there is no locking here.
TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


def open_lock(path: Path, hint: str = DELETE) -> IO[bytes]:
    """Open a lock file, creating it if needed. Raises ``IndexDamagedError`` if it is a link, folder, pipe or device."""
    return open_regular(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), "r+b", hint)


def acquire(file: IO[bytes] | int, wait: float, on_wait: Callable[[], None] = lambda: None) -> bool:
    """Lock an open file until it is closed or the process dies; False if that fails for ``wait`` seconds.

    The file may be the descriptor of a folder. ``on_wait`` is called once if the lock is taken. Raises ``OSError`` if
    there is no locking here.
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


def is_at(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is still the one at a path; one that was deleted while it was waited for locks nothing."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def only_user(folder: Path, wait: float) -> Iterator[bool]:
    """Lock a folder against others that do so; yields False if that fails for ``wait`` seconds.

    No file is needed for it. Where folders cannot be locked (Windows, some network file systems), nobody waits.
    """
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows
        yield True
        return
    try:
        try:
            is_ours = acquire(number, wait)
        except OSError:
            is_ours = True
        yield is_ours
    finally:
        os.close(number)


def _try_lock(file: IO[bytes] | int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file if isinstance(file, int) else file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        return False
    return True
