"""Numbers in digits and in Chinese numerals: 1998年 is also written 一九九八年, 三十个 is 30个."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = "零一二三四五六七八九"
VALUES = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
# Largest first.
MYRIADS = {"亿": 10**8, "万": 10**4}
# Three ways to write a zero among digits.
ZEROS = "〇零○"
# A single numeral is a number only before one of UNITS: 一带一路 and 三农 contain none.
ALONE = "〇零○二三四五六七八九十两"
UNITS = "年月日号个名位次人届项天周条家座公里米吨斤元分点时小期集层楼辆架艘万亿千百倍版种类批场轮支篇部件所处户岁"
WRITTEN = rf"[{''.join(VALUES)}{''.join(TENS)}{''.join(MYRIADS)}]+"
NUMBERS = rf"""(?<![a-z\d.])(?P<year>\d{{4}})(?=年)
    | (?<![a-z\d.])(?P<percent>\d+(?:\.\d+)?)%
    | (?<![a-z\d.,])(?P<digits>\d{{1,12}}(?:\.\d+)?)(?![\d,.%])(?=[\u4e00-\u9fff])
    | (?P<spelled_year>[{"".join(VALUES)}]{{4}}|[六七八九][{"".join(VALUES)}])(?=年)
    | 百分之(?P<spelled_percent>{WRITTEN}(?:点[{"".join(VALUES)}]+)?)
    | (?P<spelled>{WRITTEN})"""
MOST_KEPT = 100
SIGNS = frozenset("0123456789廿卅元").union(VALUES, TENS)


def may_have_numbers(folded: str) -> bool:
    """Whether a folded text has digits or numerals, without which there is no number."""
    return not SIGNS.isdisjoint(folded)


@lru_cache(MOST_KEPT)
def numeral_variants(folded: str) -> tuple[str, ...]:
    """The other spellings of a folded text, its numbers converted between digits and numerals; none without numbers.

    >>> [numeral_variants(text) for text in ("1998年30个", "二〇二三年", "百分之三十", "一带一路")]
    [('一九九八年三十个',), ('2023年',), ('30%',), ()]
    """
    if not may_have_numbers(folded):
        return ()
    matches = re.compile(NUMBERS, re.VERBOSE).finditer(folded)
    found = [(match.span(), ways) for match in matches if (ways := list(_ways(match, folded)))]
    most = max((len(ways) for _, ways in found), default=0)
    return tuple(dict.fromkeys(_replaced(folded, found, index) for index in range(most)))


def _replaced(folded: str, found: list[tuple[tuple[int, int], list[str]]], index: int) -> str:
    """The text with each number in its spelling ``index``, or its last if it has fewer."""
    pieces, done = [], 0
    for (start, end), ways in found:
        pieces += [folded[done:start], ways[min(index, len(ways) - 1)]]
        done = end
    return "".join([*pieces, folded[done:]])


def _ways(match: re.Match[str], folded: str) -> Iterator[str]:
    text = match[match.lastgroup or 0]
    match match.lastgroup:
        case "year":
            yield from dict.fromkeys(_digit_by_digit(text).replace("零", zero) for zero in ZEROS)
        case "percent":
            yield f"百分之{spelled(text)}"
        case "digits":
            yield from _spoken(text, folded[match.end()])
        case "spelled_year":
            yield as_digits(text)
        case "spelled_percent":
            whole, point, rest = text.partition("点")
            if (value := 100 if whole == "百" else spelled_value(whole)) is not None:
                yield f"{value}{'.' if point else ''}{as_digits(rest)}%"
        case "spelled":
            before, after = folded[: match.start()][-1:], folded[match.end() :][:1]
            if _is_number(text, before, after):
                yield from _in_digits(text)


def _spoken(digits: str, after: str) -> Iterator[str]:
    """A number in numerals, as spoken before the character ``after``: 三百一十五, 两百, 一二三四五热线, 八零后."""
    if digits[0] == "0" and not digits.startswith("0."):
        return
    spoken = spelled(digits)
    yield spoken
    if spoken[0] == "二" and spoken[1:2] not in {"十", "点"}:
        yield "两" + spoken[1:]
    if digits.isdecimal() and (len(digits) > 2 or after in "年后"):  # noqa: PLR2004 (30个 is not 三零个)
        yield from dict.fromkeys(_digit_by_digit(digits).replace("零", zero) for zero in ZEROS[:2])


def _is_number(text: str, before: str, after: str) -> bool:
    """Whether a numeral between two characters is a number; 一 counts only in dates and ordinals."""
    if "几" in {before, after} or before == "数":
        return False
    if text == "一":
        return (before in set("年月第") and after in set("月日号届")) or (not before and after == "月")
    if len(text) == 1:
        return text in ALONE and bool(after) and after in UNITS
    return bool(after) or len(text) > 2  # noqa: PLR2004 (十一 alone is a holiday)


def _in_digits(text: str) -> Iterator[str]:
    """A numeral in digits, with 万 or 亿 kept and also written out: 3万 and 30000."""
    myriad = text[-1] if text[-1] in MYRIADS else ""
    value = spelled_value(text[: len(text) - len(myriad)])
    if value is not None:
        yield f"{value}{myriad}"
        if myriad:
            yield str(value * MYRIADS[myriad])


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
