"""The user's dictionary, and what the terms of an index depend on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ConfigError, IndexDamagedError, NoIndexError
from newsgrep.files import replace_file
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_NAME = "words.json"
# Raised whenever the same text would yield other terms: an index of another version is rebuilt.
ANALYSIS_VERSION = 4
JIEBA_VERSION = "0.42.1"
MOST_FREQUENT = 1_000_000_000


class UserWord(NamedTuple):
    """A line of a user dictionary: a word and, where given, its frequency (occurrences)."""

    text: str
    frequency: int | None = None


def read_user_words(path: Path) -> tuple[UserWord, ...]:
    """A user dictionary in jieba's format: a word, perhaps a frequency, perhaps a part of speech, a line each."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the dictionary cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(message, hint="it is UTF-8, a word a line") from error
    return tuple(_user_word(line) for line in lines if line.strip() and not line.startswith("#"))


def _user_word(line: str) -> UserWord:
    text, *rest = line.split()
    return UserWord(fold(text), min(int(rest[0]), MOST_FREQUENT) if rest and rest[0].isdecimal() else None)


def save_user_words(folder: Path, user_words: Iterable[UserWord]) -> None:
    """Keep the words that an index is made with."""
    content = json.dumps([[word.text, word.frequency] for word in user_words], ensure_ascii=False)
    replace_file(folder / FILE_NAME, content.encode())


def load_user_words(folder: Path) -> tuple[UserWord, ...]:
    """The user dictionary that the index was made with; an index that was never finished has none."""
    path = folder / FILE_NAME
    try:
        return tuple(UserWord(text, frequency) for text, frequency in json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoIndexError(f"{folder}: there is no complete index here", hint="newsgrep index CORPUS") from None
    except (ValueError, TypeError) as error:
        raise IndexDamagedError(f"{path}: damaged ({error})", hint="newsgrep index --rebuild") from error


def identity(user_words: Iterable[UserWord] = (), reading: str = "") -> str:
    """What the terms of an index depend on: version, jieba's dictionary, the user's words, how records were read."""
    own = _digest("\n".join(f"{word.text} {word.frequency}" for word in user_words))
    return f"analysis {ANALYSIS_VERSION}, jieba {JIEBA_VERSION}, user dictionary {own}, reading {_digest(reading)}"


def _digest(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest() if text else "none"
