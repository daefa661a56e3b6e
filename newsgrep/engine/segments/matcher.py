"""Evaluates plan nodes over one segment as boolean masks, shape (documents,)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.grams import PARAGRAPH_END, gram_code
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.layout import gram_field
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.query.plan_nodes import (
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
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
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_reader import SegmentReader

    Mask = NDArray[np.bool_]

GRAM_CHARACTERS = 2
MOST_TEXTS = 50
# Articles in memory at a time while candidates are verified.
VERIFY_BATCH = 2000


class Matching:
    """Evaluates plan nodes over one segment. Masks are bool, shape (documents,)."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._file = reader.file

    def mask(self, node: Node, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that match a node."""
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return self._any([self._text(name, node).verified for name in node.fields], candidates)
            case Word():
                return self._reader.word_mask(node) & candidates
            case Value(field, pattern):
                return self._value(field, pattern) & candidates
            case Dates(low, high):
                return self._dates(low, high) & candidates
            case Without(inner):
                return candidates & ~self.mask(inner, candidates)
            case AtLeast(count, parts):
                return self._at_least(count, sorted(parts, key=_cost), candidates)

    def candidates(self, node: Node) -> Mask:
        """A superset of the documents that match a node, without reading any article."""
        match node:
            case Literal() | Near() | WildcardMatch() | RegexMatch():
                return self._sum([self._text(name, node).candidates for name in node.fields]) > 0
            case AtLeast(count, parts):
                return self._sum([self.candidates(part) for part in parts]) >= count
            case Without():
                return self._reader.live
            case _:
                return self.mask(node, self._reader.live)

    def _at_least(self, count: int, parts: list[Node], candidates: Mask) -> Mask:
        """The documents that match at least ``count`` of the parts, the cheapest of which come first.

        The expensive ones are then evaluated on fewer candidates.
        """
        if count == 1:
            return self._any([lambda left, part=part: self.mask(part, left) for part in parts], candidates)  # type: ignore[misc]
        if count == len(parts):
            for part in parts:
                candidates = self.mask(part, candidates)
            return candidates
        return candidates & (self._sum([self.mask(part, candidates) for part in parts]) >= count)

    def _sum(self, masks: list[Mask]) -> NDArray[Any]:
        """The number of masks that include each document, shape (documents,)."""
        total = np.zeros(self._file.size, np.min_scalar_type(len(masks)))
        for mask in masks:
            total += mask
        return total

    def _any(self, tests: list[Callable[[Mask], Mask]], candidates: Mask) -> Mask:
        """The documents that pass any of the tests; each test gets only those that failed the earlier ones."""
        found = np.zeros_like(candidates)
        for test in tests:
            found |= test(candidates & ~found)
        return found

    def _text(self, field: str, node: TextNode) -> _Text:
        """The evaluation of a text node in a field, from the segment's cache."""
        cache = self._reader.texts
        if (field, node) not in cache:
            if len(cache) == MOST_TEXTS:
                cache.clear()
            cache[field, node] = _Text(self._reader, field, node)
        found: _Text = cache[field, node]
        return found

    def _value(self, field: str, pattern: str) -> Mask:
        """The documents with a value that the pattern matches."""
        found = np.zeros(self._file.size, np.bool_)
        if field == "id":
            found[[self._file.ids.document(index) for index in self._value_numbers(field, pattern)]] = True
            return found
        postings = self._file.postings(field)
        for index in self._value_numbers(field, pattern):
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
        case Literal(text, _):
            return int(len(text) > GRAM_CHARACTERS)
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


class _Text:
    """A text node in one field: bigram postings give candidates, the stored text verifies them.

    As in a trigram index (Cox 2012, "Regular Expression Matching with a Trigram Index"). Verification is not needed for
    documents that have the text as a word, nor for texts of a bigram or a single character.
    """

    def __init__(self, reader: SegmentReader, field: str, node: TextNode) -> None:
        self._reader = reader
        self._field = field
        self._node = node
        self.candidates = self._may_hold(required_literals(node))
        self._verified = self.candidates.copy()
        self._unsure = np.zeros_like(self.candidates)
        if not (isinstance(node, Literal) and len(node.text) <= GRAM_CHARACTERS) and self.candidates.any():
            self._unsure |= self.candidates
            if isinstance(node, Literal):
                self._unsure[reader.word_documents(field, node.text)[1]] = False

    def verified(self, candidates: Mask) -> Mask:
        """The documents among ``candidates`` that contain the text; each is verified only once."""
        unsure = np.flatnonzero(self._unsure & candidates)
        for start in range(0, len(unsure), VERIFY_BATCH):
            piece = unsure[start : start + VERIFY_BATCH]
            self._verified[piece] = self._verify(piece.tolist())
            self._unsure[piece] = False
        return self._verified & candidates

    def _may_hold(self, texts: tuple[str, ...]) -> Mask:
        """The documents that contain every bigram (or single character) of the texts."""
        candidates = self._reader.live.copy()
        if any(not text or PARAGRAPH_END in text for text in texts):
            candidates[:] = False
        name = gram_field(self._field)
        grams, postings = self._reader.file.grams(name), self._reader.file.postings(name)
        numbers = []
        for pair in {text[start : start + GRAM_CHARACTERS] for text in texts for start in range(len(text) - 1)}:
            number = grams.find(gram_code(pair))
            if number is None:
                candidates[:] = False
                return candidates
            numbers.append(number)
        for number in sorted(numbers, key=postings.size):
            if not candidates.any():
                break
            inside = np.zeros_like(candidates)
            inside[postings.documents(number)] = True
            candidates &= inside
        for char in {text for text in texts if len(text) == 1}:
            inside = np.zeros_like(candidates)
            postings.mark(inside, *grams.beginning_with(ord(char)))
            candidates &= inside
        return candidates

    def _verify(self, numbers: list[int]) -> list[bool]:
        """Whether each document contains the text; folding is only needed where its stored form is not found."""
        texts = self._reader.file.articles.texts(numbers, TEXT_FIELDS.index(self._field))
        needle = encode(self._node.text) if isinstance(self._node, Literal) else None
        verified = [needle is not None and needle in text for text in texts]
        unverified = [index for index, is_found in enumerate(verified) if not is_found]
        joined = b"\0".join(texts[index] for index in unverified)
        folded = to_text(fold_codes(to_codes(decode(joined)))).split("\0")
        for index, text in zip(unverified, folded, strict=False):
            verified[index] = holds(self._node, text)
        return verified
