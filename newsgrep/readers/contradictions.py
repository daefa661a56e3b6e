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
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.leftovers import LEFT_ANYWHERE, LEFT_IN_RECORDS
from newsgrep.readers.plausibility import DAY, LOOKED_AT, SENTENCE
from newsgrep.readers.shared_pairs import pairs_of
from newsgrep.readers.strange_titles import ends_strangely, has_strange_headline, has_strange_title
from newsgrep.readers.topics import changes_topic, has_foreign_edge
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.model import Article

    Has = Callable[[Article], bool]
    Signs = tuple[tuple[str, Has], ...]

# Lines of an article that are looked at if there is no other, and characters of them that are compared.
LINES_LOOKED_AT, COMPARED = 60, 400
FEW, FEWEST, HALF, MOST = 2, 3, 0.5, 0.6
# Articles of which more than one may lack a date by mistake, the part of them that may, and that of which so few do.
MANY, RARELY, HARDLY = 6, 0.25, 0.1
# Headlines that no single article has: kicker, title and deck are three.
MOST_HEADLINES = 4
# Lines that may be a table of contents, and characters of a title in one.
LINES_OF_CONTENTS, SHORTEST_LISTED = 8, 6
# Characters of a title that may be that of a list, of a line of facts, and of one above a text.
SHORT_TITLE, FACT_LINE, FACT_ABOVE = 8, 60, 24
# Characters of lines and texts that have words to compare.
LONG_LINE, LONG_TEXT = 25, 100
# Days that are written otherwise than 2025-03-18: 18-03-2025, 18 Mar 2025, 二〇二五年三月十八日.
OTHER_DAY = (
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|"
    r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:19|20)\d\d|"
    r"二[〇○零][〇○零一二][〇○零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
# A title with a day behind its first words, which no word follows as in a sentence.
DATED_TITLE = lazy_pattern(rf".{{4,}}?(?:{DAY.pattern}日?|{OTHER_DAY})(?![\d\u3400-\u9fff])")
DAY_PARTS = lazy_pattern(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
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
# What a title does not begin with, marks around a title, and the number in front of one.
NO_BEGINNING = lazy_pattern(r"[_*=>|/\\+~·•、，。：:)）\]】;；,.!-]")
AROUND = lazy_pattern(r"([\"'*_]).+\1")
NUMBERED = lazy_pattern(r"\d{1,3}\s?[.．、)）]\s?\D|第\s?\d+|[①-⑳]|[一二三四五六七八九十]+、")
LABEL = lazy_pattern(r"(?:[\u3400-\u9fff]{2,5}|[A-Za-z_]{2,12})\s?[:：=](?!//)")
# Who speaks, in a talk.
SPEAKER = lazy_pattern("[问問答]|[记記]者|主持")
OUTLET = lazy_pattern(r"日报|晚报|时报|[\u3400-\u9fff]報|新华社|网|通讯社")
TEXT_END = lazy_pattern(r"[。！？!?；;…][”’」』）)》\]】\"']{0,3}$|[a-z0-9]\.$|[”’」』]$")
# What differs between lines of the same form.
VARIABLE = lazy_pattern(r"https?://\S+|\d+")


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
        if _is_of_several(article):
            yield "several"
        if has_strange_headline(article) or has_strange_title(article):
            yield "strange headlines"
        if ends_strangely(article):
            yield "strange ends"
        if self._is_page:  # a text of one story is no page of a paper
            yield from (name for name, has in LEFT_IN_RECORDS if has(article))


def _lines_of(article: Article) -> list[str]:
    return [paragraph.text[:COMPARED] for paragraph in article.paragraphs]


def _days(article: Article) -> set[str]:
    """The days on short lines of a text that are no sentences."""
    lines = (paragraph.text for paragraph in article.paragraphs if len(paragraph.text) <= FACT_LINE)
    found = (DAY_PARTS.search(line) for line in lines if not SENTENCE.search(line))
    return {_iso(match) for match in found if match}


def _iso(day: re.Match[str]) -> str:
    return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"


def _has_other_dates(article: Article) -> bool:
    """Whether there are days on lines of their own that are not the article's; one below the text is its signature."""
    ends = (DAY_ALONE.fullmatch(line.text.strip()) for line in article.paragraphs[-SIGNED:])
    signed = {day for match in ends if match and (day := _iso(match)) <= (article.date or "")}
    return article.date is not None and not _days(article) <= {article.date, *signed}


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
    return not day or article.date != _iso(day)


def _is_of_several(article: Article) -> bool:
    """Whether there are many headlines, facts of two days, the mark of lines before the title, or two weaker signs."""
    if len(article.headlines) >= MOST_HEADLINES:
        return True
    lines = _lines_of(article)[:LINES_LOOKED_AT]
    if len(lines) < FEWEST:
        return False
    if len(_days(article)) >= FEW or _is_item(article, lines) or _lists_others(lines) or changes_topic(lines):
        return True
    signs = sum((_name_outlets(lines), _recur(lines), _label(lines), _is_unlike(article.title, lines)))
    return signs >= FEW or (signs == 1 and _are_unlike(lines))


def _is_item(article: Article, lines: Sequence[str]) -> bool:
    from newsgrep.readers.texts.digest_lines import item_of

    title = item_of(article.headlines[-1].text) if article.headlines else None
    return title is not None and any((item := item_of(line)) and item.mark == title.mark for line in lines)


def _lists_others(lines: Sequence[str]) -> bool:
    """Whether lines without an end are named in lines above them, one behind the other, as in a table of contents."""
    at = found = 0
    for number, line in enumerate(lines[1:], start=1):
        is_title = SHORTEST_LISTED <= len(line) <= FACT_LINE and not TEXT_END.search(line) and not NUMBERED.match(line)
        place = "\n".join(lines[: min(number, LINES_OF_CONTENTS)]).find(line, at) if is_title else -1
        if place >= 0:
            at, found = place + len(line), found + 1
    return found >= FEWEST


def _is_unlike(title: str, lines: Sequence[str]) -> bool:
    """Whether a title shares no pair of characters with the beginning of a text that is long enough."""
    pairs, text = pairs_of(title), "\n".join(lines)[: FEW * COMPARED]
    return len(pairs) >= FEWEST and len(text) >= LONG_TEXT and not pairs & pairs_of(text)


def _are_unlike(lines: Sequence[str]) -> bool:
    """Whether most long lines share no pair of characters with the next one."""
    pairs = [pairs_of(line) for line in lines if len(line) >= LONG_LINE]
    return len(pairs) >= FEWEST and sum(not one & other for one, other in pairwise(pairs)) >= MOST * (len(pairs) - 1)


def _short(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if len(line) <= FACT_LINE and not TEXT_END.search(line)]


def _name_outlets(lines: Sequence[str]) -> bool:
    return sum(OUTLET.search(line) is not None for line in _short(lines)) >= FEW


def _recur(lines: Sequence[str]) -> bool:
    """Whether a short line recurs but for its numbers, or two do."""
    forms = Counter(VARIABLE.sub("0", line) for line in _short(lines)).values()
    return max(forms, default=0) >= FEWEST or sum(number >= FEW for number in forms) >= FEW


def _label(lines: Sequence[str]) -> bool:
    """Whether lines have the same label, and are no talk."""
    labels = Counter(found[0] for line in lines if (found := LABEL.match(line)))
    return max(labels.values(), default=0) >= FEW and not any(map(SPEAKER.match, labels))


# The signs that most titles show, that any article does, and that any does which is no story of a page.
OF_TITLES: Signs = (("facts in titles", _has_facts_in_title), ("marked", _is_marked))
OF_ARTICLES: Signs = (
    ("odd facts", _has_odd_facts),
    ("lines of dates", _has_other_dates),
    ("marks", lambda article: NO_BEGINNING.match(article.title) is not None),
    ("foreign paragraphs", lambda article: has_foreign_edge(article.title, _lines_of(article))),
    *LEFT_ANYWHERE,
)
OF_RECORDS: Signs = (
    ("facts above", _has_facts_above),
    ("strange headlines", has_strange_headline),
    *LEFT_IN_RECORDS,
)
