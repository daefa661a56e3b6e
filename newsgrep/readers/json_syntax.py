"""JSON text → values, also of what is not quite JSON: JSON5, what MongoDB's shell or Python prints."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON_ERRORS = (ValueError, RecursionError)
DECODER = json.JSONDecoder()
# How many levels of a value are looked into.
DEEPEST = 20
# Digits of a number that is still one; Python refuses to convert some thousand.
MOST_DIGITS = 400
# What Python prints of a dictionary; characters of one that is parsed.
PYTHON_LITERAL = re.compile(r"\s*\[?\s*\{\s*'")
LONGEST_LITERAL = 1 << 20
PYTHON_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[{}]""", re.DOTALL)


def load_json(text: str) -> Any:
    r"""Parse a JSON value, one that Python has printed, or one that is not quite JSON (JSON5, MongoDB's shell).

    NFC has composed the n of an escaped ``\n`` with an accent after it; NFD undoes that.
    """
    try:
        return decoded(text)[0]
    except ValueError:
        if PYTHON_LITERAL.match(text) and (value := _python_value(text)) is not None:
            return value
        decomposed = normalize("NFD", text)
        try:
            return json.loads(decomposed)
        except ValueError:
            if (relaxed := _relaxed(text)) is not None:
                return relaxed
        raise


def decoded(text: str, position: int | None = None) -> tuple[Any, int]:
    """A JSON value, and where it ends; without a position, it is all of the text.

    A number of more digits than Python converts stays a string.

    >>> decoded('[1]'), decoded(' {"a": 2} 3', 1), len(decoded("9" * 5000)[0])
    (([1], 3), ({'a': 2}, 9), 5000)
    """
    try:
        return _decoded(DECODER, text, position)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _decoded(json.JSONDecoder(parse_int=_whole_number), text, position)


def _decoded(decoder: json.JSONDecoder, text: str, position: int | None) -> tuple[Any, int]:
    return (decoder.decode(text), len(text)) if position is None else decoder.raw_decode(text, position)


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _relaxed(text: str) -> Any:
    """A value that is not quite JSON: without quotation marks around its keys, in single ones; None if it is none."""
    from newsgrep.readers.relaxed_json import to_json

    found = to_json(text)
    if not found.json or text[found.end :].strip():
        return None
    try:
        return json.loads(found.json)
    except JSON_ERRORS:
        return None


def _python_value(text: str) -> Any:
    """A value as Python prints it, with single quotes, None and True; None if the text is none."""
    if len(text) > LONGEST_LITERAL:
        return None
    from ast import literal_eval

    try:
        value = literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, dict | list) and _has_string_keys(value) else None


def python_values(text: str) -> Iterator[tuple[int, str]]:
    r"""The dictionaries that Python has printed one after another, on several lines each, and where they begin.

    >>> list(python_values("{'a': '}',\n 'b': 1}\n{'a': ''}"))
    [(0, "{'a': '}',\n 'b': 1}"), (20, "{'a': ''}")]
    """
    begin = depth = 0
    for token in PYTHON_TOKEN.finditer(text):
        if token[0] == "{":
            begin = begin if depth else token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if not depth:
                yield begin, text[begin : token.end()]
    if depth > 0:
        yield begin, text[begin:]


def _has_string_keys(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, dict) and all(isinstance(name, str) for name in item) for item in items)


def json_in_string(text: str) -> Any:
    """The object or array that was stored as a string; None if the text is none."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        value = load_json(text)
    except JSON_ERRORS:
        return None
    return value if isinstance(value, dict | list) else None


def is_object_in_string(text: str) -> bool:
    """Whether a string is an object of JSON, which is no text.

    >>> is_object_in_string('{"title": "大桥"}'), is_object_in_string("{大桥}")
    (True, False)
    """
    return text.startswith("{") and json_in_string(text) is not None
