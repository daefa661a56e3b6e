"""Date ranges in queries: ``2023-11..2024-02``, ``最近7天``, ``上周``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsgrep.query.plan_nodes import AFTER_ANY_DAY
from newsgrep.query.syntax import DateRange
from newsgrep.text.dates import parse_date, western_years
from newsgrep.text.fold import fold
from newsgrep.text.numbers import VALUES, as_digits, spelled_value

if TYPE_CHECKING:
    from collections.abc import Callable

SPELLED = "[〇零○一二两三四五六七八九十百]+"
RECENT = re.compile(rf"(?:最近|近|过去)(\d{{1,9}}|{SPELLED}|半)个?(天|日|周|星期|月|年)")
STRETCH = re.compile(rf"(\d{{1,6}}(?:\.\d{{1,3}})?|{SPELLED}|半) ?个?(天|日|周|星期|月|年|[dwmy])?")
UNITS = {None: "天", "d": "天", "w": "周", "m": "月", "y": "年"}
SPELLED_PART = re.compile(rf"{SPELLED}(?=[年月日号])")
IN_YEAR = re.compile(r"(今年|本年|去年|前年|明年)(\d{1,2}月(?:\d{1,2}[日号])?)")
# A date and nothing else; the separator of a range; a range without an end.
DATE = re.compile(r"\d{4}年?|\d{4}[-/.年]\d{1,2}月?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?|\d{8}")
TO = re.compile(r"\.\.|~|至|到|-(?=\d{4})")
OPEN_END = re.compile(r"(.+?)(?:至今|到现在|以来|起)")
COMPARED = re.compile(r"(>=|<=|>|<)(.+)")
DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


def parse_dates(text: str, today: date) -> DateRange | None:
    """The date range that a text means, relative to ``today``, or None if it means none.

    >>> parse_dates("2023-11..2024-02", date(2025, 3, 18))
    DateRange(since='2023-11', until='2024-02')
    >>> parse_dates("最近7天", date(2025, 3, 18))
    DateRange(since='2025-03-12', until='2025-03-18')
    >>> parse_dates("民國112年5月", date(2025, 3, 18))
    DateRange(since='2023-05', until='2023-05')
    """
    text = SPELLED_PART.sub(_in_digits, western_years(fold(text).strip()))
    if match := COMPARED.fullmatch(text):
        return _compared(match[1], parse_dates(match[2], today))
    if match := OPEN_END.fullmatch(text):
        since = parse_dates(match[1], today)
        return since and DateRange(since.since, None)
    if match := TO.search(text):
        return _between(text[: match.start()], text[match.end() :], today)
    if named := NAMED.get(text):
        return _range(*named(today))
    if match := RECENT.fullmatch(text):
        days = min(_days(*match.groups()), (today - date.min).days)
        return _range(today - timedelta(days=max(days, 1) - 1), today)
    if match := IN_YEAR.fullmatch(text):
        text = f"{NAMED[match[1]](today)[0].year}年{match[2]}"
    day = parse_date(text.replace("号", "日")) if DATE.fullmatch(text) else None
    return DateRange(day, day) if day else None


def _in_digits(match: re.Match[str]) -> str:
    """A numeral in digits: a year digit by digit, a month or day by its value."""
    if len(match[0]) == len("二〇二五") and VALUES.keys() >= set(match[0]):
        return as_digits(match[0])
    value = spelled_value(match[0])
    return match[0] if value is None else str(value)


def _compared(how: str, bound: DateRange | None) -> DateRange | None:
    """The range before or after a date; a month or year is excluded or included with all its days."""
    if not bound or not bound.since or not bound.until:
        return None
    match how:
        case ">=":
            return DateRange(bound.since, None)
        case "<=":
            return DateRange(None, bound.until)
        case ">":
            return DateRange(bound.until + AFTER_ANY_DAY, None)
        case _:
            first = date.fromisoformat((bound.since + "-01-01")[: len("2025-01-01")])
            return DateRange(None, (first - timedelta(days=1)).isoformat())


def _between(since: str, until: str, today: date) -> DateRange | None:
    """From the first day of one range to the last of another, in either order; one may be omitted, but not both."""
    first, last = (parse_dates(bound, today) if bound.strip() else DateRange(None, None) for bound in (since, until))
    if not first or not last or not (since + until).strip():
        return None
    if first.since and last.until and first.since > last.until + AFTER_ANY_DAY:
        first, last = last, first
    return DateRange(first.since, last.until)


def parse_half_life(text: str) -> float | None:
    """A duration in days, or None if the text is not one.

    >>> [parse_half_life(text) for text in ("30d", "2周", "半年", "６个月", "1.5y", "10", "百天", "0d", "半")]
    [30.0, 14.0, 182.0, 180.0, 547.5, 10.0, None, None, None]
    """
    match = STRETCH.fullmatch(fold(text).strip())
    if not match:
        return None
    number, unit = match[1], UNITS.get(match[2], match[2])
    if number == "半":
        return float(DAYS[unit] // 2) or None
    spelled = None if number[0].isdecimal() else spelled_value(number)
    return (float(number) if number[0].isdecimal() else float(spelled or 0)) * DAYS[unit] or None


def _days(number: str, unit: str) -> int:
    """A number of units in days."""
    if number == "半":
        return DAYS[unit] // 2 or 1
    return (int(number) if number.isdecimal() else spelled_value(number) or 1) * DAYS[unit]


def _range(since: date, until: date) -> DateRange:
    return DateRange(since.isoformat(), until.isoformat())


def _day(offset: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today + timedelta(days=offset),) * 2


def _week(offset: int) -> Callable[[date], tuple[date, date]]:
    """The week from Monday to Sunday, ``offset`` weeks from this one."""

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


def _half(number: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (date(today.year, 6 * number - 5, 1), date(today.year, 6 * number, 30 if number == 1 else 31))


def _quarter(offset: int) -> Callable[[date], tuple[date, date]]:
    def quarter(today: date) -> tuple[date, date]:
        back = (today.month - 1) % 3 - 3 * offset
        return _month_start(today, -back), _month_start(today, 3 - back) - timedelta(days=1)

    return quarter


def _year(offset: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (date(today.year + offset, 1, 1), date(today.year + offset, 12, 31))


NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "今天": _day(0), "今日": _day(0), "today": _day(0),
    "昨天": _day(-1), "昨日": _day(-1), "yesterday": _day(-1),
    "前天": _day(-2), "大前天": _day(-3),
    "本周": _week(0), "这周": _week(0), "本星期": _week(0), "这星期": _week(0), "这个星期": _week(0),
    "上周": _week(-1), "上星期": _week(-1), "上个星期": _week(-1), "上上周": _week(-2),
    "本月": _month(0), "这个月": _month(0), "上月": _month(-1), "上个月": _month(-1),
    "本季度": _quarter(0), "上季度": _quarter(-1), "上半年": _half(1), "下半年": _half(2),
    "今年": _year(0), "本年": _year(0), "明年": _year(1), "去年": _year(-1), "前年": _year(-2),
}  # fmt: skip
