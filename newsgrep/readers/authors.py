"""The authors of an article: from a field of its record, and from the byline in its text."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsgrep.model import Paragraph
from newsgrep.readers.outlets import CALLED
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from newsgrep.split import People

NAME_ENDS = lazy_pattern(r"\s*[,;、/|和]\s*|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
SPACED_NAME = lazy_pattern(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])\s+([\u3400-\u9fff])(?![\u3400-\u9fff])")
# The number of an editor behind the name.
EDITOR_NUMBER = lazy_pattern(r"(?<=[\u3400-\u9fff])_[A-Z]{1,3}\d{2,8}\b")
CREDITS = frozenset(("文", "图", "摄影", "摄影报道", "编辑", "整理", "综合", "采写"))
OUTLET = lazy_pattern("[\u3400-\u9fff]{2,10}(?:[报報网網]|[电電][视視]台|通[讯訊]社|新[闻聞]|[周週]刊)")
# An outlet in a field of authors, which has no other name in it.
ONLY_OUTLET = lazy_pattern(
    rf"(?!本)[\u3400-\u9fff]{{2,10}}(?:[报報网網]|[电電][视視]台|通[讯訊]社|[周週]刊|网站|網站|日[报報]社|客户端|[联聯]播)"
    rf"|[\u3400-\u9fff]{{2}}社|{CALLED}|每日经济新闻|参考消息"
)
LATIN_NAME = lazy_pattern(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,4}")


def people_of(author: str | None, paragraphs: tuple[Paragraph, ...]) -> People:
    """The authors, from the author field and from the byline in the text."""
    split = splitter()
    found: People = split.find_people(paragraphs)
    if not author:
        return found
    named: People = split.find_people((Paragraph(author, ((0, 1),), "byline"),))
    if not any(named):
        named = split.People(_names(author))
    else:
        known = {name for names in named for name in names}
        latin = tuple(name for name in _names(author) if LATIN_NAME.fullmatch(name) and name not in known)
        named = named._replace(reporters=merged_names(named.reporters, latin))
    merged: People = split.People(*map(merged_names, named, found))
    return merged


@cache
def splitter() -> Any:
    """``newsgrep.split``: its patterns are slow to compile, and an update that reads no text needs none."""
    return import_module("newsgrep.split")


def _names(author: str) -> tuple[str, ...]:
    """Names without titles; a two-character Chinese name may be spaced out, a Latin name contains spaces.

    >>> _names("何青禾，罗　远；Ann Lee")
    ('何青禾', '罗远', 'Ann Lee')
    """
    text = SPACED_NAME.sub(r"\1\2", EDITOR_NUMBER.sub("", author.translate({ord("，"): ",", ord("；"): ";"})))
    return tuple(name for name in NAME_ENDS.split(text) if name and name not in CREDITS)


def outlet_among(author: str) -> str | None:
    """The only outlet among the names that a field of authors gives.

    >>> outlet_among("江城日报/何青禾"), outlet_among("何青禾、周舟"), outlet_among("江城日报"), outlet_among("新华社")
    ('江城日报', None, '江城日报', '新华社')
    """
    names = _names(author)
    if len(names) == 1:
        return names[0] if ONLY_OUTLET.fullmatch(names[0]) else None
    outlets = [name for name in names if OUTLET.fullmatch(name)]
    return outlets[0] if len(outlets) == 1 else None


def merged_names(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Names without those that occur again."""
    return tuple(dict.fromkeys((*first, *second)))
