"""Ways of writing one text that the fold keeps apart: 计划 and 計畫, 随着 and 隨著, ℃ and °C, 比尔·盖茨 and 比尔．盖茨.

The fold maps each character without looking at its neighbours. What it cannot join, because Simplified text tells it
apart (画船 is not 划船) or because one sign stands for several characters, are variants: a search tries each way.
The tables are generated (see ``tools/variant_tables.py``), and read when first needed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.text.fold import fold, ways_to_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Slot = tuple[str, ...]

DOTS = {"·": ".", ".": "·"}
# The commonest characters that only Traditional text has: one of them is in each text longer than SHORT, of 1,200
# newspaper articles and 2,000 paragraphs of an encyclopedia.
TRADITIONAL = "國為會時與來們個這說對開"
SHORT = 200
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"
MOST_LETTERS = 5  # of a word in variant_words.txt


def is_always_same(folded: str) -> bool:
    """Whether a text is of Han characters that are written in one way only, whatever they adjoin.

    >>> is_always_same("国务院"), is_always_same("划生育"), is_always_same("g20")
    (True, False, False)
    """
    return all(FIRST_HAN <= char <= LAST_HAN and char not in _pairs() for char in folded)


@lru_cache(maxsize=256)
def ways(folded: str) -> tuple[Slot, ...]:
    """A folded text cut into slots, each with the ways to write it, its own text first; these, joined, are the text.

    A text is found where each slot is written in one of its ways, one slot after another; ``slot_regex`` adds what may
    not adjoin a way. Most slots are one character that has one way.

    A character has another way everywhere (着 著) or only in words of the table (划 画 in 计划, 规划). Such a word must
    be in the text as a whole: where a text begins or ends inside it, the character is taken literally, because 划船
    is not 画船. A sign is recognized in its spelled form unless a letter or digit adjoins it: no is №, north is not.

    >>> ways("随着"), ways("计画"), ways("画家")
    ((('随',), ('着', '著')), (('计',), ('画', '划')), (('画',), ('家',)))
    >>> ways("25°c"), ways("piano"), ways("比尔.盖茨")[2]
    ((('2',), ('5',), ('°c', '℃')), (('p',), ('i',), ('a',), ('n',), ('o',)), ('.', '·'))
    """
    slots: list[Slot] = []
    start = 0
    while start < len(folded):
        slots.append(_slot(folded, start))
        start += len(slots[-1][0])
    return tuple(slots)


def slot_regex(slot: Slot, joint: Callable[[str, str], str] = lambda *_: "") -> str:
    """A regular expression for a slot in a folded text; ``joint`` is what may be between two characters of a way.

    The slot's own text counts everywhere. Another way does not begin or end inside a Latin word or a number, nor where
    it is part of a word in a sense of its own.

    >>> [bool(re.search(slot_regex(("№", "no")), text)) for text in ("№5", "no5", "piano5")]
    [True, True, False]
    >>> [bool(re.search("有" + slot_regex(("着", "著")), text)) for text in ("有着", "有著许多", "有著名学府")]
    [True, True, False]
    """
    own, *others = slot
    guarded = (_guarded(way, joint, in_words=way in _letters() or own in _letters()) for way in others)
    written = _written(own, joint)
    return written if not others else f"(?:{'|'.join([written, *guarded])})"


def simplified(text: str) -> str:
    """A text before it is folded and segmented, with the characters of Simplified words in it; keeps the length.

    Traditional text writes 計畫 and 隨著; folded, they are no words. Simplified text is returned as it is. A text that
    could be either, as a query may be, only changes where Simplified text has hardly ever the other character.

    >>> simplified("隨著計畫，著名畫家沈默地看著書"), simplified("计画，随著名画家沈默"), simplified("沿著")
    ('隨着計划，著名畫家沉默地看着書', '计画，随著名画家沈默', '沿着')
    """
    if len(text) <= SHORT and _others().isdisjoint(text):  # most queries and paragraphs: nothing to decide
        return text
    leaning = _leaning(text)
    if leaning < 0:
        return text
    folded = fold(text)
    chars = list(text)
    for match in _other().finditer(folded):
        pair, start = _pairs()[match[0]], match.start()
        if (leaning or pair.where == "text") and pair.becomes_simple(folded, start):
            chars[start] = pair.simple
    return "".join(chars)


def simplified_texts(joined: str, end: str) -> str:
    r"""``simplified`` for many texts, each ended by ``end``.

    >>> simplified_texts("計畫\0计画\0", "\0")
    '計划\x00计画\x00'
    """
    return end.join(map(simplified, joined.split(end)))


def _slot(folded: str, start: int) -> Slot:
    """The slot that begins at an offset."""
    char = folded[start]
    if char in DOTS:
        return (char, DOTS[char]) if _is_in_name(folded, start) else _sign_slot(folded, start)
    if pair := _pairs().get(char):
        return (char, pair.twin(char)) if pair.is_variant(folded, start) else (char,)
    return (char,) if FIRST_HAN <= char <= LAST_HAN else _sign_slot(folded, start)


def _sign_slot(folded: str, start: int) -> Slot:
    """The longest sign or spelled form of one that begins at an offset; else one character."""
    for way, others in _signs().get(folded[start], ()):
        end = start + len(way)
        if folded.startswith(way, start) and (
            way in _letters() or others[0] in _letters() or _alone(folded, start, end)
        ):
            return (way, *others)
    return (folded[start],)


def _alone(folded: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends inside a Latin word or a number."""
    edges = folded[max(start - 1, 0) : start + 1], folded[end - 1 : end + 1]
    return not any(re.fullmatch("[a-z]{2}|[0-9]{2}", edge) for edge in edges)


def _is_in_name(folded: str, start: int) -> bool:
    """Whether the dot at an offset separates the parts of a name: 比尔·盖茨, J.K.罗琳."""
    around = folded[max(start - 1, 0) : start + 2]
    is_between = re.fullmatch(r"[^\W\d_].[^\W\d_]", around)
    return is_between is not None and (folded[start] == "·" or not folded.isascii())


def _written(way: str, joint: Callable[[str, str], str]) -> str:
    """A regular expression for a way, with what may be between its characters."""
    return re.escape(way[0]) + "".join(joint(*pair) + re.escape(pair[1]) for pair in pairwise(way))


def _guarded(way: str, joint: Callable[[str, str], str], *, in_words: bool) -> str:
    """A regular expression for a way that is not the text searched for."""
    regex = _written(way, joint)
    if pair := _pairs().get(way):
        return pair.guarded(regex) if way == pair.other else regex
    return regex if in_words else f"{_edge(way[0], '(?<!{})')}{regex}{_edge(way[-1], '(?!{})')}"


def _edge(char: str, guard: str) -> str:
    """A regular expression that keeps letters away from a Latin letter, digits away from a digit."""
    kind = "[a-z]" if "a" <= char <= "z" else "[0-9]" if "0" <= char <= "9" else ""
    return kind and guard.format(kind)


class _Pair(NamedTuple):
    """Two characters that stand for each other: a line of variant_words.txt."""

    simple: str
    other: str
    where: str
    words: tuple[str, ...]
    either: tuple[str, ...]
    kept: tuple[str, ...]
    changed: tuple[str, ...]

    def twin(self, char: str) -> str:
        return self.other if char == self.simple else self.simple

    def is_variant(self, folded: str, start: int) -> bool:
        """Whether the character at an offset can also be written as the other one."""
        return not self._is_kept(folded, start) and (
            self.where != "words" or self._is_in(self.words + self.either, folded, start)
        )

    def becomes_simple(self, folded: str, start: int) -> bool:
        """Whether the other character, at an offset of a Traditional text, is the Simplified one in Simplified text."""
        return not self._is_kept(folded, start) and (
            self.where == "text" or (self.where == "words" and self._is_in(self.words, folded, start))
        )

    def _is_kept(self, folded: str, start: int) -> bool:
        return folded[start] == self.other and not _replaceable(self).match(folded, start)

    def _is_in(self, words: tuple[str, ...], folded: str, start: int) -> bool:
        first = max(start - MOST_LETTERS, 0)
        around = folded[first : start + MOST_LETTERS].replace(self.other, self.simple)
        return _is_inside(around, start - first, words)

    def guarded(self, regex: str) -> str:
        """The other character except in a word that it has in its own sense: the longest word around it decides."""
        guard = ""
        lengths = sorted({len(word) for word in self.kept + self.changed})
        for kept, changed in ([_of_length(words, n) for words in (self.kept, self.changed)] for n in lengths):
            guard = f"(?!{self._around(kept)}){guard}" if kept else guard
            guard = f"(?:{self._around(changed)}|{guard})" if changed else guard
        return regex + guard

    def _around(self, words: list[str]) -> str:
        """A regular expression for the place behind the other character in one of the words."""
        places: dict[tuple[str, str], str] = {}
        for word in words:
            for match in re.finditer(self.other, word):
                head, tail = word[: match.start()], word[match.end() :]
                places[head[1:], tail] = places.get((head[1:], tail), "") + head[:1]
        return "|".join(
            f"(?<={f'[{firsts}]' if firsts else ''}{rest}{self.other})(?={tail})"
            for (rest, tail), firsts in places.items()
        )


@cache
def _replaceable(pair: _Pair) -> re.Pattern[str]:
    """The other character of a pair where it is not in its own sense."""
    return re.compile(pair.guarded(pair.other))


def _of_length(words: tuple[str, ...], length: int) -> list[str]:
    return [word for word in words if len(word) == length]


def _is_inside(text: str, start: int, words: tuple[str, ...]) -> bool:
    """Whether the character at an offset is part of one of the words."""
    return any(
        text.startswith(word, start - offset)
        for word in words
        for offset in range(min(len(word), start + 1))
        if word[offset] == text[start]
    )


def _leaning(text: str) -> int:
    """Which script a text is written in: 1 Traditional, -1 Simplified, 0 it could be either.

    Traditional text has characters that GB 2312 lacks, Simplified text such as Big5 lacks.
    """
    if len(text) > SHORT and not _has_traditional(text):
        return -1
    kept, kept_traditional = (len(text.encode(codec, "ignore").decode(codec)) for codec in ("gb2312", "big5"))
    return (kept_traditional > kept) - (kept_traditional < kept)


def _has_traditional(text: str) -> bool:
    return any(char in text for char in TRADITIONAL)


@cache
def _pairs() -> dict[str, _Pair]:
    """Each character of a pair → the pair."""
    pairs = {}
    for line in _lines("variant_words.txt"):
        rest, _, changed = line.partition(" yet ")
        rest, _, kept = rest.partition(" but ")
        rest, _, either = rest.partition(" or ")
        pair, where, *words = rest.split()
        lists = (words, either.split(), kept.split(), changed.split())
        pairs[pair[0]] = pairs[pair[1]] = _Pair(pair[0], pair[1], where, *map(tuple, lists))
    return pairs


@cache
def _others() -> frozenset[str]:
    """The characters of pairs that are not the Simplified ones, in any way to write them."""
    others = {pair.other for pair in _pairs().values()}
    return frozenset(others.union(ways_to_write("".join(others))))


@cache
def _other() -> re.Pattern[str]:
    """Any of these characters."""
    return re.compile(f"[{''.join(_others())}]")


@cache
def _signs() -> dict[str, tuple[tuple[str, Slot], ...]]:
    """A first character → what begins with it and has other ways, longest first, with these ways."""
    others: dict[str, Slot] = {}
    for group in map(str.split, _lines("variant_signs.txt")):
        for way in group:
            # Dates, numbers and words are not searched as signs: 1月 is also ㋀, 10 is ⑩, 1. is ⒈, 平成 is ㍻.
            if way == group[0] or "/" in way or not (way[0].isdigit() or FIRST_HAN <= way[0] <= LAST_HAN):
                others[way] = (*others.get(way, ()), *(other for other in group if other != way))
    signs: dict[str, tuple[tuple[str, Slot], ...]] = {}
    for way in sorted(others, key=len, reverse=True):
        signs[way[0]] = (*signs.get(way[0], ()), (way, others[way]))
    return signs


@cache
def _letters() -> frozenset[str]:
    """The signs that are letters, and so stand inside words: ﬁ, ß."""
    return frozenset(line[0] for line in _lines("variant_signs.txt") if line[0].isalpha())


def _lines(name: str) -> Iterator[str]:
    yield from Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
