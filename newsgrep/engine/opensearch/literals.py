"""Texts of a plan as queries: what every match satisfies, and what only matches satisfy.

Between the two are the articles that have to be read. Phrases of the indexed form (``text_form``) decide most texts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.engine.opensearch.phrases import FULL, Phrase, phrases
from newsgrep.engine.opensearch.text_form import CLAUSE, CLAUSE_MARKS, PARAGRAPH
from newsgrep.query.plan_nodes import Literal, Near, RegexMatch, TextNode, WildcardMatch
from newsgrep.query.spans import required_literals
from newsgrep.text.fold import fold
from newsgrep.text.gaps import SPACES
from newsgrep.text.variants import ways

if TYPE_CHECKING:
    from collections.abc import Iterable


Query: TypeAlias = dict[str, Any]
EVERY: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
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


def no_query(query: Query) -> Query:
    """A query that matches where the given one does not."""
    return NONE if query == EVERY else EVERY if query == NONE else {"bool": {"must_not": [query]}}


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
    found = list(phrases(node, detail))
    if detail == FULL:
        certain = any_query(_sure(phrase, field) for phrase in found if phrase.is_sure)
    else:
        plain = (
            phrase for phrase in found if phrase.is_sure and not (phrase.before or phrase.behind or phrase.certain)
        )
        certain = any_query(_possible(phrase, field) for phrase in plain)
    return Bounds(any_query(_possible(phrase, field) for phrase in found), certain)


def _required(text: str, field: str) -> Query:
    """What every text satisfies that contains a folded literal."""
    return _literal(Literal(text), field).possible if text.strip() else EVERY


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
    texts = [phrase.text for phrase in phrases(Literal(text))] if text.strip() and "\n" not in text else [""]
    if any(len(phrase) < len("xx") for phrase in texts):
        return None
    sources = [_match(phrase) for phrase in dict.fromkeys(texts)]
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
    plain = "?" not in node.pattern and node.edges == "any" and not node.as_written and all(map(_is_plain, pieces))
    if len(pieces) == 1 and plain and not has_marks:
        return Bounds(required, required)  # a star at an end may stand for nothing
    if len(pieces) < 2 or not all(sources) or has_marks:  # noqa: PLR2004 (what is between two)
        return Bounds(required, NONE)
    ends = [PARAGRAPH, *(f"{mark}{CLAUSE}" for mark in CLAUSE_MARKS)] if "?" not in node.pattern else [PARAGRAPH]
    most = -1 if "*" in node.pattern else HOLE * node.pattern.count("?")
    found = {"all_of": {"intervals": sources, "max_gaps": most, "ordered": True}}
    query = {"intervals": {field: _excluding(found, "not_containing", ends)}}
    # Two pieces that may share a character are apart in the text, which pairs of characters do not tell.
    decides = plain and not any(
        set(ways(fold(left))[-1]) & set(ways(fold(right))[0]) for left, right in pairwise(pieces)
    )
    return Bounds(query, query if decides else NONE)


def _is_plain(piece: str) -> bool:
    """Whether the indexed form of a piece of a pattern decides where it is."""
    return all(phrase.is_sure for phrase in phrases(Literal(piece)))
