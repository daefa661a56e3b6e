"""One writer at a time."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsgrep.errors import IndexLockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_NAME = "LOCK"
HOLDER_NAME = "LOCK.holder"


@contextmanager
def only_writer(folder: Path, wait: float, wait_for: Callable[[str], None]) -> Iterator[None]:
    """Hold the index's lock, which the system lets go of when a process dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = lock_holder(folder) or "another process"
        wait_for(holder)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            message = f"{folder}: {holder} is writing to the index"
            raise IndexLockedError(message, hint="try again, or wait for it with --wait SECONDS") from None
    try:
        (folder / HOLDER_NAME).write_text(f"process {os.getpid()} on {socket.gethostname()}", encoding="utf-8")
        yield
    finally:
        (folder / HOLDER_NAME).unlink(missing_ok=True)
        lock.release()


def lock_holder(folder: Path) -> str | None:
    """Who writes to the index, as that process wrote it down."""
    try:
        return (folder / HOLDER_NAME).read_text(encoding="utf-8") or None
    except OSError:
        return None
