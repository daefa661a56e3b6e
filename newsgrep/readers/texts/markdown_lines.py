"""The lines of a Markdown file, and the facts on them: labelled ones, properties of a note, links to a page."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.labelled_blocks import labelled, values_on_line
from newsgrep.readers.texts.markdown_text import heading, inline_text, line_text
from newsgrep.readers.texts.ruled_blocks import DATE, SOURCE, facts_of
from newsgrep.readers.texts.wechat_lines import account_facts
from newsgrep.readers.values import LINK_TO_PAGE
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Sequence

# A line that is but a link to the page of a story: [查看原文](https://j.example/1)
LINK_LINE = re.compile(
    r"\s*(?:[-*+>]\s+)?[*_]{0,3}[（(【]?\[[^\[\]\n]{0,6}"
    r"(?:原文|全文|链接|連結|来源|來源|详情|詳情|视频|視頻|影片|source|original|read more|link|video)"
    r"[^\[\]\n]{0,6}\]\((?P<url>https?://[^()\s]{4,2000})\)[）)】]?[*_]{0,3}\s*",
    re.IGNORECASE,
)
# A line that is but the name of an outlet, linked to the page: > 原文：[江城日报](https://j.example/1)
NAMED_LINK = re.compile(
    r"\s*(?:[-*+>]\s+)*(?P<label>(?:\*\*)?(?:阅读|閱讀|查看|本文)?(?:原文|来源|來源|出处|出處|转自|轉自|原载|原載|source|original|via)"
    r"(?:\*\*)?\s?[:：]?(?:\*\*)?|[（(]|[—-]{1,2})?\s?"
    r"\[(?P<name>[^\[\]\n]{2,20})\]\((?P<url>https?://[^()\s]{4,2000})\)[）)]?\s*",
    re.IGNORECASE,
)
# What a link is called that leads to the page.
HERE = re.compile(
    r".{0,4}(?:原文|全文|链接|連結|链結|点击|點擊|这里|這裡|此处|此處|网页|網頁|查看|阅读|閱讀|详情|詳情|地址).{0,4}"
)
# Characters of a name of an outlet that has no usual end, and of one in Latin letters.
LONGEST_NAME, LONGEST_LATIN_NAME = 5, 20
# A property of a note, whatever it is called, and one that is a text: 为什么重要：大桥通车后，两岸往来方便。
PROPERTY = re.compile(r"([\w ]{1,16})[:：]\s?(\S.{0,200})")
BODY = re.compile(r"正文|全文|原文|内容")
ABSTRACT = re.compile(r"摘要|概要|简介|導語|导语", re.IGNORECASE)
TELLS = re.compile(r"[\u3400-\u9fff].{5,}[。！？]$")
# Pictures before a word: 📰 来源：江城日报, ## 🌍 国际
ORNAMENT = re.compile(r"^(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\s*)+(?=\w)")
# What leads to the page, behind a name: 来源：江城日报（原文链接）, 来源：江城日报（https://j.example/1）
LEAD = re.compile(
    r"\s*[,，(（]\s*(?:(?:点击|查看|阅读)?(?:原文|全文)(?:链接)?|链接|(?P<url>https?://[^\s()（）]{4,2000}))\s*[)）]?$"
)
# When a program made a file, below its text: 处理时间: 2025-03-18 09:12:45 (北京时间), generated_at: 2025-03-18
MADE = re.compile(
    r"(?:本?文?[件档由]?(?:处理|處理|生成|抓取|采集|採集|爬取|导出|導出|保存|剪藏|收藏|下载|下載|归档|歸檔|转换|轉換|入库|最后更新|更新)(?:时间|時間|日期|于|於)|"
    r"(?:generated|exported|saved|clipped|fetched|crawled|scraped|archived|processed)[ _]?(?:at|on|time|date)?)"
    rf"\s?[:：]?\s?(?:{DATE.pattern}).{{0,40}}",
    re.IGNORECASE,
)
# When a text was published, and the name of any outlet, with a dot or bar between: **2025-03-18 09:12** · 江城观察
MOMENT = r"(?P<date>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}[ T]\d{1,2}:\d\d(?::\d\d)?)"
NAMED = (
    r"《?(?P<source>(?=\d{0,4}[^\W\d_])[^\W_](?:[^，。！？；：:|｜《》\n]{0,28}[^\W_])?)"
    r"(?:》[^，。！？；：:|｜\n]{0,12})?"
)
MOMENTS = (re.compile(rf"{MOMENT}\s?[·•|｜]\s?{NAMED}"), re.compile(rf"{NAMED}\s?[·•|｜]\s?{MOMENT}"))
# Such a line with a day, which may have no year, and a link to the page: 📍 江城观察 · 3月18日 · [原文](https://j.example/1)
DATED_LINK = re.compile(
    r"(?:[-*+>]\s+)?(?P<source>[^\W_][^，。！？；|｜·•\[\]\n]{1,38}?)\s?[·•|｜]\s?"
    r"(?P<date>(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)\s?[·•|｜]\s?"
    r"\[(?:查看|阅读|閱讀)?(?:原文|全文|链接|連結|来源|來源|link|source)\]\((?P<url>https?://[^()\s]{4,2000})\)"
)
# The bullet of a heading in an outline, as Logseq has it.
OUTLINED = re.compile(r"^\s*-\s+(?=#{1,6}\s)")
ADDRESS = re.compile(r"https?://\S+")
PICTURES = re.compile("[\u2600-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\\s*")
# Lines at the top of a text that may be properties, and how many of them are known ones.
MOST_TOP_LINES, FEWEST_KNOWN = 10, 2


class MarkdownLine(NamedTuple):
    """A line with its number; ``level`` is that of a heading, else 0, and ``text`` has no marks."""

    number: int
    level: int
    text: str
    raw: str


def markdown_lines(raw: list[str], begin: int) -> list[MarkdownLine]:
    """The lines below the front matter; underlined headings have the level of their line."""
    found: list[MarkdownLine] = []
    for number, line in enumerate(raw[begin:], begin + 1):
        level, text = heading(OUTLINED.sub("", line, count=1)) or (0, line_text(line))
        underline = line.strip()
        above = found[-1] if found else None
        if above and above.text and not above.level and len(underline) > 1 and set(underline) in ({"="}, {"-"}):
            is_paragraph = not found[-2:-1] or not found[-2].text  # of one line
            found[-1] = above._replace(level=(1 if underline[0] == "=" else 2) * is_paragraph)
            text = ""
        found.append(MarkdownLine(number, level, text, line))
    return found


def unadorned(text: str) -> str:
    """A text without pictures before it.

    >>> unadorned("📰 来源：江城日报"), unadorned("★★★★")
    ('来源：江城日报', '★★★★')
    """
    return ORNAMENT.sub("", text, count=1)


def property_lines(lines: Sequence[MarkdownLine]) -> dict[int, re.Match[str]]:
    """The lines below a title that are properties of a note: all of a block have labels, several of them known."""
    begin = next((at for at, line in enumerate(lines) if line.text and not line.level), len(lines))
    block = list(takewhile(lambda at: lines[at].text and not lines[at].level, range(begin, len(lines))))
    found = {at: match for at in block if (match := PROPERTY.fullmatch(unadorned(lines[at].text)))}
    is_block = len(found) == len(block) <= MOST_TOP_LINES
    known = sum(1 for at in block if facts_of_line(lines[at])) if is_block else 0
    return found if known >= FEWEST_KNOWN and 2 * known >= len(block) else {}


def told_in(lines: Sequence[MarkdownLine], properties: dict[int, re.Match[str]]) -> dict[int, str]:
    """The text in properties of a note: sentences with an unknown label, and the abstract, unless more is below.

    >>> note = ["- 摘要：大桥今天合龙。", "- 来源：江城日报", "- 为什么重要：大桥通车后，往来方便。"]
    >>> lines = markdown_lines(note, 0)
    >>> told_in(lines, property_lines(lines))
    {2: '为什么重要：大桥通车后，往来方便。', 0: '大桥今天合龙。'}
    >>> note = ["- 正文：大桥今天合龙了。", "- 来源：江城日报", "- 时间：2025-03-18"]
    >>> told_in(markdown_lines(note, 0), property_lines(markdown_lines(note, 0)))
    {0: '大桥今天合龙了。'}
    >>> told_in(lines[:2], property_lines(lines[:2]))
    {0: '大桥今天合龙。'}
    """
    texts = {
        at: found[2] if BODY.fullmatch(found[1]) else found[0]
        for at, found in properties.items()
        if TELLS.search(found[2])
    }
    told = {at: text for at, text in texts.items() if not facts_of_line(lines[at])}
    abstracts = {at: found[2] for at, found in properties.items() if ABSTRACT.fullmatch(found[1])}
    is_more = not told and any(line.text and not line.level for line in lines[max(properties, default=-1) + 1 :])
    return told if is_more else {**told, **abstracts}


def end_of_text(lines: Sequence[MarkdownLine]) -> int:
    """Where labelled lines and links to the page begin below a text."""
    end = len(lines)
    while end and not lines[end - 1].level and (not lines[end - 1].text or _is_fact(lines[end - 1])):
        end -= 1
    return end


def is_made_at(line: MarkdownLine) -> bool:
    """Whether a line says but when a program made the file."""
    return MADE.fullmatch(unadorned(line.text)) is not None


def _is_fact(line: MarkdownLine) -> bool:
    is_told = (facts_of(line.text) or {}).keys() >= {"source", "date"}
    is_labelled = labelled(unadorned(line.text)) is not None or is_made_at(line)
    return is_told or is_labelled or bool(LINK_LINE.fullmatch(line.raw) or _named_link(line))


def facts_of_line(line: MarkdownLine) -> dict[str, str]:
    """The facts of a line such as 来源：江城日报 | 时间：2025-03-18, or of one that is a link to the page."""
    if link := LINK_LINE.fullmatch(line.raw):
        return {"url": link["url"]}
    if named := _named_link(line) or account_facts(line.raw) or dated_link(line):
        return named
    facts = _without_leads(_facts_of_text(line._replace(text=unadorned(line.text))), line.raw)
    link = LINK_TO_PAGE.search(line.raw) if "source" in facts and "url" not in facts else None
    if link and inline_text(link["name"]) == facts["source"]:
        facts["url"] = link["url"]
    return facts


def _without_leads(facts: dict[str, str], raw: str) -> dict[str, str]:
    """Facts without what leads to the page behind a name, and its address: 作者：何青禾，[原文](https://j.example/1)."""
    told = dict(facts)
    for role in facts.keys() & {"source", "author"}:
        link = next((link for link in LINK_TO_PAGE.finditer(raw) if HERE.fullmatch(link["name"])), None)
        if link and (at := facts[role].find(link["name"])) > 0:
            told[role] = facts[role][:at].rstrip(" ,，(（|｜—-")
            told.setdefault("url", link["url"])
        elif lead := LEAD.search(facts[role]):
            told[role] = facts[role][: lead.start()]
            if lead["url"]:
                told.setdefault("url", lead["url"])
    return {role: value for role, value in told.items() if value}


def _facts_of_text(line: MarkdownLine) -> dict[str, str]:
    label = labelled(line.text)
    if label and label.role == "url" and not ADDRESS.match(label.value) and (link := LINK_TO_PAGE.search(line.raw)):
        return {"url": link["url"], **({"source": link["name"]} if _is_outlet(link["name"]) else {})}
    if label and label.role not in {"title", "body"} and (label.role != "date" or timestamp_day(label.value)):
        facts = {role: value.strip(" |｜·") for role, value in values_on_line(label)}
        source = facts.get("source", "")
        return {**facts, **((DATE.search(source) and facts_of(f"来源：{source}")) or {})}
    return dict(facts_of(line.text) or _moment_and_name(line.text))


def dated_link(line: MarkdownLine) -> dict[str, str]:
    """The source, the day and the address on a line that is but these; the day may have no year.

    >>> dated_link(MarkdownLine(1, 0, "", "- 📍 江城观察 · 3月18日 · [原文](https://j.example/1)"))
    {'source': '江城观察', 'date': '3月18日', 'url': 'https://j.example/1'}
    """
    found = DATED_LINK.fullmatch(PICTURES.sub("", line.raw).strip()) if "](" in line.raw else None
    return found.groupdict() if found else {}


def _moment_and_name(text: str) -> dict[str, str]:
    """The facts of a line that is but a time and a name: 🏷 江城观察 · 🕐 2025-03-18 09:12.

    >>> _moment_and_name("江城观察 · 🕐 2025-03-18 09:12"), _moment_and_name("2025-03-18 09:12 · 《江城》-国际")
    ({'source': '江城观察', 'date': '2025-03-18 09:12'}, {'date': '2025-03-18 09:12', 'source': '江城'})
    """
    plain = PICTURES.sub("", text)
    match = next(filter(None, (pattern.fullmatch(plain) for pattern in MOMENTS)), None)
    return match.groupdict() if match else {}


def _named_link(line: MarkdownLine) -> dict[str, str]:
    """The outlet and address of a line that is but a link to the page with the name of the outlet."""
    link = NAMED_LINK.fullmatch(line.raw)
    if not link or HERE.fullmatch(link["name"]):
        return {}
    is_outlet = _is_outlet(link["name"]) if link["label"] else bool(SOURCE.fullmatch(link["name"]))
    told = {"source": link["name"], "url": link["url"]}
    return told if is_outlet else {"url": link["url"]} if link["label"] and link["label"][-1:] in ":：" else {}


def _is_outlet(name: str) -> bool:
    """Whether the name of a link behind a label is that of an outlet rather than a headline or what one should do."""
    longest = LONGEST_LATIN_NAME if name.isascii() else LONGEST_NAME
    return not HERE.fullmatch(name) and (len(name) <= longest or SOURCE.fullmatch(name) is not None)
