"""Articles as ProQuest exports them to text: below a rule the title, then labelled paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

RULE = re.compile(r"_{20,}")
LABEL = re.compile(r"([A-Z][A-Za-z /;,-]{2,40}|[\u3400-\u9fff]{2,12})\s?[:：]\s*(.*)", re.DOTALL)
_ROLES = {
    "title": "title 标题 題名 标题名称 標題",
    "body": "fulltext 全文 全文文献 全文文獻",
    "date": "publicationdate 出版日期",
    "source": "publicationtitle 出版物名称 出版物名稱 出版物标题",
    "author": "author 作者",
    "section": "section 版面",
    "url": "documenturl 文档url 文献url",
    "id": "proquestdocumentid",
    "": (
        "publicationinfo abstract links subject location people companyorganization identifierkeyword publicationyear "
        "pages firstpage publisher placeofpublication countryofpublication publicationsubject issn sourcetype "
        "languageofpublication documenttype copyright lastupdated database column publicationnote alternatetitle "
        "creditline number volume issue dateline 摘要 链接 主题 出版信息 "
        "出版物信息 页 出版商 出版地 语言 文档类型 版权 数据库"
    ),
}
# Which document of how many an article is.
COUNTED = re.compile(
    r"(?:文档|文檔|文献|Document)\s?\d+\s?(?:[，,]\s?共|of)\s?\d+\s?篇?|"
    r"第\s?\d+\s?[个個篇]?(?:文档|文檔|文献|文獻)?[，,]?\s?共\s?\d+\s?[个個篇](?:文档|文檔|文献|文獻)?"
)
ROLE_OF = {label: role for role, labels in _ROLES.items() for label in labels.split()}


def looks_like_proquest(head: str) -> bool:
    r"""Whether a text is of articles as ProQuest lists them.

    >>> looks_like_proquest(f"{'_' * 60}\n\n新桥通车\n\nPublication info: 江城日报\n\nFull text: 昨日，新桥通车。\n")
    True
    """
    lines = first_lines(head)
    if not any(map(RULE.fullmatch, lines[:5])):
        return False
    labels = {"".join(match[1].split()).lower() for line in lines if (match := LABEL.match(line))}
    return bool(labels & {"fulltext", "全文", "全文文献", "全文文獻"}) and len(labels & ROLE_OF.keys()) > 1


def read_proquest(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article for each part between rules that has a full text or a labelled title."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if RULE.fullmatch(line.strip()):
            yield from _article(block)
            block = []
        else:
            block.append((number, line.rstrip("\n")))
    yield from _article(block)


def _article(block: list[tuple[int, str]]) -> Iterator[Record]:
    fields = FieldLines()
    top, role = FieldLines(), "title"
    for number, line in block:
        match = LABEL.match(line.strip())
        label = "".join(match[1].split()).lower() if match else ""
        if match and label in ROLE_OF:
            role = ROLE_OF[label] or label
            if role not in fields:
                fields.add(role, match[2], number)
        elif role == "title" and COUNTED.fullmatch(line.strip()):
            continue
        elif role == "title" and role not in fields:
            top.add(role, line.strip(), number)
        elif line.strip() or role in fields:
            fields.add(role, line, number)
    if "title" in fields or "body" in fields:
        if "title" not in fields and "title" in top:
            found = top.record()
            fields.add("title", str(found.values["title"]), found.line)
        yield fields.record()
