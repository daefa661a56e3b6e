"""Whether what was read of a file is plausible: articles are compared with each other and with the form of the text.

Each test was tried on 940 files that are read right (pages of papers, one article a file): one of them is in doubt for
each 200. What they find is that titles, texts or articles are others than the file means. Halved or doubled, a constant
changes that by two of 120 files in the worst of five collections.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.counted_items import lists_own_items
from newsgrep.readers.lines_apart import are_articles
from newsgrep.readers.shared_pairs import pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.model import Article
    from newsgrep.readers.texts.repeated_form import FilledLine

# Articles that are looked at.
LOOKED_AT = 50
FEW, FEWEST, MANY, HALF, MOST = 3, 5, 20, 0.5, 0.9
# Paragraphs and characters of a text that are compared with a title, and of one that is long enough to be.
FIRST, COMPARED, LONG_ENOUGH = 20, 400, 40
LONG_LINE, LONGEST_DATED = 30, 40
FEWEST_PAIRS = 2
# Lines that part articles recur; so many more than there are articles are in doubt.
LONGEST_RECURRING, FEWEST_RECURRING, MORE = 24, 4, 1.5
# Of the titles that a form shows, the part that must be titles; of long lines, that which may be in no article.
KNOWN_TITLES, LOST = 0.6, 0.1
# The fewest lines of a text, and those of a story, of which there are far fewer.
FEWEST_LINES, MANY_LINES = 2, 100
# The part of articles that may have one title and no text; that which has an address where pages are counted between.
OFTEN, MOST_LINKED = 0.3, 0.8
# A line that is a number; those of pages and items count, up to so many.
FIGURE, HIGHEST, LAST_DAY = re.compile(r"\d{1,6}"), 999, 31
DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
# What differs between lines of the same form.
SHAPE = re.compile(r"\w+")
# A heading between signs.
FRAMED = re.compile(r"(([━═─＝=~—*#☆★▼◆■●-])\2+)[^━═─＝=~—*#☆★▼◆■●-]{2,30}\1")
# What a line begins with that says when its article was published, and lines at the top among which it is.
MOMENT, TOP = re.compile(rf"{DAY.pattern}日?[\sT]*\d{{1,2}}[:：]\d\d"), 5
# A line that has it amid other words is in doubt only right below the title.
RIGHT_BELOW, LONGEST_BELOW = 2, 60
SENTENCE = re.compile("[。！？；]")
# What summaries end with in a list of what was found.
ELLIPSES = ("...", "…", "[…]", "[...]")
# The number of an item; so many items and nothing else are as many articles.
ORDINAL, FEWEST_NUMBERED = re.compile(r"(\d{1,2})[、.．]\s?(?=\D)"), 4
# A text that is but a sentence, as sets for translators and annotators have them.
ONE_SENTENCE, LONGEST_SENTENCE = re.compile("[^。！？；]+。”?"), 120
# A number and its unit, as the time that a text takes or how often it was read stand below its title.
QUANTITY = re.compile(
    r"(?:约|約)?\d[\d.,]{0,8}[kKwW万萬]?\+?\s?((?:分钟|分鐘|次|人|阅读|閱讀|评论|評論|min|views)[\w ]{0,6})"
)
LABEL = re.compile(r"([\w ]{1,12})\s?[:：](?!//)")
NO_TITLE_END = ("。", "，", "、", "；")


class Plausibility:
    """Looks at the first articles of a stream, and at the beginning of its ``text`` if lines make articles of it."""

    def __init__(self, text: str | None = None) -> None:
        self._text = text
        self._articles = self._titled = self._sentences = self._numbered = self._cut = 0
        self._texts: list[tuple[str, str]] = []
        self._undated = self._with_date_line = self._with_moment = self._linked = 0
        self._unlinked: Counter[str] = Counter()
        self._title_lines: set[int] = set()
        self._lines: set[int] = set()
        self._stories: list[tuple[Sequence[str], Sequence[str]]] = []

    def look_at(self, article: Article) -> None:
        """Note what the others are compared with."""
        if self._articles >= LOOKED_AT:
            return
        self._articles += 1
        lines = [line.text for line in article.paragraphs]
        self._titled += bool(article.title)
        self._linked += bool(article.url)
        if not (lines or article.url):
            self._unlinked[article.title] += 1
        numbers = [int(match[1]) for line in lines if (match := ORDINAL.match(line))]
        self._numbered = len(lines) if not article.title and numbers == list(range(1, len(lines) + 1)) else 0
        is_bare = not (article.title or article.date or article.source or article.url) and len(lines) == 1
        self._sentences += is_bare and len(lines[0]) <= LONGEST_SENTENCE and bool(ONE_SENTENCE.fullmatch(lines[0]))
        self._cut += bool(lines and article.title and lines[-1].endswith(ELLIPSES))
        self._texts.append((article.title, "\n".join(lines[:FIRST])[:COMPARED]))
        if lines and not article.date:
            self._undated += 1
            self._with_date_line += any(map(_is_date_line, (*lines[:2], lines[-1])))
            top = [*(line.text for line in article.headlines), *lines[:TOP]]
            below = [line for line in lines[:RIGHT_BELOW] if MOMENT.search(line) and len(line) <= LONGEST_BELOW]
            self._with_moment += any(map(_is_date_line, filter(MOMENT.match, top))) or not all(
                map(SENTENCE.search, below)
            )
        if self._text is not None:
            self._stories.append(([line.text for line in article.headlines], lines))
            self._title_lines.update(line.line for line in article.headlines[:1])
            for paragraph in (*article.headlines, *article.paragraphs):
                self._lines.update(number for _, number in paragraph.lines)

    def oddities(self) -> Iterator[str]:
        """The names of what is not plausible."""
        if len(self._texts) >= FEW:
            yield from self._of_titles()
        if len(self._unlinked) == 1 < self._unlinked.total() and self._linked >= MOST_LINKED * self._articles:
            yield "unlinked"
        if self._articles == 1 and self._numbered >= FEWEST_NUMBERED:
            yield "untitled lines"
        if self._articles >= FEWEST and self._sentences >= MOST * self._articles:
            yield "parts"
        if _most(self._with_date_line, self._undated) or (self._articles == 1 and self._with_moment):
            yield "lines of dates"
        if self._text is not None and self._lines:
            from newsgrep.readers.texts.digest_doubts import StoryLines, are_parted_otherwise, digest_doubts
            from newsgrep.readers.texts.repeated_form import lines_of

            yield from digest_doubts([StoryLines(*lines) for lines in self._stories])
            if self._articles < LOOKED_AT and are_parted_otherwise(self._text, self._articles):
                yield "recurring lines"
            last = max(self._lines)
            yield from self._of_form([line for line in lines_of(self._text) if line.number <= last])

    def _of_titles(self) -> Iterator[str]:
        """What titles and texts show that are compared with each other."""
        titles = [title for title, _ in self._texts if title]
        filled = [(title, text) for title, text in self._texts if text]
        if _are_strange(self._texts):
            yield "strange titles"
        if len(filled) >= MANY and len({text for _, text in filled}) == 1:
            yield "same text"
        if len(filled) >= FEWEST and sum(len(text) < len(title) for title, text in filled) >= MOST * len(filled):
            yield "short texts"
        titled = [(title, text) for title, text in filled if title]
        if len(titled) >= FEWEST and _recur(titled):
            yield "recurring titles"
        bare = Counter(title for title, text in self._texts if not text)
        if len(self._texts) > FEWEST and max(bare.values(), default=0) >= OFTEN * len(self._texts):
            yield "repeated title"
        if self._cut >= FEW and self._cut >= MOST * len(titled):
            yield "beginnings"
        if _most(sum(title.endswith(NO_TITLE_END) for title in titles), len(titles)):
            yield "sentences as titles"

    def _of_form(self, lines: Sequence[FilledLine]) -> Iterator[str]:
        """What the form of the text shows otherwise."""
        from newsgrep.readers.texts.repeated_form import titled

        if len(lines) < FEWEST_LINES:
            return
        if self._has_labels(lines):
            yield "labels"
        texts = list(dict.fromkeys(line.text for line in lines))  # a text may be there twice
        is_whole = self._articles == 1 or len(lines) >= MANY_LINES * self._articles
        titles, below = self._stories[0]
        if self._articles == 1 and lists_own_items(" ".join(titles), below):
            pass
        elif is_whole and are_articles(texts, is_titled=self._titled > 0):
            yield "untitled lines"
        elif self._recurs(lines):
            yield "recurring lines"
        elif (found := titled(lines)) and self._share_known(found.titles) < KNOWN_TITLES:
            yield "hidden titles"
        long = [line.number for line in lines if len(line.text) >= LONG_LINE and SENTENCE.search(line.text)]
        if self._loses_figures(lines) or len(self._lines.intersection(long)) < len(long) - max(LOST * len(long), 1):
            yield "lost lines"
        if self._leaves_facts(lines):
            yield "lines of dates"

    def _leaves_facts(self, lines: Sequence[FilledLine]) -> bool:
        """Whether lines of facts like those of some articles are in the texts of others."""
        dated = [line for line in lines if DAY.search(line.text) and _is_date_line(line.text)]
        taken = {SHAPE.sub("0", line.text) for line in dated if line.number not in self._lines}
        left = {SHAPE.sub("0", line.text) for line in dated if line.number in self._lines - self._title_lines}
        return not taken.isdisjoint(left)

    def _loses_figures(self, lines: Sequence[FilledLine]) -> bool:
        """Whether lines that are numbers became part of no article, other than of pages, items and parts of dates."""
        lost = (int(line.text) for line in lines if line.number not in self._lines and FIGURE.fullmatch(line.text))
        figures = [figure for figure in lost if figure > LAST_DAY]
        return bool(figures) and (
            figures[-1] > HIGHEST or any(below not in {above + 1, LAST_DAY + 1} for above, below in pairwise(figures))
        )

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
        """Whether a short line within texts recurs more often than there are articles, or ones framed by signs do."""
        numbers = self._lines - self._title_lines
        short = [
            framed[1] if (framed := FRAMED.fullmatch(line.text)) else line.text
            for line in lines
            if len(line.text) <= LONGEST_RECURRING and not line.text.endswith("。") and line.number in numbers
        ]
        units = Counter(match[1] for text in short if (match := QUANTITY.fullmatch(text)))
        if self._articles == 1 and max(units.values(), default=0) >= FEW:
            return True
        return max(Counter(short).values(), default=0) >= max(FEWEST_RECURRING, MORE * self._articles)


def _are_strange(texts: Sequence[tuple[str, str]]) -> bool:
    """Whether titles share no pair of characters with their texts, or more with the text of the article before."""
    compared = strange = of_others = 0
    above: set[str] = set()
    for title, text in texts:
        pairs, here = pairs_of(title), pairs_of(text)
        if len(pairs) >= FEWEST_PAIRS and len(text) >= LONG_ENOUGH:
            compared += 1
            strange += not pairs & here
            of_others += len(pairs & above) > len(pairs & here)
        above = here
    return _most(max(strange, of_others), compared)


def _recur(texts: Sequence[tuple[str, str]]) -> bool:
    """Whether most titles are those of other texts too, and are not all the same."""
    number = Counter(title for title, _ in set(texts))
    return len(number) > 1 and sum(number[title] > 1 for title, _ in texts) > HALF * len(texts)


def _most(number: int, of: int) -> bool:
    """Whether a number is more than half of several, or all of a few."""
    return number > HALF * of if of >= FEWEST else FEW <= of == number


def _is_date_line(line: str) -> bool:
    return len(line) <= LONGEST_DATED and DAY.search(line) is not None and not SENTENCE.search(line)
