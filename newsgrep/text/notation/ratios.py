"""Percentages, fractions, scores and ranges as written, and their other ways of writing: 30%, 百分之三十; 3:2, 3比2."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import cycle, islice, product
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.text.notation.measure_words import unit_at
from newsgrep.text.notation.number_forms import (
    ARABIC,
    arabic_ways,
    digitwise_digits,
    digitwise_ways,
    number_value,
    plain,
    spoken_ways,
)
from newsgrep.text.numbers import NUMERALS, ZEROS

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMERAL = rf"[{NUMERALS}]"
POINTED = rf"{NUMERAL}{{1,12}}(?:点{NUMERAL}{{1,6}})?(?!{NUMERAL})"
# Of a hundred and of a thousand, and their signs.
HUNDRED = 100
SIGNS = {"百": "%", "千": "‰"}
PERCENT = rf"(?P<digits>{ARABIC})(?P<sign>[%‰])|(?P<of>[百千])分之(?P<number>{ARABIC}|{POINTED})"
FRACTION = (
    r"(?P<top>\d{1,4})/(?P<bottom>\d{1,5})(?![\d/])(?!\.\d)"
    rf"|(?P<below>\d{{1,5}}|{NUMERAL}{{1,6}})分之(?P<above>\d{{1,4}}(?!\d)|{NUMERAL}{{1,5}}(?!{NUMERAL}))"
)
LARGEST_DENOMINATOR = 10000
GOALS = r"(?:0|[1-9]\d{0,2})"
SCORE = (
    rf"(?P<left>{GOALS}):(?P<right>{GOALS})(?![\d:])(?!\.\d)"
    rf"|(?P<home>{GOALS}|{NUMERAL}{{1,5}})比(?P<away>{GOALS}(?!\d)|{NUMERAL}{{1,5}}(?!{NUMERAL}))"
)
YEAR_LENGTH = 4
BETWEEN = ("-", "~", "至", "到")
END = rf"(?:\d{{1,13}}(?:\.\d{{1,6}})?|{NUMERAL}{{1,8}})"


def percent_ways(text: str) -> Iterator[str]:
    """The ways to write a percentage; none if a folded text is none.

    >>> list(percent_ways("百分之三点五")), list(percent_ways("百分之百"))
    (['3.5%', '百分之3.5', '百分之三点五'], ['100%', '百分之100', '百分之一百', '百分之百'])
    """
    match = percent_pattern().fullmatch(text)
    if not match:
        return
    of = match["of"] or next(name for name, sign in SIGNS.items() if sign == match["sign"])
    written = match["digits"] or match["number"]
    value = number_value("一百" if written == "百" else written)
    if value is not None:
        yield from (way + SIGNS[of] for way in arabic_ways(value))
        yield from (f"{of}分之{way}" for way in (*arabic_ways(value), *_spoken(value)))
        if value == HUNDRED and of == "百":
            yield "百分之百"


def fraction_ways(text: str) -> Iterator[str]:
    """The ways to write a fraction below one; none if a folded text is none.

    >>> list(fraction_ways("三分之一"))
    ['1/3', '三分之一', '3分之1']
    """
    match = fraction_pattern().fullmatch(text)
    if not match:
        return
    top, bottom = number_value(match["top"] or match["above"]), _denominator(match["bottom"] or match["below"])
    if top is not None and bottom is not None and 0 < top < bottom <= LARGEST_DENOMINATOR:
        yield f"{top}/{bottom}"
        yield from (f"{below}分之{above}" for below, above in product(_names(bottom), _spoken(top)))
        yield f"{bottom}分之{top}"


def score_ways(text: str) -> Iterator[str]:
    """The ways to write a score or a ratio; none if a folded text is none.

    >>> list(score_ways("3:2")), list(score_ways("三比二"))
    (['3:2', '3比2', '三比二'], ['3:2', '3比2', '三比二'])
    """
    match = score_pattern().fullmatch(text)
    if not match:
        return
    left, right = number_value(match["left"] or match["home"]), number_value(match["right"] or match["away"])
    if left is not None and right is not None:
        yield from (f"{left}:{right}", f"{left}比{right}")
        yield from (f"{home}比{away}" for home, away in product(_spoken(left), _spoken(right)))


class Range(NamedTuple):
    """The parts of a range as written, and where it ends."""

    first: str
    last: str
    unit: str
    end: int


def range_end(text: str, start: int) -> int:
    """Where the range that begins at ``start`` ends; ``start`` if none does.

    >>> range_end("约3-5天内", 1), range_end("3月至5月", 0), range_end("3-5", 0)
    (5, 5, 0)
    """
    found = _read_range(text, start)
    return found.end if found else start


def _read_range(text: str, start: int) -> Range | None:
    """A range whose unit is named after both numbers (3-5天), or after each (3天-5天)."""
    first = _ends().match(text, start)
    if not first:
        return None
    unit = _unit_at(text, first.end())
    last = _lasts().match(text, first.end() + len(unit))
    if not last or (unit and not text.startswith(unit, last.end())):
        return None
    unit = unit or _unit_at(text, last.end())
    return Range(first[0], last[1], unit, last.end() + len(unit)) if unit else None


def _unit_at(text: str, start: int) -> str:
    """A unit, after 万 or other multipliers: 万人."""
    size = re.compile("[十百千万亿]{0,2}").match(text, start)
    end = size.end() if size else start
    unit = unit_at(text, end)
    return text[start:end] + unit if unit else ""


def range_ways(text: str) -> Iterator[str]:
    """The ways to write a range of numbers with what they count; none if a folded text is none.

    >>> list(range_ways("3-5天"))[:6]
    ['3-5天', '3天-5天', '3~5天', '3天~5天', '3至5天', '3天至5天']
    """
    found = _read_range(text, 0)
    if not found or found.end != len(text):
        return
    unit = found.unit
    first, last = _end(found.first, unit), _end(found.last, unit)
    if first is None or last is None or not first < last:
        return
    in_digits = [(plain(first), plain(last))]
    spelled_out = zip(_spoken_end(first, unit), _spoken_end(last, unit), strict=False)
    for signs, pairs in ((BETWEEN, in_digits), (BETWEEN[2:], spelled_out)):
        for (left, right), sign in product(pairs, signs):
            yield from (f"{left}{sign}{right}{unit}", f"{left}{unit}{sign}{right}{unit}")


def _end(text: str, unit: str) -> Decimal | None:
    """The value of an end of a range; years are read digit by digit."""
    digits = digitwise_digits(text) if unit == "年" and len(text) == YEAR_LENGTH else None
    return Decimal(digits) if digits else number_value(text)


def _spoken_end(value: Decimal, unit: str) -> Iterator[str]:
    is_year = unit == "年" and len(plain(value)) == YEAR_LENGTH
    return islice(cycle(digitwise_ways(plain(value))), len(ZEROS)) if is_year else _spoken(value)


def _spoken(value: Decimal) -> Iterator[str]:
    return (way for way in spoken_ways(value, pairs=False) if "〇" not in way)


def _names(bottom: Decimal) -> Iterator[str]:
    """A denominator in numerals; 百分之一 and 千分之一 are percentages."""
    return (name[1:] if name == "一万" else name for name in _spoken(bottom) if name not in {"一百", "一千"})


def _denominator(text: str) -> Decimal | None:
    return None if text in {"百", "千"} else number_value("一万" if text == "万" else text)


@cache
def percent_pattern() -> re.Pattern[str]:
    """A percentage."""
    return re.compile(PERCENT)


@cache
def fraction_pattern() -> re.Pattern[str]:
    """A fraction."""
    return re.compile(FRACTION)


@cache
def score_pattern() -> re.Pattern[str]:
    """A score or ratio."""
    return re.compile(SCORE)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(END)


@cache
def _lasts() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(BETWEEN)})({END})")
