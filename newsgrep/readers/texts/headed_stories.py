"""Stories with a title and lines of facts below it, such as ``2025-03-18 江城日报``, however the stories are parted."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share, with_beginning
from newsgrep.readers.texts.labelled_blocks import MOST_ABOVE, ORDINAL, is_mark, labelled
from newsgrep.readers.texts.ruled_blocks import DATE, DIGIT, LONGEST_FACTS, NAMED_RULE, SOURCE, facts_of
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

# Characters of a title, and of one with facts below it or a rule above it.
LONGEST_TITLE, LONGEST_TOLD_TITLE = 80, 160
# Words beside a date that are no facts, such as the name of a column: how many, and their characters.
MOST_WORDS, LONGEST_WORD, LONGEST_SECTION = 3, 12, 6
# What ends a line of a text, or goes on, and what a line in brackets is: a signature.
NO_TITLE_END = "。；，、：:"
SIGNATURE = lazy_pattern(
    r"[（(][^（）()]*[)）]|.{2,12}(?:供稿|摄影|摄)|"
    r"\S{0,8}(?:记者|記者|通讯员|通訊員|特约撰稿)[\s:：]?[\u3400-\u9fff·]{2,8}(?:\s{1,3}[\u3400-\u9fff·]{2,8}){0,3}(?:摄|攝|报道|報道)?"
)
WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
BRACKETS = str.maketrans(dict.fromkeys("《》〈〉（）()[]【】〔〕|｜·/／,，", " "))
# A name of an outlet, but no day or month of a date, nor its zone.
LATIN_NAME = lazy_pattern(
    r"(?!(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|utc|gmt|cst|updated|posted|"
    r"published|modified|created)[a-z]*$)[a-z]{3,20}",
    re.IGNORECASE,
)
# What a title says of a book or document: 《江城方案》今日发布.
NAME_IN_TITLE = lazy_pattern("《([^《》]{1,40})》[\u3400-\u9fff]{4}")
AUTHOR_WORD = lazy_pattern(r"(?:本报)?(?:记者|記者|作者|通讯员)[:：]?([\u3400-\u9fff·]{2,8})")
NUMERALS = ("", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")
NUMBER = lazy_pattern(
    r"(?:第\s?|#\s?|No\.?\s?)?[\[【(（]?(\d{1,4})(?:/\d{1,4})?[\]】)）]?\s?"
    r"(?:[条篇则](?:新闻|新聞|报道|消息)?\s?[.．、:：)]\s*|[条篇则]?(?:新闻|新聞|报道|消息)?\s?"
    r"(?:[、)]\s*|[:：.．](?!\d)\s*|[.．](?=(?:19|20)\d\d年)|(?![.．、:：)])\s*(?!\d|年|月|日)))"
)
# The same in Chinese numerals, which need a mark behind them.
NUMERAL = lazy_pattern(r"(?:第|新闻|消息)?[（(]?([一二三四五六七八九十]{1,3})(?:[)）]|[、.．:：篇条则])[、.．:：]?\s*")
ORDINAL_IN_WORDS = lazy_pattern("第[一二三四五六七八九十百]{1,4}[篇条则]")
# A day in Chinese numerals: 二〇一七年七月二十三日
WRITTEN_DAY = lazy_pattern(
    r"(?:[〇○零一二三四五六七八九]{4}|民[國国][一二三四五六七八九十]{1,3})年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
# A name with the day and the time, and nothing else.
MOMENT_BEHIND = lazy_pattern(
    r"[^\s，。：:·|｜]{3,12}\s?[·|｜•-]?\s?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s\d{1,2}:\d\d(?::\d\d)?"
)
PAGE_WITH_NAME = lazy_pattern(r"(第\s?[A-Z]?\d{1,3}\s?版)\s?[:：]\s?[\u3400-\u9fff]{2,8}")
DAY_FIRST = lazy_pattern(r"(?<![\d/.-])(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d\d)(?![\d/.-])")
MONTHS = 12
BULLET = lazy_pattern(r"[■●◆▲★•·*#>-]{1,3}\s*")
BEFORE_TITLE = lazy_pattern(r"[\[【]([^\[\]【】]{2,14})[\]】]\s*(.{4,80})")
BEHIND_TITLE = lazy_pattern(r"(.{4,80}?)\s*[（(]([^（）()]{3,40})[)）]")
# Facts behind a dash or a bar.
APART_FROM_TITLE = lazy_pattern(r"(.{4,80}?)\s?(?:——|--|\s[|｜／/—-]\s)\s?(.{6,40})")
BOXED = lazy_pattern(
    r"【([^【】]{4,80})】|([-=~*_]{2,8})\s?([^-=~*_\s].{2,78}?)\s?\2|「([^「」]{4,80})」|『([^『』]{4,80})』|〖([^〖〗]{4,80})〗"
)
# A paid line between stories: 【广告】江城车展今日开幕，欢迎选购。
ADVERTISEMENT = lazy_pattern(r"[【\[（(〔](?:广告|廣告|推广|推廣|赞助|贊助)[】\]）)〕].{0,400}")
SENTENCE_ENDS, LONG_LINE = "。！？”", 30
# What is below the text of stories that have their days above it.
ADDRESS_ALONE = {"url"}
# Stories that tell the form, the share of them that have it, and the lines of a title and its facts.
FEWEST, MOST, MOST_HEAD = 2, 0.8, 4


class HeadForm(NamedTuple):
    """What precedes every title, and is none of it: a number, a bullet, brackets around it."""

    is_numbered: bool
    has_bullets: bool
    is_boxed: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> HeadForm | None:
        """The form of the stories in some lines that are not blank; None if they are not several such stories."""
        if any(map(NAMED_RULE.fullmatch, lines)):  # what is between these is known by its name
            return None
        lines = [line for line in lines if not is_between(line)]
        heads = [
            at
            for at, (line, below) in enumerate(pairwise(lines))
            if is_title(line, LONGEST_TOLD_TITLE) and facts_on(below)
        ]
        heads = [at for at in heads if "source" not in (facts_on(lines[at]) or {})]
        if heads and "date" in (facts_on(lines[heads[0] + 1]) or {}):
            heads = [at for at in heads if set(facts_on(lines[at + 1]) or ()) != ADDRESS_ALONE]
        if len(heads) < FEWEST or heads[0] > MOST_ABOVE:
            return None
        parts = [lines[at:end] for at, end in zip(heads, [*heads[1:], len(lines)], strict=True)]
        titles = [lines[at] for at in heads]
        told = share(any(map(is_told, part[1:MOST_HEAD])) for part in parts)
        if min(share(map(_has_text, parts[:-1])), told, len(set(titles)) / len(titles)) < MOST:
            return None
        return cls.of_titles(titles)

    @classmethod
    def of_titles(cls, titles: Sequence[str]) -> HeadForm:
        """The form of some titles, in their order."""
        numbers = list(map(_number_of, titles))
        is_numbered = numbers[0] >= 0 and all(after == before + 1 for before, after in pairwise(numbers))
        return cls(is_numbered, all(map(BULLET.match, titles)), all(map(BOXED.fullmatch, titles)))

    def bare(self, title: str) -> str:
        """A title without what precedes every one."""
        if self.is_boxed and (boxed := BOXED.fullmatch(title)):
            return next(words for words in (*boxed.groups()[2:], boxed[1]) if words)
        marks = [NUMERAL if NUMERAL.match(title) else NUMBER] * self.is_numbered + [BULLET] * self.has_bullets
        for mark in marks:
            title = mark.sub("", title, count=1) or title
        return title.rstrip("★●■◆* ") if self.has_bullets else title


def _number_of(title: str) -> int:
    """The number before a title; -1 if there is none."""
    if match := NUMERAL.match(title):
        return NUMERALS.index(match[1]) if match[1] in NUMERALS else -1
    match = NUMBER.match(title)
    return int(match[1]) if match else -1


def facts_on(line: str) -> dict[str, str] | None:
    """The facts of a line that has nothing else but a word or two; None if it is no such line.

    >>> facts_on("《江城日报》 2025-03-18 要闻")
    {'date': '2025-03-18', 'source': '江城日报', 'section': '要闻'}
    >>> facts_on("江城日报 / 国内 / 25-03-2025")["date"], facts_on("江城日报 / 国内 / 06-05-2025")
    ('2025-03-25', {'source': '江城日报', 'section': '国内'})
    >>> facts_on("两岸来风 · 2025-03-18 09:30")
    {'date': '2025-03-18', 'source': '两岸来风'}
    >>> facts_on("来源：江城日报 2025-03-18"), facts_on("2025年3月18日，江城日报社举行开放日。"), facts_on("江城日报")
    ({'date': '2025-03-18', 'source': '江城日报'}, None, {'source': '江城日报'})
    """
    return _facts_on(line) if len(line) <= LONGEST_FACTS else None


@lru_cache(maxsize=1 << 10)  # the first lines of a text are asked for by several
def _facts_on(line: str) -> dict[str, str] | None:
    line = WRITTEN_DAY.sub(lambda match: parse_date(match[0]) or match[0], line.translate(WIDE_DIGITS))
    facts = facts_of(line)
    if facts is not None:
        return None if line[-1:] in SENTENCE_ENDS else facts
    if SOURCE.fullmatch(line):
        return {"source": line}
    line = DAY_FIRST.sub(_year_first, line) if DIGIT.search(line) else line
    if undated := DAY_FIRST.search(line):  # which number is the month is not known
        facts = _facts_of_words((line[: undated.start()] + line[undated.end() :]).translate(BRACKETS).split())
        return facts if "source" in facts else None
    match = DATE.search(line) if DIGIT.search(line) else None
    if not match or not parse_date(match[0]) or line[-1:] in SENTENCE_ENDS:
        return None
    if (document := NAME_IN_TITLE.search(line)) and not SOURCE.fullmatch(document[1]):
        return None
    from newsgrep.readers.documents.meta_line import meta_line

    named = meta_line(line, unnamed=True) or {}
    if named.keys() >= {"date", "source", "author"}:  # 江城一线 | 2025-03-18 | 何青禾
        return named
    if {"source", "author"} & named.keys() and MOMENT_BEHIND.fullmatch(line):  # 两岸来风 · 2025-03-18 09:30
        return named
    if page := PAGE_WITH_NAME.search(line):  # a page with its name is one word
        line = line.replace(page[0], f" {''.join(page[1].split())} ")
        match = DATE.search(line) or match
    words = (line[: match.start()] + " " + line[match.end() :]).translate(BRACKETS).split()
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        return None
    facts = {"date": match[0], **_facts_of_words(words)}
    return facts if len(facts) > 1 or not words else None


def _year_first(match: re.Match[str]) -> str:
    """A day that is written before its month and year, if it is surely no month, in the usual order."""
    day, month, year = int(match[1]), int(match[2]), match[3]
    return f"{year}-{month:02}-{day:02}" if month <= MONTHS < day or day == month else match[0]


def without_facts(title: str) -> tuple[str, dict[str, str]]:
    """A title without a source in brackets before it and facts in brackets behind it, and these.

    >>> without_facts("[江城日报] 大桥合龙 (Tue, 18 Mar 2025 08:00:00 +0800)")
    ('大桥合龙', {'source': '江城日报', 'date': 'Tue, 18 Mar 2025 08:00:00 +0800'})
    >>> without_facts("大桥合龙 | 江城日报 | 2025-03-18"), without_facts("大桥合龙——江城日报的报道")
    (('大桥合龙', {'source': '江城日报', 'date': '2025-03-18'}), ('大桥合龙——江城日报的报道', {}))
    >>> without_facts("大桥合龙（江城日报，2025-03-18）"), without_facts("大桥合龙（图）")
    (('大桥合龙', {'date': '2025-03-18', 'source': '江城日报'}), ('大桥合龙（图）', {}))
    """
    facts: dict[str, str] = {}
    if (before := BEFORE_TITLE.fullmatch(title)) and SOURCE.fullmatch(before[1]):
        facts, title = {"source": before[1]}, before[2]
    if (apart := APART_FROM_TITLE.fullmatch(title)) and {"source", "date"} <= (facts_on(apart[2]) or {}).keys():
        facts, title = {**facts, **(facts_on(apart[2]) or {})}, apart[1]
    if behind := BEHIND_TITLE.fullmatch(title):
        known = facts_on(behind[2]) or ({"date": behind[2]} if timestamp_day(behind[2]) else None)
        facts, title = ({**facts, **known}, behind[1]) if known else (facts, title)
    return title, facts


def _facts_of_words(words: Iterable[str]) -> dict[str, str]:
    """The facts that words beside a date are; what follows a source is a section. None at all if a word is too long."""
    facts: dict[str, str] = {}
    for word in words:
        author, label = AUTHOR_WORD.fullmatch(word), labelled(word)
        if label:
            facts.setdefault(label.role or label.label, label.value)
        elif author:
            facts.setdefault("author", author[1])
        elif SOURCE.fullmatch(word):
            facts.setdefault("source", word)
        elif LATIN_NAME.fullmatch(word) and not facts.get("source", "").isascii():
            facts["source"] += f" {word}"
        elif LATIN_NAME.fullmatch(word) and "source" not in facts:
            facts["source"] = word
        elif len(word) > LONGEST_SECTION:
            return {}
        elif "source" in facts:
            facts.setdefault("section", word)
    return facts


def is_title(line: str, longest: int = LONGEST_TITLE) -> bool:
    """Whether a line may be a title: it is short, ends as none of a text does, and is neither a signature nor facts."""
    return (
        len(line) <= longest
        and line[-1] not in NO_TITLE_END
        and not SIGNATURE.fullmatch(line)
        and facts_on(line) is None
    )


def _has_text(part: Sequence[str]) -> bool:
    """Whether a text follows a title and its facts."""
    return any(map(is_text, part[2:]))


def is_text(line: str) -> bool:
    """Whether a line is of a text: it is long, or ends as a sentence does."""
    return len(line) >= LONG_LINE or line[-1:] in SENTENCE_ENDS


def is_told(line: str) -> bool:
    """Whether a line has a date or an address, or names a source with a label."""
    facts, label = facts_on(line) or {}, labelled(line)
    return not facts.keys().isdisjoint({"date", "url"}) or (label is not None and "source" in facts)


def is_between(line: str) -> bool:
    """Whether a line parts stories: a rule, a number, or an advertisement."""
    is_empty = (
        is_mark(line)
        or ORDINAL.fullmatch(line) is not None
        or ORDINAL_IN_WORDS.fullmatch(line) is not None
        or not any(map(str.isalnum, line))
    )
    return (is_empty and not DATE.search(line)) or ADVERTISEMENT.fullmatch(line) is not None


def looks_like_headed_stories(head: str) -> bool:
    r"""Whether a text is several stories with a line of facts below their titles.

    >>> story = "（{}）大桥合龙\n《江城日报》 2025-03-18\n　　大桥今天合龙，全长三公里。\n---\n"
    >>> looks_like_headed_stories("".join(map(story.format, (1, 2)))), looks_like_headed_stories(story)
    (True, False)
    """
    return HeadForm.of(first_lines(head)) is not None


def read_headed_stories(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A record per story: a title, lines of facts, a text; what is above the first title is none of it."""
    beginning, rows = with_beginning(lines)
    form = HeadForm.of([line.strip() for line in beginning if line.strip()])
    story: _HeadedStory | None = None
    waiting: list[tuple[int, str]] = []
    has_text = False
    for number, line in rows:
        text = line.strip()
        facts = facts_on(text) if text else None
        if story and facts and not has_text:
            story.add_facts(facts, number)
        elif story and story.is_dated and set(facts or ()) == ADDRESS_ALONE:
            waiting.append((number, line))
        elif form and facts and (at := _title_in(waiting)) is not None:
            if story:
                yield story.record(waiting[:at])
            story = _HeadedStory(form.bare(waiting[at][1].strip()), waiting[at][0])
            story.add_facts(facts, number)
            waiting, has_text = [], False
        else:
            waiting.append((number, line))
            has_text = has_text or bool(text)
    if story:
        yield story.record(waiting)


def _title_in(waiting: Sequence[tuple[int, str]]) -> int | None:
    """The place of the last line that has words, if it is a title."""
    for at in range(len(waiting) - 1, -1, -1):
        text = waiting[at][1].strip()
        if text and not is_between(text):
            return at if is_title(text, LONGEST_TOLD_TITLE) else None
    return None


class _HeadedStory:
    """The title and the facts of a story, until its text has come."""

    def __init__(self, title: str, number: int) -> None:
        self._fields = FieldLines()
        self._fields.add("title", title, number)

    @property
    def is_dated(self) -> bool:
        """Whether the story has its day."""
        return "date" in self._fields

    def add_facts(self, facts: dict[str, str], number: int) -> None:
        """Add the facts of a line that the story does not have yet."""
        self._fields.add_facts(facts, number)

    def record(self, lines: Sequence[tuple[int, str]]) -> Record:
        """The record with these lines as its text, without what parts it from the next story."""
        end = len(lines)
        while end and is_between(lines[end - 1][1].strip()):
            end -= 1
        for number, line in lines[:end]:
            if not (is_mark(line.strip()) and is_between(line.strip())):
                self._fields.add("body", line, number)
        return self._fields.record()
