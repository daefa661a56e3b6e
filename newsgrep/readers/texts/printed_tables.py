"""Tables as the clients of databases print them: columns between bars, and rules of hyphens and plus signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.lines import joined
from newsgrep.readers.texts.field_lines import first_lines
from newsgrep.readers.texts.markdown_tables import table_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

# +----+-------+ around the names of the columns, or ----+------- below them.
RULE = re.compile(r"\+?-{2,}(?:\+-{2,})+\+?")


def looks_like_printed_table(head: str) -> bool:
    r"""Whether a text begins with the names of columns between or above such rules.

    >>> looks_like_printed_table("+----+------+\n| id | 标题 |\n+----+------+\n|  1 | 合龙 |\n")
    True
    >>> looks_like_printed_table(" id | 标题 \n----+------\n  1 | 合龙\n")
    True
    """
    lines = first_lines(head)[:3]
    rules = [RULE.fullmatch(line) is not None for line in lines]
    return rules in ([True, False, True], [False, True, False]) and "|" in lines[rules.index(False)]


def read_printed_table(_path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record]:
    """A record per row. Raises ``ReadError`` if the file is longer than a page may be."""
    rows = [line.strip() for line in joined(lines).split("\n")]
    names = next((at for at, row in enumerate(rows) if "|" in row), len(rows))
    yield from table_records([*map(_as_blank, rows[:names]), *map(_as_markdown, rows[names:])], fields)


def _as_blank(row: str) -> str:
    return "" if RULE.fullmatch(row) else row


def _as_markdown(row: str) -> str:
    """A line of such a table as one of Markdown."""
    if RULE.fullmatch(row):
        return f"|{row.strip('+').replace('+', '|')}|"
    return f"|{row.strip('|')}|" if "|" in row else row
