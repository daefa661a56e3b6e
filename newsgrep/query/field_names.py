"""What fields are called in a query line, and what was written like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from newsgrep.message import Message
    from newsgrep.query.syntax import Tree

TEXT_FIELD_NAMES = {
    "title": "title", "标题": "title", "headline": "title", "intitle": "title",
    "body": "body", "正文": "body", "content": "body", "text": "body",
}  # fmt: skip
# A source is matched by the agency as well, a byline by photographers and correspondents.
FILTER_FIELD_NAMES = {
    "by": "by", "记者": "by", "作者": "by", "通讯员": "by", "author": "by", "reporter": "by", "byline": "by",
    "correspondent": "by", "photographer": "by",
    "source": "source", "来源": "source", "通讯社": "source", "agency": "source",
    "media": "source", "newspaper": "source", "publisher": "source",
    "section": "section", "版面": "section", "栏目": "section", "版次": "section",
    "column": "section", "page": "section",
    "kind": "kind", "类型": "kind", "type": "kind",
    "path": "path", "路径": "path", "file": "path", "folder": "path",
    "id": "id", "url": "id", "网址": "id",
    "date": "date", "日期": "date", "year": "date", "年份": "date", "day": "date",
}  # fmt: skip


class WrittenField(NamedTuple):
    """A name, a colon and perhaps a value, as written, which may be text of an article (``注意:``, ``记者:李明``).

    ``tree`` is what it was taken for, and ``note``, if it was not taken as a field, says so.
    """

    name: str
    value: str
    tree: Tree
    note: Message | None = None

    @property
    def text(self) -> str:
        """The whole of it."""
        return f"{self.name}:{self.value}"
