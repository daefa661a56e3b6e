"""The write lock of an index."""

from __future__ import annotations

import os
import re
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from newsgrep.errors import IndexDamagedError, IndexLockedError
from newsgrep.message import Message
from newsgrep.storage.atomic_files import read_plain, write_new
from newsgrep.storage.locks import acquire, open_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_NAME = "LOCK"
HOLDER_NAME = "LOCK.holder"
MOST_SAID = 1000
UNKNOWN = Message("another process")
HOLDER = re.compile(r"process (\d{1,20}) on (.{1,255})")


@contextmanager
def only_writer(folder: Path, wait: float, on_wait: Callable[[Message], None]) -> Iterator[None]:
    """Hold the write lock of an index; the system releases it when the process dies.

    The lock is waited for up to ``wait`` seconds, after a call of ``on_wait`` with the name of its holder.

    Raises:
        IndexLockedError: another process still has the lock.

    """
    with open_lock(folder / LOCK_NAME) as file:
        if not acquire(file, wait, lambda: on_wait(lock_holder(folder))):
            raise IndexLockedError(
                "{} is writing to the index",
                lock_holder(folder),
                path=folder,
                hint="try again later, or wait longer with --wait SECONDS",
            )
        try:
            write_new(folder / HOLDER_NAME, f"process {os.getpid()} on {socket.gethostname()}".encode())
            yield
        finally:
            with suppress(OSError):  # who has the lock is known by the lock
                (folder / HOLDER_NAME).unlink(missing_ok=True)


def lock_holder(folder: Path) -> Message:
    """The process that is writing to the index, if it has left its name."""
    with suppress(OSError, IndexDamagedError):
        found = HOLDER.fullmatch(read_plain(folder / HOLDER_NAME, MOST_SAID).decode("utf-8", "replace"))
        return Message("process {} on {}", *found.groups()) if found else UNKNOWN
    return UNKNOWN
