"""How a literal is found in a text: with gaps, in other ways of writing its characters, and within edges."""

from __future__ import annotations

import itertools
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from newsgrep.text.gaps import DIGIT, OTHER, SPACES, is_gap_between, kind_of
from newsgrep.text.numbers import NUMERALS
from newsgrep.text.variants import slot_regex, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a literal may begin and end. "word": a digit not beside a digit, nor a letter beside a letter. "run": nor within
# a longer number: 5万 not in 1.5万, 000人 not in 12,000人, 一次 not in 十一次. "number": nor beside any numeral, nor
# within a longer fraction or ratio: 三年 not in 二〇二三年, 1/3 not in 2023/1/3.
Edges: TypeAlias = Literal["any", "word", "run", "number"]

# More than the longest query has: each article is looked through for all of them in turn.
MOST_KEPT = 1 << 13
# Latin, Greek and Cyrillic, also in capitals and full width, as texts are before folding.
A_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u052f\uff21-\uff3a\uff41-\uff5a]"
A_NUMERAL = f"[{NUMERALS}]"
# After a multiplier, a numeral goes on with the number before it.
A_UNIT, A_MULTIPLIER = "[一二三四五六七八九]", "[十百千万亿零〇廿卅]"
FOLDED_SPACE = f"[{SPACES}]"
# White space of a text as written, within a line: also ideographic spaces and the like, which fold to a space.
ANY_SPACE = r"[^\S\n]"


class LiteralPattern:
    """A literal as it is found in a text.

    ``closed`` is its text without white space, or empty if it can be written in other ways; ``is_solid`` says that it
    has no white space.
    """

    def __init__(self, text: str, edges: Edges = "any", *, as_written: bool = False) -> None:
        self._regex = literal_regex(text, edges, as_written=as_written)
        slots = () if as_written else ways(text)
        is_plain = not as_written and all(len(slot) == 1 for slot in slots)
        self.closed = "".join(text.split()) if is_plain else ""
        self.is_solid = self.closed == text
        # What each text has that contains the literal, white space left out.
        certain = "".join(slot[0] if len(slot) == 1 else " " for slot in slots)
        self._part = self.closed or max(certain.split(), key=len, default="")
        self._before, self._after = re.compile(_left_edge(text, edges)), re.compile(_right_edge(text, edges))

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """``literal_regex``, compiled only if it is needed: that takes as long as to look through many articles."""
        return re.compile(self._regex)

    def is_in(self, text: str) -> bool:
        """Whether a text contains the literal; of most texts this is seen without the expression."""
        if self.closed and self.is_solid:
            places = list(_places(self.closed, text))
            if any(self._has_edges(text, start) for start in places):
                return True
            without = _without_gaps(text)
            if len(without) == len(text) or sum(1 for _ in _places(self.closed, without)) == len(places):
                return False
        elif self._part not in text and self._part not in _without_gaps(text):
            return False
        return self.expression.search(text) is not None

    def _has_edges(self, text: str, start: int) -> bool:
        end = start + len(self.closed)
        return self._before.match(text, start) is not None and self._after.match(text, end) is not None


def _places(literal: str, text: str) -> Iterator[int]:
    """Where a literal occurs, overlapping or not."""
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def _without_gaps(text: str) -> str:
    return text.replace(" ", "").replace("\t", "")


def literal_regex(text: str, edges: Edges = "any", *, as_written: bool = False) -> str:
    """A regular expression that matches a literal in a folded text, or in a text as written.

    >>> bool(re.search(literal_regex("江城5号"), "在江 城 5号楼")), bool(re.search(literal_regex("江 城"), "江城"))
    (True, False)
    >>> bool(re.search(literal_regex("1月", "word"), "11月")), bool(re.search(literal_regex("10月"), "1 0 月"))
    (False, True)
    """
    parts = tuple((char,) for char in text) if as_written else ways(text)
    space = ANY_SPACE if as_written else FOLDED_SPACE
    found = "".join(_with_gaps(parts, space))
    if _may_be_spaced_out(text):
        found = f"(?:{found}|{f'{space}+'.join(slot_regex(slot, lambda *_: f'{space}+') for slot in parts)})"
    return _left_edge(text, edges) + found + _right_edge(text, edges)


@lru_cache(MOST_KEPT)
def literal_pattern(text: str, edges: Edges = "any", *, as_written: bool = False) -> LiteralPattern:
    """The pattern of a literal; those used last are kept."""
    return LiteralPattern(text, edges, as_written=as_written)


def has_edges(  # noqa: PLR0913 (two of them are keywords)
    text: str, start: int, end: int, edges: Edges, *, left: bool = True, right: bool = True
) -> bool:
    """Whether a match in a text begins and ends at edges, as far as these sides matter.

    >>> [has_edges("11月1日", *span, "word") for span in ((1, 3), (3, 5))]
    [False, True]
    """
    match = text[start:end]
    before = re.compile(_left_edge(match, edges) if left else "")
    after = re.compile(_right_edge(match, edges) if right else "")
    return before.match(text, start) is not None and after.match(text, end) is not None


def has_edges_to_keep(text: str, edges: Edges) -> bool:
    """Whether a text begins or ends so that it may lie inside a longer word or number."""
    return bool(_left_edge(text, edges) or _right_edge(text, edges))


def _with_gaps(parts: tuple[tuple[str, ...], ...], space: str) -> Iterator[str]:
    """The expressions of consecutive slots, with optional gaps; white space matches any white space of a line."""

    def joint(left: str, right: str) -> str:
        return f"{space}*" if is_gap_between(left, right) else ""

    before = ""
    for slot in parts:
        own = slot[0]
        if own.isspace() and own != "\n":
            yield "" if before == " " else f"{space}+"
            before = " "
            continue
        if before.strip():
            yield joint(before, own[0])
        yield slot_regex(slot, joint)
        before = own[-1]


def _may_be_spaced_out(text: str) -> bool:
    """Whether a text has adjacent letters or digits, between which a gap is seen only if all of it is spaced out."""
    kinds = [kind_of(char) for char in text]
    has_run = any(left == right != OTHER for left, right in itertools.pairwise(kinds))
    return has_run and OTHER in kinds and not any(map(str.isspace, text))


def _left_edge(text: str, edges: Edges) -> str:
    first = text[:1]
    if edges == "any" or not first:
        return ""
    if edges == "number" and re.match(A_NUMERAL, first):
        return f"(?<!{A_NUMERAL})"
    if edges == "run" and re.match(A_UNIT, first):
        return f"(?<!{A_MULTIPLIER})"
    if kind_of(first) != DIGIT:
        return f"(?<!{A_LETTER})" if kind_of(first) != OTHER else ""
    if edges == "word":
        return r"(?<!\d)"
    signs = "".join(sign for sign in "/:" if edges == "number" and sign in text)
    thousands = r"(?<!\d,)" if re.match(r"\d{3}(?!\d)", text) else ""
    return rf"(?<!\d)(?<!\d[.{signs}])" + thousands


def _right_edge(text: str, edges: Edges) -> str:
    last = text[-1:]
    if edges == "any" or not last:
        return ""
    if edges == "number" and re.match(A_NUMERAL, last):
        return f"(?!{A_NUMERAL})"
    if kind_of(last) != DIGIT:
        return f"(?!{A_LETTER})" if kind_of(last) != OTHER else ""
    if edges == "word":
        return r"(?!\d)"
    sign = "/" if edges == "number" and "/" in text else ""
    return rf"(?!\d)(?![.{sign}]\d)(?!,\d{{3}}(?!\d))"
