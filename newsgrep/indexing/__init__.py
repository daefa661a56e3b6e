"""Use case: bring an index up to date with a corpus."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import analyse, load_segmenter
from newsgrep.analysis.user_dictionary import identity
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.indexing.corpus_diff import CorpusDiff, stale
from newsgrep.indexing.corpus_scan import (
    Corpus,
    require_files,
    require_readable,
    scan_corpus,
    with_emptied_parts,
)
from newsgrep.indexing.job import IndexJob, IndexReport, Progress
from newsgrep.indexing.roots import Roots
from newsgrep.manifest import Manifest
from newsgrep.manifest_codec import load, save
from newsgrep.message import Message
from newsgrep.readers.streams import delete_old_copies
from newsgrep.storage.readership import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import Engine

__all__ = [
    "IndexJob",
    "IndexReport",
    "Progress",
    "Roots",
    "bring_up_to_date",
    "dry_run",
    "identity_of",
    "roots_of",
    "stale",
]


# Bytes of source files that are indexed in about the time another process takes to start.
MANY_BYTES = 1_500_000
# Why an index is rebuilt, if the user asked for it.
REQUESTED = Message("requested")


def bring_up_to_date(
    job: IndexJob,
    open_engine: Callable[[IndexPlace], Engine],
    watch: Callable[[Progress], None] = lambda _: None,
    on_wait: Callable[[Message], None] = lambda _: None,
) -> IndexReport:
    """Index new and changed records and remove deleted ones; readers see the previous commit until the end.

    ``watch`` is called often with the progress; ``on_wait`` with the process that holds the index's lock, if it must be
    waited for.

    Raises:
        UsageError: the corpus is missing, empty or another one, or the index may not be written where it is to be.
        IndexLockedError: another process held the lock for ``job.wait`` seconds.

    """
    began = time.perf_counter()
    engine = open_engine(job.folder)
    _require_index_place(job, engine)
    if engine.read_manifest(1) is None:
        _prepare(job, engine)  # raises before anything is written
        engine.close()
        for folder in job.own_folders:
            make_folder(folder, filter(Path.exists, job.roots.each))
    with engine.locked(job.wait, on_wait):
        delete_old_copies()
        job, corpus, old, why = _prepare(job, engine)
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
            save(engine, new)
        if job.optimize:
            engine.optimize()
            if (commit := engine.stats().commit) != new.commit:
                save(engine, replace(new, commit=commit))
    return diff.outcome(held.articles, time.perf_counter() - began, why)


def dry_run(job: IndexJob, open_engine: Callable[[IndexPlace], Engine]) -> IndexReport:
    """Report what an update would do, without writing anything."""
    began = time.perf_counter()
    engine = open_engine(job.folder)
    _require_index_place(job, engine)
    job, corpus, old, why = _prepare(job, engine)
    diff = CorpusDiff(job, corpus, old, lambda _: None)
    for _ in diff.articles():
        pass
    return diff.outcome(diff.new.articles, time.perf_counter() - began, why)


def _require_index_place(job: IndexJob, engine: Engine) -> None:
    """Check that the index may be written where it is to be.

    Raises:
        UsageError: it is a folder of the corpus, or something that is not an index is there.

    """
    if any(folder.resolve() in job.roots.each for folder in job.own_folders):
        raise UsageError(
            "the index folder and the corpus folder are the same; nothing was changed",
            path=str(job.folder),
            hint="choose an empty or new folder with --index DIR",
        )
    engine.require_own_place()


class Preparation(NamedTuple):
    """What an update starts from; ``why`` gives the reason for a rebuild, None for an incremental update."""

    job: IndexJob
    corpus: Corpus
    old: Manifest
    why: Message | None


def _prepare(job: IndexJob, engine: Engine) -> Preparation:
    old, why = _old_manifest(job, engine)
    if not why and (why := engine.quick_check()):
        old = _blank_manifest(job)
    if not why and old.commit != engine.stats().commit:
        old = old.reconciled(engine.ids())
        if old.articles:  # only the whole corpus shows which file an article belongs to that the manifest lacks
            job = replace(job, within=())
    if why:
        job = replace(job, within=())
    corpus = with_emptied_parts(job, scan_corpus(job), _held_manifest(job, engine) if why else old)
    if why:
        require_readable(corpus)
    require_files(job, corpus, old)
    return Preparation(job, corpus, old, why)


def _old_manifest(job: IndexJob, engine: Engine) -> tuple[Manifest, Message | None]:
    """The manifest to compare with, and the reason for a rebuild, if there is one."""
    empty = _blank_manifest(job)
    if job.rebuild:
        return empty, REQUESTED
    try:
        old = load(engine)
    except IndexDamagedError:
        return empty, Message("the manifest was damaged")
    if old is None:
        return empty, None
    known = roots_of(old)
    if not known.are_within(job.roots.each):
        raise UsageError(
            "this index belongs to another corpus, {}",
            known,
            path=str(job.folder),
            hint="choose another index with --index DIR, name its folders too to add one, or replace it with --rebuild",
        )
    if old.root != empty.root:
        return empty, Message("paths are now relative to {}", empty.root)
    if old.identity != empty.identity:
        return empty, Message("the dictionary, the field mapping or newsgrep itself has changed")
    return old, None


def _blank_manifest(job: IndexJob) -> Manifest:
    """The manifest of an index that contains nothing yet."""
    return Manifest(identity_of(job), str(job.root.resolve()))


def _held_manifest(job: IndexJob, engine: Engine) -> Manifest:
    """The manifest of an index that is to be rebuilt; a blank one if it is of other paths, or cannot be read."""
    blank = _blank_manifest(job)
    try:
        held = load(engine) or blank
    except IndexDamagedError:
        return blank
    return held if held.root == blank.root else blank


def roots_of(manifest: Manifest) -> Roots:
    """The files and folders that an index was built from."""
    return Roots(Path(manifest.root), tuple(map(Path, manifest.parts)))


def identity_of(job: IndexJob) -> str:
    """What the contents of an index depend on beside the corpus: analysis, and how records are read."""
    return identity(job.user_words, job.reading.identity)
