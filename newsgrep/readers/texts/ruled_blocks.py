"""Stories parted by rules (``==========``), each a title, a line with date, source or address, and paragraphs."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from newsgrep.readers.outlets import OF_SITE, PORTALS
from newsgrep.readers.role_names import REMARKS
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share
from newsgrep.readers.texts.headline_links import parts_of
from newsgrep.readers.texts.labelled_blocks import ORDINAL, is_mark, labelled, without_ordinal
from newsgrep.readers.texts.labels import with_colons
from newsgrep.text.dates import parse_date
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

LONGEST_TITLE, LONGEST_FACTS = 80, 120
# Lines below a title, and at the end of a story, that may be facts.
MOST_FACT_LINES = 4
# No day is the first character of Japan: 2025-03-18日本首相来访.
DATE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日(?!本(?![报報台网網社刊讯訊市省县縣校院周月年次届屆])))?(?:\s?(?:星期|周)[一二三四五六日天])?(?:[\sT]{0,3}\d{1,2}:\d\d(?::\d\d)?)?"
    r"|^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d$"
)
DIGIT = re.compile(r"\d")  # a date has one
ADDRESS = re.compile(r"https?://\S{4,500}")
# A name may have the same in Latin letters behind it: 江城新聞網 Rivertimes.
SOURCE = re.compile(
    rf"(?:[\u3400-\u9fffA-Za-z·]{{1,14}}(?:{OF_SITE}|[报報网網台社刊]|新闻|新聞|客户端|在线|通讯|快讯)|{PORTALS}|"
    r"(?:[\u3400-\u9fff]{0,4}[卫衛电電]|[央华華民台中公])[视視])(?: [A-Za-z]{3,20})?"
)
# Mar 18, 2025
ENGLISH_DAY = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? (?:19|20)\d\d\b|"
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? (?:19|20)\d\d\b"
)
AUTHOR = re.compile(
    r"(?:本报)?(?:记者|記者|通讯员|作者|文/|文／|撰文|\b[Bb][Yy]\s)\s?[:：]?\s?([\u3400-\u9fff·、， ]{2,30})"
)
SECTION = re.compile(r"(?:第\s?)?([A-Z]?\d{1,3})\s?版")
LABELS = re.compile(r"(?:来源|來源|时间|時間|日期|发布时间|发布于|作者|链接|原文|网址|稿源|编辑)\s?[:：]")
# A source of any name behind its label and a day: 2025-03-18 10:22 来源：JCTV 江城联播
DATE_AND_SOURCE = re.compile(
    rf"(?P<date>{DATE.pattern})\s+(?:来源|來源|稿源)\s?[:：]\s?(?P<source>(?!.*(?:记者|記者|作者|编辑|第?\w{{1,4}}版))[^\s:：，。！？/|｜][^:：，。！？/|｜]{{0,19}})"
)
WECHAT = re.compile(
    r"(?:原创|原創|Original)\s+(?P<author>\S{1,16})\s+(?P<source>\S[^，。！？:：]{0,22}\S)\s+"
    r"(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d)?)"
    r"(?:\s+(?:(?:发表于|發表於|Posted on)\s?)?\S{2,4})?"
)
# A moment as feeds tell it, perhaps behind the name of its outlet: 江城网 · Tue, 18 Mar 2025 07:30:19 GMT
MOMENT = re.compile(
    r"(?:(?P<source>[^，。！？:：|·]{2,30}?)\s?[·•|｜]\s?)?(?P<date>"
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} "
    r"(?:19|20)\d\d \d\d:\d\d(?::\d\d)?(?: ?(?:[A-Z]{1,4}|[+-]\d\d:?\d\d))?|"
    r"(?:19|20)\d\d-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s{0,2}(?:Z|UTC|GMT|[+-]\d\d:?\d\d))"
)
# As readers of feeds put it below a headline.
VIA = re.compile(r"(?:by (?P<author>.{1,60}?) )?via (?P<source>.{1,60}?) [(<](?P<url>https?://[^\s()<>]{4,500})[)>]")
# A name that is parted from a date by a sign, whatever it ends with: 江城发布·2025-03-18.
NAME_AND_DATE = re.compile(
    r"(?P<source>[\u3400-\u9fffA-Za-z]{2,12})\s?[·•|｜／]\s?(?P<date>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
)
NAME_AND_CLOCK = re.compile(rf"({SOURCE.pattern})\s?[·•|｜／]\s?\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?")
# What is between a name and the date behind it.
BEFORE_DATE = re.compile(r"[\s|｜·,，]*(?:(?:发布|發佈)?(?:时间|時間|日期)\s?[:：]\s?)?$")
MARKS = re.compile(r"[\s|｜/·,，;；()（）\[\]【】-]+")
PARTS = re.compile(r"\s?[/／|｜]\s?")
MOST_PLAIN_PARTS, LONGEST_SECTION = 3, 8
BOXED = re.compile(r"【[^【】]{4,80}】")
ENDS, ENDS_OF_TEXT = "。！？；", "。；"
# A rule with a word in it: what follows it, such as the comments of readers.
NAMED_RULE = re.compile(r"([-=*#~_])\1{3,}\s?([A-Za-z\u3400-\u9fff]{2,20})\s?\1{4,}")
DOUBLE = re.compile(r"(?<=\d)--(?=\d)")
# Which line may be the source, between the date and the address, and its characters.
SOURCE_LINE, LONGEST_SOURCE = 3, 20
FEWEST_BLOCKS, MOST_BLOCKS = 3, 40
BLOCKS_WITH_FACTS = 0.8


def facts_of(line: str) -> dict[str, str] | None:
    """The facts of a line, labelled or not, by role, or None if it has anything else.

    >>> facts_of("2025-03-18 10:22  江城日报")
    {'date': '2025-03-18 10:22', 'source': '江城日报'}
    >>> facts_of("来源：江城日报  时间：2025-03-18 10:22")
    {'source': '江城日报', 'date': '2025-03-18 10:22'}
    >>> facts_of("2025-03-18 来源：JCTV 江城联播")
    {'date': '2025-03-18', 'source': 'JCTV 江城联播'}
    >>> facts_of("发布时间 2025-03-18 10:22")
    {'date': '2025-03-18 10:22'}
    >>> facts_of("2025年3月18日，江城日报社举行开放日。") is None
    True
    """
    line = with_colons(DOUBLE.sub("-", line))
    if not line or (len(line) > LONGEST_FACTS and not ADDRESS.fullmatch(line)):
        return None
    facts = _facts_of(line)
    return dict(facts) if facts else None


@lru_cache(maxsize=1 << 8)  # the first lines of a text are asked for by many
def _facts_of(line: str) -> dict[str, str] | None:
    if found := labelled(line):
        if LABELS.search(found.value) and (several := _several_labelled(line)):
            return several
        is_fact = found.role not in {"title", "body"} and (found.role != "date" or timestamp_day(found.value))
        return _dated({found.role or found.label: found.value}) if is_fact else None
    if not DIGIT.search(line) and "://" not in line:
        return None
    told = MOMENT.fullmatch(line)
    line = ENGLISH_DAY.sub(_in_figures, line)
    if told := told or WECHAT.fullmatch(line) or VIA.fullmatch(line):
        return {role: value for role, value in told.groupdict().items() if value}
    signed = NAME_AND_DATE.fullmatch(line) or DATE_AND_SOURCE.fullmatch(line)
    if signed and parse_date(signed["date"]):
        return signed.groupdict()
    if clocked := NAME_AND_CLOCK.fullmatch(line):
        return {"source": clocked[1]}
    values = {}
    rest = line
    for role, pattern in (
        ("url", ADDRESS),
        ("date", DATE),
        ("section", SECTION),
        ("author", AUTHOR),
        ("source", SOURCE),
    ):
        match = pattern.search(rest)
        if match and (role != "date" or parse_date(match[0])):
            values[role] = f"{match[1]}版" if role == "section" else match[1] if role == "author" else match[0]
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    rest = MARKS.sub("", LABELS.sub(" ", rest))
    if rest and "date" in values and "source" in values and len(PARTS.split(line)) > MOST_PLAIN_PARTS:
        # 2025-03-18／江城日报／A3版／要闻
        values["section"] = " ".join(filter(None, (values.get("section"), rest)))
        rest = rest[LONGEST_SECTION:]
    return values if values and not rest and ("date" in values or "url" in values) else None


def _in_figures(day: re.Match[str]) -> str:
    return timestamp_day(day[0]) or day[0]


def _dated(facts: dict[str, str]) -> dict[str, str]:
    """Facts with a date apart from the source or author that it follows."""
    found: dict[str, str] = {}
    for role, value in facts.items():
        match = DATE.search(value) if role in {"source", "author"} and DIGIT.search(value) else None
        found[role] = BEFORE_DATE.sub("", value[: match.start()]) if match else value.strip()
        if match:
            found.setdefault("date", match[0])
    return {role: value for role, value in found.items() if value}


def _several_labelled(line: str) -> dict[str, str] | None:
    """The facts of a line with several labels; None if a value has one that is not known."""
    from newsgrep.readers.documents.meta_line import meta_line

    facts = meta_line(line)
    return facts if facts and not any(map(LABELS.search, facts.values())) else None


def looks_like_ruled_blocks(head: str) -> bool:
    r"""Whether rules part a text into stories with a title and a line of facts each.

    >>> story = "新桥通车\n2025-03-18 江城日报\n昨日，新桥通车。\n==========\n"
    >>> looks_like_ruled_blocks(story * 3), looks_like_ruled_blocks("昨日，新桥通车。\n* * *\n今日限行。\n" * 3)
    (True, False)
    """
    blocks = list(islice(_blocks(enumerate(first_lines(head))), MOST_BLOCKS))
    return len(blocks) >= FEWEST_BLOCKS and share(map(_has_facts, blocks)) >= BLOCKS_WITH_FACTS


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """What is between rules, as numbered lines, without blank blocks and the comments of readers."""
    block: list[tuple[int, str]] = []
    is_left_out = False
    for number, line in lines:
        if _is_rule(line.strip()):
            if any(text.strip() for _, text in block):
                yield block
            block, is_left_out = [], _is_of_remarks(line.strip())
        elif not is_left_out:
            block.append((number, line))
    if any(text.strip() for _, text in block):
        yield block


def _is_rule(line: str) -> bool:
    return is_mark(line) or bool(NAMED_RULE.fullmatch(line))


def _is_of_remarks(line: str) -> bool:
    """Whether a rule is that of the comments of readers."""
    named = NAMED_RULE.fullmatch(line)
    return bool(named and REMARKS.match(named[2]))


def _has_facts(block: list[tuple[int, str]]) -> bool:
    lines = [line for _, line in block]
    lines = lines[1:] if ORDINAL.fullmatch(lines[0]) else lines
    return bool(lines) and len(lines[0]) <= LONGEST_TITLE and any(map(facts_of, lines[1 : 1 + MOST_FACT_LINES]))


def read_ruled_blocks(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per block; its first line is the title, and lines of facts are none of its text."""
    yield from map(story_of_block, _blocks((number, line.rstrip("\n")) for number, line in enumerate(lines, start=1)))


def _is_title(line: str, block: list[tuple[int, str]]) -> bool:
    """Whether the first line of a block is a title; one that ends as a question does has facts below it."""
    if not line or len(line) > LONGEST_TITLE or line[-1] in ENDS_OF_TEXT:
        return False
    below = (text for _, text in block if text.strip() and text.strip() != line and not ORDINAL.fullmatch(text.strip()))
    return line[-1] not in ENDS or facts_of(next(below, "").strip()) is not None


def _is_source(block: list[tuple[int, str]], line: str) -> bool:
    """Whether a short line is between one of facts and one that is an address."""
    lines = [text.strip() for _, text in block if text.strip()]
    at = lines.index(line)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return len(line) <= LONGEST_SOURCE and bool(facts_of(lines[at - 1])) and bool(ADDRESS.fullmatch(below))


def is_boxed_title(line: str) -> bool:
    """Whether a line is a title in 【】, and not the name of a field.

    >>> is_boxed_title("【大桥今日合龙】"), is_boxed_title("【正文】"), is_boxed_title("【本报讯】大桥合龙")
    (True, False, False)
    """
    return bool(BOXED.fullmatch(line)) and labelled(line) is None


def story_of_block(block: list[tuple[int, str]]) -> Record:
    """The record of a title, lines of facts and paragraphs."""
    fields = FieldLines()
    filled = 0
    for number, line in block:
        text = line.strip()
        filled += bool(text)
        if filled == 1 and ORDINAL.fullmatch(text):
            filled = 0
            continue
        found = facts_of(text) if 1 < filled <= 1 + MOST_FACT_LINES and "body" not in fields else None
        if text and filled == SOURCE_LINE and not found and "source" not in fields and _is_source(block, text):
            found = {"source": text}
        if filled == 1 and "://" in text and (parts := parts_of(text)).url:
            for role, value in parts._asdict().items():
                fields.add(role, value, number)
            filled = 0 if not parts.title else filled
        elif filled == 1 and _is_title(text, block):
            bare = text[1:-1] if is_boxed_title(text) else text
            fields.add("title", without_ordinal(bare), number)
        elif found:
            fields.add_facts(found, number)
        else:
            fields.add("body", line, number)
    return fields.record()
