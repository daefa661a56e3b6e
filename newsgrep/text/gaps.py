"""Gaps: white space that does not break words, from a justified line, a spaced-out name or text recognition.

A gap stays in the text, so that offsets stay valid, but a search text also matches where it is written with gaps. White
space between two letters, or between two digits, is no gap: it separates words and numbers. It is one only in a text
that is spaced out character by character (``1 0 月 5 日``; see ``literal_pattern``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Radicals, the first characters of East Asian scripts.
FIRST_CJK = "\u2e80"
# White space of a folded text within a line.
SPACES = " \t"
LETTER, DIGIT, OTHER = "letter", "digit", "other"


def kind_of(char: str) -> str:
    """Whether a character is a letter of a script whose words are separated by spaces, a digit, or neither.

    >>> [kind_of(char) for char in "江g5の,"]
    ['other', 'letter', 'digit', 'other', 'other']
    """
    if char.isdecimal():
        return DIGIT
    return LETTER if char.isalpha() and _has_spaced_words(char) else OTHER


def _has_spaced_words(char: str) -> bool:
    """Whether a letter is of a script that separates words by spaces: not Han, kana or bopomofo, but Hangul."""
    return char < FIRST_CJK or "\uac00" <= char <= "\ud7a3" or "\uff21" <= char <= "\uff5a"


def is_gap_between(left: str, right: str) -> bool:
    """Whether white space between two characters is a gap.

    >>> [is_gap_between(*pair) for pair in ("江城", "5月", "g5", "ab", "10")]
    [True, True, True, False, False]
    """
    kind = kind_of(left)
    return (kind == OTHER or kind != kind_of(right)) and "\n" not in (left, right)


def gaps(folded: str) -> Iterator[str]:
    r"""The gaps of a folded text, each with the character on either side.

    Includes white space between single letters or digits, which may be spaced out.

    >>> list(gaps("江 城\t大学 no 1")), list(gaps("1 0 月")), list(gaps("no more, 10 000"))
    (['江 城', '城\t大', '学 n', 'o 1'], ['1 0', '0 月'], [', 1'])
    """
    if not _has_space(folded):
        return
    for match in _white_space().finditer(folded):
        start, end = match.start() - 1, match.end()
        left, right = folded[start], folded[end]
        if is_gap_between(left, right) or _is_single(folded, start, end):
            yield folded[start : end + 1]


def _is_single(folded: str, left: int, right: int) -> bool:
    """Whether the letters or digits at two offsets are words or numbers of one character each."""
    kind = kind_of(folded[left])
    before, after = folded[left - 1 : left] if left else "", folded[right + 1 : right + 2]
    return kind != OTHER and kind not in {kind_of(char) for char in (before, after) if char}


def _has_space(text: str) -> bool:
    return any(space in text for space in SPACES)


@cache
def _white_space() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^{SPACES}\n])[{SPACES}]+(?=[^{SPACES}\n])")
