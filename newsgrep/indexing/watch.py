"""Use case: keep an index up to date while its corpus changes, until interrupted."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.errors import DependencyError, NewsgrepError, UsageError
from newsgrep.message import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.indexing.job import IndexJob, IndexReport

# A burst of changes ends after 400 ms without a change, and after 10 s at the latest.
QUIET, LONGEST_BURST = 400, 10_000
# A file that changes within SETTLING seconds is still being written; that is waited for up to LONGEST_WRITTEN seconds.
SETTLING, LONGEST_WRITTEN = 0.5, 20.0
# Every TICK (ms), the identity of the folder is checked. Every EVERY ticks, the corpus is scanned even without changes,
# since not every file system reports them; at the first tick too, for changes made before the watch began.
TICK, EVERY = 1000, 60
TRY_AGAIN = 5.0  # seconds, after a failed update


def follow(
    make: Callable[[], IndexJob], update: Callable[[IndexJob], IndexReport]
) -> Iterator[IndexReport | Exception]:
    """Update now and after each burst of changes, without end; yields the report of each update, or its error.

    ``make`` gives the job of each update. A failed update is tried again after ``TRY_AGAIN`` seconds. Each update scans
    the whole corpus, so that moved files and missed changes are found.

    Raises:
        DependencyError: watchfiles is not installed.
        UsageError: the corpus cannot be watched.

    """
    import_watchfiles()
    rebuild = True  # only in the first update, if the job asks for it
    while True:
        outcome, job = _tried(make, update, rebuild=rebuild)
        yield outcome
        if isinstance(outcome, Exception) or not job:
            time.sleep(TRY_AGAIN)
            continue
        rebuild = False
        for changed in _bursts(job):
            _wait_until_written(changed)
            outcome, _ = _tried(make, update, rebuild=False)
            yield outcome
            if isinstance(outcome, Exception):
                time.sleep(TRY_AGAIN)
                break


def _tried(
    make: Callable[[], IndexJob], update: Callable[[IndexJob], IndexReport], *, rebuild: bool
) -> tuple[IndexReport | Exception, IndexJob | None]:
    try:
        job = make()
        job = replace(job, rebuild=job.rebuild and rebuild)
        return update(job), job
    except (NewsgrepError, OSError) as error:
        return error, None


def import_watchfiles() -> Any:
    """Import the library that watches the file system.

    Raises:
        DependencyError: it is not installed.

    """
    try:
        import watchfiles
    except ImportError as error:
        raise DependencyError("--watch needs the package watchfiles", hint="run 'pip install watchfiles'") from error
    return watchfiles


def _bursts(job: IndexJob) -> Iterator[set[Path]]:
    """The changed files, burst by burst; an empty set when it is time for a scan without changes.

    Ends if a root is replaced by another, as when a disk is mounted: a new watch is needed then.
    """
    roots, index = job.roots, str(job.folder.resolve())
    identities = list(map(_identity, roots.each))
    ticks = import_watchfiles().watch(
        *(path for path in job.within or roots.each if path.exists()),
        watch_filter=lambda _, path: path != index and not path.startswith(index + os.sep),
        debounce=LONGEST_BURST,
        step=QUIET,
        rust_timeout=TICK,
        yield_on_timeout=True,
    )
    try:
        for number, changes in enumerate(ticks):
            if changes or number % EVERY == 0:
                yield {Path(path) for _, path in changes}
            if list(map(_identity, roots.each)) != identities:
                return
    except FileNotFoundError:  # the folder was deleted before the watch began
        return
    except RuntimeError as error:
        raise UsageError(
            "cannot be watched: {}",
            reason(error),
            path=roots.folder,
            hint="raise fs.inotify.max_user_watches, or set WATCHFILES_FORCE_POLLING=1",
        ) from error


def _identity(folder: Path) -> tuple[int, int] | None:
    """Device and inode of a folder, which differ if it is replaced by another."""
    status = _status(folder)
    return status and (status.st_dev, status.st_ino)


def _wait_until_written(files: Iterable[Path]) -> None:
    """Wait until none of the files changes any more, at most ``LONGEST_WRITTEN`` seconds."""
    deadline = time.monotonic() + LONGEST_WRITTEN
    before = None
    while (now := {file: _state(file) for file in files}) != before and now and time.monotonic() < deadline:
        before = now
        time.sleep(SETTLING)


def _state(file: Path) -> tuple[int, int] | None:
    status = _status(file)
    return status and (status.st_size, status.st_mtime_ns)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
