"""Posts of 微博 as crawlers print them: a number, the text, and labelled lines below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.field_lines import FieldLines, first_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

POST = re.compile(r"(\d{1,7})[:：]\s?(\S.*)", re.DOTALL)
USER = re.compile(r"(?:用户)?昵称\s?[:：]\s?(\S.*)")
BEGINNING = re.compile(r"(?:原创)?微博(?:内容|正文)\s?[:：]?")
DATE = re.compile(r"发布时间\s?[:：]\s?(.*)")
# Lines below a post that are none of it.
FACT = re.compile(
    r"(?:微博|发布)位置|发布(?:时间|工具)|(?:点赞|转发|评论)数|(?:原始|微博)(?:图片|视频)|头条文章|原始用户|话题|@用户|微博id"
)


def looks_like_weibo_posts(head: str) -> bool:
    r"""Whether a text is a list of numbered posts with their dates.

    >>> looks_like_weibo_posts("用户昵称：江城日报\n\n原创微博内容: \n1:新桥通车。\n发布时间: 2025-03-18\n")
    True
    """
    lines = first_lines(head)
    begin = next((at for at, line in enumerate(lines) if BEGINNING.fullmatch(line)), -1)
    below = lines[begin + 1 :] if begin >= 0 else []
    return bool(below) and bool(POST.match(below[0])) and any(map(DATE.match, below))


def read_weibo_posts(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per post, without a title; its source is the user."""
    fields, user, count = FieldLines(), "", 0
    is_text = False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        post = POST.match(text)
        if post and int(post[1]) == count + 1 and (count == 0 or "date" in fields):
            if count:
                yield fields.record()
            fields, count, is_text = FieldLines(), count + 1, True
            fields.add("body", post[2], number)
            fields.add("source", user, number)
        elif not count:
            user = found[1].strip() if (found := USER.match(text)) else user
        elif found := DATE.match(text):
            fields.add("date", found[1], number)
            is_text = False
        elif FACT.match(text):
            is_text = False
        elif is_text:
            fields.add("body", text, number)
    if count:
        yield fields.record()
