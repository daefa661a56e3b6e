"""Words that are not of Han characters alone: T恤, 歼-20, 阿卜杜拉·艾哈迈德. Each is one word wherever it occurs.

jieba is given Han runs only, so that words with letters, digits or marks are found before the runs are segmented.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.analysis.tokenizer import HAN, RARE_HAN, is_han, other_word
from newsgrep.model import Span
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.analysis.user_dictionary import UserWord

# Those of jieba's dictionary (0.42.1), which has them in capitals and so never finds them in folded text.
JIEBA_WORDS = (
    "A型 A座 A股 A轮 AA制 AB型 B型 B座 B股 B超 B轮 BB机 BP机 C座 C盘 C语言 CALL机 CD机 CD盒 D座 D版 D盘 E化"
    " E座 E盘 E通 F座 F盘 G盘 H盘 H股 IC卡 IP卡 IP地址 IP电话 I盘 K党 K歌之王 N年 O型 PC机 PH值 QQ号 Q版 RSS订阅"
    " SIM卡 T台 T型台 T恤 T恤衫 T盘 U盘 VISA卡 X光 X光线 X射线 Z盘 γ射线 1号店 4S店 江南style 小S 大S 阿Q"
)
RARE_HAN_RANGES = re.findall("(.)-(.)", RARE_HAN)
NO_HAN = rf"[^\W_{HAN}{RARE_HAN}]"
# What joins the parts of a Latin word or number (see ``other_word``).
JOINTS = ".'+&_-"
# A regular expression of Han characters takes milliseconds to compile, which a query need not wait for.
LONGEST_READ = 200
BORDER = rf"(?<=[{HAN}])[^{HAN}]|(?<=[^{HAN}])[{HAN}]"


class MixedWords:
    """Folded words, each with a character that is not Han, which ``find`` finds in a text.

    ``pairs`` are the two characters at the first border of Han and other characters in each word, ``bare`` the words
    that have none.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self.pairs: dict[str, list[tuple[str, int]]] = {}
        borders = {word: next(_borders(word), None) for word in self.words}
        self.bare = tuple(sorted(word for word, at in borders.items() if at is None))
        for word, at in borders.items():
            if at is not None:
                self.pairs.setdefault(word[at - 1 : at + 1], []).append((word, at - 1))

    @classmethod
    def of(cls, user_words: Iterable[UserWord] = ()) -> MixedWords:
        """Those of jieba's dictionary and of the user's, without those that the user gives the frequency 0."""
        frequencies = dict.fromkeys(fold(JIEBA_WORDS).split(), 1)
        mixed = (word for word in user_words if is_mixed(word.text))
        frequencies |= {word.text: 1 if word.frequency is None else word.frequency for word in mixed}
        return cls(word for word, frequency in frequencies.items() if frequency)

    def find(self, folded: str) -> list[Span]:
        """The places of the words in a folded text, from the left, the longest at each place.

        >>> MixedWords(["t恤", "t恤衫", "歼-20"]).find("他穿t恤衫看歼-20,不是歼-200")
        [Span(start=2, end=5), Span(start=6, end=10)]
        """
        found, done = [], 0
        for start, end in sorted(self._candidates(folded), key=lambda span: (span.start, -span.end)):
            if start >= done:
                found.append(Span(start, end))
                done = end
        return found

    def _candidates(self, folded: str) -> Iterator[Span]:
        for word, start in self._written(folded):
            if _stands_alone(folded, start, start + len(word)):
                yield Span(start, start + len(word))

    def _written(self, folded: str) -> Iterator[tuple[str, int]]:
        """Each word that a text contains, and where."""
        for word in self.bare:
            at = folded.find(word)
            while at >= 0:
                yield word, at
                at = folded.find(word, at + 1)
        if folded.isascii():
            return
        for border in _borders(folded):
            at = border - 1
            for word, offset in self.pairs.get(folded[at : at + 2], ()):
                if at >= offset and folded.startswith(word, at - offset):
                    yield word, at - offset


def is_mixed(folded: str) -> bool:
    """Whether a word is neither of Han characters alone nor one word of Latin letters or digits anyway.

    >>> [is_mixed(word) for word in ("t恤", "歼-20", ".net", "大学", "covid-19", "c++")]
    [True, True, True, False, False, False]
    """
    return not all(map(is_han, folded)) and not re.fullmatch(rf"{other_word(NO_HAN)}|[{RARE_HAN}]", folded)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a place is not part of a longer Latin word or number: 歼-20 is not in 歼-200, nor 4s店 in 2.4s店."""
    if not is_han(folded[start]) and (
        _is_letter(folded[start - 1 : start])
        or (_is_letter(folded[start]) and _joins(folded[max(0, start - 2) : start][::-1]))
    ):
        return False
    return not (_is_letter(folded[end - 1]) and (_is_letter(folded[end : end + 1]) or _joins(folded[end : end + 2])))


def _joins(beside: str) -> bool:
    """Whether the two characters beside a word, the nearer first, continue it."""
    return len(beside) == len("-a") and beside[0] in JOINTS and _is_letter(beside[1])


def _is_letter(char: str) -> bool:
    """Whether a character is part of a Latin word or number."""
    return char.isalnum() and not is_han(char) and not _is_rare_han(char)


def _is_rare_han(char: str) -> bool:
    return any(first <= char <= last for first, last in RARE_HAN_RANGES)


def _borders(folded: str) -> Iterator[int]:
    """Where a Han character follows another, or another a Han character; in long texts by a regular expression."""
    if len(folded) > LONGEST_READ:
        yield from (match.start() for match in re.finditer(BORDER, folded))
        return
    kinds = [is_han(char) for char in folded]
    yield from (at for at in range(1, len(folded)) if kinds[at] != kinds[at - 1])
