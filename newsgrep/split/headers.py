"""Page header lines → date, newspaper and section."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.split.lines import SENTENCE_END, Block, narrow
from newsgrep.text.dates import REPUBLIC
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR, _MONTH, _DAY = (
    r"((?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})",
    r"(\d{1,2}|[一二三四五六七八九十]{1,2})",
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})",
)
# 2025年3月18日, 2025-03-18, 2025年/3月/18日.
_DATE = lazy_pattern(rf"{_YEAR} ?[年./-] ?/?{_MONTH} ?[月./-] ?/?{_DAY} ?日?")
# 中華民國二十七年十一月五日, 民国27年11月5日.
_REPUBLIC = lazy_pattern(
    r"(?:中[华華])?民[国國] ?(\d{1,3}|[一二三四五六七八九十百廿卅元]{1,5}) ?年 ?(\d{1,2}|[一二三四五六七八九十]{1,2}) ?月 ?"
    r"(\d{1,2}|[一二三四五六七八九十廿卅]{1,3}) ?日?"
)
_COMPACT = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_SOURCE = lazy_pattern(
    r"《?([\u3400-\u9fff]{1,8}(?:日报|晚报|早报|时报|晨报|快报|商报|都市报|青年报|文摘报|電視報|日報|晚報|時報|周报|週報|周刊|(?:舆情|信息|工作|情况)[简簡][报報]|(?<![简簡海情战戰预預捷喜举舉汇匯墙牆])[報报])(?:海外版)?|参考消息|參考消息|南方周末|新华每日电讯)》?"
)
_SECTION = lazy_pattern(
    r"第? ?([A-Z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3}) ?版 ?(?:[:：/|·-]|\(\)?)? ?([\u3400-\u9fff·]{0,8})\)?|^([A-Z]\d{1,2})$"
)
_FIELD = lazy_pattern(r"(?:专栏|版面|版次|版名|專欄)[:：] *([\u3400-\u9fff]{0,8})")
# Beside a page or below it, the name of a column may be longer: 第3版(要闻) 专栏:庆祝新桥通车十五周年.
_LONG_COLUMN = lazy_pattern(r"(?:专栏|專欄): *([\u3400-\u9fff\d“”·—]{9,24})\Z")
_NOISE = lazy_pattern(
    r"星期[一二三四五六日天]|周[一二三四五六日]|农历.{2,12}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年.{2,8}|今日\d+版|总?第\d+期|[礼禮]拜[一二三四五六日]|第[一二三四五六七八九十百千万萬\d〇○零]+[号號]|夏[历曆].{2,12}|旧历.{2,10}|[旧舊农農][历曆].{2,10}|"
    r"放大|缩小|默认|字数[:：] ?\d+|上一版|下一版|国内统一(?:连续出版物号|刊号)|CN ?\d\d-\d{4}|邮发代号|\d+-\d+|第\d+号|[\s()\[\]《》|/>·,:-]"
    # Bilingual mastheads: JIANGCHENG DAILY, Monday, March 8, 2021.
    r"|(?i:(?<![a-z])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"(?:[ .]+\d{1,2}(?:st|nd|rd|th)?)?(?:[ ,.]+(?:19|20)\d\d)?)(?![a-z])"
    r"|[a-z'’&. ]{2,30}(?<=[ '’])(?:daily|news|times|post|weekly|herald|journal|express|ribao)(?: news)?(?![a-z]))"
)
_COLUMN_LINE = lazy_pattern(r"第 ?\d{1,2} ?版(?:\([^()]{0,8}\))? ?专栏:")
# 3. 新桥通车: web archives number the headlines of a page, above the column and the text.
_NUMBER_OF_TITLE = lazy_pattern(r"\d{1,3}\. (?=\S)")
# So many characters tell that a headline is repeated.
_LIKENESS = 12
# Room for newspaper, date, weekday, lunar date, issue number and page together; not measured.
LONGEST = 60
# A cheap first test: a header line names a year, a page, a paper or a column.
_HINT = lazy_pattern(r"[版报報栏欄面年次名]|\d{4}|^[A-Z]\d{1,2}$")


class Header(NamedTuple):
    """The metadata in a header line: ISO 8601 date, newspaper, page and column."""

    date: str | None = None
    source: str | None = None
    section: str | None = None


def parse_header(line: str) -> Header | None:
    """Return the metadata in a narrowed line, or None if the line contains anything else.

    >>> parse_header("江城晚报 2021年3月8日 星期一 第03版:民生")
    Header(date='2021-03-08', source='江城晚报', section='03版 民生')
    >>> parse_header("江城日报 JIANGCHENG DAILY 2021年3月8日 Monday, March 8, 2021")
    Header(date='2021-03-08', source='江城日报', section=None)
    >>> parse_header("2021年3月8日,江城新桥通车。") is None
    True
    """
    if len(line) > LONGEST or line[-1] in "。!?;,、" or not _HINT.search(line):
        return None
    date, rest = _take_date(line)
    section, rest = _take_section(rest)
    source, rest = _take_source(rest)
    if (date is None and section is None and source is None) or _NOISE.sub("", rest):
        return None
    return Header(date, source, section)


def merge(first: Header, second: Header) -> Header:
    """Return the metadata of two header lines; where both have a field, that of the first.

    >>> merge(Header(source="江城晚报"), Header(date="2021-03-08"))
    Header(date='2021-03-08', source='江城晚报', section=None)
    """
    return Header(first.date or second.date, first.source or second.source, first.section or second.section)


def parse_date(text: str) -> str | None:
    """Return the first date in a narrowed text, in ISO 8601, or None if there is none or its month or day is invalid.

    >>> parse_date("二〇二一年三月八日"), parse_date("20210308"), parse_date("2021年13月8日")
    ('2021-03-08', '2021-03-08', None)
    >>> parse_date("中華民國二十七年十一月五日")
    '1938-11-05'
    """
    republic = _REPUBLIC.search(text)
    match = republic or _DATE.search(text) or _COMPACT.search(text)
    if not match:
        return None
    year, month, day = (_number(part) for part in match.groups())
    year += REPUBLIC if republic and year else 0
    return f"{year:04}-{month:02}-{day:02}" if year and 1 <= month <= 12 and 1 <= day <= 31 else None


NOTHING = Header()


class Section(NamedTuple):
    """The blocks between two header lines, and the metadata of the lines above them."""

    header: Header
    blocks: list[Block]


def take_headers(blocks: Sequence[Block], *, only_above: bool = False) -> list[Section]:
    r"""Return the sections of a page: the blocks between header lines, without those lines.

    At the top every header line counts. Further down only three do: one followed by another, one that names a column, and
    one with two fields below the end of a sentence; with ``only_above``, none. Fields that a section lacks are those of
    the section before it.

    >>> from newsgrep.split.page_blocks import read_blocks
    >>> sections = take_headers(read_blocks("第3版()\n专栏:\n新桥通车\n桥已通车。\n第4版()\n专栏:\n新馆开放\n馆已开放。"))
    >>> [(section.header.section, section.blocks[0].text) for section in sections]
    [('3版', '新桥通车'), ('4版', '新馆开放')]
    """
    found = _read_headers(blocks)
    sections = [Section(NOTHING, [])]
    for index, (block, line) in enumerate(zip(blocks, found, strict=True)):
        header, above = sections[-1]
        names_column = bool(_COLUMN_LINE.match(block.head))
        if line is None or (only_above and above) or not _is_header(found, index, above, names_column=names_column):
            above.append(block)
        elif above:
            begun = [above.pop()] if names_column and _is_repeated(above[-1], blocks[index + 1 : index + 2]) else []
            sections.append(Section(merge(line, header), begun))
        else:
            sections[-1] = Section(_refined(header, line), [])
    filled = [section for section in sections if section.blocks]
    if len(filled) == 1 and filled[0].header == NOTHING:  # the source and date of a text may be below it
        filled = [filled[0]._replace(header=sections[-1].header)]
    return filled or sections[:1]


def _read_headers(blocks: Sequence[Block]) -> list[Header | None]:
    """Return the metadata of each block that is a header line."""
    # As printed: the name of a paper is not simplified.
    found = [
        parse_header(narrow(block.text)) if len(block.text) <= LONGEST and _HINT.search(block.head) else None
        for block in blocks
    ]
    for index, (page, line) in enumerate(pairwise(found), start=1):
        if page and page.section and not line and len(blocks[index].text) <= LONGEST:
            column = _LONG_COLUMN.match(narrow(blocks[index].text))
            found[index] = Header(section=column[1]) if column else None
    return found


def _is_repeated(title: Block, below: Sequence[Block]) -> bool:
    """Return whether a block is a headline with a number, and the text below begins with it again."""
    number = _NUMBER_OF_TITLE.match(title.text)
    return number is not None and any(
        _closed(block.text).startswith(_closed(title.text[number.end() :])[:_LIKENESS]) for block in below
    )


def _closed(text: str) -> str:
    return "".join(text[:LONGEST].split())


def _refined(header: Header, line: Header) -> Header:
    """Return the metadata of two consecutive header lines: 第3版() and 专栏:读者来信 are one section."""
    sections = " ".join(filter(None, (header.section, line.section))) or None
    return merge(line, header)._replace(section=sections)


def _is_header(found: Sequence[Header | None], index: int, above: Sequence[Block], *, names_column: bool) -> bool:
    """Return whether a line that looks like a header line is one in its context."""
    if not above:
        return True
    line, following = found[index], found[index + 1] if index + 1 < len(found) else None
    if line and line.source is None and line.section is None and above[-1].tail[-1] not in SENTENCE_END:
        return False  # the date of a notice, below the name of who gives it
    has_two = line is not None and sum(field is not None for field in line) > 1
    return following is not None or names_column or (has_two and above[-1].tail[-1] in SENTENCE_END)


def _number(text: str) -> int:
    """Return the value of a number in ASCII digits or Chinese numerals; 0 if it is none.

    >>> [_number(text) for text in ("三十一", "廿八", "一百一十", "元", "〇八", "十十六")]
    [31, 28, 110, 1, 8, 0]
    """
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    try:
        value = 0
        for unit, size in (("百", 100), ("十", 10)):
            if unit in text:
                count, _, text = text.partition(unit)
                value += (int(count.translate(_DIGITS)) if count else 1) * size
        return value + (int(text.translate(_DIGITS)) if text else 0)
    except ValueError:
        return 0


def _take_date(line: str) -> tuple[str | None, str]:
    date = parse_date(line)
    if date is None:
        return None, line
    pattern = next(pattern for pattern in (_REPUBLIC, _DATE, _COMPACT) if pattern.search(line))
    return date, pattern.sub(" ", line, count=1)


def _take_section(line: str) -> tuple[str | None, str]:
    found: list[str] = []
    if match := _SECTION.search(line):
        number, name = match.group(1) or match.group(3), match.group(2)
        found += [f"{number}版", name or ""]
        line = line[: match.start()] + " " + line[match.end() :]
    if match := (_LONG_COLUMN.search(line) if found else None) or _FIELD.search(line):
        found.append(match.group(1))
        line = line[: match.start()] + " " + line[match.end() :]
    return " ".join(filter(None, found)) if found else None, line


def _take_source(line: str) -> tuple[str | None, str]:
    match = _SOURCE.search(line)
    return (match.group(1), line[: match.start()] + " " + line[match.end() :]) if match else (None, line)
