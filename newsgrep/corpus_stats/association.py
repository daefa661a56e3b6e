"""Association measures: how strongly a word is tied to a part of a corpus, such as the context of matches."""

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

# A word is dropped as part of a longer word of the list that has at least this share of its count.
MOSTLY = 0.9
# Characters of numbers and quantities.
NUMERALS = frozenset("〇零一二两三四五六七八九十廿卅百千万亿壹贰叁肆伍陆柒捌玖拾佰仟第几数余多半个分之点")


class ScoredWord(NamedTuple):
    """A word that occurs ``count`` times in a part of a corpus and ``frequency`` times in all of it.

    ``part`` and ``whole`` are the numbers of words in the part and in the corpus. Of a collocate, ``matches`` is the
    number of matches, ``example`` the first one that it occurs near, and ``near`` its span in the paragraph of that
    match, in code points.
    """

    word: str
    count: int  # type: ignore[assignment]  # NamedTuple.count is shadowed on purpose
    frequency: int
    part: int
    whole: int
    matches: int = 0
    example: KwicLine | None = None
    near: Span | None = None

    @property
    def per_million(self) -> float:
        """Occurrences per million words of the part."""
        return 1e6 * self.count / self.part if self.part else 0.0

    @property
    def expected(self) -> float:
        """Expected count in the part, if the words of the corpus were in random order."""
        return self.frequency * self.part / self.whole if self.whole else 0.0

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood ratio G² (Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence").

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
        """Strength of a collocation, at most 14: logDice (Rychlý 2008, "A Lexicographer-Friendly Association Score").

        >>> ScoredWord("江城", count=10, frequency=10, part=100, whole=1000, matches=10).log_dice
        14.0
        """
        together = min(self.count, self.matches)  # a word that occurs twice near a match is near one match
        return 14 + math.log2(2 * together / (self.matches + self.frequency))

    @property
    def log_ratio(self) -> float:
        """Binary logarithm of the relative frequency in the part over that in the rest (Hardie 2014, "Log Ratio").

        A word that does not occur in the rest counts as half an occurrence there.

        >>> ScoredWord("江城", count=10, frequency=20, part=100, whole=500).log_ratio
        2.0
        """
        rest = max(self.frequency - self.count, 0.5) / max(self.whole - self.part, 1)
        return math.log2(self.count / self.part / rest)


def is_content_word(word: str, function_words: Collection[str]) -> bool:
    """Whether a word is a content word: neither a function word nor a number.

    >>> [is_content_word(word, {"的"}) for word in ("大桥", "的", "2025", "2.5%", "5g", "三十个")]
    [True, False, False, False, True, False]
    """
    is_number = not any(map(str.isalpha, word)) or NUMERALS.issuperset(word)
    return not is_number and word not in function_words


def drop_nested(found: Iterable[ScoredWord]) -> Iterator[ScoredWord]:
    """Drop words that occur almost only inside a longer word of the list, as 共和 inside 共和国; keeps the order."""
    words = list(found)
    longer: dict[str, int] = {}
    for scored in words:
        for part in _parts(scored.word):
            longer[part] = max(longer.get(part, 0), scored.count)
    return (scored for scored in words if longer.get(scored.word, 0) < MOSTLY * scored.count)


def _parts(word: str) -> Iterator[str]:
    """The substrings of a Chinese word that jieba's search mode may give as words: two and three characters long."""
    if not is_han(word[0]):
        return iter(())
    return (word[start : start + size] for size in (2, 3) if size < len(word) for start in range(len(word) - size + 1))


def top_by(found: Iterable[ScoredWord], by: str = "log_likelihood", least: int = 1) -> list[ScoredWord]:
    """Sort words by a measure, strongest association first; without those rarer than expected or than ``least``.

    ``by`` names a property of ``ScoredWord``. Ties are sorted by count, then by word.
    """
    frequent = (scored for scored in found if scored.count >= least and scored.count > scored.expected)
    return sorted(frequent, key=lambda scored: (-getattr(scored, by), -scored.count, scored.word))


def most_frequent(found: Iterable[ScoredWord], least: int = 1) -> list[ScoredWord]:
    """Sort words by count, without those rarer than ``least``; ties are sorted by word."""
    return sorted((scored for scored in found if scored.count >= least), key=lambda one: (-one.count, one.word))


def default_function_words() -> frozenset[str]:
    """The function words and weak words of queries, and the function words that come with newsgrep."""
    return FUNCTION_WORDS | WEAK_WORDS | read_function_words(Path(__file__).with_name("function_words.txt"))


def read_function_words(path: Path) -> frozenset[str]:
    """Read a list of words to leave out, one per line, folded; lines that begin with ``#`` are comments.

    Raises:
        ConfigError: the file cannot be read, or is not UTF-8.

    """
    lines = read_lines_of(
        path, Message("function-word list"), hint="check the path; the file must be UTF-8 text with one word per line"
    )
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))
