"""What a plan is made of: which articles match, which words rank them, what is marked in them. Ready for any engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.query.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

# Sorts after every character of a date, so that a bound cut to year or month takes in all its days.
AFTER_ANY_DAY = "~"


class Literal(Frozen):
    """The folded text stands in a headline or paragraph of one of the fields."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


class Near(Frozen):
    """The folded texts stand in one paragraph, in any order, at most ``distance`` characters between them in all."""

    texts: tuple[str, ...]
    distance: int
    fields: tuple[str, ...] = TEXT_FIELDS


class WildcardMatch(Frozen):
    """A folded text of which ``?`` is any character but white space, and ``*`` any characters of the same clause."""

    pattern: str
    fields: tuple[str, ...] = TEXT_FIELDS


class RegexMatch(Frozen):
    """A regular expression finds something in a folded headline or paragraph."""

    expression: str
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


# Told by looking into an article's text; where they stand in it is marked (see ``evidence``).
TextNode: TypeAlias = Literal | Near | WildcardMatch | RegexMatch
Node: TypeAlias = TextNode | Word | Value | Dates | AtLeast | Without

EVERYTHING = AtLeast(0, ())


class WeightedWord(NamedTuple):
    """A word that ranks, in the fields it is looked for in, ``weight`` times."""

    word: Word
    weight: float = 1.0


class Recency(NamedTuple):
    """Age takes from the score: half is left each ``half_life`` (days) before the newest article, or ``today``."""

    today: str
    half_life: float


class Plan(NamedTuple):
    """What an engine is asked for.

    ``match`` says which articles are found; those that match ``prefer`` come first; ``ranking`` orders them within.
    ``marks`` are what a reader wants to see marked, the most telling first; of these, ``occurrences`` are the texts of
    the query as such, not a word of one of them alone. ``wording`` holds the texts of the query as
    they are written, folded, for who looks at the best articles once more; ``feedback``, from 0 to 1, says how much
    likeness to the best is worth then. ``recency`` is set where age is to count. ``synonyms`` are what else its
    terms are called, for who explains the plan.
    """

    match: Node
    prefer: Node | None = None
    ranking: tuple[WeightedWord, ...] = ()
    marks: tuple[TextNode, ...] = ()
    occurrences: tuple[TextNode, ...] = ()
    wording: tuple[Literal, ...] = ()
    feedback: float = 0.0
    recency: Recency | None = None
    synonyms: tuple[str, ...] = ()


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
