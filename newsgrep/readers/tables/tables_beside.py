"""Tables beside those of news in one database: copies of them are left out, what others hold is in doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.tables.table_roles import NEWS_TABLE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from newsgrep.readers.records import Record

# How programs and people call the copy of a table.
_COPY = lazy_pattern(r"_?(?:copy|bak|backup|old|tmp|temp)_?\d{0,8}$", re.IGNORECASE)


def is_copy(table: str, tables: Container[str]) -> bool:
    """Whether a table is called as the copy of another.

    >>> is_copy("news_copy1", {"news"}), is_copy("news_copy1", {"article"}), is_copy("news", {"news"})
    (True, False, False)
    """
    original = _COPY.sub("", table)
    return original != table and original in tables


def copies_left_out(path: str, tables: Iterable[str]) -> Problem:
    """What is said of copies."""
    return Problem(
        path, None, Message("not read, since they are called copies of other tables: {}", tuple(sorted(tables)))
    )


def titles_left_out(path: str, tables: Iterable[str]) -> Problem:
    """What is said of tables of titles beside those of articles."""
    return Problem(path, None, Message("not read, since they have titles but no texts: {}", tuple(sorted(tables))))


class TablesRead:
    """The kinds of tables of which rows were read: called as those of news, or otherwise."""

    def __init__(self) -> None:
        self._kinds: set[bool] = set()

    def seen(self, record: Record) -> Record:
        """A row; in doubt if it is the first of a table of the other kind."""
        is_news = bool(NEWS_TABLE.search(record.member))
        if is_news in self._kinds:
            return record
        self._kinds.add(is_news)
        return record._replace(doubts=(*record.doubts, "other tables")) if len(self._kinds) > 1 else record
