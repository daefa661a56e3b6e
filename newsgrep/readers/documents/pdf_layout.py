"""Lines with their places on a page → blocks in reading order, each a column or a part of one."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.documents.pdf_lines import as_horizontal, is_vertical, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.readers.documents.pdf_lines import Char, PdfLine

# In ems, the size of the letters: the distance of lines that belong together, and of their left edges.
LINE_PITCH, INDENT = 1.15, 2.6
# Letters of one block differ in size by less than this, those of a headline from the text by more.
SAME_SIZE, HEADLINE = 1.12, 1.2
# A gap between stacked stories, in ems, and the narrowest gutter between columns.
STORY_GAP, GUTTER = 1.0, 0.5
# The widest gap below a headline, in ems of its own.
HEADLINE_GAP = 2.0
MOST_LINES = 4000
DEEPEST_CUT = 60


class TextBlock(NamedTuple):
    """Lines below each other, of the same size, with their outline."""

    lines: list[PdfLine]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.lines[0].size

    @property
    def characters(self) -> int:
        """The number of its characters."""
        return sum(len(line.text) for line in self.lines)


class DrawnRule(NamedTuple):
    """A horizontal or vertical rule drawn on the page."""

    left: float
    top: float
    right: float
    bottom: float


class PageLayout(NamedTuple):
    """The blocks of a page in reading order, the size of most of its letters, and whether it has columns."""

    blocks: list[TextBlock]
    size: float
    has_columns: bool


def layout_of(chars: Sequence[Char], rules: Sequence[DrawnRule] = ()) -> PageLayout:
    """The layout of a page by its characters, in the order in which the file draws them, and its rules."""
    if is_vertical(chars):
        chars, rules = as_horizontal(chars), ()
    lines = lines_of(chars)[:MOST_LINES]
    size = _usual_size(lines)
    blocks = blocks_of(lines)
    ordered = _ordered(blocks, rules, size, DEEPEST_CUT)
    return PageLayout(ordered, size, _has_columns(blocks, size))


def _usual_size(lines: Iterable[PdfLine]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes.most_common(1)[0][0], 1.0) if sizes else 10.0


def blocks_of(lines: Sequence[PdfLine]) -> list[TextBlock]:
    """Lines (top to bottom) as blocks: each line continues the block right above it that has no line there yet."""
    groups: list[list[PdfLine]] = []
    for line in lines:
        fitting = [group for group in groups[-200:] if _is_below(group[-1], line) and _same_column(group, line)]
        if len(fitting) == 1:
            fitting[0].append(line)
        else:
            groups.append([line])
    return [_block(group) for group in groups]


def _is_below(above: PdfLine, line: PdfLine) -> bool:
    size = max(above.size, line.size)
    gap = line.top - above.bottom
    return -0.5 * size < gap < LINE_PITCH * size and size < SAME_SIZE * min(above.size, line.size)


def _same_column(group: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a line overlaps the column of a group, with its left edge there but for an indent, or centred below."""
    left, right = min(item.left for item in group), max(item.right for item in group)
    if line.top <= group[-1].top + 0.3 * line.size:
        return False
    is_aligned = abs(line.left - left) < INDENT * line.size
    is_centred = abs((left + right) - (line.left + line.right)) < 2 * line.size
    return is_aligned or is_centred


def _block(lines: list[PdfLine]) -> TextBlock:
    return TextBlock(
        lines,
        min(line.left for line in lines),
        lines[0].top,
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


def _ordered(blocks: Sequence[TextBlock], rules: Sequence[DrawnRule], size: float, depth: int) -> list[TextBlock]:
    """Blocks in reading order, by cutting the area along rules, gutters and gaps, again and again (XY-cut).

    A gutter comes before a gap, so that stories beside each other stay apart; a rule, or a gap with a headline below,
    comes before both.
    """
    if len(blocks) < 2 or not depth:  # noqa: PLR2004 (nothing to order)
        return list(blocks)
    for parts in (
        _cut_at_rule(blocks, rules),
        _cut_above_headline(blocks, size),
        _cut_at_gutter(blocks, size),
        _cut(blocks, "top", "bottom", 0.0),
    ):
        if len(parts) > 1:
            return [block for part in parts for block in _ordered(part, rules, size, depth - 1)]
    return sorted(blocks, key=attrgetter("top", "left"))


def _cut(blocks: Sequence[TextBlock], low: str, high: str, least: float) -> list[list[TextBlock]]:
    """The parts between gaps of at least a width, along one axis."""
    parts: list[list[TextBlock]] = []
    end = float("-inf")
    for block in sorted(blocks, key=attrgetter(low)):
        if getattr(block, low) - end >= least:
            parts.append([])
        parts[-1].append(block)
        end = max(end, getattr(block, high))
    return parts


def _cut_at_gutter(blocks: Sequence[TextBlock], size: float) -> list[list[TextBlock]]:
    """The parts beside each other; what is above or below the rest is not beside it."""
    joined: list[list[TextBlock]] = []
    for part in _cut(blocks, "left", "right", GUTTER * size):
        if joined and not any(_is_level(block, other) for block in joined[-1] for other in part):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_level(block: TextBlock, other: TextBlock) -> bool:
    """Whether blocks are at the same height, at least in part."""
    return min(block.bottom, other.bottom) - max(block.top, other.top) > min(block.size, other.size) / 2


def _cut_at_rule(blocks: Sequence[TextBlock], rules: Sequence[DrawnRule]) -> list[list[TextBlock]]:
    """The parts above and below a horizontal rule across the area, or left and right of a vertical one."""
    left, right = min(block.left for block in blocks), max(block.right for block in blocks)
    top, bottom = min(block.top for block in blocks), max(block.bottom for block in blocks)
    for rule in rules:
        is_across = rule.left <= left + 0.1 * (right - left) and rule.right >= right - 0.1 * (right - left)
        is_along = rule.top <= top + 0.1 * (bottom - top) and rule.bottom >= bottom - 0.1 * (bottom - top)
        if is_across and top < rule.top < bottom:
            parts = (
                [block for block in blocks if block.bottom <= rule.bottom + 2],
                [block for block in blocks if block.top >= rule.top - 2],
            )
        elif is_along and left < rule.left < right:
            parts = (
                [block for block in blocks if block.right <= rule.right + 2],
                [block for block in blocks if block.left >= rule.left - 2],
            )
        else:
            continue
        if all(parts) and sum(map(len, parts)) == len(blocks):
            return list(parts)
    return []


def _cut_above_headline(blocks: Sequence[TextBlock], size: float) -> list[list[TextBlock]]:
    """The parts above and below gaps below which a story begins: with a headline on top."""
    parts = _cut(blocks, "top", "bottom", STORY_GAP * size)
    joined: list[list[TextBlock]] = []
    for part in parts:
        top = min(block.top for block in part)
        begins = any(block.size >= HEADLINE * size and block.top < top + 2 * size for block in part)
        if joined and not begins:
            joined[-1] += part
        elif joined and _is_right_above(joined[-1], top, size):
            joined[-1] += part  # a headline above another one, or above its text
        else:
            joined.append(list(part))
    return joined


def _is_right_above(blocks: Sequence[TextBlock], top: float, size: float) -> bool:
    """Whether blocks are headlines, with what begins at ``top`` right below them."""
    above = max(blocks, key=attrgetter("bottom"))
    return top - above.bottom < HEADLINE_GAP * above.size and all(block.size >= HEADLINE * size for block in blocks)


def _has_columns(blocks: Sequence[TextBlock], size: float) -> bool:
    """Whether text is beside text on the page: a good part of the letters has some other block beside it."""
    texts = [block for block in blocks if block.size < HEADLINE * size and block.characters > 20][:300]  # noqa: PLR2004
    beside = sum(
        block.characters
        for block in texts
        if any(
            other is not block
            and min(block.bottom, other.bottom) - max(block.top, other.top) > 2 * size
            and (other.left > block.right or block.left > other.right)
            for other in texts
        )
    )
    return 3 * beside > sum(block.characters for block in texts)
