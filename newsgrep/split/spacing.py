"""Spaced-out text, as some conversions of PDF leave it, with a space after every character: closes it up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.split.lines import Line

_SPACE = " \u3000\xa0\u2002\u2003\u2009"
_ANY = re.compile(f"[{_SPACE}]")
_SINGLE = re.compile(rf"(?<=[^{_SPACE}])[{_SPACE}](?=[^{_SPACE}])")
_LONGER = re.compile(rf"[{_SPACE}]{{2,}}")
# The part of the places between characters that have a space: one in ten in lists of names of two characters, nearly
# all in spaced-out text. A short line may be set wide, as headlines are, in a text that is not.
_SPACED_OUT = 0.6
# Lines of a text that is not spaced out are closed up if they have this many characters.
_LONG = 12


def close_up(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the spaces between characters if the text, or a long line of it, is spaced out.

    >>> from newsgrep.split.lines import read_lines
    >>> [line.text for line in close_up(list(read_lines("新 桥 昨 日 通 车 ， 两 岸 的 人  步 行 过 江 。")))]
    ['新桥昨日通车，两岸的人 步行过江。']
    """
    texts = [line.text for line in lines]
    length, spaces = sum(map(len, texts)), sum(map("\n".join(texts).count, _SPACE))
    if spaces < _LONG and not is_spaced(spaces, length):
        return lines
    everywhere = is_spaced(spaces, length) and is_spaced(sum(map(_count_single, texts)), length)
    return [
        line._replace(text=closed_up(line.text))
        if (everywhere and _SINGLE.search(line.text)) or _is_long_and_spaced(line.text)
        else line
        for line in lines
    ]


def _count_single(text: str) -> int:
    return len(_SINGLE.findall(text))


def _is_long_and_spaced(text: str) -> bool:
    if len(text) <= 2 * _LONG or not _ANY.search(text):
        return False
    count = _count_single(text)
    return count >= _LONG and is_spaced(count, len(text))


def is_spaced(spaces: int, length: int) -> bool:
    """Return whether a text of so many characters, single spaces included, is spaced out."""
    return spaces > 1 and spaces >= _SPACED_OUT * (length - spaces)


def closed_up(text: str) -> str:
    """Return a text without single spaces; longer ones, between words, become single."""
    return _LONGER.sub(" ", _SINGLE.sub("", text))
