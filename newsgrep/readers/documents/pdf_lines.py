"""Characters with their places on a page → lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# In ems, the size of the letters: the gap that ends a line, and the widest one within a word.
COLUMN_GAP, WORD_GAP = 0.9, 0.25
# The widest gap within brackets: two wide spaces.
BRACKET_GAP = 2.2
# How much lower letters of another font may be on one line.
SAME_ROW = 0.3
# Letters of one line differ in size by less than this.
LINE_SIZES = 1.45
# What is drawn apart from a line to which it belongs: its characters, how far they may overlap others in ems, and the
# most of them; points that a row is high.
MOST_MARKS, OVERLAP, MOST_RUNS, ROW = 3, 0.15, 5000, 8
# The first character that is as wide as a Chinese one.
WIDE = "\u2e80"
# In ems: from one character of vertical text to the next, how far beside and how far below; more than in a headline.
NEAR, STEP, FEWEST_BELOW = 0.3, (0.6, 1.8), 40


class Char(NamedTuple):
    """A character with its box, in points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The size of its letters: the width of a Chinese character, the height of others."""
        return self.right - self.left if self.text >= WIDE else self.bottom - self.top


class PdfLine(NamedTuple):
    """Characters next to each other."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def lines_of(chars: Iterable[Char]) -> list[PdfLine]:
    """The lines of a page: runs of characters as drawn, joined with runs right beside them."""
    runs: list[list[Char]] = []
    for char in chars:
        if runs and _is_struck_twice(runs[-1][-1], char):
            continue
        if runs and _continues(runs[-1][-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    lines = [line for run in _with_marks(runs) if (line := _line(run)).text.strip()]
    return _joined(lines)


def _with_marks(runs: Sequence[list[Char]]) -> list[list[Char]]:
    """The runs, with quotation marks and the like, which are drawn apart in a font of their own, where they belong."""
    marks = [run for run in runs if len(run) <= MOST_MARKS and all(char.text < WIDE for char in run)]
    if not marks or len(marks) > MOST_RUNS:
        return list(runs)
    rows: dict[int, list[list[Char]]] = {}
    texts = [run for run in runs if len(run) > MOST_MARKS or any(char.text >= WIDE for char in run)]
    for run in texts:
        rows.setdefault(round(run[0].bottom / ROW), []).append(run)
    left_over = []
    for mark in marks:
        row = round(mark[0].bottom / ROW)
        near = (run for number in (row, row - 1, row + 1) for run in rows.get(number, ()))
        fitting = next(((run, at) for run in near if (at := _place(run, mark)) is not None), None)
        if fitting:
            fitting[0][fitting[1] : fitting[1]] = mark
        else:
            left_over.append(mark)
    return [*texts, *left_over]


def _place(run: Sequence[Char], mark: Sequence[Char]) -> int | None:
    """Where in a run there is room for a mark of its line: between two characters, or right at an end."""
    size = max(run[0].bottom - run[0].top, 1.0)
    if not run[0].top < (mark[0].top + mark[0].bottom) / 2 < run[0].bottom:
        return None
    at = bisect_left(run, mark[0].left, key=attrgetter("left"))
    room = mark[0].left - run[at - 1].right if at else 0.0, run[at].left - mark[-1].right if at < len(run) else 0.0
    is_free = min(room) > -OVERLAP * size
    is_near = 0 < at < len(run) or max(room) < WORD_GAP * size
    return at if is_free and is_near else None


def _is_struck_twice(before: Char, char: Char) -> bool:
    """Whether a character is drawn on itself once more, to look bold."""
    near = 0.2 * max(before.bottom - before.top, 1.0)
    return before.text == char.text and abs(before.left - char.left) < near and abs(before.top - char.top) < near


def _continues(before: Char, char: Char) -> bool:
    """Whether a character follows another on its line."""
    size = max(before.bottom - before.top, 1.0)
    middle = (char.top + char.bottom) / 2
    return before.top - 0.1 * size < middle < before.bottom + 0.1 * size and (
        char.left > before.left and char.left - before.right < COLUMN_GAP * size
    )


def _line(run: Sequence[Char]) -> PdfLine:
    """A run as a line; a gap between words that no space fills becomes one."""
    parts = [run[0].text]
    for before, char in pairwise(run):
        if char.left - before.right > WORD_GAP * (char.bottom - char.top) and not (before.text + char.text).isspace():
            parts.append(" ")
        parts.append(char.text)
    text = "".join(parts)
    filled = [char for char in run if not char.text.isspace()] or list(run)
    sizes = Counter(round(char.size, 1) for char in filled if char.text >= WIDE) or Counter(
        round(char.size, 1) for char in filled
    )
    return PdfLine(
        text,
        filled[0].left,
        min(char.top for char in filled),
        filled[-1].right,
        max(char.bottom for char in filled),
        max(sizes.most_common(1)[0][0], 1.0),
    )


def _joined(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines, top to bottom, with those joined that lie right beside each other."""
    found: list[PdfLine] = []
    for line in _by_rows(lines):
        last = found[-1] if found else None
        if last and _is_beside(last, line):
            gap = " " if line.left - last.right > WORD_GAP * line.size else ""
            found[-1] = PdfLine(
                last.text + gap + line.text,
                last.left,
                min(last.top, line.top),
                max(last.right, line.right),
                max(last.bottom, line.bottom),
                max(last.size, line.size, key=lambda size: len(last.text if size == last.size else line.text)),
            )
        else:
            found.append(line)
    return sorted(found, key=attrgetter("top", "left"))


def _by_rows(lines: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """The lines from top to bottom, those of a row, which end at about the same height, from left to right."""
    row: list[PdfLine] = []
    for line in sorted(lines, key=attrgetter("bottom")):
        if row and line.bottom - row[0].bottom > SAME_ROW * min(line.size, row[0].size):
            yield from sorted(row, key=attrgetter("left"))
            row = []
        row.append(line)
    yield from sorted(row, key=attrgetter("left"))


def _is_beside(left: PdfLine, right: PdfLine) -> bool:
    size = max(left.size, right.size)
    widest = BRACKET_GAP if _is_within_brackets(left.text, right.text) else COLUMN_GAP
    overlap = min(left.bottom, right.bottom) - max(left.top, right.top)
    return (
        overlap > 0.5 * min(left.bottom - left.top, right.bottom - right.top)
        and -0.5 * size < right.left - left.right < widest * size
        and size < LINE_SIZES * min(left.size, right.size)
    )


def _is_within_brackets(left: str, right: str) -> bool:
    """Whether a bracket that opens in one piece closes in the other: a space between them is that of a text."""
    return left.rfind("（") > left.rfind("）") and "）" in right.partition("（")[0]


def turned_back(chars: Sequence[Char], quarters: int | None) -> list[Char]:
    """Characters of a page whose text runs upwards (1), upside down (2) or downwards (3), as upright ones.

    >>> char = Char("江", 10, 20, 30, 60)
    >>> [turned_back([char], quarters)[0][1:] for quarters in (1, 2, 3)]
    [(0, 0, 40, 20), (0, 0, 20, 40), (0, 0, 40, 20)]
    """
    corners = [_turned(char, quarters) for char in chars]
    left, top = min(box[0] for box in corners), min(box[1] for box in corners)
    return [
        Char(char.text, box[0] - left, box[1] - top, box[2] - left, box[3] - top)
        for char, box in zip(chars, corners, strict=True)
    ]


def _turned(char: Char, quarters: int | None) -> tuple[float, float, float, float]:
    match quarters:
        case 1:
            return -char.bottom, char.left, -char.top, char.right
        case 2:
            return -char.right, -char.bottom, -char.left, -char.top
        case 3:
            return char.top, -char.right, char.bottom, -char.left
        case _:
            return char.left, char.top, char.right, char.bottom


def is_vertical(chars: Sequence[Char]) -> bool:
    """Whether text is set from top to bottom: most characters are right below the one drawn before, few beside it."""
    below = beside = 0
    for before, char in pairwise(chars):
        size = max(before.bottom - before.top, 1.0)
        right, down = (char.left - before.left) / size, (char.top - before.top) / size
        below += abs(right) < NEAR and STEP[0] < down < STEP[1]
        beside += abs(down) < NEAR and 0 < right < STEP[1]
    return below > FEWEST_BELOW and below > 2 * beside


def as_horizontal(chars: Sequence[Char]) -> list[Char]:
    """Characters set from top to bottom in columns from the right to the left, as lines below each other."""
    right = max(char.right for char in chars)
    return [Char(char.text, char.top, right - char.right, char.bottom, right - char.left) for char in chars]
