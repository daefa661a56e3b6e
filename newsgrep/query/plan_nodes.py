"""Plans for any engine: which articles match, which words rank them, what is highlighted in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.query.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.text.literal_pattern import Edges

# Sorts after every character of a date, so that an upper bound truncated to year or month includes all its days.
AFTER_ANY_DAY = "~"


# Each of the following matches within ``edges``; if ``as_written``, in the text before folding.


class Literal(Frozen):
    """The folded text occurs in a headline or paragraph of one of the fields (see ``literal_pattern``)."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS
    edges: Edges = "any"
    as_written: bool = False


class Near(Frozen):
    """The folded texts occur in one paragraph, in any order, with at most ``distance`` characters between in total."""

    texts: tuple[str, ...]
    distance: int
    fields: tuple[str, ...] = TEXT_FIELDS
    edges: Edges = "any"
    as_written: bool = False


class WildcardMatch(Frozen):
    """The folded pattern occurs; ``?`` is any character but white space, ``*`` any characters of the same clause."""

    pattern: str
    fields: tuple[str, ...] = TEXT_FIELDS
    edges: Edges = "any"
    as_written: bool = False


class RegexMatch(Frozen):
    """The regular expression matches somewhere in a folded headline or paragraph."""

    expression: str
    fields: tuple[str, ...] = TEXT_FIELDS
    edges: Edges = "any"
    as_written: bool = False


class Word(Frozen):
    """The word is among the words of one of the fields."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


class Pair(Frozen):
    """The two folded characters are neighbours in one of the fields, or only a gap is between them."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


class Value(Frozen):
    """A value of a filter field matches the pattern (see ``value_test``)."""

    field: str
    pattern: str


class Dates(Frozen):
    """The article's date is between the bounds, both included; dates are compared as strings."""

    low: str
    high: str


class AtLeast(Frozen):
    """At least ``count`` of the parts match: AND, OR, or a minimum in between."""

    count: int
    parts: tuple[Node, ...]


class Without(Frozen):
    """The node does not match."""

    node: Node


# Nodes that are verified, and highlighted, in an article's text (see ``spans``).
# Nodes that rank: their occurrences are counted in the index, those of a pair as one an article and field.
Term: TypeAlias = Word | Pair
TextNode: TypeAlias = Literal | Near | WildcardMatch | RegexMatch
Node: TypeAlias = TextNode | Word | Pair | Value | Dates | AtLeast | Without

EVERYTHING = AtLeast(0, ())


def all_of(nodes: tuple[Node, ...]) -> Node:
    """A node that matches where all of some nodes do."""
    return nodes[0] if len(nodes) == 1 else AtLeast(len(nodes), nodes)


def any_of(nodes: tuple[Node, ...]) -> Node:
    """A node that matches where any of some nodes does."""
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)


class WeightedTerm(NamedTuple):
    """A ranking term with its fields; its score counts ``weight`` times."""

    term: Term
    weight: float = 1.0


class Recency(NamedTuple):
    """Decay of scores: they halve with every ``half_life`` days of age before the newest article up to ``today``."""

    today: str
    half_life: float


class Plan(NamedTuple):
    """A query as an engine evaluates it.

    ``match`` selects articles; those that match ``prefer`` come first; the heaviest ``ranking`` terms order both
    groups. ``marks`` are highlighted, most specific first; ``occurrences`` are those that match a whole text of the
    query, not a single word of it. For reranking, ``wording`` has the query's texts as written, folded, and
    ``feedback`` is the weight of pseudo-relevance feedback, 0 to 1. ``recency`` is set if scores decay with age.
    ``synonyms`` are those added to the query, for explanations.
    """

    match: Node
    prefer: Node | None = None
    ranking: tuple[WeightedTerm, ...] = ()
    marks: tuple[TextNode, ...] = ()
    occurrences: tuple[TextNode, ...] = ()
    wording: tuple[Literal, ...] = ()
    feedback: float = 0.0
    recency: Recency | None = None
    synonyms: tuple[str, ...] = ()


def has_wildcards(pattern: str) -> bool:
    """Whether a pattern has wildcards, so that several values may match it."""
    return "*" in pattern or "?" in pattern


def value_test(field: str, pattern: str) -> Callable[[str], bool]:
    """A test for folded values of a filter field: equal to the pattern, matching its wildcards, or in its folder.

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
