"""Lines with an object of JSON behind what a program has written before it: a number, an address, a time, ``data:``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.han import HAN
from newsgrep.readers.json_documents import articles_in
from newsgrep.readers.json_records import records_of_text
from newsgrep.readers.json_syntax import JSON_ERRORS, decoded
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.texts.yaml_records import is_article, is_text
from newsgrep.readers.values import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What is before an object, up to its first name.
BEFORE = re.compile(
    r'\s*(?P<before>(?:\[[^\n{}"\[\]]{1,80}\]|[^\s{}\[\]"])[^\n{}"]{0,300}?)[\s:=>|,]{0,9}(?=\{\s{0,9}"[^"\n]{1,80}"\s{0,9}:)'
)
# What a program writes behind an object.
AFTER = ");,"
# The other lines of events that a server sends.
EVENT_LINE = re.compile(r"(?:event|id|retry)?:[^\n]*")
# Characters of what a program writes before each object in Chinese; of more, a title is among them.
MOST_HAN = 8
LINES_LOOKED_AT, MOST = 20, 0.6
NO_OBJECT = Message("a text without an object of JSON around it")
MEND = Message("fix the file and index again")


def looks_like_logged_json(head: str) -> bool:
    r"""Whether most lines have an object of JSON behind something else, and one is an article.

    >>> looks_like_logged_json('1\t{"标题": "大桥合龙", "正文": "今天合龙。"}\n')
    True
    >>> looks_like_logged_json('{"标题": "大桥合龙", "正文": "今天合龙。"}\n'), looks_like_logged_json("大桥{合龙}\n")
    (False, False)
    """
    if '{"' not in head:
        return False
    lines = [line for line in head.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT] if _is_content(line)]
    found = [match for match in map(BEFORE.match, lines) if match and len(HAN.findall(match["before"])) <= MOST_HAN]
    objects = (_object_in(match.string[match.end() :]) for match in found)
    fields = FieldMap()
    return len(found) >= max(len(lines) * MOST, 1) and any(_has_article(value, fields) for value in objects)


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not EVENT_LINE.fullmatch(line)


def _object_in(text: str) -> Any:
    """The object that a text begins with; None if it has no end."""
    try:
        return decoded(text, 0)[0]
    except JSON_ERRORS:
        return None


def _has_article(value: Any, fields: FieldMap) -> bool:
    found = articles_in(value, fields) if value is not None else []
    return any(is_article({**each.defaults, **each.values}, fields) for each in found)


def read_logged_json(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The records of the object on each line; the address before it is theirs. What else is logged is left out."""
    for number, line in enumerate(lines, start=1):
        match = BEFORE.match(line)
        if not match:
            if line.lstrip().startswith("{"):
                yield from records_of_text(path, line, fields, first=number)
            elif is_text(line):
                yield Problem(path, number, NO_OBJECT, MEND, lost=True)
            continue
        address = match["before"].split()[-1]
        facts = {"url": address} if is_address(address) else {}
        text = line[match.end() :].rstrip().rstrip(AFTER)
        for found in records_of_text(path, text, fields, first=number):
            yield found._replace(defaults={**facts, **found.defaults}) if isinstance(found, Record) else found
