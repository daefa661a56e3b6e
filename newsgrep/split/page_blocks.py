"""Text → blocks: the paragraphs of a page, put together where its lines are hard-wrapped."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from newsgrep.split.linear_model import bundled_weights
from newsgrep.split.lines import EDGE, SENTENCE_END, Block, join_blocks, make_block, narrow, needs_no_space, read_lines
from newsgrep.split.spacing import close_up
from newsgrep.split.wraps import SPAN, find_columns, joined_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.split.linear_model import Weights
    from newsgrep.split.lines import Line

_ARTICLE_LINE = re.compile(r"(第 ?\d{1,2} ?版(?:[(（][^()（）]{0,8}[)）])? ?专栏[:：]\S{0,24})\s+(\S.*)")
_TITLE_END = re.compile(r"\s+(?=(?:本报|新华社|据)\S{0,20}?[电讯])|\s{2,}")

# Paragraphs between blank lines are told to be wrapped by themselves: line-level OCR of newspaper columns has 17 to 20 characters per line, plain-text dumps up to 40.
WRAP_WIDTHS = range(17, 41)
WRAP_SLACK = 2


def read_blocks(text: str, weights: Weights | None = None) -> list[Block]:
    r"""Return the blocks of a text: one per line, or one per paragraph where lines are hard-wrapped.

    >>> [block.text for block in read_blocks("新桥通车\n\n昨日新桥通车。")]
    ['新桥通车', '昨日新桥通车。']
    """
    lines = close_up(list(read_lines(text)))
    blocks: list[Block] = []
    for first in range(0, len(lines), SPAN):
        span = lines[first : first + SPAN]
        if columns := find_columns(span):
            groups = joined_lines(span, columns, weights or bundled_weights())
            blocks.extend(_joined(group, heads) for group, heads in groups)
        else:
            blocks.extend(_unwrapped(span))
    return blocks


def _joined(lines: Sequence[Line], heads: Sequence[str] = ()) -> Block:
    """Return the block that consists of some lines; ``heads`` are their texts in the form that rules read, if known."""
    if len(lines) == 1:
        return make_block(lines[0].text, ((0, lines[0].number),), lines[0].gap, *heads)
    texts = [line.text for line in lines]
    if all(map(needs_no_space, texts[1:])):
        offsets = accumulate(map(len, texts[:-1]), initial=0)
        return make_block(
            "".join(texts),
            tuple(zip(offsets, [line.number for line in lines], strict=True)),
            lines[0].gap,
            "".join(heads),
        )
    # Only the whole is narrowed.
    return join_blocks([Block(line.text, ((0, line.number),), line.gap, line.text, line.text) for line in lines])


def _unwrapped(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the blocks of a text without columns of one width: single paragraphs may be hard-wrapped all the same."""
    for paragraph in _paragraphs(lines):
        if is_wrapped(paragraph):
            yield _joined(paragraph)
            continue
        for line in paragraph:
            for text in _unfolded(line.text):
                yield make_block(text, ((0, line.number),), line.gap)


def _unfolded(line: str) -> Iterator[str]:
    """Yield the parts of a line that is a whole article, 第1版(要闻)专栏:今日谈  新桥通车 本报讯 ……, or any other line."""
    article = _ARTICLE_LINE.match(line) if line.startswith("第") else None
    if not article:
        yield line
        return
    yield article[1]
    title = _TITLE_END.search(article[2], 0, EDGE)
    if title:
        yield article[2][: title.start()]
    yield article[2][title.end() :] if title else article[2]


def is_wrapped(paragraph: Sequence[Line]) -> bool:
    """Return whether lines are a hard-wrapped paragraph: of equal length but for the last, and few end a sentence.

    >>> from newsgrep.split.lines import Line
    >>> is_wrapped([Line("江城新桥昨日上午通车两岸市民步行过江", 1, 0, False), Line("桥面灯光将亮到零点。", 2, 0, False)])
    True
    """
    *full, last = (line.text for line in paragraph)
    if not full or len(full[0]) not in WRAP_WIDTHS:
        return False
    widths = [len(text) for text in full]
    if max(widths) - min(widths) > WRAP_SLACK or len(last) > max(widths) + WRAP_SLACK:
        return False
    ends = sum(narrow(text[-1]) in "。!?”" for text in full)
    return ends * 4 <= len(full) and narrow(last[-1]) in SENTENCE_END


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield groups of lines; a blank line or an indent starts a new group."""
    group: list[Line] = []
    for line in lines:
        if group and (line.gap or line.indented):
            yield group
            group = []
        group.append(line)
    if group:
        yield group
