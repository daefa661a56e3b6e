"""Dates and times of day, and the ways to write them: 2023年1月5日 is 2023-01-05, 10时30分 is 10:30."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from newsgrep.text.notation.number_forms import digitwise_digits, digitwise_ways, number_value
from newsgrep.text.numbers import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITWISE = "[〇零○一二三四五六七八九]"
NUMERAL = f"{DIGITWISE}|十"
TO_31 = "[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九]"
TO_59 = "[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]"
# The Republic of China counts years from 1912; the calendar years that are written without 年 end in 2100.
FOUNDED = 1911
LAST_HOUR, LAST_MINUTE = 24, 59
# 一点 is a little, 四时 the seasons: without a part of the day these are no times.
WORDS = frozenset(["一点", *(f"{hour}时" for hour in "一二三四五六七八九")])
TWO_DIGITS, HALF = 10, 30
FIRST_NUMERIC, LAST_NUMERIC = 1900, 2100
AFTER_YEAR = "(?![度龄轻级薪代])"
YEAR = rf"(?P<year>\d{{4}}|{DIGITWISE}{{4}})年{AFTER_YEAR}"
REPUBLIC = rf"(?:中华)?民国(?P<republic>元|\d{{1,3}}|[〇零○一二三四五六七八九十百廿卅]{{1,5}})年{AFTER_YEAR}"
MONTH = rf"(?P<month>\d{{1,2}}|{TO_31})月(?![球亮饼薪均票])"
DAY = rf"(?P<day>\d{{1,2}}|{TO_31})(?:日(?![本元军常均])|号(?![召码楼线院]))"
# 底 of 月底 belongs to the date: alone it is not a word.
END = r"(?P<end>份(?!额)|[底初末](?![期级步次中特]))?"
WRITTEN_DATE = rf"(?:{YEAR}|{REPUBLIC})?(?:{MONTH}(?:{DAY})?)?{END}"
NOT_A_DAY = "[年月日%万亿元个人次倍]"
NUMERIC_DATE = (
    r"(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![a-su-z\d]|[-/.]\d)"
    rf"|[-/.](?P<whole_month>[01]\d)(?![a-z\d]|[-/.:]\d|赛季|学年|年|财年|{NOT_A_DAY})"
    rf"|(?P<compact>[01]\d[0-3]\d)(?![a-z\d]|[-/.:,]\d|{NOT_A_DAY}))"
)
PARTS_OF_DAY = "上午|下午|凌晨|早上|早晨|清晨|中午|正午|傍晚|晚上|晚间|夜间|深夜|午后|午夜|当晚|(?<!最)[晚早]"
CLOCK = (
    rf"(?P<part>{PARTS_OF_DAY})?(?P<hour>\d{{1,2}}|二?十[一二三四五六七八九]?|[零一二两三四五六七八九])(?:"
    rf"[点时](?P<minute>\d{{1,2}}|{TO_59})分(?![之钟])(?:(?P<second>\d{{1,2}})秒)?"
    r"|[点时](?P<bare>[0-5]\d)(?![\d.,:%分万亿千百])"
    r"|点(?P<half>半)(?![数场决])"
    rf"|(?:点(?![评击亮名赞缀])|时(?![代间隔任期光常尚空]))(?:整|钟)?(?!\d|{NUMERAL})"
    r"|:(?P<minutes>[0-5]\d)(?!\d)(?::(?P<seconds>[0-5]\d)(?!\d))?(?!:\d))"
)


class Date(NamedTuple):
    """A year, a month, a day, or those of them that are given; ``end`` is what follows, such as 底."""

    year: int | None
    month: int | None
    day: int | None
    end: str = ""


def read_date(text: str) -> Date | None:
    """The date that a folded text is, or None.

    >>> read_date("二〇二三年一月廿八日"), read_date("2023-01-28") == read_date("民国112年1月28日"), read_date("13月")
    (Date(year=2023, month=1, day=28, end=''), True, None)
    """
    match = written_date_pattern().fullmatch(text) or numeric_date_pattern().fullmatch(text)
    if not match:
        return None
    groups = match.groupdict("")
    compact = groups.get("compact", "")
    month = groups["month"] or groups.get("whole_month") or compact[:2]
    date = Date(_year(groups), _number(month), _number(groups["day"] or compact[2:]), groups.get("end", ""))
    return date._replace(end=date.end.strip("份")) if _exists(date) else None


def date_ways(text: str) -> Iterator[str]:
    """The ways to write the date that a folded text is; none if it is no date.

    >>> list(date_ways("1月5日"))
    ['1月5日', '1月5号', '01月05日', '一月五日', '一月五号']
    >>> list(date_ways("2023年"))
    ['2023年', '民国112年', '二〇二三年', '二零二三年', '二○二三年', '民国一一二年', '民国一百一十二年']
    """
    date = read_date(text)
    if date is None:
        return
    for way in dict.fromkeys((*_in_digits(date), *_in_numerals(date))):
        yield way + date.end
    if not (date.year or date.day or date.end):
        yield from (f"{date.month}月份", f"{spelled(str(date.month))}月份")


def clock_ways(text: str) -> Iterator[str]:
    """The ways to write the time of day that a folded text is; none if it is none.

    >>> list(clock_ways("10:30"))
    ['10:30', '10点30', '10时30分', '10点30分', '十时三十分', '十点三十分', '10点半', '十点半']
    >>> list(clock_ways("下午3点"))
    ['下午3:00', '下午03:00', '下午3时', '下午3点', '下午三时', '下午三点', '下午3时00分', '下午3点00分']
    """
    match = clock_pattern().fullmatch(text)
    if not match:
        return
    part = match["part"] or ""
    hour = number_value(match["hour"])
    written = match["minute"] or match["minutes"] or match["bare"] or "0"
    minute = HALF if match["half"] else _number(written.lstrip("零"))
    second = match["second"] or match["seconds"]
    if hour is None or hour > LAST_HOUR or minute is None or minute > LAST_MINUTE:
        return
    ways = _with_seconds(int(hour), minute, int(second)) if second else _times(int(hour), minute)
    yield from (part + way for way in dict.fromkeys(ways) if part or way not in WORDS)


def _times(hour: int, minute: int) -> Iterator[str]:
    yield f"{hour}:{minute:02}"
    if hour < TWO_DIGITS:
        yield f"0{hour}:{minute:02}"
    spoken = spelled(str(hour))
    if not minute:
        yield from (f"{number}{mark}" for number in (hour, spoken) for mark in "时点")
        yield from (f"{hour}{mark}00分" for mark in "时点")
        yield from ("两点",) if spoken == "二" else ()
        return
    yield f"{hour}点{minute:02}"
    minutes = (f"{minute:02}", str(minute))
    yield from (f"{hour}{mark}{number}分" for number in minutes for mark in "时点")
    zeros = ("零", "") if minute < TWO_DIGITS else ("",)
    yield from (f"{spoken}{mark}{zero}{spelled(str(minute))}分" for zero in zeros for mark in "时点")
    if minute == HALF:
        yield from (f"{hour}点半", f"{spoken}点半")


def _with_seconds(hour: int, minute: int, second: int) -> Iterator[str]:
    yield f"{hour}:{minute:02}:{second:02}"
    if hour < TWO_DIGITS:
        yield f"0{hour}:{minute:02}:{second:02}"
    for minutes, seconds in ((f"{minute:02}", f"{second:02}"), (minute, second)):
        yield from (f"{hour}{mark}{minutes}分{seconds}秒" for mark in "时点")


def _in_digits(date: Date) -> Iterator[str]:
    year, month, day, end = date
    name = f"{year:04}年" if year else ""
    for width, mark in ((1, "日"), (1, "号"), (2, "日")):
        yield f"{name}{_padded(month, width, '月')}{_padded(day, width, mark)}"
    if _is_republican(year):
        for width in (1, 2):
            yield f"民国{year - FOUNDED}年{_padded(month, width, '月')}{_padded(day, width, '日')}"
    if not year or not month or end or not FIRST_NUMERIC <= year < LAST_NUMERIC:
        return
    if day:
        yield from (f"{year}{sign}{_padded(month, w)}{sign}{_padded(day, w)}" for w in (2, 1) for sign in "-/.")
        yield f"{year}{month:02}{day:02}"
    else:
        yield from (f"{year}{sign}{month:02}" for sign in "-/.")


def _in_numerals(date: Date) -> Iterator[str]:
    year, month, day, _ = date
    names = [f"{name}年" for name in digitwise_ways(f"{year:04}")] if year else [""]
    months = f"{spelled(str(month))}月" if month else ""
    days = [way for way in _spoken(day) if month] if day else [""]
    yield from (name + months + number + mark for name, number, mark in product(names, days, "日号" if day else [""]))
    if _is_republican(year):
        yield from (
            f"民国{name}年{months}{number}{'日' if day else ''}" for name, number in product(_counted(year), days)
        )


def _counted(year: int) -> Iterator[str]:
    """A year of the Republic in numerals."""
    count = year - FOUNDED
    if count == 1:
        yield "元"
    if count > 100:  # noqa: PLR2004 (三十二 years are never 三二)
        yield next(digitwise_ways(str(count)))
    yield from _spoken(count)


def _spoken(number: int) -> Iterator[str]:
    """A number in numerals, with 廿 and 卅 as well."""
    spoken = spelled(str(number))
    yield spoken
    for full, short in (("二十", "廿"), ("三十", "卅")):
        if spoken.startswith(full):
            yield spoken.replace(full, short)


def _is_republican(year: int | None) -> TypeGuard[int]:
    return year is not None and FOUNDED < year < LAST_NUMERIC


def _padded(number: int | None, width: int, mark: str = "") -> str:
    return f"{number:0{width}}{mark}" if number else ""


def _year(groups: dict[str, str]) -> int | None:
    if year := groups["year"]:
        return int(digitwise_digits(year) or 0)
    republic = groups.get("republic", "")
    count = 1 if republic == "元" else _number(digitwise_digits(republic) or republic)
    return None if not republic else FOUNDED + count if count else 0


def _number(text: str) -> int | None:
    value = number_value(text) if text else None
    return None if value is None else int(value)


def _exists(date: Date) -> bool:
    """Whether there is such a date, and such an ending for it."""
    year, month, day, end = date
    if year == 0 or (year is None and month is None) or month not in {None, *range(1, 13)}:
        return False
    if end and (day or (end == "份" and not month)):
        return False
    return day is None or 0 < day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[(month or 1) - 1]


@cache
def written_date_pattern() -> re.Pattern[str]:
    """A date with 年 or 月; matches nothing at all as well."""
    return re.compile(WRITTEN_DATE)


@cache
def numeric_date_pattern() -> re.Pattern[str]:
    """A date of numbers only: 2023-01-05, 20230105, 2023-01."""
    return re.compile(NUMERIC_DATE)


@cache
def clock_pattern() -> re.Pattern[str]:
    """A time of day."""
    return re.compile(CLOCK)
