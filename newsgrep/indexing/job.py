"""The description of an update, its report and its progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgrep.readers import ReadOptions

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.analysis import UserWord
    from newsgrep.message import Message
    from newsgrep.model import Changes


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index, where and how.

    ``within`` limits the update to paths inside ``root``; ``wait`` is how long to wait for another writer, in seconds.
    """

    root: Path
    folder: Path
    within: tuple[Path, ...] = ()
    reading: ReadOptions = field(default_factory=ReadOptions)
    user_words: tuple[UserWord, ...] = ()
    rebuild: bool = False
    jobs: int = 1
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did, or would do: changes, articles in the index afterwards, problems, seconds taken.

    ``left_out`` counts the files of unsupported types; ``rebuilt`` gives the reason for a rebuild.
    """

    changes: Changes
    articles: int
    problems: tuple[Message, ...]
    seconds: float
    left_out: int = 0
    rebuilt: Message | None = None


@dataclass(slots=True)
class Progress:
    """How far an update is: bytes of source files read, of a total, and articles seen."""

    read: int = 0
    total: int = 0
    articles: int = 0
