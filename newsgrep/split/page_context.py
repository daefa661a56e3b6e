"""The blocks of a page with their shapes, and facts about them that are looked up by index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from newsgrep.split.cohesion import PairStats
from newsgrep.split.shapes import Piece, Shape, has_dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

# How the text below a headline first names its author.
Author = Literal["byline", "names", "dateline", "none"]

_SIGNED = re.compile(r"[。!?”…]\([\u3400-\u9fff· 、]{2,20}\)$")
_NUMBER = r"[详见第 ]{0,4}[A-Z]?[\d一二三四五六七八九十]{1,3}版?"
_PAGE_MARK = re.compile(rf"^{_NUMBER}(?:[ 、]{{1,3}}{_NUMBER})*$")
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")
_SMALL_PRINT = ("caption", "credit", "note", "artwork")

# Features look at most this many blocks ahead or back, so their cost does not grow with the length of the text.
FARTHEST = 64
# The text of a picture is short, so its credit is near: at most this many blocks and characters away.
FARTHEST_CREDIT = 9
LONGEST_PICTURE = 700


class PageContext:
    """The pieces of a page, and facts about them by block index.

    The lists of shapes, lengths (in characters) and narrowed ends are padded, so that the two indexes before the first
    block and the three after the last one are valid: -1 and -2 reach the padding at the end.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.shapes: list[Shape | None] = [*(piece.shape for piece in pieces), None, None, None]
        self.lengths = [*(len(piece.block.text) for piece in pieces), 0, 0, 0]
        self.heads = [*(piece.block.head for piece in pieces), "", "", ""]
        self.tails = [*(piece.block.tail for piece in pieces), "", "", ""]
        self.vocabulary = PairStats([piece.block.text for piece in pieces])
        self._credits = _credits_ahead(pieces)
        self._punctuation: dict[int, str] = {}

    def credit(self, index: int) -> int | None:
        """Return the index of the photo credit that ends the text starting at ``index``, None if none is near."""
        at = self._credits[index]
        if at is None or at - index > FARTHEST_CREDIT:
            return None
        return at if sum(self.lengths[index:at]) <= LONGEST_PICTURE else None

    def author(self, index: int) -> Author:
        """Return how the text starting at ``index`` names its author, after any small print of pictures."""
        while self.shapes[index] in _SMALL_PRINT:
            if self.heads[index].startswith("字数"):
                return "byline"
            index += 1
        if self.shapes[index] == "byline":
            return "byline"
        if self.shapes[index] == "name" and self.shapes[index + 1] in ("body", "title"):
            return "names"
        if index < len(self.pieces) and has_dateline(self.pieces[index].block):
            return "dateline"
        return "none"

    def punctuation(self, first: int, after: int) -> list[str]:
        """Return the punctuation and spaces in the head of each block from ``first`` to ``after`` (exclusive)."""
        for index in range(first, after):
            if index not in self._punctuation:
                self._punctuation[index] = _WORDS.sub("", self.heads[index])
        return [self._punctuation[index] for index in range(first, after)]

    def is_signed(self, index: int) -> bool:
        """Return whether a block ends with its author's name in brackets."""
        return bool(_SIGNED.search(self.tails[index]))

    def run_end(self, first: int) -> int:
        """Return the end (exclusive) of the run of short lines starting at ``first``; other blocks are runs of one."""
        after = first + 1
        if self.shapes[first] == "guide":
            return self._guide_end(first)
        if self.shapes[first] != "title":
            return after
        while self.shapes[after] in ("title", "signature") and after - first < FARTHEST:
            after += 1
        return after

    def _guide_end(self, first: int) -> int:
        """Return the end (exclusive) of a table of contents: after the last page number among its short lines."""
        after = last = first + 1
        while self.shapes[after] in ("title", "name", "signature"):
            after += 1
            if _PAGE_MARK.match(self.heads[after - 1]):
                last = after
        return last if last > first + 1 else after


def _credits_ahead(pieces: Sequence[Piece]) -> list[int | None]:
    """For each piece, the index of the next photo credit with no headline before it."""
    found: list[int | None] = []
    last: int | None = None
    for at, (block, shape) in zip(range(len(pieces) - 1, -1, -1), reversed(pieces), strict=True):
        if shape == "credit" or (shape == "caption" and last is None):
            last = at
        elif shape in ("notice", "ad", "guide") or (shape == "title" and len(block.text) > 8):
            last = None
        found.append(last)
    return found[::-1]
