"""Plan nodes → Whoosh queries; those that Whoosh has no likes of are queries of our own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import And, Every, MultiTerm, Not, NullQuery, Or, Query, Term, TermRange

from newsgrep.analysis import PARAGRAPH_END, TEXT_FIELDS
from newsgrep.engine.whoosh.schema import UNIT
from newsgrep.query.plan import (
    EVERYTHING,
    AtLeast,
    Dates,
    Literal,
    Node,
    Value,
    Without,
    Word,
    has_wildcards,
    value_test,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


# Whoosh nests the matchers of And and Or; with hundreds of parts that is too deep.
MOST_PARTS = 16


def to_query(node: Node) -> Query:
    """The Whoosh query that matches what a node matches."""
    match node:
        case Literal(text, fields):
            return _any([HoldsText(name, text) for name in fields])
        case Word(text, fields):
            return _any([Term(name, text) for name in fields])
        case Value(name, pattern):
            return HasValue(name, pattern) if has_wildcards(pattern) or name == "path" else Term(name, pattern)
        case Dates(low, high):
            return TermRange("date", low, high)
        case Without(inner):
            return And([Every(), Not(to_query(inner))])
        case AtLeast():
            return _at_least(node)


def _at_least(node: AtLeast) -> Query:
    if node == EVERYTHING:
        return Every()
    parts = [to_query(part) for part in node.parts]
    if len(parts) > MOST_PARTS or 1 < node.count < len(parts):
        return HoldsAtLeast(node.count, parts)
    return _any(parts) if node.count == 1 else And(parts)


def _any(queries: list[Query]) -> Query:
    if not queries:
        return NullQuery
    return queries[0] if len(queries) == 1 else Or(queries)


class HoldsText(Query):  # type: ignore[misc]
    """Articles in whose field a folded text stands: grams name the candidates, the stored text is the judge."""

    def __init__(self, fieldname: str, text: str) -> None:
        self.fieldname = fieldname
        self.text = text

    def __hash__(self) -> int:
        return hash((type(self), self.fieldname, self.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HoldsText) and (self.fieldname, self.text) == (other.fieldname, other.text)

    def is_leaf(self) -> bool:
        """It has no parts."""
        return True

    def estimate_size(self, ixreader: Any) -> int:
        """No estimate: as many as there are."""
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 (Whoosh's signature)
        """The matching documents of one segment."""
        return _list_matcher(self._documents(searcher))

    def _documents(self, searcher: Any) -> Iterable[int]:
        reader = searcher.reader()
        grams = f"{self.fieldname}_grams"
        if not self.text or PARAGRAPH_END in self.text:
            return ()
        if len(self.text) == 1:
            return _postings(reader, grams, reader.expand_prefix(grams, self.text.encode("utf-8", "surrogatepass")))
        pairs = {self.text[index : index + 2] for index in range(len(self.text) - 1)}
        candidates = _in_all(reader, grams, pairs)
        return candidates if len(self.text) == 2 else self._judged(searcher, candidates)  # noqa: PLR2004 (a gram is the text)

    def _judged(self, searcher: Any, candidates: Collection[int]) -> Iterator[int]:
        """The candidates that really hold the text."""
        if not candidates:
            return
        part = TEXT_FIELDS.index(self.fieldname)
        texts = searcher.weighting.columns[id(searcher.reader())]["folded"]
        for number in candidates:
            if self.text in texts[number].decode("utf-8", "surrogatepass").split(UNIT)[part]:
                yield number


class HoldsAtLeast(Query):  # type: ignore[misc]
    """Documents that at least ``count`` of the queries match."""

    def __init__(self, count: int, queries: list[Query]) -> None:
        self.count = count
        self.queries = queries

    def __hash__(self) -> int:
        return hash((type(self), self.count, *self.queries))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HoldsAtLeast) and (self.count, self.queries) == (other.count, other.queries)

    def children(self) -> Iterator[Query]:
        """The parts."""
        return iter(self.queries)

    def estimate_size(self, ixreader: Any) -> int:
        """No estimate: as many as there are."""
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The matching documents of one segment."""
        counts = Counter(number for query in self.queries for number in query.matcher(searcher, context).all_ids())
        return _list_matcher(number for number, count in counts.items() if count >= self.count)


class HasValue(MultiTerm):  # type: ignore[misc]
    """Documents with a value that a pattern means."""

    constantscore = True

    def __init__(self, fieldname: str, pattern: str) -> None:
        self.fieldname = fieldname
        self.text = pattern
        self.boost = 1.0

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        means = value_test(self.fieldname, self.text)
        return (text for text in ixreader.lexicon(self.fieldname) if means(text.decode("utf-8", "surrogatepass")))


def _in_all(reader: Any, fieldname: str, terms: Iterable[str]) -> set[int]:
    """The documents that have all the terms, the rarest looked up first."""
    encoded = [term.encode("utf-8", "surrogatepass") for term in terms]
    if not all((fieldname, term) in reader for term in encoded):
        return set()
    encoded.sort(key=lambda term: reader.doc_frequency(fieldname, term))
    found = set(reader.postings(fieldname, encoded[0]).all_ids())
    for term in encoded[1:]:
        if not found:
            break
        found.intersection_update(reader.postings(fieldname, term).all_ids())
    return found


def _postings(reader: Any, fieldname: str, terms: Iterable[bytes]) -> set[int]:
    """The documents that have any of the terms."""
    return {number for term in list(terms) for number in reader.postings(fieldname, term).all_ids()}


def _list_matcher(numbers: Iterable[int]) -> Any:
    found = sorted(numbers)
    return ListMatcher(found) if found else NullMatcher()
