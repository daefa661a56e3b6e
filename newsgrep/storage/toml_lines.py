"""Where something is in a TOML text: its readers give values without lines."""

from __future__ import annotations

import re

from newsgrep.message import Message, quoted, reason

# The header of a table, a key with a value, a part of a dotted key, the place of an error.
HEADER = re.compile(r"\s*\[\[?([^\]]+)\]")
ASSIGNED = re.compile(r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*=")
KEY_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[\w-]+")
AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


def place_of_error(error: Exception) -> tuple[int | None, Message]:
    """The line of a syntax error, if it names one, and what is wrong there."""
    place = AT_LINE.search(str(error))
    return (int(place[1]), quoted(AT_LINE.sub("", str(error)))) if place else (None, reason(error))


def line_of_key(text: str, key: tuple[str, ...]) -> int | None:
    r"""The line of a key in a TOML text, or that of the table it is in; None if neither is seen.

    >>> line_of_key('color = "no"\n[folder."weibo/"]\nzone = 8\n', ("folder", "weibo/", "zone"))
    3
    """
    table: tuple[str, ...] = ()
    found = None
    for number, line in enumerate(text.split("\n"), start=1):
        if header := HEADER.match(line):
            table = _parts(header[1])
            found = number if table == key[: len(table)] and table else found
        elif assigned := ASSIGNED.match(line):
            full = (*table, *_parts(assigned[1]))
            if full == key[: len(full)]:
                return number
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, without quotation marks."""
    return tuple(part.strip().strip("\"'") for part in KEY_PART.findall(dotted))
