"""The writer's lease of an index: one writer at a time, wherever it runs; a dead one's ends by itself.

The holder renews the lease. One that is not renewed for ``TERM`` seconds, by the clock of the process that waits for
it, is over; that of a process of this machine that has died ends at once. A holder that was only slow cannot do harm:
who takes over changes the commit document, which the other can then no longer replace (see ``writer``).
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from newsgrep.engine.opensearch.cluster import Cluster, ConflictError
from newsgrep.engine.opensearch.commit import new_token
from newsgrep.errors import ClusterError, IndexLockedError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.engine.address import ClusterAddress
    from newsgrep.engine.opensearch.cluster import Stored, Version

LEASE = "lease"
# Seconds.
TERM, RENEWED_EVERY, LOOKED_EVERY = 20.0, 5.0, 0.5


@contextmanager
def leased(cluster: Cluster, wait: float, on_wait: Callable[[Message], None]) -> Iterator[None]:
    """Hold the lease, which is waited for up to ``wait`` seconds, after a call of ``on_wait`` with its holder.

    Raises:
        IndexLockedError: another process still has it.

    """
    version = _acquire(cluster, wait, on_wait)
    renewal = _Renewal(cluster.address, version)
    renewal.start()
    try:
        yield
    finally:
        version = renewal.stop()
        with suppress(ClusterError):
            cluster.delete(LEASE, version)


def _acquire(cluster: Cluster, wait: float, on_wait: Callable[[Message], None]) -> Version:
    end = time.monotonic() + wait
    seen: Stored | None = None
    since = time.monotonic()
    said = False
    while True:
        held = cluster.read(LEASE)
        if not held or seen is None or held.version != seen.version:
            seen, since = held, time.monotonic()
        if not held or _has_died(held.source) or time.monotonic() - since >= TERM:
            try:
                return cluster.write(LEASE, _own(), held.version if held else None)
            except ConflictError:
                continue
        if not said:
            on_wait(_holder(held.source))
            said = True
        if time.monotonic() >= end:
            raise IndexLockedError(
                "{} is writing to the index",
                _holder(held.source),
                path=str(cluster.address),
                hint="try again later, or wait longer with --wait SECONDS",
            )
        time.sleep(min(LOOKED_EVERY, max(0.0, end - time.monotonic())))


class _Renewal(Thread):
    """Renews a lease, over a connection of its own, until it is stopped."""

    def __init__(self, address: ClusterAddress, version: Version) -> None:
        super().__init__(daemon=True)
        self._cluster = Cluster(address)
        self._version = version
        self._stopped = Event()

    def run(self) -> None:
        while not self._stopped.wait(RENEWED_EVERY):
            with suppress(ClusterError):
                try:
                    self._version = self._cluster.write(LEASE, _own(), self._version)
                except ConflictError:
                    return  # it was taken over; the commit will be refused

    def stop(self) -> Version:
        """Stop, and return the version of the last renewal."""
        self._stopped.set()
        self.join()
        self._cluster.close()
        return self._version


def _own() -> dict[str, Any]:
    """Who we are."""
    return {
        "claim": new_token(),
        "host": socket.gethostname(),
        "process": os.getpid(),
        "machine": _machine(),
        "started": _started(os.getpid()),
    }


def _holder(source: dict[str, Any]) -> Message:
    return Message("process {} on {}", source.get("process"), source.get("host"))


def _has_died(source: dict[str, Any]) -> bool:
    """Whether a process is of this machine, and is no more."""
    machine, process = source.get("machine"), source.get("process")
    is_here = bool(machine) and machine == _machine() and isinstance(process, int)
    return is_here and _started(process) != source.get("started")


def _machine() -> str:
    """What tells this machine since its start, and this space of process numbers, from all others; empty if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _started(process: Any) -> str:
    """When a process of this machine was started; empty if there is none of this number."""
    try:
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        )
    except (OSError, IndexError):
        return ""
