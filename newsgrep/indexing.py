"""Use case: bring an index up to date with a corpus."""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from newsgrep.analysis import Entry, analyse, identity, load_segmenter
from newsgrep.errors import IndexDamagedError, IndexLockedError, UsageError
from newsgrep.manifest import FileState, Manifest, digest, load, save
from newsgrep.model import Article, Changes
from newsgrep.readers import SUFFIXES, Problem, Reading, SourceFile, is_news, read_articles
from newsgrep.readers.files import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from newsgrep.analysis import UserWord
    from newsgrep.engine.base import Engine

LOCK_NAME = "LOCK"
HOLDER_NAME = "LOCK.holder"
# Fewer articles than one batch are analysed here: starting processes would take longer.
BATCH = 256
BYTES_A_CHARACTER = 3
BATCHES_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be indexed, where and how.

    ``within`` limits it to paths inside ``root``; ``wait`` is how many seconds to wait for another writer.
    """

    root: Path
    folder: Path
    within: tuple[Path, ...] = ()
    reading: Reading = field(default_factory=Reading)
    user_words: tuple[UserWord, ...] = ()
    rebuild: bool = False
    jobs: int = 1
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update did (or would do): changes, articles held after it, problems met, seconds taken.

    ``left_out`` counts the files that are of no kind that is read; ``rebuilt`` says why all was done afresh.
    """

    changes: Changes
    articles: int
    problems: tuple[str, ...]
    seconds: float
    left_out: int = 0
    rebuilt: str | None = None


@dataclass(slots=True)
class Progress:
    """How far an update is: bytes of source files read and to be read, articles seen."""

    read: int = 0
    total: int = 0
    articles: int = 0


def bring_up_to_date(
    job: Job,
    open_engine: Callable[[Path], Engine],
    watch: Callable[[Progress], None] = lambda _: None,
    wait_for: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Index what is new and changed, drop what is gone; readers see the index as it was until the end.

    ``watch`` is told of progress, often; ``wait_for`` is told who writes to the index, where that must be waited for.
    """
    began = time.perf_counter()
    if not job.folder.exists():
        _begin(job)  # says what is wrong before anything is written
        job.folder.mkdir(parents=True)
    with _only_writer(job.folder, job.wait, wait_for):
        job, corpus, old, why = _begin(job)
        engine = open_engine(job.folder)
        if not why and old.version != engine.stats().version:
            old = old.reconciled(engine.ids())
        survey = _Survey(job, corpus, old, watch)
        entries = _analysed(survey.articles(), job)
        first = next(entries, None)
        if first or survey.removed() or why:
            engine.update(survey.removed_lazily(), chain([first] if first else [], entries), afresh=bool(why))
        held = engine.stats()
        save(
            job.folder, Manifest(identity_of(job), str(job.root.resolve()), held.version, survey.states), job.user_words
        )
    return survey.outcome(held.articles, time.perf_counter() - began, why)


def dry_run(job: Job) -> Outcome:
    """What an update would do; nothing is written."""
    began = time.perf_counter()
    job, corpus, old, why = _begin(job)
    survey = _Survey(job, corpus, old, lambda _: None)
    for _ in survey.articles():
        pass
    held = {article_id for state in survey.states.values() for article_id in state.records}
    return survey.outcome(len(held), time.perf_counter() - began, why)


def _begin(job: Job) -> tuple[Job, _Corpus, Manifest, str | None]:
    """The job, the corpus and the manifest it starts from, and why all is done afresh, if it is (then all of it is)."""
    old, why = _old_manifest(job)
    if why:
        job = replace(job, within=())
    corpus = _look(job)
    _refuse_nothing(job, corpus, old)
    return job, corpus, old, why


def identity_of(job: Job) -> str:
    """All that decides what an index of a corpus holds: analysis, and how records are read."""
    reading = repr((sorted(job.reading.fields.mapping.items()), sorted(job.reading.sources.items())))
    return identity(job.user_words, reading)


def stale(job: Job, manifest: Manifest) -> tuple[list[str], list[str]]:
    """The source files that have changed or come since the index was built, and those that are gone.

    A file that could not be read is neither: it is among the manifest's problems.
    """
    files = {file.path: file for file in _look(job).files}
    known = manifest.files
    changed = [
        path for path, file in files.items() if not (path in known and (known[path].is_of(file) or known[path].unread))
    ]
    return changed, [path for path in known if path and path not in files]


def _lock_holder(folder: Path) -> str | None:
    """Who writes to the index, as that process wrote it down."""
    try:
        return (folder / HOLDER_NAME).read_text(encoding="utf-8") or None
    except OSError:
        return None


KINDS_READ = ", ".join(sorted(SUFFIXES)) + ", and these in .gz .bz2 .xz .zst"


class _Survey:
    """Goes through the corpus against the old manifest: yields new and changed articles, remembers the rest."""

    def __init__(self, job: Job, corpus: _Corpus, old: Manifest, watch: Callable[[Progress], None]) -> None:
        self._job = job
        self._corpus = corpus
        self._old = old
        self._watch = watch
        self._digests = {article_id: mark for state in old.files.values() for article_id, mark in state.records.items()}
        self._added = self._changed = 0
        self.states: dict[str, FileState] = self._untouched()

    def articles(self) -> Iterator[Article]:
        """The new and changed articles; when all are read, ``states`` is the new manifest's."""
        to_read = [file for file in self._corpus.files if file.path not in self.states]
        progress = Progress(total=sum(file.size for file in to_read))
        for file in to_read:
            yield from self._file(file, progress)
            progress.read += file.size
            self._watch(progress)

    def removed(self) -> set[str]:
        """The ids that were held and are no more (once all is read)."""
        kept = {article_id for state in self.states.values() for article_id in state.records}
        return self._digests.keys() - kept

    def removed_lazily(self) -> Iterator[str]:
        """The same, worked out when the first is asked for."""
        yield from self.removed()

    def outcome(self, articles: int, seconds: float, rebuilt: str | None) -> Outcome:
        """What was found, and what could not be read, in former runs too."""
        changes = Changes(self._added, self._changed, len(self.removed()))
        earlier = (problem for state in self.states.values() for problem in state.problems)
        problems = (*map(str, self._corpus.closed), *earlier)
        return Outcome(changes, articles, problems, seconds, self._corpus.left_out, rebuilt)

    def _untouched(self) -> dict[str, FileState]:
        """The files known by size and mtime, and those of which nothing is known now."""
        files = {file.path: file for file in self._corpus.files}
        return {
            path: state
            for path, state in self._old.files.items()
            if (state.is_of(files[path]) if path in files else self._is_out_of_sight(path))
        }

    def _is_out_of_sight(self, path: str) -> bool:
        """Whether a file lies outside the paths that are looked at, or in a folder that cannot be read."""
        location = self._job.root.resolve() / path
        scope = [part.resolve() for part in self._job.within]
        closed = [self._job.root.resolve() / problem.path for problem in self._corpus.closed]
        outside = bool(path and scope) and not any(location.is_relative_to(part) for part in scope)
        return outside or any(location.is_relative_to(folder) for folder in closed)

    def _file(self, file: SourceFile, progress: Progress) -> Iterator[Article]:
        """The new and changed articles of one file, and its state."""
        records: dict[str, str] = {}
        problems: list[Problem] = []
        before_file = progress.read
        for item in read_articles(file, self._job.reading):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            records[item.id] = digest(item)
            self._tell(progress, item, before_file + file.size)
            known = self._digests.get(item.id)
            if known != records[item.id]:
                self._added, self._changed = self._added + (known is None), self._changed + (known is not None)
                yield item
        progress.read = before_file
        self.states[file.path] = self._state(file, records, problems)

    def _state(self, file: SourceFile, records: dict[str, str], problems: list[Problem]) -> FileState:
        """What is known of a file now; one that could not be read as a whole is tried again next time."""
        before = self._old.files.get(file.path)
        if before and any(problem.lost for problem in problems):
            records = before.records | records
        whole = all(problem.line is not None for problem in problems)
        size, mtime = (file.size, file.mtime) if whole else (-1, -1)
        return FileState(size, mtime, records, tuple(map(str, problems)))

    def _tell(self, progress: Progress, article: Article, most: int) -> None:
        """Count an article; how far it lies in its file is judged by its text, which is most of a file."""
        progress.articles += 1
        progress.read = min(
            most, progress.read + BYTES_A_CHARACTER * sum(len(part.text) for part in article.paragraphs)
        )
        if progress.articles % 100 == 0:
            self._watch(progress)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The source files that are read, how many others there are, and the folders that cannot be read."""

    files: list[SourceFile]
    left_out: int
    closed: list[Problem]


def _look(job: Job) -> _Corpus:
    """The corpus as it is now."""
    if not job.root.is_dir():
        raise UsageError(f"{job.root}: there is no such folder", hint="newsgrep index CORPUS, or --corpus CORPUS")
    found = list(scan(job.root, within=job.within, leave_out=(job.folder,)))
    files = [file for file in found if isinstance(file, SourceFile)]
    news = [file for file in files if is_news(file.path)]
    return _Corpus(news, len(files) - len(news), [item for item in found if isinstance(item, Problem)])


def _refuse_nothing(job: Job, corpus: _Corpus, old: Manifest) -> None:
    """An empty corpus is more likely a wrong path, or a folder not mounted, than a wish to lose the index."""
    root = job.root.resolve()
    for part in job.within:
        if not part.resolve().is_relative_to(root):
            raise UsageError(
                f"{part}: this is outside the corpus, {root}", hint="choose another index with --index DIR"
            )
        if not part.exists() and not any((root / path).is_relative_to(part.resolve()) for path in old.files):
            raise UsageError(f"{part}: there is no such file or folder", hint="give a path inside the corpus")
    if corpus.files or corpus.closed or job.within:
        return
    if held := len(old.ids()):
        message = f"{job.root} is empty, but the index holds {held:,} articles of it; nothing was changed"
        raise UsageError(message, hint="is it mounted? to let them go, delete the index folder")
    raise UsageError(f"{job.root}: there is nothing to index here", hint="files that are read: " + KINDS_READ)


def _old_manifest(job: Job) -> tuple[Manifest, str | None]:
    """The manifest to compare with, and why the index is to be built afresh, if it is."""
    empty = Manifest(identity_of(job), str(job.root.resolve()))
    if job.rebuild:
        return empty, "asked for"
    try:
        old = load(job.folder)
    except IndexDamagedError:
        return empty, "the manifest was damaged"
    if old is None:
        return empty, None
    if old.root != empty.root:
        message = f"{job.folder}: this index is of another corpus, {old.root}"
        raise UsageError(message, hint="choose another with --index DIR, or replace it with --rebuild")
    if old.identity != empty.identity:
        return empty, "the analysis has changed"
    return old, None


def _analysed(articles: Iterable[Article], job: Job) -> Iterator[Entry]:
    """Entries of articles, in their order; a large update is analysed by several processes."""
    remaining = iter(articles)
    segmenter = None
    if first := list(islice(remaining, BATCH)):
        segmenter = load_segmenter(job.user_words)
        yield from (analyse(article, segmenter) for article in first)
    if segmenter and (more := next(remaining, None)):
        remaining = chain([more], remaining)
        if job.jobs > 1:
            yield from _analysed_by_processes(remaining, job)
        else:
            yield from (analyse(article, segmenter) for article in remaining)


def _analysed_by_processes(articles: Iterator[Article], job: Job) -> Iterator[Entry]:
    """The same by a pool of processes, with only so many batches in flight that memory stays flat."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would copy the threads' locks of a progress bar.
    pool = ProcessPoolExecutor(job.jobs, get_context("spawn"), initializer=_prepare_worker)
    try:
        yield from _pooled(pool, articles, job)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pooled(pool: ProcessPoolExecutor, articles: Iterator[Article], job: Job) -> Iterator[Entry]:
    in_flight: deque[Future[list[Entry]]] = deque()
    while batch := list(islice(articles, BATCH)):
        in_flight.append(pool.submit(_analyse_batch, batch, job.user_words))
        if len(in_flight) > job.jobs * BATCHES_AHEAD:
            yield from in_flight.popleft().result()
    while in_flight:
        yield from in_flight.popleft().result()


def _analyse_batch(batch: list[Article], user_words: tuple[UserWord, ...]) -> list[Entry]:
    segmenter = load_segmenter(user_words)
    return [analyse(article, segmenter) for article in batch]


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it: a killed parent tells its workers nothing."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _only_writer(folder: Path, wait: float, wait_for: Callable[[str], None]) -> Iterator[None]:
    """Hold the index's lock, which the system lets go of when a process dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _lock_holder(folder) or "another process"
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
