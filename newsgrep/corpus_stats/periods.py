"""Periods of time: years, quarters, months, weeks (ISO 8601) and days, as they are written and in order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsgrep.corpus_stats.choices import PERIODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeGuard

    from newsgrep.corpus_stats.choices import Grouping, Period

MONTHS_OF_QUARTER = 3
YEAR, MONTH, DAY = PERIODS["year"], PERIODS["month"], PERIODS["day"]
FIRST_DAY = "0001-01-01"


def is_period(grouping: Grouping | None) -> TypeGuard[Period]:
    """Whether a grouping is one by time."""
    return grouping in PERIODS


def period_of(day: str, period: Period) -> str:
    """The period of an ISO 8601 date; a date that is less precise, or none, is its own.

    >>> period_of("2024-12-30", "week"), period_of("2025-03", "quarter"), period_of("2025", "month")
    ('2025-W01', '2025-Q1', '2025')
    """
    if period == "quarter" and len(day) >= MONTH:
        return f"{day[:YEAR]}-Q{(int(day[YEAR + 1 : MONTH]) - 1) // MONTHS_OF_QUARTER + 1}"
    if period == "week" and len(day) == DAY:
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    return day if period in {"quarter", "week"} else day[: PERIODS[period]]


def periods_between(first: str, last: str, period: Period) -> Iterator[str]:
    """All periods from ``first`` to ``last``, both included.

    >>> list(periods_between("2024-11", "2025-01", "month")), list(periods_between("2024-W52", "2025-W02", "week"))
    (['2024-11', '2024-12', '2025-01'], ['2024-W52', '2025-W01', '2025-W02'])
    """
    day, seen = _first_day(first, period), ""
    while seen != last:
        if (found := period_of(day.isoformat(), period)) != seen:
            seen = found
            yield found
        if day == date.max or found > last:
            return
        day += timedelta(days=1)


def whole_span(groups: Iterable[str], period: Period) -> list[str]:
    """All periods from the first to the last of some groups; those that are less precise do not count.

    >>> whole_span(["2025-01", "2024", "2024-11"], "month")
    ['2024-11', '2024-12', '2025-01']
    """
    known = [group for group in groups if len(group) == PERIODS[period]]
    return list(periods_between(min(known), max(known), period)) if known else []


def _first_day(period: str, kind: Period) -> date:
    """The first day of a period."""
    if kind == "week":
        return date.fromisocalendar(int(period[:YEAR]), int(period[-2:]), 1)
    if kind == "quarter":
        month = MONTHS_OF_QUARTER * (int(period[-1]) - 1) + 1
        return date(int(period[:YEAR]), month, 1)
    return date.fromisoformat(period + FIRST_DAY[len(period) :])
