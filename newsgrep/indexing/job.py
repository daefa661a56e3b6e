"""What is to be indexed, and what came of it."""

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
    """What is to be indexed, where and how.

    ``within`` limits it to paths inside ``root``; ``wait`` is how many seconds to wait for another writer.
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
    """What an update did (or would do): changes, articles held after it, problems met, seconds taken.

    ``left_out`` counts the files that are of no kind that is read; ``rebuilt`` says why all was done afresh.
    """

    changes: Changes
    articles: int
    problems: tuple[Message, ...]
    seconds: float
    left_out: int = 0
    rebuilt: Message | None = None


@dataclass(slots=True)
class Progress:
    """How far an update is: bytes of source files read and to be read, articles seen."""

    read: int = 0
    total: int = 0
    articles: int = 0
