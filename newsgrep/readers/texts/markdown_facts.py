"""What Markdown says of stories in other ways than on a line: tables and callouts above, brackets, folded parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown_lines import unadorned
from newsgrep.readers.texts.markdown_text import TABLE_RULE, heading, inline_text, line_text
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The first line of a callout that merely says what it is: > [!info] 信息
CALLOUT = lazy_pattern(r">\s?\[!\w+\][+-]?(?:\s+\S.{0,20})?")
# What is folded away, and the line that shows where.
OPENED, CLOSED = re.compile(r"\s*<details[^<>]*>\s*", re.IGNORECASE), re.compile(r"\s*</details>\s*", re.IGNORECASE)
SUMMARY = lazy_pattern(r"\s*(?:<details[^<>]*>\s*)?<summary>\s*(?P<title>.{2,200}?)\s*</summary>\s*", re.IGNORECASE)
# A table of contents, and a line of it: - [大桥合龙](#1)
CONTENTS = lazy_pattern(r"目录|目錄|(?:table of )?contents|toc", re.IGNORECASE)
LISTED = lazy_pattern(
    r"\s*(?:[-*+]|\d{1,3}[.、)])?\s*\[[^\n]{1,300}\]\(#[^()\n]{0,300}\)\s*(?:[（(]\s?\d{1,4}\s?[)）]\s*)?"
)
# A day before what is shown.
DAY = lazy_pattern(r"(?P<date>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[\s:：|｜]+(?=\S)")
TAG = lazy_pattern(r"</?[a-z]\w*[^<>]*>", re.IGNORECASE)
# A heading that begins with an element of its own, its section, and what is about a story in a page's element for it.
TAGGED = lazy_pattern(
    r"(?P<marks>#{1,6}\s+)<(?P<tag>span|small|b|mark|kbd)\b[^<>]{0,200}>"
    r"(?P<section>[^<>\n]{1,6})</(?P=tag)>\s*(?=\S)"
)
META = lazy_pattern(r"\s*<div class=[\"']?[\w -]{0,80}\bmeta\b[^<>]{0,80}>.{0,2000}</div>\s*", re.IGNORECASE)
FEWEST_STORIES, FEWEST_FACTS, CELLS = 2, 2, 2
# The section of a story before its headline.
BOXED = lazy_pattern(r"【([^【】]{2,6})】\s*(?=\S)")


def take_facts_above(raw: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines of a note with those of the table or callout above its text emptied, and the facts in them.

    >>> take_facts_above(["# 大桥合龙", "> [!info]", "> 来源：江城日报", "> 日期：2025-03-18", "大桥今天合龙。"])
    (['# 大桥合龙', '', '', '', '大桥今天合龙。'], {'source': '江城日报', 'date': '2025-03-18'})
    >>> take_facts_above(["# 大桥合龙", "| 项目 | 内容 |", "|---|---|", "| 来源 | 江城日报 |", "| 作者 | 何青禾 |"])[1]
    {'source': '江城日报', 'author': '何青禾'}
    """
    begin = next((at for at, line in enumerate(raw) if line.strip() and not heading(line)), len(raw))
    mark = raw[begin].lstrip()[:1] if begin < len(raw) else ""
    end = next((at for at in range(begin, len(raw)) if raw[at].lstrip()[:1] != mark), len(raw))
    block = raw[begin:end] if mark in {"|", ">"} else []
    told = list(_cells(block) if mark == "|" else _labels(block))
    facts = {found.role: found.value for line in told if (found := labelled(line)) and found.role and found.value}
    if len(told) < FEWEST_FACTS or sum(1 for line in told if labelled(line)) < len(told) or "body" in facts:
        return raw, {}
    return [*raw[:begin], *[""] * len(block), *raw[end:]], facts


def _cells(block: list[str]) -> Iterator[str]:
    """The rows of a table of two columns as labelled lines; the header need not be one."""
    rows = [
        [inline_text(cell) for cell in line.strip().strip("|").split("|")]
        for line in block
        if not TABLE_RULE.fullmatch(line.strip())
    ]
    if all(len(row) == CELLS for row in rows):
        lines = [f"{name}：{value}" for name, value in rows if value or name]
        yield from lines if not lines or labelled(lines[0]) else lines[1:]


def _labels(block: list[str]) -> Iterator[str]:
    """The lines of a callout without the one that says what it is."""
    if block and CALLOUT.fullmatch(block[0].strip()):
        yield from filter(None, map(line_text, block[1:]))


def with_details_as_headings(raw: list[str]) -> list[str]:
    """The lines of a document of which several parts can be folded, with what is shown of each as a heading.

    >>> with_details_as_headings(["<details>", "<summary>大桥合龙</summary>", "大桥今天合龙。", "</details>"] * 2)[:4]
    ['', '# 大桥合龙', '大桥今天合龙。', '']
    """
    titles = {at: match["title"] for at, line in enumerate(raw) if (match := SUMMARY.fullmatch(line))}
    inside, is_open = 0, False
    for line in raw:
        is_open = is_open or bool(OPENED.match(line))
        inside += is_open or not line.strip() or bool(heading(line))
        is_open = is_open and not CLOSED.search(line)
    if len(titles) < FEWEST_STORIES or inside < len(raw):
        return raw
    found = ["" if OPENED.fullmatch(line) or CLOSED.fullmatch(line) else line for line in raw]
    dated = [DAY.match(title) for title in titles.values()]
    for (at, title), day in zip(titles.items(), dated, strict=True):
        begin = 0
        if day and all(dated) and at + 1 < len(raw) and not raw[at + 1].strip():
            begin, found[at + 1] = day.end(), f"日期：{day['date']}"
        found[at] = f"# {TAG.sub('', title[begin:])}"
    return found


def without_contents(raw: list[str]) -> list[str]:
    """The lines of a document with those of its table of contents emptied: a heading with a list of links below.

    >>> without_contents(["## 目录", "", "- [大桥合龙](#1)", "## 1. 大桥合龙", "- [大桥](#2)"])
    ['', '', '', '## 1. 大桥合龙', '- [大桥](#2)']
    >>> without_contents(["## 📑 目录", "- [国内](#1)（5）", "## 国内"])
    ['', '', '## 国内']
    """
    begin = next(
        (at for at, line in enumerate(raw) if (found := heading(line)) and CONTENTS.fullmatch(unadorned(found[1]))),
        None,
    )
    if begin is None:
        return raw
    end = next((at for at in range(begin + 1, len(raw)) if raw[at].strip() and not LISTED.fullmatch(raw[at])), len(raw))
    listed = any(raw[at].strip() for at in range(begin + 1, end))
    return [*raw[:begin], *[""] * (end - begin), *raw[end:]] if listed else raw


def with_sections_in_brackets(raw: list[str]) -> list[str]:
    """The lines of a digest whose headings begin with elements that have their sections, these in brackets.

    >>> with_sections_in_brackets(['### <span class="tag">经济</span> 大桥合龙', '### <span>国际</span> 大学开学'])
    ['### 【经济】大桥合龙', '### 【国际】大学开学']
    """
    if sum(TAGGED.match(line) is not None for line in raw) < FEWEST_STORIES:
        return raw
    kept = ("" if META.fullmatch(line) else line for line in raw)
    return [TAGGED.sub(r"\g<marks>【\g<section>】", line, count=1) for line in kept]


def have_sections(heads: Sequence[str]) -> bool:
    """Whether all headlines begin with their section in brackets.

    >>> have_sections(["【国内】大桥合龙", "【体育】江城队取胜"]), have_sections(["【独家】大桥合龙", "江城队取胜"])
    (True, False)
    """
    boxes = [match[1] for head in heads if (match := BOXED.match(head))]
    recur = len(set(boxes)) < len(boxes) or not SECTION_NAMES.isdisjoint(boxes)
    return len(boxes) == len(heads) >= FEWEST_STORIES and recur


def section_and_headline(head: str) -> tuple[str, str]:
    """What is in brackets before a headline, and the headline."""
    match = BOXED.match(head)
    return (match[1], head[match.end() :]) if match else ("", head)
