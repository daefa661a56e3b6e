"""Recency: exponential decay of scores with the age of articles, shared by all engines."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.query.plan_nodes import Recency

# The factor for very old articles and those without a date, which are thus ranked by their words.
DECAY_FLOOR = 0.1
FIRST_DAY = "0000-01-01"
# Dates cached: the days of forty years.
MOST_KEPT = 15_000


def decay_origin(dates: Iterable[str], recency: Recency) -> date:
    """The day from which age is counted: the newest of the dates that is not after ``recency.today``, else that day.

    Dates are ISO 8601, possibly truncated to month or year, or empty.

    >>> from newsgrep.query.plan_nodes import Recency
    >>> decay_origin(["2012-03-18", "2011", "2030-01-01", ""], Recency("2025-03-31", 30.0)).isoformat()
    '2012-03-18'
    """
    newest = max((day for day in dates if day <= recency.today), default="") or recency.today
    return first_day(newest) or date.fromisoformat(recency.today)


def age_of(day: str, since: date) -> float:
    """The age of a date in days (ISO 8601, possibly truncated to month or year); infinite if it is not a date.

    The distance of a date after ``since`` is its age, too: it may be a mistake.

    >>> [age_of(day, date(2025, 3, 31)) for day in ("2025-03-31", "2025-03", "", "2025-04-02")]
    [0, 30, inf, 2]
    """
    known = first_day(day)
    return abs((since - known).days) if known else math.inf


def decay(age: Any, half_life: float) -> Any:
    """The factor by which age reduces a score: 1 at age 0; the part above ``DECAY_FLOOR`` halves each half-life.

    ``age`` (a number, or an array of any shape) and ``half_life`` are in days.

    >>> [round(decay(age, 30.0), 2) for age in (0, 30, 3650, math.inf)]
    [1.0, 0.55, 0.1, 0.1]
    """
    return DECAY_FLOOR + (1 - DECAY_FLOOR) * 2.0 ** (-age / half_life)


@lru_cache(MOST_KEPT)
def first_day(text: str) -> date | None:
    """Parse a date (ISO 8601), with the first day of one that is truncated; None if it is not a date."""
    try:
        return date.fromisoformat(text + FIRST_DAY[len(text) :]) if text else None
    except ValueError:
        return None
