"""Line breaks between two blocks, and the features that decide whether they split one paragraph in two."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING

from newsgrep.split.cohesion import neighbourhood, pairs_of
from newsgrep.split.linear_model import Feature, binned, bucket, char_class, pair, triple
from newsgrep.split.pairs import affinity
from newsgrep.split.shapes import Piece, Shape, ends_with_credit, has_dateline, is_numbered, leads_on, opens_news
from newsgrep.split.unmarked import is_unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence


# The log-odds a join needs. A paragraph left in two is still complete, but a headline joined to its text is lost. On
# held-out pages the F1 of joins is highest at this threshold.
ENOUGH = 0.5
# Words are looked up in this many blocks around a break: a page has 30 to 100 blocks.
NEIGHBOURS = 128
MARGIN = 32
LONGEST_NEIGHBOUR = 1000
# Shorter lines are titles and names: of the 2,744 broken paragraphs of the training pages, no part is below 20.
SHORTEST_PIECE = 16
# A line of verse may end in a comma.
_LONGER_THAN_VERSE = 20

_BRACKETS = (("“", "”"), ("(", ")"), ("《", "》"), ("「", "」"))
# No paragraph opens with a closing mark; “……” and the rest of a quotation may.
_GOES_ON = ",。、;:?!)》」』】%"
_OPENS_MIDWAY = _GOES_ON + "”’…"
_ENDS_SENTENCE = re.compile(r"[。!?;]$|[。!?;…][”’」』)】]$")
_CLAUSE = re.compile(r"[,。、;:!?“”]")

_SHORT_LENGTHS = (17, 18, 20, 22, 24, 27, 30, 35, 40, 50, 60, 80, 120, 200)
_LENGTHS = (18, 22, 26, 30, 40, 60, 90, 130, 200, 300)
_CLAUSE_LENGTHS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30)
# From the third of these on, marks were lost.
_MANY_LOST = 3
_LOOSE, _PARAGRAPH = (0.1, 0.18, 0.26, 0.34), 60
_TIMES = (0, 1, 2, 3, 4)


class LineBreak:
    """The break between two blocks that may be one paragraph, with the text around it."""

    def __init__(self, pieces: Sequence[Piece], at: int, nearby: str, loose: int) -> None:
        self.loose = loose
        self.first, self.second = pieces[at - 1], pieces[at]
        self.before: Shape | None = pieces[at - 2].shape if at > 1 else None
        self.nearby = nearby
        self.text = self.first.block.text
        self.opening, self.tail, self.head = self.first.block.head, self.first.block.tail, self.second.block.head
        self.length = bucket(len(self.text), _SHORT_LENGTHS)

    @property
    def table(self) -> str:
        """The table of weights for such pages: those that have lost many marks have one of their own."""
        return "loose seam" if self.loose >= _MANY_LOST else "seam"

    def times(self, word: str) -> int:
        """Return how often the blocks nearby contain a word, counting up to five."""
        return bucket(self.nearby.count(word), _TIMES)

    def must_join(self) -> bool:
        """Return whether the second block can only be the rest of a paragraph: of all of 159 in long lines that end in a comma, it is."""
        return self.head[0] in _GOES_ON or (self.tail[-1] in ",、" and len(self.text) >= _LONGER_THAN_VERSE)

    @property
    def shared(self) -> int:
        """The number of character pairs that occur on both sides of the break."""
        return len(pairs_of(self.tail[-80:]) & pairs_of(self.head[:60]))


_shape, _length = attrgetter("first.shape"), attrgetter("length")


def _together(place: LineBreak) -> str | None:
    return affinity(place.tail[-1], place.head[0])


# Names and values are keys in ``weights.json``, tables "seam" and "loose seam"; after a change, the weights have to be learned again.
ROWS: tuple[Feature, ...] = (
    Feature("always", lambda _: True, "the prior"),
    Feature("shape", _shape, "running text stops midway, headlines rarely seem to"),
    Feature("shape after", lambda place: place.second.shape, "the rest of a paragraph is running text"),
    Feature("shape before", lambda place: place.before, "a second headline, or a subhead below an author line"),
    Feature("last character", lambda place: place.tail[-1], "headlines rarely end with 的 or a comma"),
    Feature("first character", lambda place: place.head[0], "no paragraph begins with a comma or 的"),
    pair(
        "sorts of both",
        lambda place: char_class(place.tail[-1]),
        lambda place: char_class(place.head[0]),
        "1 and 1日 are one number",
    ),
    Feature("together", _together, "the two characters are of one word"),
    triple(
        "together, parts",
        lambda place: affinity(place.tail[-2:-1] or " ", place.tail[-1]),
        lambda place: affinity(place.tail[-1], place.head[0]),
        lambda place: affinity(place.head[0], place.head[1:2] or " "),
        "unless they are of words of their own",
    ),
    Feature("word across", lambda place: place.times(place.tail[-1] + place.head[0]), "it splits a word of this page"),
    Feature("last word", lambda place: place.times(place.tail[-2:]), "a word of this page before the break is intact"),
    Feature("first word", lambda place: place.times(place.head[:2]), "so is one after the break"),
    Feature("shared pairs", binned("shared", (0, 1, 2, 3, 5, 8)), "a text repeats words of its headline"),
    Feature(
        "left open",
        lambda place: any(place.text.count(opener) > place.text.count(closer) for opener, closer in _BRACKETS),
        "a quotation left open is closed in the next block",
    ),
    Feature("length", _length, "headlines are short"),
    pair("shape, length", _shape, _length, "24 characters are long for a title"),
    Feature("length after", lambda place: bucket(len(place.second.block.text), _LENGTHS), "the rest has any length"),
    Feature("commas", lambda place: min(place.opening.count(","), 3), "titles have at most one comma"),
    Feature("sentences", lambda place: min(place.text.count("。"), 2), "titles have no full stop"),
    pair(
        "times",
        lambda place: opens_news(place.opening),
        lambda place: opens_news(place.head),
        "近日 begins a paragraph",
    ),
    Feature("leads on", lambda place: leads_on(place.head), "so does 此外"),
    pair(
        "numbers",
        lambda place: is_numbered(place.first.block),
        lambda place: is_numbered(place.second.block),
        "so does a number in a list",
    ),
    Feature(
        "clause before",
        lambda place: bucket(len(_CLAUSE.split(place.tail)[-1]), _CLAUSE_LENGTHS),
        "a clause of two characters was cut short",
    ),
    Feature(
        "clause after",
        lambda place: bucket(len(_CLAUSE.split(place.head, maxsplit=1)[0]), _CLAUSE_LENGTHS),
        "a clause of three characters is the rest of one",
    ),
    Feature("dash", lambda place: place.tail.endswith("—"), "a dash leads over to the next paragraph"),
    Feature("opens with dash", lambda place: place.opening.startswith("—"), "a list item, or a deck below a headline"),
    Feature("halves", lambda place: " " in place.text[:60], "a title in two halves"),
    Feature("credit", lambda place: ends_with_credit(place.first.block), "a photo credit ends a caption"),
    Feature("end after", lambda place: char_class(place.second.block.tail[-1]), "the rest ends as paragraphs do"),
)
# Those that do not look through the text around.
FORM = tuple(row for row in ROWS if row.name not in ("word across", "last word", "first word", "shared pairs"))


def _looseness(pieces: Sequence[Piece]) -> int:
    """Return how many of the paragraphs end without a mark, as a bucket: one in eight where only columns break them."""
    texts = [piece for piece in pieces if piece.shape == "body" and len(piece.block.text) >= _PARAGRAPH]
    if not texts:
        return 0
    ended = sum(bool(_ENDS_SENTENCE.search(piece.block.tail[-2:])) for piece in texts)
    return bucket(1 - ended / len(texts), _LOOSE)


class LineBreaks:
    """The line breaks of a page, each between a block and the one above it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._near = slice(0)
        self._nearby = ""
        self._loose = 0
        # Without marks, nothing tells that a paragraph goes on.
        self._unmarked = is_unmarked(pieces)

    def at(self, index: int) -> LineBreak | None:
        """Return the break above a block; None if the form of the two blocks rules out a broken paragraph."""
        if self._unmarked or not _may_join(self._pieces[index - 1], self._pieces[index]):
            return None
        self._turn_to(index)
        return LineBreak(self._pieces, index, self._nearby, self._loose)

    def _turn_to(self, index: int) -> None:
        """Load the text of the blocks around an index."""
        near = neighbourhood(index, NEIGHBOURS, MARGIN)
        if near == self._near:
            return
        self._near = near
        self._loose = _looseness(self._pieces[near])
        self._nearby = "\n".join([piece.block.text[:LONGEST_NEIGHBOUR] for piece in self._pieces[near]])


def _may_join(first: Piece, second: Piece) -> bool:
    """Return whether the first block may stop in mid-paragraph and the second may continue it, by their form."""
    if len(first.block.text) < SHORTEST_PIECE:
        return False
    if second.block.head[0] in _OPENS_MIDWAY:
        return True
    if _ENDS_SENTENCE.search(first.block.tail[-2:]) or ends_with_credit(first.block) or has_dateline(second.block):
        return False
    if first.shape == "body":
        return second.shape in ("body", "title")
    return second.shape == "body" and (first.shape == "title" or first.block.head.startswith("—"))
