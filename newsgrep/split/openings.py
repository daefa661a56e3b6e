"""What tells a place on the page where a story opens from one where the story above goes on."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from newsgrep.split.cohesion import PairStats
from newsgrep.split.linear_model import Feature, bucket, char_class
from newsgrep.split.shapes import Piece, Shape, has_dateline, is_box_name, is_numbered, leads_on, opens_news

if TYPE_CHECKING:
    from collections.abc import Sequence

# Who wrote it, as the text below a headline says it first.
Author = Literal["byline", "names", "dateline", "none"]
# Where a story may open: with the first line of a run of short ones, with a later one, with the text of a picture.
Kind = Literal["title", "inside", "picture"]

_COLUMN = re.compile(r"\([^()]{2,24}\)$")
_SIGNED = re.compile(r"[。!?”…]\([\u3400-\u9fff· 、]{2,20}\)$")
_NUMBER = r"[详见第 ]{0,4}[A-Z]?[\d一二三四五六七八九十]{1,3}版?"
_PAGE_MARK = re.compile(rf"^{_NUMBER}(?:[ 、]{{1,3}}{_NUMBER})*$")
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")
_PICTURED = re.compile(r"图[为①-⑳]|[图圖]片?[:为]")
# 湖北武汉市 李令仪: a place or an office, and a name.
_SENDER = re.compile(
    r"(?:书记|主任|院长|教授|部长|会长|委员|代表|研究员|主席|局长|校长|所长|市长|县长|记者|作者|网友|[省市县区]) ?[\u4e00-\u9fff ]{2,5}$"
)
_NEWS_VERB = re.compile(
    r"举行|发布|启动|会见|开幕|印发|召开|举办|成立|出席|开通|投运|签署|同比|增长|超|达|开工|闭幕|首次|首个|今起|将"
)

_TITLE_LENGTHS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 27, 32, 40)
_TEXT_LENGTHS = (20, 40, 60, 80, 120, 180, 260, 400)
_PICTURE_LENGTHS = (40, 60, 80, 100, 120, 160, 200, 260, 330, 400, 600)
_AHEAD_LENGTHS = (0, 60, 120, 200, 300, 450, 700, 1000, 1500)
_FEW_CHARACTERS = (0, 60, 120, 200, 300, 450)
_COUNTS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24)
_FEW = (0, 1, 2, 4, 8, 16)
_SHARES = (0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75)
_DIFFERENCES = (-0.4, -0.3, -0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2, 0.4)
_TINY = 6
_SMALL_PRINT = ("caption", "credit", "note", "artwork")

# No further do questions look: what is asked of one place costs the same in a text of any length.
FARTHEST = 64
# Headline groups have up to three lines; of more, the first ones tell.
MOST_LINES = 8
# The text of a picture is short, and its photographer is not far: blocks and characters.
FARTHEST_CREDIT = 9
LONGEST_PICTURE = 700


class PageContext:
    """The pieces of a page, and what is asked of them again and again."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        # Beyond either end there is nothing: negative indexes meet the None at the end, too.
        self.shapes: list[Shape | None] = [*(piece.shape for piece in pieces), None, None, None]
        self.vocabulary = PairStats([piece.block.text for piece in pieces])
        self._credits = _credits_ahead(pieces)
        self._marks: dict[int, str] = {}

    def head(self, index: int) -> str:
        """Return how a block of the page begins, "" beyond its ends."""
        return self.pieces[index].block.head if 0 <= index < len(self.pieces) else ""

    def tail(self, index: int) -> str:
        """Return how a block of the page ends, "" beyond its ends."""
        return self.pieces[index].block.tail if 0 <= index < len(self.pieces) else ""

    def length(self, index: int) -> int:
        """Return the length of a block, 0 beyond the ends of the page."""
        return len(self.pieces[index].block.text) if 0 <= index < len(self.pieces) else 0

    def credit(self, index: int) -> int | None:
        """Return where the photographer stands to whom the text from here on may lead, if there is one near enough."""
        at = self._credits[index]
        if at is None or at - index > FARTHEST_CREDIT:
            return None
        return at if sum(map(self.length, range(index, at))) <= LONGEST_PICTURE else None

    def author(self, index: int) -> Author:
        """Return how the text from ``index`` on says who wrote it; pictures may stand above that."""
        while self.shapes[index] in _SMALL_PRINT:
            if self.head(index).startswith("字数"):
                return "byline"
            index += 1
        if self.shapes[index] == "byline":
            return "byline"
        if self.shapes[index] == "name" and self.shapes[index + 1] in ("body", "title"):
            return "names"
        if index < len(self.pieces) and has_dateline(self.pieces[index].block):
            return "dateline"
        return "none"

    def marks(self, index: int) -> str:
        """Return how a block begins without its words: what is left are its marks."""
        if index not in self._marks:
            self._marks[index] = _WORDS.sub("", self.head(index))
        return self._marks[index]

    def is_signed(self, index: int) -> bool:
        """Tell whether a block ends with who wrote it, in brackets."""
        return bool(_SIGNED.search(self.tail(index)))

    def run_end(self, first: int) -> int:
        """Return where the run of short lines that begins at ``first`` ends; any other block is a run by itself."""
        after = first + 1
        if self.shapes[first] == "guide":
            return self._guide_end(first)
        if self.shapes[first] != "title":
            return after
        while self.shapes[after] in ("title", "signature") and after - first < FARTHEST:
            after += 1
        return after

    def _guide_end(self, first: int) -> int:
        """Return where a guide box ends: behind the last page number among its short lines."""
        after = last = first + 1
        while self.shapes[after] in ("title", "name", "signature"):
            after += 1
            if _PAGE_MARK.match(self.head(after - 1)):
                last = after
        return last if last > first + 1 else after


def _credits_ahead(pieces: Sequence[Piece]) -> list[int | None]:
    """For each piece, the next photographer's line with no headline before it."""
    found: list[int | None] = []
    last: int | None = None
    for at, (block, shape) in zip(range(len(pieces) - 1, -1, -1), reversed(pieces), strict=True):
        if shape == "credit" or (shape == "caption" and last is None):
            last = at
        elif shape in ("notice", "ad", "guide") or (shape == "title" and len(block.text) > 8):
            last = None
        found.append(last)
    return found[::-1]


class StorySoFar:
    """What is known of the story above a place: where it opened, how, and what has come since."""

    def __init__(self, page: PageContext, first: int, after: int) -> None:
        headed = page.shapes[first] == "title"
        self.first = first
        self.opens_with = page.shapes[first]
        self.author: Author = "dateline" if has_dateline(page.pieces[first].block) else page.author(after)
        self.headlines = min(after - first, 3) if headed else 0
        self.box = _box(page, first) if headed and after - first > 1 else 0
        self.paragraphs = 0
        self.subheads = 0
        self.last: tuple[int, int] | None = None
        self.last_author: Author | None = None
        self.since_last = 0
        self.dateline_since = False
        self.ended: Shape | None = None

    def pass_by(self, page: PageContext, first: int, after: int) -> None:
        """Take a run of blocks into the story."""
        shape = page.shapes[first]
        if shape == "title" and first != self.first:
            self.subheads += 1
            self.last, self.last_author = (first, after), page.author(after)
            self.since_last, self.dateline_since = 0, False
        elif shape == "body":
            self.paragraphs += 1
            self.since_last += 1
            self.dateline_since = self.dateline_since or has_dateline(page.pieces[first].block)
        elif shape in ("signature", "caption", "credit", "note"):
            self.ended = shape


def _box(page: PageContext, first: int) -> int:
    """Return how much a first headline looks like the name of a box: 3 very, 0 not at all."""
    head, length = page.head(first), page.length(first)
    if is_box_name(head):
        return 3
    if length > _TINY:
        return 0
    return 1 if any(char.isdigit() or char in ":—" for char in head) else 2


class LexicalOverlap:
    """How much a headline, the text below it and the story above share of each other's words: 0 nothing, 1 all."""

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
        self.near_above = _share(weight(near & before), near_weight)
        self.opening_text = _share(text_opening, weight(opening))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class Boundary:
    """A run of blocks ``first`` to ``after`` with which a story may open, and all that the tables ask of it."""

    def __init__(self, page: PageContext, story: StorySoFar, kind: Kind, first: int, after: int) -> None:
        self.page, self.story, self.kind, self.first, self.after = page, story, kind, first, after
        self.lines = after - first
        self.author: Author = page.author(after) if kind != "picture" else "none"
        self.before, self.behind = page.shapes[first - 1], page.shapes[after]
        self.head, self.tail = page.head(first), page.tail(after - 1)
        self.shown = range(first, min(after, first + MOST_LINES))
        self.text = " ".join(map(page.head, self.shown))
        # Where the text starts: what stands below headlines, or the place itself.
        self.below = after if kind != "picture" else first
        self.text_head = page.head(self.below)
        self.above = page.tail(first - 1)
        self.end_above = char_class(self.above[-1:])
        self.sender = bool(_SENDER.search(self.tail))
        self._look_ahead()

    def _look_ahead(self) -> None:
        """See how much text follows until the next short lines, and what those are."""
        page, at = self.page, self.after
        paragraphs = characters = 0
        while page.shapes[at] not in ("title", "ad", "notice", "guide", None) and at - self.after < FARTHEST:
            paragraphs += page.shapes[at] == "body"
            characters += page.length(at)
            at += 1
        self.next, self.paragraphs, self.characters = at, paragraphs, characters
        self.next_after = page.run_end(at)
        self.next_author: Author | None = page.author(self.next_after) if page.shapes[at] == "title" else None
        self.credit = page.credit(self.first) if self.kind == "picture" else None

    @cached_property
    def words(self) -> LexicalOverlap:
        """What headline, text and story above share; the dearest of all questions, so asked last."""
        text = (self.after, min(self.after + 4, self.next))
        if self.kind == "picture":
            text = (self.first, self.credit_at or self.after)
        return LexicalOverlap(self.page.vocabulary, self.story.first, self.first, self.after, text)

    @property
    def caption_sentences(self) -> int | None:
        """How many sentences the words under a picture have that stand right below; None where none do."""
        if self.behind != "caption":
            return None
        return min(self.page.pieces[self.after].block.text.count("。"), 3)

    @property
    def gap_below(self) -> int:
        """How many blank lines stand between the short lines and what follows them."""
        at = min(self.after, len(self.page.pieces) - 1)
        return self.page.pieces[at].block.gap

    @property
    def like_last(self) -> bool | None:
        """Whether the subhead before looks the same; None where there was none."""
        return self.is_like(*self.story.last) if self.story.last else None

    @property
    def parallel_to_last(self) -> tuple[bool, bool] | None:
        """Whether it has the same marks, and the same length but for one character."""
        if not self.story.last:
            return None
        difference = self.page.length(self.story.last[0]) - self.page.length(self.first)
        return self.is_parallel(*self.story.last), abs(difference) <= 1

    @property
    def lines_of_last(self) -> tuple[int, int] | None:
        """How many lines it has, and how many there are here."""
        if not self.story.last:
            return None
        first, after = self.story.last
        return min(after - first, 3), min(self.lines, 3)

    @property
    def longer_than_last(self) -> int | None:
        """How much longer than it the first line is here."""
        if not self.story.last:
            return None
        return bucket(
            self.page.length(self.first) - self.page.length(self.story.last[0]), (-12, -6, -3, -1, 0, 2, 5, 11)
        )

    @property
    def dash_of_last(self) -> tuple[bool, bool] | None:
        """Whether it ends in a dash, and whether the line here does."""
        if not self.story.last:
            return None
        return self.page.tail(self.story.last[0]).endswith("—"), self.page.tail(self.first).endswith("—")

    @property
    def credit_at(self) -> int:
        """Where the photographer of the picture stands, the place itself where none does."""
        return self.first if self.credit is None else self.credit

    @property
    def to_credit(self) -> int:
        """How many blocks that is away."""
        return self.credit_at - self.first

    @property
    def picture_length(self) -> int:
        """How many characters there are until then."""
        return sum(map(self.page.length, range(self.first, self.credit_at)))

    @property
    def opens_later(self) -> bool:
        """Whether a paragraph further down opens as news do."""
        return any(opens_news(self.page.head(at)) for at in range(self.first + 1, self.credit_at))

    @property
    def pictured_later(self) -> bool:
        """Whether any block until then says 图为."""
        return any(
            _PICTURED.search(self.page.head(at) + self.page.tail(at)) for at in range(self.first, self.credit_at)
        )

    def count_to_credit(self, shape: Shape) -> int:
        """Return how many blocks of a shape stand until the photographer."""
        return sum(self.page.shapes[at] == shape for at in range(self.first, self.credit_at))

    def is_like(self, first: int, after: int) -> bool:
        """Tell whether another run has as many lines, the first about as long."""
        return after - first == self.lines and abs(self.page.length(first) - self.page.length(self.first)) <= 2

    def is_parallel(self, first: int, after: int) -> bool:
        """Tell whether another run has the same marks in the same order: subheads often do."""
        return after - first == self.lines and _marks(self.page, first, after) == _marks(
            self.page, self.first, self.after
        )


def _marks(page: PageContext, first: int, after: int) -> list[str]:
    return [page.marks(index) for index in range(first, after)]


def _has(mark: str) -> Feature:
    return Feature(f"has {mark}", lambda place: mark in place.text, "headlines and subheads use marks differently")


# What stands around the place.
AROUND: tuple[Feature, ...] = (
    Feature("always", lambda _: True, "of runs of short lines half are subheads"),
    Feature("shape", lambda place: place.page.shapes[place.first], "what begins here"),
    Feature("above", lambda place: place.before, "pictures and signatures end a story"),
    Feature(
        "two above", lambda place: (place.page.shapes[place.first - 2], place.before), "a name below a title is no end"
    ),
    Feature("below", lambda place: place.behind, "headlines have text or an author below them"),
    Feature("sentences below", lambda place: place.caption_sentences, "a picture that stands alone has more to say"),
    Feature("two below", lambda place: (place.behind, place.page.shapes[place.after + 1]), "and then text"),
    Feature("author", lambda place: place.author, "an author line stands under headlines"),
    Feature(
        "apart", lambda place: place.page.pieces[place.first].block.gap > place.gap_below, "more blank lines above it"
    ),
    Feature("end above", lambda place: place.end_above, "what comes before ends in a full stop"),
    Feature(
        "end above, author", lambda place: (place.end_above, place.author), "or breaks off where an author line follows"
    ),
    Feature(
        "length above", lambda place: bucket(place.page.length(place.first - 1), _TEXT_LENGTHS), "last words are short"
    ),
    Feature(
        "signed above", lambda place: place.page.is_signed(place.first - 1), "who wrote it, in brackets, ends a story"
    ),
    Feature(
        "text length", lambda place: bucket(place.page.length(place.below), _TEXT_LENGTHS), "first paragraphs are long"
    ),
    Feature("text opens", lambda place: opens_news(place.text_head), "近日 opens news"),
    Feature("text opens, author", lambda place: (opens_news(place.text_head), place.author), "less so below a byline"),
    Feature("text leads on", lambda place: leads_on(place.text_head), "此外 goes on with a story"),
    Feature("text quotes", lambda place: place.text_head[:1] in "“‘", "so does a quotation"),
    Feature("text says I", lambda place: place.text_head[:1] in "我他她", "so does somebody already named"),
    Feature("paragraphs", lambda place: bucket(place.paragraphs, _COUNTS), "sections are as long as each other"),
    Feature("characters", lambda place: bucket(place.characters, _AHEAD_LENGTHS), "a brief is over soon"),
    Feature(
        "paragraphs, author",
        lambda place: (bucket(place.paragraphs, _FEW), place.author),
        "one with a dateline above all",
    ),
    Feature("last below", lambda place: place.page.shapes[place.next - 1], "a picture or signature ends what follows"),
    Feature(
        "last below, characters",
        lambda place: (place.page.shapes[place.next - 1], bucket(place.characters, _FEW_CHARACTERS)),
        "a picture ends a few words about it",
    ),
    Feature("next", lambda place: place.page.shapes[place.next], "the end of the page, an advertisement"),
    Feature(
        "last below, next", lambda place: (place.page.shapes[place.next - 1], place.page.shapes[place.next]), "both"
    ),
    Feature("next author", lambda place: place.next_author, "subheads come in rows, none with an author"),
    Feature("next author, author", lambda place: (place.next_author, place.author), "headlines come in rows, too"),
    Feature(
        "where",
        lambda place: bucket(place.first / len(place.page.pieces), (0.1, 0.25, 0.5, 0.75, 0.9)),
        "small items stand last",
    ),
)
# What is known of the story above.
STORY: tuple[Feature, ...] = (
    Feature(
        "story paragraphs", lambda place: bucket(place.story.paragraphs, _COUNTS), "a story has text before it ends"
    ),
    Feature(
        "story paragraphs, author",
        lambda place: (bucket(place.story.paragraphs, _FEW), place.author),
        "long ones have subheads",
    ),
    Feature("story author", lambda place: place.story.author, "long reports have a byline"),
    Feature("story author, author", lambda place: (place.story.author, place.author), "who has one gets no second one"),
    Feature("subheads", lambda place: min(place.story.subheads, 5), "where one subhead is there are more"),
    Feature("subheads, author", lambda place: (min(place.story.subheads, 3), place.author), "until an author line"),
    Feature(
        "subheads, authors",
        lambda place: (place.story.author, place.author, min(place.story.subheads, 2)),
        "parts of a feature have authors of their own",
    ),
    Feature(
        "above, author", lambda place: (place.before, place.author), "under a signature an author line opens a story"
    ),
    Feature(
        "above, story author", lambda place: (place.before, place.story.author), "a signature ends what has no byline"
    ),
    Feature("story headlines", lambda place: place.story.headlines, "great stories have great headlines"),
    Feature("box", lambda place: place.story.box, "a box of briefs holds items with headlines of their own"),
    Feature("box, author", lambda place: (place.story.box, place.author), "and datelines of their own"),
    Feature("box, authors", lambda place: (place.story.box, place.story.author, place.author), "as its first item has"),
    Feature(
        "last author, author", lambda place: (place.story.last_author, place.author), "the items of a box are alike"
    ),
    Feature("story opens with", lambda place: place.story.opens_with, "a picture's text is all there is of it"),
    Feature("section", lambda place: bucket(place.story.since_last, _COUNTS), "subheads stand some paragraphs apart"),
    Feature("section, author", lambda place: (bucket(place.story.since_last, _FEW), place.author), "headlines, too"),
    Feature(
        "signed below, story author",
        lambda place: (place.page.is_signed(place.next - 1), place.story.author),
        "what is signed at its end is not the story with a byline in front",
    ),
    Feature("ended", lambda place: place.story.ended, "a story that was signed is over"),
    Feature("section dateline", lambda place: place.story.dateline_since, "an item of a box"),
)
# What the words say.
WORDS: tuple[Feature, ...] = (
    Feature(
        "title above", lambda place: bucket(place.words.title_above, _SHARES), "a subhead speaks of what its story does"
    ),
    Feature("title opening", lambda place: bucket(place.words.title_opening, _SHARES), "and of what that began with"),
    Feature(
        "title text", lambda place: bucket(place.words.title_text, _SHARES), "a headline says again what the text says"
    ),
    Feature("text above", lambda place: bucket(place.words.text_above, _SHARES), "another story has other words"),
    Feature("text opening", lambda place: bucket(place.words.text_opening, _SHARES), "than the first paragraphs above"),
    Feature("text near", lambda place: bucket(place.words.text_near, _SHARES), "than the last ones"),
    Feature("near text", lambda place: bucket(place.words.near_text, _SHARES), "and the other way round"),
    Feature("opening text", lambda place: bucket(place.words.opening_text, _SHARES), "and the other way round"),
    Feature(
        "near above",
        lambda place: bucket(place.words.near_above, _SHARES),
        "how alike the parts of the story above are",
    ),
    Feature(
        "text above, author",
        lambda place: (bucket(place.words.text_above, (0.05, 0.12, 0.2, 0.3)), place.author),
        "an author line says more",
    ),
    Feature(
        "text opening, authors",
        lambda place: (
            bucket(place.words.text_opening, (0.04, 0.1, 0.18, 0.3)),
            place.author,
            place.story.author != "none",
        ),
        "where nobody is named, words must tell",
    ),
    Feature(
        "title both",
        lambda place: (
            bucket(place.words.title_opening, (0, 0.1, 0.25)),
            place.author,
            bucket(place.words.title_text, (0.1, 0.3, 0.5)),
        ),
        "a headline fits what follows, not what was before",
    ),
    Feature(
        "text less near",
        lambda place: bucket(place.words.text_above - place.words.near_above, _DIFFERENCES),
        "a break is where words change",
    ),
    Feature(
        "title less above",
        lambda place: bucket(place.words.title_text - place.words.title_above, _DIFFERENCES),
        "and the headline with them",
    ),
)
# What the short lines look like.
LINES: tuple[Feature, ...] = (
    Feature("lines", lambda place: min(place.lines, 5), "two lines are headlines, many are a list or verse"),
    Feature("lines, author", lambda place: (min(place.lines, 4), place.author), "with an author above all"),
    Feature("length", lambda place: bucket(place.page.length(place.first), _TITLE_LENGTHS), "subheads are shorter"),
    Feature("last length", lambda place: bucket(place.page.length(place.after - 1), _TITLE_LENGTHS), "than headlines"),
    Feature(
        "length, author",
        lambda place: (bucket(place.page.length(place.first), _TITLE_LENGTHS), place.author),
        "more so without author",
    ),
    *map(_has, ",;:?!、“(—·《…"),
    Feature(
        "halves",
        lambda place: any(" " in place.page.head(at) for at in place.shown),
        "a title in two halves",
    ),
    Feature("end", lambda place: char_class(place.tail[-1]), "（今日谈） ends a title"),
    Feature("first end", lambda place: char_class(place.page.tail(place.first)[-1]), "—— ends a kicker"),
    Feature(
        "numbered",
        lambda place: any(is_numbered(place.page.pieces[at].block) for at in place.shown),
        "numbered lines divide a text",
    ),
    Feature("digits", lambda place: any(char.isdigit() for char in place.text), "news has figures"),
    Feature("sender", lambda place: place.sender, "who wrote a letter stands under it"),
    Feature("sender, above", lambda place: (place.sender, place.before), "under text, not under headlines"),
    Feature("column", lambda place: bool(_COLUMN.search(place.tail)), "the name of a column in brackets ends a title"),
    Feature("deck", lambda place: place.page.head(place.after - 1).startswith("—"), "——访 stands under headlines"),
    Feature("news verb", lambda place: bool(_NEWS_VERB.search(place.text)), "headlines tell what has happened"),
    Feature(
        "news verb, author",
        lambda place: (bool(_NEWS_VERB.search(place.text)), place.author),
        "most of all where a dateline follows",
    ),
    Feature(
        "tiny first", lambda place: place.lines > 1 and place.page.length(place.first) <= 4, "a box has a short name"
    ),
    Feature(
        "tiny first, author",
        lambda place: (place.lines > 1 and place.page.length(place.first) <= 4, place.author),
        "and authors inside",
    ),
    Feature(
        "like next", lambda place: place.is_like(place.next, place.next_after), "subheads are as long as each other"
    ),
    Feature(
        "like next, authors",
        lambda place: (place.is_like(place.next, place.next_after), place.author, place.next_author),
        "headlines are, too, but they have authors",
    ),
    Feature(
        "parallel to next",
        lambda place: (place.is_parallel(place.next, place.next_after), place.is_like(place.next, place.next_after)),
        "and have the same marks in the same places",
    ),
    Feature("like last", lambda place: place.like_last, "so has the subhead before it"),
    Feature("like last, author", lambda place: (place.like_last, place.author), "and no author"),
    Feature("parallel to last", lambda place: place.parallel_to_last, "the same marks in the same places"),
    Feature("lines of last", lambda place: place.lines_of_last, "and as many lines"),
    Feature(
        "longer than last", lambda place: place.longer_than_last, "a headline is longer than the subheads above it"
    ),
    Feature("dash of last", lambda place: place.dash_of_last, "一是—— stands over each section"),
)
INSIDE: tuple[Feature, ...] = (
    Feature(
        "length before",
        lambda place: bucket(place.page.length(place.first - 1), _TITLE_LENGTHS),
        "small print ends a story",
    ),
    Feature("end before", lambda place: place.end_above, "a web address, a number"),
    Feature("sender before", lambda place: bool(_SENDER.search(place.above)), "who wrote the letter above"),
    Feature("column before", lambda place: bool(_COLUMN.search(place.above)), "(均为北京时间) ends a table"),
)
PICTURE: tuple[Feature, ...] = (
    Feature("to credit", lambda place: place.to_credit, "the photographer stands under one or two paragraphs"),
    Feature(
        "to credit, opens",
        lambda place: (min(place.to_credit, 5), opens_news(place.text_head)),
        "of which the first opens with a time",
    ),
    Feature(
        "credit", lambda place: (place.page.shapes[place.credit_at], min(place.to_credit, 4)), "on a line of his own"
    ),
    Feature(
        "picture length",
        lambda place: bucket(place.picture_length, _PICTURE_LENGTHS),
        "88 of 90 hold at most 267 characters",
    ),
    Feature("titles to credit", lambda place: min(place.count_to_credit("title"), 3), "a verse under a picture"),
    Feature("captions to credit", lambda place: min(place.count_to_credit("caption"), 3), "several pictures"),
    Feature(
        "above credit",
        lambda place: (min(place.to_credit, 4), place.page.shapes[place.credit_at - 1]),
        "a headline there is that of the picture",
    ),
    Feature("below credit", lambda place: place.page.shapes[place.credit_at + 1], "nothing goes on below"),
    Feature(
        "opens, above opens",
        lambda place: (
            place.before == "body" and opens_news(place.page.head(place.first - 1)),
            opens_news(place.text_head),
        ),
        "the paragraph above opened it already",
    ),
    Feature("later opens", lambda place: place.opens_later, "one further down opens it"),
    Feature(
        "pictured", lambda place: bool(_PICTURED.search(place.head + place.page.tail(place.first))), "图为 says so"
    ),
    Feature(
        "pictured to credit", lambda place: (place.pictured_later, min(place.to_credit, 4)), "here or further down"
    ),
    Feature(
        "to credit, above",
        lambda place: (min(place.to_credit, 4), place.before),
        "under a headline it is that one's text",
    ),
)
# All but what the words say, by what a story would open with.
FORMS: dict[Kind, tuple[Feature, ...]] = {
    "title": AROUND + STORY + LINES,
    "inside": AROUND + STORY + LINES + INSIDE,
    "picture": AROUND + STORY + PICTURE,
}
