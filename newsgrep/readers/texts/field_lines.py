"""The fields of a record, gathered line by line."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What is looked at of the beginning of a text, and of each of its lines: form shows there, and any size stays cheap.
LINES_LOOKED_AT = 400
LINE_LOOKED_AT = 2000
# A Latin name as citations have it: family name, given name.
INVERTED_NAME = re.compile(r"([A-Za-z][A-Za-z'’ -]{0,40}), ?([A-Z][A-Za-z.'’ -]{0,40})")


class FieldLines:
    r"""Fields and the lines they are on. Lines of one field keep their distance, so that each can be found in the file.

    >>> fields = FieldLines()
    >>> fields.add("title", "大桥通车", 1), fields.add("body", "今天通车。", 3), fields.add("body", "明天限行。", 5)
    (None, None, None)
    >>> record = fields.record()
    >>> record.values, dict(record.starts), record.line
    ({'title': '大桥通车', 'body': '今天通车。\n\n明天限行。'}, {'title': 1, 'body': 3}, 1)
    """

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def add(self, name: str, text: str, line: int) -> None:
        """Add a line to a field; blank lines before the first are left out."""
        if name in self._parts:
            self._parts[name].append("\n" * max(1, line - self._ends[name]) + text)
        elif text.strip():
            self._parts[name] = [text]
            self._starts[name] = line
        else:
            return
        self._ends[name] = max(line, self._ends.get(name, line))

    def add_facts(self, facts: Mapping[str, str], line: int) -> None:
        """Add the facts of a line that there are none of yet."""
        for name, text in facts.items():
            if name not in self:
                self.add(name, text, line)

    def record(self, line: int = 0) -> Record:
        """The record; it begins on ``line``, or on that of its first field."""
        values = {name: "".join(parts).rstrip() for name, parts in self._parts.items()}
        begin = line or min(self._starts.values(), default=1)
        return Record(values, begin, dict(self._starts), spread=True)


def first_lines(head: str) -> list[str]:
    r"""The first lines of a text that are not blank, each without white space around it and up to a length.

    The last one may be cut off.

    >>> first_lines("新桥通车\n\n　　昨日，新桥通车。")
    ['新桥通车', '昨日，新桥通车。']
    """
    return list(_first_lines(head))


@lru_cache(maxsize=1)  # one text is sniffed by many
def _first_lines(head: str) -> tuple[str, ...]:
    filled = filter(None, (line[:LINE_LOOKED_AT].strip() for line in _lines(head)))
    return tuple(islice(filled, LINES_LOOKED_AT))


def with_beginning(lines: Iterable[str]) -> tuple[list[str], Iterator[tuple[int, str]]]:
    """The first lines, each up to a length, blank ones too; and all lines, whole, with their numbers, as they come."""
    numbered = enumerate((line.rstrip("\n") for line in lines), start=1)
    beginning: list[tuple[int, str]] = []
    filled = 0
    for number, line in numbered:
        beginning.append((number, line))
        filled += bool(line.strip())
        if filled == LINES_LOOKED_AT:
            break
    return [line[:LINE_LOOKED_AT] for _, line in beginning], chain(beginning, numbered)


def _lines(text: str) -> Iterator[str]:
    begin = 0
    while (end := text.find("\n", begin)) >= 0:
        yield text[begin:end]
        begin = end + 1
    yield text[begin:]


def share(flags: Iterable[object]) -> float:
    """The part of the items that are true; 0 of none.

    >>> share([True, False, "是", None]), share([])
    (0.5, 0)
    """
    found = list(map(bool, flags))
    return sum(found) / len(found) if found else 0


def usual_name(name: str) -> str:
    """A Latin name whose family name comes first, in the usual order; any other as it is.

    >>> usual_name("Lee, Ann"), usual_name("何青禾;")
    ('Ann Lee', '何青禾;')
    """
    match = INVERTED_NAME.fullmatch(name.strip())
    return f"{match[2]} {match[1]}" if match else name
