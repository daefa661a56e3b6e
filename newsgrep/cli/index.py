"""newsgrep index."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.language import tr, translate
from newsgrep.cli.output import UpdateInterruptedError, error_message, flush, note, note_message, write, write_stderr
from newsgrep.cli.progress_line import WAITING
from newsgrep.cli.settings import DEFAULT_CORPUS, FOUND, Settings, current_settings, shared_options
from newsgrep.cli.typed_options import take
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.message import Message, plural
from newsgrep.progress import Step, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.indexing import IndexJob, IndexReport, Progress, Roots
    from newsgrep.manifest import Manifest

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

    Exit code: 0 done, 2 something could not be read (the rest is indexed), 130 stopped with Ctrl-C.
    """  # noqa: D301 (click wants the character)
    from newsgrep import indexing
    from newsgrep.engine.open_engine import create_engine

    settings, asked = current_settings(), take(IndexOptions, options)
    if asked.watch:
        if asked.dry_run:
            raise UsageError("--watch and --dry-run cannot be combined")
        _say_place(settings, make_job(settings, paths, asked))
        # The configuration may change meanwhile: each update reads it again.
        return _watch(
            lambda: make_job(settings.read_again(), paths, asked), as_json=asked.as_json, quiet=settings.quiet
        )
    job = make_job(settings, paths, asked)
    _say_place(settings, job)
    outcome = indexing.dry_run(job, create_engine) if asked.dry_run else run_job(job)
    report(outcome, dry_run=asked.dry_run, as_json=asked.as_json, quiet=settings.quiet)
    return 2 if outcome.problems else 0


class IndexOptions(NamedTuple):
    """How an index is brought up to date; ``wait`` is in seconds."""

    rebuild: bool = False
    dry_run: bool = False
    jobs: int | None = None
    wait: float = 10
    exclude: tuple[str, ...] = ()
    ignore_files: bool | None = None
    watch: bool = False
    as_json: bool = False


def make_job(settings: Settings, paths: tuple[Path, ...] = (), asked: IndexOptions | None = None) -> IndexJob:
    """What is to be indexed, by the settings and the paths given."""
    from newsgrep.indexing import IndexJob, roots_of
    from newsgrep.readers import FieldMap, ReadOptions
    from newsgrep.readers.ignore_rules import compile_globs

    folder = _folder_for(settings, paths) if asked else settings.index
    asked = asked or IndexOptions()
    known = _manifest_of(folder)
    roots, within = place(paths, settings.corpus, roots_of(known) if known else None, rebuild=asked.rebuild)
    configured = settings.effective("exclude").value or ()
    compile_globs(asked.exclude), compile_globs(configured)  # says which is none
    return IndexJob(
        root=roots.folder,
        folder=folder,
        within=within,
        parts=roots.parts,
        exclude=tuple(filter(str.strip, asked.exclude)) if asked.exclude or not known else known.exclude,
        configured_exclude=configured,
        ignore_files=asked.ignore_files if asked.ignore_files is not None else not known or known.ignore_files,
        reading=ReadOptions(FieldMap(settings.config.fields), settings.config.sources),
        user_words=settings.user_words,
        rebuild=asked.rebuild,
        jobs=asked.jobs or min(MOST_JOBS, os.cpu_count() or 1),
        wait=asked.wait,
    )


def place(
    paths: tuple[Path, ...], corpus: Path | None, known: Roots | None, *, rebuild: bool = False
) -> tuple[Roots, tuple[Path, ...]]:
    """The roots of the corpus, and the paths inside them that are to be looked at (none: all).

    A corpus that is named wins; else paths inside the index's own corpus are parts of it; else they name a corpus. To
    rebuild whole roots of several is to keep only these.
    """
    from newsgrep.indexing import Roots

    for path in paths:
        if not path.exists() and not (known and known.contain([path])):
            raise UsageError(
                "no such file or folder", path=path, hint="give an existing one, as in 'newsgrep index FOLDER'"
            )
    is_named = corpus and not (known and corpus.resolve() in known.each)
    roots = Roots.of([corpus]) if corpus and is_named else known
    if not roots:
        return Roots.of(paths or [DEFAULT_CORPUS]), ()
    are_inside = roots.contain(paths)
    if are_inside and roots.are_among(paths):
        return roots, ()
    are_roots = all(path.resolve() in roots.each for path in paths)
    if paths and not is_named and (not are_inside or (rebuild and are_roots)):
        return Roots.of(paths), ()
    return roots, paths


def _folder_for(settings: Settings, paths: tuple[Path, ...]) -> Path:
    """The index to update: one that was found above only if its corpus is meant, else a new one."""
    found, origin = settings.index, settings.effective("index").origin
    meant = paths or tuple(filter(None, [settings.corpus or (DEFAULT_CORPUS if DEFAULT_CORPUS.is_dir() else None)]))
    if origin != FOUND or not meant:
        return found
    from newsgrep.indexing import roots_of

    known = _manifest_of(found)
    is_its = known and (roots_of(known).contain(meant) or roots_of(known).are_among(meant))
    return found if is_its else settings.new_index


def _say_place(settings: Settings, job: IndexJob) -> None:
    """Say which index is updated, or made, where one was found above."""
    if settings.effective("index").origin == FOUND and not settings.quiet:
        if job.folder == settings.index:
            note("updating the index {}", job.folder)
        else:
            note("using {}, as {} is the index of another corpus", job.folder.absolute(), settings.index)


def run_job(job: IndexJob) -> IndexReport:
    """Index, telling the progress.

    Raises:
        UpdateInterruptedError: Ctrl-C was pressed.

    """
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.indexing import bring_up_to_date

    try:
        return bring_up_to_date(job, partial(create_engine, jobs=job.jobs), _teller(), _say_waiting)
    except KeyboardInterrupt as interrupt:
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
    report(run_job(job), dry_run=False, as_json=False, quiet=True)


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
    if outcome.excluded:
        excluded = plural(outcome.excluded, "1 file or folder excluded", "{:,} files and folders excluded")
        notes.append(translate(excluded))
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


def _manifest_of(folder: Path) -> Manifest | None:
    """The manifest of an index; None if there is none that can be read."""
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.manifest import load

    try:
        return load(create_engine(folder))
    except IndexDamagedError:
        return None
