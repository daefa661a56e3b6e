"""Texts of a plan as queries: what every match satisfies, and what only matches satisfy.

Between the two are the articles that have to be read. Phrases of the indexed form (``text_form``) decide most texts.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.engine.opensearch.text_form import (
    A_WORD,
    CLAUSE,
    CLAUSE_MARKS,
    EDGE,
    PARAGRAPH,
    SURROGATE,
    char_class,
    phrase_of,
)
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, TextNode, WildcardMatch
from newsgrep.query.spans import required_literals
from newsgrep.text.fold import fold
from newsgrep.text.gaps import DIGIT, OTHER, SPACES, is_gap_between, kind_of
from newsgrep.text.literal_pattern import A_UNIT, has_edges_to_keep
from newsgrep.text.numbers import NUMERALS
from newsgrep.text.variants import slot_regex, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.text.literal_pattern import Edges

Query: TypeAlias = dict[str, Any]
EVERY: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
# Ways to write a literal that are looked for as phrases; of one with more, pairs of characters give the candidates.
MOST_WAYS = 32
# A character between two, and the edges that may stand on either side of it.
HOLE = 3


class Bounds(NamedTuple):
    """What every match satisfies, and what only matches satisfy: the same query if it decides."""

    possible: Query
    certain: Query

    @property
    def decides(self) -> bool:
        """Whether no article has to be read."""
        return self.possible == self.certain


NO_MATCH = Bounds(NONE, NONE)


class Phrase(NamedTuple):
    """A phrase of the indexed form, with characters that must not stand directly before or behind it.

    ``certain`` is what it must begin with to be certain; ``is_sure`` if it can be.
    """

    text: str
    before: str = ""
    behind: str = ""
    certain: str = ""
    is_sure: bool = True


# How much of the cluster's clauses a text may take: all it needs; no more than one for each way to write it, which
# leaves more articles to be read; one.
FULL, PLAIN_PHRASES, SINGLE = 2, 1, 0
# Code points of a phrase, each of which is a clause; the rest of a longer literal is left to be read.
MOST_PHRASE = {FULL: 200, PLAIN_PHRASES: 60, SINGLE: 10}


def text_bounds(node: TextNode, field: str, detail: int = FULL) -> Bounds:
    """The bounds of a text node in one field."""
    match node:
        case Literal():
            return _literal(node, field, detail)
        case Near(texts):
            return Bounds(all_query([_near(node, field), *(_required(text, field) for text in texts)]), NONE)
        case WildcardMatch():
            return _wildcard(node, field)
        case RegexMatch():
            return Bounds(all_query([_required(text, field) for text in required_literals(node)]), NONE)


def any_query(queries: Iterable[Query]) -> Query:
    """A query that matches where any does."""
    found = [query for query in _distinct(queries) if query != NONE]
    if EVERY in found:
        return EVERY
    return {"bool": {"should": found, "minimum_should_match": 1}} if len(found) > 1 else found[0] if found else NONE


def all_query(queries: Iterable[Query]) -> Query:
    """A query that matches where all do."""
    found = [query for query in _distinct(queries) if query != EVERY]
    if NONE in found:
        return NONE
    return {"bool": {"filter": found}} if len(found) > 1 else found[0] if found else EVERY


def _distinct(queries: Iterable[Query]) -> list[Query]:
    found: list[Query] = []
    for query in queries:
        if query not in found:
            found.append(query)
    return found


def _literal(node: Literal, field: str, detail: int = FULL) -> Bounds:
    if not node.text or "\n" in node.text:
        return NO_MATCH
    if not node.text.strip(SPACES + "\u3000"):
        return Bounds(EVERY, NONE)
    phrases = list(_phrases(node, detail))
    if detail == FULL:
        certain = any_query(_sure(phrase, field) for phrase in phrases if phrase.is_sure)
    else:
        plain = (
            phrase for phrase in phrases if phrase.is_sure and not (phrase.before or phrase.behind or phrase.certain)
        )
        certain = any_query(_possible(phrase, field) for phrase in plain)
    return Bounds(any_query(_possible(phrase, field) for phrase in phrases), certain)


def _required(text: str, field: str) -> Query:
    """What every text satisfies that contains a folded literal."""
    return _literal(Literal(text), field).possible if text.strip() else EVERY


def _phrases(node: Literal, detail: int = FULL) -> Iterator[Phrase]:
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


def _possible(phrase: Phrase, field: str) -> Query:
    if len(phrase.text) == 1:
        return {"prefix": {field: {"value": phrase.text}}}
    return {"match_phrase": {field: phrase.text}} if phrase.text else EVERY


def _sure(phrase: Phrase, field: str) -> Query:
    """A phrase that stands, once at least, where nothing is beside it that must not be."""
    if phrase.certain:
        return _possible(Phrase(f"{phrase.certain}{phrase.text}"), field)
    if not (phrase.before or phrase.behind):
        return _possible(phrase, field)
    if len(phrase.text) == 1:
        return NONE
    longer = [f"{char}{CLAUSE * (char in CLAUSE_MARKS)}{phrase.text}" for char in phrase.before]
    longer += [f"{phrase.text}{char}" for char in phrase.behind]
    return {"intervals": {field: _excluding(_match(phrase.text), "not_contained_by", longer)}}


def _excluding(rule: dict[str, Any], relation: str, texts: Iterable[str]) -> dict[str, Any]:
    """The intervals of a rule that are in a relation to none of some phrases.

    One filter inside another: of a filter with several phrases, Lucene takes those that one of them excludes not.
    """
    for text in texts:
        rule = {"all_of": {"intervals": [rule], "filter": {relation: _match(text)}}}
    return rule


def _match(text: str) -> dict[str, Any]:
    """The intervals of a phrase."""
    return {"match": {"query": text, "max_gaps": 0, "ordered": True}}


def _source(text: str) -> dict[str, Any] | None:
    """The intervals in which a folded literal may be; None if it has too many ways, or is a single character."""
    phrases = [phrase.text for phrase in _phrases(Literal(text))] if text.strip() and "\n" not in text else [""]
    if any(len(phrase) < len("xx") for phrase in phrases):
        return None
    sources = [_match(phrase) for phrase in dict.fromkeys(phrases)]
    return sources[0] if len(sources) == 1 else {"any_of": {"intervals": sources}}


def _near(node: Near, field: str) -> Query:
    """What every text satisfies in which some literals are near each other: they are in one paragraph."""
    sources = [_source(fold(text)) for text in node.texts]
    if not all(sources):
        return EVERY
    # Every character between may have an edge on either side, or a mark of a clause.
    most = HOLE * node.distance + 2 * HOLE * len(sources)
    found = {"all_of": {"intervals": sources, "max_gaps": most, "ordered": False}}
    return {"intervals": {field: _excluding(found, "not_containing", [PARAGRAPH])}}


def _wildcard(node: WildcardMatch, field: str) -> Bounds:
    """The pieces in their order, in one clause where stars are between them."""
    pieces = [piece for piece in re.split(r"[*?]+", node.pattern) if piece]
    required = all_query([_required(fold(piece), field) for piece in pieces])
    sources = [_source(fold(piece)) for piece in pieces]
    has_marks = any(set(fold(piece)) & set(CLAUSE_MARKS) for piece in pieces)
    if len(pieces) < 2 or not all(sources) or has_marks:  # noqa: PLR2004 (what is between two)
        return Bounds(required, NONE)
    ends = [PARAGRAPH, *(f"{mark}{CLAUSE}" for mark in CLAUSE_MARKS)] if "?" not in node.pattern else [PARAGRAPH]
    most = -1 if "*" in node.pattern else HOLE * node.pattern.count("?")
    found = {"all_of": {"intervals": sources, "max_gaps": most, "ordered": True}}
    query = {"intervals": {field: _excluding(found, "not_containing", ends)}}
    # Two pieces that may share a character are apart in the text, which pairs of characters do not tell.
    plain = all(_is_plain(piece) for piece in pieces) and not any(
        set(ways(fold(left))[-1]) & set(ways(fold(right))[0]) for left, right in pairwise(pieces)
    )
    decides = "?" not in node.pattern and node.edges == "any" and not node.as_written and plain
    return Bounds(query, query if decides else NONE)


def _is_plain(piece: str) -> bool:
    """Whether the indexed form of a piece of a pattern decides where it is."""
    return all(phrase.is_sure for phrase in _phrases(Literal(piece)))
