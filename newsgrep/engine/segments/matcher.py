"""Evaluates plan nodes over one segment as boolean masks, shape (documents,)."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.grams import PARAGRAPH_END, gram_code, required_grams
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.layout import gram_field
from newsgrep.engine.segments.term_dict import decode, encode
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
from newsgrep.query.spans import holds, required_literals
from newsgrep.text.fold import fold, fold_codes, to_codes, to_text
from newsgrep.text.gaps import is_gap_between
from newsgrep.text.variants import ways

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_reader import SegmentReader
    from newsgrep.query.plan_nodes import Term

    Mask = NDArray[np.bool_]

GRAM_CHARACTERS = 2
# A longer text is looked up by this many bigrams at most, spread over it; the text of a candidate decides.
MOST_GRAMS = 12
# So few candidates are read at once: looking up more bigrams would take longer.
FEW = 16
# Articles in memory at a time while candidates are verified.
VERIFY_BATCH = 2000


class Matching:
    """Evaluates plan nodes over one segment. Masks are bool, shape (documents,)."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._file = reader.file

    def all(self, node: Node) -> Mask:
        """The live documents that match a node, from the segment's cache: a relaxed query leaves them out again."""
        return self._reader.matches.get(node, lambda: self.mask(node, self._reader.live))

    def mask(self, node: Node, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that match a node; without candidates, it is not evaluated."""
        if not candidates.any():
            return candidates
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                if np.count_nonzero(candidates) <= FEW:
                    return self._any([partial(self._read, name, node) for name in node.fields], candidates)
                return self._any([self._text(name, node).verified for name in node.fields], candidates)
            case Word() | Pair():
                return self._reader.with_term(node, candidates)
            case Value(field, pattern):
                return self._value(field, pattern) & candidates
            case Dates(low, high):
                return self._dates(low, high) & candidates
            case Without(inner):
                is_known = inner in self._reader.matches
                return candidates & ~(self.all(inner) if is_known else self.mask(inner, candidates))
            case AtLeast(count, parts):
                return self._at_least(count, parts, candidates)

    def candidates(self, node: Node) -> Mask:
        """A superset of the documents that match a node, without reading any article."""
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return self._sum([self._text(name, node).candidates for name in node.fields], len(node.fields)) > 0
            case AtLeast(count, parts):
                return self._sum([self.candidates(part) for part in parts], len(parts)) >= count
            case Without():
                return self._reader.live
            case _:
                return self.mask(node, self._reader.live)

    def _at_least(self, count: int, parts: Sequence[Node], candidates: Mask) -> Mask:
        """The documents that match at least ``count`` of the parts."""
        if not count:
            return candidates
        if count == 1:
            return self._any_of(parts, candidates)
        parts = sorted(parts, key=self._order)
        if count == len(parts):
            for part in parts:
                candidates = self.mask(part, candidates)
            return candidates
        # What matches enough of the parts matches one of the first, as the others alone are too few.
        first = len(parts) - count + 1
        total = self._sum([self.mask(part, candidates) for part in parts[:first]], len(parts))
        left = candidates & (total > 0)
        for needed, part in enumerate(parts[first:], start=1):
            left &= total >= needed
            if not left.any():
                break
            total += self.mask(part, left)
        return left & (total >= count)

    def _any_of(self, parts: Sequence[Node], candidates: Mask) -> Mask:
        """The documents that match any of the parts; the others are tried on those that contain none of the terms."""
        terms: list[Term] = [part for part in parts if isinstance(part, Word | Pair)]
        others: list[Node] = sorted((part for part in parts if not isinstance(part, Word | Pair)), key=_cost)
        found = self._reader.any_mask(terms) & candidates
        tests = [partial(self.mask, part) for part in others]
        return found | self._any(tests, candidates & ~found) if tests else found

    def _order(self, node: Node) -> tuple[int, int]:
        """Sort key: the cheapest node first; of those that cost the same, the one that fewest documents match."""
        return _cost(node), self._most_matching(node)

    def _most_matching(self, node: Node) -> int:
        """About how many documents match a node at most, for the nodes that cost least; 0 for others."""
        match node:
            case Word() | Pair():
                return self._reader.least_doc_freq(node)
            case AtLeast(count, parts):
                return sum(sorted(map(self._most_matching, parts))[: len(parts) - count + 1])
            case _:
                return 0

    def _sum(self, masks: list[Mask], most: int) -> NDArray[Any]:
        """The number of masks that include each document, shape (documents,), of a type that can count to ``most``."""
        total = np.zeros(self._file.size, np.min_scalar_type(most))
        for mask in masks:
            total += mask
        return total

    def _any(self, tests: Sequence[Callable[[Mask], Mask]], candidates: Mask) -> Mask:
        """The documents that pass any of the tests; each test gets only those that failed the earlier ones."""
        found = np.zeros_like(candidates)
        for test in tests:
            found |= test(candidates & ~found)
        return found

    def _read(self, field: str, node: TextNode, candidates: Mask) -> Mask:
        """The documents among few candidates that contain a text, by reading them all."""
        found = np.zeros_like(candidates)
        for number in np.flatnonzero(candidates).tolist():
            found[number] = holds(node, *self._reader.texts_of(number, field))
        return found

    def _text(self, field: str, node: TextNode) -> _Text:
        """The evaluation of a text node in a field, from the segment's cache."""
        found: _Text = self._reader.texts.get((field, node), lambda: _Text(self._reader, field, node))
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

    def _dates(self, low: str, high: str) -> Mask:
        """The documents dated from ``low`` to ``high``, both included; the ``day`` column numbers the dates from 1."""
        dates = self._file.terms("date")
        day = self._file.column("day")
        return (day > dates.lower_bound(encode(low))) & (day <= dates.lower_bound(encode(high) + b"\0"))


def _cost(node: Node) -> int:
    """The relative cost of a node; 0 if no article has to be read."""
    match node:
        case Literal():
            return int(not _is_exact(node))
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


def _is_exact(node: Literal) -> bool:
    """Whether bigram postings alone decide: for a character, or two between which white space would be a gap."""
    parts = ways(node.text)
    return (
        node.edges == "any"
        and not node.as_written
        and len(parts) <= GRAM_CHARACTERS
        and not any(map(str.isspace, node.text))
        and all(len(slot) == len(slot[0]) == 1 for slot in parts)
        and (len(parts) < GRAM_CHARACTERS or is_gap_between(*node.text))
    )


class _Text:
    """A text node in one field: bigram postings give candidates, the stored text verifies them.

    As in a trigram index (Cox 2012, "Regular Expression Matching with a Trigram Index"). Verification is not needed for
    documents that have the text as a word, nor for most texts of a bigram or a single character.
    """

    def __init__(self, reader: SegmentReader, field: str, node: TextNode) -> None:
        self._reader = reader
        self._field = field
        self._node = node
        self.candidates = self._may_hold(required_literals(node))
        self._verified = self.candidates.copy()
        self._unsure = np.zeros_like(self.candidates)
        if not (isinstance(node, Literal) and _is_exact(node)) and self.candidates.any():
            self._unsure |= self.candidates
            # A word of letters or digits has edges; one of Han characters needs none.
            if isinstance(node, Literal) and not node.as_written and node.edges != "number":
                self._unsure[reader.documents(field, Word(node.text))] = False

    def verified(self, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that contain the text; each is verified only once."""
        unsure = np.flatnonzero(self._unsure & candidates)
        for start in range(0, len(unsure), VERIFY_BATCH):
            piece = unsure[start : start + VERIFY_BATCH]
            self._verified[piece] = _verify(self._reader, self._field, self._node, piece.tolist())
            self._unsure[piece] = False
        return self._verified & candidates

    def _may_hold(self, texts: tuple[str, ...]) -> Mask:
        """The documents that contain the bigrams of the texts."""
        candidates = self._reader.live.copy()
        if any(not text or PARAGRAPH_END in text for text in texts):
            candidates[:] = False
        postings = self._reader.file.postings(gram_field(self._field))
        required = list(dict.fromkeys(grams for text in texts for grams in required_grams(text)))
        required = required[:: 1 + len(required) // MOST_GRAMS]
        lists = {grams: [ends for gram in grams if (ends := self._numbers(gram))[0] < ends[1]] for grams in required}
        for found in sorted(lists.values(), key=lambda found: sum(postings.size(*ends) for ends in found)):
            if np.count_nonzero(candidates) <= FEW:
                break
            inside = np.zeros_like(candidates)
            for first, last in found:
                if last - first == 1:
                    inside[postings.documents(first)] = True
                else:
                    postings.mark(inside, first, last)
            candidates &= inside
        return candidates

    def _numbers(self, gram: str) -> tuple[int, int]:
        """The half-open range of the numbers of a bigram, or of all that begin with a character."""
        grams = self._reader.file.grams(gram_field(self._field))
        if len(gram) == 1:
            return grams.beginning_with(ord(gram))
        number = grams.find(gram_code(gram))
        return (0, 0) if number is None else (number, number + 1)


def _verify(reader: SegmentReader, field: str, node: TextNode, numbers: list[int]) -> list[bool]:
    """Whether each document contains the text; folding is only needed where its stored form is not found."""
    texts = reader.file.articles.texts(numbers, TEXT_FIELDS.index(field))
    needle = encode(node.text) if isinstance(node, Literal) and node.edges == "any" else None
    verified = [needle is not None and needle in text for text in texts]
    unverified = [index for index, is_found in enumerate(verified) if not is_found]
    joined = decode(b"\0".join(texts[index] for index in unverified))
    folded = to_text(fold_codes(to_codes(joined))).split("\0")
    for index, text, written in zip(unverified, folded, joined.split("\0"), strict=False):
        verified[index] = holds(node, text, written)
    return verified
