"""Segments are built here, or by several processes where there are many articles."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.engine.whoosh.segments.builder import SegmentBuilder
from newsgrep.engine.whoosh.segments.layout import file_name, new_segment_id
from newsgrep.errors import NewsgrepError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from typing_extensions import Self

    from newsgrep.analysis import BulkSegmenter, Entry, UserWord

# Articles go to a process in batches; fewer than one are taken here, as starting a process takes longer.
BATCH = 256
BATCH_BYTES = 1 << 20
BATCHES_AHEAD = 3


class Built(NamedTuple):
    """A segment on disk that no table of contents names yet."""

    segment_id: str
    documents: int


class Crew:
    """Takes entries one by one and makes segments of them."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._folder = folder
        self._jobs = jobs
        self._batch: list[bytes] = []
        self._bytes = 0
        self._segmenter: BulkSegmenter | None = None
        self._here: Hand | None = None
        self._workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()

    def add(self, entry: Entry) -> None:
        """Take an entry; all are analysed by the first one's segmenter."""
        self._segmenter = self._segmenter or entry.segmenter
        if len(self._batch) == BATCH or self._bytes > BATCH_BYTES:
            self._pass_on(self._segmenter, more=True)
        self._batch.append(entry.packed)
        self._bytes += len(entry.packed)

    def finish(self) -> list[Built]:
        """All segments, written."""
        if self._segmenter:
            self._pass_on(self._segmenter, more=False)
        built = [one for worker in self._workers for one in worker.finish()]
        return built + (self._here.finish() if self._here else [])

    def _pass_on(self, segmenter: BulkSegmenter, *, more: bool) -> None:
        """Give a batch to whoever is free; where it is the only one, that is this process."""
        if more and self._jobs > 1 and not self._workers:
            self._workers = [Worker(self._folder, segmenter.user_words) for _ in range(self._jobs)]
        if self._workers:
            _free(self._workers).send(self._batch)
        else:
            self._here = self._here or Hand(self._folder, segmenter)
            self._here.add(self._batch)
        self._batch, self._bytes = [], 0


class Hand:
    """Builds segments in this process, one after another as each is full."""

    def __init__(self, folder: Path, segmenter: BulkSegmenter) -> None:
        self._folder = folder
        self._segmenter = segmenter
        self._builder = SegmentBuilder()
        self._built: list[Built] = []

    def add(self, batch: list[bytes]) -> None:
        """Take a batch of packed articles."""
        if not self._builder.has_room(len(batch)):
            self._flush()
        self._builder.add(batch, self._segmenter)

    def finish(self) -> list[Built]:
        """All segments, written."""
        self._flush()
        return self._built

    def _flush(self) -> None:
        if len(self._builder):
            built = Built(new_segment_id(), len(self._builder))
            self._builder.write(self._folder / file_name(built.segment_id))
            self._built.append(built)
            self._builder = SegmentBuilder()


class Worker:
    """A process with a ``Hand`` in it."""

    def __init__(self, folder: Path, user_words: tuple[UserWord, ...]) -> None:
        from multiprocessing import get_context

        # spawn: a fork would copy the threads' locks of a progress bar.
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(theirs, folder, user_words), daemon=True)
        self._process.start()
        theirs.close()
        self.in_flight = 0

    def send(self, batch: list[bytes]) -> None:
        """Give it a batch; it answers each with None, or with the error it met."""
        while self.in_flight >= BATCHES_AHEAD:
            self.receive()
        try:
            self.connection.send(batch)
        except OSError:
            self.receive()
            raise
        self.in_flight += 1

    def receive(self) -> list[Built] | None:
        """Wait for one answer."""
        try:
            answer: list[Built] | Exception | None = self.connection.recv()
        except EOFError:
            raise NewsgrepError("a process that builds the index has died", hint="is there enough memory?") from None
        if isinstance(answer, Exception):
            raise answer
        self.in_flight -= 1
        return answer

    def finish(self) -> list[Built]:
        """The segments it has written."""
        self.connection.send(None)
        while (answer := self.receive()) is None:
            pass
        self._process.join()
        return answer

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self.connection.close()


def _free(workers: list[Worker]) -> Worker:
    """A worker that can take a batch; waits for one."""
    from multiprocessing.connection import wait

    while all(worker.in_flight >= BATCHES_AHEAD for worker in workers):
        ready = wait([worker.connection for worker in workers])
        for worker in workers:
            if worker.connection in ready:
                worker.receive()
    return min(workers, key=lambda worker: worker.in_flight)


def _work(connection: Connection, folder: Path, user_words: tuple[UserWord, ...]) -> None:
    """What a worker does. When its parent dies, so does the connection, and it ends."""
    import signal

    from newsgrep.analysis import load_segmenter

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which stops its workers
    with suppress(EOFError, BrokenPipeError):
        try:
            hand = Hand(folder, load_segmenter(user_words))
            while batch := connection.recv():
                hand.add(batch)
                connection.send(None)
            connection.send(hand.finish())
        except Exception as error:  # noqa: BLE001 (whatever it is, the parent raises it)
            connection.send(error)
