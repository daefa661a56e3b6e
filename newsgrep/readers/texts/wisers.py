"""Articles as Wisers (慧科) exports them to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines
from newsgrep.readers.texts.press_exports import cut_off, unknown
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

    Lines = list[tuple[int, str]]

ID = lazy_pattern(r"文章[编編][号號碼码]\s?[:：]\s?([A-Za-z]{0,6}\d{8,24})")
NOTICE = lazy_pattern(
    r"慧科|共\s?\d+\s?[篇条條則则]\s*$|本內容之版權|本内容之版权|版权所有|版權所有|WiseSearch|WiseNews|Wisers|查詢熱線|查询热线|[-=_*—]{4,}$|電子郵件|电子邮件"
)
MEDIUM = lazy_pattern(
    r"[報报][章纸紙刊]|杂志|雜誌|期刊|网[站页]|網[站頁]|论坛|論壇|微信|微博|通讯社|通訊社|Newspapers?|Magazines?|Web|Wire"
)
PAGE = lazy_pattern(r"(?:第|P\.? ?|Page )?[\u3400-\u9fff]{0,3}[A-Z]{0,2}\d{1,3}版?(?:[,，、-]\s?[A-Z]{0,2}\d{1,3})*")
AUTHOR = lazy_pattern(r"(?:By|作者|记者|記者|文)\s?[:：]?\s?(.{2,40})", re.IGNORECASE)
NUMBER = lazy_pattern(r"(?:文章\s?)?\d{1,5}\s?[.．、)]?\s?$|\d{1,5}[.、]\s?")
TITLE_NUMBER = lazy_pattern(r"^\d{1,5}(?:[.．]\s+|、)(?=\S)")
DATE_CELL = lazy_pattern(r"[\d\s年月日/.:：-]{6,24}(?:星期[一二三四五六日天])?")
MOST_HEADER_LINES, LONGEST_PAPER = 6, 10


def looks_like_wisers(head: str) -> bool:
    r"""Whether a text is of articles with cells between bars above and a number of Wisers below.

    >>> header = "江城日报 | 2025-03-18\n報章 | A01 | 要闻 |\n"
    >>> looks_like_wisers(f"{header}新桥通车\n\n昨日，新桥通车。\n\n文章編號: 202503180000001\n")
    True
    """
    lines = first_lines(head)
    return any("|" in line for line in lines[:MOST_HEADER_LINES]) and any(map(ID.match, lines))


def read_wisers(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article ends with its number; the notices below are no text."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if found := ID.match(text):
            if block:
                yield _wisers_article(path, block, found[1])
            block = []
        elif text and not NOTICE.match(text):
            block.append((number, line.rstrip("\n")))
    if block:
        yield cut_off(path, block[0][0])


def _wisers_article(path: str, block: Lines, identity: str) -> Record | Problem:
    top = block[: MOST_HEADER_LINES - 1]  # that of the file may be above the number of the first
    number_at = next((at for at, (_, line) in enumerate(top) if NUMBER.fullmatch(line.strip())), -1)
    block = block[number_at + 1 :] or block
    header = [index for index, (_, line) in enumerate(block[:MOST_HEADER_LINES]) if "|" in line]
    titles = [index for index in range(min(MOST_HEADER_LINES, len(block))) if index not in header]
    if not header or not titles:
        return unknown(path, block[0][0])
    fields = FieldLines()
    title = titles[0]
    if _is_paper_above(block, header, titles):
        fields.add("source", block[title][1].strip(), block[title][0])
        title = titles[1]
    fields.add("title", TITLE_NUMBER.sub("", block[title][1].strip(), count=1), block[title][0])
    fields.add("id", identity, block[0][0])
    for index in header:
        _add_cells(fields, block[index])
    for number, line in block[max(title, header[-1] if header[-1] <= title + len(header) else title) + 1 :]:
        fields.add("body", line, number)
    return fields.record(block[0][0])


def _is_paper_above(block: Lines, header: list[int], titles: list[int]) -> bool:
    """Whether the line above the cells is the name of the paper: these have none, and a title is below them."""
    if len(titles) == 1 or titles[0] > header[0] or titles[1] < header[-1]:
        return False
    cells = [cell.strip() for _, line in block[header[0] : header[-1] + 1] for cell in line.split("|") if cell.strip()]
    named = [cell for cell in cells if not any(known(cell) for known in (parse_date, MEDIUM.fullmatch, PAGE.fullmatch))]
    return len(block[titles[0]][1].strip()) <= LONGEST_PAPER and sum(not AUTHOR.match(cell) for cell in named) <= 1


def _add_cells(fields: FieldLines, line: tuple[int, str]) -> None:
    """The cells between bars: newspaper, date, kind of medium, page, section, author, in any order."""
    number, text = line
    text = NUMBER.sub("", text.strip(), count=1) if NUMBER.match(text.strip()) else text
    for cell in filter(None, map(str.strip, text.split("|"))):
        if DATE_CELL.fullmatch(cell) and parse_date(cell):
            role = "date"
        elif MEDIUM.fullmatch(cell):
            role = "medium"
        elif PAGE.fullmatch(cell):
            role = "page"
        elif cell.lower().startswith("by ") or cell.startswith(("作者", "记者", "記者")):
            role = "author"
        else:
            role = "section" if "source" in fields else "source"
        if role not in fields:
            author = AUTHOR.fullmatch(cell) if role == "author" else None
            fields.add(role, author[1] if author else cell, number)
