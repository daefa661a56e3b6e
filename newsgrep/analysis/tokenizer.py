"""Text → words: Han runs are segmented in jieba's search mode, a Latin word or number is one word."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.model import Token
from newsgrep.text.fold import fold
from newsgrep.text.variants import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.analysis.segmenters import Segmenter

# The range of jieba's dictionary. Outside it jieba and rjieba differ, so characters there are split here.
HAN = "\u4e00-\u9fd5"
RARE_HAN = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def other_word(char: str) -> str:
    """The pattern of a Latin word or number (``covid-19``, ``2.5%``, ``c++``), given that of a character in it."""
    return rf"{char}+(?:(?:[.'+&_-]|(?<=\d),(?=\d)){char}+)*[+#%]*"


RUNS = re.compile(rf"[{HAN}]+|[^{HAN}]+")


class ScriptRun(NamedTuple):
    """A run of Han characters, or one other word, in a folded text; ``start`` is in code points."""

    text: str
    start: int
    is_han: bool


def tokens(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text in jieba's search mode, where they overlap; a Latin word or number is one word.

    >>> from newsgrep.analysis import load_segmenter
    >>> [token.text for token in tokens("江城大學共和国 COVID-19", load_segmenter())]
    ['江城', '大学', '共和', '共和国', 'covid-19']
    """
    for run in _runs(word_form(text)):
        if not run.is_han:
            yield Token(run.text, run.start, run.start + len(run.text))
            continue
        for word, begin, end in segmenter.tokenize(run.text):
            yield Token(word, run.start + begin, run.start + end)


def words(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text, in order and without overlap."""
    for run in _runs(word_form(text)):
        start = run.start
        for word in segmenter.cut(run.text) if run.is_han else [run.text]:
            yield Token(word, start, start + len(word))
            start += len(word)


def word_form(text: str) -> str:
    """The form of a text that is segmented: folded, with Traditional words written as their Simplified equivalents."""
    return fold(simplified(text))


def _runs(folded: str) -> Iterator[ScriptRun]:
    """The Han runs and other words of a folded text, in order."""
    for match in RUNS.finditer(folded):
        if is_han(match[0][0]):
            yield ScriptRun(match[0], match.start(), is_han=True)
        elif any(map(str.isalnum, match[0])):
            yield from _others(match[0], match.start())


def _others(text: str, start: int) -> Iterator[ScriptRun]:
    """The words of a text without Han runs; each rare Han character is a word. Patterns are compiled on first use."""
    for piece in [text] if text.isascii() else _pattern(f"([{RARE_HAN}])").split(text):
        for match in _pattern(other_word(r"[^\W_]")).finditer(piece):
            yield ScriptRun(match[0], start + match.start(), is_han=False)
        start += len(piece)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def is_han(char: str) -> bool:
    """Whether a character is in the range of jieba's dictionary."""
    return "\u4e00" <= char <= "\u9fd5"
