"""Dates as written by people, newspapers and programs → ISO 8601, possibly truncated to month or year."""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.text.fold import fold
from newsgrep.text.numbers import as_digits, spelled_value

NUMBER = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
WRITTEN = re.compile(rf"[〇零○一二三四五六七八九]{{4}}年(?:(?:{NUMBER})月(?:(?:{NUMBER})日)?)?")
SEPARATED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年_]\s*(\d\d?)(?:\s*[-/.月_]\s*(\d\d?)(?!\d))?")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?=\d{6}(?!\d)|\D|$)")
YEAR = re.compile(r"((?:19|20)\d\d)年?")
EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
CHINA = dt.timezone(dt.timedelta(hours=8))


def parse_date(text: str) -> str | None:
    """The first date in a text in ISO 8601, possibly truncated to month or year; None if there is none.

    Reads Western and Chinese notations, RFC 5322, and Unix time in seconds or milliseconds (as a day in UTC+8).

    >>> [parse_date(text) for text in ("2025年3月18日 星期二", "20250318", "二〇二五年十二月", "1742256000")]
    ['2025-03-18', '2025-03-18', '2025-12', '2025-03-18']
    >>> parse_date("2025-13-45") is None
    True
    """
    mail = text.strip()
    text = WRITTEN.sub(lambda match: _digits(match[0]), fold(mail))
    for pattern in (SEPARATED, COMPACT):
        for match in pattern.finditer(text):
            if date := _iso(*match.groups()):
                return date
    if year := YEAR.fullmatch(text):
        return year[1]
    if seconds := EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(seconds[1]), CHINA).date().isoformat()
    return _mail_date(mail)


def date_in_path(path: str) -> str | None:
    """The last full date (year, month, day) in a path in ISO 8601, or None.

    The last one, because the name of a file is more specific than that of its folder.

    >>> date_in_path("江城日报/2023/11/24/04.txt"), date_in_path("20231124-04.txt"), date_in_path("2023年稿件.json")
    ('2023-11-24', '2023-11-24', None)
    """
    found = [(match.start(), match) for pattern in (SEPARATED, COMPACT) for match in pattern.finditer(path)]
    dates = [_iso(*match.groups()) for _, match in sorted(found, key=lambda pair: pair[0]) if match[3]]
    return next((date for date in reversed(dates) if date), None)


def _iso(year: str, month: str, day: str | None) -> str | None:
    """The parts in ISO 8601, or None if there is no such day."""
    try:
        date = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return date.isoformat() if day else date.isoformat()[:7]


def _digits(written: str) -> str:
    """A date in Chinese numerals, converted to digits."""
    year, _, rest = written.partition("年")
    parts = re.findall(r"([一二三四五六七八九十]+)([月日])", rest)
    return as_digits(year) + "年" + "".join(f"{spelled_value(number)}{unit}" for number, unit in parts)


def _mail_date(text: str) -> str | None:
    """The date of an RFC 5322 date-time, as in e-mail and RSS, or None."""
    if not re.match(r"[A-Z][a-z]{2},? ", text):
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None
