"""Periods of days, as digests of a week name them: their day is the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re

PERIOD = lazy_pattern(
    r"(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?\d{1,2}\s?[日号]?\s?(?:[—–~～至到]|--|\s-\s|-(?=(?:19|20)\d\d))[—–]?\s?"
    r"(?:(?P<last_year>(?:19|20)\d\d)\s?[-/.年]\s?)?(?:(?P<last_month>\d{1,2})\s?[-/.月]\s?)?(?P<day>\d{1,2})(?!\d)\s?[日号]?"
)


def ends_of_periods(text: str) -> str:
    """A text with the last day of each period instead of it.

    >>> ends_of_periods("（2025.3.12—2025.3.18）"), ends_of_periods("2025年3月12日至18日一周要闻")
    ('（2025-03-18）', '2025-03-18一周要闻')
    >>> ends_of_periods("2024-12-29 ~ 2025-1-4"), ends_of_periods("2025-03-18")
    ('2025-01-04', '2025-03-18')
    """
    return PERIOD.sub(_last_day, text)


def _last_day(match: re.Match[str]) -> str:
    year, month = match["last_year"] or match["year"], match["last_month"] or match["month"]
    return parse_date(f"{year}-{month}-{match['day']}") or match[0]
