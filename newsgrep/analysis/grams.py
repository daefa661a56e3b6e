"""Character bigrams, which find any text however it was segmented into words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgrep.text.gaps import gaps, is_gap_between
from newsgrep.text.variants import ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PARAGRAPH_END = "\n"
CODE_BITS = 21


def grams(folded: str) -> Iterator[str]:
    r"""The bigrams of a folded text, also across gaps; a paragraph's last character is paired with a line end.

    Every character thus begins a bigram, and a single character is found by the bigrams that begin with it.

    >>> list(grams("江城报")), list(grams("江 城"))
    (['江城', '城报', '报\n'], ['江 ', ' 城', '城\n', '江城'])
    """
    padded = folded + PARAGRAPH_END
    yield from (left + right for left, right in pairwise(padded) if left != PARAGRAPH_END)
    yield from (gap[0] + gap[-1] for gap in gaps(folded))


def required_grams(literal: str) -> Iterator[tuple[str, ...]]:
    r"""Bigrams, one at least of each tuple in every text that contains a literal, in any of the ways to write it.

    A single character stands for all bigrams that begin with it; it is given only where no bigram contains it.

    >>> list(required_grams("江城报")), list(required_grams("城")), list(required_grams("a b"))
    ([('江城',), ('城报',)], [('城',)], [('a',), ('b',)])
    >>> list(required_grams("1/3"))
    [('1/', '⅓')]
    """
    before: tuple[str, ...] = ()
    is_alone = is_apart = False
    for slot in ways(literal):
        if slot[0].isspace():
            is_apart = True
            continue
        if before and (not is_apart or is_gap_between(before[0][-1], slot[0][0])):
            yield tuple(dict.fromkeys(left[-1] + right[0] for left in before for right in slot))
            is_alone = False
        else:
            if is_alone:
                yield _firsts(before)
            is_alone = True
        before, is_apart = slot, False
    if is_alone:
        yield _firsts(before)


def _firsts(slot: tuple[str, ...]) -> tuple[str, ...]:
    """The first bigram of each way to write a slot, or its only character."""
    return tuple(dict.fromkeys(way[:2] for way in slot))


def gram_code(gram: str) -> int:
    r"""A bigram as an integer of the same sort order; a line end counts as code point 0.

    >>> gram_code("江城") >> CODE_BITS == ord("江"), gram_code("城\n") == ord("城") << CODE_BITS
    (True, True)
    """
    left, right = tuple(gram)
    return ord(left) << CODE_BITS | (0 if right == "\n" else ord(right))


def grams_of(codes: NDArray[Any]) -> Iterator[str]:
    """The bigrams of an array of codes, shape (bigrams,); the inverse of ``gram_code``."""
    for code in codes.tolist():
        left, right = divmod(code, 1 << CODE_BITS)
        yield chr(left) + (chr(right) if right else "\n")
