"""What the elements of an HTML page are marked as: publisher, category, the way to the page."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.readers.web.line_values import squeezed
from newsgrep.readers.web.page_lines import one_line
from newsgrep.readers.web.page_titles import LONGEST_NAME, SITE_ENDS
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# What elements of the page itself say, by the attributes that tell what they are (https://schema.org, microformats).
PUBLISHED_BY, FILED_UNDER = "[publisher]", "[category]"
TOLD_BY = {PUBLISHED_BY: "[itemprop=publisher] [itemprop=name]", FILED_UNDER: "[rel~=category]"}
NO_NAME = lazy_pattern(r"[，。:：/\d〔（(]")
# A word that a page with such elements has: to look for them in one without is to go through it for nothing.
WORDS = {PUBLISHED_BY: "publisher", FILED_UNDER: "category"}
# Elements of a kind that are looked at.
MOST = 20
# The way to a page from the first of its site, and what it is that it leads to.
WAY = lazy_pattern(r"(?:[^\s>›»:：]{0,8}位置\s*[:：]\s*)?[^\s>›»]{2,12}(?:\s*[>›»]{1,2}\s*[^>›»]{1,80}){1,6}")
STEP = lazy_pattern(r"\s*[>›»]{1,2}\s*")
NO_SECTION = lazy_pattern(
    r"^(?:正文|详情|内容|本文|阅读|浏览)|首页|首頁|主页|论坛|位置|Home|(?:发布|[号號报報网網社])$"
)
# Characters of the name of a section, and of one that is the first step.
LONGEST_SECTION, LONGEST_STEP = 12, 4


def told_by_elements(tree: Any, html: str) -> Iterator[tuple[str, str]]:
    """The names in the elements of a page that have but one: several are those of other articles."""
    for name, selector in TOLD_BY.items():
        if WORDS[name] not in html:
            continue
        found = (one_line(node.attributes.get("content") or node.text()) for node in islice(tree.css(selector), MOST))
        texts = set(filter(None, found))
        text = texts.pop() if len(texts) == 1 else ""
        if 0 < len(text) <= LONGEST_NAME // 2 and not NO_NAME.search(text):
            yield name, text


def section_on_way(above: Iterable[str], titles: Collection[str]) -> str:
    """The section that the way to a page leads to, if one of the lines above its story is that."""
    return next(filter(None, (_last_step(line, titles) for line in above if WAY.fullmatch(line))), "")


def _last_step(line: str, titles: Collection[str]) -> str:
    """The last section on the way to a page: 首页 > 新闻 > 国内 > 正文 leads to 国内."""
    first, *steps = STEP.split(line)
    if len(first) <= LONGEST_STEP and not first.endswith(SITE_ENDS):  # 财经 > 正文
        steps = [first, *steps]
    steps = [
        step
        for step in steps
        if not NO_SECTION.search(step) and not any(title.startswith(squeezed(step)) for title in titles)
    ]
    return steps[-1] if steps and len(steps[-1]) <= LONGEST_SECTION else ""
