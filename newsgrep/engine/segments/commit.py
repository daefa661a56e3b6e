"""A commit of the index: its segments, and the user dictionary with which their texts were segmented."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from newsgrep.engine.segments.layout import file_name
from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.message import reason
from newsgrep.storage.atomic_files import NEW_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsgrep.analysis.user_dictionary import UserWord

# Attempts to open the files of a commit while a writer replaces it.
TRIES = 10


class SegmentInfo(Protocol):
    """A segment's id and its deleted documents."""

    @property
    def segid(self) -> str:
        """The id, which is part of the file name."""
        ...

    @property
    def deleted(self) -> Collection[int]:
        """The numbers of the deleted documents."""
        ...


class SegmentEntry(NamedTuple):
    """A segment in the table of contents: its id, its number of documents, and the numbers of the deleted ones."""

    segid: str
    doccount: int
    deleted: frozenset[int]


class Commit(NamedTuple):
    """A table of contents; ``generation`` counts the commits.

    ``words`` is the user dictionary as stored; empty until the first update of an index is finished.
    """

    generation: int
    segments: tuple[SegmentEntry, ...]
    words: bytes = b""
    lexicon_name: str = ""
    checksum: int = 0

    @property
    def name(self) -> str:
        """A name that no other commit has."""
        return f"{self.generation}-{self.checksum:08x}"

    @property
    def segment_prefix(self) -> str:
        """The prefix of the ids of segments that the next update writes."""
        return f"{self.checksum:08x}"

    @property
    def lexicon_draft(self) -> str:
        """The file name of the lexicon that the next update writes, until it is complete."""
        return f"lexicon-{self.name}{NEW_SUFFIX}"

    @property
    def files(self) -> list[str]:
        """The names of its files; there is no lexicon until the first update is finished."""
        return [*(file_name(entry.segid) for entry in self.segments), *([self.lexicon_name] if self.words else [])]

    @property
    def user_words(self) -> tuple[UserWord, ...]:
        """The words of the user dictionary with which the texts were segmented.

        Raises:
            IndexDamagedError: they cannot be read.

        """
        from newsgrep.analysis.user_dictionary import words_from

        try:
            return words_from(self.words) if self.words else ()
        except (ValueError, TypeError, RecursionError) as error:
            raise IndexDamagedError(
                "commit {}: the user dictionary is damaged: {}", self.generation, reason(error), hint=REBUILD
            ) from error
