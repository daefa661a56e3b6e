"""Joins paragraphs that the printed column broke in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.split.line_break_features import ENOUGH, FORM, ROWS, LineBreak, LineBreaks
from newsgrep.split.linear_model import exceeds
from newsgrep.split.lines import join_blocks
from newsgrep.split.shapes import Piece, shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.linear_model import Weights


def judge_of(weights: Weights) -> Callable[[LineBreak], bool]:
    """Return whether a line break splits a paragraph, by its form or by the weights for pages like this one."""
    splits = {table: exceeds(ENOUGH, ROWS, FORM, weights[table]) for table in ("seam", "loose seam")}
    return lambda place: place.must_join() or splits[place.table](place)


def join_broken(pieces: Sequence[Piece], weights: Weights) -> Iterator[Piece]:
    r"""Yield the pieces, with broken paragraphs joined.

    >>> from newsgrep.split.page_blocks import read_blocks
    >>> from newsgrep.split.linear_model import bundled_weights
    >>> blocks = read_blocks("全市新开工的桥梁共有十二座，其中已经通车的\n\n，有三座。")
    >>> [piece.block.text for piece in join_broken(list(map(shaped, blocks)), bundled_weights())]
    ['全市新开工的桥梁共有十二座，其中已经通车的，有三座。']
    """
    line_breaks, is_joined = LineBreaks(pieces), judge_of(weights)
    first = 0
    for at in range(1, len(pieces) + 1):
        line_break = line_breaks.at(at) if at < len(pieces) else None
        if line_break and is_joined(line_break):
            continue
        yield pieces[first] if at == first + 1 else shaped(join_blocks([piece.block for piece in pieces[first:at]]))
        first = at
