"""Lines of a digest that are no story's own: heads of messages, credits, items; and what they are known by."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.headed_stories import WIDE_DIGITS, facts_on, is_between, without_facts
from newsgrep.readers.texts.ruled_blocks import SOURCE
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST_FRAME, LONGEST_CREDIT, LONGEST_NAME, SHORTEST_NAME, LONGEST_SOURCE = 60, 60, 20, 2, 10
LONGEST_TITLE, SHORTEST_TITLE, LONGEST_SENDER = 60, 4, 10
SENTENCE_ENDS = "。！？；”"
NO_TITLE_END = ("。", "；", "，", "、", "：", ";", ",", ":", "。”", "！”", "？”", "，”")
SIGNATURE = lazy_pattern(r"[（(][^（）()]*[)）]|.{2,12}(?:供稿|摄影|摄)")
DATE_IN_LINE = lazy_pattern(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|民國\d{2,3}年\d{1,2}月\d{1,2}日|\b(?:19|20)\d{6}\b"
)
# A label that is not known, and a moment: when a note was made or changed.
MOMENT = lazy_pattern(
    r"(?:[A-Za-z\u3400-\u9fff]{2,12}\s?[:：]\s?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s\d:：|]*){1,3}"
)
COUNTING = lazy_pattern("(?<=[第之])[一二三四五六七八九十]{1,3}")
DIGITS, ADDRESS = lazy_pattern(r"\d+"), lazy_pattern(r"https?://[^\s<>）】]+")
# What may be around a heading or a name.
AROUND = lazy_pattern(r"^[\W_]+|[\W_]+$")
WEEKDAY = r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
DAY_OF_WEEK = lazy_pattern(rf"{WEEKDAY}|[（(][一二三四五六日][)）]")
ONES = ("", *"一二三四五六七八九")
HAN_NUMBERS = {
    f"{tens}{one}": number
    for number, (tens, one) in enumerate((tens, one) for tens in ("", "十", "二十", "三十", "四十") for one in ONES)
}
# The time of a message, what stands with it, and its name.
CLOCK = lazy_pattern(r"(?<![\d:：])(?:上午|下午|晚上|凌晨|中午)?\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?![\d:：])")
DAY_FIRST = lazy_pattern(r"(?<![\d/])(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d\d)(?![\d/])")
MONTHS = 12
DAY_IN_HEAD = lazy_pattern(
    rf"(?:19|20)\d\d\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}\s?日?|\d{{1,2}}月\d{{1,2}}日|(?<!\d)\d{{1,2}}[-/]\d{{1,2}}(?=\s)|{WEEKDAY}|昨天|今天|前天"
)
BESIDE_CLOCK = lazy_pattern(
    r"(?<=\s)(?:来自|來自|IP)\s?.{0,20}$|(?:发布于|发表于|發佈於|發表於)\s*$|[（(<]\w{4,30}[)）>]"
)
AROUND_NAME = " \u3000\t,，:：|｜[]（）()<>【】·-—='\""
NAME = lazy_pattern(r"[^，。；！？“”：:【】]{1,24}")
# The credits that stand below a title: 文 | 何青禾, □ 本报记者 何青禾.
SIGN, LABEL_WITH_BAR = lazy_pattern(r"^[□■●◎○•·]\s?"), lazy_pattern(r"(文|图|来源|來源|作者|编辑|編輯)\s?[|｜]\s?")
SIGNED = lazy_pattern(r"[□■●◎○•·]\s?([\u3400-\u9fff]{2,3})")
DAY_WITHOUT_YEAR = lazy_pattern(
    rf"(?<![\d年])\d{{1,2}}月\d{{1,2}}日(?:\s?{WEEKDAY})?|(?<![\d-])\d{{1,2}}-\d{{1,2}}(?=\s|$)(?:\s\d{{1,2}}:\d\d)?"
)
BY = lazy_pattern(r"(?:本[报報]|特约|实习)?(?:记者|記者|通讯员|通訊員|评论员)[\s:：]{0,2}([\u3400-\u9fff·、\s]{2,20})")
SOURCE_AND_PAGE = lazy_pattern(rf"(?P<source>{SOURCE.pattern})(?:[\s,，、/／|·-]+|(?=第?\s?[A-Z]?\d)|$)(?P<rest>.*)")
REST_OF_SOURCE = lazy_pattern(
    r"(?:第\s?)?(?P<section>[A-Z]?\d{1,3}\s?版|[A-Z]\d{1,2})|(?P<author>(?:记者|記者)?[\u3400-\u9fff]{2,4})|"
    r"\d{1,2}\s?[月.-]\s?\d{1,2}\s?日?"
)
# Behind a day: 2025-03-18 江城日报 大桥合龙
SOURCE_FIRST = lazy_pattern(rf"(?P<source>{SOURCE.pattern})[\s\u3000]+(?P<title>\S.{{3,}})")
DATED_TITLE = lazy_pattern(
    r"[\[【（(]?((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[\]】）)]?[\s\u3000:：]{1,2}(\S.{3,})"
)
# What an item begins with: a number or a sign.
NUMBERED = lazy_pattern(
    r"(?P<open>[\[【(（<#]|第\s?|N[oO]\.?\s?|新闻|消息)?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<of>/\d{1,3}(?=[\s\]】)）>])|\ufe0f?\u20e3)?"
    r"(?P<close>[\]】)）>]|\s?[条條篇则則](?:新闻|新聞|报道|消息)?)?(?P<mark>、|[.．:：](?!\d(?!\d{0,3}[月日年])))?\s*(?=\S)"
)
MEASURED = lazy_pattern("[一二三四五六七八九十]{1,3}[条條篇则則]")
# A title in italics or bold, as Markdown and what is made of it write it.
EMPHASISED = lazy_pattern(r"(_|\*{1,3}|_{2})(?![\s_*])([^_*]+)(?<!\s)\1")
EMPHASISED_ITEM = lazy_pattern(r"^((?:[-*+•]|\d{1,2}[.、])\s+)\*\*([^*]+)\*\*")
CIRCLED = lazy_pattern(r"([①-⑳])\s*(?=\S)")
# A sign: neither a letter, a figure nor a mark of punctuation, but for some that are.
ITEM_SIGN = "[•·‣※*#>+-]|[^\\w\\s\\u0021-\\u007e\\u2010-\\u203e\\u3000-\\u303f\\uff01-\\uff60]"
BULLET = lazy_pattern(rf"(?P<sign>(?:{ITEM_SIGN}){{1,3}})\s*(?!\s|{ITEM_SIGN})(?=.)")
BOXED = lazy_pattern(r"【([^【】]{4,80}|[\u3400-\u9fff]{1,2}[报報网網社台])】\s*")
TOC_END = lazy_pattern(
    r"(?<![.．…·•\-_\s])[.．…·•\-_\s]{2,}[A-Z]?\d{1,4}\s*$|(?<!…)…\s*\d{1,4}$|(?<!\s)\s[A-Z]?\d{1,4}$"
)


# A line with a label is known by it.
LABELLED = lazy_pattern(r"((?:\d{1,2}[.、])?[【（(\[]?[\u3400-\u9fff]{2,6}\s?[:：])(?!//|$)")


class DigestLine(NamedTuple):
    """A line that is not blank: its number, without and with the white space around it, and blank lines above it."""

    number: int
    text: str
    raw: str
    blank: int


class Item(NamedTuple):
    """What precedes the words of a line, all numbers being alike; its number, if it has one; and the words."""

    mark: str
    number: int | None
    words: str


def item_of(line: str) -> Item | None:
    """The mark, number and words of a line that begins like an item.

    >>> item_of("12、新桥通车"), item_of("【新桥今日通车】昨日，新桥通车。"), item_of("新桥通车")
    (Item(mark='0、', number=12, words='新桥通车'), Item(mark='【】', number=None, words='昨日，新桥通车。'), None)
    >>> item_of("三条新线今日通车"), item_of("第三条 新线今日通车").number
    (None, 3)
    """
    first = line[:1]
    if first.isalpha() and first not in "第新消一二三四五六七八九十N":
        return None
    line = line.translate(WIDE_DIGITS) if "０" <= first <= "９" else line
    if match := CIRCLED.match(line):
        return Item("①", ord(match[1]) - ord("①") + 1, line[match.end() :])
    if match := NUMBERED.match(line):
        written, is_marked = match["number"], match["mark"] or match["close"] or match["of"] or first in "N#"
        number = int(written) if written.isdigit() else HAN_NUMBERS.get(written)
        if MEASURED.fullmatch(match[0]):  # 三条新线: a number of things
            return None
        if is_marked and number is not None:
            kind = "0" if written.isdigit() else "一"
            mark = f"{(match['open'] or '').strip()}{kind}{(match['close'] or '').strip()}{match['mark'] or ''}"
            return Item(mark, number, line[match.end() :])
    if match := BOXED.match(line):
        return Item("【】", None, line[match.end() :] or match[1])
    if match := BULLET.match(line):
        return Item(match["sign"], None, line[match.end() :])
    return None


def mask_of(line: str) -> str:
    """A line with its numbers and addresses alike, by which it is known when it recurs.

    >>> mask_of("第3页　共12页"), mask_of("https://j.example/1.html"), mask_of("#江城 #民生"), mask_of("剪报之三")
    ('第0页\u3000共0页', 'U', '#', '剪报之0')
    """
    if line[0] == "#" and all(word[0] == "#" for word in line.split()):
        return "#"
    if (label := LABELLED.match(line)) is not None:
        return label[1]
    if "://" in line:
        line = ADDRESS.sub("U", line)
    return DIGITS.sub("0", COUNTING.sub("0", DAY_OF_WEEK.sub("W", line)))


class MessageHead(NamedTuple):
    """The name and date in the head of a message; the name may be on the line above."""

    name: str
    date: str


@lru_cache(maxsize=1 << 10)
def message_head(line: str) -> MessageHead | None:
    """The name and the date of a line that is the head of a message of a chat, channel or blog.

    >>> message_head("江城快讯, [14.03.2025 08:12]"), message_head("何青禾 3月18日 08:10")
    (MessageHead(name='江城快讯', date='2025-03-14'), MessageHead(name='何青禾', date=''))
    >>> message_head("昨日 08:10，江城新桥通车。")
    """
    if len(line) > LONGEST_FRAME or line[-1] in SENTENCE_ENDS or not (found := CLOCK.search(line)):
        return None
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    if day := DAY_FIRST.search(rest):
        is_known = day[2] == "." or int(day[1]) > MONTHS or day[1] == day[3]  # else it may be the month
        date = f"{day[4]}-{day[3]:0>2}-{day[1]:0>2}" if is_known else ""
        rest = DAY_FIRST.sub(" ", rest)
    else:
        day = DAY_IN_HEAD.search(rest)
        date = (parse_date(day[0]) or "") if day else ""
        rest = DAY_IN_HEAD.sub(" ", rest)
    name = AROUND.sub("", BESIDE_CLOCK.sub("", rest).strip(AROUND_NAME)) if "@" not in rest else rest.strip(AROUND_NAME)
    return MessageHead(name, date) if not name or NAME.fullmatch(name) else None


def credit_on(line: str) -> dict[str, str] | None:
    """The facts of a line that says only where, when and by whom a story was published.

    >>> credit_on("（何青禾　江城日报）"), credit_on("文 | 何青禾"), credit_on("□ 本报记者 何青禾")
    ({'source': '江城日报', 'author': '何青禾'}, {'author': '何青禾'}, {'author': '何青禾'})
    >>> credit_on("3月15日　记者 何青禾"), credit_on("江城新桥通车")
    ({'author': '何青禾'}, None)
    """
    if len(line) > LONGEST_CREDIT or line[-1] in SENTENCE_ENDS:
        return None
    return _credit_on(line.strip("*_ ") or line)


@lru_cache(maxsize=1 << 10)
def _credit_on(line: str) -> dict[str, str] | None:
    if (facts := facts_on(line)) is not None:
        return None if facts == {"source": line} and len(line) > LONGEST_SOURCE else facts
    if ADDRESS.search(line) and len(bare := ADDRESS.sub("", line).strip(" \u3000：:>》→")) <= LONGEST_NAME // 2:
        return {"url": ADDRESS.search(line)[0]} if not any(map(str.isdigit, bare)) else None  # type: ignore[index]
    if MOMENT.fullmatch(line):
        return {}
    bare = LABEL_WITH_BAR.sub(r"\1：", SIGN.sub("", line))
    bare = DAY_WITHOUT_YEAR.sub(" ", bare).strip("\u3000 （）()")
    if not bare:
        return None
    if signed := SIGNED.fullmatch(line):
        return {"author": signed[1]}
    if by := BY.fullmatch(bare):
        return {"author": by[1].strip()}
    from newsgrep.readers.documents.meta_line import meta_line  # the names that it knows are slow to load

    facts = {name: value for name, value in (meta_line(bare) or {}).items() if value}
    return facts if facts and (facts.keys() != {"source"} or line != facts["source"]) else None


def source_in(text: str) -> dict[str, str] | None:
    """The source in brackets beside a title, and its page.

    >>> source_in("江城日报A1版"), source_in("江城日报，3月18日"), source_in("江城日报社大楼落成")
    ({'source': '江城日报', 'section': 'A1版'}, {'source': '江城日报'}, None)
    """
    match = SOURCE_AND_PAGE.fullmatch(text)
    if not match:
        return None
    facts = {"source": match["source"]}
    for part in re.split(r"[\s,，、/／|]+", match["rest"]) if match["rest"] else ():
        found = REST_OF_SOURCE.fullmatch(part)
        if not found:
            return None
        facts.update({name: value for name, value in found.groupdict().items() if value})
    return facts


def bare_title(line: str) -> str:
    """A title without the mark before it, a page behind it and spaces: by which it is known in a table of contents.

    >>> bare_title("3. 新桥 通车 ........ 12"), bare_title("◎新桥 通车")
    ('新桥通车', '新桥通车')
    """
    item = item_of(line)
    words = line if item is None else item.words
    return "".join(TOC_END.sub("", words).split())


def without_emphasis(line: str) -> str:
    """A line without marks of emphasis around all of it, or around the beginning of an item.

    >>> without_emphasis("**大桥合龙**"), without_emphasis("- **大桥合龙**（江城日报）"), without_emphasis("大桥*合龙*")
    ('大桥合龙', '- 大桥合龙（江城日报）', '大桥*合龙*')
    """
    if line[0] in "*_" and (emphasised := EMPHASISED.fullmatch(line)):
        return emphasised[2]
    return EMPHASISED_ITEM.sub(r"\1\2", line) if "**" in line else line


def lines_of(rows: Iterable[tuple[int, str]]) -> Iterator[DigestLine]:
    """The lines that are not blank."""
    blank = 0
    for number, raw in rows:
        text = raw.strip()
        if text:
            text = without_emphasis(text)
            yield DigestLine(number, text, raw, blank)
            blank = 0
        else:
            blank += 1


def facts_of_title(title: str) -> tuple[str, dict[str, str]]:
    """A title without the source that is in brackets before or behind it."""
    words, facts = without_facts(title)
    words = without_emphasis(words) if words else words
    if (dated := DATED_TITLE.fullmatch(words)) and parse_date(dated[1]):
        words, facts = dated[2], {"date": dated[1], **facts}
        if "source" not in facts and (named := SOURCE_FIRST.fullmatch(words)):
            words, facts = named["title"], {"source": named["source"], **facts}
    if "source" not in facts:
        for open_, close in ("（）", "()", "【】", "[]"):
            begin = words.rfind(open_)
            if begin > 0 and words.endswith(close) and (found := source_in(words[begin + 1 : -1])):
                return words[:begin].rstrip(), facts | found
    return words, facts


def is_digest_title(text: str) -> bool:
    """Whether a line may be the title of a story of a digest.

    >>> is_digest_title("江城大桥今日合龙"), is_digest_title("江城大桥今日合龙。"), is_digest_title("□ 本报记者 何青禾")
    (True, False, False)
    """
    return (
        SHORTEST_TITLE <= len(text) <= LONGEST_TITLE
        and not text.endswith(NO_TITLE_END)
        and "。" not in text
        and not SIGNATURE.fullmatch(text)
        and credit_on(text) is None
        and not is_between(text)
    )


def is_name(text: str) -> bool:
    """Whether a line may be the name of who sent a message."""
    return (
        len(text) <= LONGEST_SENDER and text[-1] not in SENTENCE_ENDS and item_of(text) is None and not is_between(text)
    )


def is_told(facts: Mapping[str, str] | None) -> bool:
    """Whether facts have a date or a source."""
    return facts is not None and not facts.keys().isdisjoint({"date", "source"})
