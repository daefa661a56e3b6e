"""Builds segments in this process, and in worker processes if there are many articles."""

from __future__ import annotations

import os
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
from newsgrep.engine.segments.layout import file_name, new_segment_id
from newsgrep.engine.segments.segment_writer import SegmentBuilder
from newsgrep.engine.segments.worker_process import WorkerProcess, ready_to_work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from typing_extensions import Self

    from newsgrep.analysis import BulkSegmenter, Entry
    from newsgrep.analysis.user_dictionary import UserWord

# Articles per batch sent to a worker. Fewer are indexed in this process: starting another takes longer.
BATCH = 256
BATCH_BYTES = 1 << 20
BATCHES_AHEAD = 16
# Bytes of articles that are segmented by the lexicon before the segmenter has loaded its dictionary, which takes 80 ms.
FEW_BYTES = 1 << 13


class BuiltSegment(NamedTuple):
    """A segment on disk that is not yet in a table of contents."""

    segment_id: str
    documents: int


class BuildPool:
    """Builds segments from entries with ``jobs`` processes, this one included.

    The workers are started by ``start``, or when the first batch is full. Segment ids begin with ``prefix``.
    ``lexicon`` is a sound lexicon with the words of the entries' segmenter, if there is one.
    """

    def __init__(self, folder: Path, jobs: int, prefix: str) -> None:
        self.folder = folder
        self.jobs = jobs
        self.lexicon: Path | None = None
        self._prefix = prefix
        self._batch: list[bytes] = []
        self._bytes = 0
        self._segmenter: BulkSegmenter | None = None
        self._here: InProcessBuilder | None = None
        self._workers: list[BuildProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers."""
        while self._workers:
            self._workers.pop().stop()

    def start(self, user_words: tuple[UserWord, ...]) -> None:
        """Start the workers, unless they are running; where the system allows no more, the others do the work."""
        if not self._workers:
            with suppress(OSError, RuntimeError):  # RuntimeError: there are no more threads
                for _ in range(self.jobs - 1):
                    self._workers.append(BuildProcess(self.folder, self._prefix, user_words))
            self.jobs = len(self._workers) + 1

    def add(self, entry: Entry) -> None:
        """Add an entry; all entries must have the same segmenter."""
        if len(self._batch) == BATCH or self._bytes > BATCH_BYTES:
            self.start(entry.segmenter.user_words)
            self._pass_on()
        self._segmenter = entry.segmenter
        self._batch.append(entry.packed)
        self._bytes += len(entry.packed)

    def finish(self) -> list[BuiltSegment]:
        """Write what is left, and return all segments.

        Raises:
            NewsgrepError: a worker died; errors of the workers are raised as well.

        """
        if not self._segmenter:
            return []
        if self.lexicon and self._bytes < FEW_BYTES and not (self._here or self._workers):
            self._segmenter = LexiconSegmenter(self.lexicon)
        self._pass_on()
        for worker in self._workers:
            worker.end()
        built = self._here.finish() if self._here else []
        return [*built, *(segment for worker in self._workers for segment in worker.result())]

    def _pass_on(self) -> None:
        """Send the batch to the least busy worker, or build it in this process if all are busy."""
        assert self._segmenter
        for worker in sorted(self._workers, key=lambda worker: worker.waiting()):
            if worker.waiting() < BATCHES_AHEAD:
                worker.send(self._batch)
                break
        else:
            self._here = self._here or InProcessBuilder(self.folder, self._prefix, self._segmenter)
            self._here.add(self._batch)
        self._batch, self._bytes = [], 0


class InProcessBuilder:
    """Builds segments in this process; when one is full, it is written and the next one begun."""

    def __init__(self, folder: Path, prefix: str, segmenter: BulkSegmenter) -> None:
        self._folder = folder
        self._prefix = prefix
        self._segmenter = segmenter
        self._builder = SegmentBuilder()
        self._built: list[BuiltSegment] = []

    def add(self, batch: list[bytes]) -> None:
        """Add a batch of packed articles."""
        if not self._builder.has_room(len(batch)):
            self._flush()
        self._builder.add(batch, self._segmenter)

    def finish(self) -> list[BuiltSegment]:
        """Write what is left, and return all segments."""
        self._flush()
        return self._built

    def _flush(self) -> None:
        if len(self._builder):
            built = BuiltSegment(new_segment_id(self._prefix), len(self._builder))
            self._builder.write(self._folder / file_name(built.segment_id))
            self._built.append(built)
            self._builder = SegmentBuilder(self._builder.trained)


class BuildProcess:
    """A worker process that runs an ``InProcessBuilder``."""

    def __init__(self, folder: Path, prefix: str, user_words: tuple[UserWord, ...]) -> None:
        self._worker = WorkerProcess(_work, folder, prefix, user_words)
        self._in_flight = 0
        # A pipe has room for less than a batch: without a thread, sending would block until the worker has read it.
        self._outbox: SimpleQueue[list[bytes] | None] = SimpleQueue()
        self._poster = Thread(target=self._post, daemon=True)
        try:
            self._poster.start()  # before the process, which nobody would stop if the thread could not be started
            self._worker.start()
        except (OSError, RuntimeError):
            self.end()
            raise

    def waiting(self) -> int:
        """The number of batches sent that the worker has not processed yet."""
        while self._worker.connection.poll():
            self.receive()
        return self._in_flight

    def send(self, batch: list[bytes]) -> None:
        """Send a batch without waiting; the worker answers each with None, or with an error."""
        self._in_flight += 1
        self._outbox.put(batch)

    def end(self) -> None:
        """Signal the end of the batches."""
        self._outbox.put(None)

    def result(self) -> list[BuiltSegment]:
        """Wait until all batches are processed, and return the segments."""
        while (answer := self.receive()) is None:
            pass
        return answer

    def receive(self) -> list[BuiltSegment] | None:
        """Wait for an answer; raises as ``WorkerProcess.receive`` does."""
        answer: list[BuiltSegment] | None = self._worker.receive()
        self._in_flight -= 1
        return answer

    def stop(self) -> None:
        """Terminate the worker."""
        self._worker.terminate()
        self.end()
        self._poster.join()  # it may still be sending, which fails now: the connection must not be closed under it
        self._worker.connection.close()

    def _post(self) -> None:
        """Send what is in the outbox until its end, or until the worker is gone."""
        with suppress(OSError):
            for message in iter(self._outbox.get, None):
                self._worker.connection.send(message)
            self._worker.connection.send(None)


def _work(connection: Connection, folder: Path, prefix: str, user_words: tuple[UserWord, ...]) -> None:
    """Main function of a worker."""
    import gc

    from newsgrep.analysis import load_segmenter

    ready_to_work()
    gc.disable()  # articles are millions of lists and tuples without cycles
    with suppress(EOFError, BrokenPipeError):
        try:
            builder = InProcessBuilder(folder, prefix, load_segmenter(user_words))
            while batch := connection.recv():
                builder.add(batch)
                connection.send(None)
            connection.send(builder.finish())
        except Exception as error:  # noqa: BLE001 (the parent raises it)
            connection.send(error)
    os._exit(0)  # freeing millions of words takes most of a second
