"""The form in which the cluster indexes a text, so that its phrase queries find what a literal finds.

The folded text without its gaps, with an *edge* wherever a Latin word, a number or a run of Chinese numerals begins or
ends: a literal is then a phrase of pairs of characters, and one that keeps its edges a phrase with an edge at its ends.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.bulk import gap_ends
from newsgrep.text.fold import UNICODE_SIZE, to_text
from newsgrep.text.gaps import is_gap_between
from newsgrep.text.literal_pattern import A_LETTER
from newsgrep.text.numbers import NUMERALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from newsgrep.text.fold import CodePoints

# Noncharacters, which no text contains: the edge of a word, number or numeral; what precedes the characters of a pair
# that is one only in a text spaced out character by character; any lone surrogate, which cannot be sent; what follows
# the mark that ends a clause.
EDGE, APART, SURROGATE, CLAUSE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd4"
# A line end is doubled, so that it is a pair of its own, as a mark with ``CLAUSE`` is.
PARAGRAPH = "\n\n"
CLAUSE_MARKS = ",。;!?"
TEXT_END, LINE_END, SPACE, TAB = 0, 10, 32, 9
PLAIN, A_WORD, A_NUMBER, A_NUMERAL = 0, 1, 2, 3
FIRST_SURROGATE, LAST_SURROGATE = 0xD800, 0xDFFF
# In what is stored, a lone surrogate is this character and four hexadecimal digits.
ESCAPE = "\ufdd3"


def indexed_texts(codes: CodePoints) -> list[str]:
    r"""The indexed form of several folded texts, each ended by code point 0.

    >>> from newsgrep.text.fold import fold_codes, to_codes
    >>> texts = indexed_texts(fold_codes(to_codes("江 城GDP增长\0new  york\0")))
    >>> [text.replace(EDGE, "|") for text in texts]
    ['江城|gdp|增长\n\n', '|new| |york|\n\n']
    """
    spaced = _spaced_out(codes)
    made = to_text(_with_marks(_without_gaps(codes))).split("\0")[:-1]
    return [f"{text}{PARAGRAPH}{spaced.get(number, '')}" for number, text in enumerate(made)]


def phrase_of(literal: str) -> str:
    """The indexed form of a folded literal without gaps, wherever it occurs in a text.

    >>> phrase_of("增长gdp5%").replace(EDGE, "|")
    '增长|gdp|5|%'
    """
    form = literal[:1]
    for before, char in pairwise(literal):
        clause = CLAUSE if before in CLAUSE_MARKS else ""
        edge = EDGE if char_class(before) != char_class(char) else ""
        form += f"{clause}{edge}{char}"
    return without_surrogates(form)


def char_class(char: str) -> int:
    """Whether a character is part of a Latin word, of a number, of a run of numerals, or of none."""
    if char in NUMERALS:
        return A_NUMERAL
    return A_NUMBER if char.isdecimal() else A_WORD if re.match(A_LETTER, char) else PLAIN


def without_surrogates(text: str) -> str:
    """A text in which one character stands for all lone surrogates."""
    return re.sub("[\ud800-\udfff]", SURROGATE, text)


def to_stored(text: str) -> str:
    r"""A text that can be sent: lone surrogates are escaped.

    >>> from_stored(to_stored("江\udc80城")) == "江\udc80城"
    True
    """
    return re.sub(f"[\ud800-\udfff{ESCAPE}]", lambda match: f"{ESCAPE}{ord(match[0]):04x}", text)


def from_stored(text: str) -> str:
    """The text that was stored."""
    if ESCAPE not in text:
        return text
    return re.sub(f"{ESCAPE}([0-9a-f]{{4}})", lambda match: chr(int(match[1], 16)), text)


def _without_gaps(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The texts without white space that is a gap or at the end of a line; other white space is one space."""
    is_space = (codes == SPACE) | (codes == TAB)
    runs = np.flatnonzero(is_space)
    if not len(runs):
        return codes
    is_first = np.append(True, np.diff(runs) > 1)
    is_last = np.append(np.diff(runs) > 1, True)
    firsts, lasts = runs[is_first], runs[is_last]
    kept = np.zeros(len(firsts), np.bool_)
    inside = firsts > 0  # the last code of all ends a text
    kept[inside] = ~_are_gaps(codes[firsts[inside] - 1], codes[lasts[inside] + 1])
    keep = ~is_space
    keep[firsts[kept]] = True
    spaced: NDArray[np.uint32] = np.where(is_space, np.uint32(SPACE), codes)[keep]
    return spaced


def _are_gaps(lefts: NDArray[np.uint32], rights: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether white space between two characters is a gap, or at the end of a line, shape (gaps,)."""
    pairs, which = np.unique(np.stack([lefts, rights]), axis=1, return_inverse=True)
    ends = {TEXT_END, LINE_END}
    known = [
        left in ends or right in ends or is_gap_between(chr(left), chr(right))
        for left, right in zip(*pairs.tolist(), strict=True)
    ]
    return np.array(known, np.bool_)[which.reshape(-1)]


def _with_marks(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The texts with ``CLAUSE`` and ``EDGE``, in this order, doubled line ends, and no surrogates."""
    borders = np.flatnonzero(np.diff(_classes()[codes], prepend=np.uint8(PLAIN)))
    clauses = np.flatnonzero(np.isin(codes, _marks())) + 1
    lines = np.flatnonzero(codes == LINE_END)
    surrogates = (codes >= FIRST_SURROGATE) & (codes <= LAST_SURROGATE)
    codes = np.where(surrogates, np.uint32(ord(SURROGATE)), codes) if surrogates.any() else codes
    places = np.concatenate([clauses, borders, lines])
    marks = np.repeat(np.array([ord(CLAUSE), ord(EDGE), LINE_END], np.uint32), [len(clauses), len(borders), len(lines)])
    return np.insert(codes, places, marks)


def _spaced_out(codes: CodePoints) -> dict[int, str]:
    """For the few texts that have them, the pairs of single letters or digits with white space between."""
    found: dict[int, dict[str, None]] = {}
    lefts, rights = gap_ends(codes)
    if not len(lefts):
        return {}
    kinds = [(chr(left), chr(right)) for left, right in zip(codes[lefts].tolist(), codes[rights].tolist(), strict=True)]
    single = [at for at, (left, right) in enumerate(kinds) if not is_gap_between(left, right)]
    owners: list[int] = np.searchsorted(np.flatnonzero(codes == TEXT_END), lefts[single]).tolist() if single else []
    for at, owner in zip(single, owners, strict=True):
        found.setdefault(owner, {})[apart(*kinds[at])] = None
    return {owner: "".join(pairs) for owner, pairs in found.items()}


def apart(left: str, right: str) -> str:
    """The indexed form of a pair with white space between, in a text that is spaced out character by character."""
    return f"{APART}{left}{APART}{right}\n"


@cache
def _marks() -> Any:
    return np.array([ord(mark) for mark in CLAUSE_MARKS], np.uint32)


@cache
def _classes() -> Any:
    """The class of each code point, shape (0x110000,), uint8."""
    classes = np.zeros(UNICODE_SIZE, np.uint8)
    every = "".join(map(chr, [*range(FIRST_SURROGATE), *range(LAST_SURROGATE + 1, 0x20000)]))
    for match in re.finditer(r"\d", every):
        classes[ord(match[0])] = A_NUMBER
    for match in re.finditer(A_LETTER, every):
        classes[ord(match[0])] = A_WORD
    for char in NUMERALS:
        classes[ord(char)] = A_NUMERAL
    return classes
