"""Sets the furniture of a page apart from its stories, so that it neither begins nor interrupts one."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING

from newsgrep.split.furniture import is_contact
from newsgrep.split.shapes import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A text that ends by asking for letters or calls.
_INVITES = re.compile(r"[来投赐]稿|邮箱|信箱|电话|热线|联系|邮编|地址|来信|咨询|报名")


def set_apart(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces that are text, and those that are furniture.

    What follows the page's own credits is a part of them; page numbers in a table of contents are a part of that.
    """
    text: list[Piece] = []
    furniture: list[Piece] = []
    listed = False
    for piece in pieces:
        listed = piece.shape == "guide" or (listed and piece.shape in ("title", "name", "furniture", "signature"))
        if piece.shape != "furniture":
            text.append(piece)
        elif listed:
            text.append(Piece(piece.block, "title"))
        elif text and is_contact(piece.block.head) and _takes_contact(text[-1]):
            text.append(Piece(piece.block, "note"))
        elif text and text[-1].shape == "notice" and text[-1].block.lines[-1][1] > _last_line(furniture):
            text.append(Piece(piece.block, "notice"))
        else:
            furniture.append(piece)
    return text, furniture


def _takes_contact(above: Piece) -> bool:
    """Return whether an address belongs to what is above it: an author line, or a text that asks for letters or calls."""
    return above.shape in ("byline", "name") or bool(_INVITES.search(above.block.tail))


def _last_line(pieces: Sequence[Piece]) -> int:
    return pieces[-1].block.lines[-1][1] if pieces else 0


def put_back(stories: Iterable[Sequence[Piece]], furniture: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each story, and the furniture of the page, each run of it as one, after what it is in.

    In a text of one story, furniture stays where it is.
    """
    stories = list(stories)
    if len(stories) <= 1:
        whole = sorted([*(piece for story in stories for piece in story), *furniture], key=_line)
        if whole:
            yield whole
        return
    firsts = [_line(story[0]) for story in stories[1:]]
    rest = list(furniture)
    yield from _runs([piece for piece in rest if _line(piece) < _line(stories[0][0])])
    rest = [piece for piece in rest if _line(piece) >= _line(stories[0][0])]
    at = 0
    for story, following in zip(stories, [*firsts, None], strict=True):
        yield story
        first = at
        while at < len(rest) and (following is None or _line(rest[at]) < following):
            at += 1
        yield from _runs(rest[first:at], story)


def _runs(furniture: Sequence[Piece], story: Sequence[Piece] = ()) -> Iterator[list[Piece]]:
    """Yield the runs of furniture with no piece of the story between them."""
    lines = [_line(piece) for piece in story]

    def above(piece: Piece) -> int:
        return bisect_left(lines, _line(piece))

    for _, run in groupby(furniture, key=above):
        yield list(run)


def _line(piece: Piece) -> int:
    return piece.block.lines[0][1]
