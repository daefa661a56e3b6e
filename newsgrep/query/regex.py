"""Regular expressions over folded text: how they are folded, what every match of one holds."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from newsgrep.errors import QueryError
from newsgrep.message import Message, reason
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_KEPT = 100
# A repetition is written out when it is compiled, one within another as often as both say.
COUNTS = re.compile(r"\{(\d*)(?:,(\d*))?\}")
MOST_REPEATED = 10_000
# Many groups take long to compile: a thousand of them seconds.
LONGEST_EXPRESSION = 1000
# One that calls itself fills the memory before its time is over, and news has no nested brackets to match.
CALLS = re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")
# A paragraph that an expression is not done with after so many seconds would not let it finish in hours either. Over
# many paragraphs it may take so long in all, and ten times what most take: 1 s on 100 MB of news.
LONGEST_SEARCH = 2.0
SECONDS_A_PARAGRAPH = 1e-5
SECONDS_A_CHARACTER = 3e-7
CODE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))")
# What keeps its case: escapes, and what opens a group of a special kind.
KEPT = re.compile(r"\\.|\(\?(?:P?[<=!]|[A-Za-z]*)|.", re.DOTALL)
# An expression piece by piece, as far as it must be read to know what every match holds.
PIECES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|.", re.DOTALL)
PLAIN = re.compile(r"\\[^a-zA-Z0-9]|[^\\\[\](){}.*+?^$|]", re.DOTALL)
# Alternatives, groups of a special kind, and escapes that take more than a letter.
UNCLEAR = re.compile(r"\||\(\?|\\[^dDwWsSbB\W_]")
LEFT_OUT = ("*", "?", "{")


class Expression:
    """A compiled regular expression that does not go on for ever, neither in one paragraph nor over many.

    What it has left to take is a bucket: each paragraph fills in what most expressions need for it, never to more than
    ``LONGEST_SEARCH``.
    """

    __slots__ = ("_compiled", "_left", "_written")

    def __init__(self, written: str, compiled: Any) -> None:
        self._written = written
        self._compiled = compiled
        self._left = LONGEST_SEARCH

    def matches(self, paragraph: str) -> Iterator[tuple[int, int]]:
        """Where it matches, from and to; raises ``QueryError`` where that takes too long, or too much memory."""
        filled = self._left + SECONDS_A_PARAGRAPH + SECONDS_A_CHARACTER * len(paragraph)
        self._left = min(LONGEST_SEARCH, filled)
        if self._left <= 0:
            raise self._too_long()
        began = time.perf_counter()
        try:
            for match in self._compiled.finditer(paragraph, timeout=self._left):
                yield match.span()
        except TimeoutError:
            raise self._too_long() from None
        except MemoryError:
            raise QueryError("/{}/ takes too much memory", self._written, hint="fewer repetitions") from None
        finally:
            self._left -= time.perf_counter() - began

    def _too_long(self) -> QueryError:
        return QueryError("/{}/ takes too long", self._written, hint="fewer repetitions within repetitions")


@lru_cache(MOST_KEPT)
def compile_expression(expression: str) -> Expression:
    """A regular expression, compiled; raises ``ValueError`` where it is none."""
    import regex  # not re: it can be told to stop

    if len(expression) > LONGEST_EXPRESSION:
        raise ValueError(Message("it is too long"))
    if CALLS.search(expression):
        raise ValueError(Message("it calls itself"))
    if prod(int(most or least or 1) for least, most in COUNTS.findall(expression)) > MOST_REPEATED:
        raise ValueError(Message("it repeats too often"))
    try:
        return Expression(expression, regex.compile(expression))
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(reason(error)) from error


def fold_expression(expression: str) -> str:
    r"""An expression that finds in a folded text what it would in the text: its characters folded, its escapes not.

    What folds to a character that means something in expressions, such as （ to (, keeps meaning itself.

    >>> fold_expression(r"ＧＤＰ（\S+）")
    'gdp\\(\\S+\\)'
    """
    named = CODE.sub(lambda match: re.escape(chr(int(match[1] or match[2], 16))), expression)
    return "".join(_fold_piece(match[0]) for match in KEPT.finditer(named))


def _fold_piece(piece: str) -> str:
    if len(piece) > 1:
        return piece[0] + fold(piece[1:]) if piece[0] == "\\" and not piece.isascii() else piece
    folded = fold(piece)
    return re.escape(folded) if folded != piece and folded.isascii() and not folded.isalnum() else folded


def expression_literals(expression: str) -> Iterator[str]:
    """Stretches of plain characters that no match goes without; none where that would take a parser to tell.

    >>> list(expression_literals("安心.{0,8}(就业|工作)率")), list(expression_literals("安心.{0,8}就(业)?率+x*"))
    ([], ['安心', '就', '率'])
    """
    return filter(None, _stretches(expression))


def _stretches(expression: str) -> Iterator[str]:
    if UNCLEAR.search(expression):
        return
    pieces = PIECES.findall(expression)
    stretch, depth = "", 0
    for piece, follower in zip(pieces, [*pieces, ""][1:], strict=True):
        depth += (piece == "(") - (piece == ")")
        if not depth and PLAIN.fullmatch(piece) and not follower.startswith(LEFT_OUT):
            stretch += piece[-1]
            if follower != "+":
                continue
        yield stretch
        stretch = ""
    yield stretch
