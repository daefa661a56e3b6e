"""On which line of a text of JSON an object and its keys are."""

from __future__ import annotations

import json
import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsgrep.model import Span
from newsgrep.readers.field_roles import MOST_NAMES
from newsgrep.readers.json_syntax import JSON_ERRORS
from newsgrep.readers.records import Record
from newsgrep.readers.rich_texts import with_plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.json_facts import Found

COLON = re.compile(r"\s*:\s*")
NO_STARTS: Mapping[str, int] = MappingProxyType({})
# Characters of a value that is looked for in the text of a document.
LOOKED_FOR = 40
QUOTE = '"'


def placed(found: list[Found], line: int, text: str) -> Iterator[Record]:
    """The records that lie in a document, each with its line, as long as they are found in the order of the text."""
    decoder = json.JSONDecoder()
    position = counted = 0
    is_in_order = "\n" in text
    for each in found:
        seen = _place(each.values, text, position, decoder) if is_in_order else None
        is_in_order = seen is not None
        if seen:
            line, counted = line + text.count("\n", counted, seen.start), seen.start
            position = seen.end
            starts = dict(_key_lines(each.values, line, text[slice(*seen)]))
            yield Record(each.values, line, starts, defaults=each.defaults, hints=each.hints)
        else:
            yield Record(each.values, line, defaults=each.defaults, hints=each.hints)


def _place(values: Mapping[str, Any], text: str, position: int, decoder: json.JSONDecoder) -> Span | None:
    """Where an object with these values is, by the first that is a text; None if it is not seen."""
    key, value = next(((key, value) for key, value in values.items() if isinstance(value, str) and value), ("", ""))
    for as_ascii in (False, True) if value else ():
        name, begin = (json.dumps(part, ensure_ascii=as_ascii) for part in (key, value[:LOOKED_FOR]))
        if seen := _behind_key(text, name, position, begin[: -len(QUOTE)]):
            start = max(text.rfind("{", 0, seen.start), position)
            try:
                found, end = decoder.raw_decode(text, start)
            except JSON_ERRORS:
                return None
            is_it = found == values or with_plain_texts(found) == values
            return Span(start, end) if is_it else None
    return None


def lines_of_keys(values: Mapping[str, Any], line: int, text: str) -> Mapping[str, int]:
    """The line of each key of an object that begins on a line, if its text spans several."""
    return dict(_key_lines(values, line, text)) if "\n" in text else NO_STARTS


def _key_lines(value: Iterable[str], line: int, text: str) -> Iterator[tuple[str, int]]:
    """The line of each key of a pretty-printed object, for the first ``MOST_NAMES`` keys."""
    position = 0
    for key in islice(value, MOST_NAMES):
        if found := _behind_key(text, json.dumps(key, ensure_ascii=False), position):
            line, position = line + text.count("\n", position, found.end), found.end
            yield key, line


def _behind_key(text: str, key: str, position: int, value: str = "") -> Span | None:
    """From where a key is written to where its value begins, if that begins with ``value``."""
    start = text.find(key, position)
    while start >= 0:
        colon = COLON.match(text, start + len(key))
        if colon and text.startswith(value, colon.end()):
            return Span(start, colon.end())
        start = text.find(key, start + 1)
    return None
