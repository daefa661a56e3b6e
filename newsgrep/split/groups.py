"""Blocks → stories: which runs of short lines open a story, and which are subheads inside one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.kinds import Shape, has_dateline, is_numbered, opens_news

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.paragraphs import Piece

_COLUMN = re.compile(r"\([^()]{2,24}\)$")
_CLOSING = re.compile(r"^[(〔【][^()]{0,6}(?:作者|作者单位)|整理[)〕】]$|摘编自")
_SIGNED = re.compile(r"[。!?”…]\([\u3400-\u9fff· 、]{2,20}\)$")
_PAGE_MARK = re.compile(r"^(?:[详见第 ]{0,4}[A-Z]?[\d一二三四五六七八九十]{1,3}版?[ 、]*)+$")


# Of 90 photo blocks on the tuning pages 75 have one to three paragraphs, 88 at most 267 characters (the median 126).
MOST_PHOTO_TEXTS = 3
LONGEST_PHOTO = 400


class Run(NamedTuple):
    """Short lines ``pieces[first:after]`` that may be a headline group, and what is known of the story they would end.

    ``since`` counts its paragraphs so far; ``bylined`` tells whether it opened with a byline or dateline.
    """

    pieces: Sequence[Piece]
    first: int
    after: int
    since: int
    bylined: bool

    def shape(self, index: int) -> Shape | None:
        """Return the shape of a block of the page, None beyond its ends."""
        return self.pieces[index].shape if 0 <= index < len(self.pieces) else None

    def head(self, index: int) -> str:
        """Return how a block of the page begins, "" beyond its ends."""
        return self.pieces[index].block.head if 0 <= index < len(self.pieces) else ""

    @property
    def opening(self) -> int:
        """The block the text begins with: pictures may stand between it and the headlines."""
        index = self.after
        while self.shape(index) in ("caption", "credit", "note", "artwork"):
            index += 1
        return index


class Evidence(NamedTuple):
    """One row of the table: what speaks for a run opening a story (or against it: less than 0), and how strongly."""

    weight: float
    test: Callable[[Run], bool]
    why: str


def _always(_: Run) -> bool:
    return True


def _has_byline(run: Run) -> bool:
    return run.shape(run.opening) == "byline"


def _has_names(run: Run) -> bool:
    return run.shape(run.opening) == "name" and run.shape(run.opening + 1) in ("body", "title")


def _has_dateline(run: Run) -> bool:
    return run.opening < len(run.pieces) and has_dateline(run.pieces[run.opening].block)


def _after(*shapes: Shape) -> Callable[[Run], bool]:
    return lambda run: run.shape(run.first - 1) in shapes


def _any_line(test: Callable[[str], bool]) -> Callable[[Run], bool]:
    return lambda run: any(test(piece.block.head) for piece in run.pieces[run.first : run.after])


def _has_opening(run: Run) -> bool:
    return _has_byline(run) or _has_names(run) or _has_dateline(run)


def _has_picture(run: Run) -> bool:
    """Tell whether all that stands under a run is a short text with a photographer at its end."""
    length, index = 0, run.after
    while length <= LONGEST_PHOTO and run.shape(index) in ("body", "caption", "credit"):
        if run.shape(index) != "body":
            return run.shape(index + 1) != "body"
        length += len(run.pieces[index].block.text)
        index += 1
    return False


def _after_signature(run: Run) -> bool:
    return run.first > 0 and bool(_SIGNED.search(run.pieces[run.first - 1].block.tail))


def _signed_ahead(run: Run) -> bool:
    """Tell whether the text below is signed at its end though the story above has its byline in front."""
    index = run.after
    while run.shape(index) in ("body", "caption", "credit", "note", "artwork"):
        if _SIGNED.search(run.pieces[index].block.tail):
            return run.bylined
        index += 1
    return False


def _stands_apart(run: Run) -> bool:
    return run.after < len(run.pieces) and run.pieces[run.first].block.gap > run.pieces[run.after].block.gap


def _is_in_list(run: Run) -> bool:
    return any(is_numbered(piece.block) for piece in run.pieces[run.first : run.after])


# Weights: log-odds of a logistic regression over 3,059 runs of short lines (人民日报, April and May 2026), rounded to
# halves, some to the next whole. Those marked * are set or moved by hand: the tuning pages hold too few such forms, or
# more of these pages came out exact. A run opens a story where the sum is above 0.
EVIDENCE: tuple[Evidence, ...] = (
    Evidence(-1.5, _always, "of runs of short lines half are subheads; the rest of the table is about stories"),
    Evidence(3.0, _has_byline, "an author line stands under headlines"),
    Evidence(3.0, _has_names, "* so do names alone: opinion pages"),
    Evidence(5.0, _has_dateline, "* 本报讯 opens a story, never a section of one"),
    Evidence(4.0, _any_line(lambda line: bool(_COLUMN.search(line))), "the name of a column in brackets ends a title"),
    Evidence(3.0, _after("credit", "caption", "note", "artwork"), "pictures stand at the end of a story"),
    Evidence(4.0, _after_signature, "* who wrote it, in brackets, ends a story"),
    Evidence(4.0, _signed_ahead, "* a text signed at its end is not the story that has its byline in front"),
    Evidence(3.0, _stands_apart, "* more blank lines before it than after it"),
    Evidence(-2.0, _after("name", "byline"), "under an author line comes the first subhead"),
    Evidence(-2.5, _is_in_list, "numbered lines divide a text"),
    Evidence(
        -1.0,
        lambda run: run.after - run.first == 1 and run.head(run.first).endswith("—"),
        "a subhead that the text completes",
    ),
    Evidence(-1.0, lambda run: run.after - run.first > 3, "many short lines are a list or verse"),
    Evidence(-1.0, _any_line(lambda line: "," in line), "titles prefer a space to a comma"),
    Evidence(1.0, _any_line(lambda line: " " in line), "a title in two halves"),
    Evidence(0.5, lambda run: opens_news(run.head(run.after)), "近日 opens news"),
    Evidence(-1.0, lambda run: run.head(run.after).startswith(("“", "问", "答")), "a quotation goes on with a story"),
    Evidence(-1.0, lambda run: run.since > 8 and not _has_opening(run), "long reports have subheads"),
    Evidence(3.0, _has_picture, "* a photo block: headline, short text, photographer"),
    Evidence(
        -1.0,
        lambda run: run.head(run.first - 1).startswith("—") and run.shape(run.first - 1) == "signature",
        "the parts of a feature follow ——编者",
    ),
    Evidence(
        2.0,
        lambda run: run.shape(run.after) not in ("body", "byline", "name", "caption", "credit"),
        "no text under it to divide",
    ),
)


def weigh(run: Run) -> float:
    r"""Return how strongly a run of short lines speaks for a new story: above 0 it opens one.

    >>> from newsgrep.split.lines import read_blocks
    >>> from newsgrep.split.paragraphs import mend
    >>> pieces = list(mend(read_blocks("桥已通车。\n新图书馆开放\n本报讯（记者陈一帆）昨日，江城市新图书馆向读者开放。")))
    >>> weigh(Run(pieces, 1, 2, since=1, bylined=False))
    3.5
    """
    return sum(row.weight for row in EVIDENCE if row.test(run))


def find_starts(pieces: Sequence[Piece]) -> list[int]:
    r"""Return where stories open, as indexes of pieces; the first is 0.

    >>> from newsgrep.split.lines import read_blocks
    >>> from newsgrep.split.paragraphs import mend
    >>> find_starts(list(mend(read_blocks("新桥通车\n桥已通车。\n广告"))))
    [0, 2]
    """
    if not pieces:
        return []
    several = holds_several(pieces)
    starts = [0]
    since, bylined, index = 0, False, 0
    while index < len(pieces):
        after = _end_of_run(pieces, index)
        run = Run(pieces, index, after, since, bylined)
        if index and _opens(run, several=several):
            starts.append(index)
            since = 0
            after = max(after, end_of_photo(run))
        if index == starts[-1]:
            bylined = _has_opening(run) or has_dateline(pieces[index].block)
        since += pieces[index].shape == "body"
        index = after
    return starts


def holds_several(pieces: Sequence[Piece]) -> bool:
    """Tell whether a text shows by form that it is a page: a later headline group with a byline, or under a signature.

    So do an advertisement, a guide, or who made the page. A single article with subheads shows none, and stays whole.
    """
    if any(piece.shape in ("notice", "ad", "guide") for piece in pieces):
        return True
    index = 0
    while index < len(pieces):
        after = _end_of_run(pieces, index)
        run = Run(pieces, index, after, since=1, bylined=False)
        if index and pieces[index].shape == "title" and (_has_opening(run) or _after_signature(run)):
            return True
        index = after
    return False


def _opens(run: Run, *, several: bool) -> bool:
    """Tell whether a story opens with the first piece of a run."""
    match run.shape(run.first):
        case "title":
            return several and weigh(run) > 0
        case "ad" | "guide":
            return True
        case "notice":
            return run.shape(run.first - 1) != "notice"
        case "body":
            return several and (end_of_photo(run) > run.first or _follows_author(run))
        case "artwork":
            return several and run.shape(run.first - 1) not in ("title", "name", "byline", "caption")
        case _:
            return False


def end_of_photo(run: Run) -> int:
    """Return where a photo block without headline that begins here ends; where none begins, ``run.first``.

    It is the text just above a photographer's line, or up to three paragraphs of which the first opens with a time.
    """
    index = run.first
    while run.shape(index) == "body" and index - run.first < MOST_PHOTO_TEXTS:
        index += 1
    while run.shape(index) == "caption":
        index += 1
    if run.shape(index) != "credit" or _is_under_headline(run):
        return run.first
    return index + 1 if index == run.first + 1 or opens_news(run.head(run.first)) else run.first


def _is_under_headline(run: Run) -> bool:
    return run.shape(run.first - 1) in ("title", "name", "byline") or (
        run.since < MOST_PHOTO_TEXTS and run.shape(run.first - 2) == "title"
    )


def _follows_author(run: Run) -> bool:
    """Tell whether the line before closes a story by saying who its author is, which it does not under a headline."""
    before = run.first - 1
    return (
        run.shape(before) == "signature"
        and run.shape(before - 1) != "title"
        and bool(_CLOSING.search(run.head(before)))
    )


def _end_of_run(pieces: Sequence[Piece], first: int) -> int:
    """Return where the run of short lines that begins at ``first`` ends; any other block is a run by itself."""
    after = first + 1
    if pieces[first].shape == "guide":
        return _end_of_guide(pieces, first)
    if pieces[first].shape != "title":
        return after
    while after < len(pieces) and pieces[after].shape in ("title", "signature"):
        after += 1
    return after


def _end_of_guide(pieces: Sequence[Piece], first: int) -> int:
    """Return where a guide box ends: behind the last page number among its short lines."""
    after = last = first + 1
    while after < len(pieces) and pieces[after].shape in ("title", "name", "signature"):
        after += 1
        if _PAGE_MARK.match(pieces[after - 1].block.head):
            last = after
    return last if last > first + 1 else after


def cut(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each story."""
    starts = find_starts(pieces)
    for first, after in pairwise([*starts, len(pieces)]):
        yield pieces[first:after]
