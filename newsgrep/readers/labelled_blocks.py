"""Blocks of labelled lines, one after another: ``标题：…``, ``【来源】…``, ``<日期>=…``; rules may part them."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_lines import FieldLines, first_lines
from newsgrep.readers.labels import ROLE_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

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
    return None if role is None else Labelled(role, match["value"].lstrip(":： ").strip())


def looks_like_labelled_blocks(head: str) -> bool:
    r"""Whether a text begins with lines that name a title and something else.

    >>> looks_like_labelled_blocks("标题：新桥通车\n来源：江城日报\n正文：\n昨日，新桥通车。\n")
    True
    >>> looks_like_labelled_blocks("标题：怎么写\n　　写标题，先要读懂正文。\n")
    False
    """
    lines = [line for line in first_lines(head)[:TOP] if not is_mark(line)]
    found = list(map(labelled, lines))
    roles = [item.role for item in found if item]
    if not found or not (found[0] or (len(found) > 1 and ORDINAL.fullmatch(lines[0]) and found[1])):
        return False
    return "title" in roles and len(set(roles)) > 1


def read_labelled_blocks(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A block begins with the label that the first began with, below a rule, or with a second title."""
    block: list[tuple[int, str]] = []
    first = ""
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        found = labelled(stripped)
        begins = found is not None and bool(seen) and (_key(stripped) == first)
        if (is_mark(stripped) or begins) and seen & {"title", "body"}:
            yield _block(_without_ordinal(block))
            block, seen = [], set()
        if found and not first:
            first = _key(stripped)
        if found:
            seen.add(found.role)
        if stripped and not is_mark(stripped):
            block.append((number, line.rstrip("\n")))
    if block:
        yield _block(block)


def _without_ordinal(block: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A block without the number of the next one."""
    end = len(block)
    while end > 1 and (not block[end - 1][1].strip() or ORDINAL.fullmatch(block[end - 1][1].strip())):
        end -= 1
    return block[:end]


def _key(line: str) -> str:
    """The label of a line, as written."""
    match = LABEL.match(line)
    name = (match["boxed"] or match["square"] or match["angle"] or match["plain"] or "") if match else ""
    return "".join(name.split()).lower()


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
    top = takewhile(lambda found: found and found.role != "body", (labelled(line.strip()) for _, line in block))
    above = {found.role for found in top if found}
    while end:
        text = block[end - 1][1].strip()
        found = labelled(text)
        if text and (not found or found.role in above | {"body"}):
            break
        end -= 1
    return end


def _add_line(fields: FieldLines, found: Labelled, number: int) -> None:
    """The value of a labelled line, and those of further labels on it."""
    pieces = FURTHER.split(found.value) if found.role not in {"title", "body"} else [found.value]
    roles = [found.role, *(ROLE_OF[label] for label in pieces[1::2])]
    for role, value in zip(roles, pieces[::2], strict=True):
        if role not in fields or role in {"title", "body"}:
            fields.add(role, value.strip(), number)
