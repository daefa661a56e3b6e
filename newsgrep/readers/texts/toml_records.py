"""TOML with a table for each article: [[news]] and so on, or one article. Other TOML is settings."""

from __future__ import annotations

import datetime as dt
import re
import sys
from typing import TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.json_documents import articles_in
from newsgrep.readers.lines import INTO_FILES, joined
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.texts.yaml_records import is_article, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

# Characters of a file; the parser takes a second for some millions.
MOST_READ = 1 << 24
# A key of so many parts that the parser, which takes the square of their number, was meant to take long.
LONG_KEY = re.compile(r"(?:[\w\"'-]{1,60}[ \t]*\.[ \t]*){200}")
# Characters of a text by which its line is found.
LOOKED_FOR = 20


def read_toml(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The record of each table that has a text, or a title and a date.

    Raises ``ReadError`` if it is longer than ``MOST_READ``.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    text = joined(lines)
    if len(text) > MOST_READ:
        raise ReadError("longer than {:,} characters; not read", MOST_READ, hint=INTO_FILES)
    try:
        found = articles_in(_with_days(tomllib.loads(text)), fields) if not LONG_KEY.search(text) else []
    except (tomllib.TOMLDecodeError, RecursionError):
        found = []
    found = [each for each in found if is_article({**each.defaults, **each.values}, fields)]
    position, line = 0, 1
    for each in found:
        first = next((value for value in each.values.values() if isinstance(value, str) and value.strip()), "")
        at = text.find(first.strip().partition("\n")[0][:LOOKED_FOR], position)
        if at >= 0:
            line, position = line + text.count("\n", position, at), at
        yield Record(each.values, line, defaults=each.defaults, hints=each.hints)
    if not found and any(map(is_text, text.split("\n"))):
        yield Problem(
            path, None, Message("TOML without records"), Message("save its contents as CSV or JSON Lines"), lost=True
        )


def _with_days(value: Any) -> Any:
    """A value of TOML as one of JSON: its dates and times are texts."""
    if isinstance(value, dict):
        return {name: _with_days(child) for name, child in value.items()}
    if isinstance(value, list):
        return [_with_days(child) for child in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
