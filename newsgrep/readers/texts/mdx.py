"""The code in MDX, Markdown with components: imports, exports, and elements with attributes on several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# import Link from '@site/Link' and export const Link = ({children}) => (…)
_BEGIN = re.compile(
    r"(?:import\s+(?:[\w*{].{0,200}\sfrom\s+)?[\"']|import\s*\{\s*$|export\s+(?:default|const|let|function|async)\b)"
)
_OPEN_ELEMENT = re.compile(r"\s*</?[A-Za-z][\w.]*(?:\s[^<>]*)?$")
# Lines of a component or an element; more are none that was closed.
MOST_LINES = 120


def without_code(lines: list[str]) -> list[str]:
    r"""The lines of a document, those of code empty.

    >>> without_code(["import Red from '@site/Red'", "export const Link = ({children}) => (", "  {children}", ");"])
    ['', '', '', '']
    >>> without_code(["大桥合龙", "<img", '  src="a.png"', "/>", "江城昨日通车。", "export (出口)增长"])
    ['大桥合龙', '', '', '', '江城昨日通车。', 'export (出口)增长']
    """
    left = lines.copy()
    for begin, end in _blocks(lines):
        left[begin:end] = [""] * (end - begin)
    return left


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where code begins and ends."""
    at = 0
    while at < len(lines):
        if _BEGIN.match(lines[at]):
            end = _end_of_statement(lines, at)
        elif lines[at].lstrip()[:1] == "<" and _OPEN_ELEMENT.fullmatch(lines[at]):
            end = _end_of_element(lines, at)
        else:
            end = at
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _end_of_statement(lines: Sequence[str], begin: int) -> int:
    """The end of a statement: where all brackets are closed; its beginning if they never are."""
    depth = 0
    for at in range(begin, min(len(lines), begin + MOST_LINES)):
        depth += sum(lines[at].count(mark) for mark in "([{") - sum(lines[at].count(mark) for mark in ")]}")
        if depth <= 0:
            return at + 1
    return begin


def _end_of_element(lines: Sequence[str], begin: int) -> int:
    """The end of an element's attributes: a line with the bracket that closes it; its beginning if there is none."""
    for at in range(begin + 1, min(len(lines), begin + MOST_LINES)):
        if lines[at].strip() in {">", "/>"} or (lines[at].rstrip().endswith(">") and "<" not in lines[at]):
            return at + 1
        if not lines[at].strip():
            break
    return begin
