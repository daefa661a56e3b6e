"""JSON → records: lines, arrays, and documents in which the records lie anywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message, quoted, reason
from newsgrep.readers.json_documents import LONGEST_REMARK, articles_in
from newsgrep.readers.json_facts import Found
from newsgrep.readers.json_others import is_bulk_action, is_empty_feed, is_frame
from newsgrep.readers.json_places import lines_of_keys, placed
from newsgrep.readers.json_rows import JsonRows, is_row
from newsgrep.readers.json_strings import strings_in, text_of_string
from newsgrep.readers.json_syntax import JSON_ERRORS, PYTHON_LITERAL, decoded, json_in_string, load_json, python_values
from newsgrep.readers.json_tables import table_of_export
from newsgrep.readers.json_texts import has_objects
from newsgrep.readers.lines import joined
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record, UnchangedRecord
from newsgrep.readers.rich_texts import with_plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.lines import FingerprintedLine

SPACE = re.compile(r"[\s,]*")
# What is before a value in a script: an assignment, or the call of a function.
SCRIPT = re.compile(r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]*\s*(?:=|\()\s*(?=[\[{])")
# An array that may be one conversation.
CONVERSATION = re.compile(r'\[\s*\{\s*"(?:role|from|speaker)"\s*:')
SEVERAL = re.compile(r"\}\s*\{")
SCRIPT_END = re.compile(r"[\s;)]*")
MEND = "fix the file and index again"
TRUNCATED = "fix the file, which seems to be truncated, and index again"
# Characters within which the first rows are, if each is on a line.
ROWS_WITHIN = 1 << 18


def read_json_lines(
    path: str, lines: Iterable[FingerprintedLine], fields: FieldMap
) -> Iterator[Record | Problem | UnchangedRecord]:
    """JSON Lines (https://jsonlines.org): a value per line, mostly one object."""
    rows = JsonRows(path, fields)
    for line in lines:
        if line.text is None:
            yield UnchangedRecord(line.fingerprint)
            continue
        number, text = line.number, line.text
        if text.isspace():
            continue
        try:
            value = load_json(text if text.endswith(("}\n", "}")) else text.strip().removesuffix(","))
        except JSON_ERRORS as error:
            if SEVERAL.search(text):  # objects without a line end between them
                yield from _json_values(path, text, 0, fields, array=False, first=number)
            else:
                yield Problem(path, number, Message("not valid JSON: {}", _reason(error)), Message(MEND), lost=True)
            continue
        value = _read_values(value, fields)
        if type(value) is dict and _has_own_text(value, fields):
            yield Record(value, number, fingerprint=line.fingerprint)
        elif is_row(value):  # what it holds depends on other lines, so that it has no fingerprint of its own
            yield from rows.add(value, number)
        elif not is_bulk_action(value):
            yield from _with_fingerprint(list(_records(path, value, number, fields)), line.fingerprint)
    yield from rows.rest()


def _has_rows_on_lines(text: str) -> bool:
    """Whether the first two lines of a text are rows of a table."""
    lines = text.split("\n", 2)[:2]
    try:
        return len(lines) > 1 and all(line.rstrip().endswith("]") and is_row(json.loads(line)) for line in lines)
    except JSON_ERRORS:
        return False


def _with_fingerprint(found: list[Record | Problem], fingerprint: str) -> list[Record | Problem]:
    """The records of a line; only a single one is known again by the line's fingerprint."""
    first = found[0]
    return [first._replace(fingerprint=fingerprint)] if len(found) == 1 and isinstance(first, Record) else found


def _read_values(value: Any, fields: FieldMap) -> Any:
    """A value with plain texts, unless the user names what is inside them."""
    return value if fields.names_inner_values else with_plain_texts(value)


def _has_own_text(values: Mapping[str, Any], fields: FieldMap) -> bool:
    """Whether an object is an article at first sight: it has a title or body that is a string, and nothing inside.

    With a title alone it may be what articles lie in, such as a feed.
    """
    picks = fields.roles(values).picks
    body = picks["body"][:1] or picks["title"][:1]
    if not body or type(body[0]) is not str:
        return False
    text = values[body[0]]
    if type(text) is not str or text.startswith("{") or not text.strip():
        return False
    if not picks["body"]:
        return not has_objects(values)
    return len(text) >= LONGEST_REMARK or dict not in map(type, values.values())


def read_json(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """A JSON document: an array, an object, or several of them one after another; records may lie anywhere in them.

    Raises ``ReadError`` if it is longer than ``MOST_AT_ONCE``.
    """
    yield from records_of_text(path, joined(lines), fields)


def records_of_text(path: str, text: str, fields: FieldMap, *, first: int = 1) -> Iterator[Record | Problem]:
    """The records of a JSON document that begins on line ``first``."""
    if PYTHON_LITERAL.match(text):
        yield from _printed(path, text, fields)
        return
    start = SCRIPT.match(text) or SPACE.match(text)
    position = start.end() if start else 0
    array = text.startswith("[", position) and not _has_rows_on_lines(text[position:ROWS_WITHIN])
    array = array and not CONVERSATION.match(text, position)
    yield from _json_values(path, text, position + array, fields, array=array, first=first)


def _printed(path: str, text: str, fields: FieldMap) -> Iterator[Record | Problem]:
    """The records of dictionaries as Python prints them."""
    line = counted = 0
    for begin, literal in python_values(text):
        line, counted = line + text.count("\n", counted, begin), begin
        try:
            value = load_json(literal)
        except JSON_ERRORS as error:
            yield Problem(path, line + 1, Message("not valid JSON: {}", _reason(error)), Message(MEND), lost=True)
        else:
            yield from _records(path, value, line + 1, fields)


def _json_values(  # noqa: PLR0913 (where, what and how)
    path: str, text: str, position: int, fields: FieldMap, *, array: bool, first: int = 1
) -> Iterator[Record | Problem]:
    """The records of an array, from behind its bracket, or of values one after another, each with its line."""
    rows = JsonRows(path, fields)
    in_script = bool(SCRIPT.match(text))
    line, counted = text.count("\n", 0, position) + first, position
    has_rows = not array and _has_rows_on_lines(text[position:ROWS_WITHIN])
    while True:
        space = SPACE.match(text, position)
        position = space.end() if space else position
        line, counted = line + text.count("\n", counted, position), position
        if array and text.startswith("]", position):
            array, position = False, position + 1
            continue
        if not array and not has_rows and text.startswith("[", position) and not CONVERSATION.match(text, position):
            array, position = True, position + 1
            continue
        if in_script and not array and (rest := SCRIPT_END.match(text, position)):
            position = rest.end()
        if position >= len(text):
            yield from rows.rest()
            if array:
                yield Problem(path, line, Message("the array is not closed"), Message(TRUNCATED), lost=True)
            return
        try:
            value, end = decoded(text, position)
            source = text[position:end]
        except JSON_ERRORS as error:
            if relaxed := _relaxed(text, position):
                value, source, end = relaxed
                if source:
                    yield from _of_value(path, value, source, line, fields, rows)
                position = end
                continue
            yield from rows.rest()
            bad = line + text.count("\n", counted, getattr(error, "pos", counted))
            yield Problem(path, bad, Message("not valid JSON: {}", _reason(error)), Message(MEND), lost=True)
            return
        yield from _of_value(path, value, source, line, fields, rows)
        position = end


def _relaxed(text: str, position: int) -> tuple[Any, str, int] | None:
    """A value that is not quite JSON, its source as JSON, and where it ends; of mere comments an empty source."""
    from newsgrep.readers.relaxed_json import COMMENTS, to_json

    if comments := COMMENTS.match(text, position):
        return None, "", comments.end()
    found = to_json(text, position)
    try:
        return (json.loads(found.json), found.json, found.end or 0) if found.json else None
    except JSON_ERRORS:
        return None


def _of_value(  # noqa: PLR0913, PLR0917 (what, and where)
    path: str, value: Any, source: str, line: int, fields: FieldMap, rows: JsonRows
) -> Iterator[Record | Problem]:
    if is_row(value):
        yield from rows.add(value, line)
    elif not is_frame(value):
        yield from _records(path, value, line, fields, source)


def _records(path: str, value: Any, line: int, fields: FieldMap, text: str = "") -> Iterator[Record | Problem]:
    """The records in a value; ``text`` is its source, if it may span several lines.

    A value without any is a record itself, if it is an object: that it has no title and no body is said later.
    """
    if isinstance(value, str) and (inner := json_in_string(value)) is not None:
        value, text = inner, ""
    if isinstance(value, str) and (text_in := text_of_string(value)) is not None:
        yield Record(text_in, line)
        return
    if not isinstance(value, dict | list):
        yield _no_object(path, line)
        return
    value = _read_values(value, fields)
    found = articles_in(value, fields)
    if not found and isinstance(value, dict) and is_empty_feed(value, fields):
        yield Problem(path, line, Message("a list without articles"))
        return
    if not found and isinstance(value, dict) and table_of_export(value) is not None:
        return
    found = found or strings_in(value, fields)
    if not found and isinstance(value, dict):
        found = [Found(value)]
    if len(found) == 1 and found[0].values is value:
        yield Record(found[0].values, line, lines_of_keys(found[0].values, line, text))
        return
    if not found:
        yield _no_object(path, line)
    yield from placed(found, line, text)


def _no_object(path: str, line: int) -> Problem:
    hint = Message("write each record as an object with a title and a body")
    return Problem(path, line, Message("valid JSON, but not an object"), hint)


def _reason(error: Exception) -> Message:
    if isinstance(error, RecursionError):
        return Message("nested too deeply")
    if isinstance(error, json.JSONDecodeError):  # a position follows what the library says; the line is said before
        return quoted(error.msg.removesuffix(" at").removesuffix(" starting"))
    return reason(error)
