"""Whether two blocks are one paragraph that the printed column broke in two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.split.cohesion import neighbourhood, pairs_of
from newsgrep.split.linear_model import Feature, bucket, char_class
from newsgrep.split.shapes import Piece, Shape, ends_with_credit, has_dateline, is_numbered, leads_on, opens_news

if TYPE_CHECKING:
    from collections.abc import Sequence


# A paragraph left in two is still all there; a headline glued to its text is lost. On pages not learned from joins are
# best (F1) with that much evidence.
ENOUGH = 0.5
# Where words are looked for: a page has 30 to 100 blocks.
NEIGHBOURS = 128
MARGIN = 32
LONGEST_NEIGHBOUR = 1000
# Shorter lines are titles and names: no piece of the 2,744 broken paragraphs of the pages learned from is below 20.
SHORTEST_PIECE = 16

_PAIRS = (("“", "”"), ("(", ")"), ("《", "》"), ("「", "」"))
# No paragraph opens with a closing mark; “……” and a quotation that goes on may.
_GOES_ON = re.compile(r"[,。、;:?!)》」』】%]")
_OPENS_MIDWAY = re.compile(r"[,。、;:?!)”’》」』】%…]")
_ENDS_SENTENCE = re.compile(r"[。!?;]$|[。!?;…][”’」』)】]$")
_CLAUSE = re.compile(r"[,。、;:!?“”]")

_SHORT_LENGTHS = (17, 18, 20, 22, 24, 27, 30, 35, 40, 50, 60, 80, 120, 200)
_LENGTHS = (18, 22, 26, 30, 40, 60, 90, 130, 200, 300)
_CLAUSE_LENGTHS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30)
_TIMES = (0, 1, 2, 3, 4)


class Seam:
    """Two blocks that may be one paragraph, and all that the table asks of them."""

    def __init__(self, pieces: Sequence[Piece], at: int, nearby: str) -> None:
        self.first, self.second = pieces[at - 1], pieces[at]
        self.before: Shape | None = pieces[at - 2].shape if at > 1 else None
        self.nearby = nearby
        self.text = self.first.block.text
        self.opening, self.tail, self.head = self.first.block.head, self.first.block.tail, self.second.block.head
        self.length = bucket(len(self.text), _SHORT_LENGTHS)

    def times(self, pair: str) -> int:
        """Return how often the blocks nearby write a pair of characters; of more than four times, just that."""
        return bucket(self.nearby.count(pair), _TIMES)

    def must_join(self) -> bool:
        """Tell whether the second block can be nothing but the rest of something."""
        return bool(_GOES_ON.match(self.head))

    @property
    def shared(self) -> int:
        """How many pairs of characters both sides hold."""
        return len(pairs_of(self.tail[-80:]) & pairs_of(self.head[:60]))


ROWS: tuple[Feature, ...] = (
    Feature("always", lambda _: True, "how many such pairs of blocks are one paragraph"),
    Feature("shape", lambda seam: seam.first.shape, "running text stops midway, headlines hardly look as if they did"),
    Feature("shape after", lambda seam: seam.second.shape, "what goes on is running text"),
    Feature(
        "shape before", lambda seam: seam.before, "the second line of a headline group, a subhead under an author line"
    ),
    Feature("last character", lambda seam: seam.tail[-1], "hardly a headline ends with 的 or a comma"),
    Feature("first character", lambda seam: seam.head[0], "no paragraph opens with a comma or 的"),
    Feature(
        "sorts of both", lambda seam: (char_class(seam.tail[-1]), char_class(seam.head[0])), "1 and 1日 are one number"
    ),
    Feature("word across", lambda seam: seam.times(seam.tail[-1] + seam.head[0]), "it is a word of this page"),
    Feature("last word", lambda seam: seam.times(seam.tail[-2:]), "a word of this page ends it: no word was broken"),
    Feature("first word", lambda seam: seam.times(seam.head[:2]), "a word of this page opens it: no word was broken"),
    Feature(
        "shared pairs", lambda seam: bucket(seam.shared, (0, 1, 2, 3, 5, 8)), "texts repeat the words of their headline"
    ),
    Feature(
        "left open",
        lambda seam: any(seam.text.count(opener) > seam.text.count(closer) for opener, closer in _PAIRS),
        "a quotation left open is closed further on",
    ),
    Feature("length", lambda seam: seam.length, "headlines are short"),
    Feature("shape, length", lambda seam: (seam.first.shape, seam.length), "for a title even 24 characters are many"),
    Feature(
        "length after",
        lambda seam: bucket(len(seam.second.block.text), _LENGTHS),
        "the rest of a paragraph is any length",
    ),
    Feature("commas", lambda seam: min(seam.opening.count(","), 3), "titles have one comma at most"),
    Feature("sentences", lambda seam: min(seam.text.count("。"), 2), "titles have no full stop"),
    Feature("times", lambda seam: (opens_news(seam.opening), opens_news(seam.head)), "近日 opens a paragraph"),
    Feature("leads on", lambda seam: leads_on(seam.head), "so does 此外"),
    Feature(
        "numbers",
        lambda seam: (is_numbered(seam.first.block), is_numbered(seam.second.block)),
        "and the item of a list",
    ),
    Feature(
        "clause before",
        lambda seam: bucket(len(_CLAUSE.split(seam.tail)[-1]), _CLAUSE_LENGTHS),
        "a clause of two characters was cut short",
    ),
    Feature(
        "clause after",
        lambda seam: bucket(len(_CLAUSE.split(seam.head, maxsplit=1)[0]), _CLAUSE_LENGTHS),
        "a clause of three characters is the rest of one",
    ),
    Feature("dash", lambda seam: seam.tail.endswith("—"), "a dash leads over to the next paragraph"),
    Feature("opens with dash", lambda seam: seam.opening.startswith("—"), "the item of a list, or a deck"),
    Feature("halves", lambda seam: " " in seam.text[:60], "a title in two halves"),
    Feature("credit", lambda seam: ends_with_credit(seam.first.block), "a photographer ends a caption"),
    Feature("end after", lambda seam: char_class(seam.second.block.tail[-1]), "the rest of a paragraph ends as one"),
)


class Seams:
    """The seams of a page: blocks that stand one above the other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._near = slice(0)
        self._nearby = ""

    def at(self, index: int) -> Seam | None:
        """Return the seam above a block; None where its form alone says that there is no break."""
        if not _may_break(self._pieces[index - 1], self._pieces[index]):
            return None
        self._turn_to(index)
        return Seam(self._pieces, index, self._nearby)

    def _turn_to(self, index: int) -> None:
        """See what the blocks around one say."""
        near = neighbourhood(index, NEIGHBOURS, MARGIN)
        if near == self._near:
            return
        self._near = near
        self._nearby = "\n".join([piece.block.text[:LONGEST_NEIGHBOUR] for piece in self._pieces[near]])


def _may_break(first: Piece, second: Piece) -> bool:
    """Tell whether the form of a block lets it stop midway, and that of the next one go on with it."""
    if len(first.block.text) < SHORTEST_PIECE:
        return False
    if _OPENS_MIDWAY.match(second.block.head):
        return True
    if _ENDS_SENTENCE.search(first.block.tail[-2:]) or ends_with_credit(first.block) or has_dateline(second.block):
        return False
    if first.shape == "body":
        return second.shape in ("body", "title")
    return second.shape == "body" and (first.shape == "title" or first.block.head.startswith("—"))
