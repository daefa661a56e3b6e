"""Merges segments in this process, and in others if there are many postings: each merges some fields to a file."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.segments.build_pool import BuiltSegment
from newsgrep.engine.segments.commit import SegmentEntry
from newsgrep.engine.segments.layout import file_name, new_segment_id
from newsgrep.engine.segments.ngram_lists import has_ngrams, write_ngrams
from newsgrep.engine.segments.segment_merge import TERM_FIELDS, Sources, write_documents, write_field
from newsgrep.engine.segments.worker_process import WorkerProcess, ready_to_work
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from newsgrep.engine.segments.commit import SegmentInfo

# Bytes of postings that are merged in about the time another process takes to start.
LEAST_SHARED = 1 << 23
# Time, in that of merging a byte of bigrams' postings, for a byte of words', which have counts; for a byte of articles,
# to copy it and merge the columns, or to find n-grams. Alike in two corpora: broadcasts, and newspapers' sentences.
OF_WORDS, OF_DOCUMENTS, OF_NGRAMS = 1.5, 0.25, 1.0
# All ways to share so many fields, the largest, among so many processes are compared.
MOST_COMPARED, MOST_PROCESSES = 4, 4
# What a process writes besides the fields.
NGRAMS = "ngrams"


def merge_segments(folder: Path, infos: Sequence[SegmentInfo], prefix: str, jobs: int = 1) -> BuiltSegment:
    """Write the live documents of segments as one, with ``jobs`` processes, this one included.

    The segment's id begins with ``prefix``, and so do the names of the files of the other processes, which an
    interrupted merge may leave behind.

    Raises:
        NewsgrepError: a process died; its errors are raised as well.

    """
    sources = Sources(folder, infos)
    own, *others = _shares(sources, jobs)
    workers: list[MergeProcess] = []
    try:
        for names in filter(None, others):
            try:
                workers.append(MergeProcess(folder, infos, new_segment_id(prefix), names))
            except (OSError, RuntimeError):  # the system allows no more processes
                own += names
        merged = BuiltSegment(new_segment_id(prefix), sources.size)
        with ArrayFileWriter(folder / file_name(merged.segment_id)) as writer:
            write_documents(writer, sources)
            for name in own:
                _write(writer, sources, name)
            for worker in workers:
                writer.copy(ArrayFile(worker.result()))
                worker.path.unlink()
    finally:
        for worker in workers:
            worker.stop()
    return merged


def _shares(sources: Sources, jobs: int) -> list[list[str]]:
    """The fields that each process merges, the first of them besides the documents; about the same work for each."""
    bytes_in = {name: sum(source.file.postings(name).size_in_bytes for source in sources) for name in TERM_FIELDS}
    of_articles = sum(source.file.articles.size_in_bytes for source in sources)
    work = {name: size * (OF_WORDS if name in TEXT_FIELDS else 1.0) for name, size in bytes_in.items()}
    if has_ngrams(sources):
        work[NGRAMS] = of_articles * OF_NGRAMS
    if jobs == 1 or sum(work.values()) < LEAST_SHARED:
        return [list(work)]
    return _shared(work, of_articles * OF_DOCUMENTS, min(jobs, MOST_PROCESSES))


def _shared(work: Mapping[str, float], already: float, jobs: int) -> list[list[str]]:
    """Share work among processes so that the longest share is short; the first one has some ``already``.

    >>> _shared({"a": 5.0, "b": 3.0, "c": 3.0, "d": 1.0}, 2.0, jobs=2)
    [['a'], ['b', 'c', 'd']]
    """
    ordered = sorted(work, key=lambda name: -work[name])
    large = ordered[:MOST_COMPARED]

    def loads(way: Sequence[int]) -> list[float]:
        all_of = [already, *[0.0] * (jobs - 1)]
        for name, process in zip(large, way, strict=True):
            all_of[process] += work[name]
        return all_of

    best = min(product(range(jobs), repeat=len(large)), key=lambda way: max(loads(way)))
    load = loads(best)
    shares = [[name for name, own in zip(large, best, strict=True) if own == process] for process in range(jobs)]
    for name in ordered[MOST_COMPARED:]:
        least = load.index(min(load))
        shares[least].append(name)
        load[least] += work[name]
    return shares


def _write(writer: ArrayFileWriter, sources: Sources, name: str) -> None:
    """Write a field, or the n-grams of all text fields."""
    if name == NGRAMS:
        write_ngrams(writer, sources)
    else:
        write_field(writer, sources, name)


class MergeProcess:
    """A process that merges some fields of segments to a file of its own."""

    def __init__(self, folder: Path, infos: Sequence[SegmentInfo], segment_id: str, names: Sequence[str]) -> None:
        self.path = folder / file_name(segment_id)
        entries = [SegmentEntry(info.segid, 0, frozenset(info.deleted)) for info in infos]
        self._worker = WorkerProcess(_work, folder, entries, self.path, names)
        self._worker.start()

    def result(self) -> Path:
        """Wait for the file; raises as ``WorkerProcess.receive`` does."""
        self._worker.receive()
        return self.path

    def stop(self) -> None:
        """Terminate it, if it is still at work."""
        self._worker.terminate()
        self._worker.connection.close()


def _work(connection: Connection, folder: Path, infos: Sequence[SegmentInfo], path: Path, names: Sequence[str]) -> None:
    """Main function of a worker."""
    import os
    from threading import Thread

    def end_with_parent() -> None:
        with suppress(EOFError, OSError):
            connection.recv()
        os._exit(1)

    ready_to_work()
    Thread(target=end_with_parent, daemon=True).start()
    answer: Exception | None = None
    try:
        sources = Sources(folder, infos)
        with ArrayFileWriter(path, durable=False) as writer:  # it is copied
            for name in names:
                _write(writer, sources, name)
    except Exception as error:  # noqa: BLE001 (the parent raises it)
        answer = error
    with suppress(OSError):
        connection.send(answer)
    os._exit(0)
