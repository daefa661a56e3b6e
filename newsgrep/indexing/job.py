"""The description of an update, its report and its progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgrep.engine.address import ClusterAddress
from newsgrep.indexing.roots import Roots
from newsgrep.readers import ReadOptions
from newsgrep.readers.files import outermost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.address import IndexPlace
    from newsgrep.indexing.corpus_profile import KindSummary, LeftOut
    from newsgrep.message import Message
    from newsgrep.model import Changes


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index, where and how.

    The corpus is ``root``, or the files and folders in it that are its ``parts``; paths are relative to ``root``.
    ``within`` limits the update to paths inside the corpus. ``exclude`` are globs (as in .gitignore) that the index
    keeps for later updates, ``configured_exclude`` those of the configuration, which is read each time. ``optimize``:
    the index is brought into the form that is searched fastest. ``wait`` is how long to wait for another writer, in
    seconds.
    """

    root: Path
    folder: IndexPlace
    within: tuple[Path, ...] = ()
    parts: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    configured_exclude: tuple[str, ...] = ()
    ignore_files: bool = True
    reading: ReadOptions = field(default_factory=ReadOptions)
    user_words: tuple[UserWord, ...] = ()
    rebuild: bool = False
    optimize: bool = False
    jobs: int = 1
    wait: float = 0.0

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """The folders of the index, which is no part of the corpus; none if it is in a cluster."""
        return () if isinstance(self.folder, ClusterAddress) else (self.folder,)

    @property
    def roots(self) -> Roots:
        """The files and folders of the corpus."""
        return Roots(self.root.resolve(), tuple(outermost(self.parts)))


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did, or would do: changes, articles in the index afterwards, problems, seconds taken.

    ``left_out`` counts the files of unsupported types, ``excluded`` the files and folders that globs or ignore files
    exclude; ``rebuilt`` gives the reason for a rebuild. ``understood`` says which fields became what, per kind of file,
    ``left_out_kinds`` counts the files of unsupported types by suffix.
    """

    changes: Changes
    articles: int
    problems: tuple[Message, ...]
    seconds: float
    left_out: int = 0
    rebuilt: Message | None = None
    excluded: int = 0
    understood: Sequence[KindSummary] = ()
    left_out_kinds: Sequence[LeftOut] = ()


@dataclass(slots=True)
class Progress:
    """How far an update is: bytes of source files read, of a total, and articles seen."""

    read: int = 0
    total: int = 0
    articles: int = 0
