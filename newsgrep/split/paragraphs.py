"""Paragraphs that the printed column broke in two are made whole again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.kinds import Shape, classify, has_dateline, opens_news
from newsgrep.split.lines import SENTENCE_END, Block, join_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# No piece of the 1,707 broken paragraphs on the tuning pages is shorter.
SHORTEST_PIECE = 16
# The text in which the two characters at a break are looked for: a page has 30 to 100 blocks.
NEIGHBOURS = 40
LONGEST_NEIGHBOUR = 1000

_OPENS_MIDWAY = re.compile(r"^[,。、;:?!)”’》」』】%…]|^[的了着们等与和及]")
_STOPS_MIDWAY = re.compile(r"[,、的和与及在是为对将把从被向以该各其这并而或]$|[(“‘《「]$|\d$")
_WORD_ENDS = re.compile(r"^.{1,3}[,。、;:”]")
_PAIRS = (("“", "”"), ("(", ")"), ("《", "》"), ("「", "」"))


class Piece(NamedTuple):
    """A block and its shape."""

    block: Block
    shape: Shape


class Seam(NamedTuple):
    """Two blocks that may be one paragraph, the shape of the block before them, and where they stand."""

    first: Piece
    second: Piece
    before: Shape | None
    blocks: Sequence[Block]
    at: int


class Evidence(NamedTuple):
    """One row of the table: what speaks for a break in mid-sentence (or against it: less than 0), and how strongly."""

    weight: float
    test: Callable[[Seam], bool]
    why: str


def _count_elsewhere(seam: Seam) -> int:
    """Return how often the blocks around write the two characters at the seam side by side."""
    near = seam.blocks[max(0, seam.at - NEIGHBOURS) : seam.at + NEIGHBOURS]
    word = seam.first.block.text[-1] + seam.second.block.text[0]
    return sum(block.text.count(word, 0, LONGEST_NEIGHBOUR) for block in near)


def _always(_: Seam) -> bool:
    return True


def _leaves_open(seam: Seam) -> bool:
    text = seam.first.block.head
    return len(seam.first.block.text) == len(text) and any(
        text.count(opener) > text.count(closer) for opener, closer in _PAIRS
    )


# Weights: log-odds of a logistic regression over 2,035 pairs (人民日报, April and May 2026), rounded to halves.
EVIDENCE: tuple[Evidence, ...] = (
    Evidence(-2.0, _always, "most short blocks without end punctuation are titles"),
    Evidence(2.5, lambda seam: seam.first.shape == "body", "running text ends as a sentence does"),
    Evidence(2.5, lambda seam: _count_elsewhere(seam) > 0, "the two characters at the seam are a word of this page"),
    Evidence(1.5, lambda seam: _count_elsewhere(seam) > 1, "and a frequent one"),
    Evidence(
        3.0, lambda seam: bool(_OPENS_MIDWAY.match(seam.second.block.head)), "no paragraph opens with a comma or 的"
    ),
    Evidence(
        1.5,
        lambda seam: bool(_STOPS_MIDWAY.search(seam.first.block.tail)),
        "hardly a title ends with 的, a comma or a digit",
    ),
    Evidence(2.5, _leaves_open, "a quotation left open is closed further on"),
    Evidence(
        1.5,
        lambda seam: bool(_WORD_ENDS.match(seam.second.block.head)),
        "a clause of three characters is the rest of one",
    ),
    Evidence(1.0, lambda seam: seam.first.block.head.count(",") > 1, "titles have one comma at most"),
    Evidence(1.0, lambda seam: len(seam.first.block.text) >= 24, "titles are shorter"),
    Evidence(1.0, lambda seam: len(seam.first.block.text) >= 40, "much shorter"),
    Evidence(1.5, lambda seam: opens_news(seam.first.block.head), "a time opens a sentence"),
    Evidence(-3.0, lambda seam: opens_news(seam.second.block.head), "which is then not the middle of one"),
    Evidence(-2.0, lambda seam: seam.second.block.head.startswith("“"), "a quotation opens a paragraph"),
    Evidence(-4.0, lambda seam: seam.first.block.tail.endswith("—"), "a dash leads over to the next paragraph"),
    Evidence(-1.0, lambda seam: seam.before in ("title", "signature"), "the second line of a headline group"),
    Evidence(-2.0, lambda seam: seam.before in ("name", "byline"), "a lead or subhead under the author line"),
)


def is_broken(seam: Seam) -> bool:
    r"""Tell whether a block stops in the middle of a sentence that the next one goes on with.

    >>> from newsgrep.split.lines import read_blocks
    >>> blocks = read_blocks("今年以来，全市新开工的桥梁共有十二座，其中\n\n三座，已经通车，九座仍在建设。")
    >>> first, second = (Piece(block, classify(block)) for block in blocks)
    >>> is_broken(Seam(first, second, "body", blocks, 1))
    True
    """
    first, second = seam.first, seam.second
    if (
        first.shape not in ("body", "title")
        or first.block.tail[-1] in SENTENCE_END
        or len(first.block.text) < SHORTEST_PIECE
    ):
        return False
    if second.shape != "body" or has_dateline(second.block):
        return False
    return sum(row.weight for row in EVIDENCE if row.test(seam)) > 0


def mend(blocks: Sequence[Block]) -> Iterator[Piece]:
    r"""Yield the blocks with their shapes, broken paragraphs joined.

    >>> from newsgrep.split.lines import read_blocks
    >>> [piece.block.text for piece in mend(read_blocks("全市新开工的桥梁共有十二座，其中已经通车的\n\n，有三座。"))]
    ['全市新开工的桥梁共有十二座，其中已经通车的，有三座。']
    """
    waiting: list[Piece] = []
    before: Shape | None = None
    for index, block in enumerate(blocks):
        piece = Piece(block, classify(block))
        if waiting and not is_broken(Seam(waiting[-1], piece, before if len(waiting) == 1 else "body", blocks, index)):
            whole = _whole(waiting)
            yield whole
            before = whole.shape
            waiting = []
        waiting.append(piece)
    if waiting:
        yield _whole(waiting)


def _whole(pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    block = join_blocks([piece.block for piece in pieces])
    return Piece(block, classify(block))
