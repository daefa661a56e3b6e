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
    counts = [len(_SINGLE.findall(line.text)) if _ANY.search(line.text) else 0 for line in lines]
    everywhere = is_spaced(sum(counts), sum(len(line.text) for line in lines))
    if not any(counts):
        return lines
    return [
        line._replace(text=closed_up(line.text))
        if count and (everywhere or (count >= _LONG and is_spaced(count, len(line.text))))
        else line
        for line, count in zip(lines, counts, strict=True)
    ]


def is_spaced(spaces: int, length: int) -> bool:
    """Return whether a text of so many characters, single spaces included, is spaced out."""
    return spaces > 1 and spaces >= _SPACED_OUT * (length - spaces)


def closed_up(text: str) -> str:
    """Return a text without single spaces; longer ones, between words, become single."""
    return _LONGER.sub(" ", _SINGLE.sub("", text))
