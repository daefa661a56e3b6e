"""What an article's age leaves of its score, the same for every engine."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.query.plan_nodes import Recency

# What is left of the score of an article that is very old, or that has no date: among these, words tell.
DECAY_FLOOR = 0.1
FIRST_DAY = "0000-01-01"
# As many days as forty years have.
MOST_KEPT = 15_000


def decay_origin(dates: Iterable[str], recency: Recency) -> date:
    """The day from which age is counted: of the newest article, in an archive long ago, but not after ``today``.

    >>> from newsgrep.query.plan_nodes import Recency
    >>> decay_origin(["2012-03-18", "2011", "2030-01-01", ""], Recency("2025-03-31", 30.0)).isoformat()
    '2012-03-18'
    """
    newest = max((one for one in dates if one <= recency.today), default="") or recency.today
    return first_day(newest) or date.fromisoformat(recency.today)


def age_of(day: str, since: date) -> float:
    """How many days a date (ISO 8601, perhaps cut) lies back; infinitely many where it is none.

    A date that is yet to come is as far away as one that is past: it may be a mistake.

    >>> [age_of(day, date(2025, 3, 31)) for day in ("2025-03-31", "2025-03", "", "2025-04-02")]
    [0, 30, inf, 2]
    """
    known = first_day(day)
    return abs((since - known).days) if known else math.inf


def decay(age: Any, half_life: float) -> Any:
    """What is left of the score of an article of an age in days, or of many: half of it each half-life.

    >>> [round(decay(age, 30.0), 2) for age in (0, 30, 3650, math.inf)]
    [1.0, 0.55, 0.1, 0.1]
    """
    return DECAY_FLOOR + (1 - DECAY_FLOOR) * 2.0 ** (-age / half_life)


@lru_cache(MOST_KEPT)
def first_day(text: str) -> date | None:
    """A date, the first day of what is cut; None where it is none."""
    try:
        return date.fromisoformat(text + FIRST_DAY[len(text) :]) if text else None
    except ValueError:
        return None
