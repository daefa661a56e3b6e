"""Text → words: Han runs are segmented in jieba's search mode, a Latin word, number or mixed word is one word."""

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


RUNS = rf"[{HAN}]+|[^{HAN}]+"

# The lengths of the dictionary words inside a word that jieba's search mode adds.
INNER_LENGTHS = (2, 3)


class ScriptRun(NamedTuple):
    """A run of Han characters, or one other word, in a folded text; ``start`` is in code points."""

    text: str
    start: int
    is_han: bool
    is_mixed: bool = False


def tokens(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text in jieba's search mode, where they overlap; a Latin word or number is one word.

    >>> from newsgrep.analysis import load_segmenter
    >>> [token.text for token in tokens("江城大學共和国 COVID-19", load_segmenter())]
    ['江城', '大学', '共和', '共和国', 'covid-19']
    """
    for run in _runs(word_form(text), segmenter):
        if not run.is_han:
            inner = inner_words(run.text, segmenter) if run.is_mixed else ()
            yield from (Token(word, run.start + at, run.start + at + len(word)) for word, at in inner)
            yield Token(run.text, run.start, run.start + len(run.text))
            continue
        for word, begin, end in segmenter.tokenize(run.text):
            yield Token(word, run.start + begin, run.start + end)


def words(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text, in order and without overlap."""
    for run in _runs(word_form(text), segmenter):
        start = run.start
        for word in segmenter.cut(run.text) if run.is_han else [run.text]:
            yield Token(word, start, start + len(word))
            start += len(word)


def word_form(text: str) -> str:
    """The form of a text that is segmented: folded, with Traditional words written as their Simplified equivalents."""
    return fold(simplified(text))


def inner_words(word: str, segmenter: Segmenter) -> list[tuple[str, int]]:
    """The dictionary words of two and three characters inside a mixed word, each with its offset, by their ends."""
    found = [
        (inner, at)
        for length in INNER_LENGTHS
        for at in range(len(word) - length + 1)
        if (inner := word[at : at + length]) != word
        and (inner in segmenter.mixed_words.words or (all(map(is_han, inner)) and segmenter.has_word(inner)))
    ]
    return sorted(found, key=lambda pair: pair[1] + len(pair[0]))


def _runs(folded: str, segmenter: Segmenter) -> Iterator[ScriptRun]:
    """The Han runs, mixed words and other words of a folded text, in order."""
    if folded and all(map(is_han, folded)):  # most queries: no need to compile a pattern
        yield ScriptRun(folded, 0, is_han=True)
        return
    done = 0
    for start, end in segmenter.mixed_words.find(folded):
        yield from _runs_between(folded[done:start], done)
        yield ScriptRun(folded[start:end], start, is_han=False, is_mixed=True)
        done = end
    yield from _runs_between(folded[done:], done)


def _runs_between(text: str, start: int) -> Iterator[ScriptRun]:
    """The Han runs and other words of a text without mixed words."""
    for match in re.finditer(RUNS, text):
        if is_han(match[0][0]):
            yield ScriptRun(match[0], start + match.start(), is_han=True)
        elif any(map(str.isalnum, match[0])):
            yield from _others(match[0], start + match.start())


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
