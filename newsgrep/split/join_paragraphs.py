"""Joins paragraphs that the printed column broke in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.split.line_break_features import ENOUGH, ROWS, LineBreak, LineBreaks
from newsgrep.split.linear_model import log_odds
from newsgrep.split.lines import join_blocks
from newsgrep.split.shapes import Piece, shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.linear_model import Weights


def judge_of(weights: Weights) -> Callable[[LineBreak], float]:
    """Return the log-odds that a line break splits a paragraph, by the weights for pages like this one."""
    scores = {table: log_odds(ROWS, weights[table]) for table in ("seam", "loose seam")}
    return lambda place: scores[place.table](place)


def is_joined(line_break: LineBreak, score: float) -> bool:
    """Return whether the paragraphs on both sides of a break are one, by its form or its log-odds."""
    return line_break.must_join() or score > ENOUGH


def join_broken(pieces: Sequence[Piece], weights: Weights) -> Iterator[Piece]:
    r"""Yield the pieces, with broken paragraphs joined.

    >>> from newsgrep.split.page_blocks import read_blocks
    >>> from newsgrep.split.linear_model import bundled_weights
    >>> blocks = read_blocks("全市新开工的桥梁共有十二座，其中已经通车的\n\n，有三座。")
    >>> [piece.block.text for piece in join_broken(list(map(shaped, blocks)), bundled_weights())]
    ['全市新开工的桥梁共有十二座，其中已经通车的，有三座。']
    """
    line_breaks, score = LineBreaks(pieces), judge_of(weights)
    first = 0
    for at in range(1, len(pieces) + 1):
        line_break = line_breaks.at(at) if at < len(pieces) else None
        if line_break and is_joined(line_break, score(line_break)):
            continue
        yield pieces[first] if at == first + 1 else shaped(join_blocks([piece.block for piece in pieces[first:at]]))
        first = at
