"""The value of a number as written, and the ways to write a value: 1.2万 is 12000, 12,000, 一万二千 and 1万2千."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from newsgrep.text.numbers import DIGITS, NUMERALS, TENS, VALUES, ZEROS, as_digits, spelled, spelled_value

if TYPE_CHECKING:
    from collections.abc import Iterator

SPELLED_DIGITS = "".join(VALUES)
ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,6})?(?!\d)"
SIZES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
MULTIPLIERS = "[十百千万亿]{1,3}"
# 1.2万, 1万2千, 1亿零500万, 3千
DIGITS_REGEX = rf"{ARABIC}(?:{MULTIPLIERS}(?:零?\d{{1,4}}{MULTIPLIERS}){{0,2}}(?:零?\d{{1,4}}(?!\d))?)?"
SPELLED_REGEX = rf"[{NUMERALS}]{{1,24}}(?:点[{SPELLED_DIGITS}]{{1,6}}[十百千万亿]{{0,3}})?(?![{NUMERALS}])"
# A number beyond these is a code; its value is not spelled.
MOST_DIGITS = 16
MOST_DECIMALS = 4
LARGEST_SPELLED = 10**16
MOST_DIGITWISE = 5
THOUSAND, MYRIAD, HUNDRED_MILLION = 10**3, 10**4, 10**8


def number_value(text: str) -> Decimal | None:
    """The value of a number in digits, in numerals or in both; None if it is malformed.

    >>> [number_value(text) for text in ("1.2万", "1万2千", "一万二", "廿八")] == [12000, 12000, 12000, 28]
    True
    >>> number_value("万一") is number_value("1万3亿") is None
    True
    """
    return _mixed_value(text) if text[:1].isdecimal() else _spelled_value(text)


def number_ways(value: Decimal, *, pairs: bool = True) -> Iterator[str]:
    """The ways to write a value; with ``pairs``, 两 stands for 二 where it is spoken so.

    >>> list(number_ways(Decimal(12000)))
    ['12000', '12,000', '1.2万', '1万2000', '1万2千', '一万二千', '一万两千', '一点二万']
    >>> list(number_ways(Decimal(2))), list(number_ways(Decimal("3.5")))
    (['2', '二', '两'], ['3.5', '三点五'])
    """
    yield from digit_ways(value)
    yield from spoken_ways(value, pairs=pairs)


def digit_ways(value: Decimal) -> Iterator[str]:
    """A value in digits, also with 万 and 亿, with 百 and 千, and in parts.

    >>> list(digit_ways(Decimal(12000)))
    ['12000', '12,000', '1.2万', '1万2000', '1万2千']
    """
    yield from arabic_ways(value)
    yield from _scaled(value)


def arabic_ways(value: Decimal) -> Iterator[str]:
    """A value in digits, without and with thousands separators.

    >>> list(arabic_ways(Decimal("1234.5")))
    ['1234.5', '1,234.5']
    """
    yield plain(value)
    if value >= THOUSAND:
        yield f"{value.normalize():,f}"


def spoken_ways(value: Decimal, *, pairs: bool = True) -> Iterator[str]:
    """A value in numerals.

    >>> list(spoken_ways(Decimal(25000))), list(spoken_ways(Decimal(105)))
    (['二万五千', '两万五千', '二点五万'], ['一百零五', '一百〇五'])
    """
    for spoken in (_spoken(value), *_spoken_scaled(value)):
        for way in _with_pairs(spoken) if pairs else (spoken,):
            yield way
            if value < THOUSAND and "百零" in way:
                yield way.replace("零", "〇")


def digitwise_ways(digits: str) -> Iterator[str]:
    """Digits read out one by one, with each way to write zero.

    >>> list(digitwise_ways("2008"))
    ['二〇〇八', '二零零八', '二○○八']
    """
    spoken = "".join(DIGITS[int(digit)] for digit in digits)
    yield from dict.fromkeys(spoken.replace("零", zero) for zero in ZEROS)


def digitwise_digits(text: str) -> str | None:
    """The digits of a number in digits, or of one read out digit by digit; None for any other.

    >>> [digitwise_digits(text) for text in ("二零零八", "2008", "二千零八", "两两")]
    ['2008', '2008', None, None]
    """
    if text.isdecimal():
        return text
    return as_digits(text) if text and set(text) <= set(VALUES) - {"两"} else None


def plain(value: Decimal) -> str:
    """A value in digits, without an exponent and without trailing zeros after the point."""
    return f"{value.normalize():f}"


def _scaled(value: Decimal) -> Iterator[str]:
    for name, size in SIZES.items():
        scaled = (value / size).normalize()
        if 1 <= scaled < 10**6 and _decimals(scaled) <= MOST_DECIMALS:
            yield from (way + name for way in arabic_ways(scaled))
        elif scaled * 10 == (scaled * 10).to_integral_value() and scaled >= Decimal("0.1") and scaled < 1:
            yield f"{plain(scaled)}{name}"
    if value != value.to_integral_value() or value >= 10**12:
        return
    whole = int(value)
    for name, size in (
        ("百", 100),
        ("千", 10**3),
        ("百万", 10**6),
        ("千万", 10**7),
        ("百亿", 10**10),
        ("千亿", 10**11),
    ):
        if whole % size == 0 and 0 < whole < size * 10:
            yield f"{whole // size}{name}"
    yield from _in_parts(whole)


def _in_parts(whole: int) -> Iterator[str]:
    """A whole number in parts: 1万2000, 1万2千, 1亿5000万."""
    for name, size, unit, below in (("万", MYRIAD, 1, ""), ("亿", HUNDRED_MILLION, MYRIAD, "万")):
        first, rest = divmod(whole, size)
        if 0 < first < MYRIAD and rest >= THOUSAND * unit and rest % unit == 0:
            yield f"{first}{name}{rest // unit}{below}"
            if rest % (THOUSAND * unit) == 0:
                yield f"{first}{name}{rest // (THOUSAND * unit)}千{below}"


def _spoken(value: Decimal) -> str:
    if value >= LARGEST_SPELLED or _decimals(value) > MOST_DIGITS:
        return ""
    high, low = divmod(value, HUNDRED_MILLION * MYRIAD)
    if not high:
        return spelled(plain(value))
    rest = spelled(plain(low)) if low else ""
    zero = "零" if low and low < HUNDRED_MILLION * THOUSAND else ""
    return f"{spelled(plain(high))}万{'' if low >= HUNDRED_MILLION else '亿'}{zero}{rest}"


def _spoken_scaled(value: Decimal) -> Iterator[str]:
    """A value in numerals with a decimal before 万 or 亿: 一点二万."""
    for name, size in SIZES.items():
        scaled = (value / size).normalize()
        if 1 <= scaled < 10**5 and 0 < _decimals(scaled) <= MOST_DECIMALS:
            yield f"{spelled(plain(scaled))}{name}"


def _with_pairs(spoken: str) -> Iterator[str]:
    """A spoken number with 二, with 两 in front and with 两 before every 百, 千, 万 and 亿."""
    first = re.sub("^二(?=$|[百千万亿])", "两", spoken)
    every = first if "点" in spoken else re.sub("(?<!十)二(?=[百千万亿])", "两", first)
    yield from dict.fromkeys((spoken, first, every))


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else MOST_DIGITS


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(rf"零?(\d[\d,]*(?:\.\d+)?)({MULTIPLIERS})?")


def _mixed_value(text: str) -> Decimal | None:
    """The value of a number in digits, with multipliers if it has some: 1.2万, 1万2千, 3百万."""
    if not re.fullmatch(DIGITS_REGEX, text):
        return None
    total, least = Decimal(0), None
    for match in _parts().finditer(text):
        size = _size(match[2] or "")
        part = Decimal(match[1].replace(",", ""))
        if size is None:
            return None
        if least is not None and not match[2] and len(match[1]) == 1 and match[0][0] != "零":
            size = least // 10  # 1万2 is 12,000
        if least is not None and part * size >= least:
            return None
        total, least = total + part * size, size
    return total


def _size(multipliers: str) -> int | None:
    """The value of multipliers, ten to hundred million: 千万 is 10,000,000."""
    size = 1
    for char in multipliers:
        factor = TENS.get(char) or SIZES[char]
        if size > factor and not (size == MYRIAD and char == "亿"):
            return None
        if size == factor:
            return None
        size *= factor
    return size


def _spelled_value(text: str) -> Decimal | None:
    """The value of a number in numerals, which may have a decimal: 一点二万."""
    text = re.sub("^廿", "二十", re.sub("^卅", "三十", text))
    text = re.sub("(?<=[百千万亿])[〇○]", "零", text)
    whole, point, rest = text.partition("点")
    tail = re.search("[十百千万亿]*$", rest)
    names = tail[0] if tail else ""
    value = spelled_value(whole) if not whole.endswith("万亿") else _times(spelled_value(whole[:-2]), 10**12)
    if value is None:
        value = _thousands_of_millions(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    size = _size(names)
    digits = digitwise_digits(rest[: len(rest) - len(names)])
    return None if size is None or digits is None else Decimal(f"{value}.{digits}") * size


def _thousands_of_millions(text: str) -> int | None:
    """The value of a numeral of a myriad 亿 or more: 一万二千亿."""
    before, found, after = text.rpartition("亿")
    high, low = spelled_value(before) if before else None, spelled_value(after) if after else 0
    return None if not found or high is None or low is None else high * HUNDRED_MILLION + low


def _times(value: int | None, size: int) -> int | None:
    return None if value is None else value * size
