"""YAML with a mapping for each article: documents one after another, or a list. As much of YAML as programs write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.problems import Problem, unclosed
from newsgrep.readers.records import Record
from newsgrep.readers.role_names import LAST_NAMES
from newsgrep.readers.texts.yaml_front_matter import KEY, read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap

# Characters of a text, as settings have none.
LONG_TEXT = 30
QUOTES = ('"', "'")
FENCE = re.compile(r"(?:---|\.\.\.)\s*")
ITEM = re.compile(r"(\s*)-\s+(?=\S)")


def read_yaml(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The record of each mapping that has a text, or a title and a date: a document, or an item of a list.

    Other YAML is settings, unless there is a text in it: that is a problem.
    """
    count, has_text = 0, False
    begin = 1
    item: list[str] = []
    for begin, item in _items(lines):
        found = read_front_matter(["---", *item, "---"], most=len(item) + 2)
        if found and is_article(found.values, fields):
            count += 1
            starts = {name: begin + at - 2 for name, at in found.starts.items()}
            yield Record(found.values, begin, starts, spread=True)
        has_text = has_text or (not count and any(map(is_text, item)))
    if count and _is_cut_off(item):
        yield unclosed(path, begin)
    if not count and has_text:
        yield Problem(
            path, None, Message("YAML without records"), Message("save its contents as CSV or JSON Lines"), lost=True
        )


def is_text(line: str) -> bool:
    """Whether a line has a sentence of some length in Chinese."""
    first = HAN.search(line)
    return first is not None and line.rfind("。") > first.start() + LONG_TEXT


def _is_cut_off(item: list[str]) -> bool:
    """Whether the last value opens a quotation mark that nothing closes."""
    found = ((at, match[4]) for at, line in enumerate(item) if (match := KEY.match(line)))
    at, value = max(found, default=(0, ""))
    text = "\n".join((value, *item[at + 1 :])).replace('\\"', "")
    return text.startswith(QUOTES) and text.count(text[0]) % 2 > 0


def is_article(values: Mapping[str, Any], fields: FieldMap) -> bool:
    """Whether a mapping has a text, or a title and a date, as settings have not."""
    picks = fields.roles(values).picks
    has_body = any(not isinstance(pick, str) or bare(pick) not in LAST_NAMES["body"] for pick in picks["body"])
    return has_body or bool(picks["title"] and picks["date"])


def _items(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each mapping without their indent, and the number of the first."""
    item: list[str] = []
    begin, indent = 1, -1
    dash = -1
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\n")
        match = ITEM.match(text)
        if FENCE.fullmatch(text) or (match and (dash < 0 or len(match[1]) == dash) and _opens(text[match.end() :])):
            if item:
                yield begin, item
            item, begin, indent = [], number, -1
            if not match:
                dash = -1
                continue
            dash = len(match[1])
            indent = match.end()
            text = " " * indent + text[match.end() :]
        if dash < 0 and not item and not text.strip():
            begin = number + 1
            continue
        item.append(text[indent:] if indent > 0 and not text[:indent].strip() else text)
    if item:
        yield begin, item


def _opens(text: str) -> bool:
    """Whether an item of a list is a mapping."""
    return KEY.match(text) is not None
