"""The user's dictionary, and the identity of the analysis that an index was built with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.storage.user_files import read_lines_of
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Bump when the terms of a text change; an index of another version is rebuilt.
ANALYSIS_VERSION = 4
JIEBA_VERSION = "0.42.1"
MOST_FREQUENT = 1_000_000_000


class UserWord(NamedTuple):
    """A line of a user dictionary: a word and its frequency (occurrences), if given."""

    text: str
    frequency: int | None = None


def read_user_words(path: Path) -> tuple[UserWord, ...]:
    """Read a user dictionary in jieba's format: one word per line, optionally with a frequency and a part of speech.

    Raises ``ConfigError`` if the file cannot be read.
    """
    lines = read_lines_of(
        path, Message("user dictionary"), hint="check the path; the file must be UTF-8 text with one word per line"
    )
    return tuple(_user_word(line) for line in lines if line.strip() and not line.startswith("#"))


def _user_word(line: str) -> UserWord:
    text, *rest = line.split()
    return UserWord(fold(text), min(int(rest[0]), MOST_FREQUENT) if rest and rest[0].isdecimal() else None)


def words_as_bytes(user_words: Iterable[UserWord]) -> bytes:
    """User words as an index stores them."""
    return json.dumps([[word.text, word.frequency] for word in user_words], ensure_ascii=False).encode()


def words_from(stored: bytes) -> tuple[UserWord, ...]:
    """The user words that an index stores. Raises ``ValueError`` or ``TypeError`` if they are malformed."""
    found = tuple(UserWord(text, frequency) for text, frequency in json.loads(stored))
    if not all(isinstance(word.text, str) and isinstance(word.frequency, int | None) for word in found):
        raise TypeError(Message("an entry is not a word and a frequency"))
    return found


def lexicon_name(stored: bytes) -> str:
    """File name of the lexicon with these words (see ``mapped_dictionary``); equal words have equal names."""
    return f"lexicon-{_digest(f'{JIEBA_VERSION} {stored.decode()}')}"


def identity(user_words: Iterable[UserWord] = (), reading: str = "") -> str:
    """Everything that an index's terms depend on: version, jieba's dictionary, user's words, options of reading."""
    own = _digest("\n".join(f"{word.text} {word.frequency}" for word in user_words))
    return f"analysis {ANALYSIS_VERSION}, jieba {JIEBA_VERSION}, user dictionary {own}, reading {_digest(reading)}"


def _digest(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest() if text else "none"
