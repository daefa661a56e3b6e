"""How strongly a word belongs to a part of a corpus: what stands near a match, or what was found."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import is_han
from newsgrep.message import Message
from newsgrep.query.stopwords import FUNCTION_WORDS, WEAK_WORDS
from newsgrep.storage.user_files import read_lines_of
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.model import Span

# A word is taken for a part of a longer one of the list where so much of it may stand inside that one.
MOSTLY = 0.9
# What numbers are spelled with, and how many of something.
NUMERALS = frozenset("〇零一二两三四五六七八九十廿卅百千万亿壹贰叁肆伍陆柒捌玖拾佰仟第几数余多半个分之点")


class ScoredWord(NamedTuple):
    """A word: how often it stands in a part of a corpus and in all of it, and how many words these have.

    ``matches`` is how often there is what it stands near to, ``example`` a match that it stands near to, ``near`` where
    in the paragraph of that match.
    """

    word: str
    count: int  # type: ignore[assignment]  # nobody counts what is in a row
    frequency: int
    part: int
    whole: int
    matches: int = 0
    example: KwicLine | None = None
    near: Span | None = None

    @property
    def expected(self) -> float:
        """How often it would stand in the part by chance."""
        return self.frequency * self.part / self.whole if self.whole else 0.0

    @property
    def log_likelihood(self) -> float:
        """G², how unlikely so many are by chance (Dunning 1993, "Accurate Methods for the Statistics of Surprise").

        >>> round(ScoredWord("江城", count=10, frequency=20, part=100, whole=1000).log_likelihood, 2)
        21.18
        """
        rest, others = self.whole - self.part, self.whole - self.frequency
        elsewhere = self.frequency - self.count
        observed = (self.count, self.part - self.count, elsewhere, rest - elsewhere)
        rows, columns = (self.part, self.part, rest, rest), (self.frequency, others, self.frequency, others)
        cells = zip(observed, rows, columns, strict=True)
        return 2 * sum(cell * math.log(cell * self.whole / (row * column)) for cell, row, column in cells if cell)

    @property
    def log_dice(self) -> float:
        """How exclusively they stand together, at most 14 (Rychlý 2008, "A Lexicographer-Friendly Association Score").

        >>> ScoredWord("江城", count=10, frequency=10, part=100, whole=1000, matches=10).log_dice
        14.0
        """
        together = min(self.count, self.matches)  # a word that stands twice near a match is near one match
        return 14 + math.log2(2 * together / (self.matches + self.frequency))

    @property
    def log_ratio(self) -> float:
        """How many doublings more often it stands in the part than in the rest (Hardie 2014, "Log Ratio").

        A word that the rest lacks counts there as half a word.

        >>> ScoredWord("江城", count=10, frequency=20, part=100, whole=500).log_ratio
        2.0
        """
        rest = max(self.frequency - self.count, 0.5) / max(self.whole - self.part, 1)
        return math.log2(self.count / self.part / rest)


def is_content_word(word: str, function_words: Collection[str]) -> bool:
    """Whether a word may tell what a text is about: neither a function word nor a number.

    >>> [is_content_word(word, {"的"}) for word in ("大桥", "的", "2025", "2.5%", "5g", "三十个")]
    [True, False, False, False, True, False]
    """
    is_number = not any(map(str.isalpha, word)) or NUMERALS.issuperset(word)
    return not is_number and word not in function_words


def drop_nested(found: Iterable[ScoredWord]) -> Iterator[ScoredWord]:
    """Words without those that stand almost only inside a longer one of them, as 共和 does inside 共和国.

    They are given, and come back, in their order.
    """
    known = list(found)
    longer: dict[str, int] = {}
    for one in known:
        for part in _parts(one.word):
            longer[part] = max(longer.get(part, 0), one.count)
    return (one for one in known if longer.get(one.word, 0) < MOSTLY * one.count)


def _parts(word: str) -> Iterator[str]:
    """The words that search mode may find inside a Chinese word: those of two and three characters."""
    if not is_han(word[0]):
        return iter(())
    return (word[start : start + size] for size in (2, 3) if size < len(word) for start in range(len(word) - size + 1))


def top_by(found: Iterable[ScoredWord], by: str = "log_likelihood", least: int = 1) -> list[ScoredWord]:
    """The words that stand there more often than by chance, and so often at least, in the order of a measure."""
    often = (one for one in found if one.count >= least and one.count > one.expected)
    return sorted(often, key=lambda one: (-getattr(one, by), -one.count, one.word))


def default_function_words() -> frozenset[str]:
    """Words that tell a query little, and others that texts are put together with."""
    return FUNCTION_WORDS | WEAK_WORDS | read_function_words(Path(__file__).with_name("function_words.txt"))


def read_function_words(path: Path) -> frozenset[str]:
    """Words that are not listed: a word a line; a line that begins with ``#`` is a remark."""
    lines = read_lines_of(path, Message("list of function words"), hint="it is UTF-8, a word a line")
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))
