"""Which documents of a segment match a plan's nodes: set algebra over one mark a document."""

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
# So many articles are held in memory at once while they are looked into.
VERIFY_BATCH = 2000


class Matching:
    """The nodes of a plan over one segment."""

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
        """The documents that may match a node, told without looking into any article; all that do are among them."""
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
        """What is cheap to tell comes first, so that what is not is asked of few."""
        if count == 1:
            return self._any([lambda left, part=part: self.mask(part, left) for part in parts], candidates)  # type: ignore[misc]
        if count == len(parts):
            for part in parts:
                candidates = self.mask(part, candidates)
            return candidates
        return candidates & (self._sum([self.mask(part, candidates) for part in parts]) >= count)

    def _sum(self, mask: list[Mask]) -> NDArray[Any]:
        """By how many each document is marked."""
        total = np.zeros(self._file.size, np.min_scalar_type(len(mask)))
        for one in mask:
            total += one
        return total

    def _any(self, tests: list[Callable[[Mask], Mask]], candidates: Mask) -> Mask:
        """The documents that pass one of the tests; each is given what those before it left."""
        found = np.zeros_like(candidates)
        for test in tests:
            found |= test(candidates & ~found)
        return found

    def _text(self, field: str, node: TextNode) -> _Text:
        """A text in a field, as far as it is known from what was asked before."""
        kept = self._reader.texts
        if (field, node) not in kept:
            if len(kept) == MOST_TEXTS:
                kept.clear()
            kept[field, node] = _Text(self._reader, field, node)
        found: _Text = kept[field, node]
        return found

    def _value(self, field: str, pattern: str) -> Mask:
        """The documents that have a value which the pattern means."""
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
            # What stands before the first wildcard, or names a folder, begins every value that is meant.
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
        """The documents whose date lies between two, both included; a document's day counts the dates from one."""
        dates = self._file.terms("date")
        day = self._file.column("day")
        return (day > dates.lower_bound(encode(low))) & (day <= dates.lower_bound(encode(high) + b"\0"))


def _cost(node: Node) -> int:
    """What is told by looking into articles comes last."""
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
    """What is looked for in the text of one field: grams name the documents that may show it, the articles judge.

    A word of the field that is the text itself needs no judge, nor does a text of one gram or less.
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
        """The documents among ``candidates`` that hold the text."""
        unsure = np.flatnonzero(self._unsure & candidates)
        for start in range(0, len(unsure), VERIFY_BATCH):
            piece = unsure[start : start + VERIFY_BATCH]
            self._verified[piece] = self._verify(piece.tolist())
            self._unsure[piece] = False
        return self._verified & candidates

    def _may_hold(self, texts: tuple[str, ...]) -> Mask:
        """The documents that hold every gram of some texts."""
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
        """Whether each document holds the text; what is written as it is folded is found without folding."""
        texts = self._reader.file.articles.texts(numbers, TEXT_FIELDS.index(self._field))
        needle = encode(self._node.text) if isinstance(self._node, Literal) else None
        verified = [needle is not None and needle in text for text in texts]
        doubtful = [index for index, is_held in enumerate(verified) if not is_held]
        joined = b"\0".join(texts[index] for index in doubtful)
        folded = to_text(fold_codes(to_codes(decode(joined)))).split("\0")
        for index, text in zip(doubtful, folded, strict=False):
            verified[index] = holds(self._node, text)
        return verified
