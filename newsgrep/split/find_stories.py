"""Pieces → stories: which runs of short lines open a story, and which are subheads inside one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.split.linear_model import log_odds
from newsgrep.split.openings import FORMS, WORDS, Boundary, PageContext, StorySoFar
from newsgrep.split.shapes import Piece, comes_from_page, ends_with_credit, is_numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.linear_model import Weights
    from newsgrep.split.openings import Kind

# Words are compared where the form of a place leaves it open. On pages not learned from they overruled one of 2,700
# places of which the form was more certain than this (log-odds).
CERTAIN = 5.0


def cut(pieces: Sequence[Piece], weights: Weights) -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each story."""
    page = PageContext(list(retitled(pieces)))
    for first, after in pairwise([*find_starts(page, _judge(weights)), len(page.pieces)]):
        yield page.pieces[first:after]


def find_starts(page: PageContext, opens: Callable[[Boundary], bool]) -> list[int]:
    """Return where stories open, as indexes of pieces, the first of which is 0; ``opens`` judges what form leaves open."""
    if not page.pieces:
        return []
    starts = [0]
    first, after = 0, page.run_end(0)
    story = StorySoFar(page, first, after)
    story.pass_by(page, first, after)
    several = holds_several(page)

    def begins(kind: Kind | None, at: int, end: int) -> bool:
        return several and kind is not None and opens(Boundary(page, story, kind, at, end))

    while after < len(page.pieces):
        first, after = after, page.run_end(after)
        if _must_open(page, first, several=several) or begins(_kind(page, first), first, after):
            starts.append(first)
            story = StorySoFar(page, first, after)
        story.pass_by(page, first, after)
        for at in range(first + 1, after):
            if begins("inside" if page.shapes[at] == "title" else None, at, after):
                starts.append(at)
                story = StorySoFar(page, at, after)
    return starts


def holds_several(page: PageContext) -> bool:
    """Tell whether a text shows by form that it is a page: a later headline group with an author, or under a signature.

    So do an advertisement, a guide, or who made the page. A single article with subheads shows none, and stays whole.
    """
    if any(piece.shape in ("notice", "ad", "guide") for piece in page.pieces):
        return True
    at = page.run_end(0)
    while at < len(page.pieces):
        after = page.run_end(at)
        if comes_from_page(page.head(at)):
            return True
        if page.shapes[at] == "title" and (page.author(after) != "none" or page.is_signed(at - 1)):
            return True
        at = after
    return False


def _kind(page: PageContext, first: int) -> Kind | None:
    """Return what a story could open with here; None where hardly one does."""
    if page.shapes[first] == "title":
        return "title"
    if page.shapes[first] != "body" or page.shapes[first - 1] == "title" or page.credit(first) is None:
        return None
    return "picture"


def _must_open(page: PageContext, first: int, *, several: bool) -> bool:
    """Tell whether the form of a block alone opens an item."""
    match page.shapes[first]:
        case "ad" | "guide":
            return True
        case "notice":
            return page.shapes[first - 1] != "notice"
        case "note" | "body":
            return several and comes_from_page(page.head(first)) and page.shapes[first - 1] != "title"
        case "title":
            return several and (page.is_signed(first - 1) or _heads_picture(page, first))
        case "artwork":
            return several and page.shapes[first - 1] not in ("title", "name", "byline", "caption")
        case _:
            return False


def _heads_picture(page: PageContext, first: int) -> bool:
    """Tell whether all that stands below headlines is a picture with its photographer."""
    after = page.run_end(first)
    return (
        page.shapes[after] == "caption"
        and ends_with_credit(page.pieces[after].block)
        and page.shapes[after + 1] in ("title", "ad", "notice", "guide", None)
        and not any(is_numbered(piece.block) for piece in page.pieces[first:after])
    )


def _judge(weights: Weights) -> Callable[[Boundary], bool]:
    forms = {kind: log_odds(rows, weights[kind]) for kind, rows in FORMS.items()}
    words = {kind: log_odds(WORDS, weights[kind]) for kind in FORMS}

    def opens(place: Boundary) -> bool:
        form = forms[place.kind](place)
        if abs(form) > CERTAIN:
            return form > 0
        return form + words[place.kind](place) > 0

    return opens


def retitled(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; of two lines of names below a text, the first is the headline: 葛花 / 陈年喜."""
    for at, piece in enumerate(pieces):
        above = pieces[at - 1].shape if at else None
        below = pieces[at + 1].shape if at + 1 < len(pieces) else None
        if piece.shape == "name" and below in ("name", "byline") and above not in ("title", "name", "byline"):
            yield Piece(piece.block, "title")
        else:
            yield piece
