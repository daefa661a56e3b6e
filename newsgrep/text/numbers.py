"""Numbers in digits and in Chinese numerals: 1998年 is also written 一九九八年, 三十个 is 30个."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
VALUES = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
# Largest first.
MYRIADS = {"亿": 10**8, "万": 10**4}
# Three ways to write a zero among digits.
ZEROS = "〇零○"
# All characters of numbers in numerals.
NUMERALS = "".join((*VALUES, *TENS, *MYRIADS, "廿卅"))
SIGNS = frozenset("0123456789廿卅元").union(VALUES, TENS)


def may_have_numbers(folded: str) -> bool:
    """Whether a folded text has digits or numerals, without which there is no number."""
    return not SIGNS.isdisjoint(folded)


def spelled(digits: str) -> str:
    """A number below 10**12 in numerals, as it is spoken.

    >>> [spelled(digits) for digits in ("30", "105", "2012", "100010000", "3.5", "0")]
    ['三十', '一百零五', '二千零一十二', '一亿零一万', '三点五', '零']
    """
    whole, point, rest = digits.partition(".")
    value = int(whole)
    groups: list[str] = []
    for name, size in (*MYRIADS.items(), ("", 1)):
        group, value = divmod(value, size)
        if group:
            zero = "零" if groups and group < 1000 else ""  # noqa: PLR2004 (the largest of TENS)
            groups.append(zero + _below_myriad(group) + name)
    spoken = "".join(groups) or "零"
    spoken = spoken[1:] if spoken.startswith("一十") else spoken
    return f"{spoken}点{_digit_by_digit(rest)}" if point else spoken


def _digit_by_digit(digits: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in digits)


def _below_myriad(value: int) -> str:
    spoken, skipped = "", False
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            spoken += ("零" if skipped and spoken else "") + DIGITS[digit] + name
        skipped = not digit
    return spoken


def as_digits(spelled: str) -> str:
    """The digits of a number spelled digit by digit, as years are. Raises ``KeyError`` for any other character.

    >>> as_digits("二〇二五")
    '2025'
    """
    return "".join(str(VALUES[char]) for char in spelled)


def spelled_value(text: str) -> int | None:
    """The value of a numeral, or None if it is malformed.

    >>> [spelled_value(text) for text in ("三十", "一百零五", "一百五", "三万五", "一亿零一万", "五四", "万一", "千万")]
    [30, 105, 150, 35000, 100010000, None, None, None]
    """
    total = 0
    for name, size in MYRIADS.items():
        before, found, after = text.rpartition(name)
        if found:
            value = _small_value(before)
            if value is None:
                return None
            if len(after) == 1 and after in DIGITS[1:]:  # 三万五 is 35,000
                return total + value * size + VALUES[after] * size // 10
            total, text = total + value * size, after
    rest = _small_value(text) if text else 0
    return None if rest is None or not (total or text) else total + rest


def _small_value(text: str) -> int | None:
    """The value of a numeral below ten thousand, each digit before its unit, units in descending order; else None."""
    match = re.fullmatch(
        rf"(?:([{DIGITS}两])千)?零?(?:([{DIGITS}两])百)?零?(?:([{DIGITS}])?(十))?零?([{DIGITS}两])?", text
    )
    if not text or not match:
        return None
    thousands, hundreds, tens, has_tens, ones = match.groups()
    parts = zip((1000, 100, 10, 1), (thousands, hundreds, tens or (has_tens and "一"), ones), strict=True)
    value = sum(size * VALUES[digit] for size, digit in parts if digit)
    if ones and text[-2:-1] in {"百", "千"}:  # 一百五 is 150
        value += VALUES[ones] * (TENS[text[-2]] // 10 - 1)
    return value or (0 if text in {"零", "〇"} else None)
