"""Stories one after another, whose titles a repeated form shows."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import LINES_LOOKED_AT, FieldLines
from newsgrep.readers.texts.headed_stories import without_facts
from newsgrep.readers.texts.repeated_form import FilledLine, TitleForm, filled_lines, lines_of, parted, titled
from newsgrep.readers.texts.ruled_blocks import MOST_FACT_LINES, SOURCE, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record
# The label of the next title, where nothing parts it from a text.
TITLE_LABEL_AT_END = re.compile(r"(?<=[。！？”])\s*(?:标题|標題|题目|題目|title)\s*[:：]\s*$", re.IGNORECASE)


class _Row(NamedTuple):
    """A line as it is written, and without white space."""

    raw: str
    line: FilledLine


def looks_like_repeated_titles(head: str) -> bool:
    r"""Whether a repeated form shows the titles of a text.

    >>> titles = ["新桥今日通车", "白鹤昨日归来", "图书馆今日开放"]
    >>> looks_like_repeated_titles("".join(f"***{title}***\n昨日，江城人看到{title}了。\n" for title in titles))
    True
    >>> looks_like_repeated_titles("".join(f"***{title}***\n昨日，江城人看到这件事了。\n" for title in titles))
    False
    """
    return titled(lines_of(head)) is not None


def read_repeated_titles(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per title; a line of facts above the first holds for all."""
    lines = iter(lines)
    first = list(islice(lines, LINES_LOOKED_AT))
    found = titled(lines_of("".join(first)))
    form = found.form if found else TitleForm("short")
    title, block = "", []
    begin = 0
    above: Mapping[str, str] = {}
    for row, below in _rows(chain(first, lines)):
        words = form.title(row.line, below)
        if not words:
            block.append(row)
            continue
        if title:
            yield _record(title, begin, block, above)
        elif not begin:
            above = next(filter(None, (facts_of(row.line.text) for row in block)), {})
        title, begin, block = words, row.line.number, []
        if form.kind == "parted":
            text = parted(row.line.text, form.mark)[1]
            block = [_Row(text, row.line._replace(text=text))]
    if title:
        yield _record(title, begin, block, above)


def _rows(lines: Iterable[str]) -> Iterator[tuple[_Row, FilledLine | None]]:
    """Each line that is neither blank nor a rule, with the next one."""
    waiting: _Row | None = None
    for line, written in filled_lines(lines):
        if waiting:
            yield waiting, line
        waiting = _Row(written.rstrip("\n"), line)
    if waiting:
        yield waiting, None


def _record(title: str, number: int, block: list[_Row], above: Mapping[str, str]) -> Record:
    """The record of a title and what is below it: lines of facts, the text, and facts or a source at its end."""
    fields = FieldLines()
    bare, in_title = without_facts(title)
    fields.add("title", bare, number)
    facts = {role: (value, number) for role, value in in_title.items()}
    rows = list(block)
    while rows and len(block) - len(rows) < MOST_FACT_LINES and (found := facts_of(rows[0].line.text)):
        facts = {role: (value, rows[0].line.number) for role, value in found.items()} | facts
        del rows[0]
    if len(rows) > 1 and (found := _facts_below(rows[-1].line.text)):
        facts = {role: (value, rows[-1].line.number) for role, value in found.items()} | facts
        del rows[-1]
    for role, value in above.items():
        facts.setdefault(role, (value, number))
    for role, (value, at) in facts.items():
        fields.add(role, value, at)
    for row in rows:
        raw = TITLE_LABEL_AT_END.sub("", row.raw) if row is rows[-1] else row.raw
        fields.add("body", raw, row.line.number)
    return fields.record(number)


def _facts_below(line: str) -> dict[str, str] | None:
    return {"source": line} if SOURCE.fullmatch(line) else facts_of(line)
