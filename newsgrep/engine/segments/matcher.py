"""Evaluates plan nodes over one segment: over many documents as masks, over few by their sorted numbers.

A mask costs the same however few documents match; so where fewer than one in ``FEW_OF`` do, or are left, nodes are
evaluated for these alone.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.engine.segments.doc_lists import LARGE, NumberList, count_equal, numbers_in
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.engine.segments.text_matches import FEW, TextMatches, is_exact
from newsgrep.query.plan_nodes import (
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Pair,
    RegexMatch,
    TextNode,
    Value,
    WildcardMatch,
    Without,
    Word,
    has_wildcards,
    value_test,
)
from newsgrep.query.spans import holds
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.engine.segments.segment_reader import SegmentReader
    from newsgrep.query.plan_nodes import Term

    Mask = NDArray[np.bool_]

# Fewer than one document in so many are tried one by one.
FEW_OF = 32


class Matching:
    """Evaluates plan nodes over one segment. Masks are bool, shape (documents,)."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._file = reader.file

    def documents(self, node: Node) -> Documents:
        """The live documents that match a node, ascending."""
        return self._all(node).documents

    def matches_any(self, node: Node) -> bool:
        """Whether a live document matches a node."""
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return any(self._text(name, node).is_any() for name in node.fields)
            case AtLeast(1, parts):
                return any(map(self.matches_any, sorted(parts, key=_cost)))
            case _:
                return len(self.documents(node)) > 0

    def _all(self, node: Node) -> NumberList:
        """The same as a list, from the segment's cache: a relaxed query leaves them out again."""
        return self._reader.matches.get(node, lambda: NumberList(self._find(node), self._file.size))

    def _find(self, node: Node) -> Documents:
        """Evaluate a node over all live documents; where few match, no mask is made."""
        is_few = self._file.size >= LARGE and self._most_matching(node) * FEW_OF <= self._file.size
        match node:
            case Word() | Pair() if is_few:
                return self._reader.numbers((node,))
            case AtLeast(1, parts) if is_few:
                return self._find_any(parts)
            case AtLeast(count, parts) if is_few and count:
                parts = tuple(sorted(parts, key=self._order))
                first = len(parts) - count + 1
                numbers, total = count_equal([self._find(part) for part in parts[:first]])
                return numbers[self._enough(count, parts[first:], numbers, total)]
            case _:
                return numbers_in(self.mask(node, self._reader.live))

    def _find_any(self, parts: Sequence[Node]) -> Documents:
        """The live documents that match any of the parts; a text is sought only in those that match no earlier part."""
        terms, others = _terms_first(parts)
        found = self._reader.numbers(terms)
        for part in others:
            if isinstance(part, Literal | Near | WildcardMatch | RegexMatch):
                more, _ = count_equal([self._text(name, part).candidates for name in part.fields])
                more = more[~NumberList(found, self._file.size).holding(more)]
                more = more[self._holding_text(part, more)]
            else:
                more = self._find(part)
            found, _ = count_equal([found, more])
        return found

    def mask(self, node: Node, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that match a node; without candidates, it is not evaluated."""
        if self._are_few(candidates):
            numbers = numbers_in(candidates)
            return self._marked(numbers[self.holding(node, numbers)])
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return self._with_text(node, candidates)
            case Word() | Pair():
                return self._reader.any_mask((node,)) & candidates
            case Value(field, pattern):
                return self._value(field, pattern) & candidates
            case Dates(low, high):
                return self._dates(low, high, self._file.column("day")) & candidates
            case Without(inner):
                is_known = inner in self._reader.matches
                return candidates & ~(self._marked(self.documents(inner)) if is_known else self.mask(inner, candidates))
            case AtLeast(count, parts):
                return self._at_least(count, parts, candidates)

    def holding(self, node: Node, numbers: Documents) -> Mask:
        """Whether each of some documents, given by ascending number, matches a node: shape (numbers,)."""
        if not len(numbers):
            return np.zeros(0, np.bool_)
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return self._holding_text(node, numbers)
            case Word() | Pair():
                return self._reader.holding(node, numbers)
            case Value(field, pattern):
                return self._value(field, pattern)[numbers]
            case Dates(low, high):
                return self._dates(low, high, self._file.of_documents("day", numbers))
            case Without(inner):
                is_known = inner in self._reader.matches
                return ~(self._all(inner).holding(numbers) if is_known else self.holding(inner, numbers))
            case AtLeast(count, parts):
                ordered = sorted(parts, key=self._order if count > 1 else _cost)
                return self._enough(count, ordered, numbers, np.zeros(len(numbers), np.intp))

    def bounds(self, node: Node, numbers: Documents) -> tuple[Mask, Mask]:
        """Which of some documents may match a node, and which certainly do, as known without reading any article."""
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                possible, certain = (np.zeros(self._file.size, np.bool_) for _ in range(2))
                for name in node.fields:
                    text = self._text(name, node)
                    possible[text.candidates] = True
                    certain[text.certain] = True
                return possible[numbers], certain[numbers]
            case AtLeast(count, parts):
                most, least = (np.zeros(len(numbers), np.intp) for _ in range(2))
                for part in parts:
                    possible, certain = self.bounds(part, numbers)
                    most += possible
                    least += certain
                return most >= count, least >= count
            case Without(inner):
                possible, certain = self.bounds(inner, numbers)
                return ~certain, ~possible
            case _:
                found = self.holding(node, numbers)
                return found, found

    def _are_few(self, candidates: Mask) -> bool:
        return int(np.count_nonzero(candidates)) * FEW_OF <= self._file.size

    def _marked(self, numbers: Documents) -> Mask:
        mask = np.zeros(self._file.size, np.bool_)
        mask[numbers] = True
        return mask

    def _at_least(self, count: int, parts: Sequence[Node], candidates: Mask) -> Mask:
        """The documents that match at least ``count`` of the parts."""
        if not count:
            return candidates
        if count == 1:
            return self._any_of(parts, candidates)
        parts = sorted(parts, key=self._order)
        if count == len(parts):
            for place, part in enumerate(parts):
                if self._are_few(candidates):
                    return self.mask(AtLeast(count - place, tuple(parts[place:])), candidates)
                candidates = self.mask(part, candidates)
            return candidates
        # What matches enough of the parts matches one of the first, as the others alone are too few.
        first = len(parts) - count + 1
        total = np.zeros(self._file.size, np.min_scalar_type(len(parts)))
        for part in parts[:first]:
            total += self.mask(part, candidates)
        left = numbers_in(candidates & (total > 0))
        return self._marked(left[self._enough(count, parts[first:], left, total[left].astype(np.intp))])

    def _enough(self, count: int, parts: Sequence[Node], numbers: Documents, total: NDArray[np.intp]) -> Mask:
        """Whether each document matches at least ``count`` parts, with ``total`` others; undecided ones are tried."""
        left = np.flatnonzero((total < count) & (total + len(parts) >= count))
        for others, part in zip(reversed(range(len(parts))), parts, strict=True):
            if not len(left):
                break
            total[left] += self.holding(part, numbers[left])
            now = total[left]
            left = left[(now < count) & (now + others >= count)]
        return total >= count

    def _any_of(self, parts: Sequence[Node], candidates: Mask) -> Mask:
        """The documents that match any of the parts; the others are tried on those that contain none of the terms."""
        terms, others = _terms_first(parts)
        found = self._reader.any_mask(terms)
        found &= candidates
        for part in others:
            found |= self.mask(part, candidates > found)  # not yet found, without a mask of what is not found
        return found

    def _order(self, node: Node) -> tuple[int, int]:
        """Sort key: the cheapest node first; of those that cost the same, the one that fewest documents match."""
        return _cost(node), self._most_matching(node)

    def _most_matching(self, node: Node) -> int:
        """About how many documents match a node at most; the size of the segment, if that is not known in advance.

        What matches a run literally matches its words, too, so of alternatives those that are known decide.
        """
        match node:
            case Word() | Pair():
                return self._reader.least_doc_freq(node)
            case AtLeast(count, parts):
                known = sorted(map(self._most_matching, parts))
                if count == 1:
                    known = [number for number in known if number < self._file.size] or known[:1]
                return min(self._file.size, sum(known[: len(known) - count + 1]))
            case _:
                return self._file.size

    def _with_text(self, node: TextNode, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that contain a text in one of its fields."""
        found = np.zeros_like(candidates)
        for name in node.fields:
            text = self._text(name, node)
            left = text.candidates[(candidates & ~found)[text.candidates]]
            found[left[text.holding(left)]] = True
        return found

    def _holding_text(self, node: TextNode, numbers: Documents) -> Mask:
        """Whether each document contains a text in one of its fields; so few are read that look-ups take longer."""
        found = np.zeros(len(numbers), np.bool_)
        for name in node.fields:
            left = np.flatnonzero(~found)
            if len(left) > FEW or (name, node) in self._reader.texts:
                found[left] = self._text(name, node).holding(numbers[left])
            else:
                found[left] = [holds(node, *self._reader.texts_of(each, name)) for each in numbers[left].tolist()]
        return found

    def _text(self, field: str, node: TextNode) -> TextMatches:
        """The evaluation of a text node in a field, from the segment's cache."""
        found: TextMatches = self._reader.texts.get((field, node), lambda: TextMatches(self._reader, field, node))
        return found

    def _value(self, field: str, pattern: str) -> Mask:
        """The documents with a value that the pattern matches."""
        found = np.zeros(self._file.size, np.bool_)
        if field == "id":
            found[[self._file.ids.document(index) for index in self._value_numbers(field, pattern)]] = True
            return found
        postings = self._file.postings(field)
        # A path may be given as it is shown, or within its corpus.
        patterns = {pattern, fold(self._file.root) + pattern} if field == "path" else {pattern}
        for index in chain.from_iterable(self._value_numbers(field, each) for each in patterns):
            found[postings.documents(index)] = True
        return found

    def _value_numbers(self, field: str, pattern: str) -> list[int]:
        terms = self._file.ids if field == "id" else self._file.terms(field)
        if has_wildcards(pattern) or field == "path":
            means = value_test(field, pattern)
            # The text before the first wildcard, or the folder, is a prefix of every value that matches.
            start = encode(re.split(r"[*?]", pattern.rstrip("/") if field == "path" else pattern)[0])
            first = terms.lower_bound(start)
            numbers = []
            for index, term in enumerate(terms.starting_at(first), start=first):
                if not term.startswith(start):
                    break
                if means(decode(term)):
                    numbers.append(index)
            return numbers
        index_of = terms.find(encode(pattern))
        return [] if index_of is None else [index_of]

    def _dates(self, low: str, high: str, day: NDArray[Any]) -> Mask:
        """Whether dates, numbered from 1 as in the ``day`` column, are from ``low`` to ``high``, both included."""
        dates = self._file.terms("date")
        found: Mask = (day > dates.lower_bound(encode(low))) & (day <= dates.lower_bound(encode(high) + b"\0"))
        return found


def _terms_first(parts: Sequence[Node]) -> tuple[list[Term], list[Node]]:
    """The terms among some nodes, and the others, the cheapest first."""
    terms: list[Term] = [part for part in parts if isinstance(part, Word | Pair)]
    return terms, sorted((part for part in parts if not isinstance(part, Word | Pair)), key=_cost)


def _cost(node: Node) -> int:
    """The relative cost of a node; 0 if no article has to be read."""
    match node:
        case Literal():
            return int(not is_exact(node))
        case Near() | WildcardMatch():
            return 2
        case RegexMatch():
            return 3
        case AtLeast(_, parts):
            return max(map(_cost, parts), default=0)
        case Without(inner):
            return _cost(inner)
        case _:
            return 0
