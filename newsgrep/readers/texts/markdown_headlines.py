"""Headings in Markdown that are headlines: facts in them, and what tells them from names of the parts of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.headed_stories import without_facts
from newsgrep.readers.texts.ruled_blocks import DATE, SOURCE
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# How every headline of a digest may name its outlet: 【江城日报】大桥合龙, 江城日报：大桥合龙, 大桥合龙（江城日报）,
# 大桥合龙 - 江城日报
OUTLETS = (
    lazy_pattern(r"[\[【](?P<source>[^\[\]【】]{2,14})[\]】]\s*(?P<title>.{2,})"),
    lazy_pattern(r"(?P<source>[^\s:：|｜，]{2,12})\s?[:：|｜]\s?(?P<title>.{2,})"),
    lazy_pattern(r"(?P<title>.{2,90}?)\s*[（(](?P<source>[^（）()]{2,20})[)）]"),
    lazy_pattern(r"(?P<title>.{2,90}?)\s?(?:——|--|[|｜]|\s[／/—-]\s)\s?(?P<source>[^\s|｜]{2,20})"),
)
DAY_BEFORE = lazy_pattern(
    r"[\[【(（]?(?P<date>(?:19|20)\d\d(?:([-/.])\d{1,2}\2\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[\sT]\d{1,2}:\d\d(?::\d\d)?)?)"
    r"[\]】)）]?[\s:：|｜,，]*(?=\S{2})"
)
NUMBER = lazy_pattern(r"\d{1,3}[.、]\s*(?!\d)")
# Headings that tell a form, and the part of them that are headlines if they are those of stories.
FEWEST, MOST = 3, 0.8
# The number of a chapter or a part of a text.
COUNTED = lazy_pattern(
    r"第?\s?[\d一二三四五六七八九十百]{1,4}\s?[、.．章节回部篇）)：:]|[(（][\d一二三四五六七八九十]{1,3}[)）]|附录?"
)
# Parts of reports, papers, plans and manuals: 研究方法, 结论与展望, 项目背景
PART = lazy_pattern(
    r"[^，。！？“”]{0,8}(?:背景|概述|概况|概況|简介|簡介|介绍|引言|前言|导言|绪论|结论|結論|结语|总结|總結|小结|方法|目的|意义|意義|"
    r"附录|文档|场景|标准|清单|列表|优先级|参考文献|参考资料|说明|說明|安装|使用|分析|展望|现状|現狀|措施|对策|建议|特点|特征|定义|原理|步骤|流程|架构|设计|实现|"
    r"配置|环境|要求|需求|功能|计划|方案|安排|注意事项|评价|评估|机制|策略|讨论|致谢|摘要|目录|后记|序言|用法|示例|许可证?)"
)
# Characters that half of the headlines of a digest have at least, those with a day or below which is a dateline. Of
# samples of 2, 3 and 12 headlines of six collections 4 % are shorter at most; names of parts seldom are as long.
USUAL_HEADLINE, DATED_HEADLINE, SHORTEST_HEADLINE = 10, 8, 6
# What a story in a paper begins with.
DATELINE, BEGINNING = (
    lazy_pattern(
        r"[本据據].{0,2}[报報台网網社]|(?:新华|新華|中新|中央|通讯|通訊)社|记者|記者|\d日[电電讯訊]|\d月\d{1,2}日|[电電讯訊][）)】：:]"
    ),
    40,
)


def facts_of_headings(heads: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """The headlines that headings are without the facts in them, and these; empty unless all tell the same.

    >>> facts_of_headings(["【江城日报】大桥合龙", "【江城晚报】大学开学", "【江城网】地铁开工"])[0]
    ('大桥合龙', {'source': '江城日报'})
    >>> facts_of_headings(["2025-03-18 江城大桥今日合龙", "2025-03-19 江城大学今日开学", "2025-03-20 地铁开工"])[0]
    ('江城大桥今日合龙', {'date': '2025-03-18'})
    >>> facts_of_headings(["大桥合龙 - 江城日报", "大学开学", "地铁开工"])
    []
    """
    if len(heads) < FEWEST:
        return []
    found = [_with_day(NUMBER.sub("", head, count=1)) for head in heads]
    for pattern in OUTLETS:
        named = [match for head, _ in found if (match := pattern.fullmatch(head))]
        if len(named) == len(found) and share(bool(SOURCE.fullmatch(match["source"])) for match in named) > 1 / 2:
            found = [
                (match["title"], {**facts, "source": match["source"]})
                for match, (_, facts) in zip(named, found, strict=True)
            ]
            break
    found = [_with_facts_behind(*headline) for headline in found]
    if all("source" in facts for _, facts in found):
        return found
    return found if all("date" in facts for _, facts in found) and _usual_length(heads) >= DATED_HEADLINE else []


def _with_day(head: str) -> tuple[str, dict[str, str]]:
    day = DAY_BEFORE.match(head)
    return (head[day.end() :], {"date": day["date"]}) if day and parse_date(day["date"]) else (head, {})


def _with_facts_behind(head: str, facts: dict[str, str]) -> tuple[str, dict[str, str]]:
    title, behind = without_facts(head)
    return title, {**behind, **facts}


def _usual_length(heads: Sequence[str]) -> int:
    """The characters that half of the headings have at least."""
    lengths = sorted(len(HAN.findall(DATE.sub("", head))) for head in heads)
    return lengths[len(lengths) // 2]


def are_headlines(parts: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether headings with the lines below each are headlines of stories rather than names of parts of one text.

    Headlines are longer, are not counted, no questions and no usual names of parts; below them are sentences.

    >>> text = ["大桥今天合龙，全长三公里。"]
    >>> are_headlines([("江城大桥今日提前合龙", text), ("江城大学迎来新生三千人", text)])
    True
    >>> are_headlines([("项目背景与主要内容", text), ("结论", text)]), are_headlines([("大桥", text), ("大学", text)])
    (False, False)
    """
    are_dated = share(any(DATELINE.search(line[:BEGINNING]) for line in below[:2]) for _, below in parts) > 1 / 2
    heads = [head for head, _ in parts]
    if not are_dated and any(map(PART.fullmatch, heads)):
        return False
    if _usual_length(heads) < (SHORTEST_HEADLINE if are_dated else USUAL_HEADLINE):
        return False
    return share(_is_story(head, below) for head, below in parts) >= MOST


def _is_story(head: str, below: Sequence[str]) -> bool:
    is_part = COUNTED.match(head) or head.endswith(("？", "?", "：", ":"))
    return not is_part and any("。" in line for line in below)
