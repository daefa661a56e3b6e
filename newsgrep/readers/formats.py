"""One function per format: repaired lines → records. What cannot be read is a ``Problem``; the rest is read."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.lines import MOST_AT_ONCE
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

DOC_FIELD, DOC_FIELD_END = re.compile(r"<(\w+)>"), re.compile(r"</(\w+)>")
DOC_TAG = re.compile(r"(</?doc>)", re.IGNORECASE)


def read_docs(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """``<doc>`` blocks as in the Sogou news collections: no root element, entities not always escaped."""
    block: list[str] = []
    begin = blocks = length = 0
    empty = True
    for number, line in enumerate(lines, start=1):
        empty = empty and not line.strip()
        length += len(line)
        if begin and length > MOST_AT_ONCE:
            yield Problem(path, begin, Message("<doc> is too long"), Message("split it into several"), lost=True)
            return
        for piece in DOC_TAG.split(line):
            tag = piece.strip().lower()
            if tag == "<doc>":
                if begin:
                    yield _open_doc(path, begin)
                block, begin, blocks, length = [], number, blocks + 1, 0
            elif tag == "</doc>" and begin:
                yield _doc_record("".join(block), begin)
                begin = 0
            elif begin:
                block.append(piece)
    if begin:
        yield _open_doc(path, begin)
    if not blocks and not empty:
        yield Problem(path, 1, Message("contains no <doc>"), Message("use JSONL, CSV or plain text instead"), lost=True)


def _open_doc(path: str, begin: int) -> Problem:
    return Problem(
        path,
        begin,
        Message("<doc> has no </doc>"),
        Message("fix the file, which seems to be truncated, and index again"),
        lost=True,
    )


def _doc_record(block: str, begin: int) -> Record:
    """The tags of a block as fields; U+E40C is a line end in these collections."""
    values, starts = {}, {}
    line, counted = begin, 0
    for name, start, end in _doc_fields(block):
        value = block[start:end]
        values[name] = value.replace("\ue40c", "\n")
        line, counted = line + block.count("\n", counted, start), start
        starts[name] = line + value[: len(value) - len(value.lstrip())].count("\n")
    return Record(values, begin, starts, spread="\ue40c" not in block)


def _doc_fields(block: str) -> Iterator[tuple[str, int, int]]:
    """The name of each closed tag, and the start and end of its content; tags inside are part of the content."""
    ends: dict[str, list[int]] = {}
    for end in DOC_FIELD_END.finditer(block):
        ends.setdefault(end[1], []).append(end.start())
    position = 0
    while match := DOC_FIELD.search(block, position):
        name, start = match[1], match.end()
        closing = ends.get(name, [])
        at = bisect_left(closing, start)
        if at < len(closing):
            yield name, start, closing[at]
        position = closing[at] if at < len(closing) else start
