"""Which of the tables of a file hold news: those beside them are comments, users, logs, lists of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.table_layout import find_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.records import FieldMap
    from newsgrep.readers.table_layout import Layout

# What a table holds: articles, texts without titles, titles without texts, what people said of articles, or none of it.
Holding = Literal["articles", "texts", "titles", "remarks", "other"]

_REMARKS = re.compile(r"comment|repl(?:y|ies)|remark|danmu|评论|評論|回复|回覆|留言|弹幕", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?:news|article|post|doc|document|story|item|page|parent|reply|root|weibo|status|tweet|video|msg|thread|topic|note)"
    r"_?(?:id|no|pk)|[amntp]id|(?:新闻|文章|稿件|微博|帖子|父|所属)\s*(?:id|编号|号)",
    re.IGNORECASE,
)
# Names of titles that people and things have too.
_NAMES = frozenset({"name", "姓名", "名称", "主题", "subject"})
MAP = Message("map them in newsgrep.toml under [fields]")


class Table(NamedTuple):
    """A table of a file: its name, its layout, and what it holds."""

    name: str
    layout: Layout
    holding: Holding


def table_of(name: str, rows: Sequence[Sequence[str]], fields: FieldMap) -> Table:
    """A table by its name and its first rows.

    >>> from newsgrep.readers.records import FieldMap
    >>> comments = [["id", "news_id", "content"], ["1", "7", "支持"]]
    >>> table_of("评论", comments, FieldMap()).holding, table_of("t", comments, FieldMap()).holding
    ('remarks', 'remarks')
    """
    layout = find_layout(rows, fields)
    return Table(name, layout, _holding(name, layout, fields))


def _holding(name: str, layout: Layout, fields: FieldMap) -> Holding:
    if not layout.is_known:
        return "other"
    roles = fields.roles([column for column in layout.names if column])
    if roles["title"] and roles["body"]:
        return "remarks" if _REMARKS.search(name) else "articles"
    if roles["title"]:
        return "other" if all(title.strip().lower() in _NAMES for title in roles["title"]) else "titles"
    is_remark = _REMARKS.search(name) or any(_REMARKS.search(column) for column in layout.names)
    return "remarks" if is_remark or any(map(_REFERENCE.fullmatch, layout.names)) else "texts"


def tables_with_news(path: str, tables: Sequence[Table]) -> Iterator[Table | Problem]:
    """The tables to read, and a problem for those that are left out although they may hold news.

    Articles stand before texts, texts before titles, and remarks are read only where there is nothing else.
    """
    holdings = {table.holding for table in tables}
    if "titles" in holdings and "remarks" in holdings and not holdings & {"articles", "texts"}:
        yield from _parted(path, tables)
        return
    chosen: Iterable[Holding] = next(
        (kinds for kinds in (("articles", "texts"), ("titles",), ("remarks",)) if holdings.intersection(kinds)),
        (),
    )
    yield from (table for table in tables if table.holding in chosen)
    if "articles" in chosen or "texts" in chosen:
        left = tuple(table.name for table in tables if table.holding == "titles")
        if left:
            yield Problem(path, None, Message("not read, since they have titles but no texts: {}", left))
    if not chosen:
        yield from _unknown(path, tables)


def _parted(path: str, tables: Sequence[Table]) -> Iterator[Problem]:
    names = tuple(table.name for table in tables if table.holding in {"titles", "remarks"})
    yield Problem(
        path,
        None,
        Message("titles and texts are in different tables: {}", names),
        Message("export them as one table"),
        lost=True,
    )


def _unknown(path: str, tables: Sequence[Table]) -> Iterator[Problem]:
    """A problem for a file without a table of news, with the names of its widest table."""
    if not tables:
        return
    widest = max(tables, key=lambda table: len(table.layout.names))
    names = tuple(name for name in widest.layout.names if name)[:20] or Message("none")
    yield Problem(path, None, Message("no title or body found among its fields: {}", names), MAP, lost=True)
