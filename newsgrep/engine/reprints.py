"""Which of some articles share most of a text, the same for every engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.analysis.sketches import SHARED, shared
from newsgrep.engine.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of longer texts, so many code points are compared.
MOST_COMPARED = 50_000
# A story is printed again within a month. What is worded alike a year later (a session opens, an envoy arrives) is
# other news: in 14 years of evening news, pairs that share up to 0.93 of their texts are of this sort.
MOST_DAYS = 31
# The first and the last day on which an article of unknown date may have been printed.
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class Days(NamedTuple):
    """The first and the last day that a date may mean, as ordinals (days since 0001-01-01), or arrays of them."""

    first: Any
    last: Any

    def near(self, other: Days) -> Any:
        """Whether two may be at most ``MOST_DAYS`` apart."""
        return (self.first - MOST_DAYS <= other.last) & (other.first <= self.last + MOST_DAYS)


def days_of(text: str | None) -> Days:
    """The days that a date (ISO 8601, perhaps cut, or none) may mean.

    >>> days = [days_of(text) for text in ("2025-03-18", "2025-04", "2026", None)]
    >>> [days[0].near(other) for other in days]
    [True, True, False, True]
    """
    text = text or ""
    try:
        first = date.fromisoformat(text + FIRST_DAY[len(text) :])
        last = first if len(text) == len(FIRST_DAY) else _last_day(first, text)
    except ValueError:
        return days_of(None) if text else Days(1, date.fromisoformat(LAST_DAY).toordinal())
    return Days(first.toordinal(), last.toordinal())


def _last_day(first: date, text: str) -> date:
    """The last day of a year or month that begins so; of no date at all, the last there is."""
    if not text:
        return date.fromisoformat(LAST_DAY)
    months = 1 if len(text) > len("2025") else 12
    year, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + year, month=month + 1) - timedelta(days=1)


def reprints_among(text: str, others: Iterable[tuple[str, str, str]]) -> list[Hit]:
    """Those of other articles (path, key, folded text) that share most of a folded text, the most first."""
    found = [Hit(path, key, shared(text[:MOST_COMPARED], other[:MOST_COMPARED])) for path, key, other in others]
    return sorted((hit for hit in found if hit.score >= SHARED), key=lambda hit: (-hit.score, hit.place))
