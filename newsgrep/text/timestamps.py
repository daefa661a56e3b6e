"""Dates as programs store them in records → ISO 8601: with zones, as Unix time, in English, relative."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from newsgrep.text.dates import CHINA, parse_date

# A longer value is a text.
LONGEST = 200
ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut"), 0.0),
    **dict.fromkeys(("cst", "hkt", "sgt", "bjt"), 8.0),  # in Chinese news CST is China's time
    "jst": 9.0,
    "kst": 9.0,
    "est": -5.0,
    "edt": -4.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
    "bst": 1.0,
    "cet": 1.0,
    "cest": 2.0,
    "ist": 5.5,
    "msk": 3.0,
    "aest": 10.0,
    "aedt": 11.0,
}
ZONE = rf"(?:\s*(?P<zone>{'|'.join(sorted(ZONES, key=len, reverse=True))}|[+-]\d\d:?\d\d|[+-]\d\d)(?![\w:]))"
TIME = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
ENGLISH = (
    rf"\b{DAY}[\s-]*{MONTH},?[\s-]*{YEAR}\b(?:,?\s+(?:at\s+)?{TIME}{ZONE}?)?",
    rf"\b{MONTH}\s+{DAY},?\s+{YEAR}\b(?:,?\s+(?:at\s+)?{TIME}{ZONE}?)?",
    rf"\b{MONTH}\s+{DAY}\s+{TIME}{ZONE}?\s+{YEAR}\b",
    rf"\b{YEAR}[\s-]+{MONTH}[\s-]+{DAY}\b",
)
ISO = (
    rf"(?<!\d){YEAR}[-/.](?P<month>\d\d?)[-/.]{DAY}(?:\s*t\s*|\s+){TIME}{ZONE}",
    rf"(?<!\d){YEAR}(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?:\d\d(?:\.\d+)?)?{ZONE}",
)
PLAIN = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ T]?\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")
EPOCH = re.compile(r"(\d{9,10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?(?:\.0+)?")
SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
SERIAL_ZERO = dt.date(1899, 12, 30)
SHORT_YEAR = re.compile(r"(\d\d)-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?")
ISO_WEEK = re.compile(r"((?:19|20)\d\d)-?W(\d\d)-?([1-7])")
# What a database or program stores where there is no date.
# Milliseconds as .NET writes them in JSON.
NET_DATE = re.compile(r"\\?/Date\((\d{12,13})(?:[+-]\d{4})?\)\\?/")
NO_DATE = re.compile(r"0000-00-00.*|0001-01-01.*|1970-01-01[T ]0[08]:00(?::00(?:\.0+)?)?.*|0(?:\.0+)?")
RELATIVE = re.compile(
    r"(?P<now>刚刚|刚才|剛剛|just now)|(?P<day>今天|昨天|前天|today|yesterday)(?:\s*\d\d?:\d\d(?::\d\d)?)?"
    r"|(?P<number>\d{1,4}|a|an)\s*(?:个|個)?\s*(?P<unit>秒|分|小时|小時|天|日|周|星期|second|minute|hour|day|week)"
    r"(?:钟|鐘|s)?\s*(?:前|以前|之前|ago)"
)
UNITS = {
    **dict.fromkeys(("秒", "second"), dt.timedelta(seconds=1)),
    **dict.fromkeys(("分", "minute"), dt.timedelta(minutes=1)),
    **dict.fromkeys(("小时", "小時", "hour"), dt.timedelta(hours=1)),
    **dict.fromkeys(("天", "日", "day"), dt.timedelta(days=1)),
    **dict.fromkeys(("周", "星期", "week"), dt.timedelta(weeks=1)),
}
DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


class Moment(NamedTuple):
    """A moment that was written: the day that it is in a zone."""

    day: str
    start: int


def timestamp_day(
    text: str, zone: dt.tzinfo = CHINA, *, in_table: bool = False, seen: dt.datetime | None = None
) -> str | None:
    """The day, in ISO 8601 and possibly truncated to month or year, on which a moment is in a zone; None if uncertain.

    A time without a zone is taken to be in ``zone``. Excel's day numbers are dates only in a table, and "3小时前" only
    if it is known when it was ``seen``. A day and month in figures (18/03/2025) are not told apart.

    >>> [timestamp_day(text) for text in ("2025-03-18T22:30:00Z", "Tue, 18 Mar 2025 22:10:00 GMT", "1742300000000")]
    ['2025-03-19', '2025-03-19', '2025-03-18']
    >>> [timestamp_day(text) for text in ("March 18, 2025", "18/03/2025", "3小时前", "03-18 12:00", "45734")]
    ['2025-03-18', None, None, None, None]
    >>> timestamp_day("/Date(1742300000000)/")
    '2025-03-18'
    >>> timestamp_day("45734", in_table=True), timestamp_day("昨天 12:30", seen=dt.datetime(2025, 3, 18, 8))
    ('2025-03-18', '2025-03-17')
    """
    text = text.strip()[:LONGEST]
    if (match := PLAIN.fullmatch(text)) and match[1] != "1970":
        return _day(*map(int, match.groups()))
    if not text or NO_DATE.fullmatch(text):
        return None
    if match:
        return _day(*map(int, match.groups()))
    if text[0] in "/\\" and (match := NET_DATE.fullmatch(text)):
        text = match[1].zfill(13)
    if match := ISO_WEEK.fullmatch(text):
        return _day_of_week(*map(int, match.groups()))
    if text[0].isdigit() and (found := _figures(text, zone, in_table=in_table)):
        return found
    lower = text.lower()
    if match := RELATIVE.fullmatch(lower):
        return _relative(match, seen)
    moment = _first_moment(lower, zone)
    written = parse_date(text)
    if not moment:
        return written
    return written if written and _is_before(text, moment) else moment.day


def zone_of(text: str) -> dt.tzinfo:
    """The time zone of a name such as Asia/Shanghai, or of an offset such as +08:00. Raises ``ValueError``.

    >>> zone_of("+08:00") == zone_of("UTC+8") == CHINA
    True
    """
    if match := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", text.strip(), re.IGNORECASE):
        offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return dt.timezone(-offset if match[1] == "-" else offset)
    if text.strip().upper() in {"UTC", "GMT", "Z"}:
        return dt.timezone.utc
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error


def moment_of(text: str) -> dt.datetime | None:
    """The moment of a full date and time without zone, as programs write it; None if it is not one.

    >>> moment_of("2025-03-18 09:15:00"), moment_of("2025年")
    (datetime.datetime(2025, 3, 18, 9, 15), None)
    """
    try:
        found = dt.datetime.fromisoformat(text.strip()[:19])  # noqa: DTZ007, RUF100 (its zone is that of the reader)
    except ValueError:
        return None
    return found if len(text.strip()) > len("2025-03-18") else None


def _figures(text: str, zone: dt.tzinfo, *, in_table: bool) -> str | None:
    """The day of a number: date and time without separators, Unix time, Excel's day number; or of a short year."""
    if match := DIGITS.fullmatch(text):
        year, month, day = map(int, match.groups())
        is_epoch = (
            len(text.partition(".")[0]) == len("1742300000") and int(text[:10]) < dt.datetime.now(zone).timestamp()
        )
        if not is_epoch and (found := _day(year, month, day)):
            return found
    if match := EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(match[1]), zone).date().isoformat()
    if in_table and (match := SERIAL.fullmatch(text)):
        return (SERIAL_ZERO + dt.timedelta(int(match[1]))).isoformat()
    # 25-03-18: the first number is no month, and a day before a month is written with other marks.
    if (match := SHORT_YEAR.fullmatch(text)) and int(match[1]) > 12:  # noqa: PLR2004 (months)
        century = 2000 if int(match[1]) <= dt.datetime.now(zone).year % 100 + 1 else 1900
        return _day(century + int(match[1]), int(match[2]), int(match[3]))
    return None


def _first_moment(lower: str, zone: dt.tzinfo) -> Moment | None:
    for pattern in (*ISO, *ENGLISH):
        if match := re.search(pattern, lower):
            return _moment(match, zone)
    return None


def _moment(match: re.Match[str], zone: dt.tzinfo) -> Moment | None:
    named = match.groupdict()
    month = MONTHS.get(named["month"]) or int(named["month"])
    day = _day(int(named["year"]), month, int(named["day"]))
    if not day:
        return None
    if named.get("zone") and named.get("hour") is not None:
        hour = int(named["hour"]) % 12 + 12 * (named["half"] == "p") if named.get("half") else int(named["hour"])
        day = _in_zone(day, hour, int(named["minute"]), named["zone"], zone) or day
    return Moment(day, match.start())


def _in_zone(day: str, hour: int, minute: int, written: str, zone: dt.tzinfo) -> str | None:
    """The day in a zone of a time in another; None if there is no such time."""
    if written in ZONES:
        hours = ZONES[written]
    else:
        digits = written[1:].replace(":", "")
        hours = (int(digits[:2]) + int(digits[2:] or 0) / 60) * (-1 if written[0] == "-" else 1)
    try:
        known = dt.datetime.fromisoformat(day).replace(
            hour=hour, minute=minute, tzinfo=dt.timezone(dt.timedelta(hours=hours))
        )
        return known.astimezone(zone).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _is_before(text: str, moment: Moment) -> bool:
    """Whether another date is written before a moment."""
    return parse_date(text[: moment.start]) is not None


def _relative(match: re.Match[str], seen: dt.datetime | None) -> str | None:
    if not seen:
        return None
    if match["now"]:
        return seen.date().isoformat()
    if match["day"]:
        return (seen.date() - dt.timedelta(days=DAYS_AGO[match["day"]])).isoformat()
    number = int(match["number"]) if match["number"].isdecimal() else 1
    return (seen - number * UNITS[match["unit"]]).date().isoformat()


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _day_of_week(year: int, week: int, day: int) -> str | None:
    try:
        return dt.date.fromisocalendar(year, week, day).isoformat()
    except ValueError:
        return None
