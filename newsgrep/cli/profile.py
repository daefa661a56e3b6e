"""newsgrep profile."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from newsgrep.cli.output import columns_of, for_terminal, note, note_message, write
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.errors import UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from newsgrep.cli.settings import Settings
    from newsgrep.readers import Problem, ReadOptions, SourceFile, Understood


@click.command("profile")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "-n",
    "--records",
    type=click.IntRange(min=1),
    default=200,
    metavar="N",
    show_default=True,
    help="Records that are read of each file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object per kind of file.")
@shared_options
def command(paths: tuple[Path, ...], records: int, as_json: bool) -> int:  # noqa: FBT001 (click's call)
    """Show which fields of your files became title, body, date and so on, and which were not used.

    PATH is a file or a folder, - is standard input; without it, the corpus of the index. The last lines are settings
    to be pasted into newsgrep.toml and changed there.

    Exit code: 0 articles found, 1 none, 2 something could not be read.
    """
    from newsgrep.cli.index import MOST_SAID
    from newsgrep.indexing.corpus_profile import left_out_by_suffix, profile_of
    from newsgrep.printers.understood import profile_json, profile_lines
    from newsgrep.readers import Problem

    settings = current_settings()
    problems: list[Problem] = []
    understood: list[list[Understood]] = []
    left_out: list[str] = []
    with _files(settings, paths) as found:
        for file in found:
            if isinstance(file, Problem):
                problems.append(file)
            elif isinstance(file, str):
                left_out.append(file)
            else:
                said, failed = _read(file, settings.reading, records)
                understood.append(said)
                problems += failed
    kinds = profile_of(understood)
    left = left_out_by_suffix(left_out)
    write(profile_json(kinds, left) if as_json else profile_lines(kinds, left, for_terminal, columns_of(sys.stdout)))
    for problem in problems[:MOST_SAID]:
        note_message(problem.located)
    if len(problems) > MOST_SAID:
        note("{:,} more problems; 'newsgrep split FILE' lists those of a file", len(problems) - MOST_SAID)
    return 2 if problems else 0 if any(kind.articles for kind in kinds) else 1


def _read(file: SourceFile, reading: ReadOptions, records: int) -> tuple[list[Understood], list[Problem]]:
    """What is understood of the first records of a file, and what could not be read."""
    from newsgrep.indexing.file_problems import FileProblems
    from newsgrep.readers import Problem, read_news

    kept = FileProblems()
    said: list[Understood] = []
    with closing(cast("Generator[object]", read_news(file, reading, {}, said.append))) as items:
        for item in islice(items, records):
            if isinstance(item, Problem):
                kept.add(item)
    return said, kept.all()


@contextmanager
def _files(settings: Settings, paths: tuple[Path, ...]) -> Iterator[Iterable[SourceFile | Problem | str]]:
    """The files that are meant, and the paths of those that are not read."""
    from newsgrep.readers.piped import piped_file

    if list(map(str, paths)) == ["-"]:
        with piped_file() as file:
            yield [file]
        return
    yield _corpus_files(settings, paths)


def _corpus_files(settings: Settings, paths: tuple[Path, ...]) -> Iterator[SourceFile | Problem | str]:
    from newsgrep.cli.index_job import make_job
    from newsgrep.indexing import Roots
    from newsgrep.readers import Problem, is_news
    from newsgrep.readers.files import scan
    from newsgrep.readers.ignore_rules import IgnoreRules

    for path in paths:
        if not path.exists():
            raise UsageError("no such file or folder", path=path, hint="check the spelling")
    job = None if paths else make_job(settings)
    roots = job.roots if job else Roots.of(paths)
    if not roots.folder.is_dir():
        hint = Message("give a file or folder, as in 'newsgrep profile FOLDER'")
        raise UsageError("no such folder", path=roots.folder, hint=hint)
    rules = None
    if job:
        exclude = (*job.configured_exclude, *job.exclude)
        rules = IgnoreRules(roots.folder, exclude, ignore_files=job.ignore_files)
    own = (settings.index,) if isinstance(settings.index, Path) else ()
    for item in scan(roots.folder, parts=roots.parts, leave_out=own, rules=rules):
        yield item if isinstance(item, Problem) or is_news(item.path) else item.path
