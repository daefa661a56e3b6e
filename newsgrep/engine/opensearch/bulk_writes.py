"""Bulk writes: bounded in bytes, sent while the next one is made, repeated where the cluster is busy."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from newsgrep.engine.opensearch.replies import (
    BLOCK,
    CONFLICT,
    FIRST_ERROR,
    NOT_FOUND,
    blocked,
    is_passing_status,
    missing_part,
)
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from typing_extensions import Self

    from newsgrep.engine.address import ClusterAddress

# The cluster refuses 100 MB, and holds in memory what it is writing.
MOST_BYTES = 3 << 20
# Requests that are under way while the next is made.
AHEAD = 2
# Seconds until a part that was refused is sent again.
PART_WAITS = (0.5, 2.0, 5.0)
# A primary that is lost is waited for, for less time than an answer is.
ONLY_FAILURES = {
    "timeout": "15s",
    "filter_path": "errors,items.*.status,items.*.error.type,items.*.error.reason,error,status",
}


class BulkSender:
    """Sends the parts of a bulk write to an index in threads of its own; a part is an action with its document.

    Every part may be carried out twice, or late: what it writes has a number that is never given out again.
    """

    def __init__(self, address: ClusterAddress, index: str) -> None:
        self._address = address
        self._index = index
        self._parts: list[bytes] = []
        self._bytes = 0
        self._threads = ThreadPoolExecutor(AHEAD, "newsgrep-bulk")
        self._transports = [Transport(address) for _ in range(AHEAD)]
        self._under_way: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for transport in self._transports:
            transport.close()

    def add(self, part: bytes) -> None:
        """Add a part. Raises ``ClusterError`` if one that was sent earlier was refused."""
        if self._parts and self._bytes + len(part) > MOST_BYTES:
            self._send()
        self._parts.append(part)
        self._bytes += len(part)

    def finish(self) -> None:
        """Send what is left, and wait for all of it. Raises ``ClusterError`` if a part was refused."""
        if self._parts:
            self._send()
        while self._under_way:
            self._under_way.popleft().result()

    def _send(self) -> None:
        if len(self._under_way) >= AHEAD:
            self._under_way.popleft().result()
        parts, self._parts, self._bytes = self._parts, [], 0
        self._under_way.append(self._threads.submit(self._write, parts))

    def _write(self, parts: list[bytes]) -> None:
        transport = self._transports.pop()
        try:
            write_parts(transport, self._address, self._index, parts)
        finally:
            self._transports.append(transport)


def delete_numbers(transport: Transport, address: ClusterAddress, index: str, numbers: Iterable[int]) -> None:
    """Delete the documents with these numbers."""
    parts = [f'{{"delete":{{"_id":"{number}"}}}}\n'.encode() for number in numbers]
    for start in range(0, len(parts), 10_000):
        write_parts(transport, address, index, parts[start : start + 10_000])


def write_parts(transport: Transport, address: ClusterAddress, index: str, parts: list[bytes]) -> None:
    """Carry out the parts of a bulk write, those that the cluster was too busy for again.

    Raises:
        ClusterError: it refuses one of them.

    """
    for wait in (*PART_WAITS, None):
        reply = transport.request("POST", (index, "_bulk"), b"".join(parts), params=ONLY_FAILURES)
        if not reply.body.get("errors"):
            return
        parts = [
            part for part, item in zip(parts, reply.body["items"], strict=True) if _is_to_repeat(address, item, wait)
        ]
        if not parts:
            return
        time.sleep(wait or 0)


def _is_to_repeat(address: ClusterAddress, item: dict[str, Any], wait: float | None) -> bool:
    """Whether a part is to be sent again. Raises ``ClusterError`` if it is refused."""
    (result,) = item.values()
    status = result["status"]
    if status < FIRST_ERROR or status in {NOT_FOUND, CONFLICT}:
        return False
    error = result.get("error", {})
    why = f"{error.get('type', '')}: {error.get('reason', '')}"
    if is_passing_status(status, error.get("type", "")):
        if wait is None:
            raise missing_part(address, why)
        return True
    raise (
        blocked(address, why)
        if error.get("type") == BLOCK
        else ClusterError(
            "the cluster refuses an article: {}", why, about=address, hint="nothing was changed; see its log"
        )
    )


def batched(entries: Iterable[Any], most: int, most_bytes: int) -> Iterator[list[Any]]:
    """Packed entries, some at a time."""
    batch: list[Any] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.packed)
        if len(batch) >= most or size >= most_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
