"""One writer at a time."""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from newsgrep.errors import IndexDamagedError, IndexLockedError
from newsgrep.files import open_lock, read_plain, write_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_NAME = "LOCK"
LOOK_AGAIN = 0.05  # seconds
HOLDER_NAME = "LOCK.holder"
MOST_SAID = 1000


@contextmanager
def only_writer(folder: Path, wait: float, wait_for: Callable[[str], None]) -> Iterator[None]:
    """Hold the index's lock, which the system lets go of when a process dies."""
    with open_lock(folder / LOCK_NAME) as file:
        if not _try_lock(file):
            holder = lock_holder(folder) or "another process"
            wait_for(holder)
            deadline = time.monotonic() + wait
            while not _try_lock(file):
                if time.monotonic() > deadline:
                    message = f"{folder}: {holder} is writing to the index"
                    raise IndexLockedError(message, hint="try again, or wait for it with --wait SECONDS")
                time.sleep(LOOK_AGAIN)
        try:
            write_new(folder / HOLDER_NAME, f"process {os.getpid()} on {socket.gethostname()}".encode())
            yield
        finally:
            (folder / HOLDER_NAME).unlink(missing_ok=True)


def _try_lock(file: IO[bytes]) -> bool:
    """Lock an open file, until it is closed; whether that was to be had at once."""
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


def lock_holder(folder: Path) -> str | None:
    """Who writes to the index, as that process wrote it down."""
    try:
        return read_plain(folder / HOLDER_NAME, MOST_SAID).decode("utf-8", "replace") or None
    except (OSError, IndexDamagedError):
        return None
