"""The files of a corpus that an update reads, and what keeps it from reading them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.message import Message, plural
from newsgrep.readers import Problem, SourceFile, is_news
from newsgrep.readers.files import name_of, scan
from newsgrep.readers.ignore_rules import IgnoreRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newsgrep.indexing.job import IndexJob
    from newsgrep.manifest import Manifest

# What has become of a part of the corpus.
MISSING = Message("no such file or folder; the index keeps its articles")
EMPTIED = Message("no news left in it; the index keeps its articles")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The source files to read; the paths of other files, the unreadable folders, and other problems.

    One of these are names that clash: they are displayed alike, as a byte that is not UTF-8 and the text of its escape.
    ``excluded`` are the files and folders that globs or ignore files exclude.
    """

    files: list[SourceFile]
    left_out: list[str]
    unreadable: list[Problem]
    problems: list[Problem]
    excluded: Sequence[str] = ()


def scan_corpus(job: IndexJob) -> Corpus:
    """Scan the corpus, within the scope of the job.

    Raises:
        UsageError: the corpus folder does not exist, or none of its parts does.

    """
    if not job.root.is_dir():
        raise UsageError(
            "not a folder" if job.root.exists() else "no such folder",
            path=job.root,
            hint="give an existing folder, as in 'newsgrep index FOLDER'",
        )
    missing = missing_parts(job)
    if missing and len(missing) == len(job.roots.parts):
        raise UsageError("no such file or folder", path=missing[0], hint="check that it is mounted")
    rules = IgnoreRules(job.root.resolve(), job.configured_exclude + job.exclude, ignore_files=job.ignore_files)
    lost = (_lost(job, MISSING, part) for part in missing if _is_asked_for(part, job))
    found = [*lost, *scan(job.root, parts=job.parts, within=job.within, leave_out=job.own_folders, rules=rules)]
    files = {file.path: file for file in reversed(found) if isinstance(file, SourceFile)}
    name_clashes = [
        Problem(file.path, None, Message("its name displays the same as another file's (rename it)"), lost=True)
        for file in found
        if isinstance(file, SourceFile) and files[file.path] is not file
    ]
    are_news = list(map(is_news, files))
    news = list(compress(files.values(), are_news))[::-1]
    problems = [item for item in found if isinstance(item, Problem)]
    unreadable = [problem for problem in problems if problem.lost]
    others = [problem for problem in problems if not problem.lost]
    others_left = [path for path, is_one in zip(files, are_news, strict=True) if not is_one]
    return Corpus(news, others_left, unreadable, name_clashes + others, rules.left_out)


def missing_parts(job: IndexJob) -> list[Path]:
    """The parts of the corpus that do not exist, as where a disk is not mounted."""
    return [part for part in job.roots.parts if not part.exists()]


def with_emptied_parts(job: IndexJob, corpus: Corpus, old: Manifest) -> Corpus:
    """The corpus with a problem for each part in which the index knows articles, and nothing is left.

    That is more likely a folder that is not mounted than a wish to lose them.
    """
    if not job.parts:
        return corpus
    held = _parts_of((path for path, state in old.files.items() if len(state.marks)), job)
    found = _parts_of(chain((file.path for file in corpus.files), map(name_of, corpus.excluded)), job)
    emptied = held - found - set(missing_parts(job))
    lost = [_lost(job, EMPTIED, part) for part in sorted(emptied) if _is_asked_for(part, job)]
    return replace(corpus, unreadable=corpus.unreadable + lost)


def _is_asked_for(part: Path, job: IndexJob) -> bool:
    """Whether this update is to look at a whole part of the corpus."""
    return not job.within or any(part.is_relative_to(path.resolve()) for path in job.within)


def _parts_of(paths: Iterable[str], job: IndexJob) -> set[Path]:
    """The parts of the corpus in which some paths are."""
    root = job.roots.folder
    found: set[Path] = set()
    left = {_path_of(part, root): part for part in job.roots.parts}
    for path in paths:
        for name in [name for name in left if path == name or path.startswith(f"{name}/")]:
            found.add(left.pop(name))
        if not left:
            break
    return found


def _lost(job: IndexJob, message: Message, part: Path) -> Problem:
    hint = Message("to drop them, run 'newsgrep index --rebuild' with the other folders")
    return Problem(_path_of(part, job.root.resolve()), None, message, hint, lost=True)


def _path_of(part: Path, root: Path) -> str:
    return name_of(os.path.relpath(part, root))


def require_readable(corpus: Corpus) -> None:
    """Check that all files can be read: a rebuild would lose the articles of those that cannot.

    Raises:
        UsageError: a file or folder cannot be read.

    """
    unreadable = (
        Problem(file.path, None, Message("cannot be read"))
        for file in corpus.files
        if not os.access(file.location, os.R_OK)
    )
    if first := next(chain(corpus.unreadable, unreadable), None):
        raise UsageError(
            first.message,
            path=first.path,
            hint="nothing was changed; to rebuild the index, make it readable or move it out of the corpus",
        )


def require_files(job: IndexJob, corpus: Corpus, old: Manifest) -> None:
    """Check that there is something to index: an empty corpus is more likely a wrong path, or a folder not mounted.

    Raises:
        UsageError: the corpus is empty, or a path of the job is missing or outside of it.

    """
    root = job.root.resolve()
    for part in job.within:
        if not job.roots.contain([part]):
            raise UsageError(
                "outside the corpus, {}",
                job.roots,
                path=part,
                hint="give a path inside it, or choose another index with --index DIR",
            )
        if not part.exists() and not any((root / path).is_relative_to(part.resolve()) for path in old.files):
            raise UsageError("no such file or folder", path=part, hint="give a path inside the corpus")
    if corpus.files or corpus.unreadable or job.within:
        return
    if corpus.excluded:
        raise UsageError(
            "nothing to index: all files are excluded",
            path=job.root,
            hint="see its .gitignore and .ignore files (--no-ignore turns them off) and --exclude",
        )
    if held := old.articles:
        raise UsageError(
            "{} is empty, but the index contains {} from it; nothing was changed",
            job.root,
            plural(held, "1 article", "{:,} articles"),
            hint="check that it is mounted; to drop the articles, delete the index folder",
        )
    raise UsageError(
        "nothing to index",
        path=job.root,
        hint=Message("add text, JSON, CSV, Excel, HTML, XML or other files; see the documentation for all formats"),
    )


def is_out_of_sight(path: str, job: IndexJob, corpus: Corpus) -> bool:
    """Whether a file that was not found is outside the paths of the job, or in an unreadable folder."""
    root = job.root.resolve()
    location = root / path
    is_outside = bool(path and job.within) and not any(location.is_relative_to(part.resolve()) for part in job.within)
    return is_outside or any(location.is_relative_to(root / problem.path) for problem in corpus.unreadable)
