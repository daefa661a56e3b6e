"""BSON (https://bsonspec.org), as mongodump writes it: a document after the other, each an article."""

from __future__ import annotations

import datetime as dt
import struct
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.readers.problems import Problem, problem_of
from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.field_roles import FieldMap

# MongoDB takes no larger document; a larger length is none of BSON.
LONGEST_DOCUMENT = 1 << 25
SHORTEST_DOCUMENT, DEEPEST = 5, 100
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_DOUBLE, _STRING, _DOCUMENT, _ARRAY, _BINARY, _ID, _BOOL, _DATE = 1, 2, 3, 4, 5, 7, 8, 9
_PATTERN, _POINTER, _CODE, _SYMBOL, _SCOPED_CODE, _INT, _LONG = 11, 12, 13, 14, 15, 16, 18
# The bytes of other values, by their type; none of them is part of an article.
_SIZES = {6: 0, _BOOL: 1, 10: 0, 17: 8, 19: 16, 127: 0, 255: 0}
# What follows the length of a value, besides so many bytes.
_BEHIND_LENGTH = {_STRING: 0, _CODE: 0, _SYMBOL: 0, _BINARY: 1, _POINTER: 12}
_NUMBERS = {_DOUBLE: struct.Struct("<d"), _INT: struct.Struct("<i"), _LONG: struct.Struct("<q")}
_LENGTH = struct.Struct("<i")
DAMAGED = "replace the file; it seems to be damaged"


def looks_like_bson(head: bytes) -> bool:
    """Whether bytes begin like a document of BSON.

    >>> looks_like_bson(bytes([14, 0, 0, 0, 2, 97, 0, 2, 0, 0, 0, 98, 0, 0])), looks_like_bson(b"{}")
    (True, False)
    """
    if len(head) < SHORTEST_DOCUMENT:
        return False
    length = _LENGTH.unpack_from(head)[0]
    is_known = head[4] in _NUMBERS or head[4] in {_STRING, _DOCUMENT, _ARRAY, _BINARY, _ID, _BOOL, _DATE}
    return SHORTEST_DOCUMENT < length <= LONGEST_DOCUMENT and is_known and (len(head) < length or not head[length - 1])


def read_bson(path: str, file: IO[bytes], _: FieldMap) -> Iterator[Record | Problem]:
    """The documents as records whose line is their number; what follows a damaged one is not read."""
    number = 0
    while start := file.read(_LENGTH.size):
        number += 1
        try:
            values = _document(_whole(start, file), 0)[0]
        except (ReadError, struct.error, IndexError, ValueError, OverflowError):
            error = ReadError("damaged at document {}; the rest was not read", number, hint=DAMAGED)
            yield problem_of(path, error)
            return
        yield Record(values, number, unit="row")


def _whole(start: bytes, file: IO[bytes]) -> bytes:
    length = _LENGTH.unpack(start)[0]
    if not SHORTEST_DOCUMENT <= length <= LONGEST_DOCUMENT:
        raise ValueError(length)
    return start + file.read(length - len(start))


def _document(content: bytes, begin: int, depth: int = 0) -> tuple[dict[str, Any], int]:
    """The values of a document that begins there, and where it ends."""
    end = begin + _LENGTH.unpack_from(content, begin)[0]
    if depth > DEEPEST or not begin + SHORTEST_DOCUMENT <= end <= len(content) or content[end - 1]:
        raise ValueError(end)
    values: dict[str, Any] = {}
    at = begin + _LENGTH.size
    while at < end - 1:
        kind = content[at]
        close = content.index(0, at + 1)
        name = content[at + 1 : close].decode("utf-8", "replace")
        value, at = _value(kind, content, close + 1, depth)
        if value is not None:
            values[name] = value
    return values, end


def _value(kind: int, content: bytes, at: int, depth: int) -> tuple[Any, int]:
    """A value and where it ends; None for what is no part of an article."""
    if kind in _NUMBERS:
        return _NUMBERS[kind].unpack_from(content, at)[0], at + _NUMBERS[kind].size
    if kind in {_DOCUMENT, _ARRAY}:
        values, end = _document(content, at, depth + 1)
        return (list(values.values()) if kind == _ARRAY else values), end
    if kind == _DATE:
        return _date(struct.unpack_from("<q", content, at)[0]), at + 8
    if kind == _ID:
        return content[at : at + 12].hex(), at + 12
    end = _end(kind, content, at)
    if kind in {_STRING, _CODE, _SYMBOL}:
        return content[at + _LENGTH.size : end - 1].decode("utf-8", "replace"), end
    return None, end


def _end(kind: int, content: bytes, at: int) -> int:
    """Where a value ends whose type is not one of numbers, documents and dates."""
    if kind in _SIZES:
        return at + _SIZES[kind]
    if kind == _PATTERN:
        return content.index(0, content.index(0, at) + 1) + 1
    if kind == _SCOPED_CODE:
        return at + _length(content, at)
    if kind not in _BEHIND_LENGTH:
        raise ValueError(kind)
    return at + _LENGTH.size + _length(content, at) + _BEHIND_LENGTH[kind]


def _length(content: bytes, at: int) -> int:
    length: int = _LENGTH.unpack_from(content, at)[0]
    if not 0 <= length <= len(content) - at:
        raise ValueError(length)
    return length


def _date(milliseconds: int) -> str | None:
    try:
        return (_EPOCH + dt.timedelta(milliseconds=milliseconds)).isoformat()
    except OverflowError:
        return None
