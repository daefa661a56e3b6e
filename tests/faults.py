"""Children that are killed at chosen points, and disks that are full: for tests of what is left then."""

import errno
import io
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# What a process does to files; a kill falls before or after one of these.
FILE_CALLS = {
    "open", "write", "flush", "fsync", "close", "replace", "rename", "unlink", "remove", "mkdir", "rmdir",
    "truncate", "flock", "link", "scandir", "read", "mmap",
}  # fmt: skip


def start(work: Callable[[], None], *, kill_at: int | None = None) -> int:
    """Do some work in a forked process, killed by SIGKILL at a call that it makes to files; returns its number."""
    child = os.fork()
    if child:
        return child
    try:
        _watch(kill_at)
        work()
        status = 0
    except BaseException:  # noqa: BLE001 (whatever it was, the parent goes on alone)
        sys.setprofile(None)
        traceback.print_exc()
        status = 1
    os._exit(status)


def in_child(work: Callable[[], None], *, kill_at: int | None = None) -> int:
    """The same, waited for; returns its exit status."""
    return os.waitpid(start(work, kill_at=kill_at), 0)[1]


def file_calls(work: Callable[[], None]) -> int:
    """How many calls to files some work makes, each counted when it begins and when it ends."""
    reader, writer = os.pipe()

    def counted() -> None:
        work()
        sys.setprofile(None)
        os.write(writer, str(_seen[0]).encode())

    assert in_child(counted, kill_at=-1) == 0
    os.close(writer)
    with os.fdopen(reader) as told:
        return int(told.read())


_seen = [0]


def _watch(kill_at: int | None) -> None:
    if kill_at is None:
        return
    _seen[0] = 0

    def profile(_frame: object, event: str, called: object) -> None:
        if event in {"c_call", "c_return"} and getattr(called, "__name__", "") in FILE_CALLS:
            _seen[0] += 1
            if _seen[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(profile)
    sys.setprofile(profile)


def was_killed(status: int) -> bool:
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def full_disk(room: int) -> Iterator[list[int]]:
    """A disk on which there is room for so many bytes more; yields how many have been written, in a list of one."""
    written = [0]

    class File(io.FileIO):
        def write(self, content: bytes) -> int:  # type: ignore[override]
            fits = min(len(content), room - written[0])
            if fits <= 0 < len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            count = super().write(memoryview(content)[:fits])
            written[0] += count
            return count

    def opened(path: str | Path, mode: str = "r", *rest: object, **options: object) -> object:
        if not set(mode) & set("wxa"):
            return real_open(path, mode, *rest, **options)
        raw = io.BufferedWriter(File(path, mode.replace("b", "").replace("t", "")))
        return raw if "b" in mode else io.TextIOWrapper(raw, encoding="utf-8")

    real_open = io.open
    io.open = opened  # type: ignore[assignment]
    try:
        yield written
    finally:
        io.open = real_open
