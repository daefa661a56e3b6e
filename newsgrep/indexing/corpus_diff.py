"""Diff of the corpus against the manifest: new, changed and removed articles, and unreadable files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.indexing.job import IndexJob, IndexReport, Progress
from newsgrep.manifest import NO_FINGERPRINT, FileState, Manifest
from newsgrep.message import Message, plural
from newsgrep.model import Article, Changes
from newsgrep.readers import SUFFIXES, Problem, SourceFile, Unchanged, is_news, read_news
from newsgrep.readers.files import content_digest, name_of, scan
from newsgrep.readers.ignore_rules import IgnoreRules
from newsgrep.storage.article_codec import digest, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

KINDS_READ = ", ".join(sorted(SUFFIXES))
# A Chinese character in UTF-8; used to estimate how much of a file has been read.
BYTES_A_CHARACTER = 3
# What has become of a part of the corpus.
MISSING = Message("no such file or folder; the index keeps its articles")
EMPTIED = Message("no news left in it; the index keeps its articles")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The source files to read; the number of other files, the unreadable folders, and other problems.

    One of these are names that clash: they are displayed alike, as a byte that is not UTF-8 and the text of its escape.
    ``excluded`` are the files and folders that globs or ignore files exclude.
    """

    files: list[SourceFile]
    left_out: int
    unreadable: list[Problem]
    problems: list[Problem]
    excluded: Sequence[str] = ()


def scan_corpus(job: IndexJob) -> Corpus:
    """Scan the corpus, within the scope of the job.

    Raises:
        UsageError: the corpus folder does not exist, or none of its parts does.

    """
    if not job.root.is_dir():
        raise UsageError("no such folder", path=job.root, hint="give an existing folder, as in 'newsgrep index FOLDER'")
    missing = missing_parts(job)
    if missing and len(missing) == len(job.roots.parts):
        raise UsageError("no such file or folder", path=missing[0], hint="check that it is mounted")
    rules = IgnoreRules(job.root.resolve(), job.configured_exclude + job.exclude, ignore_files=job.ignore_files)
    lost = (_lost(job, MISSING, part) for part in missing if _is_asked_for(part, job))
    found = [*lost, *scan(job.root, parts=job.parts, within=job.within, leave_out=(job.folder,), rules=rules)]
    files = {file.path: file for file in reversed(found) if isinstance(file, SourceFile)}
    name_clashes = [
        Problem(file.path, None, Message("its name displays the same as another file's (rename it)"), lost=True)
        for file in found
        if isinstance(file, SourceFile) and files[file.path] is not file
    ]
    news = [file for file in reversed(files.values()) if is_news(file.path)]
    problems = [item for item in found if isinstance(item, Problem)]
    unreadable = [problem for problem in problems if problem.lost]
    others = [problem for problem in problems if not problem.lost]
    return Corpus(news, len(files) - len(news), unreadable, name_clashes + others, rules.left_out)


def missing_parts(job: IndexJob) -> list[Path]:
    """The parts of the corpus that do not exist, as where a disk is not mounted."""
    return [part for part in job.roots.parts if not part.exists()]


def with_emptied_parts(job: IndexJob, corpus: Corpus, old: Manifest) -> Corpus:
    """The corpus with a problem for each part in which the index knows articles, and nothing is left.

    That is more likely a folder that is not mounted than a wish to lose them.
    """
    if not job.parts:
        return corpus
    held = _parts_of((path for path, state in old.files.items() if state.ids), job)
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
    if held := len(old.ids()):
        raise UsageError(
            "{} is empty, but the index contains {} from it; nothing was changed",
            job.root,
            plural(held, "1 article", "{:,} articles"),
            hint="check that it is mounted; to drop the articles, delete the index folder",
        )
    raise UsageError(
        "nothing to index",
        path=job.root,
        hint=Message("add files of these types, plain or packed as .gz, .bz2, .xz or .zst: {}", KINDS_READ),
    )


def is_out_of_sight(path: str, job: IndexJob, corpus: Corpus) -> bool:
    """Whether a file that was not found is outside the paths of the job, or in an unreadable folder."""
    root = job.root.resolve()
    location = root / path
    is_outside = bool(path and job.within) and not any(location.is_relative_to(part.resolve()) for part in job.within)
    return is_outside or any(location.is_relative_to(root / problem.path) for problem in corpus.unreadable)


class CorpusDiff:
    """Reads the corpus against the old manifest; ``new`` becomes the manifest of the corpus as it is now."""

    def __init__(self, job: IndexJob, corpus: Corpus, old: Manifest, watch: Callable[[Progress], None]) -> None:
        self._job = job
        self._corpus = corpus
        self._old = old
        self._watch = watch
        self._added = self._changed = 0
        self.new = replace(
            old,
            files=self._untouched(),
            parts=tuple(map(str, job.roots.parts)),
            exclude=job.exclude,
            ignore_files=job.ignore_files,
        )

    def articles(self) -> Iterator[Article]:
        """Read the new and changed articles; after the last one, ``new`` is complete."""
        to_read = [file for file in self._corpus.files if file.path not in self.new.files]
        progress = Progress(total=sum(file.size for file in to_read))
        for file in to_read:
            yield from self._file(file, progress)
            progress.read += file.size
            self._watch(progress)

    @property
    def grown(self) -> int:
        """The number of bytes by which files have grown, new files included."""
        before = {path: state.size for path, state in self._old.files.items()}
        return sum(max(0, file.size - max(0, before.get(file.path, 0))) for file in self._corpus.files)

    def removed(self) -> set[str]:
        """The ids of removed articles; complete once all articles are read."""
        examined = (state for path, state in self._old.files.items() if self.new.files.get(path) is not state)
        old_ids = {article_id for state in examined for article_id in state.ids}
        return old_ids - self.new.ids() if old_ids else old_ids

    def removed_lazily(self) -> Iterator[str]:
        """The same, computed when the first is read: an engine reads them after all articles."""
        yield from self.removed()

    def _is_taken(self, article_id: str, path: str) -> bool:
        """Whether another file already owns this id (possible only if a path or key contains ``#``)."""
        return self._owners is not None and self._owners.setdefault(article_id, path) != path

    def _owns(self, path: str, state: FileState) -> bool:
        """Whether no other file has taken one of the ids of a file."""
        return self._owners is None or not any(self._is_taken(article_id, path) for article_id in state.ids)

    @cached_property
    def _owners(self) -> dict[str, str] | None:
        """The path that owns each id; None if no path contains ``#``."""
        if not any("#" in file.path for file in self._corpus.files):
            return None
        return {article_id: path for path, state in self.new.files.items() for article_id in state.ids}

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        """The fingerprint of every article of the old manifest, by id."""
        return {
            article_id: fingerprint
            for state in self._old.files.values()
            for article_id, fingerprint in state.records.items()
        }

    def outcome(self, articles: int, seconds: float, rebuilt: Message | None) -> IndexReport:
        """The report: changes, and everything that could not be read, in earlier runs too; ``seconds`` it took."""
        changes = Changes(self._added, self._changed, len(self.removed()))
        problems = (
            *(problem.located for problem in (*self._corpus.unreadable, *self._corpus.problems)),
            *self.new.problems(),
        )
        left_out, excluded = self._corpus.left_out, len(self._corpus.excluded)
        return IndexReport(changes, articles, problems, seconds, left_out, rebuilt, excluded)

    def _untouched(self) -> dict[str, FileState]:
        """States carried over: unchanged by what the system says of the file, or outside the scope of this run."""
        files = {file.path: file for file in self._corpus.files}
        return {
            path: state
            for path, state in self._old.files.items()
            if (state.is_of(files[path]) if path in files else is_out_of_sight(path, self._job, self._corpus))
        }

    def _file(self, file: SourceFile, progress: Progress) -> Iterator[Article]:
        """Read the new and changed articles of a file, and record its state."""
        records: dict[str, str] = {}
        problems: list[Problem] = []
        before_file = progress.read
        before = self._old.files.get(file.path)
        found = content_digest(file)  # first: should the file change meanwhile, the next update reads it again
        if before and found and (before.size, before.digest) == (file.size, found) and self._owns(file.path, before):
            self.new.files[file.path] = before.as_of(file, found)
            progress.articles += len(before.ids)
            return
        known = (
            {
                fingerprint: article_id
                for article_id, fingerprint in before.records.items()
                if fingerprint != NO_FINGERPRINT
            }
            if before
            else {}
        )
        for item in read_news(file, self._job.reading, known):
            if isinstance(item, Problem):
                problems.append(item)
            elif isinstance(item, Unchanged):
                records[item.id] = item.fingerprint
                progress.articles += 1
            else:
                article = item.article
                if self._is_taken(article.id, file.path):
                    problems.append(
                        Problem(
                            file.path,
                            article.line,
                            Message("another article already has the id {} (give this one another id)", article.id),
                            lost=True,
                        )
                    )
                    continue
                records[article.id] = item.fingerprint or digest(pack(article))
                self._tell(progress, article, before_file + file.size)
                known_fingerprint = self._fingerprints.get(article.id)
                if known_fingerprint != records[article.id]:
                    self._added += known_fingerprint is None
                    self._changed += known_fingerprint is not None
                    yield article
        progress.read = before_file
        state = self._state(file, records, problems)
        is_complete = all(problem.line is not None for problem in problems)
        self.new.files[file.path] = state.as_of(file, found) if is_complete else state

    def _state(self, file: SourceFile, records: dict[str, str], problems: list[Problem]) -> FileState:
        """The new state of a file; one that could not be read completely is read again next time."""
        before = self._old.files.get(file.path)
        if before and any(problem.lost for problem in problems):
            records = before.records | records
        return FileState.unread_of(records, (problem.located for problem in problems))

    def _tell(self, progress: Progress, article: Article, most: int) -> None:
        """Count an article; its position in the file is estimated from the texts so far, ``most`` at the most."""
        progress.articles += 1
        progress.read = min(
            most, progress.read + BYTES_A_CHARACTER * sum(len(part.text) for part in article.paragraphs)
        )
        if progress.articles % 100 == 0:
            self._watch(progress)
