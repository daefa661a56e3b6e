"""File locks, which the operating system releases when a process dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from typing import IO, TYPE_CHECKING

from newsgrep.storage.atomic_files import DELETE, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOK_AGAIN = 0.05  # seconds
# The errors of a lock that another process has; others say that there is no locking here.
TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


def open_lock(path: Path, hint: str = DELETE) -> IO[bytes]:
    """Open a lock file, creating it if needed. Raises ``IndexDamagedError`` if it is a link, folder, pipe or device."""
    return open_regular(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), "r+b", hint)


def acquire(file: IO[bytes], wait: float, on_wait: Callable[[], None] = lambda: None) -> bool:
    """Lock an open file until it is closed or the process dies; False if that fails for ``wait`` seconds.

    ``on_wait`` is called once if the lock is taken. Raises ``OSError`` if the file cannot be locked at all.
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
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        return False
    return True
