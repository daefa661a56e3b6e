"""Blocks of named lines, one after another: ``标题：…``, ``【来源】…``, ``<日期>=…``, or parted by rules (``-----``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_lines import FieldLines, first_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.problems import Problem
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

# The role of each label; of the roles in brackets it is only known that the line is no text.
ROLES = {
    "title": "标题 標題 题目 題目 题名 題名 新闻标题 文章标题 稿件标题 主标题 正题 引题 引題 肩题 副题 副題 副标题 新聞標題 title headline",
    "date": "时间 時間 日期 发布时间 發布時間 發佈時間 发布日期 發布日期 发表时间 發表時間 发表日期 出版日期 出版时间 刊登日期 新闻时间 新闻日期 报纸日期 "
    "见报日期 發稿時間 发稿时间 发文时间 更新时间 date time published publishdate publicationdate publishedat pubdate",
    "source": "来源 來源 媒体 媒體 报纸 報紙 媒体名称 媒體名稱 报纸名称 報紙名稱 报纸名 出处 原文出处 新闻来源 文章来源 稿源 刊物 报刊名称 报刊 source "
    "publicationtitle newspaper media publisher",
    "author": "作者 记者 記者 撰稿 撰文 作者姓名 文章作者 采写 author authors byline reporter",
    "section": "版面 版次 版名 版号 栏目 欄目 专栏 專欄 频道 頻道 分类 分類 类别 類別 新闻类别 新闻分类 所属栏目 section category channel",
    "url": "链接 連結 鏈接 网址 網址 url 原文链接 文章链接 新闻链接 来源链接 原文地址 网页地址 link documenturl",
    "body": "正文 内容 內容 全文 新闻内容 新聞內容 文章内容 文章正文 正文内容 新闻正文 body content text fulltext article",
    "id": "编号 編號 文章编号 文章編號 文献号 新闻编号 id docid docno newsid",
    "(other)": "关键词 關鍵詞 关键字 标签 標籤 字数 字數 编辑 編輯 责任编辑 责编 责任編輯 点击 点击量 点击数 阅读 阅读量 阅读数 评论数 评论 浏览量 摘要 "
    "导语 语种 语言 数据库 地区 情感 相似度 序号 原刊地名 原刊期号 原刊页号 分类号 分类名 复印期号 英文标题 爬取时间 抓取时间 采集时间 入库时间 keywords "
    "keyword tags editor subject abstract language database pages issn",
}
ROLE_OF = {label: role for role, labels in ROLES.items() for label in labels.split()}
LABEL = re.compile(
    r"(?:【\s{0,3}(?P<boxed>[^【】\n]{1,16})】|\[\s{0,3}(?P<square>[^\[\]\n]{1,16})\]|<(?P<angle>[^<>\n]{1,16})>\s{0,3}=|"
    r"\*{0,2}(?P<plain>[\w\u3000 ]{1,24}?)\s{0,3}\*{0,2}[:：]\*{0,2})\s*(?P<value>.*)",
    re.DOTALL,
)
# Further labels on a line: 来源：江城日报  时间：2025-03-18. One of a longer name must not be taken for another's.
_NAMES = "|".join(sorted((label for label in ROLE_OF if not label.isascii()), key=len, reverse=True))
FURTHER = re.compile(rf"(?:[\s|｜/;；,，]+)(?={_NAMES})(?P<label>{_NAMES})\s?[:：]\s*")
RULE = re.compile(r"([-=*_~#+—–─━═＝－＊·•.])(?:\s?\1){3,}")
RULE_WITH_NAME = re.compile(r"[-=*#]{3,}\s?(?:第\s?)?\d{1,6}\s?[条篇则号]?\s?[-=*#]{3,}")
ORDINAL = re.compile(r"(?:第\s?)?[\[【(（]?(\d{1,6})[\]】)）]?\s?(?:[.．、:：)]\s?|[条篇则]\s?[:：]?\s?|$)")
RECORD_TAG = re.compile(r"</?(?:REC|RECORD|记录)>", re.IGNORECASE)
# Lines at the beginning of a text by which it is judged.
TOP = 14
LONGEST_TITLE = 80
# Labelled lines above a text without a label.
MOST_FACT_LINES = 8


class Labelled(NamedTuple):
    """A line with a label: its role, and the text behind it."""

    role: str
    value: str


def labelled(line: str) -> Labelled | None:
    """The role and value of a line that begins with a known label.

    >>> labelled("【 标  题 】新桥通车"), labelled("Publication title: 江城日报")
    (Labelled(role='title', value='新桥通车'), Labelled(role='source', value='江城日报'))
    >>> labelled("他说：大桥通车了") is None
    True
    """
    match = LABEL.match(line)
    if not match:
        return None
    name = match["boxed"] or match["square"] or match["angle"] or match["plain"] or ""
    role = ROLE_OF.get("".join(name.split()).lower())
    return Labelled(role, match["value"].lstrip(":： ").strip()) if role else None


def looks_like_labelled_blocks(head: str) -> bool:
    """Whether a text begins with lines that name a title and something else.

    >>> looks_like_labelled_blocks("标题：新桥通车\\n来源：江城日报\\n正文：\\n昨日，新桥通车。\\n")
    True
    >>> looks_like_labelled_blocks("标题：怎么写\\n　　写标题，先要读懂正文。\\n")
    False
    """
    lines = [line for line in first_lines(head)[:TOP] if not is_mark(line)]
    found = list(map(labelled, lines))
    roles = [item.role for item in found if item]
    if not found or not (found[0] or (len(found) > 1 and ORDINAL.fullmatch(lines[0]) and found[1])):
        return False
    return "title" in roles and len(set(roles)) > 1


def read_labelled_blocks(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A block begins with the label that the first began with, below a rule, or with a second title."""
    block: list[tuple[int, str]] = []
    first = ""
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        found = labelled(stripped)
        begins = found is not None and bool(seen) and (_key(stripped) == first)
        if is_mark(stripped) or begins:
            if _has_fields(block):
                yield _block(block)
                block, seen = [], set()
        if found and not first:
            first = _key(stripped)
        if found:
            seen.add(found.role)
        if stripped and not is_mark(stripped):
            block.append((number, line.rstrip("\n")))
    if block:
        yield _block(block)


def _key(line: str) -> str:
    """The label of a line, as written."""
    match = LABEL.match(line)
    name = (match["boxed"] or match["square"] or match["angle"] or match["plain"] or "") if match else ""
    return "".join(name.split()).lower()


def _has_fields(block: list[tuple[int, str]]) -> bool:
    roles = {found.role for _, line in block if (found := labelled(line.strip()))}
    return "title" in roles or "body" in roles


def is_mark(line: str) -> bool:
    """Whether a line merely parts blocks."""
    return bool(RULE.fullmatch(line) or RULE_WITH_NAME.fullmatch(line) or RECORD_TAG.fullmatch(line))


def _block(block: list[tuple[int, str]]) -> Record:
    """The fields of a block: labelled lines, the body, and labelled lines below it."""
    fields = FieldLines()
    end = _end_of_body(block)
    role = ""
    for index, (number, line) in enumerate(block):
        found = labelled(line.strip()) if role != "body" or index >= end else None
        if found:
            role = found.role
            _add_line(fields, found, number)
        elif not index and ORDINAL.fullmatch(line.strip()):
            continue
        elif role == "title" and line.strip() and not _is_sentence(line):
            fields.add(role, line.strip(), number)
        else:
            role = "body"
            fields.add("body", line, number)
    return fields.record(block[0][0])


def _is_sentence(line: str) -> bool:
    return len(line) > LONGEST_TITLE or line[0].isspace() or line.rstrip()[-1:] in "。！？”"


def _end_of_body(block: list[tuple[int, str]]) -> int:
    """Where the labelled lines below a body begin."""
    end = len(block)
    above = {found.role for _, line in block[:MOST_FACT_LINES] if (found := labelled(line.strip()))}
    while end and (found := labelled(block[end - 1][1].strip())) and found.role not in above | {"body"}:
        end -= 1
    return end


def _add_line(fields: FieldLines, found: Labelled, number: int) -> None:
    """The value of a labelled line, and those of further labels on it."""
    pieces = FURTHER.split(found.value) if found.role not in {"title", "body"} else [found.value]
    roles = [found.role, *(ROLE_OF[label] for label in pieces[1::2])]
    for role, value in zip(roles, pieces[::2], strict=True):
        if role not in fields or role in {"title", "body"}:
            fields.add(role, value.strip(), number)
