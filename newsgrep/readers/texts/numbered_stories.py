"""Digests without rules: titles with a number or in 【】, each with a line of facts below, and paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import first_lines
from newsgrep.readers.texts.labelled_blocks import ORDINAL
from newsgrep.readers.texts.ruled_blocks import ENDS, LONGEST_TITLE, facts_of, is_boxed_title, story_of_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

FEWEST_STORIES, MOST_ABOVE, SHORTEST_TEXT = 3, 3, 30
# A mark before a title.
MARK = re.compile(r"^[★☆●○◆◇■□▲△▼※▶►◎⊙•]\s?")


def looks_like_numbered_stories(head: str) -> bool:
    r"""Whether a text is titles with numbers or in 【】, with facts and paragraphs below.

    >>> text = "".join(f"{n}、大桥{n}合龙\n（江城日报 2025-03-1{n}）\n　　大桥今天合龙。\n" for n in range(1, 5))
    >>> looks_like_numbered_stories(text), looks_like_numbered_stories("1、大桥合龙\n　　今天合龙。\n" * 3)
    (True, False)
    """
    lines = first_lines(head)
    begins = [at for at in range(len(lines) - 1) if _begins(lines[at], lines[at + 1])]
    numbers = [_number(lines[at]) for at in begins]
    if not begins:  # without facts, if nothing is above: sections of a story are below its title
        begins = [at for at in range(len(lines) - 1) if _is_item(lines[at], lines[at + 1])]
        begins = begins if begins[:1] == [0] else []
        numbers = [_number(lines[at]) for at in begins]
        return len(begins) >= FEWEST_STORIES and numbers == list(range(1, len(numbers) + 1))
    is_row = bool(numbers) and numbers in ([0] * len(numbers), list(range(numbers[0], numbers[0] + len(numbers))))
    return len(begins) >= FEWEST_STORIES and is_row and begins[0] <= MOST_ABOVE


def read_numbered_stories(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per title with a number or in 【】; what is above the first is none."""
    block: list[tuple[int, str]] = []
    last, begins = -1, _begins
    for number, line, below in _with_next(lines):
        title = line.strip()
        if last < 0 and not block and _is_item(title, below.strip()) and not _begins(title, below.strip()):
            begins = _is_item
        is_next = begins is _is_item and last >= 0 and _number(title) == last + 1 and _is_numbered(title)
        if is_next or (begins(title, below.strip()) and (last < 0 or _number(title) == last + (last > 0))):
            if last >= 0:
                yield story_of_block(block)
            block, last = [], _number(title)
        text = line if block else MARK.sub("", line, count=1)
        block.append((number, text.rstrip("\n")))
    if last >= 0:
        yield story_of_block(block)


def _begins(line: str, below: str) -> bool:
    ordinal = ORDINAL.match(line) or MARK.match(line)
    is_numbered = ordinal is not None and ordinal.end() < len(line) <= LONGEST_TITLE and not line.endswith("。")
    return (is_numbered or is_boxed_title(line)) and facts_of(below) is not None


def _is_item(line: str, below: str) -> bool:
    """Whether a line is a title with a number, and a text is below it."""
    return _is_numbered(line) and len(below) >= SHORTEST_TEXT and below[-1] in ENDS


def _is_numbered(line: str) -> bool:
    ordinal = ORDINAL.match(line)
    return ordinal is not None and ordinal.end() < len(line) <= LONGEST_TITLE and line[-1] not in ENDS


def _number(line: str) -> int:
    ordinal = ORDINAL.match(line)
    return int(ordinal[1]) if ordinal else 0


def _with_next(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Each line with its number and the next line that is not blank."""
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from ((at, text, line) for at, text in waiting)
            waiting = []
        waiting.append((number, line))
    yield from ((at, text, "") for at, text in waiting)
