"""Segments are built here, or by several processes where there are many articles."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.engine.segments.layout import file_name, new_segment_id
from newsgrep.engine.segments.segment_writer import SegmentBuilder
from newsgrep.errors import NewsgrepError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from typing_extensions import Self

    from newsgrep.analysis import BulkSegmenter, Entry, UserWord

# Articles go to a process in batches; fewer than one are taken here, as starting a process takes longer.
BATCH = 256
BATCH_BYTES = 1 << 20
BATCHES_AHEAD = 2


class BuiltSegment(NamedTuple):
    """A segment on disk that no table of contents names yet."""

    segment_id: str
    documents: int


class BuildPool:
    """Takes entries one by one and makes segments of them: ``jobs`` processes build, this one among them.

    The others are started when the first batch is full, if nobody has started them before. The ids of the segments
    begin with ``prefix``.
    """

    def __init__(self, folder: Path, jobs: int, prefix: str) -> None:
        self.folder = folder
        self._prefix = prefix
        self._jobs = jobs
        self._batch: list[bytes] = []
        self._bytes = 0
        self._here: InProcessBuilder | None = None
        self._workers: list[BuildProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop whatever still runs."""
        while self._workers:
            self._workers.pop().stop()

    def start(self, user_words: tuple[UserWord, ...]) -> None:
        """Start the other processes."""
        if not self._workers:
            self._workers = [BuildProcess(self.folder, self._prefix, user_words) for _ in range(self._jobs - 1)]

    def add(self, entry: Entry) -> None:
        """Take an entry; all have the same segmenter."""
        if len(self._batch) == BATCH or self._bytes > BATCH_BYTES:
            self.start(entry.segmenter.user_words)
            self._pass_on()
        self._here = self._here or InProcessBuilder(self.folder, self._prefix, entry.segmenter)
        self._batch.append(entry.packed)
        self._bytes += len(entry.packed)

    def finish(self) -> list[BuiltSegment]:
        """All segments, written."""
        if not self._here:
            return []
        self._pass_on()
        for worker in self._workers:
            worker.end()
        built = self._here.finish()
        return [*built, *(one for worker in self._workers for one in worker.result())]

    def _pass_on(self) -> None:
        """Give a batch to a process that has not enough to do, or build it here."""
        assert self._here
        for worker in sorted(self._workers, key=lambda worker: worker.waiting()):
            if worker.waiting() < BATCHES_AHEAD:
                worker.send(self._batch)
                break
        else:
            self._here.add(self._batch)
        self._batch, self._bytes = [], 0


class InProcessBuilder:
    """Builds segments in this process, one after another as each is full."""

    def __init__(self, folder: Path, prefix: str, segmenter: BulkSegmenter) -> None:
        self._folder = folder
        self._prefix = prefix
        self._segmenter = segmenter
        self._builder = SegmentBuilder()
        self._built: list[BuiltSegment] = []

    def add(self, batch: list[bytes]) -> None:
        """Take a batch of packed articles."""
        if not self._builder.has_room(len(batch)):
            self._flush()
        self._builder.add(batch, self._segmenter)

    def finish(self) -> list[BuiltSegment]:
        """All segments, written."""
        self._flush()
        return self._built

    def _flush(self) -> None:
        if len(self._builder):
            built = BuiltSegment(new_segment_id(self._prefix), len(self._builder))
            self._builder.write(self._folder / file_name(built.segment_id))
            self._built.append(built)
            self._builder = SegmentBuilder()


@contextmanager
def _interrupts_unheard() -> Iterator[None]:
    """What is started meanwhile does not hear Ctrl-C, not even while it imports: who started it tells it to stop."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class BuildProcess:
    """A process with a ``InProcessBuilder`` in it."""

    def __init__(self, folder: Path, prefix: str, user_words: tuple[UserWord, ...]) -> None:
        from multiprocessing import get_context

        # spawn: a fork would copy the threads' locks of a progress bar.
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_work, args=(theirs, folder, prefix, user_words), daemon=True
        )
        with _interrupts_unheard():
            self._process.start()
        theirs.close()
        self._in_flight = 0
        # A pipe holds less than a batch: without a thread, each would wait until the one before is taken in.
        self._outbox: SimpleQueue[list[bytes] | None] = SimpleQueue()
        Thread(target=self._post, daemon=True).start()

    def waiting(self) -> int:
        """How many of the batches it was given it has not taken in yet."""
        while self.connection.poll():
            self.receive()
        return self._in_flight

    def send(self, batch: list[bytes]) -> None:
        """Give it a batch; it answers each with None, or with the error it met."""
        self._in_flight += 1
        self._outbox.put(batch)

    def end(self) -> None:
        """Tell it that there is no more."""
        self._outbox.put(None)

    def result(self) -> list[BuiltSegment]:
        """The segments it has written."""
        while (answer := self.receive()) is None:
            pass
        return answer

    def receive(self) -> list[BuiltSegment] | None:
        """Wait for one answer."""
        try:
            answer: list[BuiltSegment] | Exception | None = self.connection.recv()
        except (EOFError, OSError):
            raise NewsgrepError("a process that builds the index has died", hint="is there enough memory?") from None
        if isinstance(answer, Exception):
            raise answer
        self._in_flight -= 1
        return answer

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self.end()
        self.connection.close()

    def _post(self) -> None:
        """Send what is in the outbox, up to the end, or until nobody is there to take it."""
        with suppress(OSError):
            for message in iter(self._outbox.get, None):
                self.connection.send(message)
            self.connection.send(None)


def _work(connection: Connection, folder: Path, prefix: str, user_words: tuple[UserWord, ...]) -> None:
    """What a worker does. When its parent dies, so does the connection, and it ends."""
    import gc
    import os
    import signal

    from newsgrep.analysis import load_segmenter

    gc.disable()  # articles are lists and tuples by the million, and no cycles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which stops its workers
    with suppress(EOFError, BrokenPipeError):
        try:
            hand = InProcessBuilder(folder, prefix, load_segmenter(user_words))
            while batch := connection.recv():
                hand.add(batch)
                connection.send(None)
            connection.send(hand.finish())
        except Exception as error:  # noqa: BLE001 (whatever it is, the parent raises it)
            connection.send(error)
    os._exit(0)  # to let go of millions of words one by one takes most of a second
