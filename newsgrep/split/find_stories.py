"""Pieces → stories: decides which runs of short lines begin a story, and which are subheads inside one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.split.boundary import Boundary, StorySoFar
from newsgrep.split.linear_model import log_odds
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.page_context import PageContext
from newsgrep.split.shapes import Piece, comes_from_page, ends_with_credit, is_numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.boundary import BoundaryKind
    from newsgrep.split.linear_model import Weights

# Shared vocabulary is computed only if the log-odds of form are closer to 0 than this. On held-out pages it reversed one
# of 2,700 decisions that were further away.
CERTAIN = 5.0


def cut(pieces: Sequence[Piece], weights: Weights) -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each story."""
    page = PageContext(list(retitled(pieces)))
    for first, after in pairwise([*find_starts(page, _judge(weights)), len(page.pieces)]):
        yield page.pieces[first:after]


def find_starts(page: PageContext, opens: Callable[[Boundary], bool]) -> list[int]:
    """Return the index of the first piece of each story; ``opens`` decides boundaries that no rule decides.

    The first start is 0; a page without pieces has none.
    """
    if not page.pieces:
        return []
    starts = [0]
    first, after = 0, page.run_end(0)
    story = StorySoFar(page, first, after)
    story.add_run(page, first, after)
    several = holds_several(page)

    def begins(kind: BoundaryKind | None, at: int, end: int) -> bool:
        return several and kind is not None and opens(Boundary(page, story, kind, at, end))

    while after < len(page.pieces):
        first, after = after, page.run_end(after)
        if _must_open(page, first, several=several) or begins(_kind(page, first), first, after):
            starts.append(first)
            story = StorySoFar(page, first, after)
        story.add_run(page, first, after)
        for at in range(first + 1, after):
            if begins("inside" if page.shapes[at] == "title" else None, at, after):
                starts.append(at)
                story = StorySoFar(page, at, after)
    return starts


def holds_several(page: PageContext) -> bool:
    """Return whether the form of a text shows that it is a page, not a single article.

    Signs of a page are a later headline group with an author or after a signature, an advertisement, a table of contents,
    the page's own credits, and a jump line. A single article with subheads has none of them, and stays whole.
    """
    if any(piece.shape in ("notice", "ad", "guide") for piece in page.pieces):
        return True
    at = page.run_end(0)
    while at < len(page.pieces):
        after = page.run_end(at)
        if comes_from_page(page.heads[at]):
            return True
        if page.shapes[at] == "title" and (page.author(after) != "none" or page.is_signed(at - 1)):
            return True
        at = after
    return False


def _kind(page: PageContext, first: int) -> BoundaryKind | None:
    """Return what a story could begin with here, or None where stories hardly ever begin."""
    if page.shapes[first] == "title":
        return "title"
    if page.shapes[first] != "body" or page.shapes[first - 1] == "title" or page.credit(first) is None:
        return None
    return "picture"


def _must_open(page: PageContext, first: int, *, several: bool) -> bool:
    """Return whether the form of a block is enough to begin a story."""
    match page.shapes[first]:
        case "ad" | "guide":
            return True
        case "notice":
            return page.shapes[first - 1] != "notice"
        case "note" | "body":
            return several and comes_from_page(page.heads[first]) and page.shapes[first - 1] != "title"
        case "title":
            return several and (page.is_signed(first - 1) or _heads_picture(page, first))
        case "artwork":
            return several and page.shapes[first - 1] not in ("title", "name", "byline", "caption")
        case _:
            return False


def _heads_picture(page: PageContext, first: int) -> bool:
    """Return whether a caption with a photo credit is all the text below headlines."""
    after = page.run_end(first)
    return (
        page.shapes[after] == "caption"
        and ends_with_credit(page.pieces[after].block)
        and page.shapes[after + 1] in ("title", "ad", "notice", "guide", None)
        and not any(is_numbered(piece.block) for piece in page.pieces[first:after])
    )


def _judge(weights: Weights) -> Callable[[Boundary], bool]:
    """Return the function that decides whether a story begins at a boundary."""
    forms = {kind: log_odds(features, weights[kind]) for kind, features in FORMS.items()}
    words = {kind: log_odds(WORDS, weights[kind]) for kind in FORMS}

    def opens(boundary: Boundary) -> bool:
        form = forms[boundary.kind](boundary)
        if abs(form) > CERTAIN:
            return form > 0
        return form + words[boundary.kind](boundary) > 0

    return opens


def retitled(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; the first of two lines of names below a text becomes a headline: 葛花 / 陈年喜."""
    for at, piece in enumerate(pieces):
        above = pieces[at - 1].shape if at else None
        below = pieces[at + 1].shape if at + 1 < len(pieces) else None
        if piece.shape == "name" and below in ("name", "byline") and above not in ("title", "name", "byline"):
            yield Piece(piece.block, "title")
        else:
            yield piece
