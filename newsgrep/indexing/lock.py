"""One writer at a time."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from newsgrep.errors import IndexDamagedError, IndexLockedError
from newsgrep.files import acquire, open_lock, read_plain, write_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_NAME = "LOCK"
HOLDER_NAME = "LOCK.holder"
MOST_SAID = 1000
UNKNOWN = "another process"


@contextmanager
def only_writer(folder: Path, wait: float, wait_for: Callable[[str], None]) -> Iterator[None]:
    """Hold the index's lock, which the system lets go of when a process dies."""
    with open_lock(folder / LOCK_NAME) as file:
        if not acquire(file, wait, lambda: wait_for(lock_holder(folder))):
            message = f"{folder}: {lock_holder(folder)} is writing to the index"
            raise IndexLockedError(message, hint="try again, or wait for it with --wait SECONDS")
        try:
            write_new(folder / HOLDER_NAME, f"process {os.getpid()} on {socket.gethostname()}".encode())
            yield
        finally:
            (folder / HOLDER_NAME).unlink(missing_ok=True)


def lock_holder(folder: Path) -> str:
    """Who writes to the index, as far as that process wrote it down."""
    with suppress(OSError, IndexDamagedError):
        return read_plain(folder / HOLDER_NAME, MOST_SAID).decode("utf-8", "replace") or UNKNOWN
    return UNKNOWN
