"""Quantities: the numbers of a text with what they count; each is one thing, and can be written in several ways."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.text.gaps import FIRST_CJK
from newsgrep.text.notation import codes, ratios, time_forms
from newsgrep.text.notation.amounts import amount_end, amount_ways, read_amount
from newsgrep.text.notation.measure_words import FIXED, SAFE_UNITS, UNITS, UNITS_OF_ZERO
from newsgrep.text.numbers import NUMERALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_WAYS = 40
MOST_KEPT = 1000
FIRST = re.compile(rf"[\da-z{NUMERALS}第前公零民中上下凌早清正傍晚夜深午当双№¥$€£]")
# After 几 and 数 a numeral is no exact number; 统一 and 万一 are words.
NOT_BEFORE = frozenset("几数好统唯专单划每哪这那某")
# 元 of 民国元年
MARKS = frozenset(f"0123456789元{NUMERALS}")
NOT_AFTER = frozenset("几")
ONE = "一"
# 一 with a measure word says no more than 某.
UNITS_OF_FEW = {
    ONE: frozenset(["号", "月", "月份", "季度", "号线", "号楼"]),
    "零": UNITS_OF_ZERO,
    "〇": frozenset(),
    "○": frozenset(),
}
HOLIDAY = "十一"


class Quantity(NamedTuple):
    """A number with what it counts: its place in code points, and the texts that say the same, its own first."""

    start: int
    end: int
    ways: tuple[str, ...]


class Kind(NamedTuple):
    """A kind of quantity: where one that begins at an offset ends, its ways of writing, whether it is meant there.

    One has at least one of ``marks``, if there are any; a text without them is spared the compilation of a pattern.
    """

    end: Callable[[str, int], int]
    ways: Callable[[str], Iterator[str]]
    accepts: Callable[[str, int, int], bool]
    marks: Sequence[str] = ()

    def may_be_in(self, text: str) -> bool:
        """Whether a text may have one of the kind."""
        return not self.marks or any(mark in text for mark in self.marks)


def quantities(folded: str) -> tuple[Quantity, ...]:
    """The numbers of a folded text with what they count, in order, without overlap.

    ``ways`` are all folded texts that say the same, its own text first. A numeral inside a word is no number.

    >>> [(found.ways[0], found.ways[1:3]) for found in quantities("10月5日1.2万人看歼-20")]
    [('10月5日', ('10月5号', '10月05日')), ('1.2万人', ('12000人', '12,000人')), ('歼-20', ('歼20',))]
    >>> quantities("一带一路"), quantities("千万不要")
    ((), ())
    """
    return () if MARKS.isdisjoint(folded) else tuple(_found(folded))


def is_counted(folded: str) -> bool:
    """Whether a text is a numeral with a unit, although it need not be an exact number: 一次, 十分, 三国.

    >>> is_counted("一次"), is_counted("一次会议"), is_counted("次")
    (True, False, False)
    """
    return folded[:1] in NUMERALS and folded[1:] in UNITS


@lru_cache(MOST_KEPT)
def ways_of_writing(text: str) -> tuple[str, ...]:
    """The texts that say the same as a quantity, its own text first.

    >>> ways_of_writing("三分之一")
    ('三分之一', '1/3', '3分之1')
    """
    others = (way for kind in (*KINDS, MODEL) if kind.may_be_in(text) for way in kind.ways(text))
    return tuple(islice(dict.fromkeys((text, *others)), MOST_WAYS))


def _found(folded: str) -> Iterator[Quantity]:
    models = dict(codes.models(folded)) if MODEL.may_be_in(folded) else {}
    kinds = [kind for kind in KINDS if kind.may_be_in(folded)]
    position = 0
    while position < len(folded):
        end = models.get(position) or _end(folded, position, kinds)
        if end > position:
            yield Quantity(position, end, ways_of_writing(folded[position:end]))
        position = max(end, position + 1)


def _end(folded: str, start: int, kinds: Sequence[Kind]) -> int:
    """Where the quantity ends that begins at ``start``; ``start`` if none does."""
    if not FIRST.match(folded, start) or _is_inside(folded, start):
        return start
    for kind in kinds:
        end = kind.end(folded, start)
        if end > start and next(kind.ways(folded[start:end]), None) is not None and kind.accepts(folded, start, end):
            return end
    return start


def _is_inside(folded: str, start: int) -> bool:
    """Whether ``start`` is inside a number or a Latin word."""
    before, char = folded[start - 1 : start], folded[start]
    if char.isdecimal() or char in NUMERALS:
        return before != "" and (before.isdecimal() if char.isdecimal() else before in NUMERALS)
    return "a" <= char <= "z" and "a" <= before <= "z"


def _matched(pattern: Callable[[], re.Pattern[str]]) -> Callable[[str, int], int]:
    """Where a match of a pattern that begins at an offset ends; the offset itself if there is none."""

    def end(text: str, start: int) -> int:
        match = pattern().match(text, start)
        return match.end() if match else start

    return end


def _always(_text: str, _start: int, _end: int) -> bool:
    return True


def _is_number(text: str, start: int, end: int) -> bool:
    """Whether a numeral stands for an exact number: not in 几十个, 数百万, 三十几岁, 统一, 五月天."""
    if text[start].isdecimal():
        return True
    is_part = text[start - 1 : start] in NOT_BEFORE or text[end : end + 1] in NOT_AFTER
    return not is_part and not FIXED.match(text, start)


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether a time of day is meant, and not a word such as 一点."""
    return text[start:end] not in time_forms.WORDS and _is_number(text, start, end)


def _is_amount(text: str, start: int, end: int) -> bool:
    """Whether a number is meant: a numeral inside a word is none (三农, 十分), nor is 一 with a measure word."""
    amount = read_amount(text, start)
    if not amount or amount.number[0].isdecimal() or amount.prefix not in {"", "第", "前"}:
        return amount is not None
    number, unit = amount.number, amount.unit
    is_before_han = text[end : end + 1] >= FIRST_CJK and text[end].isalpha()
    if not _is_number(text, start, end):
        return False
    if amount.prefix:
        return bool(unit) or not is_before_han
    if number in UNITS_OF_FEW:
        return unit in UNITS_OF_FEW[number]
    if len(number) == 1:
        return (number == "十" and bool(amount.more or unit)) or unit in SAFE_UNITS
    return bool(unit) or len(number) > 2 or not (is_before_han or number == HOLIDAY)  # noqa: PLR2004 (a word)


# The first that matches is taken.
KINDS = (
    Kind(_matched(time_forms.numeric_date_pattern), time_forms.date_ways, _always, ("19", "20")),
    Kind(ratios.range_end, ratios.range_ways, _is_number, ratios.BETWEEN),
    Kind(_matched(time_forms.written_date_pattern), time_forms.date_ways, _is_number, "年月"),
    Kind(_matched(time_forms.clock_pattern), time_forms.clock_ways, _is_time, ":点时"),
    Kind(_matched(ratios.percent_pattern), ratios.percent_ways, _always, ("%", "‰", "分之")),
    Kind(_matched(ratios.fraction_pattern), ratios.fraction_ways, _is_number, ("/", "分之")),
    Kind(_matched(ratios.score_pattern), ratios.score_ways, _is_number, ":比"),
    Kind(_matched(codes.shopping_day_pattern), codes.shopping_day_ways, _always, "双"),
    Kind(_matched(codes.numero_pattern), codes.numero_ways, _always, "№"),
    Kind(_matched(codes.anniversary_pattern), codes.anniversary_ways, _always, "·"),
    Kind(_matched(codes.code_pattern), codes.code_ways, _always, ascii_lowercase),
    Kind(_matched(codes.digit_code_pattern), codes.digit_code_ways, _always),
    Kind(amount_end, amount_ways, _is_amount),
)
# A Han name with a number is looked for in the text as a whole: it begins before the number.
MODEL = Kind(lambda _, start: start, codes.model_ways, _always, ("-", *codes.WITHOUT_HYPHEN.split("|")))
