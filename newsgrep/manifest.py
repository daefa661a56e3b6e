"""The manifest of an index: its articles, record by record, and the source files that they came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.storage.article_marks import FINGERPRINT_LENGTH, ArticleMarks, by_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.message import Message
    from newsgrep.readers import SourceFile, Understood

NO_FINGERPRINT = "-" * FINGERPRINT_LENGTH
# What an article may lack, as bits of a digit.
NO_TITLE, NO_DATE = 1, 2
# What an inode is taken for that has changed while nothing else of its file did: the file system gives no stable ones.
ANY_INODE = 0


class FileState(NamedTuple):
    """A source file as last read: size in bytes, mtime and ctime in nanoseconds, marks of its articles, and problems.

    The fingerprint of an article changes when the article does. ``digest``, empty if it is not known, changes with the
    bytes of the file. What an article lacks is a digit, the sum of ``NO_TITLE`` and ``NO_DATE``; ``understood`` says
    which fields of the file's records became what.
    """

    size: int
    mtime: int
    marks: ArticleMarks = ArticleMarks()
    problems: tuple[Message, ...] = ()
    ctime: int = -1
    inode: int = -1
    digest: str = ""
    understood: tuple[Understood, ...] = ()

    @classmethod
    def unread_of(cls, marks: ArticleMarks, problems: Iterable[Message] = ()) -> FileState:
        """The state of a file with these articles that the next update has to read."""
        return cls(-1, -1, marks, tuple(problems))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its articles."""
        return self.marks.ids

    @property
    def lacks_of(self) -> dict[str, str]:
        """What articles lack that lack anything, by id."""
        return {known: digit for known, digit in zip(self.ids, self.marks.lacks, strict=False) if digit != "0"}

    def as_of(self, file: SourceFile, digest: str) -> FileState:
        """The same articles and problems, as those of a file that has been read completely."""
        return self._replace(
            size=file.size, mtime=file.mtime, ctime=file.ctime, inode=self._inode_of(file), digest=digest
        )

    def _inode_of(self, file: SourceFile) -> int:
        """The inode to compare next time; any, if it alone has changed (as at each mount of some network folders)."""
        times = (self.size, self.mtime, self.ctime) == (file.size, file.mtime, file.ctime)
        return ANY_INODE if times and self.inode != file.inode else file.inode

    @property
    def records(self) -> dict[str, str]:
        """The fingerprint of each article, by id."""
        return by_id(self.ids, self.marks.fingerprints)

    @property
    def unread(self) -> bool:
        """Whether the whole file could not be read, so that each update tries again."""
        return self.size < 0 and bool(self.problems)

    def is_of(self, file: SourceFile) -> bool:
        """Whether the file is unchanged, by size, mtime, ctime and inode: a file may be replaced by one of its age."""
        known, found = (self.size, self.mtime, self.ctime), (file.size, file.mtime, file.ctime)
        return known == found and self.inode in {file.inode, ANY_INODE}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an index.

    ``identity`` is that of the analysis it was built with, ``root`` the corpus folder, ``commit`` the engine's commit
    that it describes, ``files`` the state of each source file by path. ``parts`` are the files and folders below
    ``root`` that make up the corpus (none: all of it). ``exclude`` are the globs given on the command line,
    ``ignore_files`` is whether ignore files count: the next update goes on with both.
    """

    identity: str
    root: str
    commit: str = ""
    files: dict[str, FileState] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    ignore_files: bool = True

    def ids(self) -> set[str]:
        """The ids of all articles."""
        return {article_id for state in self.files.values() for article_id in state.ids}

    @property
    def articles(self) -> int:
        """The number of articles."""
        return sum(len(state.marks) for state in self.files.values())

    def problems(self) -> list[Message]:
        """The problems of all files."""
        return [problem for state in self.files.values() for problem in state.problems]

    def reconciled(self, held: Iterable[str]) -> Manifest:
        """The manifest to go on from if a commit succeeded but its manifest was not saved: only the ids are known.

        No file counts as read and no fingerprint is trusted, so every record is read and written again; ids that no
        file owns are then deleted. ``held`` are the ids that the engine contains.
        """
        ids = dict.fromkeys(held, NO_FINGERPRINT)
        files = {
            path: FileState.unread_of(
                ArticleMarks.of({article_id: NO_FINGERPRINT for article_id in state.ids if article_id in ids}),
                state.problems,
            )
            for path, state in self.files.items()
        }
        strays = dict.fromkeys(ids.keys() - self.ids(), NO_FINGERPRINT)
        return replace(self, files=files | {"": FileState.unread_of(ArticleMarks.of(strays))})
