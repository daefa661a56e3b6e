"""Regular expressions over folded text: how they are folded, what every match of one holds."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_KEPT = 100
# A repetition is written out when it is compiled, one within another as often as both say.
COUNTS = re.compile(r"\{(\d+)(?:,(\d*))?\}")
MOST_REPEATED = 10_000
CODE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))")
# What keeps its case: escapes, and what opens a group of a special kind.
KEPT = re.compile(r"\\.|\(\?(?:P?[<=!]|[A-Za-z]*)|.", re.DOTALL)
# An expression piece by piece, as far as it must be read to know what every match holds.
PIECES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|.", re.DOTALL)
PLAIN = re.compile(r"\\[^a-zA-Z0-9]|[^\\\[\](){}.*+?^$|]", re.DOTALL)
# Alternatives, groups of a special kind, and escapes that take more than a letter.
UNCLEAR = re.compile(r"\||\(\?|\\[^dDwWsSbB\W_]")
LEFT_OUT = ("*", "?", "{")


@lru_cache(MOST_KEPT)
def compile_expression(expression: str) -> Any:
    """A regular expression, compiled; raises ``ValueError`` where it is none."""
    import regex  # not re: it can be told to stop

    if prod(int(most or least) for least, most in COUNTS.findall(expression)) > MOST_REPEATED:
        raise ValueError("it repeats too often")
    try:
        return regex.compile(expression)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error


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


def needed(expression: str) -> Iterator[str]:
    """Stretches of plain characters that no match goes without; none where that would take a parser to tell.

    >>> list(needed("安心.{0,8}(就业|工作)率")), list(needed("安心.{0,8}就(业)?率+x*"))
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
