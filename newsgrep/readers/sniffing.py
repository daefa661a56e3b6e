"""Whether a text is of a format, by its beginning: a test for each of those without a module of its own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.tables.column_roles import MOST
from newsgrep.readers.tables.table_shape import (
    DELIMITERS,
    HEADER_WITHIN,
    NO_NAME,
    TableShape,
    first_rows,
    table_shape,
)
from newsgrep.readers.tables.unquoted_texts import unquoted_text

if TYPE_CHECKING:
    from collections.abc import Sequence

OBJECT = re.compile(r"\s*\{\s*(?:[\"']|\}|$)")
JSON_BEGINNING = re.compile(
    r'\s*(?:(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]*\s*[=(]\s*(?=[\[{]))?(?:(?:\[\s*)*(?:\{\s*(?:["\']|\}|$|[A-Za-z_$][\w$]{0,40}\s*:\s*["\'`\d\[{])|\[\s*\]|"\s*[\[{]\s*\\)|(?:\[\s*)+"[^"\n]*"\s*,)'
)
# Rows that a table must have to be taken for one where its suffix does not say so: without a header, and with one.
FEWEST_ROWS = (3, 1)
FEWEST_COLUMNS = 2
# How much longer texts are than their titles, and their characters.
LONGER, SHORTEST_TEXT = 3, 40
# Lines of a JSON document that are all objects only if it is JSON Lines.
LINES_COMPARED = 2
HEAD_LINES = 200


def looks_like_json_lines(head: str) -> bool:
    r"""Whether the first line of a text is a JSON object, as far as can be seen without parsing it.

    >>> [looks_like_json_lines(text) for text in ('{"标题": "大桥合龙"}', '{"标题":\n"大桥合龙"}', "[1]")]
    [True, False, False]
    """
    line, end, _ = head.lstrip().partition("\n")
    return _is_object(line) if end else bool(OBJECT.match(line))


def looks_like_json(head: str) -> bool:
    r"""Whether a text begins like a JSON object or array, and is not an object per line.

    >>> [looks_like_json(text) for text in ('[{"标题"', '{"', "[江城日报]", "{江城}", '"a",', '{"a": 1}\n{"a": 2}\n')]
    [True, True, False, False, False, False]
    """
    if not JSON_BEGINNING.match(head):
        return False
    lines = [line for line in head.split("\n", LINES_COMPARED)[:-1] if line.strip()]
    return len(lines) < LINES_COMPARED or not all(map(_is_object, lines))


def _is_object(line: str) -> bool:
    """Whether a line begins and ends as an object does."""
    line = line.strip().removesuffix(",")
    return bool(OBJECT.match(line)) and line.endswith("}") and line.count("{") == line.count("}")


def looks_like_tabbed(head: str) -> bool:
    """Whether a text is a table of tab-separated columns."""
    return _is_table(head, "\t", ("\t",))


def looks_like_table(head: str) -> bool:
    r"""Whether a text is a table: its header names a title or body and more, or its columns hold a text and a date.

    >>> looks_like_table("标题,正文\n合龙,今天合龙\n"), looks_like_table("大桥合龙\n\n今天，大桥合龙。\n")
    (True, False)
    """
    return _is_table(head, ",", DELIMITERS)


def _is_table(head: str, delimiter: str, delimiters: tuple[str, ...]) -> bool:
    if not any(mark in head for mark in delimiters):
        return False
    lines = head.splitlines(keepends=True)[:HEAD_LINES]
    parted = {mark: sum(mark in line for line in lines[:HEADER_WITHIN]) for mark in delimiters}
    if len(lines) > 1 and not any(
        number >= FEWEST_COLUMNS and _has_columns(first_rows(lines, mark), mark) for mark, number in parted.items()
    ):
        return False
    fields = _usual_names()
    shape = table_shape(lines, delimiter, fields)
    if shape.delimiter not in delimiters or len(shape.names) < FEWEST_COLUMNS:
        return False
    data = first_rows(lines, shape.delimiter)[shape.rows_above :]
    data = list(map(shape.text.joined, data)) if shape.text else data
    narrow = sum(len(row) != len(shape.names) for row in data[:-1])
    if narrow > len(data) * (1 - MOST) or len(data) < FEWEST_ROWS[shape.has_names]:
        return False
    if (
        shape.has_names and shape.hints.keys() == {"title"} and NO_NAME.fullmatch(shape.hints["title"])
    ):  # a list, as R and pandas write it
        return True
    if not shape.has_names or shape.hints:
        known = shape.hints.keys()
        return {"date"} < known or {"title", "url"} <= known or (not narrow and _has_texts(shape, data))
    picks = fields.roles(dict.fromkeys(shape.names, "")).picks
    return sum(bool(names) for names in picks.values()) >= FEWEST_COLUMNS


def _has_texts(shape: TableShape, rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows that tabs part are of a title and a text that is much longer, no two of them alike."""
    if shape.delimiter != "\t" or not {"title", "body"} <= shape.hints.keys():
        return False  # commas are in any text
    title, body = (shape.names.index(shape.hints[role]) for role in ("title", "body"))
    titles, texts = [row[title] for row in rows], [row[body] for row in rows]
    is_longer = sum(map(len, texts)) > max(LONGER * sum(map(len, titles)), SHORTEST_TEXT * len(rows))
    return is_longer and len(set(titles)) == len(titles) and sum("。" in text for text in texts) >= MOST * len(texts)


def _has_columns(rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether the rows below one of the first are as wide, or have a cell more; those of prose are not."""
    if delimiter == "," and unquoted_text(rows):
        return True
    widths = list(map(len, rows))
    return any(
        width >= FEWEST_COLUMNS
        and sum(width <= other <= width + 1 for other in widths[at:-1]) >= (len(widths) - at) * MOST - 1
        for at, width in enumerate(widths[:HEADER_WITHIN])
    )


@cache
def _usual_names() -> FieldMap:
    """The names of fields that are known anyway, and their cache."""
    return FieldMap()
