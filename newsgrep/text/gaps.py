"""Gaps: white space between Han characters, from a justified line or a spaced-out name.

A gap stays in the text, so that offsets stay valid, but it does not break words: a search text also matches where it is
written with gaps between its Han characters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.text.fold import UNICODE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACES = " \t"
MOST_KEPT = 200


def gaps(folded: str) -> Iterator[str]:
    r"""The gaps of a folded text, each with the Han character on either side.

    >>> list(gaps("江 城\t大学 no 1"))
    ['江 城', '城\t大']
    """
    return (match[1] for match in _gap().finditer(folded)) if _has_space(folded) else iter(())


def gap_regex(folded: str) -> str:
    """A regular expression that matches a folded text, with or without gaps between its Han characters.

    >>> bool(re.search(gap_regex("江城1号"), "在江 城1号楼")), bool(re.search(gap_regex("江 城"), "江城"))
    (True, False)
    """
    is_han = [bool(_han().match(char)) for char in folded]
    joints = [f"[{SPACES}]*" if left and right else "" for left, right in pairwise(is_han)]
    return "".join(re.escape(char) + joint for char, joint in zip(folded, [*joints, ""], strict=False))


@lru_cache(MOST_KEPT)
def gap_pattern(folded: str) -> re.Pattern[str]:
    """``gap_regex``, compiled."""
    return re.compile(gap_regex(folded))


def contains(folded: str, text: str) -> bool:
    """Whether ``text`` contains ``folded``, with or without gaps."""
    return folded in text or (_has_space(text) and gap_pattern(folded).search(text) is not None)


@cache
def han_mask() -> Any:
    """Whether each code point is a Han character, shape (0x110000,), bool."""
    import numpy as np

    mask = np.zeros(UNICODE_SIZE, np.bool_)
    for first, last in re.findall(r"(.)(?:-(.))?", HAN):
        mask[ord(first) : ord(last or first) + 1] = True
    return mask


def _has_space(text: str) -> bool:
    return any(space in text for space in SPACES)


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(rf"(?=([{HAN}][{SPACES}]+[{HAN}]))")


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")
