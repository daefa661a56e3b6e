"""Headings in a digest: of a day, a page, a paper, a section, briefs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from newsgrep.readers.texts.digest_lines import (
    AROUND,
    LONGEST_FRAME,
    LONGEST_NAME,
    SENTENCE_ENDS,
    SHORTEST_NAME,
    WEEKDAY,
)
from newsgrep.readers.texts.headed_stories import WIDE_DIGITS
from newsgrep.readers.texts.ruled_blocks import SOURCE
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

# The editor of a page, beside its name.
EDITOR = lazy_pattern(r"[\s\u3000](?:责编|责任编辑|编辑|美编|責編)\s?[:：].{2,20}$")
DATE = (
    r"(?P<date>(?:(?:中華)?民國)?\d{2,4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]|"
    r"(?:19|20)\d\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|(?:19|20)\d{6}|\d{1,2}\s?月\s?\d{1,2}\s?[日号號])"
)
COUNT = lazy_pattern(r"\s?[（(]?\s?共?\s?\d{1,3}\s?[篇条條则則件]\s?[）)]?$")
WIDE = lazy_pattern("[０-９]")
NUMERAL = "[一二三四五六七八九十]{1,3}"
BOXED_NAME = lazy_pattern(r"[\[【〖〔][\u3400-\u9fff]{2,6}[\]】〗〕]")
ORDINAL = lazy_pattern(rf"^(?:{NUMERAL}|[IVX]{{1,4}})[、.．]\s?")
SHORT_DATE = r"\d{1,2}\.\d{1,2}(?![\d.])|"
DAY = lazy_pattern(
    rf"(?:{WEEKDAY})?[\s（(，,]*{DATE}(?:要闻|要聞|新闻|新聞|简报|早报|晚报)?[\s）)（(，,]*(?:{WEEKDAY})?[\s）)]*(?:[农農][历曆]\S{{2,6}}|\d{{1,2}}:\d\d(?::\d\d)?)?"
)
PAGE = lazy_pattern(
    rf"(?P<page>(?:Page|page|P)\.?\s?\d{{1,3}}|第\s?(?:\d{{1,3}}|{NUMERAL})\s?版|[A-Z]?\d{{1,3}}\s?版|[A-Z]\d{{1,2}})"
    r"(?:[\s：:·・—/-]{0,3}(?P<name>[\u3400-\u9fff]{1,8}))?"
)
PAPER_AND_DAY = lazy_pattern(
    rf"(?P<source>{SOURCE.pattern})[\s（(，,·]{{1,3}}{DATE.replace('(?P<date>', '(?P<date>' + SHORT_DATE, 1)}"
    rf"[）)\s]*(?:{WEEKDAY})?"
)
PART = lazy_pattern(
    rf"第\s?(?:\d{{1,2}}|{NUMERAL})\s?(?:部分|单元|板块|版块|辑)(?:[\s：:·]{{0,3}}(?P<name>[\u3400-\u9fff]{{1,10}}))?"
)
# What is said behind the name of a paper whose headlines are below.
OF_PAPER = lazy_pattern(
    r"(?:[今昨]日)?(?:头[条版]|頭[條版]|要[闻聞]|重[点點]新[闻聞]|焦[点點])(?:新[闻聞])?(?:[包如][括下])?\s?[:：]?$"
)
SECTION_END = lazy_pattern("(?:新闻|新聞|舆情|輿情|要闻|要聞|快讯|快訊|动态|動態|版)$")
BRIEFS = lazy_pattern(
    "(?:[今本每]日|一周|一句话|一句話|国内|国际|简明|綜合|综合)?(?:新闻|新聞)?(?:简讯|簡訊|短讯|短訊|短波|快讯|快訊|简报|簡報|一句话新闻|一句話新聞)"
)


# What a digest is called, and what may be behind it: the days or the number of the issue.
NAME_OF_DIGEST = lazy_pattern(
    r"[^，。！？：]{0,16}(?:[要新][闻聞]|(?:新闻|新聞|媒体|媒體|一周|一週|每日|今日)(?:汇总|彙總|摘要|摘编|摘編|选编|選編|动态|動態|资讯|資訊|集锦|头条|頭條)|剪[报報]|[早晚][报報])"
    r"\s?(?:[（(][^（）()]{3,24}[)）]|第?\s?\d{1,4}\s?期)?"
)


def is_name_of_digest(line: str) -> bool:
    """Whether a line is the name of a digest rather than the title of a report with parts.

    >>> [is_name_of_digest(line) for line in ("高新区一周要闻（5月6日—5月12日）", "一季度经济运行情况", "工作简报")]
    [True, False, False]
    """
    return NAME_OF_DIGEST.fullmatch(line) is not None


def _narrow(line: str) -> str:
    """A line with narrow digits."""
    return line.translate(WIDE_DIGITS) if WIDE.search(line) else line


class Heading(NamedTuple):
    """What a line is a heading of: a day, page, paper or section; and the facts that hold for what is below it."""

    kind: str
    facts: dict[str, str]


@lru_cache(maxsize=1 << 10)
def heading_of(line: str) -> Heading | None:
    """What a line is a heading of, if it is nothing else.

    >>> [heading_of(line).kind for line in ("3月17日 星期一", "第02版：民生", "《江城日报》（2篇）", "一、时政（3条）")]
    ['day', 'page', 'paper', 'section']
    >>> heading_of("江城日报重点新闻包括："), heading_of("江城日报 要闻"), heading_of("一、江城新桥通车")
    (Heading(kind='paper', facts={'source': '江城日报'}), None, None)
    """
    if len(line) > LONGEST_FRAME or line[-1] in SENTENCE_ENDS:
        return None
    bare = _narrow(AROUND.sub("", EDITOR.sub("", line)))
    if not bare:
        return None
    return _dated_heading(bare) or _named_heading(bare, is_boxed=BOXED_NAME.fullmatch(line) is not None)


def _dated_heading(bare: str) -> Heading | None:
    """What a line without signs around it is a heading of, if it is a day, or a paper and a day."""
    match = DAY.fullmatch(bare) or PAPER_AND_DAY.fullmatch(bare)
    if match is None:
        return None
    facts = {"date": match["date"]} if parse_date(match["date"]) else {}
    source = match.groupdict().get("source")
    return Heading("paper and day", {"source": source, **facts}) if source else Heading("day", facts)


def _named_heading(bare: str, *, is_boxed: bool) -> Heading | None:
    """What a line without signs around it is a heading of, if it is a page, paper or section; it may be in brackets."""
    if match := PART.fullmatch(bare):
        return Heading("section", {"section": match["name"]} if match["name"] else {})
    if match := PAGE.fullmatch(bare):
        return Heading("page", {"section": " ".join(filter(None, (match["page"], match["name"])))})
    core = COUNT.sub("", bare)
    is_counted = core != bare
    core = AROUND.sub("", core)
    if BRIEFS.fullmatch(core):
        return Heading("briefs", {})
    core = ORDINAL.sub("", core, count=1)
    if (SECTION_END.sub("", core) or core) in SECTION_NAMES:
        return Heading("section", {"section": core})
    paper = OF_PAPER.sub("", core)
    if SOURCE.fullmatch(paper):
        return Heading("paper", {"source": paper})
    is_named = (is_counted or is_boxed) and SHORTEST_NAME <= len(core) <= LONGEST_NAME // 2
    return Heading("section", {"section": core}) if is_named else None
