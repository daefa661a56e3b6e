"""newsgrep index."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.language import tr, translate
from newsgrep.cli.output import UpdateInterruptedError, error_message, flush, note, note_message, write, write_stderr
from newsgrep.cli.settings import DEFAULT_CORPUS, Settings, current_settings, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.message import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.indexing import IndexJob, IndexReport, Progress
    from newsgrep.message import Message

INTERRUPTED = 130
# Two processes keep up with the one that writes.
MOST_JOBS = 2


@click.command("index")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--rebuild", is_flag=True, help="Rebuild the index from scratch; searches use the old one until it is done."
)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, but change nothing.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Number of worker processes (default: up to 2)."
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=10,
    metavar="SECONDS",
    show_default=True,
    help="Seconds to wait if another process is updating the index.",
)
@click.option("-w", "--watch", is_flag=True, help="Keep running and update as files change; stop with Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as a JSON object.")
@shared_options
def command(paths: tuple[Path, ...], **options: Any) -> int:
    """Bring the index up to date with the corpus; only new, changed and removed articles are processed.

    PATH is the corpus folder, or files and folders inside it. Without PATH, the corpus that the index was built from is
    used.

    Exit code: 0 done, 2 something could not be read (the rest is indexed), 130 stopped with Ctrl-C.
    """
    from newsgrep import indexing
    from newsgrep.engine.open_engine import create_engine

    settings, asked = current_settings(), take(IndexOptions, options)
    if asked.watch:
        if asked.dry_run:
            raise UsageError("--watch and --dry-run cannot be combined")
        # The configuration may change meanwhile: each update reads it again.
        return _watch(
            lambda: make_job(settings.read_again(), paths, asked), as_json=asked.as_json, quiet=settings.quiet
        )
    job = make_job(settings, paths, asked)
    outcome = indexing.dry_run(job, create_engine) if asked.dry_run else run_job(job, quiet=settings.quiet)
    report(outcome, dry_run=asked.dry_run, as_json=asked.as_json, quiet=settings.quiet)
    return 2 if outcome.problems else 0


class IndexOptions(NamedTuple):
    """How an index is brought up to date; ``wait`` is in seconds."""

    rebuild: bool = False
    dry_run: bool = False
    jobs: int | None = None
    wait: float = 10
    watch: bool = False
    as_json: bool = False


def make_job(settings: Settings, paths: tuple[Path, ...] = (), asked: IndexOptions | None = None) -> IndexJob:
    """What is to be indexed, by the settings and the paths given."""
    from newsgrep.indexing import IndexJob
    from newsgrep.readers import FieldMap, ReadOptions

    asked = asked or IndexOptions()
    known = _root_of(settings.index)
    root, within = place(paths, settings.corpus, known)
    return IndexJob(
        root=root,
        folder=settings.index,
        within=within,
        reading=ReadOptions(FieldMap(settings.config.fields), settings.config.sources),
        user_words=settings.user_words,
        rebuild=asked.rebuild,
        jobs=asked.jobs or min(MOST_JOBS, os.cpu_count() or 1),
        wait=asked.wait,
    )


def place(paths: tuple[Path, ...], corpus: Path | None, known: Path | None) -> tuple[Path, tuple[Path, ...]]:
    """The corpus root, and the paths inside it that are to be looked at (none: all).

    A corpus that is named wins; else paths inside the index's own corpus are parts of it; else they name a corpus.
    """
    for path in paths:
        if not path.exists() and not (known and _inside(path, known)):
            raise UsageError("no such folder", path=path, hint="give an existing folder, as in 'newsgrep index FOLDER'")
    root = corpus or (known if known and all(_inside(path, known) for path in paths) else None)
    if root:
        return root, tuple(path for path in paths if path.resolve() != root.resolve())
    if len(paths) == 1 and not paths[0].is_file():
        return paths[0], ()
    if paths:
        return Path(os.path.commonpath([(path.parent if path.is_file() else path).resolve() for path in paths])), paths
    return DEFAULT_CORPUS, ()


def run_job(job: IndexJob, *, quiet: bool) -> IndexReport:
    """Index, with a progress bar on a terminal.

    Raises:
        UpdateInterruptedError: Ctrl-C was pressed.

    """
    try:
        return _run_job(job, quiet=quiet)
    except KeyboardInterrupt as interrupt:
        raise UpdateInterruptedError from interrupt


def _run_job(job: IndexJob, *, quiet: bool) -> IndexReport:
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.indexing import bring_up_to_date

    open_engine = partial(create_engine, jobs=job.jobs)
    if quiet or not sys.stderr.isatty():
        return bring_up_to_date(job, open_engine, on_wait=_say_waiting)
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(tr("indexing"), total=None, rate="")
        began = time.monotonic()

        def watch(progress: Progress) -> None:
            speed = progress.articles / max(time.monotonic() - began, 0.001)
            rate = tr("{}, {:,.0f}/s", _articles(progress.articles), speed)
            bar.update(task, completed=progress.read, total=progress.total or None, rate=rate)
            if progress.read >= progress.total and len(bar.tasks) == 1:
                bar.update(task, visible=False)
                bar.add_task(tr("writing the index"), total=None, rate=translate(_articles(progress.articles)))

        return bring_up_to_date(job, open_engine, watch, _say_waiting)


def _watch(make: Callable[[], IndexJob], *, as_json: bool, quiet: bool) -> int:
    """Follow the corpus until Ctrl-C; what changed is said, a failure or problem once.

    The job is made anew for each update, as the configuration may have changed.
    """
    from newsgrep.indexing.watch import follow

    before: Sequence[Message] = ()
    try:
        for number, outcome in enumerate(follow(make, partial(run_job, quiet=quiet))):
            if isinstance(outcome, Exception):
                if number == 0:
                    raise outcome
                message = error_message(outcome)
                if [message] != before:
                    note_message(message)
                    note("trying again")
                before = [message]
                continue
            fresh = tuple(problem for problem in outcome.problems if problem not in before)
            if number == 0 or any(outcome.changes) or outcome.rebuilt or fresh:
                shown = replace(outcome, problems=fresh) if not as_json else outcome
                report(shown, dry_run=False, as_json=as_json, quiet=quiet, at=time.strftime("%H:%M:%S "))
                flush()
            if number == 0 and not quiet:
                note("watching {} (stop with Ctrl-C)", make().root)
            before = outcome.problems
    except KeyboardInterrupt:
        if not quiet:
            note("stopped watching")
    return INTERRUPTED


def update(settings: Settings, *, keep_identity: bool = False) -> None:
    """Bring the index up to date before it is searched, or each of several; what cannot be read is said.

    ``keep_identity`` refuses where that would make it anew, with other settings than it was made with.
    """
    if len(settings.indexes) > 1:
        settings.open_index()  # none of several is created by a search
        for own in settings.one_by_one():
            update(own, keep_identity=keep_identity)
        return
    job = make_job(settings)
    if keep_identity:
        from newsgrep.engine.open_engine import create_engine
        from newsgrep.indexing import identity_of
        from newsgrep.manifest import load

        manifest = load(create_engine(settings.index))
        if manifest and manifest.identity != identity_of(job):
            raise UsageError(
                "built with other settings, so it was not updated",
                path=settings.index,
                hint="run 'newsgrep index' in the folder of its newsgrep.toml, then save the search again",
            )
    report(run_job(job, quiet=settings.quiet), dry_run=False, as_json=False, quiet=True)


def report(outcome: IndexReport, *, dry_run: bool, as_json: bool, quiet: bool, at: str = "") -> None:
    """The problems, then the summary, ``at`` a time."""
    for problem in outcome.problems:
        note_message(problem)
    if as_json:
        from newsgrep.printers.json import SCHEMA, dump

        values = asdict(outcome) | {
            "changes": outcome.changes._asdict(),
            "problems": list(map(str, outcome.problems)),
            "rebuilt": outcome.rebuilt and str(outcome.rebuilt),
        }
        write([dump({"type": "index", "schema": SCHEMA, "dry_run": dry_run, **values})])
    elif not quiet:
        write_stderr(f"{at}{summary(outcome, dry_run=dry_run)}\n")


def summary(outcome: IndexReport, *, dry_run: bool) -> str:
    """One line: what changed, how many articles the index contains, how long it took, what to know besides."""
    from newsgrep.indexing import REQUESTED

    notes = [tr("{:.1f} s", outcome.seconds)]
    if outcome.rebuilt and outcome.rebuilt != REQUESTED:
        notes.append(tr("rebuilt: {}", outcome.rebuilt))
    if outcome.left_out:
        skipped = plural(outcome.left_out, "1 unsupported file skipped", "{:,} unsupported files skipped")
        notes.append(translate(skipped))
    if outcome.problems:
        notes.append(tr("{:,} unreadable", len(outcome.problems)))
    line = tr(
        "{:,} added, {:,} changed, {:,} removed: {} in the index ({})",
        *outcome.changes,
        _articles(outcome.articles),
        tr("; ").join(notes),
    )
    return tr("dry run: {}", line) if dry_run else line


def _articles(number: int) -> Message:
    return plural(number, "1 article", "{:,} articles")


def _say_waiting(holder: Message) -> None:
    note("waiting for {}, which is writing to the index", holder)


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _root_of(folder: Path) -> Path | None:
    """The corpus that an index was made from."""
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.manifest import load

    try:
        manifest = load(create_engine(folder))
    except IndexDamagedError:
        return None
    return Path(manifest.root) if manifest else None
