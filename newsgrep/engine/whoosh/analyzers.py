"""Whoosh analyzers that turn text into the terms of the index."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from whoosh.analysis import Analyzer, Token

from newsgrep.analysis import load_segmenter, tokens, words
from newsgrep.analysis.user_dictionary import words_from
from newsgrep.engine.whoosh.positions import FoldedText
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep import model
    from newsgrep.analysis import Segmenter


class LiteralWord(str):
    """A word of a quoted query. The index finds it wherever a text contains it, however the text was segmented."""

    __slots__ = ()


class WordAnalyzer(Analyzer):  # type: ignore[misc]
    """Splits text into words as the index does: folded, segmented in jieba's search mode with the user's words.

    ``user_words`` is the user dictionary as the index stores it (JSON), so that the object pickles as a class and a
    text. jieba's dictionary is loaded when a text is first split.
    """

    def __init__(self, user_words: str = "") -> None:
        self.user_words = user_words

    def __call__(  # noqa: PLR0913 (Whoosh's signature)
        self,
        value: str,
        *,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **_: Any,
    ) -> Iterator[Token]:
        """Yield the words of a text; Whoosh expects the same token object each time.

        With ``positions``, ``pos`` is the number of the word's first letter (see ``positions``); with ``chars``,
        ``startchar`` and ``endchar`` are its half-open range of code points. ``tokenize=False`` leaves the text whole.
        """
        folded = FoldedText(value)
        token = Token(positions, chars, mode=mode)
        for text, start, end in tokens(value, self.segmenter) if tokenize else _whole(folded.folded):
            token.text = text
            if positions:
                token.pos = start_pos + folded.occurrence(start, end).first
            if chars:
                token.startchar, token.endchar = start_char + start, start_char + end
            yield token

    def literals(self, value: str) -> Iterator[Token]:
        """Yield the words of a quoted text side by side, none inside another, with their ranges of code points."""
        token = Token(chars=True, mode="query")
        for text, start, end in words(value, self.segmenter):
            token.text, token.startchar, token.endchar = LiteralWord(text), start, end
            yield token

    @property
    def segmenter(self) -> Segmenter:
        """The segmenter, loaded once for each user dictionary."""
        return _segmenter(self.user_words)


class ValueAnalyzer(Analyzer):  # type: ignore[misc]
    """Takes a value as one term: folded, or as it is."""

    def __init__(self, *, folds: bool = True) -> None:
        self.folds = folds

    def __call__(
        self, value: str, *, positions: bool = False, chars: bool = False, mode: str = "", **_: Any
    ) -> Iterator[Token]:
        """Yield the value; nothing if it is empty."""
        token = Token(positions, chars, mode=mode)
        token.text = fold(value) if self.folds else value
        token.pos, token.startchar, token.endchar = 0, 0, len(value)
        if value:
            yield token


def _whole(folded: str) -> Iterable[model.Token | tuple[str, int, int]]:
    return [(folded, 0, len(folded))] if folded else []


@cache
def _segmenter(user_words: str) -> Segmenter:
    return load_segmenter(words_from(user_words.encode()) if user_words else ())
