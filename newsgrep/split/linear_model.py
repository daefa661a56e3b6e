"""Logistic regression over categorical features: each value of a feature has a weight, and weights add up to log-odds.

The feature tables are in ``line_break_features`` and ``opening_features``. ``tools/train_split.py`` learns the weights
from pages whose stories are known, and writes them to ``weights.json``.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

FILE = Path(__file__).with_name("weights.json")

# All texts are judged by the same dozen tables; those of other weights are for measurements.
MOST_COMPILED = 32

# The sum of some dozens of weights is exact to this.
ROUNDING = 1e-9

# What is around the features of a table in a file, which are a line each.
TABLE_START, TABLE_END = ": {\n", "\n}"

# The weight of each value of one feature, in log-odds.
ValueWeights = dict[Any, float]
# Name of a table → name of a feature → its weights.
Weights = Mapping[str, dict[str, ValueWeights]]


class Feature(NamedTuple):
    """One row of a feature table: its name in the weights file, its value for an example, and why it is useful.

    ``parts`` are the functions whose values make up that of a conjunction.
    """

    name: str
    value: Callable[[Any], Hashable]
    why: str
    parts: tuple[Callable[[Any], Hashable], ...] = ()


class Compiled(NamedTuple):
    """A feature table to look weights up with: functions, and rows of the indexes of their values, and a lookup."""

    parts: tuple[Callable[[Any], Hashable], ...]
    ones: list[tuple[int, Callable[[Any, float], float]]]
    pairs: list[tuple[int, int, Callable[[Any, float], float]]]
    triples: list[tuple[int, int, int, Callable[[Any, float], float]]]


def pair(name: str, first: Callable[[Any], Hashable], second: Callable[[Any], Hashable], why: str) -> Feature:
    """Return the conjunction of two features, whose value is the tuple of theirs.

    >>> pair("length, start", len, lambda line: line[0], "numbered subheads are short").value("二、早市")
    (4, '二')
    """
    return Feature(name, lambda example: (first(example), second(example)), why, (first, second))


def triple(
    name: str,
    first: Callable[[Any], Hashable],
    second: Callable[[Any], Hashable],
    third: Callable[[Any], Hashable],
    why: str,
) -> Feature:
    """Return the conjunction of three features, whose value is the tuple of theirs."""
    return Feature(name, lambda example: (first(example), second(example), third(example)), why, (first, second, third))


def log_odds(features: Sequence[Feature], weights: Mapping[str, ValueWeights]) -> Callable[[Any], float]:
    """Return a function from an example to its log-odds, the sum of weights; values without a weight add 0.

    >>> log_odds([Feature("length", len, "short lines are titles")], {"length": {4: 1.5}})("新桥通车")
    1.5
    """
    table = _WeightedFeatures(features, weights)
    compiled: Compiled | None = None

    def score(example: Any) -> float:
        nonlocal compiled
        # Compiled on first use: most texts are a single article and have nothing to decide.
        compiled = compiled or _compiled(table)
        parts, ones, pairs, triples = compiled
        values = [part(example) for part in parts]
        return (
            sum([weight(values[at], 0.0) for at, weight in ones])
            + sum([weight((values[at], values[other]), 0.0) for at, other, weight in pairs])
            + sum([weight((values[at], values[other], values[third]), 0.0) for at, other, third, weight in triples])
        )

    return score


def exceeds(
    least: float, features: Sequence[Feature], cheap: Sequence[Feature], weights: Mapping[str, ValueWeights]
) -> Callable[[Any], bool]:
    """Return a function from an example to whether its log-odds exceed ``least``.

    The values of features that are not among the ``cheap`` ones are computed only where those leave that open.

    >>> length, digits = Feature("length", len, "short"), Feature("digits", str.isdigit, "a page number")
    >>> weights = {"length": {4: 1.5}, "digits": {True: -0.25}}
    >>> [exceeds(least, [length, digits], [length], weights)("1234") for least in (1, 1.3)]
    [True, False]
    """
    whole, part = log_odds(features, weights), log_odds(cheap, weights)
    costly = [weights[row.name].values() for row in features if row not in cheap and weights.get(row.name)]
    most = sum(max(map(abs, values)) for values in costly) + ROUNDING

    def does(example: Any) -> bool:
        score = part(example) - least
        return score > 0 if abs(score) > most else whole(example) > least

    return does


class _WeightedFeatures:
    """Features and their weights; equal to another only if both are the same objects, so that it is a cheap key."""

    def __init__(self, features: Sequence[Feature], weights: Mapping[str, ValueWeights]) -> None:
        self.features, self.weights = features, weights

    def __hash__(self) -> int:
        return hash((id(self.features), id(self.weights)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _WeightedFeatures) and self.features is other.features and self.weights is other.weights
        )


@lru_cache(MOST_COMPILED)
def _compiled(table: _WeightedFeatures) -> Compiled:
    """Return the functions that features consist of, each once, and where the values of each feature are among theirs."""
    indexes: dict[Callable[[Any], Hashable], int] = {}
    rows: dict[int, list[Any]] = {1: [], 2: [], 3: []}
    for feature in table.features:
        if learned := table.weights.get(feature.name):
            parts = feature.parts or (feature.value,)
            rows[len(parts)].append((*(indexes.setdefault(part, len(indexes)) for part in parts), learned.get))
    return Compiled(tuple(indexes), rows[1], rows[2], rows[3])


def bucket(number: float, bounds: Sequence[float]) -> int:
    """Return the index of the interval that contains a number; each bound is the end (inclusive) of an interval.

    >>> [bucket(number, (4, 9)) for number in (4, 5, 10)]
    [0, 1, 2]
    """
    return bisect_left(bounds, number)


@cache
def binned(attribute: str, bounds: Sequence[float]) -> Callable[[Any], int]:
    """Return the function from an example to the ``bucket`` of a numeric attribute, named with dots where it is nested.

    >>> binned("real", (4, 9))(5)
    1
    """
    number = attrgetter(attribute)
    return lambda example: bisect_left(bounds, number(example))


@cache
def capped(attribute: str, most: int) -> Callable[[Any], int]:
    """Return the function from an example to a numeric attribute, or ``most`` where that is smaller.

    >>> capped("real", 4)(5)
    4
    """
    number = attrgetter(attribute)
    return lambda example: min(number(example), most)


def char_class(char: str) -> str:
    """Return the class of a digit or letter; any other character is its own class.

    >>> [char_class(char) for char in "，1a桥"]
    ['，', 'digit', 'letter', 'word']
    """
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "letter" if char.isascii() else "word"
    return char


@lru_cache(maxsize=1)
def bundled_weights() -> Weights:
    """Return the weights that come with newsgrep."""
    return read(FILE)


def read(path: Path) -> Weights:
    """Return the weights in a file that ``write`` wrote; each table is parsed when it is first asked for.

    Raises:
        OSError: the file cannot be read.
    """
    return _Tables(path.read_text(encoding="utf-8"))


class _Tables(Mapping[str, dict[str, ValueWeights]]):
    """The tables of a file, of which most texts need two of twelve; JSON lists become tuples."""

    def __init__(self, text: str) -> None:
        tables = [table.partition(TABLE_START) for table in text.split(TABLE_END)[:-1]]
        self._texts = {json.loads(name.lstrip("{,\n")): f"{{{features}}}" for name, _, features in tables}
        self._parsed: dict[str, dict[str, ValueWeights]] = {}
        # Of 20,000 weights 357 are different; one object for each, and for each string, stays in the processor's cache.
        self._known: dict[float, float] = {}

    def __getitem__(self, table: str) -> dict[str, ValueWeights]:
        if table not in self._parsed:
            self._parsed[table] = {
                name: {_value(key): self._known.setdefault(weight, weight) for key, weight in pairs}
                for name, pairs in json.loads(self._texts[table]).items()
            }
        return self._parsed[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def write(weights: Weights, path: Path) -> None:
    """Write weights as JSON, one feature per line.

    Raises:
        OSError: the file cannot be written.
    """
    lines = [
        f'"{table}"{TABLE_START}'
        + ",\n".join(
            f"{json.dumps(name)}: {json.dumps(sorted(values.items(), key=repr), ensure_ascii=False)}"
            for name, values in features.items()
        )
        + TABLE_END
        for table, features in weights.items()
    ]
    path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


def _value(key: Any) -> Any:
    if isinstance(key, str):
        return intern(key)
    return tuple(map(_value, key)) if isinstance(key, list) else key
