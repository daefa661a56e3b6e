"""newsgrep index."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.index_job import IndexOptions, add_piped, make_job, require_stdin_options, say_place
from newsgrep.cli.language import tr, translate
from newsgrep.cli.output import (
    UpdateInterruptedError,
    columns_of,
    error_message,
    flush,
    note,
    note_message,
    say_waiting,
    write,
    write_stderr,
)
from newsgrep.cli.progress_line import WAITING
from newsgrep.cli.shared_options import current_settings, jobs_option, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.cli.upward import require_current_folder
from newsgrep.errors import UsageError
from newsgrep.message import Message, plural
from newsgrep.progress import Step, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.cli.settings import Settings
    from newsgrep.indexing import IndexJob, IndexReport, Progress

INTERRUPTED = 130
# Problems that are said one by one; an index may be of as many files as there are.
MOST_SAID = 100


@click.command("index")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--rebuild", is_flag=True, help="Rebuild the index from scratch; searches use the old one until it is done."
)
@click.option(
    "--optimize",
    is_flag=True,
    help="Afterwards merge what earlier updates wrote apart, and drop what is deleted: searches become faster.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, but change nothing.")
@jobs_option
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=10,
    metavar="SECONDS",
    show_default=True,
    help="Seconds to wait if another process is updating the index.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out files and folders, in the syntax of .gitignore; later updates do so too ('' ends it). Repeatable.",
)
@click.option(
    "--ignore/--no-ignore",
    "ignore_files",
    default=None,
    help="Whether .gitignore and .ignore files in the corpus count (default: yes); later updates do the same.",
)
@click.option("-w", "--watch", is_flag=True, help="Keep running and update as files change; stop with Ctrl-C.")
@click.option("--stdin", is_flag=True, help="Add standard input to the corpus, as the file called --name.")
@click.option("--name", metavar="NAME", help="With --stdin: the file; what it had from standard input is replaced.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as a JSON object.")
@shared_options
def command(paths: tuple[Path, ...], **options: Any) -> int:
    """Bring the index up to date with the corpus; only new, changed and removed articles are processed.

    PATH is the corpus: a folder, or several files and folders, whose paths are then relative to the folder that
    contains them all. Inside the corpus of an index, PATH limits the update to it; to add a folder, name the others
    too. Without PATH, the corpus that the index was built from is used.

    \b
    newsgrep index ~/news
    newsgrep index ~/news/2024 ~/news/2025 --exclude 'drafts/' --exclude '*.bak.txt'
    curl -s https://example.org/feed.json | newsgrep index --stdin --name feed.json

    Exit code: 0 done, 2 something could not be read (the rest is indexed), 130 stopped with Ctrl-C.
    """  # noqa: D301 (click wants the character)
    from newsgrep import indexing
    from newsgrep.engine.open_engine import create_engine

    require_current_folder()
    settings, asked = current_settings(), take(IndexOptions, options)
    require_stdin_options(asked)
    if asked.watch:
        if asked.dry_run:
            raise UsageError("--watch and --dry-run cannot be combined")
        if asked.optimize:
            raise UsageError("--watch and --optimize cannot be combined")
        say_place(settings, make_job(settings, paths, asked))
        # The configuration may change meanwhile: each update reads it again.
        return _watch(
            lambda: make_job(settings.read_again(), paths, asked), as_json=asked.as_json, quiet=settings.quiet
        )
    job = make_job(settings, paths, asked)
    say_place(settings, job)
    if asked.stdin:
        add_piped(job, asked.name or "")
    outcome = indexing.dry_run(job, create_engine) if asked.dry_run else run_job(job)
    report(outcome, dry_run=asked.dry_run, as_json=asked.as_json, quiet=settings.quiet)
    return 2 if outcome.problems else 0


def run_job(job: IndexJob) -> IndexReport:
    """Index, telling the progress.

    Raises:
        UpdateInterruptedError: Ctrl-C was pressed, and the index was not changed.

    """
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.indexing import bring_up_to_date

    try:
        return bring_up_to_date(job, partial(create_engine, jobs=job.jobs), _teller(), say_waiting)
    except KeyboardInterrupt as interrupt:
        if job.optimize:  # the update may have been finished
            raise
        raise UpdateInterruptedError from interrupt
    finally:
        tell(None)


def _teller() -> Callable[[Progress], None]:
    """Tells the progress of an update that begins now."""
    began = time.monotonic()

    def watch(progress: Progress) -> None:
        articles = _articles(progress.articles)
        if progress.read >= progress.total:
            tell(Step(Message("writing the index"), detail=articles))
        else:
            speed = progress.articles / max(time.monotonic() - began, 0.001)
            tell(Step(Message("indexing"), progress.read, progress.total, Message("{}, {:,.0f}/s", articles, speed)))

    return watch


def _watch(make: Callable[[], IndexJob], *, as_json: bool, quiet: bool) -> int:
    """Follow the corpus until Ctrl-C; what changed is said, a failure or problem once.

    The job is made anew for each update, as the configuration may have changed.
    """
    from newsgrep.indexing.watch import follow

    def run(job: IndexJob) -> IndexReport:
        tell(None)
        try:
            return run_job(job)
        finally:
            tell(WAITING)

    before: Sequence[Message] = ()
    try:
        for number, outcome in enumerate(follow(make, run)):
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
                note("watching {} (stop with Ctrl-C)", make().roots)
            before = outcome.problems
    except KeyboardInterrupt:
        if not quiet:
            note("stopped watching")
    return INTERRUPTED


def update(settings: Settings, *, keep_identity: bool = False) -> None:
    """Bring the index up to date before it is searched, or each of several; what cannot be read is said.

    ``keep_identity`` refuses where that would make it anew, with other settings than it was made with.
    """
    require_current_folder()
    if len(settings.indexes) > 1:
        settings.open_index()  # none of several is created by a search
        for own in settings.one_by_one():
            update(own, keep_identity=keep_identity)
        return
    job = make_job(settings)
    if keep_identity:
        from newsgrep.engine.open_engine import create_engine
        from newsgrep.indexing import identity_of
        from newsgrep.manifest_codec import load

        manifest = load(create_engine(settings.index))
        if manifest and manifest.identity != identity_of(job):
            raise UsageError(
                "built with other settings, so it was not updated",
                path=str(settings.index),
                hint="run 'newsgrep index' in the folder of its newsgrep.toml, then save the search again",
            )
    report(run_job(job), dry_run=False, as_json=False, quiet=True)


def report(outcome: IndexReport, *, dry_run: bool, as_json: bool, quiet: bool, at: str = "") -> None:
    """The problems, then the summary, ``at`` a time."""
    for problem in outcome.problems[:MOST_SAID]:
        note_message(problem)
    if len(outcome.problems) > MOST_SAID:
        note("{:,} more problems; 'newsgrep status' lists them", len(outcome.problems) - MOST_SAID)
    if as_json:
        from newsgrep.printers.json import SCHEMA, dump

        values = asdict(outcome) | {
            "changes": outcome.changes._asdict(),
            "problems": list(map(str, outcome.problems)),
            "rebuilt": outcome.rebuilt and str(outcome.rebuilt),
            "understood": [kind._asdict() for kind in outcome.understood],
            "left_out_kinds": {kind.suffix: kind.files for kind in outcome.left_out_kinds},
        }
        write([dump({"type": "index", "schema": SCHEMA, "dry_run": dry_run, **values})])
    elif not quiet:
        write_stderr(f"{at}{summary(outcome, dry_run=dry_run)}\n")
        if not at:
            _say_understood(outcome)


def _say_understood(outcome: IndexReport) -> None:
    """Which fields became what, if anything or no article at all was read, and which files were left out."""
    from newsgrep.printers.understood import left_out_line, understood_lines

    if any(outcome.changes) or outcome.rebuilt or not outcome.articles:
        write_stderr("".join(understood_lines(outcome.understood, translate, columns_of(sys.stderr))))
    write_stderr("".join(left_out_line(outcome.left_out_kinds, translate)))


def summary(outcome: IndexReport, *, dry_run: bool) -> str:
    """One line: what changed, how many articles the index contains, how long it took, what to know besides."""
    from newsgrep.indexing import REQUESTED
    from newsgrep.indexing.file_problems import number_of

    notes = [tr("{:.1f} s", outcome.seconds)]
    if outcome.rebuilt and outcome.rebuilt != REQUESTED:
        notes.append(tr("rebuilt: {}", outcome.rebuilt))
    if outcome.left_out:
        skipped = plural(outcome.left_out, "1 unsupported file skipped", "{:,} unsupported files skipped")
        notes.append(translate(skipped))
    if outcome.excluded:
        excluded = plural(outcome.excluded, "1 file or folder excluded", "{:,} files and folders excluded")
        notes.append(translate(excluded))
    if outcome.problems:
        notes.append(tr("{:,} unreadable", number_of(outcome.problems)))
    line = tr(
        "{:,} added, {:,} changed, {:,} removed: {} in the index ({})",
        *outcome.changes,
        _articles(outcome.articles),
        tr("; ").join(notes),
    )
    return tr("dry run: {}", line) if dry_run else line


def _articles(number: int) -> Message:
    return plural(number, "1 article", "{:,} articles")
