"""Numbers with what they count, as written, and their other ways of writing: 1.2万人 is 12000人, 第20届 is 第二十届."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.text.notation.measure_words import FIXED, SAFE_UNITS, UNITS_OF_ZERO, unit_at
from newsgrep.text.notation.number_forms import (
    DIGITS_REGEX,
    MULTIPLIERS,
    SPELLED_REGEX,
    arabic_ways,
    digit_ways,
    digitwise_digits,
    digitwise_ways,
    number_value,
    number_ways,
    plain,
)
from newsgrep.text.numbers import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

# What stands before the number and stays there.
PREFIX = "第|公元前|零下|前(?=[1-4一二三四]季度)|[¥$€£]"
NUMBER = rf"{DIGITS_REGEX}|{SPELLED_REGEX}"
# Read out digit by digit as well: 三五九旅, 九零后, 三〇一医院.
DIGITWISE_UNITS = frozenset(["", "年", "后", "年代", "号", "号楼", "室", "团", "师", "旅", "厂", "路"])
MOST_DIGITWISE = 5
TEN = 10
# A longer number without a unit is a code, such as that of a telephone, unless it is round.
MOST_SPOKEN = 6
# 两 is not said in dates and ordinals.
NOT_COUNTED = frozenset(["月", "日", "号", "号线", "号楼", "年代", "季度"])
UNIT_PREFIXED = "瓦克米伏卡赫"
# 95后 is a generation, 后 in 花了50万后 is a word.
GENERATION = re.compile(r"(?:\d\d|[〇零○一二三四五六七八九十]{2,3})后(?![来续台备果卫期勤世者悔半])")
PERCENTS = frozenset("%‰")
QUARTERS = range(1, 5)
TWENTIES = range(21, 30)
SPOKEN_UNITS = frozenset("大省市县村")
CELSIUS = ("℃", "°c", "摄氏度")
# Years of the calendar are not counted: 1998年 is not 一千九百九十八年. Round ones may be: 三千年.
CALENDAR_YEARS = range(1000, 2200)


class Amount(NamedTuple):
    """The parts of a number with what it counts, as written, and where it ends."""

    prefix: str
    number: str
    more: str
    myriad: str
    unit: str
    end: int


@cache
def amount_pattern() -> re.Pattern[str]:
    """A number, with what stands before it and with 多, without what it counts."""
    return re.compile(
        rf"(?P<prefix>{PREFIX})?(?P<number>{NUMBER})(?P<more>多(?![高少久大长重远样么])|余(?![额震热])|来(?![自源到看]))?"
        rf"(?P<myriad>(?<=[多余来]){MULTIPLIERS})?"
    )


def read_amount(text: str, start: int = 0) -> Amount | None:
    """The number that begins at ``start``, with what it counts; None if none does.

    >>> read_amount("约30多万人", 1)
    Amount(prefix='', number='30', more='多', myriad='万', unit='人', end=6)
    """
    match = amount_pattern().match(text, start)
    if not match:
        return None
    prefix, number, more, myriad = match.groups("")
    generation = GENERATION.match(text, start)
    unit = "后" if generation and generation.end() == match.end() + 1 else unit_at(text, match.end())
    unit = "" if unit in PERCENTS else unit
    return Amount(prefix, number, more, myriad, unit, match.end() + len(unit))


def amount_end(text: str, start: int) -> int:
    """Where the number that begins at ``start`` ends, with what it counts; ``start`` if none does."""
    amount = read_amount(text, start)
    return amount.end if amount else start


def amount_ways(text: str) -> Iterator[str]:
    """The ways to write the number, with what it counts, that a folded text is; none if it is none.

    >>> list(amount_ways("1.2万人"))[:4], list(amount_ways("第20届")), list(amount_ways("三百多人"))
    (['12000人', '12,000人', '1.2万人', '1万2000人'], ['第20届', '第二十届'], ['300多人', '3百多人', '三百多人'])
    >>> list(amount_ways("95后")), list(amount_ways("三千瓦"))
    (['95后', '九十五后', '九五后'], ['3千瓦', '三千瓦', '3000瓦', '3,000瓦', '0.3万瓦', '3千瓦', '三千瓦'])
    """
    amount = read_amount(text)
    if not amount or amount.end != len(text):
        return
    prefix, number, more, myriad, unit, _ = amount
    if more:
        yield from _about(prefix, number, more + myriad + unit)
        return
    if unit and unit[0] in UNIT_PREFIXED and number[1:] and number.endswith("千"):
        yield from _ways(prefix, number[:-1], f"千{unit}")
        if len(number) > 2:  # noqa: PLR2004 (三千瓦 is 3000瓦 too; 300千瓦 is not written so)
            return
    yield from _ways(prefix, number, unit)


def _ways(prefix: str, number: str, unit: str) -> Iterator[str]:
    if "两" in number and len(number) == 1 and unit in NOT_COUNTED:
        yield f"{prefix}{number}{unit}"  # 两月 is two months, 2月 is February
        return
    digits = digitwise_digits(number) or ""
    if len(digits) > 1 and (digits[0] == "0" or not number[0].isdecimal()):
        if not _is_digitwise(digits, unit):
            return
        yield from (prefix + way + unit for way in (digits, *digitwise_ways(digits)))
        if digits[0] == "0":
            return
        number = digits
    value = number_value(number)
    if value is not None and not (unit == "年" and value in CALENDAR_YEARS and value % 100):
        ways = (f"{prefix}{way}{unit}" for way in _number_ways(value, prefix, unit))
        yield from (way for way in ways if not FIXED.fullmatch(way))
        yield from _other_units(value, prefix, unit)
    elif value is not None:
        yield from (f"{prefix}{way}年" for way in (plain(value), *digitwise_ways(plain(value))))


def _is_digitwise(digits: str, unit: str) -> bool:
    """Whether a number with this unit is also read out digit by digit."""
    least = 2 if unit in {"后", "年代"} else 3
    return unit in DIGITWISE_UNITS and least <= len(digits) <= MOST_DIGITWISE


def _number_ways(value: Decimal, prefix: str, unit: str) -> Iterator[str]:
    digits = plain(value)
    is_few = unit != "" and not prefix and value < TEN and not _is_spoken(value, unit)
    is_code = not unit and not prefix and len(digits) > MOST_SPOKEN and not digits.endswith("00")
    if is_few or is_code or (not unit and not prefix and value <= TEN) or (unit and not unit[0].isalpha()):
        yield from arabic_ways(value) if is_code else digit_ways(value)
        return
    yield from number_ways(value, pairs=prefix != "第" and unit not in NOT_COUNTED)
    if not prefix and digits.isdecimal() and _is_digitwise(digits, unit):
        yield from digitwise_ways(digits)


def _is_spoken(value: Decimal, unit: str) -> bool:
    """Whether a number below ten is also written as a numeral: 3国 is not, because 三国 is a word."""
    return unit in UNITS_OF_ZERO if value == 0 else unit in SAFE_UNITS or unit in SPOKEN_UNITS


def _other_units(value: Decimal, prefix: str, unit: str) -> Iterator[str]:
    """Ways with another unit or without 第, where these say the same."""
    if unit == "日" and not prefix and value in TWENTIES:
        yield f"廿{spelled(str(value % 10))}日"
    if unit == "季度" and value in QUARTERS and prefix in {"", "第"}:
        other = "" if prefix else "第"
        yield from (f"{other}{number}季度" for number in (value, spelled(str(value))))
    if unit in CELSIUS:
        for other in CELSIUS:
            yield from (f"{prefix}{way}{other}" for way in _number_ways(value, prefix, other))


def _about(prefix: str, number: str, rest: str) -> Iterator[str]:
    """Ways of a number of which more is said: 300多人, 三十余万."""
    value = number_value(number)
    if value is not None:
        yield from (prefix + way + rest for way in number_ways(value))
