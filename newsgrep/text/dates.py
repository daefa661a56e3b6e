"""Dates as written by people, newspapers and programs → ISO 8601, possibly truncated to month or year."""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.text.fold import fold
from newsgrep.text.numbers import as_digits, spelled_value

NUMBER = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
WRITTEN = re.compile(rf"(?:[〇零○一二三四五六七八九]{{4}}|\d{{4}})年(?:(?:{NUMBER})月(?:(?:{NUMBER})日)?)?")
SEPARATED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年_]\s*(\d\d?)(?!\d{1,3}[-/.年_]\d)(?:\s*[-/.月_]\s*(\d\d?)(?!\d))?"
)
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?=\d{6}(?!\d)|\D|$)")
YEAR = re.compile(r"((?:19|20)\d\d)年?")
EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
CHINA = dt.timezone(dt.timedelta(hours=8))

# The calendar of the Republic of China: 民国元年 is 1912, 民国前一年 is 1911.
REPUBLIC = 1911
LAST_OF_REPUBLIC = 199
ERA_YEAR = re.compile(r"(?:中华)?民国\s*(前?)\s*(\d{1,3}|[元〇零○一二三四五六七八九十百]{1,6})(?=\s*(?:年|[-/.]\s*\d))")
# Without the name of the era, a year of three digits below 200 that is followed by its month, as in Taiwanese papers.
SHORT_YEAR = re.compile(
    r"(?<!\d)([01]\d\d)(?=([-/.])\d{1,2}\2\d{1,2}(?!\d|\2\d)|\s*年(?:\s*[\d一二三四五六七八九十]|至|到|$))"
)
SPELLED_SHORT_YEAR = re.compile(
    "(?<![〇零○一二三四五六七八九十百])(一[〇零○一二三四五六七八九]{2}|一百[〇零一二三四五六七八九十]{1,3})(?=年)"
)
SPACED_UNIT = re.compile(r"\s+(?=[年月日号])|(?<=[年月])\s+")


def parse_date(text: str) -> str | None:
    """The first date in a text in ISO 8601, possibly truncated to month or year; None if there is none.

    Reads Western and Chinese notations, RFC 5322, and Unix time in seconds or milliseconds (as a day in UTC+8).

    >>> [parse_date(text) for text in ("2025年3月18日 星期二", "20250318", "二〇二五年十二月", "1742256000")]
    ['2025-03-18', '2025-03-18', '2025-12', '2025-03-18']
    >>> [parse_date(text) for text in ("民國112年1月5日", "中華民國一一二年十月五日", "112/05/25", "2025-13-45")]
    ['2023-01-05', '2023-10-05', '2023-05-25', None]
    """
    mail = text.strip()
    text = WRITTEN.sub(lambda match: _digits(match[0]), western_years(fold(mail)))
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
    >>> date_in_path("2023/2023-11-24_第04版.txt")
    '2023-11-24'
    """
    path = _era_years(fold(path))
    found = [(match.start(), match) for pattern in (SEPARATED, COMPACT) for match in pattern.finditer(path)]
    dates = [_iso(*match.groups()) for _, match in sorted(found, key=lambda pair: pair[0]) if match[3]]
    return next((date for date in reversed(dates) if date), None)


def western_years(folded: str) -> str:
    """A folded date with the years of the Republic of China converted, also those without the name of the era.

    >>> [western_years(text) for text in ("民国112年1月", "民国元年", "一一二年", "112.5.25", "1112.5.25")]
    ['2023年1月', '1912年', '2023年', '2023.5.25', '1112.5.25']
    """
    folded = SHORT_YEAR.sub(_short_year, _era_years(folded.replace("元月", "一月")))
    return SPELLED_SHORT_YEAR.sub(lambda match: _western(match[1]) or match[0], folded)


def _short_year(match: re.Match[str]) -> str:
    """A year without the name of the era, converted unless it is a later part of a number such as 1.112.5.25."""
    before = match.string[: match.start()]
    if match[2] and before.endswith(match[2]) and before[-2:-1].isdecimal():
        return match[0]
    return _western(match[1]) or match[0]


def _era_years(folded: str) -> str:
    """A folded text with the years after 民国 converted."""
    if "民国" not in folded:
        return folded
    return ERA_YEAR.sub(
        lambda match: _western(match[2], before=bool(match[1])) or match[0], SPACED_UNIT.sub("", folded)
    )


def _western(written: str, *, before: bool = False) -> str | None:
    """The Western year of a year of the Republic, or of one before it; None if there is no such year."""
    year = _era_year(written)
    if not year or year > LAST_OF_REPUBLIC:
        return None
    return str(REPUBLIC + 1 - year if before else REPUBLIC + year)


def _era_year(written: str) -> int | None:
    """The number of a year in digits or numerals, digit by digit or by value; 元年 is the first."""
    if written.isdecimal():
        return int(written)
    if written == "元":
        return 1
    if set(written) & set("十百"):
        return spelled_value(written)
    return int(as_digits(written)) if "元" not in written else None


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
    return (
        (year if year.isdecimal() else as_digits(year))
        + "年"
        + "".join(f"{spelled_value(number)}{unit}" for number, unit in parts)
    )


def _mail_date(text: str) -> str | None:
    """The date of an RFC 5322 date-time, as in e-mail and RSS, or None."""
    if not re.match(r"[A-Z][a-z]{2},? ", text):
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None
