"""Whether an article says that it lists things: then its items are no articles of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# How many things: 十个好去处, 10大新闻; articles and news are counted as 条, 则 and 篇.
COUNT = re.compile(r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s?[大个個种種招处處问問点點家位部本件步项項句座道款类類]")
ONES = ("", *"一二三四五六七八九")
NUMERALS = {f"{ten}{one}": 10 * at + of for at, ten in enumerate(("", "十", "二十")) for of, one in enumerate(ONES)}
# Characters of an item in such a list; stories are longer.
LONGEST_ITEM = 60
ITEM = re.compile(r"(?:第?\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳]|【[^【】]{2,20}】)\s?[、:：)）.．]?\s?")
# What is above a list of what is to be done or known, but not of news.
LEADS = re.compile(r"(?!.*(?:新闻|新聞|要闻|要聞|消息|资讯|資訊|动态|動態|摘要|简报|簡報|报道|報道)).{6,}[:：]")


def lists_own_items(title: str, lines: Sequence[str]) -> bool:
    """Whether a title says how many items are among the lines, or a line leads to them; they are short.

    >>> items = ["1.旧船厂；", "2.气象山；", "3.铜器巷。"]
    >>> [lists_own_items(title, items) for title in ("江城三个好去处", "江城三条要闻", "江城五个好去处")]
    [True, False, False]
    >>> lists_own_items("通知", ["现就防御工作通知如下：", *items]), lists_own_items("通知", ["今日要闻如下：", *items])
    (True, False)
    """
    items = [at for at, line in enumerate(lines) if (found := ITEM.match(line)) and found.end() > 1]
    if not items or any(len(lines[at]) > LONGEST_ITEM for at in items):
        return False
    said = {int(found) if found.isdigit() else NUMERALS.get(found) for found in COUNT.findall(title)}
    return len(items) in said or (items[0] > 0 and LEADS.fullmatch(lines[items[0] - 1]) is not None)
