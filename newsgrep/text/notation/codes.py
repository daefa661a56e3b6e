"""Names with digits, such as 5g, f-35, 歼-20, 9·18, 双11 and telephone numbers, and their other ways of writing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsgrep.text.notation.measure_words import unit_at
from newsgrep.text.notation.number_forms import ARABIC, arabic_ways, digitwise_digits, digitwise_ways, number_value

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of aircraft and missiles that are also written without a hyphen: 歼-20 and 歼20.
WITHOUT_HYPHEN = "歼|轰|东风|红旗|鹰击|巨浪|武直|运油|空警|米格|霹雳|翼龙|彩虹|伊尔|鲲龙"
# After these, digits without a hyphen may be a number: 运20吨.
WITH_HYPHEN = "运|直|苏|图|安|米|卡|教|强|神舟|天舟|嫦娥|长征|快舟|波音|空客|北溪|猎鹰|使命|联合"
# A letter that is not Latin; a class of all Han characters takes a hundred times as long to compile.
HAN = r"[^\W\d_a-z]"
MODEL_NUMBER = r"\d{1,4}[a-z]{0,2}"
SHOPPING_DAYS = {"11": "十一", "12": "十二"}


@cache
def code_pattern() -> re.Pattern[str]:
    """Latin letters and digits, with hyphens and points inside.

    A word of four letters or more after a digit is another word (iphone16 promax), and so is one after a yea(2023ces).
    """
    letter_or_digit = r"(?:(?<!\d)|(?![a-z]{4}))[a-z\d]"
    return re.compile(
        rf"(?!(?:19|20)\d\d[a-z]{{2}})(?:{ARABIC}(?=[a-z](?![a-z]{{3}})))?"
        rf"(?:{letter_or_digit})+(?:[-./·_](?:{letter_or_digit})+){{0,6}}"
    )


def code_ways(text: str) -> Iterator[str]:
    """The ways to write a name of Latin letters and digits; none if a folded text is none.

    >>> list(code_ways("f-35")), list(code_ways("5g")), list(code_ways("1,200km")), list(code_ways("cctv"))
    (['f-35', 'f35'], ['5g'], ['1200km', '1,200km'], [])
    """
    if not (re.search("[a-z]", text) and re.search(r"\d", text) and code_pattern().fullmatch(text)):
        return
    if match := re.fullmatch(r"([a-z]{1,5})-?(\d{1,4}[a-z]{0,2})", text):
        yield from (f"{match[1]}-{match[2]}", match[1] + match[2])
    elif match := re.fullmatch(rf"({ARABIC})([a-z]+)", text):
        value = number_value(match[1])
        yield from (text,) if value is None or match[1][0] == "0" else (way + match[2] for way in arabic_ways(value))
    else:
        yield text


@cache
def model_pattern() -> re.Pattern[str]:
    """A Han name with a hyphen and a number: 歼-20, 东方-2022. Where the name has no known start, the hyphen is it."""
    names = f"{WITHOUT_HYPHEN}|{WITH_HYPHEN}"
    return re.compile(
        rf"(?:(?:{WITHOUT_HYPHEN})-?|(?:{WITH_HYPHEN})-|(?<!{HAN})(?<!\d)(?!{HAN}{{1,3}}(?:{names})-){HAN}{{1,4}}-|(?<={HAN})-){MODEL_NUMBER}"
        r"(?![a-z\d.:/%-])"
    )


def model_ways(text: str) -> Iterator[str]:
    """The ways to write a Han name with a number; none if a folded text is none.

    >>> list(model_ways("歼20")), list(model_ways("东方-2022"))
    (['歼-20', '歼20'], ['东方-2022'])
    """
    if match := re.fullmatch(rf"({WITHOUT_HYPHEN})-?({MODEL_NUMBER})", text):
        yield from (f"{match[1]}-{match[2]}", match[1] + match[2])
    elif re.fullmatch(rf"{HAN}{{0,4}}-{MODEL_NUMBER}", text):
        yield text


def models(text: str) -> Iterator[tuple[int, int]]:
    """Where the Han names with numbers of a folded text begin and end: not where the number counts something (-5℃)."""
    return (match.span() for match in model_pattern().finditer(text) if not unit_at(text, match.end()))


@cache
def digit_code_pattern() -> re.Pattern[str]:
    """Digits with hyphens, points and other signs between them, and numbers too long to have a value."""
    return re.compile(r"\d+(?:[-./:·]\d+){2,}|\d+[-/:·]\d+|\d{16,}")


def digit_code_ways(text: str) -> Iterator[str]:
    """The ways to write a code of digits; none if a folded text is none.

    >>> list(digit_code_ways("010-12345678")), list(digit_code_ways("9·18"))
    (['010-12345678'], ['9·18', '九·一八'])
    """
    if digit_code_pattern().fullmatch(text):
        yield from _anniversary(text) if re.fullmatch(r"\d{1,2}·\d{1,2}", text) else (text,)


@cache
def anniversary_pattern() -> re.Pattern[str]:
    """A day in numerals with a point: 九·一八."""
    return re.compile("[一二三四五六七八九]{1,2}·[一二三四五六七八九]{1,2}(?![一二三四五六七八九十百千万亿])")


def anniversary_ways(text: str) -> Iterator[str]:
    """The ways to write a day in numerals with a point; none if a folded text is none.

    >>> list(anniversary_ways("一二·九"))
    ['12·9', '一二·九']
    """
    if anniversary_pattern().fullmatch(text):
        month, _, day = text.partition("·")
        yield from _anniversary(f"{digitwise_digits(month)}·{digitwise_digits(day)}")


def _anniversary(text: str) -> Iterator[str]:
    month, _, day = text.partition("·")
    yield text
    if "0" not in text:
        yield f"{next(digitwise_ways(month))}·{next(digitwise_ways(day))}"


@cache
def numero_pattern() -> re.Pattern[str]:
    """The sign № and a number, whose other spellings are those of the sign (see ``variants``)."""
    return re.compile(r"№\d{1,6}(?!\d)")


def numero_ways(text: str) -> Iterator[str]:
    """A number with the sign № itself; nothing if a folded text is none."""
    if numero_pattern().fullmatch(text):
        yield text


@cache
def shopping_day_pattern() -> re.Pattern[str]:
    """双11 and 双12, in digits or numerals."""
    return re.compile(
        rf"双(?:(?:{'|'.join(SHOPPING_DAYS)})(?!\d)|(?:{'|'.join(SHOPPING_DAYS.values())})(?![月年日点个万千百亿]))"
    )


def shopping_day_ways(text: str) -> Iterator[str]:
    """The ways to write a shopping day; none if a folded text is none.

    >>> list(shopping_day_ways("双十一"))
    ['双11', '双十一']
    """
    for digits, spoken in SHOPPING_DAYS.items():
        if text in {f"双{digits}", f"双{spoken}"}:
            yield from (f"双{digits}", f"双{spoken}")
