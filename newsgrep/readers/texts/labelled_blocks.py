"""Blocks of labelled lines, one after another: ``标题：…``, ``【来源】…``, ``<日期>=…``; rules may part them."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, FieldLines, first_lines
from newsgrep.readers.texts.labels import ROLE_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

LABEL = re.compile(
    r"(?:【\s{0,3}(?P<boxed>[^【】\n]{1,16})】|\[\s{0,3}(?P<square>[^\[\]\n]{1,16})\]|<(?P<angle>[^<>\n]{1,16})>\s{0,3}=|"
    r"(?P<set>[A-Za-z_]{1,24}|[\u3400-\u9fff]{1,8})\s?=(?!=)|"
    r"\*{0,2}(?P<plain>[\w\u3000 ]{1,24}?)\s{0,3}\*{0,2}[:：]\*{0,2})\s*(?P<value>.*)",
    re.DOTALL,
)
# What ends a label, and where at the latest: most lines have none, which is quickly seen.
LABEL_END, LONGEST_LABEL = re.compile(r"[】\]=:：]"), 64
# Further labels on a line: 来源：江城日报  时间：2025-03-18. One of a longer name must not be taken for another's.
# Behind a tab any word may be one.
_NAMES = "|".join(sorted((label for label in ROLE_OF if not label.isascii()), key=len, reverse=True))
FURTHER = re.compile(
    rf"(?:[\s|｜/;；,，]+)(?={_NAMES})({_NAMES})\s?[:：]\s*|[^\S\t]{{0,3}}\t\s{{0,3}}([\u3400-\u9fff]{{2,8}})\s?[:：]\s*"
)
# A date behind a source, which has a word and no label.
PUBLISHED = re.compile(r"\s{1,4}(?:发布于|发表于|發布於|發表於)\s?(?=(?:19|20)\d\d)")
_BODIES = "|".join(sorted((name for name, role in ROLE_OF.items() if role == "body"), key=len, reverse=True))
BODY_BEHIND = re.compile(rf"[\s|｜/;；]+(?:{_BODIES})\s?[:：]\s*")
BOX = re.compile(r"【\s{0,3}([^【】\n]{1,16})】")
RULE = re.compile(r"([-=*_~#+—–─━═＝－＊·•.])(?:\s?\1){3,}")
RULE_WITH_NAME = re.compile(r"\d{0,6}(?:[=~-]{1,4}>){4,}|[-=*#]{3,}\s?(?:第\s?)?\d{1,6}\s?[条篇则号]?\s?[-=*#]{3,}")
NEWS = "(?:新闻|新聞|资讯|消息|报道|文章)"
ORDINAL = re.compile(
    rf"(?:第\s?)?[\[【(（]?(\d{{1,6}})[\]】)）]?\s?(?:[.．、:：)]\s?(?!\d)|[条篇则]{NEWS}?\s?[:：]?\s?|$)"
)
# What parts texts by counting them: 第3篇新闻.
COUNTED = re.compile(rf"第\s?\d{{1,6}}\s?[条篇则]{NEWS}\s?[:：]?")
RECORD_TAG = re.compile(r"</?(?:REC|RECORD|记录)>|\[\[?[A-Za-z0-9_.-]{1,60}\]?\]", re.IGNORECASE)
# Lines at the beginning of a text by which it is judged, and lines that may be above the first block.
TOP, MOST_ABOVE = 14, 5
LONGEST_TITLE = 80


class Labelled(NamedTuple):
    """A line with a label: its role, and the text behind it."""

    role: str
    value: str
    label: str


def labelled(line: str) -> Labelled | None:
    """The role and value of a line that begins with a known label.

    >>> labelled("【 标  题 】新桥通车")
    Labelled(role='title', value='新桥通车', label='标题')
    >>> labelled("Publication title: 江城日报").role
    'source'
    >>> labelled("他说：大桥通车了") is None
    True
    """
    match = LABEL.match(line) if LABEL_END.search(line, 0, LONGEST_LABEL) else None
    if not match:
        return None
    name = match["boxed"] or match["square"] or match["angle"] or match["plain"] or match["set"] or ""
    label = "".join(name.split()).lower()
    role = ROLE_OF.get(label)
    if role is None and match["angle"]:  # nothing else is written so
        role = ""
    if role is None:
        return None
    value = match["value"].lstrip(":： ").strip()
    if role in {"source", "author"}:
        value = PUBLISHED.sub(" 时间：", value)
    if match["set"] and len(value) > 1 and value[0] == value[-1] == '"':  # a string of TOML
        value = value[1:-1]
    return Labelled(role, value, label)


def looks_like_labelled_blocks(head: str) -> bool:
    r"""Whether a text begins with lines that name a title and something else.

    >>> looks_like_labelled_blocks("标题：新桥通车\n来源：江城日报\n正文：\n昨日，新桥通车。\n")
    True
    >>> looks_like_labelled_blocks("标题：怎么写\n　　写标题，先要读懂正文。\n")
    False
    """
    lines = [line for line in first_lines(head) if not is_mark(line)]
    found = list(map(labelled, lines))
    begin = 1 if lines and ORDINAL.fullmatch(lines[0]) else 0
    roles = {role for item in found[begin : begin + TOP] if item for role, _ in values_on_line(item)}
    boxes = (box for line in lines[begin : begin + TOP] if line.startswith("【") for box in BOX.findall(line))
    roles |= {ROLE_OF.get("".join(box.split()), "") for box in boxes}
    if any(found[begin : begin + 1]) and "title" in roles and len(roles) > 1:
        return True
    titles = [at for at, item in enumerate(found) if item and item.role == "title"]
    return bool(titles) and titles[0] <= MOST_ABOVE and sum(_heads(found, at) for at in titles) > 1


def _heads(found: list[Labelled | None], title: int) -> bool:
    """Whether other labelled lines follow a title."""
    return any(item and item.role not in {"title", ""} for item in found[title + 1 : title + 4])


def read_labelled_blocks(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """The record of each block; what has no title of its own is the rest of the block before it."""
    whole: list[tuple[int, str]] = []
    for block, has_title in _blocks(lines):
        if whole and has_title:
            yield _record(_without_ordinal(whole))
            whole = []
        whole += block
    if whole:
        yield _record(_without_ordinal(whole))


def _blocks(lines: Iterable[str]) -> Iterator[tuple[list[tuple[int, str]], bool]]:
    """Blocks, each with whether it has a title: they begin with the first label of the first one, or at a rule."""
    block: list[tuple[int, str]] = []
    first = ""
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        found = labelled(stripped)
        begins = found is not None and found.label == first
        if (begins and seen) or (is_mark(stripped) and seen & {"title", "body"}):
            yield block, "title" in seen
            block, seen = [], set()
        if found and not first:
            first, block = found.label, []  # what is above the first block is none of it
        if found:
            seen |= {
                *(role for role, _ in values_on_line(found)),
                *(ROLE_OF.get("".join(box.split()), "") for box in BOX.findall(found.value[:LINE_LOOKED_AT])),
            }
        if stripped and not is_mark(stripped):
            block.append((number, line.rstrip("\n")))
    if block:
        yield block, "title" in seen


def _without_ordinal(block: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A block without the number of the next one."""
    end = len(block)
    while end > 1 and (not block[end - 1][1].strip() or ORDINAL.fullmatch(block[end - 1][1].strip())):
        end -= 1
    return block[:end]


def without_ordinal(title: str) -> str:
    """A title without the number before it.

    >>> [without_ordinal(title) for title in ("3. 新桥通车", "出口额达3.14亿元", "3.15晚会", "江城日报 10", "2025")]
    ['新桥通车', '出口额达3.14亿元', '3.15晚会', '江城日报 10', '2025']
    """
    match = ORDINAL.match(title)
    return (title[match.end() :] or title) if match else title


def is_mark(line: str) -> bool:
    """Whether a line merely parts blocks."""
    first = line[:1]
    if first.isalpha() and first != "第":
        return False  # most lines
    return any(mark.fullmatch(line) for mark in (RULE, RULE_WITH_NAME, RECORD_TAG, COUNTED))


def _record(block: list[tuple[int, str]]) -> Record:
    """The fields of a block: labelled lines, the body, and labelled lines below it."""
    fields = FieldLines()
    end = _end_of_body(block)
    role = ""
    last_box = max((at for at, (_, line) in enumerate(block[:end]) if _is_boxed(line)), default=0)
    for index, (number, line) in enumerate(block):
        found = labelled(line.strip()) if role != "body" or index >= end else None
        if not found and index < last_box and role != "body":
            found = _unknown_box(line.strip())
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


def _is_boxed(line: str) -> bool:
    """Whether a line begins with a known label in a box."""
    return line.lstrip().startswith("【") and labelled(line.strip()) is not None


def _unknown_box(line: str) -> Labelled | None:
    """A line between labelled ones that begins with a box of its own: its label is one too."""
    match = BOX.match(line)
    return Labelled("", line[match.end() :].strip(), "".join(match[1].split()).lower()) if match else None


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
    if any(ROLE_OF.get("".join(box.split()).lower()) is not None for box in BOX.findall(found.value[:LINE_LOOKED_AT])):
        _add_boxes(fields, found, number)
        return
    for role, value in values_on_line(found):
        if role not in fields or role in {"title", "body"}:
            fields.add(role, value.strip(), number)


def values_on_line(found: Labelled) -> Iterator[tuple[str, str]]:
    """The roles and values of a labelled line: its own, and those of further labels on it; a body has none.

    >>> list(values_on_line(Labelled("title", "新桥通车 时间：2025-03-18 内容：时间：昨日。", "标题")))
    [('title', '新桥通车'), ('date', '2025-03-18'), ('body', '时间：昨日。')]
    """
    if found.role == "body":
        yield found.role, found.value
        return
    above, *body = BODY_BEHIND.split(found.value, maxsplit=1)
    pieces = FURTHER.split(above)
    labels = [known or other for known, other in zip(pieces[1::3], pieces[2::3], strict=True)]
    roles = [found.role or found.label, *(ROLE_OF.get(label) or label for label in labels)]
    yield from zip(roles, pieces[::3], strict=True)
    yield from (("body", text) for text in body)


def _add_boxes(fields: FieldLines, found: Labelled, number: int) -> None:
    """The values of a line with several labels in boxes; one that is no label is text."""
    role, text = found.role or found.label, ""
    pieces = BOX.split(found.value)
    for label, value in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        name = "".join(label.split()).lower()
        if label and ROLE_OF.get(name) is None:
            text += f"【{label}】{value}"
            continue
        if label:
            fields.add(role, text.strip(), number)
            role, text = ROLE_OF[name] or name, ""
        text += value
    fields.add(role, text.strip(), number)
