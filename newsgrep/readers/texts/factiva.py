"""Articles as Factiva exports them to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines
from newsgrep.readers.texts.press_exports import COPYRIGHT, cut_off, is_date, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

    Lines = list[tuple[int, str]]

ID = re.compile(
    r"(?:Document|Dokument|文件|文档|文檔|文件編號|文件编号)?\s?(?:ID|編號|编号)?\s?[:：]?\s?([A-Z]{2,10}0{2,5}(?:19|20)\d{6}[a-z0-9]{5,12})"
)
WORDS = re.compile(r"[\d,]{1,9}\s?(?:words?|字|字元|字符|個字|个字)", re.IGNORECASE)
CODE = re.compile(r"[A-Z]{3,10}")
TIME = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?", re.IGNORECASE)
LANGUAGE = re.compile(
    r"(?:Chinese|English|中文|英文|英语|英語|简体|繁體|日本語)(?:\s?[-–(（]?\s?\S{1,14}[)）]?)?", re.IGNORECASE
)
FIELD = re.compile(
    r"(HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|PUB|AN|SE|CLM|ART|IPD|IPC)(?:\s{1,4}(.*))?"
)
ROLES = {
    "HD": "title",
    "BY": "author",
    "PD": "date",
    "SN": "source",
    "SE": "section",
    "LP": "body",
    "TD": "body",
    "AN": "id",
}
TOP = 12
LONGEST_AUTHOR = 24


def looks_like_factiva(head: str) -> bool:
    r"""Whether a text is of articles of Factiva: their length above, a document number below; or fields with codes.

    >>> above, below = "新桥通车\n233 字\n2025 年 3 月 18 日\n江城日报\n中文\n", "文件 JCRB000020250318el3i00001\n"
    >>> looks_like_factiva(f"{above}昨日通车。\n{below}")
    True
    """
    lines = first_lines(head)
    if any(map(WORDS.fullmatch, lines[:TOP])) and any(map(ID.fullmatch, lines)):
        return True
    codes = {match[1] for line in lines if (match := FIELD.fullmatch(line))}
    return {"HD", "PD", "SN"} <= codes


def read_factiva(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Articles of Factiva, each up to its document number."""
    block: Lines = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        block.append((number, line.rstrip("\n")))
        if (found := ID.fullmatch(text.removeprefix("AN").strip())) and len(text) < TOP * 5:
            yield _factiva_article(path, block, found[1])
            block = []
    rest = [item for item in block if item[1].strip()]
    if any(WORDS.fullmatch(line.strip()) or line.startswith("HD") for _, line in rest):
        yield cut_off(path, rest[0][0])


def _factiva_article(path: str, block: Lines, identity: str) -> Record | Problem:
    filled = [(number, line) for number, line in block if line.strip()]
    begin = next(
        (i for i, (_, line) in enumerate(filled) if (m := FIELD.fullmatch(line.strip())) and m[1] == "HD"), None
    )
    if begin is not None:
        return _coded(filled[begin:])
    words = next((i for i, (_, line) in enumerate(filled[:TOP]) if WORDS.fullmatch(line.strip())), 0)
    date = next((i for i, (_, line) in enumerate(filled[words : words + 3], words) if is_date(line.strip())), 0)
    if not words or not date or date + 1 >= len(filled):
        return unknown(path, filled[0][0])
    fields = FieldLines()
    fields.add("id", identity, filled[-1][0])
    above = filled[:words]
    if len(above) > 1 and _is_author(above[-1][1].strip()):
        author = above.pop()
        fields.add("author", author[1].strip(), author[0])
    for number, line in above:
        fields.add("title", line.strip(), number)
    fields.add("date", filled[date][1].strip(), filled[date][0])
    body = _add_factiva_source(fields, filled, date + 1)
    for number, line in filled[body:-1]:
        fields.add("body", line, number)
    return fields.record(filled[0][0])


def _add_factiva_source(fields: FieldLines, filled: Lines, index: int) -> int:
    """The newspaper, below the date, and where the text begins: below its code, language and copyright."""
    if TIME.fullmatch(filled[index][1].strip()):
        index += 1
    fields.add("source", filled[index][1].strip(), filled[index][0])
    body = index + 1
    for at in range(index + 1, min(index + TOP, len(filled) - 1)):
        text = filled[at][1].strip()
        if CODE.fullmatch(text) or LANGUAGE.fullmatch(text) or COPYRIGHT.fullmatch(text):
            body = at + 1
    return body


def _is_author(text: str) -> bool:
    return text.lower().startswith("by ") or (
        len(text) <= LONGEST_AUTHOR and not re.search(r"[，。！？：:!?0-9]", text)
    )


def _coded(filled: Lines) -> Record:
    """An article whose fields have codes: HD, BY, PD, SN, LP, TD."""
    fields = FieldLines()
    role = ""
    for number, line in filled:
        found = FIELD.fullmatch(line.strip()) if not line[:1].isspace() else None
        if found:
            role = ROLES.get(found[1], "")
        if role:
            text = (found[2] or "") if found else line.strip()
            identity = ID.fullmatch(text.strip()) if role == "id" else None
            fields.add(role, identity[1] if identity else text, number)
    return fields.record(filled[0][0])
