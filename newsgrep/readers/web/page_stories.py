"""HTML pages with several stories: digests, letters, results of a search; each has a headline, or the same form."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate, islice
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.documents.meta_line import DAY, MEDIUM, meta_line
from newsgrep.readers.records import Record
from newsgrep.readers.stories_in_text import several_stories
from newsgrep.readers.texts.digest_headings import is_name_of_digest
from newsgrep.readers.web.line_values import CLAUSE, line_ranges, own_value, squeezed
from newsgrep.readers.web.page_facts import own_address
from newsgrep.readers.web.page_head import DATES
from newsgrep.readers.web.page_phrases import EDITOR, ENDING, JUNK, NOTICE, TEASER_END
from newsgrep.readers.web.page_titles import HEADLINE_NAME, HEADLINE_TAGS, SEPARATOR
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.web.page_head import Meta
    from newsgrep.readers.web.page_lines import PageLine, PageLines

# Characters of a headline, and of most of them: those of names are shorter.
SHORTEST, LONGEST, USUAL = 4, 100, 8
# Of one that its element says is a headline.
SHORTEST_OF_ANY = 2
FEWEST = 2
# Groups of lines that may be the headlines of a page, and the most in one.
MOST_GROUPS, MOST_HEADLINES = 8, 2_000
# The part of a line that is bold if it is a headline.
BOLD = 1.1
# Characters of the text of a story; the parts of the stories that have one, and facts or a link; that of the page's
# text which they are.
SHORTEST_TEXT, MOST, WHOLE = 20, 0.8, 0.75
# Lines below a headline that may be about it, and characters of what is in front of a text on its line.
FACT_LINES, LONGEST_FACTS = 3, 60
LONGEST_SECTION = 16
# What a letter says of itself at its end.
FAREWELL = re.compile(
    r"退订|退訂|取消订阅|取消訂閱|收到(?:此|本|这封|這封)(?:电子)?(?:邮件|郵件)|unsubscribe", re.IGNORECASE
)
# What tells that a digest is of some time, or an issue of one.
OF_A_TIME = re.compile(
    r"[（(]|第\s?\d+\s?期|[一本每][周週]|[每今]日|[早晚][报報]|汇总|彙總|摘[要编編]|选编|選編|集锦|剪[报報]"
)
# The number of a story in front of its title, and the fewest stories that have one.
COUNT, FEWEST_COUNTED = re.compile(r"0?(\d{1,3})(?!\d|[年月日号路度期届版万亿%])\s*[.、．:：]?\s*"), 3
# A day of no year, and words beside one that are no source.
COUNTED = re.compile(r"评论|評論|阅读|閱讀|浏览|瀏覽|回复|回覆|分享|点赞|收藏|原创|原創")
MONTH_DAY = re.compile(r"(?<![\d年])\d{1,2}月\d{1,2}日")
# A day with its time as feeds have it, and what a link is called: Tue, 18 Mar 2025 09:12:45 GMT Open original.
ENGLISH_MOMENT = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s+)?\d{1,2}\s[A-Z][a-z]{2,8}\.?,?\s(?:19|20)\d\d(?:\s\d\d:\d\d(?::\d\d)?)?(?:\s(?:[A-Z]{3}|[+-]\d{4}))?"
    r"(?:\W{1,3}[A-Za-z]{2,10}(?:\s[a-z]{2,10})?)?"
)
# The time behind a day, and what parts it from a text.
BEHIND_DAY = re.compile(r"[\s\d:：|·—–-]*")


class PageStory(NamedTuple):
    """The lines of a story: its headline, and those below it."""

    headline: int
    lines: range


def stories_of_page(path: str, tree: Any, page: PageLines, meta: Meta, fields: FieldMap) -> list[Record]:
    """The stories of a page as records; none if it is a page with one story, as most are."""
    is_digest = _is_digest(meta)
    is_one = meta.linked.get("headline") or meta.first(DATES) or meta.values.get("og:type") == "article"
    if is_one and not is_digest:
        return []
    groups = list(islice(_headlines(page), MOST_GROUPS))
    sums = list(accumulate((_worth(line) for line in page.lines if groups), initial=0.0))
    _, last = line_ranges(page) if groups else ([], [])
    own = _own_headline(page, meta) if groups else -1
    for headlines in groups:
        stories = _stories(page, headlines, last)
        if any(own in story.lines for story in stories):  # below a link above the page's only story
            continue
        told = sum(sums[story.lines.stop] - sums[story.lines.start] for story in stories)
        if told >= WHOLE * sums[-1] > 0 and _are_stories(page, stories, are_told=is_digest):
            addresses = _addresses(tree)
            stories, sections = _without_headings(page, stories)
            credit = _credit_below(page, stories)
            values = [_values(page, story, addresses, credit) for story in stories]
            if all(COUNT.match(value["title"]) for value in values) and _are_counted(values):
                values = [{**value, "title": COUNT.sub("", value["title"], count=1)} for value in values]
            told_of = zip(values, sections, stories, strict=True)
            return [
                Record({**_of_heading(name), **value}, story.headline + 1, unit="row") for value, name, story in told_of
            ]
    told_lines = ((line, number) for number, line in enumerate(page.lines, start=1) if not line.is_link)
    lines = [(line.text, number) for line, number in told_lines if not JUNK.match(line.text)]
    found = several_stories(path, [text for text, _ in lines], fields)
    lengths = [_told(record) for record in found]
    whole = sum(map(_worth, page.lines)) if found else 0.0
    if sum(length >= SHORTEST_TEXT for length in lengths) < MOST * len(found) or sum(lengths) < WHOLE * whole:
        return []
    return [record._replace(line=lines[record.line - 1][1], starts={}, spread=False, unit="row") for record in found]


def _are_counted(values: Sequence[Mapping[str, str]]) -> bool:
    """Whether titles begin with their numbers: 01, 02, 03."""
    numbers = [int(match[1]) for value in values if (match := COUNT.match(value["title"]))]
    return len(numbers) >= FEWEST_COUNTED and numbers == list(range(1, len(numbers) + 1))


def _own_headline(page: PageLines, meta: Meta) -> int:
    """The index of the line with which the title of the page begins, or -1."""
    title = squeezed(meta.title)
    lines = (
        index
        for index, line in enumerate(page.lines)
        if len(line.text) >= USUAL and not line.is_link and title.startswith(squeezed(line.text))
    )
    return next(lines, -1)


def _is_digest(meta: Meta) -> bool:
    """Whether the title of a page is the name of a digest of some time: 一周要闻（3月10日—16日）_江城大学."""
    name = SEPARATOR.split(meta.title)[0].strip()
    return OF_A_TIME.search(name) is not None and is_name_of_digest(name)


def _told(record: Record) -> int:
    """The number of characters of the lines of a record that have sentences."""
    lines = (line for value in record.values.values() for line in str(value).split("\n"))
    return sum(len(line) for line in lines if CLAUSE.search(line))


def _worth(line: PageLine) -> float:
    """The number of characters of a line of text."""
    return own_value(line) if CLAUSE.search(line.text) and not _is_other(line.text) else 0.0


def _is_other(text: str) -> bool:
    return any(pattern.match(text) for pattern in (JUNK, NOTICE, EDITOR, ENDING)) or bool(FAREWELL.search(text))


def _headlines(page: PageLines) -> Iterator[list[int]]:
    """The lines that may be headlines, those of like elements together; the groups of which most are, first."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, line in enumerate(page.lines):
        if not SHORTEST_OF_ANY <= len(line.text) <= LONGEST or line.text[-1] in "。；，":
            continue
        element = page.elements[line.element]
        if element.tag in HEADLINE_TAGS or (element.name and HEADLINE_NAME.search(element.name)):
            groups[element.tag, element.name].append(index)
        elif len(line.text) >= SHORTEST and line.bold * BOLD >= len(line.text):
            groups["b", ""].append(index)
    links = [index for index, line in enumerate(page.lines) if line.is_link and SHORTEST <= len(line.text) <= LONGEST]
    for group in (*sorted(groups.values(), key=len, reverse=True), links):
        texts = [page.lines[index].text for index in group]
        if (
            FEWEST <= len(group) <= MOST_HEADLINES
            and len(set(texts)) == len(texts)
            and median(map(len, texts)) >= USUAL
        ):
            yield group


def _stories(page: PageLines, headlines: Sequence[int], last: Sequence[int]) -> list[PageStory]:
    """The lines below each headline, up to the next, or within the part of the page that holds but that one.

    ``last`` are the last lines within each element.
    """
    common = page.lines[headlines[0]].element
    while common and last[common] < headlines[-1]:
        common = page.elements[common].parent
    ends = [*headlines[1:], last[common] + 1]
    found = []
    for index, end in zip(headlines, ends, strict=True):
        part = page.lines[index].element
        while part != common and page.elements[part].parent != common:
            part = page.elements[part].parent
        is_whole = part != common and last[part] > index
        found.append(PageStory(index, range(index + 1, min(end, last[part] + 1) if is_whole else end)))
    return found


def _without_headings(page: PageLines, stories: Sequence[PageStory]) -> tuple[list[PageStory], list[str]]:
    """The stories without the headings of the sections that follow them, and the section of each, or an empty text.

    Headings are those of sections if there are several, between stories or above the first.
    """
    found: list[PageStory] = []
    names = [_heading_above(page, stories[0].headline, stories)]
    for story in stories:
        end = story.lines.stop
        name = _heading_above(page, end, stories) if end - 1 > story.headline else ""
        found.append(story._replace(lines=story.lines[: len(story.lines) - bool(name)]))
        names.append(name)
    if sum(map(bool, names[1:-1])) + bool(names[0]) < FEWEST:
        return list(stories), [""] * len(stories)
    for at, name in enumerate(names[1:], start=1):
        names[at] = name or names[at - 1]
    return found, names[:-1]


def _heading_above(page: PageLines, at: int, stories: Sequence[PageStory]) -> str:
    """The line above one if it is a short heading, and not of the kind of the stories' headlines."""
    line = page.lines[at - 1] if at else None
    kinds = {page.elements[page.lines[story.headline].element].tag for story in stories}
    if line is None or len(line.text) > LONGEST_SECTION or CLAUSE.search(line.text):
        return ""
    tag = page.elements[line.element].tag
    return line.text.strip("【】[]") if tag in HEADLINE_TAGS and tag not in kinds else ""


def _of_heading(name: str) -> dict[str, str]:
    """What a heading above stories says of them: their outlet, or else their section."""
    return {"source": name} if MEDIUM.fullmatch(name) else {"section": name}


def _are_stories(page: PageLines, stories: Sequence[PageStory], *, are_told: bool) -> bool:
    """Whether most of the parts below headlines are stories rather than sections of one.

    They have facts or a link, unless something else says that they are stories.
    """
    with_text = with_facts = 0
    for story in stories:
        texts = [page.lines[index] for index in story.lines]
        with_text += any(CLAUSE.search(line.text) and own_value(line) >= SHORTEST_TEXT for line in texts)
        facts, _ = _facts(page, story)
        with_facts += are_told or bool(facts) or page.lines[story.headline].is_link
    return min(with_text, with_facts) >= MOST * len(stories)


def _facts(page: PageLines, story: PageStory) -> tuple[dict[str, str], list[str]]:
    """What the first lines of a story say of it, and its text."""
    facts: dict[str, str] = {}
    texts = [page.lines[index].text for index in story.lines]
    for at, text in enumerate(texts[:FACT_LINES]):
        day = DAY.search(text[:LONGEST_FACTS])
        found = meta_line(text) or _day_without_year(text)
        if not found and ENGLISH_MOMENT.fullmatch(text) and (moment := timestamp_day(text)):
            found = {"date": moment}
        if not found and day and len(text) <= LONGEST_FACTS and not CLAUSE.search(text):
            found = {"date": day[0]}  # among words that may be anything: 2025-03-18 · 三条评论
        if found:
            facts = {**found, **facts}
            continue
        if day and not facts and (found := meta_line(text[: day.end()])):  # 江城日报 2025年3月18日 大桥今天合龙。
            return found, [BEHIND_DAY.sub("", text[day.end() :], count=1), *texts[at + 1 :]]
        return facts, texts[at:]
    return facts, texts[FACT_LINES:]


def _day_without_year(text: str) -> dict[str, str] | None:
    """The facts of a line with a day of no year: 江城日报 · 3月18日."""
    day = None if COUNTED.search(text) else MONTH_DAY.search(text)
    known = meta_line(f"{text[: day.start()]}2000年{text[day.start() :]}", unnamed=True) if day else None
    return {**known, "date": day[0]} if known and day and "date" in known else None


def _addresses(tree: Any) -> dict[str, str]:
    """The addresses of links by their texts."""
    links = ((squeezed(node.text()), node.attributes.get("href") or "") for node in tree.css("a[href]"))
    return {text: address for text, address in links if address.startswith(("http://", "https://"))}


def _credit_below(page: PageLines, stories: Sequence[PageStory]) -> tuple[str, str] | None:
    """The kind of element in which a name alone ends each story, as results of a search end with their source."""
    ends = [page.lines[story.lines[-1]] for story in stories if story.lines]
    kinds = {(page.elements[line.element].tag, page.elements[line.element].name) for line in ends}
    are_names = all(len(line.text) <= LONGEST_SECTION and not CLAUSE.search(line.text) for line in ends)
    if len(ends) < len(stories) or len(kinds) > 1 or not are_names or len({line.text for line in ends}) < FEWEST:
        return None
    kind = kinds.pop()
    texts = [line for story in stories for line in page.lines[story.lines.start : story.lines.stop - 1]]
    within = any((page.elements[line.element].tag, page.elements[line.element].name) == kind for line in texts)
    return None if within or not kind[1] else kind


def _values(
    page: PageLines, story: PageStory, addresses: Mapping[str, str], credit: tuple[str, str] | None
) -> dict[str, str]:
    """The values of a story; ``credit`` is the kind of element in which its last line names its source."""
    facts, texts = _facts(page, story)
    texts = [text for text in texts if not FAREWELL.search(text)]
    below = meta_line(texts[-1]) if len(texts) > 1 else None
    if below and not below.keys() & facts.keys():
        facts, texts = {**facts, **below}, texts[:-1]
    elif credit and len(texts) > 1:
        facts, texts = {"source": texts[-1], **facts}, texts[:-1]
    title = page.lines[story.headline].text
    told = (text for text in texts if not JUNK.match(text) and not NOTICE.match(text))
    body = "\n".join(TEASER_END.sub("…", text) for text in told)
    url = addresses.get(squeezed(title)) or next(filter(None, map(own_address, texts)), "")
    return {"title": title, "body": body, "url": url, **facts}
