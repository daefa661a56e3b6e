"""Regular expressions over folded text: folding, limits on time, and the literals that every match contains."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from newsgrep.errors import QueryError
from newsgrep.message import Message, reason
from newsgrep.query.time_budget import TimeBudget
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_KEPT = 100
# Compiling expands repetitions, and nested ones multiply.
COUNTS = r"\{(\d*)(?:,(\d*))?\}"
MOST_REPEATED = 10_000
# Characters. Groups are slow to compile: a thousand of them take seconds.
LONGEST_EXPRESSION = 1000
# A recursive expression fills the memory before it times out, and news has no nested brackets to match.
CALLS = r"\(\?(?:R|&|P>|[+-]?\d)"
CODE = r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))"
# Escapes, and the openings of special groups, keep their case.
KEPT = r"(?s)\\.|\(\?(?:P?[<=!]|[A-Za-z]*)|."
# The pieces of an expression, as far as they matter for the literals that every match contains.
PIECES = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}|()\[\\]*\}|."
PLAIN = r"(?s)\\[^a-zA-Z0-9]|[^\\\[\](){}.*+?^$|]"
# Special groups, named classes, and escapes of more than a letter: only a parser could find their literals.
UNCLEAR = r"\(\?(?!:)|\[:|\\[^dDwWsSbB\W_]"
LEFT_OUT = ("*", "?", "{")


class Expression:
    """A compiled regular expression with a limit on its time, in one paragraph and over many."""

    __slots__ = ("_budget", "_compiled", "_written")

    def __init__(self, written: str, compiled: Any) -> None:
        self._written = written
        self._compiled = compiled
        self._budget = TimeBudget(f"/{written}/", hint="use fewer repetitions within repetitions")

    def matches(self, paragraph: str) -> Iterator[tuple[int, int]]:
        """The matches, (start, end) in code points. Raises ``QueryError`` if time or memory run out."""
        with self._budget.of(len(paragraph)) as seconds:
            try:
                for match in self._compiled.finditer(paragraph, timeout=seconds):
                    yield match.span()
            except TimeoutError:
                raise self._budget.used_up() from None
            except MemoryError:
                raise QueryError("/{}/ takes too much memory", self._written, hint="use fewer repetitions") from None


@lru_cache(MOST_KEPT)
def compile_expression(expression: str) -> Expression:
    """Compile a regular expression. Raises ``ValueError`` if it is invalid, recursive, too long, or too repetitive."""
    import regex  # unlike re, it has timeouts

    if len(expression) > LONGEST_EXPRESSION:
        raise ValueError(Message("too long"))
    if re.search(CALLS, expression):
        raise ValueError(Message("it calls itself"))
    if prod(int(most or least or 1) for least, most in re.findall(COUNTS, expression)) > MOST_REPEATED:
        raise ValueError(Message("too many repetitions"))
    try:
        return Expression(expression, regex.compile(expression))
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(reason(error)) from error


def fold_expression(expression: str) -> str:
    r"""Fold an expression, so that it finds in folded text what it would in the text: characters, but not escapes.

    A character that folds to a special one, such as （ to (, is escaped.

    >>> fold_expression(r"ＧＤＰ（\S+）")
    'gdp\\(\\S+\\)'
    """
    named = re.sub(CODE, lambda match: re.escape(chr(int(match[1] or match[2], 16))), expression)
    return "".join(_fold_piece(match[0]) for match in re.finditer(KEPT, named))


def _fold_piece(piece: str) -> str:
    if len(piece) > 1:
        return piece[0] + fold(piece[1:]) if piece[0] == "\\" and not piece.isascii() else piece
    folded = fold(piece)
    return re.escape(folded) if folded != piece and folded.isascii() and not folded.isalnum() else folded


def expression_literals(expression: str) -> Iterator[str]:
    """Literals that every match contains; none if finding them would take a parser.

    >>> list(expression_literals("安心.{0,8}(就业|工作)率")), list(expression_literals("安心.{0,8}就(业)?率+x*"))
    (['安心', '率'], ['安心', '就', '率'])
    """
    if re.search(UNCLEAR, expression):
        return
    pieces = re.findall(PIECES, expression)
    found, stretch, depth = [], "", 0
    for piece, follower in zip(pieces, [*pieces, ""][1:], strict=True):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            return
        if not depth and re.fullmatch(PLAIN, piece) and not follower.startswith(LEFT_OUT):
            stretch += piece[-1]
            if follower != "+":
                continue
        found.append(stretch)
        stretch = ""
    yield from filter(None, [*found, stretch])
