"""The phrases that a literal may be in the indexed form of a text (see ``text_form``): its ways, gaps and edges."""

from __future__ import annotations

import re
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.engine.opensearch.text_form import A_WORD, EDGE, SURROGATE, char_class, phrase_of
from newsgrep.text.fold import fold
from newsgrep.text.gaps import DIGIT, OTHER, is_gap_between, kind_of
from newsgrep.text.literal_pattern import A_UNIT, has_edges_to_keep
from newsgrep.text.numbers import NUMERALS
from newsgrep.text.variants import slot_regex, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.query.plan_nodes import Literal
    from newsgrep.text.literal_pattern import Edges

# Ways to write a literal that are looked for as phrases; of one with more, pairs of characters give the candidates.
MOST_WAYS = 32
# How much of the cluster's clauses a text may take: all it needs; no more than one for each way to write it, which
# leaves more articles to be read; one.
FULL, PLAIN_PHRASES, SINGLE = 2, 1, 0
# Code points of a phrase, each of which is a clause; the rest of a longer literal is left to be read.
MOST_PHRASE = {FULL: 200, PLAIN_PHRASES: 60, SINGLE: 10}


class Phrase(NamedTuple):
    """A phrase of the indexed form, with characters that must not stand directly before or behind it.

    ``certain`` is what it must begin with to be certain; ``is_sure`` if it can be.
    """

    text: str
    before: str = ""
    behind: str = ""
    certain: str = ""
    is_sure: bool = True


def phrases(node: Literal, detail: int = FULL) -> Iterator[Phrase]:
    """The phrases one of which is in every text that contains a literal."""
    text = fold(node.text)
    slots = tuple((char,) for char in text) if node.as_written else ways(text)
    most = MOST_PHRASE[detail]
    if prod(map(len, slots)) > (MOST_WAYS if detail else 1):
        longest = max(_stretches(slots), key=len)[:most]
        yield Phrase(phrase_of(longest), is_sure=False)
        return
    frame = _frame(node.text, node.edges, slots)
    for way in product(*slots):
        is_free = all(own == slot[0] or _is_free(slot[0], own) for own, slot in zip(way, slots, strict=True))
        written, has_gaps = _without_gaps("".join(way))
        is_sure = frame.is_sure and is_free and not (has_gaps or node.as_written or len(written) > most)
        for form, is_plain in ((written, True), (_spaced_out(written), False)):
            if form:
                inner = phrase_of(form[:most])
                right = frame.right if len(form) <= most else ""
                sure = is_sure and is_plain and SURROGATE not in inner
                yield Phrase(f"{frame.left}{inner}{right}", frame.before, frame.behind, frame.certain, sure)


def _stretches(slots: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """The stretches of a text that can be written in one way only."""
    stretch = ""
    for slot in slots:
        if len(slot) == 1 and not slot[0].isspace():
            stretch += slot[0]
        else:
            yield stretch
            stretch = ""
    yield stretch


def _is_free(own: str, way: str) -> bool:
    """Whether another way of writing counts wherever it stands."""
    plain = ["".join(map(re.escape, each)) for each in (own, way)]
    return slot_regex((own, way)) == f"(?:{plain[0]}|{plain[1]})"


def _without_gaps(text: str) -> tuple[str, bool]:
    """A literal without white space that is a gap, or at its ends, and whether there was some."""
    words = text.split()
    joined = words[0]
    is_changed = text != text.strip()
    for left, right in pairwise(words):
        is_gap = is_gap_between(left[-1], right[0])
        is_changed |= is_gap
        joined += right if is_gap else f" {right}"
    return joined, is_changed


def _spaced_out(text: str) -> str:
    """A literal spaced out character by character, as far as the indexed form shows it; empty if that is no other."""
    if " " in text or all(kind_of(char) != OTHER for char in text):
        return ""
    form = text[:1]
    for left, right in pairwise(text):
        form += right if is_gap_between(left, right) else f" {right}"
    return form if form != text else ""


class _Frame(NamedTuple):
    """What a literal that keeps its edges begins and ends with, and what must not stand beside it."""

    left: str = ""
    right: str = ""
    before: str = ""
    behind: str = ""
    certain: str = ""
    is_sure: bool = True


def _frame(text: str, edges: Edges, slots: tuple[tuple[str, ...], ...]) -> _Frame:
    """See ``newsgrep.text.literal_pattern``, whose rules these are."""
    if not has_edges_to_keep(text, edges):
        return _Frame()
    ends = slots[0], slots[-1]
    if any(len(slot) > 1 for slot in ends):
        return _Frame(is_sure=False)
    first, last = text[0], text[-1]
    if not all(kind_of(char) in {DIGIT, OTHER} or char_class(char) == A_WORD for char in (first, last)):
        return _Frame(is_sure=False)
    has_numerals = edges == "number"
    left = EDGE if kind_of(first) != OTHER or (has_numerals and first in NUMERALS) else ""
    right = EDGE if kind_of(last) != OTHER or (has_numerals and last in NUMERALS) else ""
    # A unit may follow any numeral but a multiplier; it is certain where it follows none.
    certain = EDGE if edges == "run" and re.match(A_UNIT, first) else ""
    before = behind = ""
    if edges in {"run", "number"}:
        signs = "".join(sign for sign in "/:" if edges == "number" and sign in text)
        if kind_of(first) == DIGIT:
            before = f".{signs}" + ("," if re.match(r"\d{3}(?!\d)", text) else "")
        if kind_of(last) == DIGIT:
            behind = ".," + ("/" if "/" in signs else "")
    return _Frame(left, right, before, behind, certain)
