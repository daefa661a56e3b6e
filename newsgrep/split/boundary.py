"""A candidate boundary, where a new story may begin, with the story above it and the text around it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from newsgrep.split.continuations import introduces, is_side_box, number_of
from newsgrep.split.linear_model import bucket, char_class
from newsgrep.split.page_context import FARTHEST
from newsgrep.split.shapes import has_dateline, is_box_name, opens_news

if TYPE_CHECKING:
    from newsgrep.split.cohesion import PairStats
    from newsgrep.split.page_context import Author, PageContext
    from newsgrep.split.shapes import Shape

# What a new story would begin with: the first line of a run of short lines, a later one, or the text of a picture.
BoundaryKind = Literal["title", "inside", "picture"]

_PICTURED = re.compile(r"图[为①-⑳]|[图圖]片?[:为]")
# 湖北武汉市 李令仪: a place or an office, and a name.
_SENDER = re.compile(
    r"(?:书记|主任|院长|教授|部长|会长|委员|代表|研究员|主席|局长|校长|所长|市长|县长|记者|作者|网友|[省市县区]) ?[\u4e00-\u9fff ]{2,5}$"
)
_NEWS_VERB = re.compile(
    r"举行|发布|启动|会见|开幕|印发|召开|举办|成立|出席|开通|投运|签署|同比|增长|超|达|开工|闭幕|首次|首个|今起|将"
)
# A first headline of up to this many characters may be the name of a box of briefs.
_TINY = 6
# Headline groups have up to three lines; of longer runs only the first lines matter.
MOST_LINES = 8


def ends_with_sender(text: str) -> bool:
    """Return whether a narrowed text ends with a name after a place or an office, as letters to the editor do.

    >>> ends_with_sender("江城市 陈一帆"), ends_with_sender("江城新桥通车")
    (True, False)
    """
    return bool(_SENDER.search(text))


class StorySoFar:
    """The story above a boundary: how it began, and what has followed since."""

    def __init__(self, page: PageContext, first: int, after: int) -> None:
        headed = page.shapes[first] == "title"
        self.first = first
        self.opens_with = page.shapes[first]
        self.author: Author = "dateline" if has_dateline(page.pieces[first].block) else page.author(after)
        self.headlines = min(after - first, 3) if headed else 0
        # The longest of its headlines.
        self.title_length = max(page.lengths[first : min(after, first + MOST_LINES)]) if headed else 0
        self.box = _box_score(page, first) if headed and after - first > 1 else 0
        self.paragraphs = 0
        self.subheads = 0
        # The last subhead: its blocks (end exclusive), the author below it, and the paragraphs since.
        self.last_subhead: tuple[int, int] | None = None
        self.last_author: Author | None = None
        self.since_last = 0
        self.dateline_since = False
        self.ended: Shape | None = None
        # The number before its last numbered section.
        self.number: int | None = None

    def add_run(self, page: PageContext, first: int, after: int) -> None:
        """Add a run of blocks to the story."""
        shape = page.shapes[first]
        for at in range(first, after):
            self.number = number_of(page.heads[at]) or self.number
        if shape == "title" and first != self.first:
            self.subheads += 1
            self.last_subhead, self.last_author = (first, after), page.author(after)
            self.since_last, self.dateline_since = 0, False
        elif shape == "body":
            self.paragraphs += 1
            self.since_last += 1
            self.dateline_since = self.dateline_since or has_dateline(page.pieces[first].block)
        elif shape in ("signature", "dateline", "caption", "credit", "note"):
            self.ended = shape

    def takes(self, page: PageContext, first: int) -> bool:
        """Return whether a short line certainly goes on with the story: by its number, as a side box, as announced, as the next speaker, between speeches.

        Below a headline with a number, unless it is that of a chapter, another number may be that of the next story of a
        digest. Web pages repeat the headline above the text, or a part of it, and a subhead at the end of the text above.
        """
        head, number, title = page.heads[first], number_of(page.heads[first]), page.heads[self.first]
        is_section = number is not None and (number_of(title) is None or title.startswith("第"))
        return (
            (is_section and (page.author(page.run_end(first)) == "none" or number == (self.number or 0) + 1))
            or not any(map(str.isalpha, head))  # 45.2%: of a chart
            or (len(head) > _TINY and page.tails[first - 1].endswith(head))
            or page.is_next_speaker(first)
            or page.is_in_talk(first, page.run_end(first))
            or (self._goes_with_box(page, first) and page.author(page.run_end(first)) == "none")
            or (page.shapes[first - 1] in ("body", "dateline") and introduces(page.tails[first - 1]))
            or (
                not self.paragraphs
                and len(head) > _TINY
                and any(head in title for title in page.heads[self.first : min(first, self.first + MOST_LINES)])
            )
        )

    def _goes_with_box(self, page: PageContext, first: int) -> bool:
        """Return whether a short line names a side box of the story, or is the headline of one."""
        return is_side_box(page.heads[first]) or (first - 1 > self.first and is_side_box(page.heads[first - 1]))


def _box_score(page: PageContext, first: int) -> int:
    """Return how much a first headline looks like the name of a box of briefs, from 0 (not at all) to 3."""
    head, length = page.heads[first], page.lengths[first]
    if is_box_name(head):
        return 3
    if length > _TINY:
        return 0
    return 1 if any(char.isdigit() or char in ":—" for char in head) else 2


class LexicalOverlap:
    """How much vocabulary a headline, the text below it and the story above share.

    Each attribute ``x_y`` is the part of x's character pairs that also occur in y, by weight, from 0 to 1. ``near`` is
    the last two blocks above the boundary, ``above`` the last ten, ``opening`` the first four of the story above.
    """

    def __init__(self, vocabulary: PairStats, story: int, first: int, after: int, span: tuple[int, int]) -> None:
        vocabulary.turn_to(first)
        weight, pairs = vocabulary.weight, vocabulary.pairs
        near_first = max(story, first - 2)
        title, text, near = pairs(first, after), pairs(*span), pairs(near_first, first)
        above, opening = pairs(max(story, first - 10), first), pairs(story, min(story + 4, first))
        before = pairs(max(story, near_first - FARTHEST), near_first)
        title_weight, text_weight, near_weight = weight(title), weight(text), weight(near)
        text_near, text_opening = weight(text & near), weight(text & opening)
        self.title_above = _share(weight(title & above), title_weight)
        self.title_opening = _share(weight(title & opening), title_weight)
        self.title_text = _share(weight(title & text), title_weight)
        self.text_above = _share(weight(text & above), text_weight)
        self.text_opening = _share(text_opening, text_weight)
        self.text_near = _share(text_near, text_weight)
        self.near_text = _share(text_near, near_weight)
        # Here ``above`` is the whole story before the last two blocks, at most ``FARTHEST`` blocks of it.
        self.near_above = _share(weight(near & before), near_weight)
        self.opening_text = _share(text_opening, weight(opening))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class Boundary:
    """A run of blocks, ``first`` to ``after`` (exclusive), that may begin a story, and all that features read of it."""

    def __init__(self, page: PageContext, story: StorySoFar, kind: BoundaryKind, first: int, after: int) -> None:
        self.page, self.story, self.kind, self.first, self.after = page, story, kind, first, after
        self.lines = after - first
        self.author: Author = page.author(after) if kind != "picture" else "none"
        self.shape, self.shape_above, self.shape_below = page.shapes[first], page.shapes[first - 1], page.shapes[after]
        self.head, self.tail = page.heads[first], page.tails[after - 1]
        self.shown = range(first, min(after, first + MOST_LINES))
        self.text = " ".join(page.heads[first : self.shown.stop])
        self.news_verb = bool(_NEWS_VERB.search(self.text))
        # The text of a picture starts at the boundary, any other below its headlines.
        self.text_at = after if kind != "picture" else first
        self.text_head = page.heads[self.text_at]
        self.text_opens = opens_news(self.text_head)
        self.tail_above = page.tails[first - 1]
        self.end_above = char_class(self.tail_above[-1:])
        self.sender = ends_with_sender(self.tail)
        self.longest = max(page.lengths[at] for at in self.shown) if kind != "picture" else 0
        self._look_ahead()
        if self.author == "none" and (self.shape_last in ("signature", "dateline") or page.is_signed(self.next - 1)):
            self.author = "signed"

    def _look_ahead(self) -> None:
        """Measure the text between this run and the next one of short lines."""
        page, at = self.page, self.after
        paragraphs = characters = 0
        while page.shapes[at] not in ("title", "ad", "notice", "guide", None) and at - self.after < FARTHEST:
            paragraphs += page.shapes[at] == "body"
            characters += page.lengths[at]
            at += 1
        self.next, self.paragraphs, self.characters = at, paragraphs, characters
        self.shape_next, self.shape_last = page.shapes[at], page.shapes[at - 1]
        self.next_after = page.run_end(at)
        # Whether the next run of short lines has the same form.
        self.like_next = self.is_like(at, self.next_after)
        self.next_author: Author | None = page.author(self.next_after) if self.shape_next == "title" else None
        self.credit = page.credit(self.first) if self.kind == "picture" else None

    @cached_property
    def words(self) -> LexicalOverlap:
        """The shared vocabulary around the boundary: the most expensive features, so computed only on demand."""
        text = (self.after, min(self.after + 4, self.next))
        if self.kind == "picture":
            text = (self.first, self.credit_at or self.after)
        return LexicalOverlap(self.page.vocabulary, self.story.first, self.first, self.after, text)

    @property
    def caption_sentences(self) -> int | None:
        """The number of sentences, at most 3, in a caption right below; None without a caption."""
        if self.shape_below != "caption":
            return None
        return min(self.page.pieces[self.after].block.text.count("。"), 3)

    @property
    def gap_below(self) -> int:
        """The number of blank lines between the run and the next block."""
        at = min(self.after, len(self.page.pieces) - 1)
        return self.page.pieces[at].block.gap

    @property
    def like_last(self) -> bool | None:
        """Whether the previous subhead has the same form; None without one."""
        return self.is_like(*self.story.last_subhead) if self.story.last_subhead else None

    @property
    def parallel_to_last(self) -> tuple[bool, bool] | None:
        """Whether the previous subhead has the same punctuation, and the same length within one character."""
        if not self.story.last_subhead:
            return None
        difference = self.page.lengths[self.story.last_subhead[0]] - self.page.lengths[self.first]
        return self.is_parallel(*self.story.last_subhead), abs(difference) <= 1

    @property
    def lines_of_last(self) -> tuple[int, int] | None:
        """The number of lines, at most 3, of the previous subhead and of this run."""
        if not self.story.last_subhead:
            return None
        first, after = self.story.last_subhead
        return min(after - first, 3), min(self.lines, 3)

    @property
    def longer_than_last(self) -> int | None:
        """How many characters longer the first line is than that of the previous subhead, as a bucket."""
        if not self.story.last_subhead:
            return None
        difference = self.page.lengths[self.first] - self.page.lengths[self.story.last_subhead[0]]
        return bucket(difference, (-12, -6, -3, -1, 0, 2, 5, 11))

    @property
    def dash_of_last(self) -> tuple[bool, bool] | None:
        """Whether the first line of the previous subhead, and of this run, ends in a dash."""
        if not self.story.last_subhead:
            return None
        return self.page.tails[self.story.last_subhead[0]].endswith("—"), self.page.tails[self.first].endswith("—")

    @property
    def credit_at(self) -> int:
        """The index of the photo credit, or of the boundary itself without one."""
        return self.first if self.credit is None else self.credit

    @property
    def to_credit(self) -> int:
        """The number of blocks before the photo credit."""
        return self.credit_at - self.first

    @property
    def picture_length(self) -> int:
        """The number of characters before the photo credit."""
        return sum(self.page.lengths[self.first : self.credit_at])

    @property
    def opens_later(self) -> bool:
        """Whether a later paragraph before the photo credit opens with a time, as news does."""
        return any(opens_news(self.page.heads[at]) for at in range(self.first + 1, self.credit_at))

    @property
    def pictured(self) -> bool:
        """Whether the first block refers to a picture, with 图为 or the like."""
        return self._refers_to_picture(self.first)

    @property
    def pictured_later(self) -> bool:
        """Whether any block before the photo credit refers to a picture."""
        return any(map(self._refers_to_picture, range(self.first, self.credit_at)))

    def _refers_to_picture(self, at: int) -> bool:
        ends = self.page.heads[at] + self.page.tails[at]
        return ("图" in ends or "圖" in ends) and bool(_PICTURED.search(ends))

    def count_to_credit(self, shape: Shape) -> int:
        """Return the number of blocks of a shape before the photo credit."""
        return sum(self.page.shapes[at] == shape for at in range(self.first, self.credit_at))

    def is_like(self, first: int, after: int) -> bool:
        """Return whether another run has as many lines and a first line of about the same length."""
        return after - first == self.lines and abs(self.page.lengths[first] - self.page.lengths[self.first]) <= 2

    def is_parallel(self, first: int, after: int) -> bool:
        """Return whether another run has the same punctuation, line by line, as subheads often do."""
        page = self.page
        return after - first == self.lines and page.punctuation(first, after) == page.punctuation(
            self.first, self.after
        )
