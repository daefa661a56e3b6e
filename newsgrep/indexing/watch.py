"""Use case: an index that follows its corpus, update by update, until it is interrupted."""

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

# Changes that come within so many milliseconds of one another are one burst, which ends after so many at the latest.
QUIET, LONGEST_BURST = 400, 10_000
# A file that grows meanwhile is still being written; it is waited for as long as this (seconds).
SETTLING, LONGEST_WRITTEN = 0.5, 20.0
# A look at the clock and at the folder every so many milliseconds; without any news, the corpus is looked at all the
# same after so many of these, as not every file system tells of its changes, and at the first, as something may have
# come before the folder was watched.
TICK, EVERY = 1000, 60
TRY_AGAIN = 5.0  # seconds, after an update that failed


def follow(
    make: Callable[[], IndexJob], update: Callable[[IndexJob], IndexReport]
) -> Iterator[IndexReport | Exception]:
    """What came of each update, or why it failed: one now, then one after each burst of changes, without an end.

    ``make`` gives the job of each. One that failed is tried again after a while. The whole corpus is looked at each
    time, so that nothing that was moved, or missed, is left as it was.
    """
    import_watchfiles()
    rebuild = True  # at first, if the job says so
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
    """The library that hears of changes."""
    try:
        import watchfiles
    except ImportError as error:
        raise DependencyError("to watch, the package watchfiles is needed", hint="pip install watchfiles") from error
    return watchfiles


def _bursts(job: IndexJob) -> Iterator[set[Path]]:
    """The files that have changed, burst by burst; none where it is time to look again.

    It ends where the folder is another than it was, as after a disk was mounted: that has to be watched anew.
    """
    root, index = job.root.resolve(), str(job.folder.resolve())
    identity = _identity(root)
    ticks = import_watchfiles().watch(
        *(job.within or (root,)),
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
            if _identity(root) != identity:
                return
    except FileNotFoundError:  # it has gone before it was watched
        return
    except RuntimeError as error:
        raise UsageError(
            "cannot be watched ({})",
            reason(error),
            path=root,
            hint="raise fs.inotify.max_user_watches, or set WATCHFILES_FORCE_POLLING=1",
        ) from error


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one that is in its place later."""
    status = _status(folder)
    return status and (status.st_dev, status.st_ino)


def _wait_until_written(files: Iterable[Path]) -> None:
    """Wait until none of some files grows."""
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
