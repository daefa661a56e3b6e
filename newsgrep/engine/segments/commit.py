"""What a commit consists of: its segments, and the user's words by which their texts were cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from newsgrep.analysis.user_dictionary import words_from
from newsgrep.engine.segments.layout import file_name
from newsgrep.errors import IndexDamagedError
from newsgrep.message import reason
from newsgrep.storage.atomic_files import NEW_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsgrep.analysis import UserWord

# Attempts to open the files of a commit while a writer replaces it.
TRIES = 10
MEND = "newsgrep index --rebuild"


class SegmentInfo(Protocol):
    """What identifies a segment and tells its live documents from the deleted ones."""

    @property
    def segid(self) -> str:
        """Its id, of which its file is named."""
        ...

    @property
    def deleted(self) -> Collection[int]:
        """The numbers of its deleted documents."""
        ...


class SegmentEntry(NamedTuple):
    """What the table says of a segment: its id, how many documents it has, the numbers of those deleted."""

    segid: str
    doccount: int
    deleted: frozenset[int]


class Commit(NamedTuple):
    """A table of contents: its generation counts the commits.

    ``words`` are the user's, as they are stored; an index that was never finished has none.
    """

    generation: int
    segments: tuple[SegmentEntry, ...]
    words: bytes = b""
    lexicon_name: str = ""
    checksum: int = 0

    @property
    def name(self) -> str:
        """Tells this commit from all others."""
        return f"{self.generation}-{self.checksum:08x}"

    @property
    def segment_prefix(self) -> str:
        """What the ids of the segments begin with that an update of this commit writes."""
        return f"{self.checksum:08x}"

    @property
    def lexicon_draft(self) -> str:
        """The name under which an update of this commit writes a lexicon that is not complete yet."""
        return f"lexicon-{self.name}{NEW_SUFFIX}"

    @property
    def files(self) -> list[str]:
        """The names of the files that it is made of; an index that was never finished has no lexicon."""
        return [*(file_name(entry.segid) for entry in self.segments), *([self.lexicon_name] if self.words else [])]

    @property
    def user_words(self) -> tuple[UserWord, ...]:
        """The user's words by which the texts were cut."""
        try:
            return words_from(self.words) if self.words else ()
        except (ValueError, TypeError, RecursionError) as error:
            raise IndexDamagedError(
                "commit {}: no user words ({})", self.generation, reason(error), hint=MEND
            ) from error
