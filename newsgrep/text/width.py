"""How many columns a text takes on a terminal."""

from __future__ import annotations

import unicodedata

WIDE = frozenset("WF")


def width(text: str) -> int:
    """Display columns: 2 for wide and full-width characters, 0 for combining marks, else 1 (Unicode TR 11).

    >>> width("江城GDP")
    7
    """
    if text.isascii():
        return len(text)
    return sum(map(char_width, text))


def char_width(char: str) -> int:
    """Display columns of one character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in WIDE else 1
