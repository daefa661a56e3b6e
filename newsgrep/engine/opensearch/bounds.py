"""Plan nodes as queries: what every match satisfies, and what only matches satisfy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.engine.opensearch.document import keyword, term_of
from newsgrep.engine.opensearch.layout import SEPARATED_FIELDS, WRITTEN
from newsgrep.engine.opensearch.literals import (
    EVERY,
    NO_MATCH,
    NONE,
    Bounds,
    Query,
    all_query,
    any_query,
    no_query,
    text_bounds,
)
from newsgrep.engine.opensearch.phrases import FULL, PLAIN_PHRASES, SINGLE
from newsgrep.engine.opensearch.text_form import apart, phrase_of
from newsgrep.query.plan_nodes import (
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Pair,
    RegexMatch,
    Value,
    WildcardMatch,
    Without,
    Word,
    has_wildcards,
)
from newsgrep.text.gaps import OTHER, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Parts of a node that are asked for; those of a longer one are left to be read.
MOST_PARTS = {FULL: 120, PLAIN_PHRASES: 120, SINGLE: 20}
# The cluster refuses queries of more than 1,024 clauses, and those that rank and count are among them.
MOST_CLAUSES = 700
# What is a clause in a query, beside the queries of OpenSearch that hold others.
CLAUSES = ("prefix", "term", "terms", "range", "wildcard", "match_all", "match_none")


class Bounder:
    """Makes bounds; ``decided`` has the numbers of the articles that were read and match, by node."""

    def __init__(self, decided: Mapping[Node, Sequence[int]] | None = None, detail: int = FULL) -> None:
        self._decided = decided
        self._detail = detail

    @classmethod
    def fitting(cls, *nodes: Node | None, decided: Mapping[Node, Sequence[int]] | None = None) -> Bounder:
        """One whose queries for some nodes together do not have too many clauses; the same for the same nodes."""
        for detail in (FULL, PLAIN_PHRASES):
            bounder = cls(None, detail)
            if sum(_clauses(bounder.bounds(node)) for node in nodes if node) <= MOST_CLAUSES:
                return cls(decided, detail)
        return cls(decided, SINGLE)

    def open_nodes(self, node: Node) -> Iterator[Node]:
        """The nodes inside a node that the cluster does not decide."""
        if self._is_open(node):
            if not self._own(node).decides:
                yield node
            return
        match node:
            case Without(inner):
                yield from self.open_nodes(inner)
            case AtLeast(_, parts):
                for part in parts:
                    yield from self.open_nodes(part)

    def bounds(self, node: Node) -> Bounds:
        """The bounds of a node; with ``decided``, they are the same."""
        found = self._own(node)
        if self._decided is None or found.decides or not self._is_open(node):
            return found
        numbers = self._decided.get(node)
        query = any_query([found.certain, {"terms": {"number": list(numbers)}}] if numbers else [found.certain])
        return Bounds(query, query)

    def _own(self, node: Node) -> Bounds:
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                each = [text_bounds(node, field, self._detail) for field in node.fields]
                return Bounds(
                    any_query(bounds.possible for bounds in each), any_query(bounds.certain for bounds in each)
                )
            case Word() | Pair():
                query = any_query(query for field in node.fields for query in term_queries(node, field))
                return Bounds(query, query)
            case Value(field, pattern):
                return _both(_value(field, pattern))
            case Dates(low, high):
                return _both({"range": {"date": {"gte": low, "lte": high}}})
            case Without(inner):
                found = self.bounds(inner)
                return Bounds(no_query(found.certain), no_query(found.possible))
            case AtLeast(count, parts):
                return self._at_least(count, parts)

    def _at_least(self, count: int, parts: Sequence[Node]) -> Bounds:
        if count == 0:
            return _both(EVERY)
        if count > len(parts):
            return NO_MATCH
        if count == 1:
            return self._any_of(parts)
        most = MOST_PARTS[self._detail]
        if len(parts) > most:
            # What matches enough of the parts matches some of the first, as the others alone are too few.
            needed = count - (len(parts) - most)
            return Bounds(
                self._at_least(needed, parts[:most]).possible if needed > 0 else self._any_of(parts).possible, NONE
            )
        each = [self.bounds(part) for part in parts]
        return Bounds(*(_enough(count, [bounds[side] for bounds in each]) for side in (0, 1)))

    def _is_open(self, node: Node) -> bool:
        """Whether a node may have to be decided by reading articles, as a whole."""
        if isinstance(node, AtLeast):
            return node.count > 0 and len(node.parts) > MOST_PARTS[self._detail]
        return isinstance(node, Literal | Near | WildcardMatch | RegexMatch)

    def _any_of(self, parts: Sequence[Node]) -> Bounds:
        """Any of some parts; the words among them, which may be thousands, as one clause a field."""
        terms: dict[str, list[str]] = {}
        others: list[Bounds] = []
        for part in dict.fromkeys(parts):
            found = _term(part) if isinstance(part, Word | Pair) else None
            for name in found[0] if found else ():
                terms.setdefault(name, []).append(found[1] if found else "")
            if not found:
                others.append(self.bounds(part))
        if len(others) > MOST_PARTS[self._detail]:
            return Bounds(EVERY, NONE)
        queries = [{"terms": {name: texts}} for name, texts in terms.items()]
        return Bounds(*(any_query([*queries, *(bounds[side] for bounds in others)]) for side in (0, 1)))


def term_queries(node: Word | Pair, field: str) -> Iterator[Query]:
    """The queries any of which matches where a word or pair is in a field; their scores are its frequency."""
    if isinstance(node, Word):
        yield {"term": {f"{field}_words": {"value": term_of(node.text)}}}
        return
    left, right = node.text[0], node.text[1]
    if left.isspace() or right.isspace():
        return  # the indexed form has no gaps
    yield {"match_phrase": {field: phrase_of(node.text)}}
    if kind_of(left) == kind_of(right) != OTHER:
        yield {"match_phrase": {field: apart(left, right)[:-1]}}


def _term(node: Word | Pair) -> tuple[list[str], str] | None:
    """The fields and the term of a word, or of a pair that is one term; None for another."""
    if isinstance(node, Word):
        return [f"{field}_words" for field in node.fields], term_of(node.text)
    is_one = len(phrase_of(node.text)) == len(node.text) and all(kind_of(char) == OTHER for char in node.text)
    return (list(node.fields), node.text) if is_one and not any(map(str.isspace, node.text)) else None


def _clauses(bounds: Bounds) -> int:
    """The number of clauses of the larger of two bounds."""
    return max(map(_count, bounds))


def _count(query: Any) -> int:
    """The number of clauses of a query; each term of a phrase is one."""
    if isinstance(query, list):
        return sum(map(_count, query))
    if not isinstance(query, dict):
        return 0
    total = 0
    for name, value in query.items():
        if name == "match_phrase":
            total += sum(map(len, value.values()))
        elif name == "match":
            total += len(value["query"])
        else:
            total += 1 if name in CLAUSES else _count(value)
    return total


def _both(query: Query) -> Bounds:
    return Bounds(query, query)


def _enough(count: int, queries: list[Query]) -> Query:
    if count == len(queries):
        return all_query(queries)
    found = [query for query in queries if query != NONE]
    if count > len(found):
        return NONE
    return {"bool": {"should": found, "minimum_should_match": count}}


def _value(field: str, pattern: str) -> Query:
    """The query of a pattern for a filter field (see ``value_test``)."""
    end = WRITTEN if field in SEPARATED_FIELDS else ""
    if has_wildcards(pattern):
        escaped = re.sub(r"\*+", "*", pattern.replace("\\", "\\\\"))
        return {"wildcard": {field: {"value": f"{keyword(escaped)}{end}{'*' if end else ''}"}}}
    if field == "path":
        folder = pattern.rstrip("/") + "/"
        return any_query([_prefix(field, f"{keyword(pattern)}{end}"), _prefix(field, keyword(folder))])
    return _prefix(field, f"{keyword(pattern)}{end}") if end else {"term": {field: {"value": keyword(pattern)}}}


def _prefix(field: str, start: str) -> Query:
    return {"prefix": {field: {"value": start}}}
