"""Scripts (.js) that hold data: values that are assigned, exported or passed to a function. Nothing of them is run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.json_documents import articles_in
from newsgrep.readers.json_records import records_of_text
from newsgrep.readers.json_syntax import JSON_ERRORS
from newsgrep.readers.lines import joined
from newsgrep.readers.relaxed_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

# What is before a value: the beginning of an assignment, an export or a call.
BEGINNING = re.compile(
    r"(?:\A(?:\s|/\*[^*]{0,200}\*/)*|[;}\n][ \t]*)(?:(?:export\s+default|return)\s+"
    r"|(?:export\s+)?(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*(?:\[[^\[\]\n]{1,60}\])?\s*=\s*"
    r"|(?:return\s+)?[A-Za-z_$][\w$.]*\s*\(\s*)(?=[\[{]|JSON\.parse\()"
)
# A text in Chinese, which settings do not have.
TEXT = re.compile("[\u3400-\u9fff，。、“”]{40}")
# Characters that are read, per character of the file, to see where the values are; the part of a file of mere data.
MOST_READ, MOSTLY = 4, 0.5


class ScriptValue(NamedTuple):
    """A value of a script as JSON, and the line on which it begins."""

    json: str
    line: int


def read_script(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The records in the values of a script; one that merely does something has none.

    Raises ``ReadError`` if it is longer than ``MOST_AT_ONCE``.
    """
    text = joined(lines)
    found = list(_literals(text))
    with_news = [literal for literal in found if _has_articles(literal, fields)]
    if not with_news:  # a value with texts that makes up the file was meant to be read
        with_news = [
            literal for literal in found if len(literal.json) > MOSTLY * len(text) and TEXT.search(literal.json)
        ]
    for literal in with_news:
        yield from records_of_text(path, literal.json, fields, first=literal.line)


def _literals(text: str) -> Iterator[ScriptValue]:
    """The values of a script that are data: no names, no functions."""
    left = MOST_READ * len(text)
    position = counted = 0
    line = 1
    while left > 0 and (begins := BEGINNING.search(text, position)):
        found = to_json(text, begins.end())
        if found.end is None:
            return
        left -= found.end - begins.end()
        if found.json:
            line, counted = line + text.count("\n", counted, begins.end()), begins.end()
            yield ScriptValue(found.json, line)
        position = found.end if found.json else begins.end()


def _has_articles(literal: ScriptValue, fields: FieldMap) -> bool:
    try:
        return bool(articles_in(json.loads(literal.json), fields))
    except JSON_ERRORS:
        return False
