"""Use case: bring an index up to date with a corpus."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from newsgrep.analysis import analyse, identity, load_segmenter
from newsgrep.engine.whoosh.garbage import require_own_folder
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.indexing.corpus_diff import Corpus, CorpusDiff, require_files, require_readable, scan_corpus
from newsgrep.indexing.job import IndexJob, IndexReport, Progress
from newsgrep.indexing.lock import only_writer
from newsgrep.manifest import Manifest, load, save
from newsgrep.message import Message
from newsgrep.storage.atomic_files import naming

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsgrep.engine.base import Engine

__all__ = ["IndexJob", "IndexReport", "Progress", "bring_up_to_date", "dry_run", "identity_of", "stale"]


# About as many bytes of source files as are indexed while another process gets ready.
MANY_BYTES = 1_500_000
# Why an index is built afresh, if a user wants it.
REQUESTED = Message("asked for")


def bring_up_to_date(
    job: IndexJob,
    open_engine: Callable[[Path], Engine],
    watch: Callable[[Progress], None] = lambda _: None,
    on_wait: Callable[[Message], None] = lambda _: None,
) -> IndexReport:
    """Index what is new and changed, drop what is gone; readers see the index as it was until the end.

    ``watch`` is told of progress, often; ``on_wait`` is told who writes to the index, where that must be waited for.
    """
    began = time.perf_counter()
    require_index_folder(job)
    if not job.folder.exists():
        _begin(job)  # says what is wrong before anything is written
        job.folder.mkdir(parents=True)
    with naming(job.folder), only_writer(job.folder, job.wait, on_wait):
        job, corpus, old, why = _begin(job)
        engine = open_engine(job.folder)
        if not why and (quick_check := engine.quick_check()):
            job, corpus, old, _ = _begin(replace(job, rebuild=True))
            why = quick_check
        if not why and old.commit != engine.stats().commit:
            old = old.reconciled(engine.ids())
            if job.within:  # whose the articles are that the manifest does not know is told by the whole corpus
                job = replace(job, within=())
                corpus = scan_corpus(job)
        diff = CorpusDiff(job, corpus, old, watch)
        segmenter = load_segmenter(job.user_words)
        entries = (analyse(article, segmenter) for article in diff.articles())
        first = next(entries, None)
        if first or diff.removed() or why or not old.commit:
            added = chain([first] if first else [], entries)
            expect_many = diff.grown > MANY_BYTES
            engine.update(
                diff.removed_lazily(), added, truncate=bool(why), expect_many=expect_many, user_words=job.user_words
            )
        else:
            engine.collect_garbage()
        held = engine.stats()
        new = replace(diff.new, commit=held.commit)
        if why or new != old:
            save(job.folder, new)
    return diff.outcome(held.articles, time.perf_counter() - began, why)


def dry_run(job: IndexJob) -> IndexReport:
    """What an update would do; nothing is written."""
    began = time.perf_counter()
    require_index_folder(job)
    job, corpus, old, why = _begin(job)
    diff = CorpusDiff(job, corpus, old, lambda _: None)
    for _ in diff.articles():
        pass
    return diff.outcome(len(diff.new.ids()), time.perf_counter() - began, why)


def require_index_folder(job: IndexJob) -> None:
    """Check that the index folder may be written to.

    Raises:
        UsageError: it is the corpus folder, or holds other files and no index.

    """
    if job.folder.resolve() == job.root.resolve():
        raise UsageError(
            "the index folder is the corpus folder; nothing was changed",
            path=job.folder,
            hint="choose an empty or new folder with --index DIR",
        )
    require_own_folder(job.folder)


def _begin(job: IndexJob) -> tuple[IndexJob, Corpus, Manifest, Message | None]:
    """The job, the corpus and the manifest it starts from, and why all is done afresh, if it is (then all of it is)."""
    old, why = _old_manifest(job)
    if why:
        job = replace(job, within=())
    corpus = scan_corpus(job)
    if why:
        require_readable(corpus)
    require_files(job, corpus, old)
    return job, corpus, old, why


def _old_manifest(job: IndexJob) -> tuple[Manifest, Message | None]:
    """The manifest to compare with, and why the index is to be built afresh, if it is."""
    empty = Manifest(identity_of(job), str(job.root.resolve()))
    if job.rebuild:
        return empty, REQUESTED
    try:
        old = load(job.folder)
    except IndexDamagedError:
        return empty, Message("the manifest was damaged")
    if old is None:
        return empty, None
    if old.root != empty.root:
        raise UsageError(
            "this index is of another corpus, {}",
            old.root,
            path=job.folder,
            hint="choose another with --index DIR, or replace it with --rebuild",
        )
    if old.identity != empty.identity:
        return empty, Message("the analysis has changed")
    return old, None


def identity_of(job: IndexJob) -> str:
    """All that decides what an index of a corpus holds: analysis, and how records are read."""
    reading = repr((sorted(job.reading.fields.mapping.items()), sorted(job.reading.sources.items())))
    return identity(job.user_words, reading)


def stale(job: IndexJob, manifest: Manifest) -> tuple[list[str], list[str]]:
    """The source files that have changed or come since the index was built, and those that are gone.

    A file that could not be read is neither: it is among the manifest's problems.
    """
    files = {file.path: file for file in scan_corpus(job).files}
    known = manifest.files
    changed = [
        path for path, file in files.items() if not (path in known and (known[path].is_of(file) or known[path].unread))
    ]
    return changed, [path for path in known if path and path not in files]
