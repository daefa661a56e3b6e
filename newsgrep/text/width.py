"""How many columns a text takes on a terminal."""

from __future__ import annotations

import unicodedata

WIDE = frozenset("WF")
# Chinese typesetting: these never begin a line, those never end one.
NEVER_FIRST = frozenset("，。、；：？！,.;:?!”’」』）)》〉】〕］]}…—·%％～~")
NUMBER_MARKS = frozenset(".,:-/")
NEVER_LAST = frozenset("“‘「『（(《〈【〔［[{")


def width(text: str) -> int:
    """Display columns: 2 for wide and full-width characters, 0 for combining marks, else 1 (Unicode TR 11).

    >>> width("江城GDP")
    7
    """
    if text.isascii():
        return len(text)
    return sum(map(char_width, text))


def line_breaks(text: str, columns: int) -> list[int]:
    """The offsets at which a text is broken into lines of at most ``columns`` display columns.

    No line begins with a closing mark or ends with an opening one, and no Latin word is torn, where the line is long
    enough to allow it.

    >>> line_breaks("江水平静，他说。", 8)
    [3, 6]
    """
    breaks, start = [], 0
    while (end := _reach(text, start, columns)) < len(text):
        allowed = (at for at in range(end, start, -1) if _may_break(text[at - 1], text[at]))
        start = next(allowed, end)
        breaks.append(start)
    return breaks


def _reach(text: str, start: int, columns: int) -> int:
    """The end of what fits from ``start`` on: one character at least."""
    end = start
    while end < len(text) and (columns := columns - char_width(text[end])) >= 0:
        end += 1
    return max(end, start + 1)


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not ((_is_latin(before) or before in NUMBER_MARKS) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char_width(char) == 1 and char.isalnum()


def char_width(char: str) -> int:
    """Display columns of one character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in WIDE else 1
