"""Date ranges as people write them in a query: ``2023-11..2024-02``, ``最近7天``, ``上周``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsgrep.query.tree import DateRange
from newsgrep.text.dates import parse_date
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable

RECENT = re.compile(r"(?:最近|近|过去)(\d+|[一二两三四五六七八九十]|半)个?(天|日|周|星期|月|年)")
NUMBERS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


def parse_dates(text: str, today: date) -> DateRange | None:
    """The range a text stands for, or None where it stands for none.

    >>> parse_dates("2023-11..2024-02", date(2025, 3, 18))
    DateRange(since='2023-11', until='2024-02')
    >>> parse_dates("最近7天", date(2025, 3, 18))
    DateRange(since='2025-03-12', until='2025-03-18')
    """
    text = fold(text).strip()
    if ".." in text:
        since, _, until = text.partition("..")
        return _between(since, until, today)
    if named := NAMED.get(text):
        return _range(*named(today))
    if match := RECENT.fullmatch(text):
        days = min(_days(*match.groups()), (today - date.min).days)
        return _range(today - timedelta(days=days - 1), today)
    day = parse_date(text)
    return DateRange(day, day) if day else None


def _between(since: str, until: str, today: date) -> DateRange | None:
    """From the first day of one range to the last of another; either may be left out, not both."""
    first, last = (parse_dates(bound, today) if bound.strip() else DateRange(None, None) for bound in (since, until))
    if not first or not last or not (since + until).strip():
        return None
    return DateRange(first.since, last.until)


def _days(number: str, unit: str) -> int:
    """How many days a number of units is, today included."""
    if number == "半":
        return DAYS[unit] // 2 or 1
    return (int(number) if number.isdigit() else NUMBERS[number]) * DAYS[unit]


def _range(since: date, until: date) -> DateRange:
    return DateRange(since.isoformat(), until.isoformat())


def _day(offset: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today + timedelta(days=offset),) * 2


def _week(offset: int) -> Callable[[date], tuple[date, date]]:
    """Monday to Sunday."""

    def week(today: date) -> tuple[date, date]:
        monday = today + timedelta(days=7 * offset - today.weekday())
        return monday, monday + timedelta(days=6)

    return week


def _month(offset: int) -> Callable[[date], tuple[date, date]]:
    def month(today: date) -> tuple[date, date]:
        return _month_start(today, offset), _month_start(today, offset + 1) - timedelta(days=1)

    return month


def _month_start(today: date, offset: int) -> date:
    years, month = divmod(today.month - 1 + offset, 12)
    return date(today.year + years, month + 1, 1)


def _year(offset: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (date(today.year + offset, 1, 1), date(today.year + offset, 12, 31))


NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "今天": _day(0), "今日": _day(0), "today": _day(0),
    "昨天": _day(-1), "昨日": _day(-1), "yesterday": _day(-1),
    "前天": _day(-2),
    "本周": _week(0), "这周": _week(0), "上周": _week(-1),
    "本月": _month(0), "这个月": _month(0), "上月": _month(-1), "上个月": _month(-1),
    "今年": _year(0), "去年": _year(-1), "前年": _year(-2),
}  # fmt: skip
