"""Readers that use native libraries run in a process of their own: a malformed file exhausts or crashes only that.

The process serves one file after another, within limits of memory and time, and ends with this one.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.readers.documents.page_text import NumberedRecord, PageText
from newsgrep.readers.problems import Problem, problem_of
from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

    Item = Record | NumberedRecord | PageText | Problem

# Address space, in bytes: a workbook of a million rows takes a third of it.
MOST_MEMORY = 3 << 30
# Processor time: a minute, and a second for each 256 KB, a fiftieth of the speed of the slowest reader.
SECONDS = 60
BYTES_PER_SECOND = 1 << 18
NO_STARTS: Mapping[str, Any] = MappingProxyType({})
# Items that are sent at once, and their characters.
BATCH, BATCH_CHARACTERS = 256, 1 << 20

START = "import sys; sys.path[:] = {!r}; from newsgrep.readers.isolation import serve; serve()"
DAMAGED = "replace the file; it seems to be damaged"


class Task(NamedTuple):
    """A file to read: ``reader`` is ``module:function``, ``file`` its name on disk."""

    reader: str
    path: str
    file: str
    fields: FieldMap
    memory: int
    seconds: int


class _Process:
    """A process that reads files."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C reaches this process only, and the pipe tells the other that it has ended.
        self._process = subprocess.Popen(  # noqa: S603 (this interpreter, and a program of ours)
            [sys.executable, "-c", START.format(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

        self.is_over = False

    def read(self, task: Task) -> Iterator[Any]:
        """The batches of items of a file. Raises ``ReadError`` if the process dies of it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        try:
            pickle.dump(task, stdin)
            stdin.flush()
            while batch := pickle.load(stdout):  # noqa: S301 (written by our own process)
                yield batch
            self.is_over = batch is None
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            raise _death(self._process.returncode) from None

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue


# Those that wait for a file.
_idle: list[_Process] = []


def isolated(reader: str, path: str, file: IO[bytes], fields: FieldMap, seconds: int | None = None) -> Iterator[Item]:
    """The items that a reader yields for a file on disk, read in another process.

    ``seconds`` is the processor time that it may take, beside that for its size; ``SECONDS`` if it is None.

    Raises ``ReadError`` if it exceeds the limits, or crashes the library that reads it.
    """
    from newsgrep.readers.archives.containers import ANY_SIZE, MOST_PACKED  # not in the other process

    size = file.seek(0, 2)
    file.flush() if file.writable() else None
    seconds = (SECONDS if seconds is None else seconds) + size // BYTES_PER_SECOND
    task = Task(reader, path, str(Path(str(file.name)).absolute()), fields, MOST_MEMORY, seconds)
    process = _idle.pop() if _idle else _Process()
    is_done = False
    left = max(ANY_SIZE, MOST_PACKED * size)
    try:
        for batch in process.read(task):
            for item in map(_unpacked, batch):
                left -= _size(item)
                if left < 0:  # a text that a column or a sheet stores once may be that of a million rows
                    raise ReadError(
                        "decompresses to more than {} times its size; the rest was not read",
                        MOST_PACKED,
                        hint="move it out of the corpus",
                    )
                yield item
        is_done = True
    finally:
        if is_done and not process.is_over:
            _idle.append(process)
        else:
            process.stop()


def require(library: str) -> None:
    """Raise ``ModuleNotFoundError`` if a library is not installed, without importing it."""
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise ModuleNotFoundError(name=library)


@atexit.register
def stop_all() -> None:
    """End the processes that wait for a file."""
    while _idle:
        _idle.pop().stop()


def _death(returncode: int) -> ReadError:
    if -returncode in {signal.SIGXCPU, signal.SIGKILL}:
        return ReadError("takes too long to read; the rest was not read", hint="move it out of the corpus")
    return ReadError("cannot be read: it is damaged, or needs too much memory", hint=DAMAGED)


def serve() -> None:
    """Main function of the process: read files until the other process closes the pipe."""
    receiving, sending = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets into the pipe
    while True:
        try:
            task = pickle.load(receiving)  # noqa: S301 (written by our own process)
        except EOFError:
            return
        try:
            _send(task, sending)
        except BrokenPipeError:
            os._exit(0)


def _send(task: Task, sending: IO[bytes]) -> None:
    """Read a file and send its items in batches, then an empty one, or None if this process cannot go on."""
    _limit(task)
    is_sound = True
    batch: list[Any] = []
    characters = 0
    try:
        for item in _read(task):
            batch.append(_packed(item))
            characters += _size(item)
            if len(batch) == BATCH or characters > BATCH_CHARACTERS:
                _post(batch, sending)
                batch, characters = [], 0
    except BrokenPipeError:
        raise
    except BaseException as error:  # noqa: BLE001 (a panic of a Rust library is no Exception)
        batch.append(problem_of(task.path, error))
        is_sound = isinstance(error, Exception) and not isinstance(error, MemoryError)
    if batch:
        _post(batch, sending)
    _post([] if is_sound else None, sending)
    if not is_sound:
        sys.exit()


def _post(batch: list[Any] | None, sending: IO[bytes]) -> None:
    pickle.dump(batch, sending, pickle.HIGHEST_PROTOCOL)
    sending.flush()


def _read(task: Task) -> Iterable[Item]:
    from importlib import import_module

    module, _, name = task.reader.partition(":")
    read: Callable[..., Iterable[Item]] = getattr(import_module(module), name)
    with open(task.file, "rb") as file:  # noqa: PTH123 (a name, not a path of ours)
        yield from read(task.path, file, task.fields)


def _limit(task: Task) -> None:
    """Set the limits of this process, as far as the system has them."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime) + 1 + task.seconds
    for kind, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, task.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (value if most < 0 else min(value, most), most))


def _size(item: Item) -> int:
    """About how many characters an item has."""
    if isinstance(item, NumberedRecord):
        return _size(item.record)
    if isinstance(item, Record):
        return _characters(item.values)
    return len(item.text) if isinstance(item, PageText) else 0


def _characters(value: Any) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_characters, value.values()))
    return sum(map(_characters, value)) if isinstance(value, list | tuple) else 1


def _packed(item: Item) -> Any:
    """A record as a tuple: its default for ``starts`` cannot be pickled."""
    if isinstance(item, NumberedRecord):
        return ("numbered", item.record._replace(starts=dict(item.record.starts), defaults={}, hints={}), item.numbers)
    if isinstance(item, Record):
        values = item.values if type(item.values) is dict else dict(item.values)
        told = dict(item.hints) if item.hints else None, dict(item.defaults) if item.defaults else None
        return (values, item.line, item.member, item.unit, *told)
    return item


def _unpacked(packed: Any) -> Item:
    if type(packed) is not tuple:
        return packed  # type: ignore[no-any-return]  # as it was sent
    if packed[0] == "numbered":
        return NumberedRecord(packed[1], packed[2])
    values, line, member, unit, hints, defaults = packed
    return Record(values, line, NO_STARTS, False, None, member, unit, defaults or NO_STARTS, hints or NO_STARTS)
