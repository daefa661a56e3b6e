"""What an article's age leaves of its score, the same for every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrep.query.nodes import Recency

# What is left of the score of an article that is very old, or that has no date: among these, words tell.
OLD = 0.1
FIRST_DAY = "0000-01-01"


def left_of_score(day: str, recency: Recency) -> float:
    """What is left of the score of an article of a date (ISO 8601, perhaps cut, or empty): half of it each half-life.

    >>> from newsgrep.query.nodes import Recency
    >>> recency = Recency("2025-03-31", 30.0)
    >>> [round(left_of_score(day, recency), 3) for day in ("2025-03-31", "2025-03-01", "2025-03", "2012", "", "2026")]
    [1.0, 0.55, 0.55, 0.1, 0.1, 1.0]
    """
    try:
        age = (date.fromisoformat(recency.today) - date.fromisoformat(day + FIRST_DAY[len(day) :])).days
    except ValueError:
        return OLD
    left: float = 2.0 ** (-max(age, 0) / recency.half_life)
    return OLD + (1 - OLD) * left
