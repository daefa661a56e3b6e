"""The blocks of a page with their shapes, and facts about them that are looked up by index."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from newsgrep.split.chains import is_chain
from newsgrep.split.closings import announced, closes_item, is_salutation
from newsgrep.split.cohesion import PairStats
from newsgrep.split.continuations import (
    WHO_ASKS,
    find_speakers,
    is_side_box,
    number_of,
    speaker_of,
    without_bullet,
)
from newsgrep.split.shapes import Piece, Shape, comes_from_page, has_dateline, is_box_name
from newsgrep.split.unmarked import is_unmarked, loses_marks
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# How the text below a headline names its author: above it, in its first words, at its end.
Author = Literal["byline", "names", "dateline", "signed", "none"]
# (作者为江城大学教授), (本报记者陈一帆采访整理), ——访江城大学教授: the first ends a story, the others often a part of one.
Signature = Literal["author", "arranged", "dash", "other"]
# How many of the stories of a page name their authors: no page at all, none, some, many.
Manner = Literal["single", "nobody", "some", "many"]

# (陈一帆), (记者陈一帆/江城报道), (作者为江城大学教授), (据新华社) after the last sentence.
_SIGNED = lazy_pattern(
    r"[。!?”…] ?[(【〔\[〈](?:(?:文[/:] ?)?[\u3400-\u9fff· 、]{2,20}|[^()]{2,24}/[^()]{2,8}(?:报道|报导)|(?:译者|编辑|核稿):[^()]{2,16}"
    r"|[^()]{0,10}(?:作者|记者|通讯员|执笔)[^()]{1,24}|据?[^()]{0,6}社[^()]{0,16})[)】〕\]〉]\d{0,8}$"
)
_CLOSERS = (")", "】", "〕", "]", "〉")
# (本报记者陈一帆采访整理): what somebody said, written down.
_ARRANGED = lazy_pattern(r"[(【][^()【】]{2,80}整理[)】]$")
# So many of them are a round-table: on the training pages no story begins below any of 23 of them but the last; where
# there are only one or two, one does below 33 of 61.
_LEAST_SPEAKERS = 3
_NUMBER = r"[详见第 ]{0,4}[A-Z]?[\d一二三四五六七八九十]{1,3}版?"
_PAGE_MARK, _NEXT_PAGE_MARK = lazy_pattern(_NUMBER), lazy_pattern(rf"[ 、]{{1,3}}{_NUMBER}")
_WORDS = lazy_pattern(r"[\u3400-\u9fffA-Za-z0-9]+")
# A page is of small items if two, and this part of its runs of short lines, look like it.
_LEAST_ITEMS, _ITEMS = 2, 0.5
_CUT_OFF, _LEAST_TEASERS = lazy_pattern(r"(?:^|[^…⋯.])[…⋯]\Z"), 2
_DIGITS = lazy_pattern(r"\d{1,3}\. ")
_SMALL_PRINT = ("caption", "credit", "note", "artwork")

# Features look at most this many blocks ahead or back, so their cost does not grow with the length of the text.
FARTHEST = 64
# The text of a picture is short, so its credit is near: at most this many blocks and characters away.
FARTHEST_CREDIT = 9
LONGEST_PICTURE = 700
_QUOTES = lazy_pattern(r"(?:指出|强调|要求|认为|表示|写道|[说道称])$")
# Two who talk by turns both speak within so many blocks.
SPEECHES = 6
# A box of briefs is shorter than a page: of 519 training pages with text five of several stories have so few characters.
LONGEST_BOX = 1500


class PageContext:
    """The pieces of a page, and facts about them by block index.

    The lists of shapes, lengths (in characters) and narrowed ends are padded, so that the two indexes before the first
    block and the three after the last one are valid: -1 and -2 reach the padding at the end.
    """

    def __init__(self, pieces: Sequence[Piece], furniture: Sequence[int] = ()) -> None:
        self.pieces = pieces
        self.shapes: list[Shape | None] = [*(piece.shape for piece in pieces), None, None, None]
        self.lengths = [*(len(piece.block.text) for piece in pieces), 0, 0, 0]
        self.heads = [*map(_head, pieces), "", "", ""]
        self.tails = [*(piece.block.tail for piece in pieces), "", "", ""]
        self.vocabulary = PairStats([piece.block.text for piece in pieces])
        self._credits = _credits_ahead(pieces)
        # The line numbers of furniture, which is not among the pieces.
        self._furniture = furniture
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
        if self.shapes[index] == "dateline" and self.shapes[index + 1] in ("body", "title"):
            return "dateline"
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
        tail = self.tails[index]
        return (tail[-1:] in _CLOSERS or tail[-1:].isdigit()) and bool(_SIGNED.search(tail))

    @cached_property
    def _arranged(self) -> list[int]:
        """The indexes of the blocks that end by saying who wrote down what somebody said."""
        return [at for at, tail in enumerate(self.tails) if tail[-3:-1] == "整理" and _ARRANGED.search(tail)]

    def is_next_speaker(self, first: int) -> bool:
        """Return whether a headline is that of a further speaker in a round-table, as others are above and below it."""
        return (
            len(self._arranged) >= _LEAST_SPEAKERS
            and first - 1 in self._arranged[:-1]
            and self.author(self.run_end(first)) not in ("byline", "dateline")
        )

    @cached_property
    def _speakers(self) -> frozenset[str]:
        """The names of those who speak in the text.

        Not 记者, who may ask in two interviews, who is quoted (市长指出:), nor whom letters greet (编辑同志:).
        """
        return frozenset(
            name
            for name in find_speakers(self.pieces) - WHO_ASKS
            if not _QUOTES.search(name) and not is_salutation(f"{name}:")
        )

    def is_in_talk(self, first: int, after: int) -> bool:
        """Return whether somebody speaks both right above and right below a run of short lines, as across a subhead of an interview."""
        if not self._speakers or self.author(after) != "none":
            return False
        above = {speaker_of(head) for head in self.heads[max(0, first - SPEECHES) : first]}
        below = {speaker_of(head) for head in self.heads[after : after + SPEECHES]}
        return not self._speakers.isdisjoint(above & below)

    def is_dated_below(self, index: int) -> bool:
        """Return whether a block is a dateline on a line of its own below the text of a story, not above it."""
        return (
            self.shapes[index] == "dateline"
            and self.shapes[index - 1] not in ("title", "name", "byline", None)
            and not self.tails[index].endswith(":")
        )

    def opens_dispatch(self, index: int) -> bool:
        """Return whether a text without a headline begins: with a dateline, and with more space above it than others have."""
        return (
            self.shapes[index] == "body"
            and self.shapes[index - 1] not in ("title", "name", "byline")
            and self.pieces[index].block.gap > self._usual_gap
            and has_dateline(self.pieces[index].block)
        )

    def is_next_number(self, story: int, first: int) -> bool:
        """Return whether a headline has the number after that of a story, as the headlines of a page have in web archives."""
        number = number_of(self.heads[first])
        return (
            number is not None
            and number_of(self.heads[story]) == number - 1
            and all(_DIGITS.match(self.heads[at]) for at in (story, first))
        )

    @cached_property
    def teasers(self) -> frozenset[int]:
        """The headlines below texts that a site has cut off by one ellipsis; none unless two and all later ones are."""
        runs, at = [], self.run_end(0)
        while at < len(self.pieces):
            if self.shapes[at] == "title":
                runs.append(at)
            at = self.run_end(at)
        if len(runs) < _LEAST_TEASERS or not all(_CUT_OFF.search(self.tails[at - 1]) for at in runs):
            return frozenset()
        return frozenset(runs)

    @cached_property
    def _usual_gap(self) -> int:
        """The least number of blank lines above a text that has another text above it."""
        gaps = (
            piece.block.gap for above, piece in pairwise(self.pieces) if piece.shape == "body" and above.shape == "body"
        )
        return min(gaps, default=0)

    def is_bare(self, first: int) -> bool:
        """Return whether there is nothing but short lines below a block, and none that announces something."""
        return all(shape == "title" for shape in self.shapes[first : len(self.pieces)]) and not any(
            map(announced, self.heads[first : len(self.pieces)])
        )

    def is_item(self, index: int) -> bool:
        """Return whether a short line begins with a bullet."""
        return len(self.heads[index]) < len(self.pieces[index].block.head)

    @cached_property
    def several(self) -> bool:
        """Whether the form of a text shows that it is a page, not a single article.

        Signs of a page are a later headline group with an author or after a signature (unless it names a side box), an
        advertisement, a table of contents, the page's own credits, and a jump line.
        """
        if any(piece.shape in ("notice", "ad", "guide") for piece in self.pieces):
            return True
        at = self.run_end(0)
        dated = self.author(at) != "none"
        while at < len(self.pieces):
            after = self.run_end(at)
            if comes_from_page(self.heads[at]):
                return True
            if self.opens_dispatch(at) or at in self.teasers or (dated and self.is_next_number(0, at)):
                return True
            signed_above = self.is_signed(at - 1) or self.is_dated_below(at - 1)
            if self.shapes[at] == "title" and (
                self.author(after) != "none" or (signed_above and not is_side_box(self.heads[at]))
            ):
                return True
            at = after
        return False

    @cached_property
    def is_box(self) -> bool:
        """Whether the text is a box of briefs and nothing else: it is named so, and nothing shows that it is a page.

        The datelines of its items do not, if it is too short for a page.
        """
        if not is_box_name(self.heads[0]) or not self.several:
            return is_box_name(self.heads[0])
        return sum(self.lengths) <= LONGEST_BOX and not any(
            shape in ("notice", "ad", "guide", "byline", "name", "signature") or comes_from_page(head)
            for shape, head in zip(self.shapes, self.heads, strict=True)
        )

    @cached_property
    def names_first(self) -> bool:
        """Whether the text begins without a headline, or with one above an author.

        The first story of a page has a headline, and if it names its author, another does, too.
        """
        return self.shapes[0] != "title" or self.author(self.run_end(0)) != "none"

    @cached_property
    def manner(self) -> Manner:
        """How many of the headline groups and subheads of the page have an author below or a signature at the end."""
        runs = signed = at = 0
        while at < len(self.pieces):
            after = self.run_end(at)
            if self.shapes[at] == "title":
                runs += 1
                signed += self.author(after) != "none"
            signed += self.shapes[at] == "signature" or self.is_dated_below(at) or self.is_signed(at)
            at = after
        if signed <= 1:
            return "nobody" if self.several else "single"
        return "some" if signed * 3 < runs else "many"

    @cached_property
    def usual_title(self) -> int:
        """The median length of the short lines of the page."""
        lengths = sorted(length for shape, length in zip(self.shapes, self.lengths, strict=True) if shape == "title")
        return lengths[len(lengths) // 2] if lengths else 0

    @cached_property
    def unmarked(self) -> bool:
        """Whether the text has hardly any punctuation."""
        return is_unmarked(self.pieces)

    @cached_property
    def lossy(self) -> bool:
        """Whether the text has lost many of its marks."""
        return loses_marks(self.pieces)

    @cached_property
    def small_items(self) -> bool:
        """Whether many of the runs of short lines begin or follow notices, advertisements, letters or tables."""
        runs = small = at = 0
        while at < len(self.pieces):
            after = self.run_end(at)
            if self.shapes[at] == "title":
                runs += 1
                small += bool(announced(self.heads[at]) or (at and closes_item(self.tails[at - 1])))
            at = after
        return small >= _LEAST_ITEMS and small >= _ITEMS * runs

    def after_furniture(self, index: int) -> bool:
        """Return whether there is furniture right above a block."""
        if not self._furniture:
            return False
        above = self.pieces[index - 1].block.lines[-1][1] if index else 0
        at = bisect_left(self._furniture, above)
        return at < len(self._furniture) and self._furniture[at] < self.pieces[index].block.lines[0][1]

    def signature(self, index: int) -> Signature | None:
        """Return what sort of signature a block is, None if it is not one."""
        if self.shapes[index] != "signature":
            return None
        head = self.heads[index]
        if head.startswith("—"):
            return "dash"
        return "arranged" if "整理" in head or "采写" in head else "author" if "作者" in head else "other"

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
            if is_chain(self.heads[after - 1], _PAGE_MARK, _NEXT_PAGE_MARK):
                last = after
        return last if last > first + 1 else after


def _head(piece: Piece) -> str:
    """Return the beginning of a block; without its bullet if it is a short line."""
    return without_bullet(piece.block.head) if piece.shape == "title" else piece.block.head


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
