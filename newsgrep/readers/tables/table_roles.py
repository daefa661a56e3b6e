"""Which of the tables of a file hold news: those beside them are comments, users, logs, lists of titles."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.problems import Problem, shown_name
from newsgrep.readers.role_names import REMARKS
from newsgrep.readers.tables.table_layout import find_layout, roles_of
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.tables.table_shape import TableShape

# What a table holds: articles, texts without titles, titles without texts, what people said of articles, none of it, or
# no rows at all.
Holding = Literal["articles", "texts", "titles", "remarks", "other", "nothing"]

# Characters of the longest text of a table that has texts.
SHORTEST_TEXT = 20
# Characters of most titles of a table of titles; sections and tags are shorter.
SHORTEST_TITLE = 4

_LETTERS = lazy_pattern(r"[A-Za-z\u3400-\u9fff]")
_REFERENCE = lazy_pattern(
    r"(?:news|article|post|doc|document|story|item|page|parent|reply|root|weibo|status|tweet|video|msg|thread|topic|note)"
    r"_?(?:id|no|pk)|[amntp]id|(?:新闻|文章|稿件|微博|帖子|父|所属)\s*(?:id|编号|号)",
    re.IGNORECASE,
)
_TEXT_TABLE = lazy_pattern(r"data|content|text|body|detail|addon|正文|内容|全文", re.IGNORECASE)
# Names of titles that people and things have too.
_NAMES = frozenset({"name", "姓名", "名称", "主题", "subject"})
# Tables of what articles come from, which may be described in a few words.
_LOOKUP = lazy_pattern(
    r"(?:^|_)(?:feeds?|sources?|sites?|accounts?|channels?|authors?|mps?|公众号|来源|媒体|栏目)(?:$|_?(?:info|list)$)",
    re.IGNORECASE,
)
# Tables of articles, by their names.
NEWS_TABLE = lazy_pattern(r"news|article|stor(?:y|ies)|headline|xinwen|wenzhang|新闻|文章|稿", re.IGNORECASE)
# Tables of what is no article.
OTHER_TABLE = lazy_pattern(
    r"(?:^|_)(?:comments?|repl(?:y|ies)|users?|members?|logs?|sessions?|options?|settings?|configs?|migrations?|tags?|"
    r"categor(?:y|ies)|terms?|\w*meta|links?|admins?|roles?|permissions?|menus?|contacts?|feedbacks?|guestbooks?|liuyan|pinglun|huifu|yonghu|评论|用户|日志|留言|反馈)$",
    re.IGNORECASE,
)
MAP = Message("map them in newsgrep.toml under [fields]")


class Table(NamedTuple):
    """A table of a file: its name, its layout, and what it holds."""

    name: str
    layout: TableShape
    holding: Holding

    def texts(self, fields: FieldMap) -> frozenset[str]:
        """The columns of titles and texts."""
        known = {**self.layout.hints, **roles_of(self.layout.names, fields)}
        return frozenset(known[role] for role in ("title", "body") if role in known)


def table_of(name: str, rows: Sequence[Sequence[str]], fields: FieldMap) -> Table:
    """A table by its name and its first rows.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> comments = [["id", "news_id", "content"], ["1", "7", "支持大桥，盼望早日通车，出行更方便，谢谢建设者！"]]
    >>> table_of("评论", comments, FieldMap()).holding, table_of("t", comments, FieldMap()).holding
    ('remarks', 'remarks')
    """
    layout = find_layout(rows, fields)
    return Table(name, layout, _holding(name, layout, rows[layout.rows_above :], fields))


def _holding(name: str, layout: TableShape, rows: Sequence[Sequence[str]], fields: FieldMap) -> Holding:
    if layout.has_names and not rows:
        return "nothing"
    known = {**layout.hints, **roles_of(layout.names, fields)}
    cells = {
        role: [row[at] for row in rows if at < len(row) and row[at].strip()]
        for role in ("title", "body")
        if role in known and (at := layout.names.index(known[role])) >= 0
    }
    has_titles = 2 * sum(map(_is_wording, cells.get("title", ()))) > len(cells.get("title", ())) > 0
    has_texts = max(map(len, cells.get("body", ())), default=0) >= SHORTEST_TEXT
    is_remark = REMARKS.search(name) or any(REMARKS.search(column) for column in layout.names)
    is_name = "title" in known and known["title"].strip().lower() in _NAMES
    if has_titles and has_texts:
        return "remarks" if REMARKS.search(name) or is_name else "articles"
    if has_titles:
        is_short = median(map(len, cells["title"])) < SHORTEST_TITLE
        return "other" if is_name or is_short else "titles"
    if not has_texts:
        return "other"
    return "remarks" if is_remark or any(map(_REFERENCE.fullmatch, layout.names)) else "texts"


def _is_wording(cell: str) -> bool:
    """Whether a cell has words in it, rather than a number or a date."""
    return len(cell.strip()) > 1 and bool(_LETTERS.search(cell))


class JoinedTables(NamedTuple):
    """A table of titles, one with their texts, and the columns in which both have the same key."""

    titles: Table
    texts: Table
    key: str
    text_key: str


def joined_tables(tables: Sequence[Table], fields: FieldMap) -> JoinedTables | None:
    """The tables that content management systems part articles into, as news and news_data; None if there are none."""
    if any(table.holding == "articles" and not _LOOKUP.search(table.name) for table in tables):
        return None
    for titles in tables:
        if titles.holding != "titles" or not (key := _key(titles.layout.names, fields)):
            continue
        for texts in tables:
            names = texts.layout.names
            if texts.holding not in {"texts", "remarks"} or not are_parts(titles.name, texts.name):
                continue
            if text_key := next(filter(is_reference, names), key if key in names else ""):
                return JoinedTables(titles, texts, key, text_key)
    return None


def are_parts(titles: str, texts: str) -> bool:
    """Whether the name of a table says that it has the texts to the titles of another.

    >>> are_parts("v9_news", "v9_news_data"), are_parts("news", "news_comments"), are_parts("archives", "addonarticle")
    (True, False, True)
    """
    is_named = texts.startswith(titles) or _TEXT_TABLE.search(texts)
    return bool(is_named) and not REMARKS.search(texts)


def is_reference(name: str) -> bool:
    """Whether a column is called as one with the ids of the articles of another table.

    >>> is_reference("news_id"), is_reference("aid"), is_reference("id"), is_reference("typeid")
    (True, True, False, False)
    """
    return bool(_REFERENCE.fullmatch(name))


def _key(names: Sequence[str], fields: FieldMap) -> str:
    """The column of ids."""
    picks = fields.roles(dict.fromkeys(filter(None, names), "")).picks["id"]
    return next((pick for pick in picks if isinstance(pick, str) and pick.lower().endswith(("id", "编号"))), "")


def tables_with_news(path: str, tables: Sequence[Table]) -> Iterator[Table | Problem]:
    """The tables to read, and a problem for those that are left out although they may hold news.

    Articles stand before texts, texts before titles, and remarks are read only where there is nothing else.
    """
    if any(table.holding == "articles" and not _LOOKUP.search(table.name) for table in tables):
        tables = [table for table in tables if not _LOOKUP.search(table.name)]
    holdings = {table.holding for table in tables}
    if "titles" in holdings and "remarks" in holdings and not holdings & {"articles", "texts"}:
        yield parted_tables(path, tuple(table.name for table in tables if table.holding in {"titles", "remarks"}))
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


def parted_tables(path: str, names: tuple[str, ...]) -> Problem:
    """The problem of a file that has titles in one table and texts in another."""
    return Problem(
        path,
        None,
        Message("titles and texts are in different tables: {}", names),
        Message("export them as one table"),
        lost=True,
    )


def _unknown(path: str, tables: Sequence[Table]) -> Iterator[Problem]:
    """A problem for a file without a table of news, with the names of its widest table."""
    tables = [table for table in tables if table.holding != "nothing"]
    if not tables:
        return
    widest = max(tables, key=lambda table: len(table.layout.names))
    names = tuple(shown_name(name) for name in widest.layout.names if name)[:20] or Message("none")
    yield Problem(path, None, Message("no title or body found among its fields: {}", names), MAP, lost=True)
