"""Articles → entries: here, or by several processes where there are many."""

from __future__ import annotations

import os
from collections import deque
from itertools import chain, islice
from typing import TYPE_CHECKING

from newsgrep.analysis import Entry, analyse, load_segmenter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from newsgrep.analysis import UserWord
    from newsgrep.indexing.job import Job
    from newsgrep.model import Article

# Fewer articles than one batch are analysed here: starting processes would take longer.
BATCH = 256
BATCHES_AHEAD = 3


def analysed(articles: Iterable[Article], job: Job) -> Iterator[Entry]:
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
