"""Markdown: a story with front matter or labelled lines, a digest with a heading for each item, or a list of links."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.han import HAN
from newsgrep.readers.lines import joined
from newsgrep.readers.records import Record
from newsgrep.readers.stories_in_text import several_stories
from newsgrep.readers.texts.clippings import read_clipping_head, title_in_name
from newsgrep.readers.texts.field_lines import FieldLines, share
from newsgrep.readers.texts.joplin import take_joplin_facts
from newsgrep.readers.texts.labels import role_of
from newsgrep.readers.texts.markdown_briefs import with_briefs
from newsgrep.readers.texts.markdown_facts import (
    have_sections,
    section_and_headline,
    take_facts_above,
    with_details_as_headings,
    without_contents,
)
from newsgrep.readers.texts.markdown_headlines import are_headlines, facts_of_headings
from newsgrep.readers.texts.markdown_lines import (
    ADDRESS,
    ANY_LINK,
    LINK_LINE,
    MOST_TOP_LINES,
    MarkdownLine,
    end_of_text,
    facts_of_line,
    markdown_lines,
    property_lines,
)
from newsgrep.readers.texts.markdown_links import is_list_of_links, link_records
from newsgrep.readers.texts.markdown_sections import item_records, numbered_items
from newsgrep.readers.texts.markdown_tables import table_records
from newsgrep.readers.texts.markdown_text import RULE, TABLE_RULE, inline_text
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.readers.texts.yaml_front_matter import FENCES, read_front_matter
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.texts.yaml_front_matter import FrontMatter

# Titles of files that are made of items: 江城早报 2025-03-18, 今日热榜, Daily News.
DATE = lazy_pattern(r"[(（\[]?(?:19|20)\d\d\s?[-/.年]?\s?\d{1,2}\s?[-/.月]?\s?\d{1,2}\s?日?[)）\]]?")
DAY_HEADING = lazy_pattern(rf"(?P<date>{DATE.pattern})[\s,，]*(?:(?:星期|周|週)[一二三四五六日天])?", re.IGNORECASE)
DIGEST = lazy_pattern(
    r"(?:早报|晚报|日报|周报|月报|简报|快报|剪报|剪藏|速览|速递|汇总|合集|摘要|要闻|热榜|热搜榜?|资讯|头条|精选|日刊|周刊|新闻联播|新闻|文字[版稿]|"
    r"news|digest|headlines|trending|daily|weekly)\W*",
    re.IGNORECASE,
)
# The first line of a callout that has a title, as Obsidian writes it.
CALLOUT = lazy_pattern(r">\s?\[!\w+\][+-]?\s+(?P<title>\S.*)")
ISSUE = lazy_pattern(r"\s?(?:第|总第|[（(]第)?\s?\d{1,4}\s?期[)）]?\s*$")
LONGEST_DIGEST, LONGEST_DATED = 24, 7
# Headings of parts that are no items.
GENERIC = lazy_pattern(
    r"(?:\d{1,2}[.、,]\s?)?(?:正文|内容|全文|详细新闻|新闻内容|详细内容|摘要|概要|简介|新闻详情|文字稿|新闻|原文|article|content|body)[:：]?",
    re.IGNORECASE,
)
BODY = lazy_pattern(r"正文|全文|原文|内容", re.IGNORECASE)
ABSTRACT = lazy_pattern(r"摘要|概要|简介", re.IGNORECASE)
# A headline that is a link, in a digest whose items have no headings: 1、**[江城大桥合龙](https://j.example/1)**
LINK_HEAD = lazy_pattern(
    r"\s*(?:(?:[-*+]|\d{1,3}\s?[.、)）])\s*)?(?:\*\*)?"
    r"\[(?P<title>[^\[\]\n]{4,90})\]\((?P<url>https?://[^()\s]{4,2000})\)(?:\*\*)?\s*"
)
# A headline in bold with its facts behind it, in a list of clippings: - **江城大桥合龙** ([[江城日报]], 2025-03-18)
CLIPPING_HEAD = lazy_pattern(
    r"(?:[-*+]|\d{1,3}\s?[.、)）])\s*\*\*(?P<title>[^*\n]{2,90})\*\*\s?[(（](?P<facts>[^()（）\n]{4,80})[)）]\s*"
)
HEADING_LINK = lazy_pattern(
    r"\s*#{1,6}\s*(?:[^\W\d_]{0,3}\s?\d{1,3}\s?[.、)）]\s*)?\[[^\[\]\n]{2,300}\]\((?P<url>https?://[^()\s]{4,2000})\)\s*#*\s*"
)
CONTENTS_MARKS = lazy_pattern(r"^[\d\s.、)）(（*+·-]+|[；;。.\s]+$")
# Front matter within a file of several documents.
FENCE, FRONT_LINE, MOST_FRONT_LINES = "---", lazy_pattern(r"[\w\u3400-\u9fff-]{1,40}\s?[:：]|\s*-\s|\s+\S"), 40
FEWEST_ITEMS, FEWEST_LINKED = 2, 3
# Characters of a headline as half of them have at least.
SHORTEST_HEADLINE = 6
# Levels of the headings of items below the title of a digest.
ITEM_LEVELS = (2, 3)
MOST_FOOTER, FOOTER_LENGTH = 3, 100
# Lines between the title of a digest and its first item.
MOST_ABOVE = 5
# Below all headings: that of headlines which are links.
LINKED_LEVEL = 7
NUMBER = lazy_pattern(r"^(?:\d{1,3}[.、]\s+|第?\d{1,3}[、条]\s?(?=\D|(?:19|20)\d\d年))")
# An item that is numbered by name: 新闻 1：…
ITEM = lazy_pattern(r"(?:新闻|新聞|报道|快讯|文章|news|article)\s?\d{1,3}\s?[:：.、]\s?(?=\S)", re.IGNORECASE)
# Where the address of a page may be, and is by another name.
LINKED_FACTS = frozenset(("url", "link", "链接", "原文链接", "网址"))
ADDRESSED = ("原文", "original", "source", "来源", "來源", "出处")
# Facts of the note, not of the article in it.
NOTE_DATES = ("created", "updated", "modified", "lastmod")


def looks_like_front_matter(head: str) -> bool:
    r"""Whether a text begins with front matter.

    >>> looks_like_front_matter("---\ntitle: 新桥\n---\n通车。"), looks_like_front_matter("---\n新桥通车。\n---\n")
    (True, False)
    """
    if head[:4].strip() not in FENCES:
        return False
    found = read_front_matter(head.split("\n"))
    return found is not None and bool(found.values)


def read_markdown(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The articles of a Markdown file. Raises ``ReadError`` if it is longer than a page may be."""
    raw = joined(lines).split("\n")
    begins = _front_matters(raw)
    if len(begins) < FEWEST_ITEMS:
        yield from _document(path, raw, fields)
        return
    for begin, end in zip(begins, [*begins[1:], len(raw)], strict=True):  # several documents, one after another
        for item in _document(path, raw[begin:end], fields):
            starts = {name: line + begin for name, line in item.starts.items()}
            yield item._replace(line=item.line + begin, starts=starts)


def _front_matters(raw: Sequence[str]) -> list[int]:
    """Where front matter begins, if a text begins with one."""
    fences = [at for at, line in enumerate(raw) if line.rstrip() == FENCE] if raw[0].rstrip() == FENCE else []
    return [
        begin
        for begin, end in pairwise(fences)
        if 1 < end - begin <= MOST_FRONT_LINES and all(map(FRONT_LINE.match, raw[begin + 1 : end]))
    ]


def read_translated(path: str, raw: list[str], front: FrontMatter, fields: FieldMap) -> Iterator[Record]:
    """The articles of a document that was translated into Markdown line by line, but for its facts."""
    yield from _document(path, raw, fields, front)


def _document(path: str, raw: list[str], fields: FieldMap, front: FrontMatter | None = None) -> Iterator[Record]:
    if records := list(table_records(raw, fields)):
        yield from records
        return
    front = front or read_front_matter(raw) or read_clipping_head(raw)
    facts = _facts(front.values) if front else {}
    if note := take_joplin_facts(raw):
        raw, facts = note[0], {**facts, **note[1]}
    unfolded = with_details_as_headings(raw := without_contents(raw))
    is_folded = unfolded is not raw
    raw, told = take_facts_above(unfolded)
    facts = {**told, **facts}
    text = markdown_lines(_with_facts_of_tables(_with_callouts_as_headings(raw)), front.lines if front else 0)
    title = _top_heading(text)
    if listed := list(_listed(text, title, facts)):
        yield from listed
    elif linked := _with_linked_heads(text) or _briefs(text, title, facts):
        yield from _items(_without_footer(linked), LINKED_LEVEL, facts, title)
    elif peers := 1 if is_folded else _level_of_peers(text):
        yield from _items(_without_footer(text), peers, facts, None)
    elif level := _level_of_numbered(text) or _level_of_told(text, title, facts):
        yield from _items(_without_footer(text), level, facts, title if title and title.level < level else None)
    elif (found := _level_and_title(text, facts, title, fields))[0]:
        yield from _items(_without_footer(text), found[0], facts, found[1])
    elif (
        not front
        and (unheaded := _below_only_title(text, raw, title))
        and (stories := several_stories(path, unheaded, fields, also=("digests",)))
    ):
        yield from map(_without_marks, stories)
    else:
        if not title and not facts.get("title") and _begins_with_text(text) and (name := title_in_name(path)):
            facts["title"] = name
        yield _story(text, facts, dict(front.starts) if front else {}, title)


def _with_callouts_as_headings(raw: list[str]) -> list[str]:
    """The lines of a note; if all its text is in several callouts with titles, these are headings and no quotes."""
    titles = {at: match for at, line in enumerate(raw) if (match := CALLOUT.fullmatch(line.rstrip()))}
    filled = (line for line in raw if line.strip() and not line.startswith("#"))
    if len(titles) < FEWEST_ITEMS or not all(line.startswith(">") for line in filled):
        return raw
    return [f"## {titles[at]['title']}" if at in titles else line.removeprefix(">") for at, line in enumerate(raw)]


def _with_facts_of_tables(raw: list[str]) -> list[str]:
    """The lines of a text, with the only row of each table whose columns are named as facts are as labelled facts."""
    rules = [at for at, line in enumerate(raw) if "|" in line and TABLE_RULE.fullmatch(line.rstrip())]
    lines = list(raw) if rules else raw
    for at in rules:
        names, values = (_cells(raw[row]) if 0 <= row < len(raw) else [] for row in (at - 1, at + 1))
        is_only = at + 2 >= len(raw) or "|" not in raw[at + 2]
        if is_only and len(names) == len(values) > 1 and all(role_of(name) is not None for name in names):
            pairs = zip(names, values, strict=True)
            lines[at - 1 : at + 2] = ["", "", " | ".join(f"{name}：{value}" for name, value in pairs if value)]
    return lines


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _below_only_title(text: Sequence[MarkdownLine], raw: list[str], title: MarkdownLine | None) -> list[str]:
    """The lines of a document without headings, or with none but the name of a digest at its top, which is left out."""
    headings = [line for line in text if line.level]
    if not headings:
        return raw
    is_name = headings == [title] and title is not None and _is_digest(title.text)
    return ["" if number == headings[0].number else line for number, line in enumerate(raw, start=1)] if is_name else []


def _is_generic(heading: str) -> bool:
    """Whether a heading is that of a part, 正文 or 內容, and no item."""
    return GENERIC.fullmatch(fold(heading)) is not None


def _without_marks(story: Record) -> Record:
    """A story of a text without headings, without the marks of emphasis and links."""
    link = ANY_LINK.search(str(story.values.get("source") or ""))
    plain = {
        role: "\n".join(map(inline_text, text.split("\n"))) if role in {"title", "body", "source"} and text else text
        for role, text in story.values.items()
    }
    return story._replace(values={"url": link["url"], **plain} if link else plain)


def _begins_with_text(text: Sequence[MarkdownLine]) -> bool:
    """Whether the first line is no headline."""
    first = next((line.text for line in text if line.text and not facts_of(line.text)), "")
    return len(first) > FOOTER_LENGTH // 2 or first.endswith(("。", "！", "？", "”"))


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    """Front matter under usual names: a source that is an address is the url; when a note was made is not its date."""
    facts = {name: value for name, value in values.items() if value not in ("", [], None)}
    for name in ADDRESSED:
        if isinstance(facts.get(name), str) and ADDRESS.fullmatch(facts[name].strip()):
            facts.setdefault("url", facts.pop(name))
    if "published" in values:
        facts = {name: value for name, value in facts.items() if name not in NOTE_DATES}
    if "categories" in facts and not {"category", "section"} & facts.keys():
        categories = facts["categories"]
        facts["section"] = " ".join(categories) if isinstance(categories, list) else categories
    return facts


def _top_heading(text: Sequence[MarkdownLine]) -> MarkdownLine | None:
    """The first heading, if nothing but facts is above it."""
    for line in text:
        if line.level:
            return line if not _is_generic(line.text) else None
        if line.text and not facts_of(line.text):
            return None
    return None


def _with_linked_heads(text: list[MarkdownLine]) -> list[MarkdownLine]:
    """The lines of a digest whose headlines are links or have facts, these as headings; empty if it is none.

    Each headline has a text of its own below, and what comes before the first is short.
    """
    heads = {at for at, line in enumerate(text) if not line.level and _is_linked_head(line.raw)}
    following = (next((next_at for next_at in range(at + 1, len(text)) if text[next_at].text), at) for at in heads)
    is_digest = (
        len(heads) >= FEWEST_LINKED
        and all(at not in heads and not text[at].level for at in following)
        and sum(bool(line.text) and not line.level for line in text[: min(heads)]) <= MOST_ABOVE
    )
    if not is_digest:
        return []
    return [
        line._replace(level=LINKED_LEVEL, text=_link_title(line)) if at in heads else line
        for at, line in enumerate(text)
    ]


def _briefs(text: Sequence[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> list[MarkdownLine]:
    """The lines of a digest of briefs, which its title says it is, with their titles as headings; else empty."""
    if not _has_digest_name(title, facts):
        return []
    heads = [line for line in text if line.level and line is not title]
    level = min((line.level for line in heads), default=0)
    are_names = len({line.level for line in heads}) <= 1 and (not heads or _are_names(text, level))
    return with_briefs(text, LINKED_LEVEL, unlisted=are_names)


def _listed(text: list[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> Iterator[Record]:
    """The items of a list of links, or of the numbered lists of a digest; none if a text is neither."""
    date = next((value for name, value in facts.items() if name in {"date", "published"}), _date_in(title))
    if is_list_of_links(text):
        yield from link_records(text, title, str(date))
    elif _has_digest_name(title, facts):
        yield from item_records(numbered_items(_without_footer(text), title), str(date))


def _has_digest_name(title: MarkdownLine | None, facts: dict[str, Any]) -> bool:
    return _is_digest(str(facts.get("title") or (title.text if title else "")))


def _is_linked_head(raw: str) -> bool:
    is_link = bool(LINK_HEAD.fullmatch(raw)) and not LINK_LINE.fullmatch(raw)
    return is_link or bool(_clipping_facts(raw))


def _link_title(line: MarkdownLine) -> str:
    match = LINK_HEAD.fullmatch(line.raw) or CLIPPING_HEAD.fullmatch(line.raw)
    return inline_text(match["title"]) if match else line.text


def _clipping_facts(raw: str) -> dict[str, str]:
    """The facts in brackets behind a headline."""
    match = CLIPPING_HEAD.fullmatch(raw)
    words = re.sub("[,，]", " ", inline_text(match["facts"])) if match else ""
    return {**(meta_line(words, unnamed=True) or {}), **(facts_of(words) or {})}


def _item_level(text: Sequence[MarkdownLine], title: MarkdownLine | None) -> int:
    """The level of the headings of items if a text is a digest, else 0.

    Its title says so, or there is no title, and each heading of the level has a text of its own.
    """
    if title is not None and title.level == 1 and not _is_digest(title.text):
        return next((level for level in ITEM_LEVELS if _are_dated(text, level)), 0) or _level_of_sourced(text)
    texts = Counter((line.level, line.text) for line in text if line.level)
    own: Counter[int] = Counter()
    for at, line in enumerate(text):
        is_part = _is_generic(line.text) or texts[line.level, line.text] > 1  # 摘要, 正文 of each item
        if line.level and line is not title and not is_part and _has_text(text, at + 1):
            own[line.level] += 1
    level = max(own, key=lambda level: (own[level], level), default=0)
    enough = own.get(level, 0) >= FEWEST_ITEMS
    is_above = title is None or title.level == 1 or (title.level < level and _day_of(title.text) != "")
    if not (enough and is_above) or (title and _are_names(text, level)):
        return 0
    return level if title or _dated(text, level) or (level == 1 and _are_headlines(text, 1)) else 0


def _are_names(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether the headings of a level are names of sections, 今日概览, rather than headlines."""
    lengths = sorted(len(HAN.findall(line.text)) for line in text if line.level == level)
    return lengths[len(lengths) // 2] < SHORTEST_HEADLINE and not _dated(text, level)


def _level_of_sourced(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings that all have a line below saying where or when their text was published; else 0."""
    for level in ITEM_LEVELS:
        heads = [at for at, line in enumerate(text) if line.level == level]
        below = (next((text[below] for below in range(at + 1, len(text)) if text[below].text), None) for at in heads)
        known = [facts_of_line(line).keys() & {"source", "date"} for line in below if line]
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


def _level_of_peers(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings of stories that nothing is above: most have facts below, or all are headlines."""
    heads = [at for at, line in enumerate(text) if line.level]
    levels = {text[at].level for at in heads}
    if 1 in levels and sum(text[at].level == 1 for at in heads) >= FEWEST_ITEMS and _dated(text, 1):
        return 1
    fewest = FEWEST_ITEMS if levels == {1} else FEWEST_LINKED
    if len(levels) != 1 or len(heads) < fewest or any(line.text for line in text[: heads[0]]):
        return 0
    level = levels.pop()
    return level if _are_headlines(text, level) else 0


def _are_headlines(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether the headings of a level are headlines of stories, and none is that of a part."""
    heads = [at for at, line in enumerate(text) if line.level == level]
    parts = [
        (text[at].text, [line.text for line in text[at + 1 : end] if line.text])
        for at, end in pairwise([*heads, len(text)])
    ]
    return not any(_is_generic(head) for head, _ in parts) and are_headlines(parts)


def _level_of_told(text: Sequence[MarkdownLine], title: MarkdownLine | None, facts: dict[str, Any]) -> int:
    """The level of the headings that all say where they were published, or in a digest when; else 0."""
    for level in sorted({line.level for line in text if line.level}):
        told = facts_of_headings([line.text for line in text if line.level == level])
        are_below = title is None or title.level < level
        is_digest = not (title and are_below) or _has_digest_name(title, facts)
        if told and (is_digest or all("source" in told_of for _, told_of in told)):
            return level
    return 0


def _level_of_numbered(text: Sequence[MarkdownLine]) -> int:
    """The level of the headings that are numbered as items are, 新闻 1：, if there are several; else 0."""
    levels = [line.level for line in text if line.level and ITEM.match(line.text)]
    return levels[0] if len(levels) >= FEWEST_ITEMS and len(set(levels)) == 1 else _level_of_counted(text)


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


def _is_digest(title: str) -> bool:
    """Whether a title is that of a digest: a short name with a date, or the name of a kind of digest.

    >>> [_is_digest(title) for title in ("《新闻联播》 (20250318)", "江城早报", "熱門新聞日報", "江城地铁今日开工")]
    [True, True, True, False]
    """
    name, dates = DATE.subn("", title)
    name = ISSUE.sub("", name).strip()
    return len(name) <= (LONGEST_DATED if dates and not _ends_digest(name) else LONGEST_DIGEST) and (
        bool(dates) or _ends_digest(name)
    )


def _level_and_title(
    text: Sequence[MarkdownLine], facts: dict[str, Any], title: MarkdownLine | None, fields: FieldMap
) -> tuple[int, MarkdownLine | None]:
    """The level of the headings of items, and the title above them, unless it is in the front matter; 0 if none."""
    if not fields.roles(facts).picks["title"]:
        return _item_level(text, title), title
    name = str(facts.get("title", ""))
    if _is_digest(name) and (title is None or title.level > 1):
        return _item_level(text, MarkdownLine(0, 1, name, name)), None
    return _level_of_sourced(text), title


def _ends_digest(name: str) -> bool:
    name = fold(name)
    return any(DIGEST.fullmatch(name, at) for at in range(max(0, len(name) - 12), len(name)))


def _without_footer(text: list[MarkdownLine]) -> list[MarkdownLine]:
    """A digest without a few short lines below a rule at its end: they are none of the last item."""
    rule = next((at for at in range(len(text) - 1, -1, -1) if _is_rule(text, at)), len(text))
    below = [line for line in text[rule:] if line.text]
    is_footer = len(below) <= MOST_FOOTER and all(not line.level and len(line.text) <= FOOTER_LENGTH for line in below)
    return text[:rule] if is_footer else text


def _is_rule(text: Sequence[MarkdownLine], at: int) -> bool:
    """Whether a line is a rule rather than the underline of the heading above it."""
    return RULE.fullmatch(text[at].raw) is not None and not (at and text[at - 1].level)


def _has_text(text: Sequence[MarkdownLine], begin: int) -> bool:
    """Whether a line of text comes before the next heading."""
    first = next((text[at] for at in range(begin, len(text)) if text[at].text), None)
    return first is not None and not first.level


def _dated(text: Sequence[MarkdownLine], level: int) -> bool:
    """Whether most headings of a level have facts below: subheads of a story have none."""
    heads = [at for at, line in enumerate(text) if line.level == level]
    return share(any(facts_of(line.text) for line in text[at + 1 : at + 4]) for at in heads) > 1 / 2


def _items(
    text: Sequence[MarkdownLine], level: int, facts: dict[str, Any], title: MarkdownLine | None
) -> Iterator[Record]:
    """An article per heading of the level; what other headings head is an article, unless it lists the others."""
    heads = [line for line in text if line.level == level]
    are_in_boxes = have_sections([line.text for line in heads])
    told = dict(zip((line.number for line in heads), facts_of_headings([line.text for line in heads]), strict=False))
    titles, linked = {line.text for line in text if line.level == level}, level == LINKED_LEVEL
    deeper = [at for at, line in enumerate(text) if line.level > level and HEADING_LINK.fullmatch(line.raw)]
    further = deeper if len(deeper) >= FEWEST_LINKED else ()
    begins = sorted((*further, *(at for at, line in enumerate(text) if line.level and line.level <= level)))
    date = str(facts.get("date", "")) or _date_in(title)
    section = ""
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        head, below = text[begin], text[begin + 1 : end]
        body = [line for line in below if line.text and not (linked and line.text.endswith(("：", ":")))]
        if head.level < level:
            day = _day_of(head.text)
            date = day or date
            section = "" if head is title or day or _is_generic(head.text) else head.text
            is_short = len(body) <= MOST_ABOVE and all(len(line.text) <= FOOTER_LENGTH for line in body)
            if not body or _is_contents(body, titles) or (head is title and is_short):
                continue
        fields = FieldLines()
        name = ITEM.sub("", NUMBER.sub("", head.text), count=1)
        name, known = told.get(head.number, (name, {}))
        if not told and are_in_boxes and head.level == level:
            section, name = section_and_headline(name)
        fields.add("title", name, head.number)
        fields.add_facts(known, head.number)
        _add_text(fields, below)
        for role, value in _clipping_facts(head.raw).items():
            fields.add(role, value, head.number)
        if "url" not in fields and (link := HEADING_LINK.fullmatch(head.raw) or LINK_HEAD.fullmatch(head.raw)):
            fields.add("url", link["url"], head.number)
        for role, value in (("section", section if head.level >= level else ""), ("date", date)):
            if role not in fields:
                fields.add(role, value, head.number)
        yield fields.record(head.number)


def _day_of(heading: str) -> str:
    """The date that is all that a heading says; empty if it says more."""
    match = DAY_HEADING.fullmatch(heading)
    return match["date"] if match else ""


def _date_in(title: MarkdownLine | None) -> str:
    """The date in the title of a digest or list."""
    found = DATE.search(title.text) if title else None
    return found[0] if found else ""


def _is_contents(body: Sequence[MarkdownLine], titles: set[str]) -> bool:
    """Whether lines are but titles of items, or the line above them."""
    known = share(CONTENTS_MARKS.sub("", line.text) in titles for line in body)
    return known >= 1 / 2


def _story(
    text: Sequence[MarkdownLine], facts: dict[str, Any], starts: dict[str, int], title: MarkdownLine | None
) -> Record:
    """One article: its title is that of the front matter or the first heading."""
    fields = FieldLines()
    has_title = bool(facts.get("title"))
    if title and not has_title:
        fields.add("title", title.text, title.number)
    if title and (link := HEADING_LINK.fullmatch(title.raw)) and not LINKED_FACTS & facts.keys():
        fields.add("url", link["url"], title.number)
    repeated = title if title and (not has_title or title.text == str(facts.get("title"))) else None
    _add_text(fields, [line for line in text if line is not repeated])
    if title and not has_title and "date" not in fields and _is_digest(title.text):
        fields.add("date", _date_in(title), title.number)
    record = fields.record(1)
    return Record({**record.values, **facts}, record.line, {**starts, **record.starts}, spread=True)


def _without_empty_parts(lines: Sequence[MarkdownLine]) -> Sequence[MarkdownLine]:
    """The lines of a text without headings at its end that have nothing below, as those for notes."""
    end = next((at for at in range(len(lines), 0, -1) if lines[at - 1].text and not lines[at - 1].level), len(lines))
    return lines[:end]


def _add_text(fields: FieldLines, lines: Sequence[MarkdownLine]) -> None:
    """The facts around a text, and the text; a heading that merely says 正文 is none, nor is an abstract above it."""
    lines = _without_empty_parts(lines)
    end = end_of_text(lines)
    properties = property_lines(lines)
    has_abstract = any(line.level and BODY.fullmatch(line.text) for line in lines)
    filled, role = 0, "body"
    for at, line in enumerate(lines):
        if line.level and _is_generic(line.text):
            role = "摘要" if has_abstract and ABSTRACT.fullmatch(line.text) else "body"
            continue
        filled += bool(line.text)
        found = {}
        if at >= end or (0 < filled <= MOST_TOP_LINES and "body" not in fields and role == "body"):
            found = facts_of_line(line)
            if not found and at in properties:
                found = {properties[at][1]: properties[at][2]}
        for name, value in found.items():
            if name not in fields:
                fields.add(name, value, line.number)
        if not found:
            fields.add(role, line.text, line.number)
