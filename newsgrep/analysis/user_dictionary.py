"""The user's dictionary, and the identity of the analysis that an index was built with."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from newsgrep.errors import ConfigError
from newsgrep.message import Message
from newsgrep.storage.user_files import read_lines_of
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Bump when the terms of a text change; an index of another version is rebuilt.
ANALYSIS_VERSION = 5
JIEBA_VERSION = "0.42.1"
MOST_FREQUENT = 1_000_000_000
# A part of speech; jieba's have up to three letters.
TAG, SHORT_TAG = "[A-Za-z_]+", "[a-z]{1,3}"
# Characters. The lexicon lists the beginnings of every word: those of one with 20,000 characters fill gigabytes.
LONGEST_WORD = 100
ONE_A_LINE = "write one word per line, optionally followed by its frequency and part of speech"
MARKS = frozenset(".·'&+#%_@/-")
WORD_CHARACTERS = "words consist of Chinese characters, letters, digits and . · - ' & + # % _ @ /"


class UserWord(NamedTuple):
    """A line of a user dictionary: a word and its frequency (occurrences), if given."""

    text: str
    frequency: int | None = None


def read_user_words(path: Path) -> tuple[UserWord, ...]:
    """Read a user dictionary in jieba's format: one word per line, optionally with a frequency and a part of speech.

    Raises ``ConfigError`` if the file cannot be read, or names the line of what cannot be a word.
    """
    lines = read_lines_of(
        path, Message("user dictionary"), hint="check the path; the file must be UTF-8 text with one word per line"
    )
    return tuple(
        _user_word(line, path, number)
        for number, line in enumerate(map(repair, lines), start=1)
        if line.strip() and not line.startswith("#")
    )


def _user_word(line: str, path: Path, number: int) -> UserWord:
    text, *rest = line.split()
    folded = fold(text)
    if not _are_properties(rest, folded):
        raise ConfigError(
            "a word cannot contain white space: {}",
            line.strip(),
            path=path,
            line=number,
            hint=ONE_A_LINE,
        )
    if len(folded) > LONGEST_WORD:
        raise ConfigError("a word is longer than {} characters", LONGEST_WORD, path=path, line=number, hint=ONE_A_LINE)
    if wrong := next((char for char in folded if not _may_be_in_word(char)), None):
        raise ConfigError(
            "“{}” cannot be part of a word: {}", wrong, text, path=path, line=number, hint=WORD_CHARACTERS
        )
    if not any(map(str.isalnum, folded)):
        raise ConfigError("not a word: {}", text, path=path, line=number, hint=WORD_CHARACTERS)
    return UserWord(folded, min(int(rest[0]), MOST_FREQUENT) if rest and rest[0].isdecimal() else None)


def _are_properties(rest: list[str], folded: str) -> bool:
    """Whether what follows a word is its frequency and part of speech, not more of it, as in ``new york``."""
    if rest and rest[0].isdecimal():
        return len(rest) == 1 or (len(rest) == len(("1000", "nz")) and bool(re.fullmatch(TAG, rest[1])))
    return not rest or (len(rest) == 1 and bool(re.fullmatch(SHORT_TAG if folded.isascii() else TAG, rest[0])))


def _may_be_in_word(char: str) -> bool:
    return char in MARKS or category(char)[0] in "LNM" or category(char) == "So"


def words_as_bytes(user_words: Iterable[UserWord]) -> bytes:
    """User words as an index stores them."""
    return json.dumps([[word.text, word.frequency] for word in user_words], ensure_ascii=False).encode()


def words_from(stored: bytes) -> tuple[UserWord, ...]:
    """The user words that an index stores. Raises ``ValueError`` or ``TypeError`` if they are malformed."""
    found = tuple(UserWord(text, frequency) for text, frequency in json.loads(stored))
    if not all(isinstance(word.text, str) and isinstance(word.frequency, int | None) for word in found):
        raise TypeError(Message("an entry is not a word and a frequency"))
    if any(len(word.text) > LONGEST_WORD for word in found):
        raise ValueError(Message("a word is longer than {} characters", LONGEST_WORD))
    return found


def lexicon_name(stored: bytes) -> str:
    """File name of the lexicon with these words (see ``mapped_dictionary``); equal words have equal names."""
    return f"lexicon-{_digest(f'{ANALYSIS_VERSION} {JIEBA_VERSION} {stored.decode()}')}"


def identity(user_words: Iterable[UserWord] = (), reading: str = "") -> str:
    """Everything that an index's terms depend on: version, jieba's dictionary, user's words, options of reading."""
    own = _digest("\n".join(f"{word.text} {word.frequency}" for word in user_words))
    return f"analysis {ANALYSIS_VERSION}, jieba {JIEBA_VERSION}, user dictionary {own}, reading {_digest(reading)}"


def _digest(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest() if text else "none"
