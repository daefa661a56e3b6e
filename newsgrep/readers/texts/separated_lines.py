"""A record per line, its fields parted by a mark and unnamed: label TAB text, ``_!_`` of 今日头条, fastText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.han import HAN
from newsgrep.readers.problems import Problem
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, FieldLines, first_lines, share
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.readers.texts.tagged_words import join_words, joined_if_segmented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.records import Record

# Lines of the file on which columns are judged.
JUDGED = 400
FEWEST_LINES = 3
# Columns of the sets of headlines that were collected from 今日头条.
TOUTIAO = {
    "_!_": ("id", "code", "section", "title", "keywords"),
    "|,|": ("id", "section", "title", "keywords", "label"),
}
TOUTIAO_LINE = {mark: re.compile(rf"\d{{5,20}}{re.escape(mark)}") for mark in TOUTIAO}
FASTTEXT = re.compile(r"((?:__label__\S+[\s,]*)+)(.*)", re.DOTALL)
FASTTEXT_END = re.compile(r"(.*?)[\s,]*((?:__label__\S+\s*)+)$", re.DOTALL)
# A label: a word or two without punctuation.
LABEL = re.compile(r"[\w·&/ -]{1,12}")
NUMBER = re.compile(r"\d{1,20}")
# How a header calls the labels, and what may be the name of the texts.
LABEL_NAMES = frozenset(("label", "labels", "class", "category", "target", "y", "cat", "标签", "类别", "分类"))
COLUMN_NAME = re.compile(r"[A-Za-z_]{1,20}|评论|评价|句子|语料|样本")
# The name of a column of numbers whose meaning is not told.
CLASS = "class number"
SENTENCE = re.compile(r"[。！？；]")
SHORTEST_TEXT, LONGEST_TITLE = 6, 60
# A headline by itself, where there are too few lines to compare.
HEADLINE = re.compile(r"[^。；\t]{6,60}(?<![，：,:])")
MOST, MOSTLY, MANY = 0.97, 0.8, 0.6
# So many labels must recur so often: each word of a dictionary is a label of its own.
MANY_LINES, LINES_PER_LABEL = 40, 4


class CellRoles(NamedTuple):
    """Which column is the text, and which name it and the other have."""

    text: int
    text_name: str
    other_name: str


def looks_like_toutiao(head: str) -> bool:
    """Whether each line is an id and further fields parted by ``_!_`` or ``|,|``.

    >>> looks_like_toutiao("6552431613437805060_!_100_!_news_story_!_新桥通车_!_桥,交通")
    True
    """
    lines = first_lines(head)
    return any(
        mark in head[:LINE_LOOKED_AT]
        and share(pattern.match(line) and line.count(mark) >= len(TOUTIAO[mark]) - 2 for line in lines) >= MOST
        for mark, pattern in TOUTIAO_LINE.items()
    )


def read_toutiao(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Headlines of 今日头条: id, code, section, headline, keywords."""
    for number, line in enumerate(lines, start=1):
        mark = next((mark for mark in TOUTIAO if mark in line), "")
        cells = line.strip().split(mark) if mark else []
        names = TOUTIAO.get(mark, ())
        if line.strip() and len(cells) < len(names) - 1:
            yield odd_line(path, number)
        elif cells:
            yield _record(names, cells, number)


def looks_like_fasttext(head: str) -> bool:
    """Whether each line has labels of fastText, at its beginning or end.

    >>> looks_like_fasttext("__label__财经 , 鲜叶 收购价 涨 两成")
    True
    """
    if "__label__" not in head[:LINE_LOOKED_AT]:
        return False
    return share(FASTTEXT.match(line) or FASTTEXT_END.match(line) for line in first_lines(head)[:JUDGED]) >= MOST


def read_fasttext(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Lines with labels, their words parted by spaces, which are joined."""
    for number, line in enumerate(lines, start=1):
        found = FASTTEXT.match(line) or FASTTEXT_END.match(line)
        if not found:
            if line.strip():
                yield odd_line(path, number)
            continue
        labels, text = found.groups() if line.startswith("__label__") else reversed(found.groups())
        section = " ".join(label.strip(" ,") for label in labels.split("__label__") if label.strip(" ,"))
        text = join_words(text.split())
        yield _record(("section", _name_of_text([text])), (section, text), number)


def looks_like_labelled_text(head: str) -> bool:
    r"""Whether each line is a text and its label or number, parted by a tab.

    >>> looks_like_labelled_text("体育\t江城队昨晚以三比一取胜。\n财经\t鲜叶收购价涨了两成。\n体育\t江城杯开赛。\n")
    True
    >>> looks_like_labelled_text("标题\t正文\n江城队取胜\t江城队昨晚取胜。\n江城杯开赛\t江城杯昨天开赛。\n")
    False
    """
    return "\t" in head[:LINE_LOOKED_AT] and _columns(first_lines(head)) is not None


def read_labelled_text(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Label TAB text, or text TAB label; a number is an id, or a label of unknown meaning if it recurs."""
    waiting: list[tuple[int, str]] = []
    columns: CellRoles | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or (number == 1 and _is_header_of_labels(line.strip().split("\t"))):
            continue
        if columns:
            yield _labelled(path, line, number, columns)
            continue
        waiting.append((number, line))
        if len(waiting) == JUDGED:
            columns = _columns([line.strip() for _, line in waiting])
            yield from _labelled_lines(path, waiting, columns)
            waiting = []
            if not columns:
                return
    if waiting:
        yield from _labelled_lines(path, waiting, _columns([line.strip() for _, line in waiting]))


def _labelled_lines(path: str, lines: list[tuple[int, str]], columns: CellRoles | None) -> Iterator[Record | Problem]:
    if columns is None:
        yield Problem(
            path,
            lines[0][0],
            Message("columns without names; not read"),
            Message("name them in a first line, such as: title, body, date"),
            lost=True,
        )
        return
    yield from (_labelled(path, line, number, columns) for number, line in lines)


def _labelled(path: str, line: str, number: int, columns: CellRoles) -> Record | Problem:
    cells = line.strip("\n ").split("\t")
    if len(cells) != len(("label", "text")):
        return odd_line(path, number)
    text, other = joined_if_segmented(cells[columns.text]), cells[1 - columns.text]
    return _record((columns.text_name, columns.other_name), (text, other), number)


def _columns(lines: Sequence[str]) -> CellRoles | None:
    """What the two columns of the lines are, or None if they are not a text and its label."""
    return cell_roles([line.split("\t") for line in lines])


def cell_roles(rows: Sequence[list[str]]) -> CellRoles | None:
    """What the two cells of each row are, or None if they are not a text and its label, or its title."""
    rows = rows[_is_header_of_labels(rows[0]) :] if rows else rows
    if not rows or _is_header(rows[0]) or share(len(row) == len(("label", "text")) for row in rows) < MOST:
        return None
    rows = [row for row in rows if len(row) == len(("label", "text"))]
    if len(rows) < FEWEST_LINES:
        is_story = all(HEADLINE.fullmatch(title) and _is_story(title, text) for title, text in rows)
        return CellRoles(1, "body", "title") if is_story else None
    for label, text in ((0, 1), (1, 0)):
        labels, texts = [row[label].strip() for row in rows], [row[text].strip() for row in rows]
        if (name := _name_of_label(labels)) and _is_text(texts):
            return CellRoles(text, _name_of_text(texts), name)
    return CellRoles(1, "body", "title") if _are_titles([row[0] for row in rows], [row[1] for row in rows]) else None


def _is_header(row: list[str]) -> bool:
    """Whether a row has the usual name of a field."""
    return any(FieldMap().roles(dict.fromkeys(row, "")).picks.values())


def _is_header_of_labels(row: list[str]) -> bool:
    """Whether a row names a label, and a text by a name that says nothing: label and comment, y and x.

    >>> [_is_header_of_labels(row) for row in (["label", "comment"], ["label", "text"], ["体育", "江城队取胜"])]
    [True, False, False]
    """
    labels = [cell for cell in row if cell.lower() in LABEL_NAMES]
    others = [cell for cell in row if cell.lower() not in LABEL_NAMES]
    is_named = len(labels) == len(others) == 1 and bool(COLUMN_NAME.fullmatch(others[0]))
    return is_named and not _is_header(others)


def _name_of_label(labels: list[str]) -> str | None:
    """The name of a column of labels (section), of numbers that recur (a class) or do not (id), or None."""
    kinds = set(labels)
    recur = len(labels) < MANY_LINES or len(kinds) * LINES_PER_LABEL <= len(labels)
    if share(NUMBER.fullmatch(label) for label in labels) >= MOST:
        return "id" if len(kinds) == len(labels) else CLASS if recur else None
    if share(LABEL.fullmatch(label) for label in labels) < MOST:
        return None
    known = share(label in SECTION_NAMES for label in kinds)
    if recur and (known >= 1 / 3 or len(kinds) * LINES_PER_LABEL <= len(labels)):
        return "section"
    return None


def _is_text(texts: list[str]) -> bool:
    return share(len(text) >= SHORTEST_TEXT and HAN.search(text) for text in texts) >= MOSTLY


def _are_titles(titles: list[str], texts: list[str]) -> bool:
    """Whether the one column is headlines, and the other the texts below them."""
    return (
        share(HAN.search(title) and "。" not in title for title in titles) > 1 - 1 / 10
        and share(len(title) >= SHORTEST_TEXT for title in titles) >= MANY
        and max(map(len, titles)) <= 2 * LONGEST_TITLE
        and share(map(_is_story, titles, texts)) >= MOSTLY
    )


def _is_story(title: str, text: str) -> bool:
    return len(text) > 2 * len(title) and SENTENCE.search(text) is not None


def _name_of_text(texts: list[str]) -> str:
    """Whether texts are titles or bodies: headlines are short and no sentences."""
    is_short = sorted(map(len, texts))[len(texts) // 2] <= LONGEST_TITLE
    return "title" if is_short and share(SENTENCE.search(text) for text in texts) < 1 / 10 else "body"


def _record(names: Sequence[str], cells: Sequence[str], number: int) -> Record:
    fields = FieldLines()
    for name, cell in zip(names, cells, strict=False):
        fields.add(name, cell.strip(), number)
    return fields.record(number)


def odd_line(path: str, number: int) -> Problem:
    """The problem of a line that has other cells than the others."""
    return Problem(
        path,
        number,
        Message("not as the other lines are; not read"),
        Message("fix the line and index again"),
        lost=True,
    )
