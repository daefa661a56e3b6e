"""One function a format: repaired lines → records; what cannot be read is a problem, and the rest is read."""

from __future__ import annotations

import csv
import html
import json
import re
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DOC_FIELD = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
SPACE = re.compile(r"[\s,]*")
# Where an object is an envelope, its articles are in the longest list of objects it holds.
JSON_ERRORS = (ValueError, RecursionError)


def read_json_lines(path: str, lines: Iterable[str]) -> Iterator[Record | Problem]:
    """JSON Lines (https://jsonlines.org): one object a line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except JSON_ERRORS as error:
            yield Problem(path, number, f"is not valid JSON ({_reason(error)})", "mend the line and index again")
            continue
        yield _json_record(path, value, number)


def read_json(path: str, lines: Iterable[str]) -> Iterator[Record | Problem]:
    """A JSON document: an array of objects, an object that holds one, one object, or objects one after another."""
    text = "".join(lines)
    start = SPACE.match(text)
    position = start.end() if start else 0
    if text.startswith("[", position):
        yield from _json_values(path, text, position + 1)
        return
    for found in _json_values(path, text, position):
        yield from _unpacked(found)


def read_table(path: str, lines: Iterable[str], *, delimiter: str = ",") -> Iterator[Record | Problem]:
    """CSV (RFC 4180) or TSV with a header row; a quoted value may hold line ends."""
    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(chain.from_iterable(line.splitlines(keepends=True) for line in lines), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        before = rows.line_num
        for row in rows:
            if any(row):
                yield Record(dict(zip(header, row, strict=False)), before + 1, dict(_starts(header, row, before + 1)))
            before = rows.line_num
    except csv.Error as error:
        yield Problem(path, rows.line_num, f"is not valid CSV ({error})", "mend the row and index again", lost=True)


def read_tabbed(path: str, lines: Iterable[str]) -> Iterator[Record | Problem]:
    """Tab-separated values with a header row."""
    return read_table(path, lines, delimiter="\t")


def read_docs(path: str, lines: Iterable[str]) -> Iterator[Record | Problem]:
    """``<doc>`` blocks as in the Sogou news collections: no root element, entities not always escaped."""
    block: list[str] = []
    begin = 0
    for number, line in enumerate(lines, start=1):
        if "<doc>" in line:
            block, begin = [], number
        block.append(line)
        if "</doc>" in line and begin:
            yield _doc_record("".join(block), begin)
            block, begin = [], 0
    if begin:
        yield Problem(path, begin, "<doc> has no </doc>", "the file seems cut off; mend it and index again", lost=True)


def _doc_record(block: str, begin: int) -> Record:
    """The tags of a block as fields."""
    inner = block.partition("<doc>")[2]
    offset = begin + block.partition("<doc>")[0].count("\n")
    values, starts = {}, {}
    for match in DOC_FIELD.finditer(inner):
        value = match[2]
        values[match[1]] = html.unescape(value).replace("\ue40c", "\n")
        lead = value[: len(value) - len(value.lstrip())]
        starts[match[1]] = offset + inner.count("\n", 0, match.start(2)) + lead.count("\n")
    return Record(values, begin, starts if "\ue40c" not in inner else {})


def _starts(header: list[str], row: list[str], line: int) -> Iterator[tuple[str, int]]:
    """The source line on which each value's text begins."""
    for name, value in zip(header, row, strict=False):
        yield name, line + value[: len(value) - len(value.lstrip())].count("\n")
        line += value.count("\n")


def _json_values(path: str, text: str, position: int) -> Iterator[Record | Problem]:
    """The values of an array's inside, or values one after another, each with its line."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while True:
        space = SPACE.match(text, position)
        position = space.end() if space else position
        if position >= len(text) or text[position] == "]":
            return
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, position = decoder.raw_decode(text, position)
        except JSON_ERRORS as error:
            bad = line + text.count("\n", counted, getattr(error, "pos", counted))
            yield Problem(
                path, bad, f"is not valid JSON ({_reason(error)})", "mend the file and index again", lost=True
            )
            return
        yield _json_record(path, value, line)


def _json_record(path: str, value: Any, line: int) -> Record | Problem:
    if isinstance(value, dict):
        return Record(value, line)
    return Problem(path, line, "is valid JSON but not an object", "each record is an object with a title and a body")


def _unpacked(found: Record | Problem) -> Iterator[Record | Problem]:
    """The records inside an envelope such as ``{"articles": [...]}``; a record that is none stays itself."""
    lists = [] if isinstance(found, Problem) else [value for value in found.values.values() if _is_objects(value)]
    if isinstance(found, Problem) or not lists:
        yield found
        return
    yield from (Record(value, found.line) for value in max(lists, key=len))


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else getattr(error, "msg", str(error))
