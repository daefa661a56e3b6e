"""Stories one after another, each below a line with its date: clippings by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines
from newsgrep.readers.texts.ruled_blocks import ENDS, LONGEST_TITLE, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

FEWEST_STORIES, MOST_ABOVE, SHORTEST_TEXT = 3, 2, 20


def looks_like_dated_stories(head: str) -> bool:
    r"""Whether a text is stories that have their date in a line above their title.

    >>> story = "2025年3月1日\n大桥合龙\n　　大桥今天合龙，全长三公里，双向六车道，预计连接南北两岸。\n"
    >>> looks_like_dated_stories(story * 4), looks_like_dated_stories(story)
    (True, False)
    """
    lines = first_lines(head)
    if not any(map(_is_dated, lines[: MOST_ABOVE + 1])):
        return False
    dates = [at for at, line in enumerate(lines) if _is_dated(line)]
    return len(dates) >= FEWEST_STORIES and sum(_begins(lines, at) for at in dates[:-1]) >= len(dates[:-1])


def read_dated_stories(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per line with a date; what is above the first is none."""
    block: list[tuple[int, str]] = []
    facts: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if _is_dated(text):
            if facts and any(row.strip() for _, row in block):
                yield _story(block, facts)
            block, facts = [], facts_of(text) or {}
        elif facts:
            block.append((number, line.rstrip("\n")))
    if facts and any(row.strip() for _, row in block):
        yield _story(block, facts)


def _is_dated(line: str) -> bool:
    return bool(line) and "date" in (facts_of(line) or {})


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a title and a text are below a date, and a text above it."""
    above, title, text = lines[at - 1] if at else "", *lines[at + 1 : at + 3]
    return (
        len(title) <= LONGEST_TITLE
        and title[-1] not in ENDS
        and len(text) >= SHORTEST_TEXT
        and (at <= MOST_ABOVE or above[-1:] in ENDS or len(above) >= SHORTEST_TEXT)
    )


def _story(block: list[tuple[int, str]], facts: dict[str, str]) -> Record:
    fields = FieldLines()
    begin = next(number for number, line in block if line.strip())
    for role, value in facts.items():
        fields.add(role, value, begin)
    for number, line in block:
        fields.add("title" if number == begin else "body", line.strip() if number == begin else line, number)
    return fields.record(begin)
