"""Display width of text, in terminal columns."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise

WIDE = frozenset("WF")
SOFT_HYPHEN = "\xad"
# Combining and invisible characters. (Medial and final letters of Hangul syllables combine, too: see ``char_width``.)
NO_WIDTH = frozenset({"Mn", "Mc", "Me", "Cf", "Zl", "Zp"})
# Chinese typesetting: the first set never begins a line, the second never ends one.
NEVER_FIRST = frozenset("，。、；：？！,.;:?!”’」』）)》〉】〕］]}…—·%％～~")
NEVER_LAST = frozenset("“‘「『（(《〈【〔［[{")
NUMBER_MARKS = frozenset(".,:-/")
# Soft hyphens, joiners, variation selectors and skin tones.
UNSTEADY = "[\u00ad\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"


class _Widths(dict[str, int]):
    """Character → display columns, found out when it first occurs."""

    def __missing__(self, char: str) -> int:
        found = self[char] = _width_of(char)
        return found


def steady(text: str) -> str:
    """A text without the characters whose width differs between terminals; joined emoji come apart.

    >>> width(steady("👩\u200d🚀"))
    4
    """
    return text if text.isascii() else re.sub(UNSTEADY, "", text)


def width(text: str) -> int:
    """Display columns of a text: 2 per wide or full-width character, 0 per combining one, else 1 (Unicode TR 11).

    >>> width("江城GDP")
    7
    """
    if text.isascii():
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))


def ljust(text: str, columns: int) -> str:
    """A text padded with spaces on the right to ``columns`` display columns.

    >>> ljust("江城", 6)
    '江城  '
    """
    return text + " " * (columns - width(text))


def rjust(text: str, columns: int) -> str:
    """A text padded with spaces on the left to ``columns`` display columns.

    >>> rjust("江城", 6)
    '  江城'
    """
    return " " * (columns - width(text)) + text


def line_breaks(text: str, columns: int) -> list[int]:
    """The code point offsets at which to break a text into lines of at most ``columns`` display columns.

    No line begins with a closing mark or ends with an opening one, and no Latin word is split, if the line is long
    enough to allow it.

    >>> line_breaks("江水平静，他说。", 8)
    [3, 6]
    """
    breaks, start = [], 0
    while (end := _reach(text, start, columns)) < len(text):
        allowed = (at for at in range(end, start, -1) if may_break(text[at - 1], text[at]))
        start = next(allowed, end)
        breaks.append(start)
    return breaks


def wrapped(text: str, columns: int) -> list[str]:
    """A text in lines of at most ``columns`` display columns, without the blanks at their ends.

    >>> wrapped("3 articles, 12,345 characters", 12)
    ['3 articles,', '12,345', 'characters']
    """
    cuts = [0, *line_breaks(text, max(columns, 2)), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _reach(text: str, start: int, columns: int) -> int:
    """The end of what fits from ``start`` on, at least one character."""
    end = start
    while end < len(text) and (columns := columns - char_width(text[end])) >= 0:
        end += 1
    return max(end, start + 1)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not ((_is_latin(before) or before in NUMBER_MARKS) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char_width(char) == 1 and char.isalnum()


def cut(text: str, columns: int) -> str:
    """The longest prefix that fits ``columns``, with the marks that combine with its last character.

    >>> cut("江城GDP", 6), cut("江城", 1)
    ('江城GD', '')
    """
    for end, reached in enumerate(accumulate(map(_WIDTHS.__getitem__, text))):
        if reached > columns:
            return text[:end]
    return text


def fitted(text: str, columns: int) -> str:
    """The text if it fits ``columns``, else its beginning with an ellipsis.

    >>> fitted("江城大学", 8), fitted("江城大学", 7)
    ('江城大学', '江城大…')
    """
    return text if width(text) <= columns else cut(text, columns - 1) + "…"


def cut_before(text: str, columns: int) -> str:
    """The longest suffix that fits ``columns``, without marks that combine with the character before it.

    >>> cut_before("江城GDP", 6)
    '城GDP'
    """
    backwards = accumulate(map(_WIDTHS.__getitem__, reversed(text)))
    start = next((len(text) - at for at, reached in enumerate(backwards) if reached > columns), 0)
    while start < len(text) and start and not char_width(text[start]):
        start += 1
    return text[start:]


def char_width(char: str) -> int:
    """Display columns of one character: 0, 1 or 2."""
    return _WIDTHS[char]


def _width_of(char: str) -> int:
    if char.isascii() or char == SOFT_HYPHEN:
        return 1
    category = unicodedata.category(char)
    if category in NO_WIDTH or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in WIDE else 1


_WIDTHS = _Widths()
