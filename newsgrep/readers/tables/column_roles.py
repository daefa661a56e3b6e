"""The roles of columns by what they hold: whether most of their cells are texts, titles, dates and so on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN, IN_ADDRESS
from newsgrep.readers.outlets import CALLED
from newsgrep.text.timestamps import RELATIVE, timestamp_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Columns whose values are looked at, which takes time.
MOST_GUESSED = 1_000
# Characters of a text.
SHORTEST_TEXT = 20
# The part of a column that must be of a kind.
MOST = 0.8
# The part of the only column that titles may be in, some of which are short.
MANY = 0.6
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_SECTION, LONGEST_DATE = 4, 60, 6, 40
# Cells of which one recurs if they are the names of sections.
FEWEST_SECTIONS = 4
SENTENCE_MARK = re.compile("[，。！？；]")
ADDRESS = re.compile(rf"(?:https?:)?//{IN_ADDRESS}+")
DATE_CHARACTERS = re.compile(r"(?:[A-Za-z0-9\s/:.,+-]|[年月日号號时時分秒上下午星期周一二三四五六七八九十〇零])*")
NAME = re.compile("[\u3400-\u9fff·]{2,4}")
SOURCE_END = re.compile(
    rf"^(?:{CALLED})$|[报報网網社刊台]$|(?:新闻|新聞|通讯|通訊|快讯|快訊|客户端|发布|在线|融媒|传媒|资讯)$"
)


def guess_roles(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The columns of title, body and so on, by what the rows hold; none where that is not clear.

    >>> guess_roles(("#1", "#2", "#3"), [("澜江大桥合龙", "大桥今天合龙，" * 9, "2025-03-18")] * 2)
    {'body': '#2', 'title': '#1', 'date': '#3'}
    """
    columns = {
        name: [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        for at, name in enumerate(names[:MOST_GUESSED])
    }
    columns = {name: cells for name, cells in columns.items() if cells}
    texts = {
        name: sum(map(len, cells)) / len(cells) for name, cells in columns.items() if are_mostly(cells, is_text_cell)
    }
    found: dict[str, str] = {}
    if texts:
        found["body"] = max(texts, key=lambda name: texts[name])
    for role, test in _TESTS.items():
        left = [name for name in columns if name not in found.values() and are_mostly(columns[name], test)]
        if role == "section":
            left = [name for name in left if _are_sections(columns[name])]
        if left:
            found[role] = max(left, key=lambda name: sum(map(len, columns[name]))) if role == "title" else left[0]
    if "body" in found and "title" not in found and (only := _only_titles(columns, found)):
        found["title"] = only
    if not {"title", "body"} & found.keys() and {"date", "url"} & found.keys():
        left = [name for name in columns if name not in found.values() and are_mostly(columns[name], is_wording)]
        found |= {"body": left[0]} if len(left) == 1 else {}
    order = ("body", "title", "date", "source", "author", "section", "url")
    return {role: found[role] for role in order if role in found} if {"title", "body"} & found.keys() else {}


def _only_titles(columns: Mapping[str, Sequence[str]], found: Mapping[str, str]) -> str:
    """The only column that has no role and whose cells are words, no two alike and many of them titles."""
    left = [name for name in columns if name not in found.values() and all(map(HAN.search, columns[name]))]
    only = columns[left[0]] if len(left) == 1 else []
    are_titles = sum(map(is_title_cell, only)) >= MANY * len(only) and len(set(only)) == len(only)
    return left[0] if only and are_titles and max(map(len, only)) <= LONGEST_TITLE else ""


def are_mostly(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    """Whether most cells of a column pass a test."""
    return sum(bool(test(cell)) for cell in cells) >= MOST * len(cells)


def is_text_cell(cell: str) -> bool:
    """Whether a cell is a text."""
    return len(cell) > SHORTEST_TEXT and SENTENCE_MARK.search(cell) is not None and not ADDRESS.fullmatch(cell)


def is_wording(cell: str) -> bool:
    """Whether a cell has several Chinese characters: a post, which may have no marks or end in anything."""
    return len(HAN.findall(cell)) >= SHORTEST_TITLE


def is_date_cell(cell: str) -> bool:
    """Whether a cell is a date, which an address may have in it.

    >>> is_date_cell("2025/3/18 9:12"), is_date_cell("https://jcrb.example.cn/2025/03/18.html")
    (True, False)
    """
    is_short = len(cell) <= LONGEST_DATE and DATE_CHARACTERS.fullmatch(cell) is not None
    return is_short and not ADDRESS.match(cell) and timestamp_day(cell) is not None


def is_title_cell(cell: str) -> bool:
    """Whether a cell may be a title."""
    return (
        SHORTEST_TITLE <= len(cell) <= LONGEST_TITLE
        and HAN.search(cell) is not None
        and not cell.endswith("。")
        and not timestamp_day(cell)
    )


def is_name_cell(cell: str) -> bool:
    """Whether a cell may be the name of a person."""
    from newsgrep.split.names import SURNAMES

    return NAME.fullmatch(cell) is not None and cell[0] in SURNAMES


def is_section_cell(cell: str) -> bool:
    """Whether a cell may be the name of a section, which how long ago it was, 3小时前, is none."""
    return len(cell) <= LONGEST_SECTION and HAN.search(cell) is not None and not RELATIVE.fullmatch(cell)


def _are_sections(cells: Sequence[str]) -> bool:
    """Whether one of the names in a column recurs, or is usual for a section: those of people and offices differ."""
    from newsgrep.readers.texts.section_names import SECTION_NAMES

    return len(set(cells)) < max(len(cells), FEWEST_SECTIONS) or not SECTION_NAMES.isdisjoint(cells)


def is_source_cell(cell: str) -> bool:
    """Whether a cell is the name of a paper, site or agency."""
    return SOURCE_END.search(cell) is not None and not SENTENCE_MARK.search(cell)


# Tried in this order, each on the columns that are left.
_TESTS: dict[str, Callable[[str], object]] = {
    "date": is_date_cell,
    "url": ADDRESS.fullmatch,
    "source": is_source_cell,
    "author": is_name_cell,
    "title": is_title_cell,
    "section": is_section_cell,
}
