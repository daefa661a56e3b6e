"""Hard-wrapped pages: the width of their columns, and their lines joined into paragraphs.

The width is estimated from the lines of the page: many are as long as its columns are wide and end in mid-sentence, and
hardly any is longer. Whether the line below a full one continues it is decided by the table "wrap" of the weights
(``wrap_features``): a headline may fill a line, too, and a sentence may end where the line does.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.linear_model import bucket, exceeds
from newsgrep.split.lines import narrow
from newsgrep.split.script import simplified
from newsgrep.split.unmarked import MARK, has_few_marks
from newsgrep.split.wrap_features import CHANCES, FORM, ROWS, USUAL_LENGTHS, WIDTHS, Habits, LineEnd, WrappedPage
from newsgrep.split.wrapped_bodies import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.split.linear_model import Weights
    from newsgrep.split.lines import Line

# Columns of newspapers have 10 to 26 characters, plain text up to 45.
NARROWEST, WIDEST = 10, 45
# So many characters are wider than any column by any measure, and no more of a line is measured.
_WIDER = 3 * WIDEST
# Of the lines of a wrapped page, at least this part is full, and of these this part ends in mid-sentence: nine in ten
# characters of a text are no marks. At most OVER is longer.
_FULL, _OPEN, _OVER = 0.3, 0.6, 0.04
LEAST_FULL = 5
# Where hardly any line has a mark, this part of the lines is full, some of them in a row.
_SOLID = 0.5
# A mark that must not begin a line hangs over the margin, or takes the character before it to the next line.
SLACK = 1
# A page has a few hundred lines; a longer text is many pages, each with a width of its own.
SPAN = 400

# Indents say where paragraphs begin if some lines have one, but not all; gaps, if most short lines have one below.
_FEW, _ALL, _MOST = 0.04, 0.7, 0.7
_CLOSED = "。！？!?”’"

_OPEN_END = "、,，“‘(（《—…_"


class Columns(NamedTuple):
    """The width of a page's columns, how it is measured, the measure of a Han character, and that of an indent.

    ``unmarked`` is whether the text has hardly any punctuation.
    """

    width: int
    measure: Callable[[str], int]
    unit: int
    indent: int
    unmarked: bool = False

    def rooms(self, lines: Sequence[Line]) -> list[int]:
        """Return how much is left of each line, in units of the measure; negative if it is too long."""
        width, measure, _, indent, _ = self
        return [width - measure(line.text) - indent * line.indented for line in lines]


def find_columns(lines: Sequence[Line]) -> Columns | None:
    r"""Return the columns of a page, None if it is not hard-wrapped.

    >>> from newsgrep.split.lines import read_lines
    >>> text = "江城新桥昨日上午通车，两岸的市民步行过江，桥上的灯光将要亮到零点。" * 5
    >>> find_columns(list(read_lines("\n".join(text[at : at + 15] for at in range(0, len(text), 15))))).width
    15
    """
    return _fit(lines, len, 1) or _fit(lines, columns, 2)


def _fit(lines: Sequence[Line], measure: Callable[[str], int], unit: int) -> Columns | None:
    """Return the columns of a page by one measure; ``unit`` is that of a Han character."""
    if len(lines) < LEAST_FULL:
        return None
    widths = [measure(line.text[:_WIDER]) for line in lines]
    counts = Counter(widths)
    best = max(range(NARROWEST * unit, WIDEST * unit + 1), key=lambda width: (counts[width], width))
    if counts[best] < LEAST_FULL:
        return None
    # Lines that hang over the margin are longer than most.
    full = [at for at, width in enumerate(widths) if abs(width - best) <= SLACK * unit]
    over = sum(count for width, count in counts.items() if width > best + SLACK * unit)
    if len(full) < _FULL * len(lines) or over > max(1, _OVER * len(lines)):
        return None
    texts = [lines[at].text for at in full]
    unmarked = has_few_marks(texts)
    if unmarked and not (len(full) >= _SOLID * len(lines) and _longest_run(full) >= LEAST_FULL):
        return None
    if sum(text[-1].isalnum() or text[-1] in _OPEN_END for text in texts) < _OPEN * len(texts):
        return None
    indented = [at for at, line in enumerate(lines) if line.indented]
    # Where the first line of a paragraph is shorter by its indent, the indent is a part of the width.
    within = sum(abs(widths[at] + 2 * unit - best) <= SLACK * unit for at in indented)
    beyond = sum(abs(widths[at] - best) <= SLACK * unit for at in indented)
    return Columns(best, measure, unit, 2 * unit if within > beyond else 0, unmarked)


def _longest_run(numbers: Sequence[int]) -> int:
    """Return the length of the longest run of consecutive numbers among ascending ones.

    >>> _longest_run([1, 2, 5, 6, 7])
    3
    """
    longest = run = 0
    for at, number in enumerate(numbers):
        run = run + 1 if at and number == numbers[at - 1] + 1 else 1
        longest = max(longest, run)
    return longest


def joined_lines(
    lines: Sequence[Line], found: Columns, weights: Weights
) -> Iterator[tuple[Sequence[Line], Sequence[str]]]:
    """Yield the lines of each paragraph of a hard-wrapped page, and their texts in the form that rules read."""
    goes_on = exceeds(0, ROWS, FORM, weights["wrap"])
    page = wrapped_page(lines, found)
    first = 0
    is_text = marked = False
    for at, may_continue in enumerate(page.may_continue()):
        if may_continue and found.unmarked:
            # Without marks, only the room that is left tells.
            if page.rooms[at] <= 0:
                continue
        elif may_continue:
            if not is_text:
                # Headlines have hardly any marks.
                marks = len(MARK.findall(lines[at].text))
                is_text = marked or marks > 1 or (marks == 1 and bool(MARK.search(lines[at + 1].text[:-1])))
                marked = marked or marks > 0
            # Most line ends are in the middle of a paragraph; these need no score.
            if (
                (is_text and page.ends_midway(at))
                or page.cuts_word(at)
                or (
                    not (marked and page.ends_short(at))
                    and _continues(LineEnd(page, at, at + 1 - first), goes_on, marked=marked)
                )
            ):
                is_text = marked
                continue
        yield lines[first : at + 1], page.heads[first : at + 1]
        first, is_text, marked = at + 1, False, False
    yield lines[first:], page.heads[first:]


def _continues(end: LineEnd, goes_on: Callable[[LineEnd], bool], *, marked: bool) -> bool:
    """Return whether the next line continues a paragraph that has had marks, or none, so far."""
    return not (end.is_above_author and not marked) and goes_on(end)


def wrapped_page(lines: Sequence[Line], found: Columns) -> WrappedPage:
    """Return what is to be known of a page to join its lines."""
    rooms = found.rooms(lines)
    text = "\n".join([line.text for line in lines])
    return WrappedPage(lines, rooms, found, _habits(lines, rooms, found), text, simplified(narrow(text)).split("\n"))


def _habits(lines: Sequence[Line], rooms: Sequence[int], found: Columns) -> Habits:
    """Return how the page sets its paragraphs off."""
    unit = found.unit
    short = [at for at in range(len(lines) - 1) if rooms[at] > 2 * unit]
    closed = [at for at, line in enumerate(lines) if line.text[-1] in _CLOSED]
    ends = sum(rooms[at] > 2 * unit for at in closed)
    full = sum(rooms[at] <= 0 for at in closed)
    indents = sum(line.indented for line in lines)
    least = min((line.gap for line in lines[1:]), default=0)
    return Habits(
        # Were paragraphs of any length, one in as many as a line has characters would end where the line does.
        by_chance=bucket((ends * unit / found.width) / full if full else 1.0, CHANCES),
        length=bucket(len(lines) / max(1, ends) * found.width / unit, USUAL_LENGTHS),
        width=bucket(found.width / unit, WIDTHS),
        indents=_FEW * len(lines) < indents < _ALL * len(lines),
        gaps=bool(short) and sum(lines[at + 1].gap > least for at in short) > _MOST * len(short),
        least_gap=least,
    )
