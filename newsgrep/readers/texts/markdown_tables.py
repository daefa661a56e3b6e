"""Markdown files that are a table: a row is an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.records import Record
from newsgrep.readers.tables.table_layout import named_cells
from newsgrep.readers.tables.table_roles import table_of
from newsgrep.readers.texts.markdown_text import TABLE_RULE, inline_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap

FEWEST_ROWS = 3
# Lines besides the rows, such as a title.
MOST_OTHERS = 2
BORDER = re.compile(r"(?<!\\)\|")
LINK = re.compile(r"\]\((https?://[^()\s]{4,2000})\)")
LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)


def table_records(lines: Sequence[str], fields: FieldMap) -> Iterator[Record]:
    """The rows of a table that has titles and dates or texts, if the lines are hardly anything else.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> rows = ["| 标题 | 正文 |", "|---|---|", f"| 合龙 | {'今天合龙，' * 9} |", f"| 开馆 | {'今天开馆，' * 9} |"]
    >>> [record.values["标题"] for record in table_records(rows, FieldMap())]
    ['合龙', '开馆']
    """
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line.lstrip().startswith("|")]
    others = sum(1 for line in lines if line.strip()) - len(rows)
    if len(rows) < FEWEST_ROWS or others > MOST_OTHERS or not TABLE_RULE.fullmatch(rows[1][1].strip()):
        return
    cells = [(number, _cells(line)) for number, line in rows if not TABLE_RULE.fullmatch(line.strip())]
    table = table_of("", [row for _, row in cells], fields)
    if not table.layout.has_names or table.holding not in {"articles", "texts", "titles"}:
        return
    for number, row in cells[table.layout.rows_above :]:
        if any(row):
            values = dict(named_cells(table.layout.names, row))
            links = LINK.findall(lines[number - 1])
            if len(links) == 1:  # that of the article
                values.setdefault("url", links[0])
            yield Record(values, number, hints=table.layout.hints)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return [inline_text(LINE_END.sub("\n", cell.replace("\\|", "|"))) for cell in BORDER.split(inner)]
