"""Whether what was read of a file is plausible: articles are compared with each other and with the form of the text.

Each test was tried on 940 files that are read right (pages of papers, one article a file): one of them is in doubt for
each 200. What they find is that titles, texts or articles are others than the file means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.readers.kinship import cohesion, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.model import Article
    from newsgrep.readers.texts.repeated_form import FilledLine

# Articles that are looked at.
LOOKED_AT = 100
FEW, FEWEST, MANY, HALF, MOST = 3, 5, 20, 0.5, 0.9
# Characters of a text that are compared with a title, and of one that is long enough to be.
COMPARED, LONG_ENOUGH = 400, 40
FEWEST_PAIRS = 2
SHORT_LINE, USUAL_LINE, LONG_LINE, LONGEST_DATED = 15, 25, 30, 40
# Lines that part articles recur; so many more than there are articles are in doubt.
LONGEST_RECURRING, FEWEST_RECURRING, MORE = 24, 4, 1.5
# Of the titles that a form shows, the part that must be titles; of long lines, that which may be in no article.
KNOWN_TITLES, LOST = 0.6, 0.1
# The cohesion of lines that are no paragraphs of one article.
LOOSE = 0.025
DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
SENTENCE = re.compile("[。！？；]")
LABEL = re.compile(r"([\w ]{1,12})\s?[:：](?!//)")
NO_TITLE_END = ("。", "，", "、", "；")


class Plausibility:
    """Looks at the first articles of a stream, and at the beginning of its ``text`` if lines make articles of it."""

    def __init__(self, text: str | None = None) -> None:
        self._text = text
        self._articles = self._titled = self._sentences = 0
        self._compared = self._strange = self._of_others = 0
        self._above: set[str] = set()
        self._texts: Counter[str] = Counter()
        self._shorter = self._undated = self._with_date_line = 0
        self._title_lines: set[int] = set()
        self._lines: set[int] = set()

    def look_at(self, article: Article) -> None:
        """Note what the others are compared with."""
        if self._articles >= LOOKED_AT:
            return
        self._articles += 1
        lines = [line.text for line in article.paragraphs]
        self._look_at_title(article.title, "\n".join(lines[:20]))
        if lines and not article.date:
            self._undated += 1
            self._with_date_line += any(map(_is_date_line, (*lines[:2], lines[-1])))
        if self._text is not None:
            self._title_lines.update(line.line for line in article.headlines[:1])
            for paragraph in (*article.headlines, *article.paragraphs):
                self._lines.update(number for _, number in paragraph.lines)

    def _look_at_title(self, title: str, body: str) -> None:
        self._titled += bool(title)
        self._sentences += title.endswith(NO_TITLE_END)
        if body:
            self._shorter += len(body) < len(title)
            self._texts[body[:COMPARED]] += 1
        pairs, here = pairs_of(title), pairs_of(body[:COMPARED])
        if len(pairs) >= FEWEST_PAIRS and len(body) >= LONG_ENOUGH:
            self._compared += 1
            self._strange += not pairs & here
            self._of_others += len(pairs & self._above) > len(pairs & here)
        self._above = here

    def oddities(self) -> Iterator[str]:
        """The names of what is not plausible."""
        with_text = self._texts.total()
        if _most(max(self._strange, self._of_others), self._compared):
            yield "strange titles"
        if with_text >= MANY and len(self._texts) == 1:
            yield "same text"
        if with_text >= FEWEST and self._shorter >= MOST * with_text:
            yield "short texts"
        if _most(self._sentences, self._titled):
            yield "sentences as titles"
        if _most(self._with_date_line, self._undated):
            yield "lines of dates"
        if self._text is not None and self._lines:
            from newsgrep.readers.texts.repeated_form import lines_of

            yield from self._of_form([line for line in lines_of(self._text) if line.number <= max(self._lines)])

    def _of_form(self, lines: Sequence[FilledLine]) -> Iterator[str]:
        """What the form of the text shows otherwise."""
        from newsgrep.readers.texts.repeated_form import titled

        if len(lines) < FEW:
            return
        if self._has_labels(lines):
            yield "labels"
        if self._articles == 1 and not self._titled and _are_texts([line.text for line in lines]):
            yield "untitled lines"
        elif self._recurs(lines):
            yield "recurring lines"
        elif (found := titled(lines)) and self._share_known(found.titles) < KNOWN_TITLES:
            yield "hidden titles"
        long = [line.number for line in lines if len(line.text) >= LONG_LINE and SENTENCE.search(line.text)]
        if len(self._lines.intersection(long)) < len(long) - max(LOST * len(long), 1):
            yield "lost lines"

    def _share_known(self, titles: Sequence[int]) -> float:
        return len(self._title_lines.intersection(titles)) / len(titles)

    def _has_labels(self, lines: Sequence[FilledLine]) -> bool:
        """Whether lines within texts have labels of more records than there are articles: several, equally often."""
        numbers = self._lines - self._title_lines
        labels = (LABEL.match(line.text) for line in lines if line.number in numbers)
        found = Counter(match[1] for match in labels if match)
        times = Counter(number for number in found.values() if number >= max(FEW, MORE * self._articles))
        return max(times.values(), default=0) >= FEW

    def _recurs(self, lines: Sequence[FilledLine]) -> bool:
        """Whether a short line within texts recurs more often than there are articles."""
        found = Counter(
            line.text
            for line in lines
            if len(line.text) <= LONGEST_RECURRING
            and not line.text.endswith("。")
            and line.number in self._lines - self._title_lines
        )
        return max(found.values(), default=0) >= max(FEWEST_RECURRING, MORE * self._articles)


def _most(number: int, of: int) -> bool:
    """Whether a number is more than half of several, or all of a few."""
    return number > HALF * of if of >= FEWEST else FEW <= of == number


def _is_date_line(line: str) -> bool:
    return len(line) <= LONGEST_DATED and DAY.search(line) is not None and not SENTENCE.search(line)


def _are_texts(lines: Sequence[str]) -> bool:
    """Whether lines are texts that have hardly a word in common."""
    from newsgrep.readers.texts.repeated_form import TEXT_END

    usual = sum(map(len, lines)) / len(lines)
    are_long = usual >= USUAL_LINE and all(len(line) >= SHORT_LINE and TEXT_END.search(line) for line in lines)
    return are_long and cohesion([line[:COMPARED] for line in lines]) < LOOSE
