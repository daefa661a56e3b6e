"""What a disk may hold after a power failure, at each step of some work: only what was flushed is sure to be there.

A name or the lack of one (written, renamed, deleted) is sure once its folder was flushed, bytes once their file was. Until
then each may have come to the disk or not, in any order; a file that was not flushed is empty, as file systems leave it.
"""

from __future__ import annotations

import os
import random
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Names = dict[str, int]
State = frozenset[tuple[str, bytes]]


class Disk:
    """A folder without folders in it, and what is sure to be on disk of it."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder = folder
        self._kept = kept  # links to all files that there were, so that no number is given to another file
        kept.mkdir()
        self._flushed: dict[int, bytes] = {}
        self._rng = random.Random(5)
        self._lock = threading.RLock()  # the lexicon is written by a thread of its own
        self.states: list[State] = []
        self._names = self._listed()
        self._flushed = {number: (folder / name).read_bytes() for name, number in self._names.items()}

    def _listed(self) -> Names:
        found = {path.name: path.stat().st_ino for path in self.folder.iterdir() if path.is_file()}
        for name, number in found.items():
            if not (self._kept / str(number)).exists():
                (self._kept / str(number)).hardlink_to(self.folder / name)
        return found

    def flushed(self, descriptor: int) -> None:
        """A file or the folder has been flushed."""
        with self._lock:
            self._flush(descriptor)

    def _flush(self, descriptor: int) -> None:
        number = os.fstat(descriptor).st_ino
        if number == self.folder.stat().st_ino:
            self._names = self._listed()
        else:
            content = self._kept / str(number)
            self._listed()
            self._flushed[number] = content.read_bytes() if content.exists() else b""

    def see(self) -> None:
        """Record what a failure now may leave: no change of a name, all of them, and some in any order."""
        with self._lock:
            self._see()

    def _see(self) -> None:
        now = self._listed()
        changed = [name for name in sorted({*now, *self._names}) if now.get(name) != self._names.get(name)]
        choices = [set(), set(changed)]
        choices += [{name for name in changed if self._rng.random() < 0.5} for _ in range(2)]
        for come in choices:
            names = {name: (now if name in come else self._names).get(name) for name in {*now, *self._names}}
            state = frozenset((name, self._flushed.get(at, b"")) for name, at in names.items() if at is not None)
            if state not in self.states:
                self.states.append(state)


CHANGES = ("replace", "rename", "unlink", "remove")


@contextmanager
def watched(disk: Disk) -> Iterator[None]:
    """Record what may be on the disk before and after each call that changes or flushes names and files."""
    real = {name: getattr(os, name) for name in (*CHANGES, "fsync")}

    def changing(call: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object, **options: object) -> object:
            disk.see()
            result = call(*given, **options)
            disk.see()
            return result

        return called

    def fsync(descriptor: int) -> None:
        disk.see()
        real["fsync"](descriptor)
        disk.flushed(descriptor)
        disk.see()

    try:
        for name in CHANGES:
            setattr(os, name, changing(real[name]))
        os.fsync = fsync  # type: ignore[assignment]
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)


def restore(state: State, folder: Path) -> None:
    """A folder as it was found when the power was back."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, content in state:
        (folder / name).write_bytes(content)
