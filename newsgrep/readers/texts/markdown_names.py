"""Names of digests in Markdown, headings that are but a day or the name of a part, and the dates in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.readers.periods import ends_of_periods
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.texts.markdown_lines import MarkdownLine

# Titles of files that are made of items: 江城早报 2025-03-18, 今日热榜, Daily News.
DATE = lazy_pattern(r"[(（\[]?(?:19|20)\d\d\s?[-/.年]?\s?\d{1,2}\s?[-/.月]?\s?\d{1,2}(?:\s?日(?![报報刊]))?[)）\]]?")
ENGLISH_DAY = lazy_pattern(
    r"(?:\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? (?:19|20)\d\d\b"
)
DAY_HEADING = lazy_pattern(rf"(?P<date>{DATE.pattern})[\s,，]*(?:(?:星期|周|週)[一二三四五六日天])?", re.IGNORECASE)
DIGEST = lazy_pattern(
    r"(?:早报|晚报|日报|周报|月报|简报|快报|剪报|剪藏|速览|速递|汇总|合集|摘要|要闻|热榜|热搜榜?|资讯|头条|精选|文摘|简讯|早读|日刊|周刊|月刊|新闻联播|新闻|文字[版稿]|"
    r"news|digest|headlines|trending|daily|weekly)\W*",
    re.IGNORECASE,
)
ISSUE = lazy_pattern(r"\s?(?:第|总第|[（(]第)?\s?\d{1,4}\s?期[)）]?\s*$")
WEEKDAY, BETWEEN = lazy_pattern(r"[（(]?(?:星期|周|週)[一二三四五六日天][)）]?\s*$"), " \u3000—–-|｜·•:："
LONGEST_DIGEST, LONGEST_DATED = 24, 7
# Headings of parts that are no items.
GENERIC = lazy_pattern(
    r"(?:\d{1,2}[.、,]\s?)?(?:正文|内容|全文|详细新闻|新闻内容|详细内容|摘要|概要|简介|新闻详情|文字稿|新闻|原文|article|content|body)[:：]?",
    re.IGNORECASE,
)
# The day of a digest on a line below its title, within so many lines.
TOLD_DAY = lazy_pattern(
    r"\W{0,4}(?:(?:生成|更新|发布|發布|归档|歸檔|采集|抓取|整理|编制|出刊)?(?:日期|时间|時間)|"
    r"date|(?:generated|updated|published)(?: at| on)?)"
    rf"\W{{1,6}}(?P<date>{DATE.pattern})",
    re.IGNORECASE,
)
MOST_BELOW_TITLE = 6
# Sections of a digest that are about itself: how one may have it, who writes it, what was in it before.
ABOUT_ITSELF = lazy_pattern(
    r"(?:如何|怎么)?(?:订阅|訂閱|投稿|加入)(?:方式|我们|本刊|地址|渠道)?|(?:关于|關於|关注|關注|联系|聯繫)(?:我们|我們|我|本刊|作者|方式)?|"
    r"(?:广告|商务)?合作|赞助|打赏|往期(?:回顾|内容|文章|推荐)?|历史文章|交流群|(?:友情链接|版权声明|免责声明|声明)",
)


def is_about_itself(heading: str) -> bool:
    """Whether a heading is that of a section about the digest that it is in: 订阅, 往期回顾."""
    return ABOUT_ITSELF.fullmatch(fold(heading)) is not None


def is_generic(heading: str) -> bool:
    """Whether a heading is that of a part, 正文 or 內容, and no item."""
    return GENERIC.fullmatch(fold(heading)) is not None


def is_digest(title: str) -> bool:
    """Whether a title is that of a digest: a short name with a date, or the name of a kind of digest.

    >>> [is_digest(title) for title in ("《新闻联播》 (20250318)", "江城早报", "熱門新聞日報", "江城地铁今日开工")]
    [True, True, True, False]
    >>> is_digest("江城快报 第11期 | 2025年3月18日"), is_digest("江城简报 · 2025年3月18日 星期二")
    (True, True)
    """
    name, dates = DATE.subn("", ENGLISH_DAY.sub(_in_figures, title))
    name = ISSUE.sub("", WEEKDAY.sub("", name).strip(BETWEEN)).strip(BETWEEN)
    return len(name) <= (LONGEST_DATED if dates and not _ends_digest(name) else LONGEST_DIGEST) and (
        bool(dates) or _ends_digest(name)
    )


def _in_figures(day: re.Match[str]) -> str:
    return timestamp_day(day[0]) or day[0]


def _ends_digest(name: str) -> bool:
    name = fold(name)
    return any(DIGEST.fullmatch(name, at) for at in range(max(0, len(name) - 12), len(name)))


def has_digest_name(title: MarkdownLine | None, facts: dict[str, Any]) -> bool:
    """Whether a file says that it is a digest: in its front matter, else in its heading."""
    return is_digest(str(facts.get("title") or (title.text if title else "")))


def day_of(heading: str) -> str:
    """The date that is all that a heading says; empty if it says more."""
    match = DAY_HEADING.fullmatch(heading)
    return match["date"] if match else ""


def date_in(title: MarkdownLine | None) -> str:
    """The date in the title of a digest or list."""
    found = DATE.search(ends_of_periods(ENGLISH_DAY.sub(_in_figures, title.text))) if title else None
    return found[0] if found else ""


def day_below(title: MarkdownLine | None, text: Sequence[MarkdownLine]) -> str:
    """The day that a line between the title of a digest and its next heading says that it is of; empty if none does."""
    begin = title.number if title else 0
    below = [line for line in text if line.number > begin and (line.text or line.level)][:MOST_BELOW_TITLE]
    end = next(
        (at for at, line in enumerate(below) if line.level and line.level >= (title.level if title else 1)), None
    )
    found = next(filter(None, (TOLD_DAY.match(line.text) for line in below[:end])), None)
    return found["date"] if found else ""
