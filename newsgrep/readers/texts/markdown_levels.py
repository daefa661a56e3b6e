"""Which level of the headings of a Markdown file has the headlines of its items; 0 if they are parts of one story."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.markdown_headlines import are_headlines, facts_of_headings
from newsgrep.readers.texts.markdown_lines import LINK_LINE, MarkdownLine, facts_of_line
from newsgrep.readers.texts.markdown_names import day_of, has_digest_name, is_digest, is_generic
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.field_roles import FieldMap

# A heading that is a link, perhaps with a word in brackets behind it: ## 1. [大桥合龙](https://j.example/1) [要闻]
HEADING_LINK = lazy_pattern(
    r"\s*#{1,6}\s*(?:[^\W\d_]{0,3}\s?\d{1,3}\s?[.、)）]\s*)?"
    r"\[(?P<title>(?:[^\[\]\n]|\[[^\[\]\n]{0,100}\]){2,300})\]\((?P<url>https?://[^()\s]{4,2000})\)"
    r"(?P<behind>\s*[\[(（【][^\[\]()（）【】\n]{1,30}[\])）】])?\s*#*\s*"
)
FEWEST_ITEMS, FEWEST_LINKED = 2, 3
# Characters of a headline as half of them have at least; words, if it is in English.
HEADLINE_WORD = lazy_pattern(rf"{HAN.pattern}|[A-Za-z][A-Za-z'’-]+")
SHORTEST_HEADLINE = 6
# Levels of the headings of items below the title of a digest.
ITEM_LEVELS = (2, 3)
NUMBER = lazy_pattern(r"^(?:\d{1,3}[.、]\s+|\[\d{1,3}\]\s+|第?\d{1,3}[、条]\s?(?=\D|(?:19|20)\d\d年))")
# What the text below a headline begins with in reading notes: [原文链接](https://j.example/1)，发布于江城日报。
LEADS = lazy_pattern(r"\s*[*_]{0,2}\[(?:原文|全文|文章|来源|來源)?(?:链接|連結|地址)?\]\(https?://[^()\s]{4,2000}\)")
# An item that is numbered by name: 新闻 1：…
ITEM = lazy_pattern(r"(?:新闻|新聞|报道|快讯|文章|news|article)\s?\d{1,3}\s?[:：.、]\s?(?=\S)", re.IGNORECASE)


def _item_level(text: Sequence[MarkdownLine], title: MarkdownLine | None) -> int:
    """The level of the headings of items if a text is a digest, else 0.

    Its title says so, or there is no title, and each heading of the level has a text of its own.
    """
    if title is not None and title.level == 1 and not is_digest(title.text):
        return next((level for level in ITEM_LEVELS if _are_dated(text, level)), 0) or _level_of_sourced(text)
    texts = Counter((line.level, line.text) for line in text if line.level)
    own: Counter[int] = Counter()
    for at, line in enumerate(text):
        is_part = is_generic(line.text) or texts[line.level, line.text] > 1  # 摘要, 正文 of each item
        if line.level and line is not title and not is_part and _has_text(text, at + 1):
            own[line.level] += 1
    level = max(own, key=lambda level: (own[level], level), default=0)
    enough = own.get(level, 0) >= FEWEST_ITEMS
    is_above = title is None or title.level == 1 or (title.level < level and day_of(title.text) != "")
    if not (enough and is_above) or (title and are_names(text, level)):
        return 0
    return level if title or _dated(text, level) or (level == 1 and _are_headlines(text, 1)) else 0


def level_and_title(
    text: Sequence[MarkdownLine], facts: dict[str, Any], title: MarkdownLine | None, fields: FieldMap
) -> tuple[int, MarkdownLine | None]:
    """The level of the headings of items, and the title above them, unless it is in the front matter; 0 if none."""
    if not fields.roles(facts).picks["title"]:
        return _item_level(text, title), title
    name = str(facts.get("title", ""))
    if is_digest(name) and (title is None or title.level > 1):
        return _item_level(text, MarkdownLine(0, 1, name, name)), None
    if title is not None and title.text == name:
        return _item_level(text, title), title
    return _level_of_sourced(text), title


def level_of_peers(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings of stories that nothing is above: most have facts below, or all are headlines."""
    heads = [at for at, line in enumerate(text) if line.level]
    levels = {text[at].level for at in heads}
    if 1 in levels and sum(text[at].level == 1 for at in heads) >= FEWEST_ITEMS and _dated(text, 1):
        return 1
    fewest = FEWEST_ITEMS if levels == {1} else FEWEST_LINKED
    above = (line for line in text[: heads[0]] if line.text) if heads else ()
    if len(levels) != 1 or len(heads) < fewest or not all(map(facts_of_line, above)):
        return 0
    level = levels.pop()
    return level if _end_in_links(text, heads) or _are_headlines(text, level) else 0


def _end_in_links(text: Sequence[MarkdownLine], heads: Sequence[int]) -> bool:
    """Whether the last line below each heading leads to the page of a story: [查看原文](https://j.example/1)."""
    parts = ([line.raw for line in text[at + 1 : end] if line.text] for at, end in pairwise([*heads, len(text)]))
    return all(len(part) > 1 and LINK_LINE.fullmatch(part[-1]) for part in parts)


def level_of_told(text: Sequence[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> int:
    """The level of the headings that all say where they were published, or in a digest when; else 0."""
    for level in sorted({line.level for line in text if line.level}):
        told = facts_of_headings([line.text for line in text if line.level == level])
        are_below = title is None or title.level < level
        is_digest = not (title and are_below) or has_digest_name(title, facts)
        if told and (is_digest or all("source" in told_of for _, told_of in told)):
            return level
    return 0


def level_of_numbered(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings that are numbered as items are, 新闻 1：, if there are several; else 0."""
    levels = [line.level for line in text if line.level and ITEM.match(line.text)]
    if len(levels) >= FEWEST_ITEMS and len(set(levels)) == 1:
        return levels[0]
    return _level_of_counted(text) or _level_of_running(text)


def _level_of_running(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings that are counted on through sections of headings above them as headlines; else 0."""
    level = max((line.level for line in text if NUMBER.match(line.text) and line.level), default=0)
    heads = [line for line in text if line.level == level]
    if not level or len(heads) < FEWEST_LINKED:
        return 0
    counted = [int(re.sub(r"\D", "", (NUMBER.match(line.text) or ["0"])[0])) for line in heads]
    places = [line.number for line in heads]
    sections = [bisect(places, line.number) for line in text if 0 < line.level < level]
    is_counted = counted[0] == 1 and all(above < below for above, below in pairwise(counted))
    if not is_counted or len({at for at in sections if at < len(heads)}) < FEWEST_ITEMS:
        return 0
    unnumbered = [line._replace(text=NUMBER.sub("", line.text)) if line.level == level else line for line in text]
    return level if _are_headlines(unnumbered, level) else 0


def _level_of_counted(text: Sequence[MarkdownLine]) -> int:
    """The level of all headings, if they begin the text, and each has a source or a day below; else 0.

    They are counted, or it is the lines next to the text that say both.
    """
    heads = [at for at, line in enumerate(text) if line.level]
    levels = {text[at].level for at in heads}
    if len(levels) != 1 or len(heads) < FEWEST_LINKED or any(line.text for line in text[: heads[0]]):
        return 0
    told = {"source", "date"}
    counted = [match[0].strip(" .、．:：") for at in heads if (match := NUMBER.match(text[at].text))]
    parts = [
        [facts_of_line(line).keys() for line in text[begin + 1 : end] if line.text]
        for begin, end in pairwise([*heads, len(text)])
    ]
    if counted == [str(at) for at in range(1, len(heads) + 1)]:
        return levels.pop() if all(any(told & facts for facts in part) for part in parts) else 0
    around = (set().union(*takewhile(bool, part), *part[-1:]) for part in parts)
    return levels.pop() if all(told <= facts for facts in around) else 0


def _level_of_sourced(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings that all have a line below saying where or when their text was published; else 0.

    Or it begins with a link that leads there.
    """
    for level in ITEM_LEVELS:
        heads = [at for at, line in enumerate(text) if line.level == level]
        below = (next((text[below] for below in range(at + 1, len(text)) if text[below].text), None) for at in heads)
        known = [LEADS.match(line.raw) or facts_of_line(line).keys() & {"source", "date"} for line in below if line]
        if len(known) == len(heads) >= FEWEST_LINKED and all(known):
            return level
    return 0


def _are_dated(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether all headings of a level are links or have a line with a date or link below, as items are and have."""
    heads = [at for at, line in enumerate(text) if line.level == level]
    return len(heads) >= FEWEST_ITEMS and all(
        HEADING_LINK.fullmatch(text[at].raw)
        or any("date" in facts_of_line(line) or LINK_LINE.fullmatch(line.raw) for line in text[at + 1 : at + 4])
        for at in heads
    )


def are_names(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether the headings of a level are names of sections, 今日概览, rather than headlines."""
    lengths = sorted(len(HEADLINE_WORD.findall(line.text)) for line in text if line.level == level)
    return lengths[len(lengths) // 2] < SHORTEST_HEADLINE and not _dated(text, level)


def _are_headlines(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether the headings of a level are headlines of stories, and none is that of a part."""
    heads = [at for at, line in enumerate(text) if line.level == level]
    parts = [
        (text[at].text, [line.text for line in text[at + 1 : end] if line.text])
        for at, end in pairwise([*heads, len(text)])
    ]
    return not any(is_generic(head) for head, _ in parts) and are_headlines(parts)


def _has_text(text: Sequence[MarkdownLine], begin: int) -> bool:
    """Whether a line of text comes before the next heading."""
    first = next((text[at] for at in range(begin, len(text)) if text[at].text), None)
    return first is not None and not first.level


def _dated(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether most headings of a level have facts below: subheads of a story have none."""
    heads = [at for at, line in enumerate(text) if line.level == level]
    return share(any(facts_of(line.text) for line in text[at + 1 : at + 4]) for at in heads) > 1 / 2
