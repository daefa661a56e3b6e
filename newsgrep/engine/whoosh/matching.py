"""Which documents of a segment match a plan's nodes: set algebra over one mark a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.entries import TEXT_FIELDS
from newsgrep.analysis.grams import PARAGRAPH_END, gram_code
from newsgrep.engine.whoosh.segments.layout import grams_of
from newsgrep.engine.whoosh.segments.terms import decode, encode
from newsgrep.query.plan import AtLeast, Dates, Literal, Node, Value, Without, Word, has_wildcards, value_test
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from newsgrep.engine.whoosh.segments.reader import Documents
    from newsgrep.engine.whoosh.snapshot import Leaf

    Marks = NDArray[np.bool_]

GRAM_CHARACTERS = 2
MOST_TEXTS = 50


class Matching:
    """The nodes of a plan over one segment."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._file = leaf.file

    def marks(self, node: Node, within: Marks) -> Marks:
        """The documents among ``within`` that match a node."""
        match node:
            case Literal(text, fields):
                return self._any([lambda left, name=name: self._text(name, text).held(left) for name in fields], within)  # type: ignore[misc]
            case Word(text, fields):
                return self._of_lists((self._leaf.word_documents(name, text)[1] for name in fields), within)
            case Value(field, pattern):
                return self._value(field, pattern) & within
            case Dates(low, high):
                return self._dates(low, high) & within
            case Without(inner):
                return within & ~self.marks(inner, within)
            case AtLeast(count, parts):
                return self._at_least(count, sorted(parts, key=_cost), within)

    def possible(self, node: Node) -> Marks:
        """The documents that may match a node, told without looking into any article; all that do are among them."""
        match node:
            case Literal(text, fields):
                return self._sum([self._text(name, text).possible for name in fields]) > 0
            case AtLeast(count, parts):
                return self._sum([self.possible(part) for part in parts]) >= count
            case Without():
                return self._leaf.live
            case _:
                return self.marks(node, self._leaf.live)

    def _at_least(self, count: int, parts: list[Node], within: Marks) -> Marks:
        """What is cheap to tell comes first, so that what is not is asked of few."""
        if count == 1:
            return self._any([lambda left, part=part: self.marks(part, left) for part in parts], within)  # type: ignore[misc]
        if count == len(parts):
            for part in parts:
                within = self.marks(part, within)
            return within
        return within & (self._sum([self.marks(part, within) for part in parts]) >= count)

    def _sum(self, marks: list[Marks]) -> NDArray[Any]:
        """By how many each document is marked."""
        total = np.zeros(self._file.size, np.min_scalar_type(len(marks)))
        for one in marks:
            total += one
        return total

    def _any(self, tests: list[Callable[[Marks], Marks]], within: Marks) -> Marks:
        """The documents that pass one of the tests; each is given what those before it left."""
        found = np.zeros_like(within)
        for test in tests:
            found |= test(within & ~found)
        return found

    def _of_lists(self, lists: Iterator[Documents], within: Marks) -> Marks:
        found = np.zeros_like(within)
        for documents in lists:
            found[documents] = True
        return found & within

    def _text(self, field: str, text: str) -> _Text:
        """A text in a field, as far as it is known from what was asked before."""
        kept = self._leaf.texts
        if (field, text) not in kept:
            if len(kept) == MOST_TEXTS:
                kept.clear()
            kept[field, text] = _Text(self._leaf, field, text)
        found: _Text = kept[field, text]
        return found

    def _value(self, field: str, pattern: str) -> Marks:
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

    def _dates(self, low: str, high: str) -> Marks:
        """The documents whose date lies between two, both included; a document's day counts the dates from one."""
        dates = self._file.terms("date")
        day = self._file.column("day")
        return (day > dates.lower_bound(encode(low))) & (day <= dates.lower_bound(encode(high) + b"\0"))


def _cost(node: Node) -> int:
    """What is told by looking into articles comes last."""
    match node:
        case Literal(text, _):
            return int(len(text) > GRAM_CHARACTERS)
        case AtLeast(_, parts):
            return max(map(_cost, parts), default=0)
        case Without(inner):
            return _cost(inner)
        case _:
            return 0


class _Text:
    """A folded text in one field: its grams name the documents that may hold it, the articles judge.

    A word of the field that is the text itself needs no judge, nor does a text of one gram or less.
    """

    def __init__(self, leaf: Leaf, field: str, text: str) -> None:
        self._leaf = leaf
        self._field = field
        self._text = text
        self.possible = self._may_hold()
        self._held = self.possible.copy()
        self._unsure = np.zeros_like(self.possible)
        if len(text) > GRAM_CHARACTERS and self.possible.any():
            self._unsure |= self.possible
            self._unsure[leaf.word_documents(field, text)[1]] = False

    def held(self, within: Marks) -> Marks:
        """The documents among ``within`` that hold the text."""
        unsure = np.flatnonzero(self._unsure & within)
        if len(unsure):
            self._held[unsure] = self._judged(unsure.tolist())
            self._unsure[unsure] = False
        return self._held & within

    def _may_hold(self) -> Marks:
        found = np.zeros(self._leaf.file.size, np.bool_)
        name = grams_of(self._field)
        grams, postings = self._leaf.file.grams(name), self._leaf.file.postings(name)
        if not self._text or PARAGRAPH_END in self._text:
            return found
        if len(self._text) == 1:
            postings.mark(found, *grams.beginning_with(ord(self._text)))
            return found
        pairs = {self._text[start : start + GRAM_CHARACTERS] for start in range(len(self._text) - 1)}
        numbers = []
        for pair in pairs:
            number = grams.find(gram_code(pair))
            if number is None:
                return found
            numbers.append(number)
        numbers.sort(key=postings.size)
        found[postings.documents(numbers[0])] = True
        for number in numbers[1:]:
            if not found.any():
                break
            inside = np.zeros_like(found)
            inside[postings.documents(number)] = True
            found &= inside
        return found

    def _judged(self, numbers: list[int]) -> list[bool]:
        """Whether each document holds the text; what is written as it is folded is found without folding."""
        part, needle = TEXT_FIELDS.index(self._field), encode(self._text)
        texts = self._leaf.file.articles.texts(numbers, part)
        judged = [needle in text for text in texts]
        doubtful = [index for index, is_held in enumerate(judged) if not is_held]
        joined = b"\0".join(texts[index] for index in doubtful)
        folded = to_text(fold_codes(to_codes(decode(joined)))).split("\0")
        for index, text in zip(doubtful, folded, strict=False):
            judged[index] = self._text in text
        return judged
