"""Diff of the corpus against the manifest: new, changed and removed articles, and unreadable files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.indexing.corpus_profile import kinds_of, left_out_by_suffix
from newsgrep.indexing.corpus_scan import MISSING, Corpus, is_out_of_sight, scan_corpus, with_emptied_parts
from newsgrep.indexing.file_problems import FileProblems
from newsgrep.indexing.job import IndexJob, IndexReport, Progress
from newsgrep.manifest import NO_DATE, NO_FINGERPRINT, NO_TITLE, FileState, Manifest
from newsgrep.message import Message
from newsgrep.model import Article, Changes
from newsgrep.readers import Problem, SourceFile, Unchanged, read_appended, read_news
from newsgrep.readers.appended import CannotContinueError, Continuation
from newsgrep.readers.files import content_digest, content_digests
from newsgrep.readers.understood import Understood, merged
from newsgrep.storage.article_codec import digest, pack
from newsgrep.storage.article_marks import FINGERPRINT_LENGTH, ArticleMarks, by_id, digits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.indexing.corpus_profile import LeftOut
    from newsgrep.readers import ReadArticle

# A Chinese character in UTF-8; used to estimate how much of a file has been read.
BYTES_A_CHARACTER = 3


class Stale(NamedTuple):
    """What an update would look at: new or changed source files, removed ones, what cannot be read, what is left out.

    Parts of the corpus that do not exist are left to the caller.
    """

    changed: list[str]
    removed: list[str]
    unreadable: list[Problem]
    left_out: list[LeftOut]


@dataclass
class _Findings:
    """What is found in a file: ids, fingerprints in their order, what some articles lack, problems, understood fields.

    ``are_some_kept``: some articles are unchanged.
    """

    ids: list[str] = field(default_factory=list)
    fingerprints: bytearray = field(default_factory=bytearray)  # of a million articles, strings take 100 MB more
    lacks: dict[str, str] = field(default_factory=dict)
    problems: FileProblems = field(default_factory=FileProblems)
    understood: list[Understood] = field(default_factory=list)
    are_some_kept: bool = False

    def add(self, article_id: str, fingerprint: str) -> None:
        """Add an article."""
        self.ids.append(article_id)
        self.fingerprints += fingerprint.encode("ascii")

    @property
    def records(self) -> dict[str, str]:
        """The fingerprint of each article, by id: the last, if several have one, as in an archive with a file twice."""
        return by_id(self.ids, self.fingerprints.decode("ascii"))

    def marks(self) -> ArticleMarks:
        """The marks of the articles."""
        if len(set(self.ids)) < len(self.ids):
            return ArticleMarks.of(self.records, self.lacks)
        return ArticleMarks(self.ids, self.fingerprints.decode("ascii"), digits_of(self.ids, self.lacks))

    def tell_lacks(self, article_id: str, lacks: int) -> None:
        """What an article that has been read lacks; of an earlier one with its id, this is no longer true."""
        if lacks:
            self.lacks[article_id] = str(lacks)
        else:
            self.lacks.pop(article_id, None)

    @property
    def is_complete(self) -> bool:
        """Whether the file was read to its end."""
        return all(problem.line is not None for problem in self.problems.all())


class CorpusDiff:
    """Reads the corpus against the old manifest; ``new`` becomes the manifest of the corpus as it is now."""

    def __init__(self, job: IndexJob, corpus: Corpus, old: Manifest, watch: Callable[[Progress], None]) -> None:
        self._job = job
        self._corpus = corpus
        self._old = old
        self._watch = watch
        self._added = self._changed = 0
        self._records: tuple[str, dict[str, str]] = "", {}
        self._grown: set[str] = set()  # files of which only what has been appended is read
        self.new = replace(
            old,
            files=self._untouched(),
            parts=tuple(map(str, job.roots.parts)),
            exclude=job.exclude,
            ignore_files=job.ignore_files,
        )
        self._to_read = [file for file in corpus.files if file.path not in self.new.files]
        self._touched = [path for path in old.files if path not in self.new.files]

    def articles(self) -> Iterator[Article]:
        """Read the new and changed articles; after the last one, ``new`` is complete."""
        progress = Progress(total=sum(file.size for file in self._to_read))
        for file in self._to_read:
            yield from self._file(file, progress)
            progress.read += file.size
            self._watch(progress)

    @property
    def grown(self) -> int:
        """The number of bytes by which files have grown, new files included."""
        before = {file.path: self._old.files[file.path].size for file in self._to_read if file.path in self._old.files}
        return sum(max(0, file.size - max(0, before.get(file.path, 0))) for file in self._to_read)

    def removed(self) -> set[str]:
        """The ids of removed articles; complete once all articles are read."""
        new = self.new.files
        old = self._old.files
        examined = [
            path
            for path in self._touched
            if path not in self._grown and (path not in new or new[path].marks is not old[path].marks)
        ]
        old_ids = {article_id for path in examined for article_id in old[path].ids}
        if not old_ids:
            return old_ids
        states = (new[path] for path in examined if path in new) if self._ids_name_files else new.values()
        return old_ids.difference(*(state.ids for state in states))

    def removed_lazily(self) -> Iterator[str]:
        """The same, computed when the first is read: an engine reads them after all articles."""
        yield from self.removed()

    @cached_property
    def _ids_name_files(self) -> bool:
        """Whether an id shows of which file it is: not if that is unknown, or if a path contains ``#``."""
        paths = "\n".join((*self._old.files, *(file.path for file in self._corpus.files)))
        return not ("" in self._old.files or "#" in paths)

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

    def _known_fingerprint(self, article_id: str, path: str) -> str | None:
        """The fingerprint of an article in the old manifest, or None if it is new."""
        known = {} if path in self._grown else self._records_of(path)
        if article_id in known or self._ids_name_files:
            return known.get(article_id)
        return self._fingerprints.get(article_id)

    def _records_of(self, path: str) -> dict[str, str]:
        """The fingerprint of every article that a file had, by id; kept for the file that is read."""
        if self._records[0] != path:
            before = self._old.files.get(path)
            self._records = path, before.records if before else {}
        return self._records[1]

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
        kinds = kinds_of(self.new.files.values())
        return IndexReport(
            changes, articles, problems, seconds, len(left_out), rebuilt, excluded, kinds, left_out_by_suffix(left_out)
        )

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
        before = self._old.files.get(file.path)
        # First: should the file change meanwhile, the next update reads it again.
        digests = content_digests(file, before.size if before else 0)
        if before and digests.whole and self._owns(file.path, before):
            if (before.size, before.digest) == (file.size, digests.whole):
                self.new.files[file.path] = before.as_of(file, digests.whole)
                progress.articles += len(before.marks)
                return
            if digests.beginning and before.digest == digests.beginning:
                self._grown.add(file.path)
                with suppress(CannotContinueError):
                    yield from self._appended(file, before, digests.whole, progress)
                    return
                self._grown.remove(file.path)
        known = {
            fingerprint: article_id
            for article_id, fingerprint in self._records_of(file.path).items()
            if fingerprint != NO_FINGERPRINT
        }
        found = _Findings(lacks=before.lacks_of if before else {})
        yield from self._articles_of(
            file, read_news(file, self._job.reading, known, found.understood.append), found, progress
        )
        state = self._state(file, found)._replace(
            understood=_with_earlier(found.understood, before if found.are_some_kept else None)
        )
        self.new.files[file.path] = state.as_of(file, digests.whole) if found.is_complete else state

    def _appended(self, file: SourceFile, before: FileState, digest: str, progress: Progress) -> Iterator[Article]:
        """The same of a file that has only grown at its end.

        Raises:
            CannotContinueError: the whole file has to be read; before the first article.

        """
        is_plain = not any(each.nameless for each in before.understood) and not before.problems
        if not (is_plain and len(before.marks) and self._ids_name_files):
            raise CannotContinueError
        last = before.marks.fingerprints[-FINGERPRINT_LENGTH:]
        continuation = Continuation(before.size, before.ids, last)
        found = _Findings()
        items = read_appended(file, self._job.reading, continuation, found.understood.append)
        yield from self._articles_of(file, items, found, progress)
        added = FileState.unread_of(found.marks(), (problem.located for problem in found.problems.all()))
        kinds = merged((*found.understood, *before.understood))
        state = added._replace(
            marks=before.marks.followed_by(added.marks),
            understood=tuple(each._replace(fields=()) for each in kinds.values()),
        )
        self.new.files[file.path] = state.as_of(file, digest) if found.is_complete else state

    def _articles_of(
        self, file: SourceFile, items: Iterable[ReadArticle | Unchanged | Problem], found: _Findings, progress: Progress
    ) -> Iterator[Article]:
        """The new and changed articles among what is read of a file; ``found`` is told of all."""
        before_file = progress.read
        for item in items:
            if isinstance(item, Problem):
                found.problems.add(item)
            elif isinstance(item, Unchanged):
                found.add(item.id, item.fingerprint)
                found.are_some_kept = True
                progress.articles += 1
            else:
                article, article_id = item.article, item.id
                if self._is_taken(article_id, file.path):
                    found.problems.add(
                        Problem(
                            file.path,
                            article.line,
                            Message("another article already has the id {} (give this one another id)", article_id),
                            lost=True,
                        )
                    )
                    continue
                fingerprint = item.fingerprint or digest(pack(article))
                found.add(article_id, fingerprint)
                found.tell_lacks(article_id, NO_TITLE * (not article.headlines) + NO_DATE * (not article.date))
                self._tell(progress, article, before_file + file.size)
                known_fingerprint = self._known_fingerprint(article_id, file.path)
                if known_fingerprint != fingerprint:
                    self._added += known_fingerprint is None
                    self._changed += known_fingerprint is not None
                    yield article
        progress.read = before_file

    def _state(self, file: SourceFile, found: _Findings) -> FileState:
        """The new state of a file; one that could not be read completely is read again next time."""
        problems, marks = found.problems.all(), found.marks()
        if file.path in self._old.files and any(problem.lost for problem in problems):
            marks = ArticleMarks.of(self._records_of(file.path) | found.records, found.lacks)
        return FileState.unread_of(marks, (problem.located for problem in problems))

    def _tell(self, progress: Progress, article: Article, most: int) -> None:
        """Count an article; its position in the file is estimated from the texts so far, ``most`` at the most."""
        progress.articles += 1
        progress.read = min(
            most, progress.read + BYTES_A_CHARACTER * sum(len(part.text) for part in article.paragraphs)
        )
        if progress.articles % 100 == 0:
            self._watch(progress)


def _with_earlier(found: list[Understood], before: FileState | None) -> tuple[Understood, ...]:
    """What is understood of a file: of lines that were not read again, what was understood before."""
    kinds = merged(found)
    for earlier in before.understood if before else ():
        if earlier.kind in kinds:
            kinds[earlier.kind] = kinds[earlier.kind].merged(earlier._replace(articles=0, nameless=0))
    return tuple(each._replace(fields=()) for each in kinds.values())


def stale(job: IndexJob, manifest: Manifest) -> Stale:
    """The source files that are new or changed since the last update, and those that were removed.

    As in an update, bytes decide where a file looks changed. One that could not be read is neither: it is among the
    manifest's problems.
    """
    corpus = scan_corpus(job)
    files = {file.path: file for file in corpus.files}
    known = manifest.files
    changed = [path for path, file in files.items() if path not in known or _is_changed(file, known[path])]
    corpus = with_emptied_parts(job, corpus, manifest)
    gone = [path for path in known if path and path not in files and not is_out_of_sight(path, job, corpus)]
    unreadable = [problem for problem in corpus.unreadable if problem.message != MISSING]
    return Stale(changed, gone, unreadable, left_out_by_suffix(corpus.left_out))


def _is_changed(file: SourceFile, state: FileState) -> bool:
    """Whether the bytes of a file are others than those that were read; they are read if the file looks changed."""
    if state.is_of(file) or state.unread:
        return False
    return state.size != file.size or not state.digest or content_digest(file) != state.digest
