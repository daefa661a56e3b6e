"""What an article's age leaves of its score, the same for every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.query.nodes import Recency

# What is left of the score of an article that is very old, or that has no date: among these, words tell.
OLD = 0.1
FIRST_DAY = "0000-01-01"


def since_when(dates: Iterable[str], recency: Recency) -> date:
    """The day from which age is counted: of the newest article, in an archive long ago, but not after ``today``.

    >>> from newsgrep.query.nodes import Recency
    >>> since_when(["2012-03-18", "2011", "2030-01-01", ""], Recency("2025-03-31", 30.0)).isoformat()
    '2012-03-18'
    """
    newest = max((one for one in dates if one <= recency.today), default="") or recency.today
    return _day(newest) or date.fromisoformat(recency.today)


def left_of_score(day: str, since: date, half_life: float) -> float:
    """What is left of the score of an article of a date (ISO 8601, perhaps cut, or empty): half of it each half-life.

    A date that is yet to come is as far away as one that is past: it may be a mistake.

    >>> since = date(2025, 3, 31)
    >>> [round(left_of_score(day, since, 30.0), 2) for day in ("2025-03-31", "2025-03-01", "2025-03", "2012", "")]
    [1.0, 0.55, 0.55, 0.1, 0.1]
    """
    known = _day(day)
    if not known:
        return OLD
    left: float = 2.0 ** (-abs((since - known).days) / half_life)
    return OLD + (1 - OLD) * left


def _day(text: str) -> date | None:
    """A date, the first day of what is cut; None where it is none."""
    try:
        return date.fromisoformat(text + FIRST_DAY[len(text) :]) if text else None
    except ValueError:
        return None
