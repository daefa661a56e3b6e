"""Tables without a header whose texts have commas and no quotation marks, so that rows differ in their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.tables.column_roles import (
    ADDRESS,
    are_mostly,
    guess_roles,
    is_date_cell,
    is_name_cell,
    is_section_cell,
    is_source_cell,
    is_text_cell,
    is_title_cell,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_ROWS, FEWEST_WIDTHS = 3, 3
NUMBER = re.compile(r"\d*")


class TextColumn(NamedTuple):
    """The columns before a text, and those behind it."""

    before: int
    behind: int

    @property
    def width(self) -> int:
        """The columns of the table."""
        return self.before + 1 + self.behind

    def joined(self, row: Sequence[str]) -> list[str]:
        """A row with the cells put together that commas in its text parted.

        >>> TextColumn(1, 1).joined(["合龙", "今天", "大桥合龙。", "2025-03-18"])
        ['合龙', '今天,大桥合龙。', '2025-03-18']
        """
        end = len(row) - self.behind
        return [*row[: self.before], ",".join(row[self.before : end]), *row[end:]]


def unquoted_text(rows: Sequence[Sequence[str]]) -> TextColumn | None:
    """Where the text of rows of different widths is; None if they have none with commas.

    >>> parts = ("昨日大桥合龙", "市民排起长队", "全长三十公里。")
    >>> unquoted_text([["新桥合龙", *parts[:1] * times, *parts, "2025-03-18"] for times in range(3)])
    TextColumn(before=1, behind=1)
    """
    widths = set(map(len, rows))
    if len(rows) < FEWEST_ROWS or len(widths) < FEWEST_WIDTHS:
        return None
    narrowest = min(widths)
    before, has_title = 0, False
    while before < narrowest - 1:
        cells = [row[before].strip() for row in rows]
        if not are_mostly(cells, _is_plain):
            if has_title or not are_mostly(cells, lambda cell: is_title_cell(cell) or _is_word(cell)):
                break
            has_title = are_mostly(cells, is_title_cell)
        before += 1
    behind = 0
    while behind < narrowest - before - 1:
        cells = [row[-1 - behind].strip() for row in rows]
        if not are_mostly(cells, lambda cell: _is_plain(cell) or _is_word(cell)):
            break
        behind += 1
    found = TextColumn(before, behind)
    whole = [found.joined(row) for row in rows]
    names = [f"#{number}" for number in range(1, found.width + 1)]
    is_whole = are_mostly([row[before] for row in whole], is_text_cell)
    return found if is_whole and guess_roles(names, whole).get("body") == names[before] else None


def _is_plain(cell: str) -> bool:
    """Whether a cell is empty, a number, a date or an address."""
    return bool(NUMBER.fullmatch(cell) or is_date_cell(cell) or ADDRESS.fullmatch(cell))


def _is_word(cell: str) -> bool:
    """Whether a cell may be a section, a source or an author."""
    return is_section_cell(cell) or is_source_cell(cell) or is_name_cell(cell)
