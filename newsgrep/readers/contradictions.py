"""Signs that what was read contradicts itself, whatever its format: an article that is several, facts within texts.

They are the best of some two hundred that were tried on 1,270 files of 33 collections and all formats, as six versions
of the readers understood them. Of the 270 files that one of them misread without a word, 57 of 100 are in doubt by
these signs, of those read right 4.6 of 100, and of 1,640 pages of papers and texts of one article 3 of 1,000. Of files
that had not been looked at, 12 of 19 digests were and 6 of 26 real files of all formats, and of those read right 1 of
66 and 6 of 53; most of the latter no longer are. One odd article among many is no sign: feeds are so.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.leftovers import LEFT_ANYWHERE, LEFT_IN_RECORDS
from newsgrep.readers.plausibility import DAY, LOOKED_AT
from newsgrep.readers.several_in_one import (
    DAY_PARTS,
    FACT_LINE,
    LABEL,
    LONG_LINE,
    NUMBERED,
    TEXT_END,
    VARIABLE,
    days_in,
    is_of_several,
    iso_day,
    lines_of,
)
from newsgrep.readers.strange_titles import STRANGE, has_menu_above, has_strange_headline
from newsgrep.readers.topics import has_foreign_edge
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.model import Article

    Has = Callable[[Article], bool]
    Signs = tuple[tuple[str, Has], ...]

FEW, FEWEST, HALF, MOST = 2, 3, 0.5, 0.6
# Articles of which more than one may lack a date by mistake, the part of them that may, and that of which so few do.
MANY, RARELY, HARDLY = 6, 0.25, 0.1
# Characters of a title that may be that of a list, and of a line of facts above a text.
SHORT_TITLE, FACT_ABOVE = 8, 24
# Days that are written otherwise than 2025-03-18: 18-03-2025, 18 Mar 2025, 二〇二五年三月十八日.
OTHER_DAY = (
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|"
    r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:19|20)\d\d|"
    r"二[〇○零][〇○零一二][〇○零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
# A title with a day behind its first words, which no word follows as in a sentence.
DATED_TITLE = lazy_pattern(rf".{{4,}}?(?:{DAY.pattern}日?|{OTHER_DAY})(?![\d\u3400-\u9fff])")
# Lines at the end of a text among which a day alone signs it.
SIGNED, DAY_ALONE = 3, lazy_pattern(rf"{DAY_PARTS.pattern}\s?日?")
MONTH = lazy_pattern(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}")
CREDIT = lazy_pattern(
    r"[\s（(]*(?:文|图|摄|撰文|作者|(?:本报|本刊|本报讯)?记者|記者|通讯员|编辑|责编|来源|时间|发布|[Bb]y|via|from)(?:[\s/／:：|]|$)"
)
OUTLET_ABOVE = lazy_pattern(
    r"[\[（(【《]?[\u3400-\u9fff]{1,8}(?:报|報|网|網|社|台|周刊|新闻|财经|在线)》?(?:[\s·:：|　)）】\]/]|$)"
)
# What no source and no section has: marks that part values, addresses, names of files, figures alone.
NO_SOURCE = lazy_pattern(
    r"[|｜：；;，。\u3000]|: |https?:|(?:19|20)\d\d\s?[-/.年]\s?\d|\s{2}|[-—/·(（:]$|/\S+\.\w{2,4}$|^[\d\W]+$"
)
# The colon of 第02版：要闻 is part of the name of a page.
NO_SECTION = lazy_pattern(r"[|｜，。；]|(?<!版)：|https?:|\d\D+\d|^[\d\W]+$")
NO_AUTHOR = lazy_pattern(
    r"责任|(?:责任)?编辑|小编|(?:网络|编辑)?整理|转载|原创|佚名|未知|管理员|本站|综合|整合|来源|作者"
)
PICTURE = lazy_pattern(r"\.(?:jpe?g|png|gif|webp|mp[34]|css|js)(?:[?#]|$)", re.IGNORECASE)
# What a title does not begin with, and marks around a title.
NO_BEGINNING = lazy_pattern(r"[_*=>|/\\+~·•、，。：:)）\]】;；,.!-]")
AROUND = lazy_pattern(r"([\"'*_]).+\1")


class Contradictions:
    """Looks at the first articles of a stream; ``is_page`` is whether they are stories of a page of a paper."""

    def __init__(self, *, is_page: bool = False) -> None:
        self._is_page = is_page
        self._signs = OF_ARTICLES if is_page else OF_ARTICLES + OF_RECORDS
        self._number = self._titled = self._dated = self._with_text = self._with_lines = self._bare = 0
        self._found: Counter[str] = Counter()
        self._labels: Counter[str] = Counter()
        self._last_lines: Counter[str] = Counter()
        self._ends: list[bool] = []
        self._only: Article | None = None

    def look_at(self, article: Article) -> None:
        """Note the signs of an article, and what is compared with the others."""
        if self._number >= LOOKED_AT:
            return
        self._number += 1
        self._only = article if self._number == 1 else None
        self._titled += bool(article.title)
        self._dated += bool(article.date)
        self._bare += not (article.paragraphs or article.date or article.url)
        self._found.update(name for name, has in (*OF_TITLES, *self._signs) if has(article))
        if article.paragraphs:
            self._look_at_edges(article)

    def _look_at_edges(self, article: Article) -> None:
        self._with_text += 1
        if label := LABEL.match(article.paragraphs[0].text):
            self._labels[label[0]] += 1
        last = article.paragraphs[-1].text
        self._ends.append(len(last) > FACT_LINE or TEXT_END.search(last) is not None)
        if len(article.paragraphs) > 1:
            self._with_lines += 1
            if not TEXT_END.search(last):
                self._last_lines[VARIABLE.sub("0", last)] += 1

    def oddities(self) -> Iterator[str]:
        """The names of the signs."""
        yield from (name for name, _ in self._signs if self._found[name] >= max(RARELY * self._number, 1))
        if self._found["facts in titles"] >= max(HALF * self._titled, 1):
            yield "facts in titles"
        if self._found["marked"] >= max(MOST * self._titled, FEW):
            yield "marks"
        if max(self._labels.values(), default=0) >= max(FEW, MOST * self._with_text):
            yield "labelled texts"
        if max(self._last_lines.values(), default=0) >= max(FEWEST, MOST * self._with_lines):
            yield "recurring lines"
        if self._some_lack_facts():
            yield "lacking"
        if not self._is_page and len(self._ends) >= FEWEST and all(self._ends[:-1]) and not self._ends[-1]:
            yield "last text"
        if self._only:
            yield from self._of_one(self._only)

    def _some_lack_facts(self) -> bool:
        """Whether few articles have no date as the others have, or nothing but a title, or but some have a title."""
        if self._number < FEWEST:
            return False
        if not self._is_page and self._with_text and 0 < self._bare <= HALF * self._number:
            return True
        undated = self._number - self._dated
        is_rare = undated == 1 or (self._number >= MANY and 0 < undated <= RARELY * self._number)
        if is_rare and undated >= HARDLY * self._number:
            return True
        return not self._is_page and 0 < self._titled <= HALF * self._number

    def _of_one(self, article: Article) -> Iterator[str]:
        """The signs of the only article of a file."""
        if not self._is_page and not article.paragraphs and len(article.title) <= SHORT_TITLE:
            yield "no text"
        if is_of_several(article):
            yield "several"
        yield from (name for name, has in STRANGE if has(article))
        if self._is_page:  # a text of one story is no page of a paper
            yield from (name for name, has in LEFT_IN_RECORDS if has(article))


def _has_other_dates(article: Article) -> bool:
    """Whether there are days on lines of their own that are not the article's; one below the text is its signature."""
    ends = (DAY_ALONE.fullmatch(line.text.strip()) for line in article.paragraphs[-SIGNED:])
    signed = {day for match in ends if match and (day := iso_day(match)) <= (article.date or "")}
    return article.date is not None and not days_in(article) <= {article.date, *signed}


def _has_odd_facts(article: Article) -> bool:
    """Whether a source, section or author is no name, or an address that of a picture."""
    source, section = article.source or "", article.section or ""
    if NO_SOURCE.search(source) or NO_SECTION.search(section) or any(map(NO_AUTHOR.fullmatch, article.reporters)):
        return True
    words = sum(any(map(str.isalnum, word)) for word in section.split())  # & is none
    is_list = words >= FEWEST and HAN.search(section) is not None
    return is_list or PICTURE.search(article.url or "") is not None


def _has_facts_above(article: Article) -> bool:
    """Whether the first of several lines is a fact by its form, or has become one."""
    lines = [paragraph.text for paragraph in article.paragraphs[:2]]
    line = lines[0] if lines and len(lines[-1]) >= LONG_LINE else ""
    if not line or len(line) > FACT_ABOVE or TEXT_END.search(line):
        return False
    if CREDIT.match(line) or MONTH.search(line) or OUTLET_ABOVE.match(line):
        return True
    return line.replace(" ", "").strip("（()）【】") in {article.source, article.section, *article.reporters}


def _is_marked(article: Article) -> bool:
    return (AROUND.fullmatch(article.title) or NUMBERED.match(article.title)) is not None


def _has_facts_in_title(article: Article) -> bool:
    """Whether a day that is not the article's is behind the first words of a title, or a headline is but the source."""
    if article.source and any(line.text.strip() == article.source for line in article.headlines):
        return True
    if not DATED_TITLE.match(article.title):
        return False
    day = DAY_PARTS.search(article.title)
    return not day or article.date != iso_day(day)


# The signs that most titles show, that any article does, and that any does which is no story of a page.
OF_TITLES: Signs = (("facts in titles", _has_facts_in_title), ("marked", _is_marked))
OF_ARTICLES: Signs = (
    ("odd facts", _has_odd_facts),
    ("lines of dates", _has_other_dates),
    ("marks", lambda article: NO_BEGINNING.match(article.title) is not None),
    ("foreign paragraphs", lambda article: has_foreign_edge(article.title, lines_of(article))),
    ("strange headlines", has_menu_above),
    *LEFT_ANYWHERE,
)
OF_RECORDS: Signs = (
    ("facts above", _has_facts_above),
    ("strange headlines", has_strange_headline),
    *LEFT_IN_RECORDS,
)
