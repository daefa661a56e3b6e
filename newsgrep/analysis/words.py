"""Text → words: Han runs are segmented in jieba's search mode, a Latin word or number is one word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.model import Token
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.analysis.segmenters import Segmenter

# What jieba's dictionary covers; outside this range jieba and rjieba part ways, so we cut there ourselves.
HAN = "\u4e00-\u9fd5"
RARE_HAN = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OTHER_WORD = rf"[^\W_{HAN}{RARE_HAN}]+(?:(?:[.'+&_-]|(?<=\d),(?=\d))[^\W_{HAN}{RARE_HAN}]+)*[+#%]*|[^\W_{HAN}]"
RUNS = re.compile(rf"[{HAN}]+|{OTHER_WORD}")


def tokens(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text in jieba's search mode, in order; a Latin word or number is one word.

    >>> from newsgrep.analysis import load_segmenter
    >>> [token.text for token in tokens("江城大學共和国 COVID-19", load_segmenter())]
    ['江城', '大学', '共和', '共和国', 'covid-19']
    """
    folded = fold(text)
    for match in RUNS.finditer(folded):
        run, start = match[0], match.start()
        if not is_han(run[0]):
            yield Token(run, start, match.end())
            continue
        for word, begin, end in segmenter.tokenize(run):
            yield Token(word, start + begin, start + end)


def words(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text side by side, none inside another."""
    folded = fold(text)
    for match in RUNS.finditer(folded):
        start = match.start()
        for word in segmenter.cut(match[0]) if is_han(match[0][0]) else [match[0]]:
            yield Token(word, start, start + len(word))
            start += len(word)


def is_han(char: str) -> bool:
    """Whether a character is one of those that jieba's dictionary covers."""
    return "\u4e00" <= char <= "\u9fd5"
