"""Signs that Markdown was understood wrongly: sentences that are in no article, and headlines within one."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.model import Article

# Articles and lines that are looked at; the letters of a line that is one of a text.
MOST_ARTICLES, MOST_LINES, LONG_LINE = 50, 1000, 30
SENTENCE = lazy_pattern("[。！？]")
# Front matter, code, what is quoted, and rows of a table may be about a text; the mark of a heading.
FENCES = ("---", "+++", "```", "~~~")
ABOUT = ("#", ">", "|", "    ", "\t")
HEADLINE = lazy_pattern(
    r"\s{0,3}(?:[-*+]\s|\d{1,3}[.、)）]\s?)?\*\*\[[^\[\]\n]{6,90}\]\(https?://[^()\s]{4,2000}\)\*\*.{0,40}"
)
# So many lines and such a part of the long ones are no mere introduction or footer.
FEWEST, MOST = 3, 1 / 3


class MarkedText:
    """Compares the lines of the beginning of a file with those of its articles."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._taken: set[int] = set()
        self._titles: set[int] = set()
        self._articles = 0

    def look_at(self, article: Article) -> None:
        """Note the lines of an article."""
        self._articles += 1
        if self._articles <= MOST_ARTICLES:
            for paragraph in (*article.headlines, *article.paragraphs):
                self._taken.update(number for _, number in paragraph.lines)
            self._titles.update(line.line for line in article.headlines)

    def oddities(self) -> Iterator[str]:
        """The names of the signs: many sentences are in no article; several headlines that are links are within one."""
        last = max(self._taken, default=0) if self._articles > MOST_ARTICLES else MOST_LINES
        long = list(takewhile(lambda number: number <= last, _long_lines(self._text)))
        lost = len(long) - len(self._taken.intersection(long))
        if self._taken and lost >= max(FEWEST, MOST * len(long)):
            yield "lost lines"
        if len(self._taken.intersection(_linked_headlines(self._text)) - self._titles) >= FEWEST:
            yield "hidden titles"


def _linked_headlines(text: str) -> Iterator[int]:
    """The numbers of the lines that are a link in bold, perhaps with a name behind, right above a line of text."""
    lines = text.split("\n", MOST_LINES)[:-1]
    for number, (line, below) in enumerate(pairwise(lines), start=1):
        if "**[" in line and HEADLINE.fullmatch(line) and _letters(below) >= LONG_LINE and not below.startswith(ABOUT):
            yield number


def _long_lines(text: str) -> Iterator[int]:
    """The numbers of lines with sentences that are neither fenced nor quoted; the last one may be cut, and is none."""
    fence = ""
    for number, line in enumerate(text.split("\n", MOST_LINES)[:-1], start=1):
        mark = line[:3] if line[:3] in FENCES else ""
        if mark and (mark == fence or (not fence and (number == 1 or mark[0] in "`~"))):
            fence = "" if fence else mark
        elif not fence and not line.startswith(ABOUT) and SENTENCE.search(line) and _letters(line) >= LONG_LINE:
            yield number


def _letters(line: str) -> int:
    return len(HAN.findall(line[:1000]))
