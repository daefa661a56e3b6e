"""Articles as press databases export them to text: Wisers (慧科), Nexis and Factiva."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.field_lines import FieldLines, first_lines
from newsgrep.readers.problems import Problem
from newsgrep.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

    Lines = list[tuple[int, str]]

# Wisers
WISERS_ID = re.compile(r"文章[编編][号號碼码]\s?[:：]\s?([A-Za-z]{0,6}\d{8,24})")
WISERS_NOTICE = re.compile(
    r"慧科[讯訊][业業]|本內容之版權|本内容之版权|版权所有|版權所有|WiseSearch|WiseNews|Wisers|查詢熱線|查询热线|[-=_*—]{4,}$|電子郵件|电子邮件"
)
WISERS_MEDIUM = re.compile(r"[報报][章纸紙刊]|杂志|雜誌|期刊|网[站页]|網[站頁]|论坛|論壇|微信|微博|通讯社|通訊社|Newspapers?|Magazines?|Web|Wire")
WISERS_PAGE = re.compile(r"(?:第|P\.? ?|Page )?[\u3400-\u9fff]{0,3}[A-Z]{0,2}\d{1,3}版?(?:[,，、-]\s?[A-Z]{0,2}\d{1,3})*")
WISERS_AUTHOR = re.compile(r"(?:By|作者|记者|記者|文)\s?[:：]?\s?(.{2,40})", re.IGNORECASE)
WISERS_NUMBER = re.compile(r"(?:文章\s?)?\d{1,5}\s?[.．、)]?\s?$|\d{1,5}[.、]\s?")
DATE_CELL = re.compile(r"[\d\s年月日/.:：-]{6,24}(?:星期[一二三四五六日天])?")
MOST_HEADER_LINES = 6

# Nexis
NEXIS_COUNT = re.compile(r"\s*\d{1,5} of \d{1,5} DOCUMENTS?", re.IGNORECASE)
NEXIS_END = re.compile(r"End of Document", re.IGNORECASE)
NEXIS_LABEL = re.compile(
    r"(HEADLINE|BYLINE|SECTION|LENGTH|DATELINE|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|GRAPHIC|SUBJECT|JOURNAL-CODE|COPYRIGHT|HIGHLIGHT|"
    r"CLASSIFICATION|ORGANIZATION|COMPANY|GEOGRAPHIC|PERSON|TICKER|INDUSTRY|TYPE|DISTRIBUTION|CORRECTION[\w-]*)\s?:\s*(.*)",
    re.IGNORECASE,
)
NEXIS_ROLES = {"headline": "title", "byline": "author", "section": "section"}
NEXIS_BELOW = frozenset("load-date language publication-type graphic subject journal-code classification organization".split())
COPYRIGHT = re.compile(r"\s*(?:Copyright|©|\(c\)|版权所有|版權所有|著作权|著作權).{0,300}|.{0,40}All Rights Reserved.{0,20}", re.IGNORECASE)

# Factiva
FACTIVA_ID = re.compile(r"(?:Document|Dokument|文件|文档|文檔|文件編號|文件编号)?\s?(?:ID|編號|编号)?\s?[:：]?\s?([A-Z]{2,10}0{2,5}(?:19|20)\d{6}[a-z0-9]{5,12})")
FACTIVA_WORDS = re.compile(r"[\d,]{1,9}\s?(?:words?|字|字元|字符|個字|个字)", re.IGNORECASE)
FACTIVA_CODE = re.compile(r"[A-Z]{3,10}")
FACTIVA_TIME = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?", re.IGNORECASE)
FACTIVA_LANGUAGE = re.compile(r"(?:Chinese|English|中文|英文|英语|英語|简体|繁體|日本語)(?:\s?[-–(（]?\s?\S{1,14}[)）]?)?", re.IGNORECASE)
FACTIVA_FIELD = re.compile(r"(HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|PUB|AN|SE|CLM|ART|IPD|IPC)(?:\s{1,4}(.*))?")
FACTIVA_ROLES = {"HD": "title", "BY": "author", "PD": "date", "SN": "source", "SE": "section", "LP": "body", "TD": "body", "AN": "id"}
FACTIVA_TOP = 12
LONGEST_AUTHOR = 24
ENGLISH_DATE = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2},? \d{4}|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}",
    re.IGNORECASE,
)


def looks_like_wisers(head: str) -> bool:
    """Whether a text is of articles with cells between bars above and a number of Wisers below.

    >>> looks_like_wisers("江城日报 | 2025-03-18\\n報章 | A01 | 要闻 |\\n新桥通车\\n\\n昨日，新桥通车。\\n\\n文章編號: 202503180000001\\n")
    True
    """
    lines = first_lines(head)
    return any("|" in line for line in lines[:MOST_HEADER_LINES]) and any(map(WISERS_ID.match, lines))


def read_wisers(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article ends with its number; the notices below are no text."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if found := WISERS_ID.match(text):
            if block:
                yield _wisers_article(path, block, found[1])
            block = []
        elif text and not WISERS_NOTICE.match(text):
            block.append((number, line.rstrip("\n")))
    if block:
        yield _cut_off(path, block[0][0])


def _wisers_article(path: str, block: Lines, identity: str) -> Record | Problem:
    if WISERS_NUMBER.fullmatch(block[0][1].strip()) and len(block) > 1:
        block = block[1:]
    header = [index for index, (_, line) in enumerate(block[:MOST_HEADER_LINES]) if "|" in line]
    titles = [index for index in range(min(MOST_HEADER_LINES, len(block))) if index not in header]
    if not header or not titles:
        return Problem(
            path,
            block[0][0],
            Message("its newspaper and date were not found; not read"),
            Message("check the beginning of this article"),
            lost=True,
        )
    fields = FieldLines()
    title = titles[0]
    fields.add("title", block[title][1].strip(), block[title][0])
    fields.add("id", identity, block[0][0])
    for index in header:
        _add_cells(fields, block[index])
    for number, line in block[max(title, header[-1] if header[-1] <= title + len(header) else title) + 1 :]:
        fields.add("body", line, number)
    return fields.record(block[0][0])


def _add_cells(fields: FieldLines, line: tuple[int, str]) -> None:
    """The cells between bars: newspaper, date, kind of medium, page, section, author, in any order."""
    number, text = line
    for cell in filter(None, map(str.strip, text.split("|"))):
        if DATE_CELL.fullmatch(cell) and parse_date(cell):
            role = "date"
        elif WISERS_MEDIUM.fullmatch(cell):
            role = "medium"
        elif WISERS_PAGE.fullmatch(cell):
            role = "page"
        elif cell.lower().startswith("by ") or cell.startswith(("作者", "记者", "記者")):
            author = WISERS_AUTHOR.fullmatch(cell)
            role, cell = "author", author[1] if author else cell
        else:
            role = "section" if "source" in fields else "source"
        if role not in fields:
            fields.add(role, cell, number)


def looks_like_nexis(head: str) -> bool:
    """Whether a text is of articles as Nexis lists them.

    >>> looks_like_nexis("1 of 20 DOCUMENTS\\n\\nJiangcheng Daily\\n\\nMarch 18, 2025\\n\\nBridge opens\\n\\nLENGTH: 345 words\\n")
    True
    """
    lines = first_lines(head)
    labels = {match[1].lower() for line in lines if (match := NEXIS_LABEL.match(line))}
    if any(map(NEXIS_COUNT.fullmatch, lines)):
        return "length" in labels
    return "Body" in lines and bool(labels & {"length", "load-date"}) and bool(labels & {"load-date", "section", "byline"})


def read_nexis(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Articles of Nexis: below ``1 of 20 DOCUMENTS``, or above ``End of Document``."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        if NEXIS_COUNT.fullmatch(line.rstrip()) or NEXIS_END.fullmatch(line.strip()):
            yield from _nexis_article(path, block)
            block = []
        else:
            block.append((number, line.rstrip("\n")))
    yield from _nexis_article(path, block)


def _nexis_article(path: str, block: Lines) -> Iterator[Record | Problem]:
    filled = [(number, line.strip()) for number, line in block if line.strip() and not COPYRIGHT.fullmatch(line)]
    labels = [index for index, (_, line) in enumerate(filled) if NEXIS_LABEL.match(line) or line == "Body"]
    if not labels:
        if len(filled) > MOST_HEADER_LINES:
            yield _unknown(path, filled[0][0])
        return
    dates = [index for index, (_, line) in enumerate(filled[:MOST_HEADER_LINES]) if _is_date(line)]
    if not dates:
        yield _unknown(path, filled[0][0])
        return
    yield _nexis_record(filled, dates[0])


def _nexis_record(filled: Lines, date: int) -> Record:
    """An article with its newspaper, date and headline above labelled lines; the body is below the last of them."""
    fields = FieldLines()
    names_body = any(line == "Body" for _, line in filled)
    # In order: newspaper, date, headline; or headline, newspaper, date.
    above = [item for item in filled[:date] if not NEXIS_LABEL.match(item[1])]
    source = above[-1] if above else None
    if source:
        fields.add("source", source[1], source[0])
    fields.add("date", filled[date][1], filled[date][0])
    for number, line in above[:-1]:
        fields.add("title", line, number)
    is_body = is_below = False
    for number, line in filled[date + 1 :]:
        label = NEXIS_LABEL.match(line)
        name = label[1].lower() if label else ""
        if name in NEXIS_BELOW:
            is_below = True
        elif label and not is_below:
            if role := NEXIS_ROLES.get(name):
                fields.add(role, label[2], number)
            is_body = is_body or (name == "length" and not names_body)
        elif line == "Body":
            is_body = True
        elif is_body and not is_below:
            fields.add("body", line, number)
        elif not is_below and "title" not in fields:
            fields.add("title", line, number)
    return fields.record(filled[0][0])


def looks_like_factiva(head: str) -> bool:
    """Whether a text is of articles of Factiva: their length above, a document number below; or fields with codes.

    >>> looks_like_factiva("新桥通车\\n何青禾\\n233 字\\n2025 年 3 月 18 日\\n江城日报\\nJCRB\\n中文\\n\\n昨日通车。\\n\\n文件 JCRB000020250318el3i00001\\n")
    True
    """
    lines = first_lines(head)
    if any(map(FACTIVA_WORDS.fullmatch, lines[:FACTIVA_TOP])) and any(map(FACTIVA_ID.fullmatch, lines)):
        return True
    codes = {match[1] for line in lines if (match := FACTIVA_FIELD.fullmatch(line))}
    return {"HD", "PD", "SN"} <= codes


def read_factiva(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Articles of Factiva, each up to its document number."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        block.append((number, line.rstrip("\n")))
        if (found := FACTIVA_ID.fullmatch(text.removeprefix("AN").strip())) and len(text) < FACTIVA_TOP * 5:
            yield _factiva_article(path, block, found[1])
            block = []
    rest = [item for item in block if item[1].strip()]
    if any(FACTIVA_WORDS.fullmatch(line.strip()) or line.startswith("HD") for _, line in rest):
        yield _cut_off(path, rest[0][0])


def _factiva_article(path: str, block: Lines, identity: str) -> Record | Problem:
    filled = [(number, line) for number, line in block if line.strip()]
    begin = next((i for i, (_, line) in enumerate(filled) if (m := FACTIVA_FIELD.fullmatch(line.strip())) and m[1] == "HD"), None)
    if begin is not None:
        return _coded(filled[begin:])
    words = next((i for i, (_, line) in enumerate(filled[:FACTIVA_TOP]) if FACTIVA_WORDS.fullmatch(line.strip())), 0)
    date = next((i for i, (_, line) in enumerate(filled[words : words + 3], words) if _is_date(line.strip())), 0)
    if not words or not date or date + 1 >= len(filled):
        return _unknown(path, filled[0][0])
    fields = FieldLines()
    fields.add("id", identity, filled[-1][0])
    above = filled[:words]
    if len(above) > 1 and _is_author(above[-1][1].strip()):
        fields.add("author", above.pop()[1].strip(), above[-1][0] + 1)
    for number, line in above:
        fields.add("title", line.strip(), number)
    fields.add("date", filled[date][1].strip(), filled[date][0])
    body = _add_factiva_source(fields, filled, date + 1)
    for number, line in filled[body:-1]:
        fields.add("body", line, number)
    return fields.record(filled[0][0])


def _add_factiva_source(fields: FieldLines, filled: Lines, index: int) -> int:
    """The newspaper, below the date, and where the text begins: below its code, language and copyright."""
    if FACTIVA_TIME.fullmatch(filled[index][1].strip()):
        index += 1
    fields.add("source", filled[index][1].strip(), filled[index][0])
    body = index + 1
    for at in range(index + 1, min(index + FACTIVA_TOP, len(filled) - 1)):
        text = filled[at][1].strip()
        if FACTIVA_CODE.fullmatch(text) or FACTIVA_LANGUAGE.fullmatch(text) or COPYRIGHT.fullmatch(text):
            body = at + 1
    return body


def _is_author(text: str) -> bool:
    return text.lower().startswith("by ") or (len(text) <= LONGEST_AUTHOR and not re.search(r"[，。！？：:!?0-9]", text))


def _coded(filled: Lines) -> Record:
    """An article whose fields have codes: HD, BY, PD, SN, LP, TD."""
    fields = FieldLines()
    role = ""
    for number, line in filled:
        found = FACTIVA_FIELD.fullmatch(line.strip()) if not line[:1].isspace() else None
        if found:
            role = FACTIVA_ROLES.get(found[1], "")
        if role:
            fields.add(role, found[2] or "" if found else line.strip(), number)
    return fields.record(filled[0][0])


def _is_date(line: str) -> bool:
    return bool(ENGLISH_DATE.search(line) or (len(line) < MOST_HEADER_LINES * 5 and parse_date(line)))


def _cut_off(path: str, line: int) -> Problem:
    return Problem(
        path,
        line,
        Message("an article without its end; not read"),
        Message("fix the file, which seems to be truncated, and index again"),
        lost=True,
    )


def _unknown(path: str, line: int) -> Problem:
    return Problem(
        path,
        line,
        Message("its newspaper and date were not found; not read"),
        Message("check the beginning of this article"),
        lost=True,
    )
