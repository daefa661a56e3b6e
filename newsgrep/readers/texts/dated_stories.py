"""Stories one after another, each below a line with its date: clippings by day."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines
from newsgrep.readers.texts.ruled_blocks import ENDS, LONGEST_TITLE, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

FEWEST_STORIES, MOST_ABOVE, SHORTEST_TEXT = 3, 2, 20
# A date over two lines, as lists of notices show it: the year above the day, or the day above year and month.
YEAR, DAY_OF_YEAR = re.compile(r"((?:19|20)\d\d)年?"), re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
DAY, MONTH_OF_YEAR = re.compile(r"(\d{1,2})日?"), re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})月?")


def looks_like_dated_stories(head: str) -> bool:
    r"""Whether a text is stories that have their date in a line above their title.

    >>> story = "2025年3月1日\n大桥合龙\n　　大桥今天合龙，全长三公里，双向六车道，预计连接南北两岸。\n"
    >>> looks_like_dated_stories(story * 4), looks_like_dated_stories(story)
    (True, False)
    """
    lines = [line for _, line in _with_whole_dates(first_lines(head)) if line]
    if not any(map(_is_dated, lines[: MOST_ABOVE + 1])):
        return False
    dates = [at for at, line in enumerate(lines) if _is_dated(line)]
    return len(dates) >= FEWEST_STORIES and sum(_begins(lines, at) for at in dates[:-1]) >= len(dates[:-1])


def read_dated_stories(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per line with a date; what is above the first is none."""
    block: list[tuple[int, str]] = []
    facts: dict[str, str] = {}
    for number, line in _with_whole_dates(lines):
        text = line.strip()
        if _is_dated(text):
            if facts and any(row.strip() for _, row in block):
                yield _story(block, facts)
            block, facts = [], facts_of(text) or {}
        elif facts:
            block.append((number, line.rstrip("\n")))
    if facts and any(row.strip() for _, row in block):
        yield _story(block, facts)


def _with_whole_dates(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; a date over two of them is on the first, and the second is blank.

    >>> [line for _, line in _with_whole_dates(["2025", "06-19", "大桥合龙", "18", "2025-06"])]
    ['2025-06-19', '', '大桥合龙', '2025-06-18', '']
    """
    date = ""
    for number, (line, below) in enumerate(pairwise(chain(lines, [""])), start=1):
        if date:
            date = ""
            yield number, ""
            continue
        date = _date_of(line.strip(), below.strip())
        yield number, date or line


def _date_of(line: str, below: str) -> str:
    """The date that two lines are, or an empty text."""
    if (year := YEAR.fullmatch(line)) and (day := DAY_OF_YEAR.fullmatch(below)):
        return f"{year[1]}-{day[1]:0>2}-{day[2]:0>2}"
    if (day := DAY.fullmatch(line)) and (month := MONTH_OF_YEAR.fullmatch(below)):
        return f"{month[1]}-{month[2]:0>2}-{day[1]:0>2}"
    return ""


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
