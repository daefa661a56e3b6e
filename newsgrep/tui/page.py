"""An article laid out in the lines of a screen, and where its matches are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells
from rich.text import Text

from newsgrep.printers.terminal import facts, marked
from newsgrep.printers.title import shown_title
from newsgrep.search.snippets import mark, mark_title
from newsgrep.text.width import UNSTEADY, line_breaks, steady

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.query.plan_nodes import TextNode

# Code points; nobody reads further on a screen, and a "text" may be a table of a million rows.
MOST_SHOWN = 200_000
ROLES = {"byline", "caption"}


class MatchPiece(NamedTuple):
    """The part of a match that is on a line: the line's index, and code points of it."""

    line: int
    start: int
    end: int


class LaidOut(NamedTuple):
    """The lines of an article, none wider than asked for, and its matches, each in one piece or more."""

    article_id: str
    lines: tuple[Text, ...] = ()
    matches: tuple[tuple[MatchPiece, ...], ...] = ()


def page_of(
    article: Article,
    marks: Sequence[TextNode],
    style: Style,
    make_way: Callable[[], None] = lambda: None,
) -> LaidOut:
    """An article in lines of ``style.columns``; ``make_way`` is called between paragraphs."""
    lines: list[Text] = []
    matches: list[tuple[MatchPiece, ...]] = []

    def add(written: Text) -> None:
        text = steadied(written)
        found: dict[int, list[MatchPiece]] = {}
        for line in broken(text, style.columns, style.look("match")):
            for number, start, end in line.matches:
                found.setdefault(number, []).append(MatchPiece(len(lines), start, end))
            lines.append(line.text)
        matches.extend(tuple(found[number]) for number in sorted(found))

    title = shown_title(article) or style.tr("(untitled)")
    add(marked(title, mark_title(article, marks), style, "title"))
    for line in facts(article, style, style.columns):
        add(line)
    shown = 0
    for paragraph in article.paragraphs:
        make_way()
        text = paragraph.text[: MOST_SHOWN - shown]
        spans = [span for span in mark(text, marks, "body") if span.start < span.end]
        lines.append(Text())
        add(marked(text, spans, style, paragraph.role if paragraph.role in ROLES else None))
        shown += len(text)
        if shown >= MOST_SHOWN:
            lines += [Text(), *(line.text for line in broken(_more(style), style.columns, ""))]
            break
    return LaidOut(article.id, tuple(lines), tuple(matches))


def _more(style: Style) -> Text:
    return Text(style.tr("The text goes on; press v to read all of it."), style.look("dim"))


class BrokenLine(NamedTuple):
    """A line of a text; ``matches`` are numbers of matches in the text, with their code points in the line."""

    text: Text
    matches: tuple[tuple[int, int, int], ...]


def broken(text: Text, columns: int, look: str) -> Iterator[BrokenLine]:
    """Break a text into lines by the rules of Chinese typesetting; its spans of this look are matches."""
    matches = [(span.start, span.end) for span in text.spans if look and span.style == look]
    plain = text.plain
    ends = [0, *line_breaks(plain, max(columns, 2)), len(plain)]
    starts = [place for start, end in pairwise(ends) for place in _fitting(plain, start, end, columns)]
    for (start, end), line in zip(pairwise([*starts, len(plain)]), text.divide(starts[1:]), strict=True):
        left = len(line.plain) - len(line.plain.lstrip())
        line.rstrip()
        bare = line[left:] if line.plain.strip() else Text()
        first = start + left
        here = tuple(
            (number, max(begin - first, 0), min(stop - first, len(bare)))
            for number, (begin, stop) in enumerate(matches)
            if begin < min(end, first + len(bare)) and stop > first
        )
        yield BrokenLine(bare, here)


def _fitting(plain: str, start: int, end: int, columns: int) -> Iterator[int]:
    """Where the lines of a line begin: the screen takes some rare characters to be wider than we do."""
    yield start
    if not plain[start:end].isascii() and cell_len(plain[start:end].rstrip()) > columns:
        for piece in chop_cells(plain[start:end], columns)[:-1]:
            start += len(piece)
            yield start


def steadied(text: Text) -> Text:
    """A text without the characters whose width differs between terminals: joined emoji come apart."""
    found = [] if text.plain.isascii() else list(re.finditer(UNSTEADY, text.plain))
    if not found:
        return text
    pieces = text.divide([end for match in found for end in match.span()])
    return Text("").join(piece for piece in pieces if piece and not re.fullmatch(UNSTEADY, piece.plain[:1]))


def safe(text: str) -> str:
    """A text in one line in which no character steers a terminal, or is of uncertain width."""
    from newsgrep.text.repair import visible

    return visible(steady(text))
