"""Lines with a label that is known, ``标题：…``, ``【来源】…``, ``<日期>=…``; and lines that merely part texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.labels import ROLES, any_of, role_of
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator


LABEL = lazy_pattern(
    r"(?:【\s{0,3}(?P<boxed>[^【】\n]{1,16})】|\[\s{0,3}(?P<square>[^\[\]\n]{1,16})\]|<(?P<angle>[^<>\n]{1,16})>\s{0,3}=|"
    r"(?P<set>[A-Za-z_]{1,24}|[\u3400-\u9fff]{1,8})\s?=(?!=)|"
    r"\*{0,2}(?P<plain>[\w\u3000 ]{1,24}?)\s{0,3}\*{0,2}[:：]\*{0,2})\s*(?P<value>.*)",
    re.DOTALL,
)
# What ends a label, and where at the latest: most lines have none, which is quickly seen.
LABEL_END, LONGEST_LABEL = lazy_pattern(r"[】\]=:：]"), 64
# Further labels on a line: 来源：江城日报  时间：2025-03-18. One of a longer name must not be taken for another's.
# Behind a tab any word may be one. These two are for folded texts.
_NAMES = any_of(name for names in ROLES.values() for name in names.split() if not name.isascii())
FURTHER = lazy_pattern(rf"[\s|/;,]+({_NAMES})\s?:\s*|[^\S\t]{{0,3}}\t\s{{0,3}}([\u3400-\u9fff]{{2,8}})\s?:\s*")
# A date behind a source, which has a word and no label.
PUBLISHED = lazy_pattern(
    r"[\s|｜]{1,4}(?:(?:发布于|发表于|發布於|發表於)\s?(?=(?:19|20)\d\d)|(?=(?:19|20)\d\d[-/.年]\d))"
)
BODY_BEHIND = lazy_pattern(rf"[\s|/;]+(?:{any_of(ROLES['body'].split())})\s?:\s*")
RULE = lazy_pattern(r"([-=*_~#+—–─━═＝－＊·•.])(?:\s?\1){3,}|([*＊])(?:\s\2){2}")
RULE_WITH_NAME = lazy_pattern(r"\d{0,6}(?:[=~-]{1,4}>){4,}|[-=*#]{3,}\s?(?:第\s?)?\d{1,6}\s?[条篇则号]?\s?[-=*#]{3,}")
NEWS = "(?:新闻|新聞|资讯|消息|报道|文章)"
ORDINAL = lazy_pattern(
    rf"(?:第\s?)?[\[【(（]?(\d{{1,6}})[\]】)）]?\s?(?:[.．、:：)]\s?(?!\d)|[条篇则]{NEWS}?\s?[:：]?\s?|$)"
)
# What parts texts by counting them: 第3篇新闻.
COUNTED = lazy_pattern(rf"第\s?\d{{1,6}}\s?[条篇则]{NEWS}\s?[:：]?")
RECORD_TAG = lazy_pattern(r"</?(?:REC|RECORD|记录)>|\[\[?[A-Za-z0-9_.-]{1,60}\]?\]", re.IGNORECASE)
# Lines that may be above the first story.
MOST_ABOVE = 5
LONGEST_TITLE = 80


class Labelled(NamedTuple):
    """A line with a label: its role, and the text behind it."""

    role: str
    value: str
    label: str


def labelled(line: str) -> Labelled | None:
    """The role and value of a line that begins with a known label.

    >>> labelled("【 标  题 】新桥通车")
    Labelled(role='title', value='新桥通车', label='标题')
    >>> labelled("Publication title: 江城日报").role
    'source'
    >>> labelled("他说：大桥通车了") is None
    True
    """
    match = LABEL.match(line) if LABEL_END.search(line, 0, LONGEST_LABEL) else None
    if not match:
        return None
    name = match["boxed"] or match["square"] or match["angle"] or match["plain"] or match["set"] or ""
    label = "".join(name.split()).lower()
    role = role_of(label)
    if role is None and match["angle"]:  # nothing else is written so
        role = ""
    if role is None:
        return None
    value = match["value"].lstrip(":： ").strip()
    if role in {"source", "author"}:
        value = PUBLISHED.sub(" 时间：", value)
    if match["set"] and len(value) > 1 and value[0] == value[-1] == '"':  # a string of TOML
        value = value[1:-1]
    return Labelled(role, value, label)


def without_ordinal(title: str) -> str:
    """A title without the number before it.

    >>> [without_ordinal(title) for title in ("3. 新桥通车", "出口额达3.14亿元", "3.15晚会", "江城日报 10", "2025")]
    ['新桥通车', '出口额达3.14亿元', '3.15晚会', '江城日报 10', '2025']
    """
    match = ORDINAL.match(title)
    return (title[match.end() :] or title) if match else title


def is_mark(line: str) -> bool:
    """Whether a line merely parts blocks."""
    first = line[:1]
    if first.isalpha() and first != "第":
        return False  # most lines
    return any(mark.fullmatch(line) for mark in (RULE, RULE_WITH_NAME, RECORD_TAG, COUNTED))


def values_on_line(found: Labelled) -> Iterator[tuple[str, str]]:
    """The roles and values of a labelled line: its own, and those of further labels on it; a body has none.

    >>> list(values_on_line(Labelled("title", "新桥通车 时间：2025-03-18 内容：时间：昨日。", "标题")))
    [('title', '新桥通车'), ('date', '2025-03-18'), ('body', '时间：昨日。')]
    """
    if found.role == "body":
        yield found.role, found.value
        return
    text, folded = found.value, fold(found.value)
    body = BODY_BEHIND.search(folded)
    role, begin, end = found.role or found.label, 0, body.start() if body else len(text)
    for match in FURTHER.finditer(folded, 0, end):
        yield role, text[begin : match.start()]
        label = text[slice(*match.span(match.lastindex or 0))]
        role, begin = role_of(label) or label, match.end()
    yield role, text[begin:end]
    if body:
        yield "body", text[body.end() :]
