"""One function per format: repaired lines → records. What cannot be read is a ``Problem``; the rest is read."""

from __future__ import annotations

import csv
import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from newsgrep.message import Message, reason
from newsgrep.readers.lines import MOST_AT_ONCE, joined
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import MOST_NAMES, Record, UnchangedRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.lines import FingerprintedLine
    from newsgrep.readers.records import FieldMap

SPACE = re.compile(r"[\s,]*")
# The likely cause is an unquoted comma in a text.
TOO_MANY = "quote the cells that contain separators; the extra cells were not read"
MEND = "fix the file and index again"
JSON_ERRORS = (ValueError, RecursionError)


def read_json_lines(
    path: str, lines: Iterable[FingerprintedLine], _: FieldMap
) -> Iterator[Record | Problem | UnchangedRecord]:
    """JSON Lines (https://jsonlines.org): one object per line."""
    for number, line in enumerate(lines, start=1):
        if line.text is None:
            yield UnchangedRecord(line.fingerprint)
        elif line.text.strip():
            try:
                value = load_json(line.text)
            except JSON_ERRORS as error:
                yield Problem(path, number, Message("not valid JSON: {}", _reason(error)), Message(MEND), lost=True)
                continue
            found = _json_record(path, value, number)
            yield found._replace(fingerprint=line.fingerprint) if isinstance(found, Record) else found


def load_json(text: str) -> Any:
    r"""Parse a JSON value. NFC has composed the n of an escaped ``\n`` with an accent after it; NFD undoes that."""
    try:
        return json.loads(text)
    except ValueError:
        decomposed = normalize("NFD", text)
        if decomposed == text:
            raise
        return json.loads(decomposed)


def read_json(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """A JSON document: an array of objects, an object that contains one, one object, or objects one after another.

    Raises ``ReadError`` if it is longer than ``MOST_AT_ONCE``.
    """
    text = joined(lines)
    start = SPACE.match(text)
    position = start.end() if start else 0
    if text.startswith("[", position):
        yield from _json_values(path, text, position + 1, array=True)
        return
    for found in _json_values(path, text, position, array=False):
        yield from _unpacked(path, text, found, fields)


def read_table(path: str, lines: Iterable[str], _: FieldMap, *, delimiter: str = ",") -> Iterator[Record | Problem]:
    """CSV (RFC 4180) or TSV with a header row; a quoted value may contain line ends."""
    csv.field_size_limit(MOST_AT_ONCE)
    counted = _Quotes(lines)
    rows = csv.reader(counted, delimiter=delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        before, counted.odd, is_reported = rows.line_num, False, False
        for row in rows:
            if counted.odd:
                yield Problem(
                    path,
                    before + 1,
                    Message("a quotation mark is opened here and never closed"),
                    Message(MEND),
                    lost=True,
                )
            elif any(row):
                if len(row) > len(header) and any(row[len(header) :]) and not is_reported:
                    is_reported = True
                    surplus = Message("more cells than the header")
                    yield Problem(path, before + 1, surplus, Message(TOO_MANY), lost=True)
                yield _row_record(header, row, before + 1)
            before, counted.odd = rows.line_num, False
    except csv.Error as error:
        yield Problem(path, rows.line_num, Message("not valid CSV: {}", reason(error)), Message(MEND), lost=True)


def _row_record(header: list[str], row: list[str], line: int) -> Record:
    """A row as a record; cells of columns with the same name are joined by line ends."""
    values: dict[str, str] = {}
    starts: dict[str, int] = {}
    for name, cell, start in zip(header, row, _starts(row, line), strict=False):
        if name not in values or not values[name].strip():
            values[name], starts[name] = cell, start
        elif cell.strip():
            values[name] += "\n" + cell
    return Record(values, line, starts, spread=True)


class _Quotes:
    """Passes lines on; ``odd`` is whether those since its last reset contain an odd number of quotation marks."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.odd = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.odd ^= line.count('"') % 2 == 1
        return line


def read_tabbed(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Tab-separated values with a header row."""
    return read_table(path, lines, _, delimiter="\t")


def _starts(cells: list[str], line: int) -> Iterator[int]:
    """The source line on which each cell's text begins."""
    for value in cells:
        yield line + value[: len(value) - len(value.lstrip())].count("\n")
        line += value.count("\n")


def _json_values(path: str, text: str, position: int, *, array: bool) -> Iterator[Record | Problem]:
    """The values of an array, from behind its bracket, or values one after another, each with its line."""
    decoder = json.JSONDecoder()
    line, counted = text.count("\n", 0, position) + 1, position
    while True:
        space = SPACE.match(text, position)
        position = space.end() if space else position
        line, counted = line + text.count("\n", counted, position), position
        if array and text.startswith("]", position):
            array, position = False, position + 1
            continue
        if not array and text.startswith("[", position):
            array, position = True, position + 1
            continue
        if position >= len(text):
            if array:
                yield Problem(
                    path,
                    line,
                    Message("the array is not closed"),
                    Message("fix the file, which seems to be truncated, and index again"),
                    lost=True,
                )
            return
        try:
            value, end = decoder.raw_decode(text, position)
        except JSON_ERRORS as error:
            bad = line + text.count("\n", counted, getattr(error, "pos", counted))
            yield Problem(path, bad, Message("not valid JSON: {}", _reason(error)), Message(MEND), lost=True)
            return
        yield _json_record(path, value, line, text[position:end])
        position = end


def _json_record(path: str, value: Any, line: int, text: str = "") -> Record | Problem:
    """A JSON object as a record; ``text`` is its source, if it may span several lines."""
    if isinstance(value, dict):
        return Record(value, line, dict(_key_lines(value, line, text)) if "\n" in text else {})
    return Problem(
        path,
        line,
        Message("valid JSON, but not an object"),
        Message("write each record as an object with a title and a body"),
    )


def _key_lines(value: Iterable[str], line: int, text: str) -> Iterator[tuple[str, int]]:
    """The line of each key of a pretty-printed object, for the first ``MOST_NAMES`` keys."""
    position = 0
    for key in islice(value, MOST_NAMES):
        written = re.compile(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:\s*")
        if found := written.search(text, position):
            line, position = line + text.count("\n", position, found.end()), found.end()
            yield key, line


def _unpacked(path: str, text: str, found: Record | Problem, fields: FieldMap) -> Iterator[Record | Problem]:
    """The records inside an envelope such as ``{"articles": [...]}``; a record that is an article is kept as it is."""
    if isinstance(found, Problem) or _is_article(found, fields):
        yield found
        return
    lists = {name: value for name, value in found.values.items() if _is_objects(value)}
    if not lists:
        yield found
        return
    name = max(lists, key=lambda name: len(lists[name]))
    opening = re.search(rf"{re.escape(json.dumps(name, ensure_ascii=False))}\s*:\s*\[", text)
    placed = list(_json_values(path, text, opening.end(), array=True))[: len(lists[name])] if opening else []
    same = [record.values for record in placed if isinstance(record, Record)] == lists[name]
    yield from placed if same else (Record(value, found.line) for value in lists[name])


def _is_article(record: Record, fields: FieldMap) -> bool:
    """Whether a record has a title or body of its own."""
    roles = fields.roles(record.values)
    names = (*roles["title"], *roles["body"])
    return any(isinstance(record.values[name], str) and record.values[name].strip() for name in names)


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _reason(error: Exception) -> Message:
    return Message("nested too deeply") if isinstance(error, RecursionError) else reason(error)
