"""Bodies of records that were hard-wrapped at a fixed width, as in text from PDF or OCR: their lines → paragraphs.

A page has columns of one newspaper, so its reader knows their widths; a record may be wrapped at any width. What tells a
wrapped body from one paragraph per line, a poem, a list or a table: its lines end in mid-sentence, and those that do are
full, so that the beginning of the next line would not have fitted.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.split.lines import join_blocks, make_block, narrow, read_lines
from newsgrep.text.width import NEVER_FIRST, NEVER_LAST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.split.lines import Block, Line

# How a line ends: in mid-sentence, at the end of a sentence, or with a mark within one, as lines of poems do.
Ending = Literal["open", "closed", "mark"]

_INDENT = "　　"
_SENTENCE_END = "。!?….;”’」』)】》\"'"
# Marks in running text: a list, a table and a poem have them at line ends only, or not at all.
_MARKS = re.compile(r"[，。、；：！？,;:!?]|\.(?=\s)")
_SENTENCE = re.compile(r"[。！？!?]|\.(?=\s|$)")
# What stays together at the beginning of a line: a Latin word or number, or one character, with its marks.
_FIRST_UNIT = re.compile(
    r"[“‘「『（(《〈【〔［\[{]*(?:[^\W\u2e80-\U0003ffff][\w.'’%+&/@-]{0,23}|.)[，。、；：！？”’」』）)》〉】〕］\]},.;:!?·%％]*",
    re.ASCII,
)
_CLOSERS = "".join(NEVER_FIRST - set("—·%％～~"))
_NARROW = re.compile("[\x00-\u2e7f\uff61-\uffdc]")


def columns(text: str) -> int:
    """Return the display columns of a text as ``text.width`` counts them, but for rare characters; much faster.

    >>> columns("江城“GDP”")
    9
    """
    return 2 * len(text) - len(_NARROW.findall(text))


# The longest line of a wrapped body, in characters and in columns. No sheet of paper has wider lines.
_WIDEST = {len: 80, columns: 160}
# Of 75,668 bodies with one paragraph per line, three have a single line in mid-sentence that is their longest: all of
# more than 64 characters.
_WIDEST_SINGLE = {len: 62, columns: 122}
# Proportional type and narrow punctuation leave a line this part of its width short.
_RAGGED = 16
# Of lines that end in mid-sentence, those that are not full are headings. In a list or poem, of short lines, many are
# full by chance; paragraphs as wide as a sheet have few full lines for each heading.
_FULL_PER_SHORT = {"narrow": 3, "wide": 1}
_WIDE = {len: 26, columns: 52}
# Characters per mark: news has one in twelve.
_CHARS_PER_MARK = 60


class BodyParagraph(NamedTuple):
    """A paragraph, and an (offset in ``text``, line number) pair for each line of the body that it comes from."""

    text: str
    lines: tuple[tuple[int, int], ...]


class LineFit(NamedTuple):
    """The lines of a body under one measure of width.

    ``room`` is, for each line but the last, how many units the line and the beginning of the next exceed the width by;
    it is positive if the next did not fit. ``slack`` is the raggedness to allow for.
    """

    width: int
    room: tuple[int, ...]
    slack: int
    measure: Callable[[str], int]

    def is_full(self, at: int, *, ragged: bool) -> bool:
        """Return whether a line is full, exactly or up to the raggedness."""
        return self.room[at] + self.slack * ragged > 0


def read_body(text: str) -> list[BodyParagraph]:
    r"""Return the paragraphs of a record's body: its lines, joined if they are hard-wrapped; lines count from 1.

    >>> wrapped = "江城市总工会今天召开会议，部署推进新就业\n形态劳动者权益保障工作，会议要求各级工会\n深入企业一线。"
    >>> [paragraph.lines for paragraph in read_body(wrapped)]
    [((0, 1), (20, 2), (40, 3))]
    >>> [paragraph.text for paragraph in read_body("江城新桥通车\n昨日，江城新桥通车。")]
    ['江城新桥通车', '昨日，江城新桥通车。']
    """
    if (texts := read_whole_lines(text)) is not None:
        return [BodyParagraph(line, ((0, number),)) for number, line in enumerate(texts, start=1) if line]
    lines = list(read_lines(text))
    groups: list[list[Block]] = []
    for line, joined in zip(lines, [False, *find_joins(lines)], strict=True):
        block = make_block(line.text, ((0, line.number),), line.gap)
        if joined:
            groups[-1].append(block)
        else:
            groups.append([block])
    return [BodyParagraph(*join_blocks(group)[:2]) for group in groups]


def read_whole_lines(text: str) -> list[str] | None:
    r"""Return the lines of a body, without white space around them, if each is a paragraph; None if it may be wrapped.

    >>> read_whole_lines("江城新桥通车。\n\n　　昨日，江城新桥通车。")
    ['江城新桥通车。', '', '昨日，江城新桥通车。']
    """
    texts = list(map(str.strip, text.split("\n")))
    return None if _may_be_wrapped(texts) else texts


def _may_be_wrapped(texts: Sequence[str]) -> bool:
    """Return whether a body could be hard-wrapped; most are found not to be at little cost."""
    if not any(map(_ends_open, filter(None, texts[:-1]))):
        return False
    longest = max(texts, key=len).rstrip(_CLOSERS)
    return len(longest) <= _WIDEST[columns] and columns(longest) <= _WIDEST[columns]


def find_joins(lines: Sequence[Line]) -> list[bool]:
    """Return, for each line but the first, whether it continues the paragraph of the line before it."""
    endings = [_ending(line) for line in lines[:-1]]
    fits = [fit for measure in (len, columns) if (fit := _fit(lines, endings, measure))]
    wrapped = [fit for fit in fits if _is_wrapped(lines, endings, fit)]
    if not wrapped:
        return [False] * len(endings)
    fit = max(wrapped, key=lambda fit: sum(fit.is_full(at, ragged=False) for at in _opens(endings)))
    return [
        not starts and fit.is_full(at, ragged=endings[at] != "closed")
        for at, starts in enumerate(_paragraph_starts(lines))
    ]


def _ending(line: Line) -> Ending:
    if _ends_open(line.text):
        return "open"
    return "closed" if narrow(line.text[-1]) in _SENTENCE_END else "mark"


def _ends_open(text: str) -> bool:
    return text[-1].isalnum() or text[-1] in NEVER_LAST


def _fit(lines: Sequence[Line], endings: Sequence[Ending], measure: Callable[[str], int]) -> LineFit | None:
    """Return the fit of lines under a measure, or None if they are too wide."""
    widths = [measure(line.text) for line in lines]
    # Closing marks may hang over the margin.
    full = max(measure(line.text.rstrip(_CLOSERS)) for line in lines)
    if full > _WIDEST[measure]:
        return None
    slack, indent = max(measure("一"), full // _RAGGED), measure(_INDENT)
    room = []
    opens_paragraph = True
    for at, (line, following) in enumerate(pairwise(lines)):
        over = widths[at] + _first_width(following.text, measure) - full + indent * line.indented
        # Indents are often lost, so the first line of a paragraph may be shorter.
        if opens_paragraph and endings[at] == "open" and over + slack <= 0 < over + indent:
            over = 0
        room.append(over)
        opens_paragraph = over + slack <= 0 or endings[at] == "closed"
    return LineFit(full, tuple(room), slack, measure)


def _first_width(text: str, measure: Callable[[str], int]) -> int:
    unit = _FIRST_UNIT.match(text)
    return measure(unit[0]) if unit else 0


def _full_and_short(endings: Sequence[Ending], fit: LineFit) -> tuple[int, int]:
    """Return how many lines that end in mid-sentence are full, and how many are not."""
    full = [fit.is_full(at, ragged=True) for at, ending in enumerate(endings) if ending == "open"]
    return sum(full), len(full) - sum(full)


def _is_wrapped(lines: Sequence[Line], endings: Sequence[Ending], fit: LineFit) -> bool:
    """Return whether a body is hard-wrapped, as far as this fit tells."""
    full, short = _full_and_short(endings, fit)
    least = _FULL_PER_SHORT["wide" if fit.width >= _WIDE[fit.measure] else "narrow"]
    if full < max(1, least * short) or not _is_prose(lines, endings, fit):
        return False
    if full > 1:
        return True
    # The longest line is always full, so that a single full line says little.
    return (
        not short
        and fit.width <= _WIDEST_SINGLE[fit.measure]
        and all(
            ending == "closed" for at, ending in enumerate([*endings, _ending(lines[-1])]) if at not in _opens(endings)
        )
    )


def _opens(endings: Sequence[Ending]) -> list[int]:
    return [at for at, ending in enumerate(endings) if ending == "open"]


def _is_prose(lines: Sequence[Line], endings: Sequence[Ending], fit: LineFit) -> bool:
    """Return whether the full lines have marks within them, as running text has, and the body a sentence's end."""
    at_seam = [lines[at].text for at in _opens(endings) if fit.is_full(at, ragged=True)]
    marks = sum(len(_MARKS.findall(text[:-1])) for text in at_seam)
    characters = sum(map(len, at_seam))
    return marks * _CHARS_PER_MARK >= characters and any(_SENTENCE.search(line.text) for line in lines)


def _paragraph_starts(lines: Sequence[Line]) -> list[bool]:
    """Return, for each line but the first, whether an indent or a blank line above says that a paragraph starts.

    Where all lines are indented, or have a blank line above, that says nothing.
    """
    gaps = [line.gap for line in lines[1:]]
    indented = [line.indented for line in lines[1:]]
    says = not all(indented)
    least = min(gaps, default=0)
    return [gap > least or (says and is_indented) for gap, is_indented in zip(gaps, indented, strict=True)]
