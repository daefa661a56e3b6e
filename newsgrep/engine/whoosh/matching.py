"""Which documents of a segment match a plan's nodes: set algebra over one mark a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.entries import TEXT_FIELDS
from newsgrep.analysis.grams import PARAGRAPH_END, gram_code
from newsgrep.engine.whoosh.segments.layout import gram_field
from newsgrep.engine.whoosh.segments.terms import decode, encode
from newsgrep.query.evidence import holds, needs
from newsgrep.query.nodes import (
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Regex,
    TextNode,
    Value,
    Wild,
    Without,
    Word,
    has_wildcards,
    value_test,
)
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from newsgrep.engine.whoosh.snapshot import Leaf

    Marks = NDArray[np.bool_]

GRAM_CHARACTERS = 2
MOST_TEXTS = 50
# So many articles are held in memory at once while they are looked into.
JUDGED_AT_ONCE = 2000


class Matching:
    """The nodes of a plan over one segment."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._file = leaf.file

    def marks(self, node: Node, within: Marks) -> Marks:
        """The documents among ``within`` that match a node."""
        match node:
            case Literal() | Near() | Wild() | Regex():
                return self._any([self._text(name, node).held for name in node.fields], within)
            case Word():
                return self._leaf.word_marks(node) & within
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
            case Literal() | Near() | Wild() | Regex():
                return self._sum([self._text(name, node).possible for name in node.fields]) > 0
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

    def _text(self, field: str, node: TextNode) -> _Text:
        """A text in a field, as far as it is known from what was asked before."""
        kept = self._leaf.texts
        if (field, node) not in kept:
            if len(kept) == MOST_TEXTS:
                kept.clear()
            kept[field, node] = _Text(self._leaf, field, node)
        found: _Text = kept[field, node]
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
        case Near() | Wild():
            return 2
        case Regex():
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

    def __init__(self, leaf: Leaf, field: str, node: TextNode) -> None:
        self._leaf = leaf
        self._field = field
        self._node = node
        self.possible = self._may_hold(needs(node))
        self._held = self.possible.copy()
        self._unsure = np.zeros_like(self.possible)
        if not (isinstance(node, Literal) and len(node.text) <= GRAM_CHARACTERS) and self.possible.any():
            self._unsure |= self.possible
            if isinstance(node, Literal):
                self._unsure[leaf.word_documents(field, node.text)[1]] = False

    def held(self, within: Marks) -> Marks:
        """The documents among ``within`` that hold the text."""
        unsure = np.flatnonzero(self._unsure & within)
        for start in range(0, len(unsure), JUDGED_AT_ONCE):
            piece = unsure[start : start + JUDGED_AT_ONCE]
            self._held[piece] = self._judged(piece.tolist())
            self._unsure[piece] = False
        return self._held & within

    def _may_hold(self, texts: tuple[str, ...]) -> Marks:
        """The documents that hold every gram of some texts."""
        possible = self._leaf.live.copy()
        if any(not text or PARAGRAPH_END in text for text in texts):
            possible[:] = False
        name = gram_field(self._field)
        grams, postings = self._leaf.file.grams(name), self._leaf.file.postings(name)
        numbers = []
        for pair in {text[start : start + GRAM_CHARACTERS] for text in texts for start in range(len(text) - 1)}:
            number = grams.find(gram_code(pair))
            if number is None:
                possible[:] = False
                return possible
            numbers.append(number)
        for number in sorted(numbers, key=postings.size):
            if not possible.any():
                break
            inside = np.zeros_like(possible)
            inside[postings.documents(number)] = True
            possible &= inside
        for char in {text for text in texts if len(text) == 1}:
            inside = np.zeros_like(possible)
            postings.mark(inside, *grams.beginning_with(ord(char)))
            possible &= inside
        return possible

    def _judged(self, numbers: list[int]) -> list[bool]:
        """Whether each document holds the text; what is written as it is folded is found without folding."""
        texts = self._leaf.file.articles.texts(numbers, TEXT_FIELDS.index(self._field))
        needle = encode(self._node.text) if isinstance(self._node, Literal) else None
        judged = [needle is not None and needle in text for text in texts]
        doubtful = [index for index, is_held in enumerate(judged) if not is_held]
        joined = b"\0".join(texts[index] for index in doubtful)
        folded = to_text(fold_codes(to_codes(decode(joined)))).split("\0")
        for index, text in zip(doubtful, folded, strict=False):
            judged[index] = holds(self._node, text)
        return judged
