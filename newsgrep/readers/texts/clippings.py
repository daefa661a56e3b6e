"""What programs that save pages as Markdown write above the text: labelled lines, or a quotation with the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown_text import QUOTE
from newsgrep.readers.texts.yaml_front_matter import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Sequence

# Lines that may be above the text, blank ones included.
MOST_LINES = 16
# > 本文由 [简悦](…) 转码，原文地址 [j.example](https://j.example/1)
CREDIT = re.compile(
    r"(?:本文由|转载自|轉載自|原文|来源|文章).{0,300}?(?:地址|链接|連結|网址)?.{0,20}?"
    r"\((?P<url>https?://[^()\s]{4,2000})\)[^()]{0,5}$"
)
WIKI_LINK = re.compile(r"\[\[([^\[\]|]{1,200})(?:\|[^\[\]]{0,200})?\]\]")
FEWEST_CHARACTERS, LONGEST_NAME = 6, 80


def read_clipping_head(lines: Sequence[str]) -> FrontMatter | None:
    """The facts above a saved text, or None if there are none.

    >>> read_clipping_head(["Title: 新桥", "", "URL Source: https://j.example/1", "", "昨日，新桥通车。"])[::2]
    ({'title': '新桥', 'url': 'https://j.example/1'}, 4)
    >>> read_clipping_head(["标题：这样写", "标题要短。"]) is None
    True
    """
    if sum(_has_title(line) for line in lines) > 1:  # several texts
        return None
    values: dict[str, str] = {}
    starts: dict[str, int] = {}
    end = 0
    for at, line in enumerate(lines[:MOST_LINES]):
        text = QUOTE.sub("", line.strip())
        end = at
        if not text:
            continue
        found = labelled(text)
        if found and found.role == "body" and not found.value:
            end += 1
            break
        if found and found.role and found.role != "body":
            values.setdefault(found.role, WIKI_LINK.sub(r"\1", found.value))
            starts.setdefault(found.role, at + 1)
        elif credit := CREDIT.match(text) if line.lstrip().startswith(">") else None:
            values.setdefault("url", credit["url"])
            starts.setdefault("url", at + 1)
        elif not found:
            break
    is_clipping = values.keys() > {"title"} or ("url" in values and len(values) == 1 and lines[0].startswith(">"))
    return FrontMatter(dict(values), starts, end) if is_clipping else None


def _has_title(line: str) -> bool:
    """Whether a line begins with the label of a title."""
    found = labelled(QUOTE.sub("", line.strip())[:LONGEST_NAME])
    return found is not None and found.role == "title"


def title_in_name(path: str) -> str:
    """The title that the name of a note is; empty if it is none.

    >>> title_in_name("剪报/江城地铁今日开工.md"), title_in_name("2025-03-18.md")
    ('江城地铁今日开工', '')
    """
    name = path.rpartition("/")[2].rpartition(".")[0]
    is_title = len(HAN.findall(name)) >= FEWEST_CHARACTERS and len(name) <= LONGEST_NAME
    return name if is_title else ""
