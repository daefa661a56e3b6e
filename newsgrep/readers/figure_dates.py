"""Dates in figures of which the address of the article tells day and month apart."""

from __future__ import annotations

import datetime as dt
import re

FIGURES = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?:[\sT,]+\d{1,2}:\d\d.{0,20})?\s*")


def day_by_address(date: str, address: str) -> str | None:
    """The day of a date such as 09/08/2025, if it is in an address as one of the two days that are meant.

    >>> day_by_address("09/08/2025 11:08:30", "https://j.example/25/0908/11/A.html")
    '2025-09-08'
    >>> [day_by_address("09/08/2025", f"https://j.example/{path}") for path in ("2025-08-09/1", "2025/0709/1", "")]
    ['2025-08-09', None, None]
    """
    figures = FIGURES.fullmatch(date)
    if not figures:
        return None
    first, second, year = map(int, figures.groups())
    days = {day for month, day_ in ((first, second), (second, first)) if (day := _day(year, month, day_))}
    found = [day for day in days if re.search(rf"(?<!\d){day:%Y}[-/_]?{day:%m}[-/_]?{day:%d}(?!\d)", address)]
    found = found or [day for day in days if f"/{day:%y}/{day:%m%d}/" in address]
    return found[0].isoformat() if len(found) == 1 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
