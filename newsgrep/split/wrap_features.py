"""The ends of lines in hard-wrapped pages, and the features that decide whether the next line continues a paragraph.

The names and values of features are keys in ``weights.json``, table "wrap"; after a change, the weights have to be
learned again.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.linear_model import Feature, bucket, char_class, pair, triple
from newsgrep.split.lines import EDGE, UNSEEN, Block, make_block, narrow
from newsgrep.split.pairs import affinity
from newsgrep.split.shapes import classify, ends_with_credit, has_dateline, is_numbered, leads_on, opens_news

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.split.lines import Line
    from newsgrep.split.wraps import Columns

_MARKS = re.compile(r"[，。、；：？！,;:?!]")
_SENTENCE_MARKS = re.compile("[，。,；;]")
_SENTENCE_ENDS = "。!?…”’"
# Headlines have at most this many lines.
_FARTHEST = 4
# How many characters a paragraph has: so far, and on the whole page.
_LENGTHS = (20, 40, 60, 80, 110, 150, 200, 260, 350, 500, 800)
USUAL_LENGTHS = (60, 90, 120, 160, 220, 300, 400, 600)
CHANCES, WIDTHS = (0.05, 0.1, 0.2, 0.35, 0.6, 1), (12, 15, 19, 24, 30, 38)


class Habits(NamedTuple):
    """How a page sets its paragraphs off: with indents, with gaps between them.

    ``least_gap`` is the number of blank lines between any two lines. ``by_chance`` is the part of the full lines that end a sentence which would end a paragraph by chance.
    ``length`` is the number of characters for each paragraph that surely ends, since its last line is short. These and
    the ``width`` of its columns are buckets.
    """

    by_chance: int
    length: int
    width: int
    indents: bool
    gaps: bool
    least_gap: int


class WrappedPage(NamedTuple):
    """The lines of a hard-wrapped page, how much is left of each, its columns and habits, its text, and its lines for the rules.

    The last are narrowed and simplified, all at once.
    """

    lines: Sequence[Line]
    rooms: Sequence[int]
    columns: Columns
    habits: Habits
    text: str
    heads: Sequence[str]

    def block(self, at: int) -> Block:
        """Return a line as a block."""
        text, number, _, _ = self.lines[at]
        if len(text) > EDGE:
            return make_block(text, ((0, number),), 0)
        head = self.heads[at].strip(UNSEEN) or text
        return Block(text, ((0, number),), 0, head, head)

    def may_continue(self) -> list[bool]:
        """Return whether each line but the last is full, so that the beginning of the next may not have fitted."""
        most, least_gap, indents = 2 * self.columns.unit, self.habits.least_gap, self.habits.indents
        return [
            room <= most and following.gap <= least_gap and not (indents and following.indented)
            for room, following in zip(self.rooms, self.lines[1:], strict=False)
        ]

    def ends_midway(self, at: int) -> bool:
        """Return whether a full line of a text that has marks ends in mid-sentence, and the next is of a text, too."""
        last, below = self.lines[at].text[-1], self.lines[at + 1].text[-1]
        return self.rooms[at] <= 0 and (
            last in "，,、；;：:“‘《（(" or (last.isalnum() and (self.rooms[at + 1] <= 0 or below in "。！？!?”"))
        )

    def cuts_word(self, at: int) -> bool:
        """Return whether a full line above another full one ends in the middle of a word, whatever it is of."""
        return (
            self.rooms[at] <= 0
            and self.rooms[at + 1] <= 0
            and affinity(self.lines[at].text[-1], self.lines[at + 1].text[0]) in ("strong", "weak")
        )

    def ends_short(self, at: int) -> bool:
        """Return whether a line of a text that has marks ends in a full stop before it is full, above one that is full.

        Where indents tell paragraphs apart, a line that has none may go on all the same.
        """
        return (
            self.lines[at].text[-1] == "。"
            and self.rooms[at] > 0
            and self.rooms[at + 1] <= 0
            and not self.habits.indents
        )


class LineEnd:
    """The end of a line in a hard-wrapped page; ``count`` are the lines of its paragraph so far.

    ``fit`` is how full the line is: -1 too long, 0 exactly full, 1 or 2 characters short. ``goes_together`` is how much the
    characters on both sides do. ``marks`` is the number of marks in the line, at most two.
    """

    def __init__(self, page: WrappedPage, at: int, count: int) -> None:
        lines, unit = page.lines, page.columns.unit
        self.page, self.at, self.count, self.unit = page, at, count, unit
        self.line, self.following = lines[at], lines[at + 1]
        self.block, self.below = page.block(at), page.block(at + 1)
        self.habits, self.width = page.habits, page.columns.width
        self.indented = self.following.indented if page.habits.indents else None
        self.fit = bucket(page.rooms[at], (-1, 0, unit, 2 * unit)) - 1
        self.fit_below = bucket(page.rooms[at + 1] / unit, (-0.5, 0, 1, 2, 5, 10))
        self.end = char_class(self.block.tail[-1])
        self.end_below = _kind_of_end(self.below.tail[-1])
        self.goes_together = affinity(self.block.tail[-1], self.below.head[0])
        self.opening = _opening_of(self.below, full=page.rooms[at + 1] <= 0)
        self.ahead = self._look_ahead()
        self.marks = min(len(_MARKS.findall(self.line.text[:-1])), 2)
        self.marks_below = min(len(_MARKS.findall(self.following.text[:-1])), 2)
        self.credited = ends_with_credit(self.block)

    @property
    def across(self) -> int:
        """How often the page has the characters on both sides together, at most three times."""
        word = self.line.text[-1] + self.following.text[0]
        return min(self.page.text.count(word), 3) if word.isalnum() else 0

    @property
    def is_above_author(self) -> bool:
        """Whether the next line names the author of a headline that fills this one, and is not its last word."""
        if self.opening == "name":
            return self.goes_together == "none" and affinity(*self.below.head[:2]) != "strong"
        return self.opening in ("byline", "dateline", "notice", "furniture")

    def _look_ahead(self) -> tuple[int, str, bool]:
        """The lines from the next one on up to one that is not full: their number, their end, whether they have marks.

        Few lines without a mark are headlines; the rest of a paragraph ends in a full stop.
        """
        lines, rooms, at, marked = self.page.lines, self.page.rooms, self.at + 1, False
        while True:
            text = lines[at].text
            marked = marked or bool(_SENTENCE_MARKS.search(text[:-1]))
            if rooms[at] > 2 * self.unit or at - self.at >= _FARTHEST or at + 1 == len(lines):
                break
            at += 1
        return at - self.at, _kind_of_end(narrow(text[-1])), marked


def _kind_of_end(char: str) -> str:
    return "sentence" if char in _SENTENCE_ENDS else "word" if char.isalnum() else "mark"


def _opening_of(block: Block, *, full: bool) -> str:
    """Return how a line begins: the shape of one that is not full if that tells, or how a text begins."""
    head = block.head
    if not full and (shape := classify(block)) not in ("title", "body"):
        return shape
    if has_dateline(block):
        return "dated"
    if is_numbered(block):
        return "number"
    if opens_news(head):
        return "time"
    if leads_on(head):
        return "link"
    return "quote" if head[0] in "“‘《" else "bracket" if head[0] in "(【〔[" else "other"


_fit, _end, _together = attrgetter("fit"), attrgetter("end"), attrgetter("goes_together")
_opening, _fit_below, _end_below = attrgetter("opening"), attrgetter("fit_below"), attrgetter("end_below")
_marks, _marks_below, _across = attrgetter("marks"), attrgetter("marks_below"), attrgetter("across")
_indented, _ahead = attrgetter("indented"), attrgetter("ahead")
_by_chance, _usual_length, _width = map(attrgetter, ("habits.by_chance", "habits.length", "habits.width"))


def _nth(place: LineEnd) -> int:
    return min(place.count, 3)


def _so_far(place: LineEnd) -> int:
    return bucket(place.count * place.width / place.unit, _LENGTHS)


def _habit(place: LineEnd) -> tuple[bool | None, bool, bool]:
    """Whether the page has indents, and the line one; and whether it has gaps."""
    return place.indented, place.line.indented, place.habits.gaps


def _closed(place: LineEnd) -> bool:
    return place.end == "。"


ROWS: tuple[Feature, ...] = (
    Feature("always", lambda _: True, "most full lines go on"),
    pair("fit, end", _fit, _end, "a line that is not full ends a paragraph"),
    pair("fit, indents", _fit, _indented, "above all where paragraphs are not indented"),
    pair("end, indents", _end, _indented, "where they are, a full stop says little"),
    triple("habit, end", _habit, _end, _nth, "where gaps or indents set paragraphs off, what has none goes on"),
    triple("habit, ahead", _habit, _ahead, _closed, "or is a headline"),
    pair("by chance, end", _by_chance, _end, "few long paragraphs, or many short ones"),
    pair("usual length, end", _usual_length, _end, "some papers have long ones only"),
    pair("so far, end", _so_far, _end, "few have a single sentence"),
    triple("by chance, opening", _by_chance, _opening, _end, "that begin in their own way"),
    pair("end, width", _end, _width, "in wide columns, paragraphs have few lines"),
    Feature("together", _together, "a word is cut by the line end"),
    pair("together, line", _together, _nth, "or a headline ends there"),
    Feature("across", _across, "a word of this page"),
    pair("across, together", _across, _together, "twice"),
    pair("opening, end", _opening, _end, "a dateline opens a paragraph"),
    triple("opening, below", _opening, _fit_below, _nth, "a name on a line of its own"),
    pair("opening, line", _opening, _nth, "below a headline"),
    pair("first character", lambda place: place.below.head[0], _closed, "的 opens none"),
    Feature("last character", lambda place: place.block.tail[-1], "no headline ends in 的 or a comma"),
    triple("below", _fit_below, _end_below, _end, "a short line without a mark is a headline"),
    triple("below, line", _fit_below, _end_below, _nth, "or the rest of one"),
    triple("marks", _marks, _marks_below, _nth, "headlines have no marks"),
    triple("marks, width", _marks, _width, _nth, "short lines have none either"),
    triple("ahead", _ahead, _end, _nth, "some lines without a mark are a headline"),
    triple("ahead, opening", _ahead, _opening, _closed, "or an author line"),
    triple("ahead, together", _ahead, _together, _nth, "if they begin with a word of their own"),
    triple("ahead, indents", _ahead, _indented, _end, "or where text is indented, without an indent"),
    pair("credit", attrgetter("credited"), _opening, "a photo credit ends a caption"),
    pair("dash", lambda place: place.block.tail.endswith("—"), _nth, "a kicker ends in a dash"),
)
# Those that do not look through the whole page.
FORM = tuple(row for row in ROWS if _across not in (row.parts or (row.value,)))
