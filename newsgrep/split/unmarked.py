"""Text without punctuation, as papers printed it before the 1920s, and text that has lost some of it, as some OCR leaves it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.split.shapes import Piece

# Running text has a mark in a dozen characters, headlines and lists hardly any.
_CHARS_PER_MARK = 60
MARK = re.compile(r"[，。、；：？！,;:?!]")
# Only blocks longer than headlines tell, and only if there is some text.
_LONG, _LEAST = 40, 120
# Headlines in such papers are set in lines of up to a dozen characters.
LONGEST_UNMARKED = 26

# A text loses marks if this part of its paragraphs ends without one: of 520 pages none does, nine in ten of those do
# that have lost 30 % of their marks.
_ENDLESS, _PARAGRAPH, _LEAST_PARAGRAPHS = 0.2, 60, 4
_ENDS_SENTENCE = re.compile(r"[。!?;:…][”’」』)】]?$|[)】]$")


def is_unmarked(pieces: Sequence[Piece]) -> bool:
    """Return whether the text of a page has hardly any punctuation.

    >>> from newsgrep.split.lines import make_block
    >>> from newsgrep.split.shapes import shaped
    >>> is_unmarked([shaped(make_block("江城新桥昨日通车两岸的市民步行过江" * 9, ((0, 1),), 0))])
    True
    """
    texts = [piece.block.text for piece in pieces if len(piece.block.text) > _LONG]
    return sum(map(len, texts)) >= _LEAST and has_few_marks(texts)


def has_few_marks(texts: Sequence[str]) -> bool:
    """Return whether there is hardly any punctuation in some texts; they are read until there is enough."""
    text = "".join(texts)
    enough = -(-len(text) // _CHARS_PER_MARK)
    return sum(1 for _ in islice(MARK.finditer(text), enough)) < enough


def loses_marks(pieces: Sequence[Piece]) -> bool:
    """Return whether the text of a page, its broken paragraphs joined, has lost many of its marks.

    >>> from newsgrep.split.lines import make_block
    >>> from newsgrep.split.shapes import shaped
    >>> texts = ("江城新桥昨日通车，两岸的市民步行过江" * 9, "桥上的灯光，要亮到零点。" * 9)
    >>> loses_marks([shaped(make_block(text, ((0, 1),), 0)) for text in texts * 2])
    True
    """
    tails = [piece.block.tail for piece in pieces if piece.shape == "body" and len(piece.block.text) >= _PARAGRAPH]
    endless = sum(not _ENDS_SENTENCE.search(tail[-2:]) for tail in tails)
    return len(tails) >= _LEAST_PARAGRAPHS and endless >= _ENDLESS * len(tails)
