"""Tree → plan: which articles match, which words rank them, what is marked in them. Ready for any engine."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.analysis import TEXT_FIELDS, Segmenter, tokens, words
from newsgrep.query.frozen import Frozen
from newsgrep.query.tree import All, Any, Boost, DateRange, Filter, InField, Not, Quoted, Run, Tree
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A run of up to so many words wants them all; a longer one, such as a question, wants the share below.
STRICT_WORDS = 3
SHARE_OF_WORDS = 0.75
# Particles and question words tell nothing of what is looked for; they count only where nothing else is there.
FUNCTION_WORDS = frozenset("的了吗呢吧啊是在和与及或有被把对从到也都就而之所谁哪几") | {
    *(
        "什么",
        "怎么",
        "怎样",
        "怎么样",
        "如何",
        "哪些",
        "哪里",
        "哪个",
        "为什么",
        "为何",
        "多少",
        "时候",
        "是否",
        "请问",
    ),
}
# Sorts after every character of a date, so that a bound cut to year or month takes in all its days.
AFTER_ANY_DAY = "~"


class Literal(Frozen):
    """The folded text stands in a headline or paragraph of one of the fields."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


class Word(Frozen):
    """The word is one of the words of one of the fields."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


class Value(Frozen):
    """A value of a filter field is what the pattern says (see ``value_test``)."""

    field: str
    pattern: str


class Dates(Frozen):
    """The article's date lies, as a string, between the two bounds, both included."""

    low: str
    high: str


class AtLeast(Frozen):
    """At least ``count`` of the parts match: all of them, any of them, or three quarters."""

    count: int
    parts: tuple[Node, ...]


class Without(Frozen):
    """The node does not match."""

    node: Node


Node: TypeAlias = Literal | Word | Value | Dates | AtLeast | Without

EVERYTHING = AtLeast(0, ())


class Ranked(NamedTuple):
    """A word that ranks, in the fields it is looked for in, ``weight`` times."""

    word: Word
    weight: float = 1.0


class Plan(NamedTuple):
    """What an engine is asked for.

    ``match`` says which articles are found; those that match ``prefer`` come first; ``ranking`` orders them within.
    ``marks`` are what a reader wants to see marked, the most telling first.
    """

    match: Node
    prefer: Node | None = None
    ranking: tuple[Ranked, ...] = ()
    marks: tuple[Literal, ...] = ()


def make_plan(tree: Tree, segmenter: Segmenter, *, share: float = SHARE_OF_WORDS) -> Plan:
    """The plan of a tree; of a run longer than ``STRICT_WORDS``, ``share`` of the words must match."""
    builder = _Builder(segmenter, share)
    texts = list(_texts(tree, TEXT_FIELDS, 1.0))
    runs = [item for item in texts if isinstance(item[0], Run)]
    ranking = [ranked for text, fields, weight in texts for ranked in builder.ranked(text.text, fields, weight)]
    marks = [_literal(text, fields) for text, fields, _ in texts]
    marks += _word_marks([word for text, fields, _ in runs for word in builder.ranked(text.text, fields, 1.0)])
    return Plan(
        match=builder.match(tree, TEXT_FIELDS),
        prefer=builder.prefer(tree, TEXT_FIELDS) if runs else None,
        ranking=tuple(dict.fromkeys(ranking)),
        marks=tuple(dict.fromkeys(mark for mark in marks if mark.text)),
    )


def has_wildcards(pattern: str) -> bool:
    """Whether a pattern means more than one value."""
    return "*" in pattern or "?" in pattern


def value_test(field: str, pattern: str) -> Callable[[str], bool]:
    """Whether a folded value of a filter field is meant by a pattern: the same, by wildcards, or inside a folder.

    >>> [value_test("path", "江城日报")(path) for path in ("江城日报/1.txt", "江城日报.txt")]
    [True, False]
    >>> value_test("source", "江城*")("江城晚报")
    True
    """
    if has_wildcards(pattern):
        wildcards = {"*": ".*", "?": "."}
        expression = "".join(wildcards.get(char) or re.escape(char) for char in re.sub(r"\*+", "*", pattern))
        matches = re.compile(expression, re.DOTALL).fullmatch
        return lambda value: matches(value) is not None
    if field == "path":
        folder = pattern.rstrip("/") + "/"
        return lambda value: value == pattern or value.startswith(folder)
    return lambda value: value == pattern


class _Builder(NamedTuple):
    segmenter: Segmenter
    share: float

    def match(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that finds what a tree means."""
        match tree:
            case Run(text):
                return self.run(text, fields)
            case Quoted():
                return _literal(tree, fields)
            case InField(field, inner):
                return self.match(inner, (field,))
            case Filter(field, value):
                return (
                    Value(field, fold(value))
                    if field != "id"
                    else Value(field, value if "#" in value else f"*#{value}")
                )
            case DateRange(since, until):
                return Dates(since or "", (until or "") + AFTER_ANY_DAY)
            case Boost(inner, _):
                return self.match(inner, fields)
            case Not(inner):
                return Without(self.match(inner, fields))
            case All(parts):
                return _all(tuple(self.match(part, fields) for part in parts))
            case Any(parts):
                return AtLeast(1, tuple(self.match(part, fields) for part in parts))

    def run(self, text: str, fields: tuple[str, ...]) -> Node:
        """The run literally, or enough of its words."""
        literal = _literal(Run(text), fields)
        units = self.telling(text)
        if not units:
            return literal
        needed = len(units) if len(units) <= STRICT_WORDS else math.ceil(self.share * len(units))
        by_words = AtLeast(needed, tuple(self.unit(unit, fields) for unit in units))
        return AtLeast(1, (literal, by_words))

    def unit(self, word: str, fields: tuple[str, ...]) -> Node:
        """A word, or the shorter words that make it up where they cover it: every index of the word holds them too."""
        inner = [token for token in tokens(word, self.segmenter) if token.text != word]
        covered = {offset for token in inner for offset in range(token.start, token.end)}
        if len(covered) < len(word):
            return Word(word, fields)
        return _all(tuple(Word(token.text, fields) for token in inner))

    def telling(self, text: str) -> list[str]:
        """The words of a run, function words left out, each once."""
        return [
            word
            for word in dict.fromkeys(token.text for token in words(repair(text), self.segmenter))
            if word not in FUNCTION_WORDS
        ]

    def ranked(self, text: str, fields: tuple[str, ...], weight: float) -> Iterator[Ranked]:
        """The words of a run that rank, the shorter ones inside them too."""
        found = dict.fromkeys(token.text for token in tokens(repair(text), self.segmenter))
        telling = [word for word in found if word not in FUNCTION_WORDS] or found
        return (Ranked(Word(word, fields), weight) for word in telling)

    def prefer(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that finds the articles which hold each run literally."""
        match tree:
            case Run() | Quoted():
                return _literal(tree, fields)
            case InField(field, inner):
                return self.prefer(inner, (field,))
            case Boost(inner, _):
                return self.prefer(inner, fields)
            case All(parts):
                return _all(tuple(self.prefer(part, fields) for part in parts))
            case Any(parts):
                return AtLeast(1, tuple(self.prefer(part, fields) for part in parts))
            case Filter() | DateRange() | Not():
                return self.match(tree, fields)


def _texts(tree: Tree, fields: tuple[str, ...], weight: float) -> Iterator[tuple[Run | Quoted, tuple[str, ...], float]]:
    """Every text that is looked for (not those excluded), with its fields and weight."""
    match tree:
        case Run() | Quoted():
            yield tree, fields, weight
        case InField(field, inner):
            yield from _texts(inner, (field,), weight)
        case Boost(inner, factor):
            yield from _texts(inner, fields, weight * factor)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _texts(part, fields, weight)
        case _:
            return


def _word_marks(words: list[Ranked]) -> Iterator[Literal]:
    """The words that are marked beside the runs they come from: no single characters among longer ones."""
    longer = any(len(ranked.word.text) > 1 for ranked in words)
    return (Literal(one.word.text, one.word.fields) for one in words if len(one.word.text) > 1 or not longer)


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(len(nodes), nodes)


def _literal(text: Run | Quoted, fields: tuple[str, ...]) -> Literal:
    """What a text is literally: what is quoted to the last space, a run without the white space around it."""
    folded = fold(repair(text.text).replace("\n", " "))
    return Literal(folded if isinstance(text, Quoted) else folded.strip(), fields)
