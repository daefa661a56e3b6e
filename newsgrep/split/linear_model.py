"""Learned weights: a table of questions about a place on the page, and what each answer is worth.

The tables stand beside what they decide (``seams``, ``openings``); ``tools/train_split.py`` learns the weights from pages
whose stories are known, by logistic regression, and writes them to ``weights.json``.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

FILE = Path(__file__).with_name("weights.json")

# What each answer to one question is worth, as log-odds.
Answers = dict[Any, float]
# By the name of a table, by the question of a row.
Weights = dict[str, dict[str, Answers]]


class Feature(NamedTuple):
    """One row of a table: what is asked of a place, how the answer is found, and why it tells anything."""

    question: str
    answer: Callable[[Any], Hashable]
    why: str


def log_odds(rows: Sequence[Feature], weights: Mapping[str, Answers]) -> Callable[[Any], float]:
    """Return what tells the log-odds that the answers of a place add up to; what was never met counts nothing.

    >>> log_odds([Feature("length", len, "short lines are titles")], {"length": {4: 1.5}})("新桥通车")
    1.5
    """

    @cache
    def pairs() -> list[tuple[Callable[[Any], Hashable], Callable[[Any, float], float]]]:
        # Most texts are one article and weigh nothing: then this is never made.
        return [(row.answer, weights.get(row.question, {}).get) for row in rows]

    return lambda place: sum([weight(answer(place), 0.0) for answer, weight in pairs()])


def bucket(number: float, bounds: Sequence[float]) -> int:
    """Return which of the intervals that ``bounds`` end a number falls into.

    >>> [bucket(number, (4, 9)) for number in (4, 5, 10)]
    [0, 1, 2]
    """
    return bisect_left(bounds, number)


def char_class(char: str) -> str:
    """Return a mark itself; of a digit or letter, which sort it is.

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
    """Return the weights that newsgrep comes with."""
    return read(FILE)


def read(path: Path) -> Weights:
    """Return the weights of a file; answers that are tuples are lists there."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    return {
        table: {question: {_answer(key): weight for key, weight in pairs} for question, pairs in rows.items()}
        for table, rows in tables.items()
    }


def write(weights: Weights, path: Path) -> None:
    """Write weights as a file of one line a question."""
    lines = [
        f'"{table}": {{\n'
        + ",\n".join(
            f"{json.dumps(question)}: {json.dumps(sorted(answers.items(), key=repr), ensure_ascii=False)}"
            for question, answers in rows.items()
        )
        + "\n}"
        for table, rows in weights.items()
    ]
    path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


def _answer(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key
