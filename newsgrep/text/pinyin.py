"""Pinyin of Chinese characters, each by itself: which sound alike, and how they sort."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SYLLABLE = 6  # zhuang


def sort_key(text: str) -> tuple[tuple[int, str, str], ...]:
    """A key that sorts texts by the usual reading of each character, then by the character; all others come before.

    >>> sorted(["中国", "北京", "GDP", "重庆", "白鹭"], key=sort_key)
    ['GDP', '白鹭', '北京', '中国', '重庆']
    """
    usual = _usual_readings()
    return tuple((int(char in usual), usual.get(char, ""), char) for char in text)


@cache
def homophones(char: str) -> str:
    """The characters that may be read like one, whatever the tone; it is among them if it has a reading.

    >>> "权" in homophones("全"), "长" in homophones("张"), homophones("a")
    (True, True, '')
    """
    return "".join(dict.fromkeys("".join(chars for chars in _by_reading().values() if char in chars)))


def sound_alike(text: str, other: str) -> bool:
    """Whether two texts may be read alike, character by character; a character without a reading must be the same.

    >>> sound_alike("劳动争意", "劳动争议"), sound_alike("劳动", "劳模")
    (True, False)
    """
    return len(text) == len(other) and all(
        one == two or two in homophones(one) for one, two in zip(text, other, strict=True)
    )


def spelled(latin: str, text: str) -> bool:
    """Whether lower-case Latin letters spell a Chinese text in pinyin without tones.

    >>> spelled("jiangcheng", "江城"), spelled("xian", "西安"), spelled("jiang", "江城")
    (True, True, False)
    """
    if not text:
        return not latin
    return any(
        text[0] in _by_reading().get(latin[:size], "") and spelled(latin[size:], text[1:])
        for size in range(1, LONGEST_SYLLABLE + 1)
    )


def may_begin(latin: str) -> str:
    """The characters with which a text may begin that Latin letters spell.

    >>> "西" in may_begin("xian"), "县" in may_begin("xian"), may_begin("gdp")
    (True, True, '')
    """
    return "".join(_by_reading().get(latin[:size], "") for size in range(1, LONGEST_SYLLABLE + 1))


@cache
def _by_reading() -> dict[str, str]:
    """Reading without tone → the characters that have it."""
    found: dict[str, str] = defaultdict(str)
    for reading, usual, further in _rows():
        found[reading[:-1]] += usual + further
    return dict(found)


@cache
def _usual_readings() -> dict[str, str]:
    """Character → its usual reading, with tone."""
    return {char: reading for reading, usual, _ in _rows() for char in usual}


def _rows() -> Iterator[list[str]]:
    """The rows of the generated table (see ``tools/pinyin_table.py``): reading, characters, further characters."""
    table = Path(__file__).with_name("pinyin_table.txt").read_text(encoding="utf-8")
    return (line.split("\t") for line in table.splitlines())
