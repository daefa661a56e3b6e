"""Whether a text is of a format, by its beginning: a test for each of those without a module of its own."""

from __future__ import annotations

import csv
import re
from itertools import islice

from newsgrep.readers.formats import load_json

DOC = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<doc\b[^>]*>", re.IGNORECASE)
OBJECT = re.compile(r'\s*\{\s*(?:"|\}|$)')
JSON_BEGINNING = re.compile(r'\s*(?:\[\s*)*(?:\{\s*(?:"|\}|$)|\[\s*\]|"[^"\n]*"\s*,)')
# Lines that are looked at, and rows that a table must have to be taken for one where its suffix does not say so.
LOOKED_AT = 20
FEWEST_ROWS = 2
FEWEST_COLUMNS = 2
DELIMITERS = (",", "\t", ";", "|")


def looks_like_docs(head: str) -> bool:
    """Whether a text begins with ``<doc>``.

    >>> looks_like_docs("<doc> <url>…"), looks_like_docs("<html>")
    (True, False)
    """
    return bool(DOC.match(head))


def looks_like_json_lines(head: str) -> bool:
    r"""Whether the first line of a text is a JSON object, as far as can be seen.

    >>> [looks_like_json_lines(text) for text in ('{"标题": "大桥合龙"}', '{"标题":\n"大桥合龙"}', "[1]")]
    [True, False, False]
    """
    line, end, _ = head.lstrip().partition("\n")
    return line.startswith("{") and (_is_json(line) if end else bool(OBJECT.match(line)))


def looks_like_json(head: str) -> bool:
    r"""Whether a text begins like a JSON object or array, and is not an object per line.

    >>> [looks_like_json(text) for text in ('[{"标题"', '{"', "[江城日报]", "{江城}", '{"a": 1}\n{"a": 2}\n')]
    [True, True, False, False, False]
    """
    if not JSON_BEGINNING.match(head):
        return False
    lines = [line for line in head.split("\n")[:-1] if line.strip()][:2]
    return len(lines) < len(("first", "second")) or not all(OBJECT.match(line) and _is_json(line) for line in lines)


def looks_like_tabbed(head: str) -> bool:
    """Whether a text is a table of tab-separated columns with a header."""
    return _is_table(head, "\t")


def looks_like_table(head: str) -> bool:
    """Whether a text is a table with a header: its first line has two or more short names, the next as many cells."""
    return any(_is_table(head, delimiter) for delimiter in DELIMITERS)


def _is_table(head: str, delimiter: str) -> bool:
    rows = list(islice(_rows(head, delimiter), LOOKED_AT))
    return (
        len(rows) >= FEWEST_ROWS
        and len(rows[0]) >= FEWEST_COLUMNS
        and all(rows[0])
        and all(len(row) == len(rows[0]) for row in rows[:-1])
    )


def _rows(head: str, delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(head.splitlines(keepends=True), delimiter=delimiter) if any(row)]
    except csv.Error:
        return []


def _is_json(text: str) -> bool:
    try:
        load_json(text)
    except (ValueError, RecursionError):
        return False
    return True
