"""What is odd about articles: data instead of a text, which is left out, and signs that a file was misunderstood."""

from __future__ import annotations

import datetime as dt
import re
import time
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from newsgrep.message import Message, plural
from newsgrep.readers.contradictions import Contradictions
from newsgrep.readers.counted_items import lists_own_items
from newsgrep.readers.han import HAN
from newsgrep.readers.marked_texts import MarkedText
from newsgrep.readers.no_texts import is_data
from newsgrep.readers.oddities import Doubt, most_exact
from newsgrep.readers.plausibility import DAY, Plausibility
from newsgrep.readers.problems import Problem
from newsgrep.readers.record_texts import is_remnant
from newsgrep.readers.texts.labels import role_of
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.model import Article

# Articles of a stream that are all looked at; of the others one in so many is. Nothing is kept of any of them.
LOOKED_AT, ONE_IN = 100, 8
SECONDS_A_DAY, DAYS_AHEAD = 86_400, 2
# Characters of a text that are looked at.
BEGINNING = 4000
# Characters of what is left of a text; fewer may be a result or a number.
SHORTEST_REMNANT = 20
LONGEST_TITLE, BOOK = 120, 60_000
# Lines of facts that are about several articles; articles that have the same title by mistake; of so many odd titles.
SEVERAL, MANY, HALF = 3, 5, 0.5
FACT_LINE = 60
# Characters of a headline as half of them have at least; lines of a file, and the part of them with sentences.
SHORTEST_TITLE, FEWEST_LINES, FEWEST_TITLES, FEW_SENTENCES = 6, 6, 3, 0.25
# A name of a program or setting.
BARE = lazy_pattern(r"[A-Za-z0-9_.-]{1,40}")
SENTENCE_MARK = lazy_pattern(r"[。！？；]|[a-z][.!?;](?:\s|$)")
MARKUP = lazy_pattern(
    r"</(?:p|div|span|a|strong|td|font|section)>|<(?:p|div|br|img|span|td)\b[^<>\n]*>|&(?:nbsp|quot|ldquo|amp|#\d{2,5});",
    re.IGNORECASE,
)
# The beginning of a printed list, and a date with an address behind it.
OPENED = ("['", '["', "[<")
DATED_ADDRESS = lazy_pattern(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[^\S\n]?[,，|;]?\s?https?://")
# An address within a text, up to where another value may begin.
WITHIN = lazy_pattern(r"https?://[^\s|\u3000-\u9fff\uff00-\uffef]+")
PRINTED = lazy_pattern(r"[\[(]u?(['\"])[^'\"\n]{1,200}\1,\s?u?['\"]")
ESCAPES = lazy_pattern(r"\\u[0-9a-fA-F]{4}|\\r?\\?n|\\t|\\x[0-9a-f]{2}")
# Half a character that was lost at the end of a line; a question ends so, too.
GAP = lazy_pattern(r"[\u3400-\u9fff](?<![吗嗎呢么麼谁誰何])\?$")
# Letters with accents and signs, of which there are few in any language; texts in a wrong encoding are full of them.
LATIN, MOST_LATIN = lazy_pattern("[\u00a1-\u00ff]"), 0.25
# A headline with its date behind it.
DATED, LONGEST_DATED = lazy_pattern(rf"[^。！？；]{{6,}}[\s（(\[【][^。！？；]{{0,16}}{DAY.pattern}日?[)）\]】]?"), 80
TITLE_LABEL = lazy_pattern(r"(?:^|\s)[A-Za-z\u3400-\u9fff]{2,12}\s?[:：=]")
LABEL = lazy_pattern(
    r"[\"'<\[【]?(title|标题|標題|题目|headline|content|正文|body|内容|內容)[\"'>\]】]?\s?[:：=]", re.IGNORECASE
)
# What precedes the items of a list; the fewest of them, and the share of the lines that they are in a list.
ITEM = lazy_pattern(
    r"\d{1,2}(?:[、)]|[:：](?!\d\d)|[.．](?!\d))|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳◆●■▲★◎]\s?\S"
)
FEWEST_ITEMS, MOST_ITEMS = 4, 0.7
SOURCE_LINE = lazy_pattern(r"(?:新闻|新聞|文章|信息|资料|稿件)?(?:来源|來源|出处|出處)\s?[:：]\s?(\S.{0,39})")
LABEL_BELOW = lazy_pattern(r"(?:标题|標題|题目|正文|内容|內容|时间|来源|title|content)\s?[:：]$", re.IGNORECASE)
# Values in front of a text: a date, cells between bars.
VALUES = lazy_pattern(
    r"\s{0,3}[\[(（【]?(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?=[\sT\])）】|]|$)|[^|\n]{1,80}\|[^|\n]{1,80}\||[^\t\n]{1,80}\t[^\t\n]{1,80}\t"
)
# Values in brackets, one behind the other or parted by a bar.
BOXES = lazy_pattern(r"\[[^\[\]\n]{2,80}\]\s?\[[^\[\]\n]{2,40}\]|[\[【][^]】|｜\n]{1,30}[|｜][^]】\n]{1,30}[]】]")
# What parts the pages of a crawl, and an address that is a line of its own.
PARTED, ADDRESS = lazy_pattern(r"([*=#~_-])\1{9}"), lazy_pattern(r"https?://\S+")
NO_TITLE = lazy_pattern(
    r"第?\s?[A-Z]?\d{1,3}\s?版(?:\s?[:：]?\s?\S{2,6})?|https?://\S+|[\d\s:：年月日/.,-]+|[0-9a-fA-F-]{16,}|\S+\.(?:html?|txt|jpg|png|docx?|pdf)"
)
MAP_ANOTHER = Message("map another field in newsgrep.toml under [fields]")
MOVE_OUT = Message("move it out of the corpus")


class DoubtRecorder:
    """Looks at the articles of a stream, which may be a page: which are no text, and which are odd.

    ``text`` is its beginning if articles are made of its lines, ``marked`` if these have the marks of Markdown.
    """

    def __init__(self, *, is_page: bool = False, text: str | None = None, marked: str = "") -> None:
        self._is_page = is_page
        self._plausibility, self._is_text = Plausibility(text), text is not None
        self._contradictions, self._marked_text = Contradictions(is_page=is_page), MarkedText(marked)
        self._found: dict[str, Doubt] = {}
        self._no_text = self._line_without_text = 0
        self._title: str | None = None
        self._same_title = True
        self._number = self._looked_at = 0
        self._title_lengths: list[int] = []
        self._lines: list[bool] = []
        self._is_dated = self._has_texts = self._has_bodies = False
        self._last_day = _last_day(int(time.time()) // SECONDS_A_DAY)

    def checked(self, article: Article) -> Article | None:
        """The article, without a date that is in the future; None if it is data and no text."""
        self._number += 1
        if is_data(article):
            self._line_without_text = self._line_without_text if self._no_text else article.line
            self._no_text += 1
            return None
        if article.date and article.date > self._last_day:
            self._add("future", article)
            article = article._replace(date=None)
        if self._number <= LOOKED_AT or self._number % ONE_IN == 0:
            for name in _oddities(article):
                self._add(name, article)
            self._looked_at += 1
            self._same_title = self._same_title and self._title in {None, article.title}
            self._title = article.title
            self._look_at_lines(article)
            self._plausibility.look_at(article)
            self._contradictions.look_at(article)
            self._marked_text.look_at(article)
        return article

    def _look_at_lines(self, article: Article) -> None:
        """Note which lines have sentences, as long as nothing speaks for a report."""
        self._is_dated = self._is_dated or bool(article.date or article.reporters)
        self._has_texts = self._has_texts or len(article.headlines) + len(article.paragraphs) > 1
        self._has_bodies = self._has_bodies or bool(article.paragraphs or article.url)
        if not self._is_dated and len(self._lines) < LOOKED_AT:
            self._title_lengths.append(len(article.title))
            for paragraph in (*article.headlines, *article.paragraphs):
                self._lines += [bool(SENTENCE_MARK.search(paragraph.text))] * len(paragraph.lines)

    def _of_all_lines(self) -> Iterator[str]:
        if self._looked_at and not (self._is_dated or self._has_bodies) and self._title and BARE.fullmatch(self._title):
            yield "short titles"
            return
        if self._is_dated or len(self._lines) < (FEWEST_LINES if self._has_bodies else FEWEST_TITLES):
            return
        if self._is_page and sum(self._lines) < FEW_SENTENCES * len(self._lines):
            yield "no sentences"
            return
        titles = sorted(filter(None, self._title_lengths))
        if titles and not self._has_texts and titles[len(titles) // 2] < SHORTEST_TITLE:
            yield "short titles"

    def _add(self, name: str, article: Article) -> None:
        known = self._found.get(name)
        self._found[name] = (
            known._replace(articles=known.articles + 1) if known else Doubt(name, 1, article.path, article.line)
        )

    def problems(self, path: str) -> Iterator[Problem]:
        """What was left out."""
        if self._no_text:
            said = plural(
                self._no_text,
                "holds data or code instead of a text; left out",
                "holds data or code instead of a text ({:,} records); left out",
            )
            has_fields = not (self._is_page or self._is_text)
            hint = MAP_ANOTHER if has_fields else MOVE_OUT
            yield Problem(path, self._line_without_text, said, hint)

    def doubts(self, path: str) -> tuple[Doubt, ...]:
        """The oddities of the stream, each fault once; those of titles only if they are many."""
        found = {**self._found}
        odd = found.get("odd titles")
        if odd and odd.articles < max(HALF * self._looked_at, 2 if self._has_bodies else 1):
            del found["odd titles"]
        found.update((name, Doubt(name, self._number, path, 1)) for name in self._of_all_lines())
        for name in chain(self._plausibility.oddities(), self._contradictions.oddities(), self._marked_text.oddities()):
            found.setdefault(name, Doubt(name, self._number, path, 1))
        enough = SEVERAL if self._has_texts and self._is_text else MANY
        if self._looked_at >= enough and self._same_title and self._title and "repeated title" not in found:
            found["same title"] = Doubt("same title", self._number, path, 1)
        return most_exact(found)


@lru_cache(maxsize=1)
def _last_day(today: int) -> str:
    """The last day that a date may be, wherever the article was written; ``today`` counts days since 1970."""
    return (dt.date(1970, 1, 1) + dt.timedelta(today + DAYS_AHEAD)).isoformat()


def _oddities(article: Article) -> Iterator[str]:
    """The oddities of an article."""
    yield from _of_title(article)
    yield from _of_lines(article)
    beginning = "\n".join(paragraph.text for paragraph in article.paragraphs[:20])[:BEGINNING]
    if _has_several(MARKUP, beginning, "<&") or _has_several(ESCAPES, beginning, "\\") or PRINTED.match(beginning):
        yield "markup"
    if _has_several(DATED_ADDRESS, beginning, "/") or _is_of_addresses(beginning):
        yield "dates"
    if (
        "\ufffd" in beginning
        or "锟斤拷" in beginning
        or _has_gaps(article)
        or (len(beginning) >= SHORTEST_REMNANT and HAN.search(article.title) and is_remnant(beginning))
        or len(LATIN.findall(beginning)) > MOST_LATIN * len(beginning)
    ):
        yield "lost"
    if len(article.paragraphs) > MANY and sum(len(paragraph.text) for paragraph in article.paragraphs) > BOOK:
        yield "book"


def _has_gaps(article: Article) -> bool:
    """Whether many lines end with a question mark of Latin texts, as programs put in place of half a character."""
    lines = [paragraph.text for paragraph in article.paragraphs[:LOOKED_AT] if paragraph.text.endswith("?")]
    found = sum(GAP.search(line) is not None for line in lines)
    if found < max(MANY, FEW_SENTENCES * len(article.paragraphs)):
        return False
    text = "".join(paragraph.text for paragraph in article.paragraphs[:LOOKED_AT])
    return text.count("，") > text.count(",")  # other questions would end with a sign of the same width


def _is_of_addresses(text: str) -> bool:
    """Whether half of a text is several addresses, as rows of records are."""
    found = WITHIN.findall(text) if "://" in text else []
    return len(found) >= SEVERAL and sum(map(len, found)) > HALF * len(text)


def _of_title(article: Article) -> Iterator[str]:
    title = article.title
    if len(title) > LONGEST_TITLE and len(article.headlines) == 1:
        yield "long title"
    if len(TITLE_LABEL.findall(title)) >= SEVERAL:
        yield "labels"
    if title and (NO_TITLE.fullmatch(title) or role_of(title) is not None):
        yield "odd titles"
    if title.endswith(OPENED):
        yield "markup"
    if PARTED.search(title):
        yield "recurring lines"
    top = title or (article.paragraphs[0].text if article.paragraphs else "")
    has_values = article.paragraphs and not article.date and VALUES.match(top)
    if has_values or "\t" in title or BOXES.match(top):
        yield "values"


def _of_lines(article: Article) -> Iterator[str]:
    """The oddities of lines that are about other articles."""
    labels: dict[str, int] = {}
    days: set[str] = set()
    sources = {article.source} if article.source else set()
    for paragraph in article.paragraphs:
        text = paragraph.text
        if (found := LABEL.match(text)) is not None:
            labels[found[1]] = labels.get(found[1], 0) + 1
        if len(text) <= FACT_LINE and (day := DAY.search(text)) and _is_fact_line(text):
            days.add(day[0])
        if (line := SOURCE_LINE.fullmatch(text)) is not None:
            sources.add(line[1])
    texts = [paragraph.text for paragraph in article.paragraphs]
    dated = sum(len(text) <= LONGEST_DATED and DATED.fullmatch(text) is not None for text in texts)
    if dated >= max(SEVERAL, MOST_ITEMS * len(texts)) or sum(map(bool, map(ADDRESS.fullmatch, texts))) >= SEVERAL:
        yield "dates"
    is_cut = article.paragraphs and LABEL_BELOW.search(article.paragraphs[-1].text)
    if is_cut or (max(labels.values(), default=0) > 1 and len(labels) > 1):
        yield "labels"
    if len(days) >= SEVERAL or len(sources) >= SEVERAL:
        yield "dates"
    items = sum(ITEM.match(paragraph.text) is not None for paragraph in article.paragraphs)
    is_list = items >= FEWEST_ITEMS and items >= MOST_ITEMS * len(article.paragraphs)
    if is_list and not lists_own_items(article.title, [paragraph.text for paragraph in article.paragraphs]):
        yield "items"


def _has_several(pattern: re.Pattern[str], text: str, marks: str) -> bool:
    """Whether a text has several matches; these begin with one of the marks."""
    return any(mark in text for mark in marks) and sum(1 for _ in pattern.finditer(text)) >= SEVERAL


def _is_fact_line(text: str) -> bool:
    from newsgrep.readers.documents.meta_line import meta_line

    return meta_line(text) is not None
