"""What an HTML page says of its story: headline, date, source, author, section and address."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.outlets import is_called_outlet
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.readers.web.page_elements import section_on_way
from newsgrep.readers.web.page_head import ADDRESSES, DATES, SECTIONS, SITES, SOURCES, text_of
from newsgrep.readers.web.page_titles import FULL_DATE, LONGEST_NAME, LONGEST_TITLE, SEPARATOR, SITE_ENDS
from newsgrep.split.names import SURNAMES, is_signed_name
from newsgrep.text.dates import parse_date
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern
from newsgrep.text.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from newsgrep.readers.web.page_head import Meta
    from newsgrep.readers.web.page_lines import PageLines

LABELLED_DATE = lazy_pattern(
    r"(?:发布时间|发布日期|發布時間|發佈時間|发表时间|发表于|发布于|编辑于|更新于|發布於|更新时间|时间|時間|日期)\s*[:：]?\s*(.{6,30})"
)
SOURCE = lazy_pattern(
    r"(?:(?:信息来源|文章来源|新闻来源|稿件来源|来源|來源|稿源|出处)\s*[:：]|来源于\s*[:：]?)\s*[\[【《（(]?\s*([^\s\]】》）)|｜·,，;；<>]{2,24}?)"
    r"(?=[\s\[【\]】》）)|｜·,，;；<>]|$|字号|字體|作者|编辑|责任|分享|评论|阅读|浏览|点击|时间|发布(?:时间|日期|于|[:：])|我要|(?:19|20)\d\d)"
)
# A line such as 江城晚报 2025-03-18 韩露, or 2025-03-18 09:15 江城晚报.
UNLABELLED = lazy_pattern(
    r"(?:(?:原创\s+)?([^\s，。:：]{2,16}?)\s*)?(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d\d?:\d\d(?::\d\d)?)?(?:\s+([^\s，。:：]{2,16}))?"
    r"(?:\s*(?:收藏|举报|分享|评论|关注|字号|微博|微信|阅读|浏览|点击).{0,40})?"
)
# The address of a site before a date, as portals wrote it.
OF_SITE_ABOVE = lazy_pattern(r"^https?://\S{4,60}\s+(?=(?:19|20)\d\d)")
# Characters of the name of an outlet that stands alone before a date, and of a person's.
SHORTEST_OUTLET, LONGEST_PERSON = 3, 4
TODAY = lazy_pattern(r"今天是|今日|现在是|當前|当前|today", re.IGNORECASE)
# The digital edition of a newspaper, as the titles of its pages name it: 江城日报数字报-大桥合龙, 人民日报
EDITION = lazy_pattern(r"([\u3400-\u9fff]{2,10}[报報])(?:数字报|電子報|电子报|电子版|数字版|數位版)?")
# The end of a caption above a story, which says where its picture is from.
OF_PICTURE = lazy_pattern(r"[^\s\d（(]{6}\s*[（(]\s*(?:图片)?(?:来源|來源)\s*[:：][^（()）]*[)）]$")
NO_SOURCE = lazy_pattern(
    r"^(?:作者|编辑|责任|时间|发布|发表|發表|更新|楼主|樓主|(?:本报|本網|本网|实习|見習)?(?:记者|記者)|文[/／|｜]"
    r"|点击|浏览|字号|本站原创|原创|互联网|网络|转载|未知|无$|\d)"
)
FOUNDER, FOUNDER_END, LONGEST_NOTE = "<!--enpproperty", "enpproperty-->", 10_000
FOUNDER_FACT = lazy_pattern(
    r"<(title|date|author|nodename|sourcename)>([^<>]{1,200}(?:<br[^<>]{0,9}>[^<>]{1,200})*)</\1>"
)
# What later pages of it have in elements of their own.
FOUNDER_BODY, FOUNDER_TAG = "<founder-content>", lazy_pattern(r"<founder-(title|author)>([^<>]{1,200})</founder-\1>")
SAVED_FROM = lazy_pattern(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s\"<>]{4,2000})", re.IGNORECASE
)
OWN_ADDRESS = lazy_pattern(r"(?:本文|原文|文章)(?:网址|網址|链接|連結|地址)\s*[:：]\s*(https?://[^\s\"<>]{4,2000})")
# What a line below a story says if it is that of the paper that the story is of, not of another story.
IMPRINT = {"date", "source", "section"}
# Lines above a story that may say nothing but where, when and by whom it was published.
LINES_OF_FACTS = 4
JSON_DATE = lazy_pattern(r'"(?:datePublished|pubDate|publish_?[tT]ime|publishDate|ptime)"\s*:\s*"([^"]{6,40})"')
WECHAT_TIME = lazy_pattern(
    r"\bvar (?:ct|createTime|publish_time)\s*=\s*[\"'](\d{10}|\d{4}-\d\d-\d\d[ \d:]*)[\"']"
    r"|\bcreate_time\s*:\s*[\"'](\d{10})[\"']"
)
WECHAT_STORY = "js_content"
WECHAT_FACT = lazy_pattern(r"\bvar (msg_title|nickname)\s*=\s*(?:htmlDecode\()?([\"'])([^\"'<>\n]{1,200})\2")


def find_date(page: PageLines, meta: Meta, story: Sequence[int], html: str) -> str:
    """When the story was published, as the page writes it; empty if it does not say."""
    head = meta.first(DATES) or meta.time
    if parse_date(head):
        return head
    for text in (text_of(meta.linked.get("datePublished")), *_script_dates(html)):
        if parse_date(text):
            return text
    first, last = (story[0], story[-1]) if story else (len(page.lines), len(page.lines))
    above = [line.text for line in page.lines[max(0, first - 40) : first]]
    below = [line.text for line in page.lines[last + 1 : last + 15]]
    told = (facts["date"] for facts in lines_of_facts(below) if facts.keys() >= IMPRINT)
    return _date_near(above, below) or _only_date(above) or next(told, "")


def _date_near(above: Sequence[str], below: Sequence[str]) -> str:
    """A date above or below a story, the nearest above it first; of other texts only what is labelled."""
    for text in reversed(above):
        labelled = LABELLED_DATE.search(text)
        found = FULL_DATE.search(labelled[1] if labelled else text)
        is_sentence = not labelled and "。" in text
        if (
            found
            and not is_sentence
            and len(text) <= LONGEST_TITLE
            and "星期" not in text[found.end() : found.end() + 4]
        ):
            return found[0]
    for text in below:
        labelled = LABELLED_DATE.search(text)
        if labelled and (found := FULL_DATE.search(labelled[1])):
            return found[0]
    return ""


def _only_date(above: Sequence[str]) -> str:
    """The only date above a story, if it is not that of a visit: pages of digital newspapers have that of the issue."""
    dates = [match[0] for text in above if not TODAY.search(text) for match in FULL_DATE.finditer(text)]
    return dates[0] if len(set(map(parse_date, dates))) == 1 else ""


def _script_dates(html: str) -> Iterator[str]:
    if "mp.weixin.qq.com" in html or "rich_media" in html or WECHAT_STORY in html:
        yield from (match[1] or match[2] for match in islice(WECHAT_TIME.finditer(html), 1))
    yield from (match[1] for match in islice(JSON_DATE.finditer(html), 1))


class Around(NamedTuple):
    """The lines above a story, the nearest first, those below it, and what lines of facts right above it say."""

    above: Sequence[str]
    below: Sequence[str]
    told: Sequence[dict[str, str]]


def find_source(meta: Meta, around: Around, unlinked: Collection[str]) -> str:
    """The medium that a page names, or else the site; ``unlinked`` are the lines that have no link in them."""
    head = meta.first(SOURCES)
    above, below = [line for line in around.above if not OF_PICTURE.search(line)], around.below
    for text in (f"来源：{head.removeprefix('来源：')}" if head else "", *above, *below):
        if (found := SOURCE.search(text)) and not NO_SOURCE.match(found[1]):
            return found[1].strip("：:")
    for names in map(unlabelled, above):
        if found_name := next((name for name in names if name.endswith(SITE_ENDS) or is_called_outlet(name)), ""):
            return found_name
    if only := next(filter(None, (_before_date(line, above) for line in above if line in unlinked)), ""):
        return only
    told_below = (facts for facts in lines_of_facts(below) if facts.keys() >= IMPRINT)
    if told := next((facts["source"] for facts in (*around.told, *told_below) if "source" in facts), ""):
        return told
    site = meta.first(SITES)
    if site and len(site) <= LONGEST_NAME and not site.startswith("http"):
        return site
    if (publisher := name_in(meta.linked.get("publisher"))) and len(publisher) <= LONGEST_NAME:
        return publisher
    if edition := EDITION.fullmatch(SEPARATOR.split(meta.title)[0].strip()):
        return edition[1]
    last = SEPARATOR.split(meta.title)[-1].strip()
    return last if last != meta.title and last.endswith(SITE_ENDS) and len(last) <= LONGEST_NAME // 2 else ""


def _before_date(line: str, above: Sequence[str]) -> str:
    """What alone precedes a date, unless it is a person, a section, which is a line of its own too, or no name."""
    found = UNLABELLED.fullmatch(line)
    name = (found[1] if found else "") or ""
    is_person = name[:1] in SURNAMES and len(name) <= LONGEST_PERSON and is_signed_name(name)
    is_other = is_person or NO_SOURCE.match(name) or name in above or name in SECTION_NAMES
    return name if len(name) >= SHORTEST_OUTLET and not is_other else ""


def unlabelled(line: str) -> tuple[str, ...]:
    """The names before and after the date in a line that has nothing else."""
    found = UNLABELLED.fullmatch(OF_SITE_ABOVE.sub("", line, count=1))
    return tuple(filter(None, found.groups())) if found else ()


def lines_of_facts(above: Sequence[str]) -> Iterator[dict[str, str]]:
    """The facts of lines above a story that have several, and nothing else; a line with one may be anything."""
    for line in above[:LINES_OF_FACTS]:
        facts = meta_line(line) or {}
        if len(facts) > 1:
            yield facts


def founder_facts(html: str) -> dict[str, str]:
    """What Founder's system for digital newspapers notes in each page of a story, by its own names."""
    begin = html.find(FOUNDER)
    end = html.find(FOUNDER_END, begin, begin + LONGEST_NOTE) if begin >= 0 else -1
    facts = (
        FOUNDER_FACT.findall(html[begin:end]) if end >= 0 else FOUNDER_TAG.findall(html) if FOUNDER_BODY in html else []
    )
    return {name: plain_text(value, " ").text.strip() for name, value in facts}


def wechat_facts(html: str) -> dict[str, str]:
    """The title and the account that the scripts of a WeChat article name, by the names of the variables."""
    found = WECHAT_FACT.findall(html) if WECHAT_STORY in html else []
    return {name: plain_text(value, " ").text.strip() for name, _, value in found}


def find_section(meta: Meta, source: str, above: Sequence[str], titles: Collection[str]) -> str:
    """The section of a story, if the head of the page names it, or the way to it from the first page of the site.

    The beginning of the ``source`` is left out before it: 江城网_国内.
    """
    section = meta.first(SECTIONS) or text_of(meta.linked.get("articleSection"))
    before, _, name = section.partition("_")
    section = name if name and source.startswith(before) else section
    if not section:
        section = meta.title if fold(meta.title) in SECTION_NAMES else section_on_way(above, titles)
    return section if len(section) <= LONGEST_NAME and "http" not in section else ""


def find_address(meta: Meta, html: str, below: Sequence[str]) -> str:
    """The address of a page."""
    saved = SAVED_FROM.search(html[:4000])
    written = next(filter(None, map(own_address, below)), "")
    found = [meta.address, meta.first(ADDRESSES), saved[1] if saved else "", written]
    return next((url for url in found if url.startswith(("http://", "https://"))), "")


def own_address(line: str) -> str:
    """The address of a story on a line that says so, such as 原文链接：https://j.example/1.html."""
    match = OWN_ADDRESS.match(line)
    return match[1] if match else ""


def name_in(value: Any) -> str:
    """The name of a person or organisation in linked data."""
    return text_of(value.get("name") if isinstance(value, dict) else value)
