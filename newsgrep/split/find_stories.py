"""Pieces → stories: decides which runs of short lines begin a story, and which are subheads inside one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from newsgrep.split.author_lines import is_listed, is_pen_name, is_sender
from newsgrep.split.boundary import Boundary, StorySoFar
from newsgrep.split.closings import is_date_line, is_office, is_organisation, is_row, is_salutation
from newsgrep.split.continuations import find_bullets, find_entries, find_speakers, speaker_of
from newsgrep.split.join_paragraphs import join_broken
from newsgrep.split.judge import Judge
from newsgrep.split.page_context import PageContext
from newsgrep.split.set_apart import put_back, set_apart
from newsgrep.split.shapes import (
    LONGEST_BOX_NAME,
    LONGEST_KICKER,
    Piece,
    comes_from_page,
    ends_with_credit,
    has_dateline,
    is_numbered,
    is_short,
)
from newsgrep.split.unmarked import LONGEST_UNMARKED, is_unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.boundary import BoundaryKind
    from newsgrep.split.linear_model import Weights
    from newsgrep.split.shapes import Shape

_NAMED = ("byline", "names", "dateline")
# What a text is known to be; its form decides where it is not.
TextKind = Literal["auto", "article", "page"]

# A text that nothing else shows to be a page is one if a story begins as clearly as this: most texts that would be cut in
# two are one article, and most where the first text has no headline, or names its author and no other does.
LEAST_CLEAR, LEAST_CLEAR_SIGNED = 2.0, 7.0
_TWO = 2
# The lead of a story is shorter.
LONGEST_LEAD = 120
# Where there are more, their mean counts, less the chance that a few of many short lines look like headlines: of 68 made
# pages that nobody signs all have at least 0.5, of six articles that would be cut three have less.
LEAST_CLEAR_MEAN = 0.3


def cut(pieces: Sequence[Piece], weights: Weights, texts: TextKind = "auto") -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each story, with broken paragraphs joined, and those of the furniture between them."""
    text, furniture = set_apart(pieces)
    page = prepare(text, furniture, weights)
    if texts == "article":
        yield from put_back([page.pieces], furniture)
        return
    if texts == "page":
        page.several, page.is_box = True, False
    starts = starts_of(page, weights) if texts == "auto" else find_starts(page, Judge(weights))
    stories = pairwise([*starts, len(page.pieces)])
    yield from put_back((page.pieces[first:after] for first, after in stories), furniture)


def starts_of(page: PageContext, weights: Weights, watch: Callable[[Boundary, bool], None] | None = None) -> list[int]:
    """Return the index of the first piece of each story; ``watch`` is told what is decided of each boundary."""
    judge = Judge(weights)

    def opens(boundary: Boundary) -> bool:
        opened = judge(boundary)
        if watch:
            watch(boundary, opened)
        return opened

    starts = find_starts(page, opens)
    if len(starts) == 1 or (len(starts) == _TWO and page.is_bare(starts[1])):
        return starts[:1]
    return starts[:1] if page.manner == "single" and not _is_clear(page, starts, judge) else starts


def _is_clear(page: PageContext, starts: Sequence[int], judge: Judge) -> bool:
    """Return whether the stories begin so clearly that a text is a page, where nothing else shows it to be one."""
    if page.names_first and not judge.small:
        return judge.clearest > LEAST_CLEAR_SIGNED
    if len(starts) == _TWO:
        return judge.clearest > LEAST_CLEAR
    return not judge.scores or judge.mean_clearness() > LEAST_CLEAR_MEAN


def prepare(text: Sequence[Piece], furniture: Sequence[Piece], weights: Weights) -> PageContext:
    """Return the context of the pieces that are text."""
    return PageContext(
        list(reshaped(list(join_broken(text, weights)))), [piece.block.lines[0][1] for piece in furniture]
    )


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
    several = page.several
    # A box of briefs is one article, if nothing shows that it is on a page.
    boxed = page.is_box

    def begins(kind: BoundaryKind | None, at: int, end: int) -> bool:
        return (
            not boxed
            and kind is not None
            and not (kind != "picture" and story.takes(page, at))
            and opens(Boundary(page, story, kind, at, end))
        )

    while after < len(page.pieces):
        first, after = after, page.run_end(after)
        if _must_open(page, story, first, several=several) or begins(_kind(page, first), first, after):
            starts.append(first)
            story = StorySoFar(page, first, after)
        story.add_run(page, first, after)
        for at in range(first + 1, after):
            if begins("inside" if page.shapes[at] == "title" else None, at, after):
                starts.append(at)
                story = StorySoFar(page, at, after)
    return starts


def _kind(page: PageContext, first: int) -> BoundaryKind | None:
    """Return what a story could begin with here, or None where stories hardly ever begin."""
    if page.shapes[first] == "title":
        return "title"
    if page.shapes[first] != "body" or page.shapes[first - 1] == "title" or page.credit(first) is None:
        return None
    return "picture"


def _must_open(page: PageContext, story: StorySoFar, first: int, *, several: bool) -> bool:
    """Return whether the form of a block is enough to begin a story."""
    match page.shapes[first]:
        case "ad" | "guide":
            return True
        case "notice":
            return page.shapes[first - 1] != "notice"
        case "note" | "body":
            return several and (
                (comes_from_page(page.heads[first]) and page.shapes[first - 1] != "title")
                or (story.opens_with == "body" and page.opens_dispatch(first))
            )
        case "title":
            return (
                several
                and not story.takes(page, first)
                and (
                    page.is_signed(first - 1)
                    or first in page.teasers
                    or _is_between_authors(page, first)
                    or _heads_picture(page, first)
                    or (story.author in _NAMED and page.is_next_number(story.first, first))
                    or _has_lead(page, story, first)
                    or _is_dated_anew(page, story, first)
                )
            )
        case "artwork":
            return several and page.shapes[first - 1] not in ("title", "name", "byline", "caption")
        case _:
            return False


def _is_between_authors(page: PageContext, first: int) -> bool:
    """Return whether a headline is below the line that says who wrote the text above, and above the author of its own text.

    On the training pages 149 such headlines begin a story, eight do not: they are of one feature by nine authors.
    """
    return page.signature(first - 1) == "author" and page.author(page.run_end(first)) in _NAMED


def _is_dated_anew(page: PageContext, story: StorySoFar, first: int) -> bool:
    """Return whether datelines tell two stories apart: one below the text above, or a second one that is not in a box.

    On the training pages, all of 34 headlines of more than eight characters begin a story below a dateline, and 172 of 174
    do above one, if the story above has an author and is not a box of briefs.
    """
    if page.is_dated_below(first - 1):
        return page.lengths[first] > LONGEST_BOX_NAME
    return not story.box and story.author in _NAMED and page.author(page.run_end(first)) == "dateline"


def _has_lead(page: PageContext, story: StorySoFar, first: int) -> bool:
    """Return whether a short lead is between a headline and the paragraph with the dateline.

    On the training pages eight such headlines begin a story, and none does not.
    """
    after = page.run_end(first)
    return (
        not story.box
        and [*page.shapes[after : after + 2]] == ["body", "body"]
        and page.lengths[after] <= LONGEST_LEAD
        and not has_dateline(page.pieces[after].block)
        and has_dateline(page.pieces[after + 1].block)
    )


def _heads_picture(page: PageContext, first: int) -> bool:
    """Return whether a caption with a photo credit is all the text below headlines."""
    after = page.run_end(first)
    return (
        page.shapes[after] == "caption"
        and ends_with_credit(page.pieces[after].block)
        and page.shapes[after + 1] in ("title", "ad", "notice", "guide", None)
        and not any(is_numbered(piece.block) for piece in page.pieces[first:after])
    )


def reshaped(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with the shapes that their neighbours give them.

    The first of two lines of names below a text is a headline (葛花 / 陈年喜), that of more is not. A first paragraph that
    leads to the headline below by a dash is one, too. A short line of two or three characters
    with a space inside, or one that names an office, is an author between a headline and text; the sender of a letter is
    named between the letter and the next headline. Persons with their offices, one per line, are a list, and so are the
    names of provinces above them in a long one. What a speaker
    of an interview says is text, however short; a row of short lines with a bullet above texts are headlines.
    """
    last: Shape | None = None
    longest = LONGEST_UNMARKED if is_unmarked(pieces) else None
    speakers, bullets, entries = find_speakers(pieces), find_bullets(pieces), find_entries(pieces)
    for at, piece in enumerate(pieces):
        if piece.shape in ("title", "name") and (
            at in entries or (speakers and speaker_of(piece.block.head) in speakers)
        ):
            last = "body"
            yield Piece(piece.block, last)
            continue
        if bullets and piece.shape == "caption" and piece.block.head[0] in bullets and is_short(piece.block):
            last = "title"
            yield Piece(piece.block, last)
            continue
        if at == 0 and _is_long_kicker(pieces):
            last = "title"
            yield Piece(piece.block, last)
            continue
        if piece.shape == "title" and (shape := _plain_shape(pieces, at, last, longest)):
            last = shape
            yield Piece(piece.block, shape)
            continue
        last = piece.shape
        above = pieces[at - 1].shape if at else None
        below = pieces[at + 1].shape if at + 1 < len(pieces) else None
        if (
            piece.shape == "name"
            and below in ("name", "byline")
            and above not in ("title", "name", "byline")
            and not _lists_names(pieces, at)
        ):
            yield Piece(piece.block, "title")
        elif (
            piece.shape == "title"
            and above in ("title", "signature")
            and below in ("body", "dateline")
            and (":" in piece.block.head or len(pieces[at - 1].block.text) > len(piece.block.text))
            and is_pen_name(piece.block.head)
        ):
            yield Piece(piece.block, "name")
        elif (
            piece.shape == "title"
            and above == "body"
            and below in ("title", "notice", None)
            and is_sender(piece.block.head)
        ):
            yield Piece(piece.block, "signature")
        elif piece.shape == "title" and is_listed(piece.block.head) and _has_listed(pieces[max(0, at - 1) : at + 2]):
            yield Piece(piece.block, "body")
        else:
            yield piece


def _plain_shape(pieces: Sequence[Piece], at: int, last: Shape | None, longest: int | None) -> Shape | None:
    """Return the shape of a short line that is no headline by what it says; ``last`` is the shape of the block above.

    A salutation and the rows of a table are text. Below a text, a date closes a notice, and so does who gives it: the
    organisation above that date, or one that the text has named.
    """
    head = pieces[at].block.head
    if is_salutation(head) or (longest is not None and len(pieces[at].block.text) > longest):
        return "body"
    if is_row(head) and any(is_row(piece.block.head) for piece in (*pieces[at - 1 : at], *pieces[at + 1 : at + 2])):
        return "body"
    if last not in ("body", "note", "signature"):
        return None
    if is_date_line(head):
        return "signature"
    below = pieces[at + 1].block.head if at + 1 < len(pieces) else None
    if below and is_date_line(below) and is_office(head):
        return "signature"
    if (
        is_organisation(head)
        and not is_date_line(pieces[at - 1].block.head)
        and (
            below is None
            or (is_organisation(below) and pieces[at + 2 : at + 3] and pieces[at + 2].shape == "body")
            or any(head in piece.block.text for piece in pieces[max(0, at - 4) : at])
        )
    ):
        return "signature"
    return None


def _is_long_kicker(pieces: Sequence[Piece]) -> bool:
    """Return whether the first block is a kicker of several sentences: it leads to the headline below by a dash."""
    first, *rest = pieces[:2]
    return (
        first.shape == "body"
        and len(first.block.text) <= LONGEST_KICKER
        and first.block.tail.endswith("—")
        and bool(rest)
        and rest[0].shape == "title"
    )


def _lists_names(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a line and the two below it are names: a list, not a headline and its author."""
    return len(pieces) > at + _TWO and all(piece.shape in ("name", "byline") for piece in pieces[at : at + _TWO + 1])


def _has_listed(pieces: Sequence[Piece]) -> bool:
    """Return whether more than one of some neighbours name a person and an office, as the lines of a list do."""
    return sum(is_listed(piece.block.head) for piece in pieces) > 1
