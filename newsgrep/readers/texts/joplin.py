"""Notes of Joplin as its raw export has them: a title, Markdown, and the facts of the note at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ID = re.compile(r"id: [0-9a-f]{32}")
FACT = re.compile(r"([a-z_]{2,40}):(?: (.*))?")
LAST = re.compile(r"type_: (\d{1,2})")
NOTE = "1"
# Lines of facts that a note may have.
MOST_FACTS = 60
# Those that are facts of the article; when the note was made is none of them.
ROLES = {"author": "author", "source_url": "url"}


def take_joplin_facts(lines: Sequence[str]) -> tuple[list[str], dict[str, str]] | None:
    """The lines of a note without its facts, whose first is its title, and the facts; None if it is no such note.

    >>> note = ["大桥合龙", "", "大桥今天合龙。", "", "id: " + "0" * 32, "author: 何青禾", "type_: 1"]
    >>> take_joplin_facts(note)
    (['', '', '大桥今天合龙。', ''], {'author': '何青禾', 'title': '大桥合龙'})
    """
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    last = LAST.fullmatch(lines[end - 1].strip()) if end else None
    if last is None or last[1] != NOTE:
        return None
    begin = next((at for at in range(end - 1, max(-1, end - MOST_FACTS), -1) if ID.fullmatch(lines[at].strip())), None)
    if begin is None:
        return None
    found = [match for match in (FACT.fullmatch(line.strip()) for line in lines[begin:end]) if match]
    facts = {ROLES[match[1]]: match[2] for match in found if match[1] in ROLES and match[2]}
    title = next((at for at in range(begin) if lines[at].strip()), None)
    if title is None:
        return list(lines[:begin]), facts
    rest = ["" if at == title else line for at, line in enumerate(lines[:begin])]
    return rest, {**facts, "title": lines[title].strip().lstrip("# ")}
