"""Pairs of neighbouring characters, by which any text is found, whatever words it was cut into."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.text.gaps import gaps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PARAGRAPH_END = "\n"
CODE_BITS = 21


def grams(folded: str) -> Iterator[str]:
    r"""Each character with its right neighbour, also across a gap; a paragraph's last one with a line end.

    So every character begins a gram, and a string of one character is found by the grams that begin with it.

    >>> list(grams("江城报")), list(grams("江 城"))
    (['江城', '城报', '报\n'], ['江 ', ' 城', '城\n', '江城'])
    """
    padded = folded + PARAGRAPH_END
    yield from (left + right for left, right in pairwise(padded) if left != PARAGRAPH_END)
    yield from (gap[0] + gap[-1] for gap in gaps(folded))


def gram_code(gram: str) -> int:
    r"""A gram as a number that sorts like it; the end of a paragraph counts as no character.

    >>> gram_code("江城") >> CODE_BITS == ord("江"), gram_code("城\n") == ord("城") << CODE_BITS
    (True, True)
    """
    left, right = tuple(gram)
    return ord(left) << CODE_BITS | (0 if right == "\n" else ord(right))


def grams_of(codes: NDArray[Any]) -> Iterator[str]:
    """The grams that codes stand for."""
    for code in codes.tolist():
        left, right = divmod(code, 1 << CODE_BITS)
        yield chr(left) + (chr(right) if right else "\n")
