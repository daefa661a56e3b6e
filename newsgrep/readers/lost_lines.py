"""Sentences of a text with marks, as Markdown is, that became part of no article."""

from __future__ import annotations

from itertools import takewhile
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
# So many lines and such a part of the long ones are no mere introduction or footer.
FEWEST, MOST = 3, 1 / 3


class LostLines:
    """Compares the lines of the beginning of a file with those of its articles."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._taken: set[int] = set()
        self._articles = 0

    def look_at(self, article: Article) -> None:
        """Note the lines of an article."""
        self._articles += 1
        if self._articles <= MOST_ARTICLES:
            for paragraph in (*article.headlines, *article.paragraphs):
                self._taken.update(number for _, number in paragraph.lines)

    def oddities(self) -> Iterator[str]:
        """The sign, if there are many such sentences up to the last line of an article, or of all."""
        last = max(self._taken, default=0) if self._articles > MOST_ARTICLES else MOST_LINES
        long = list(takewhile(lambda number: number <= last, _long_lines(self._text)))
        lost = len(long) - len(self._taken.intersection(long))
        if self._taken and lost >= max(FEWEST, MOST * len(long)):
            yield "lost lines"


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
