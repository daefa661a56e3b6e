"""What the name of a field may be taken for: without case and marks, in one of its languages, inside another."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsgrep.readers.picks import Nested
from newsgrep.readers.post_roles import NAMES_OF_POSTERS, POSTERS
from newsgrep.readers.role_names import (
    AS_TEXT,
    FIELD_NAMES,
    LAST_NAMES,
    OTHER_ADDRESSES,
    OTHER_BEGINNINGS,
    OTHER_TEXTS,
    OTHER_WORDS,
    PLACES,
    PREFIXES,
    REMARKS,
    TITLED,
    WRAPPERS,
)
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgrep.readers.picks import Pick

# Two names of one field, as in "Title-题名".
TWO_NAMES = re.compile(
    r"\s*([A-Za-z_ ]+)\s*[-/(（:：]\s*([\u3400-\u9fff]+)\s*[)）]?\s*"
    r"|\s*([\u3400-\u9fff]+)\s*[-/(（:：]\s*([A-Za-z_ ]+)\s*[)）]?\s*"
)
# A name with a remark behind it.
REMARKED = re.compile(r"([^(（]{1,40})[(（][^()（）]{1,40}[)）]\s*[:：]?")
# One of several columns with a text.
PART, FEWEST_PARTS = re.compile(r"([A-Za-z\u3400-\u9fff]{1,20}?)[\s_-]?[(（]?(\d{1,2})?[)）]?"), 2
MARKS = re.compile(r"[\W_]+")
ABOUT = re.compile(r"@|(?:is|has)(?:_|(?=[A-Z]))")
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[\u3400-\u9fff]+")
# What programs add to a name: its language, or the kind of a field of Solr.
SUFFIX = re.compile(
    r"(.+?)_(?:txt_cn|txt_zh|text_cn|text_zh|s|ss|t|txt|dt|i|zh|cn|ch|zh_cn|zh_hans|zh_tw|zh_hant)", re.IGNORECASE
)
# The name of a value in Chinese.
IN_CHINESE = re.compile(r"(?:chinese|cn|zh)_(.{1,30})", re.IGNORECASE)
# The unit of a moment behind its name.
UNIT = re.compile(r"(?<=[a-z])_?(?:Usec|usec|Msec|msec|MS|Ms|_ms|Millis|_unix|Unix)$")
# What the names of a table's columns begin with, and the part of them that do: N_Title, IR_SITENAME.
TABLE_NAME, FEWEST_OF_TABLE, MOST_OF_TABLE = re.compile(r"([A-Za-z]{1,12}_)(.+)"), 3, 0.6
# The names that are in the columns of a table behind the first letter of its own: ntitle in a table of news.
NAMES_OF_FACTS = frozenset(
    name for of_role in (FIELD_NAMES, LAST_NAMES) for names in of_role.values() for name in names if name.isascii()
)
# Characters of a name that may be written in several ways.
LONGEST_NAME = 100
# The beginnings of the names of the day of publication, rather than of another.
PUBLISHED = ("pub", "datepub", "发布", "发表")


@lru_cache(maxsize=1 << 14)
def bare(name: str) -> str:
    """A name without case, width, script, spaces and marks.

    >>> bare("Publish_Time"), bare("發佈 時間"), bare("_id")
    ('publishtime', '发布时间', '_id')
    """
    folded = fold(name)
    return folded.strip() if folded.strip() == "_id" else MARKS.sub("", folded) or folded.strip()


def known_names(names: tuple[str, ...], nested: tuple[str, ...]) -> dict[str, Pick]:
    """Where the values are by what their names may be taken for, those as they are written before others.

    A section is read in Chinese, if it has a name in Chinese beside a code.
    """
    known: dict[str, Pick] = {}
    for name in names:
        if (match := IN_CHINESE.fullmatch(name)) and bare(match[1]) in FIELD_NAMES["section"]:
            known.setdefault(bare(match[1]), name)
    for name in names:
        known.setdefault(bare(_inner_name(name)), name)
    for name, rest in _without_table_name(names):
        known.setdefault(bare(rest), name)
    for name in names:
        for other in _other_names(name):
            known.setdefault(other, name)
    for name in nested:
        parent, _, child = name.partition("\0")
        is_poster = bare(parent) in POSTERS and bare(child) not in FIELD_NAMES["source"]
        for other in ("postedby",) if is_poster else (bare(child), *_other_names(child)):
            known.setdefault(other, Nested((parent, child)))
    return known


def _without_table_name(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The names that begin as most do, each with what follows: that is the name of the table.

    >>> list(_without_table_name(("ID", "N_Title", "N_From", "N_Date")))
    [('N_Title', 'Title'), ('N_From', 'From'), ('N_Date', 'Date')]
    >>> list(_without_table_name(("nid", "ntitle", "nauthor", "ndate")))
    [('nid', 'id'), ('ntitle', 'title'), ('nauthor', 'author'), ('ndate', 'date')]
    """
    found = [(match[1], match[2], name) for name in names if (match := TABLE_NAME.fullmatch(name))]
    (prefix, number) = Counter(prefix for prefix, _, _ in found).most_common(1)[0] if found else ("", 0)
    if number >= max(FEWEST_OF_TABLE, MOST_OF_TABLE * len(names)):
        yield from ((name, rest) for each, rest, name in found if each == prefix)
    letters = Counter(name[:1] for name in names if name[1:] in NAMES_OF_FACTS)
    (letter, number) = letters.most_common(1)[0] if letters else ("", 0)
    if letter.isascii() and letter.isalpha() and number >= max(FEWEST_OF_TABLE, MOST_OF_TABLE * len(names)):
        yield from ((name, name[1:]) for name in names if name[:1] == letter)


def _inner_name(name: str) -> str:
    """The name of a field within an object that wraps a record, as tables have it: _source.title is a title.

    >>> _inner_name("_source.title"), _inner_name("source.name")
    ('title', 'source.name')
    """
    parent, dot, child = name.partition(".")
    return child if dot and child and _is_wrapper(parent) else name


@lru_cache(maxsize=1 << 10)
def _is_wrapper(name: str) -> bool:
    """Whether the fields of an object of this name are those of the record that it is in.

    >>> [_is_wrapper(name) for name in ("_source", "meta_info", "articleInfo", "site_info")]
    [True, True, True, False]
    """
    if name in WRAPPERS or bare(name) in WRAPPERS:
        return True
    words = [fold(word) for word in WORDS.findall(name)]
    return len(words) > 1 and WRAPPERS.issuperset(words)


def nested_names(values: Mapping[str, Any]) -> Iterator[str]:
    """The names inside the objects of a record that merely wrap some of its fields, after that of the object.

    Where nothing else is a date, that is when an object of any name has a field that says when it was published.
    """
    for parent, value in values.items():
        if type(value) is dict and _is_wrapper(parent) and bare(parent) not in FIELD_NAMES["source"]:
            yield from (f"{parent}\0{child}" for child in value)
        elif type(value) is dict and bare(parent) in PLACES:
            yield from (f"{parent}\0{child}" for child in value if bare(child) in FIELD_NAMES["section"])
        elif type(value) is dict and "title" in value and bare(parent) in TITLED:
            yield f"{parent}\0title"
        elif type(value) is dict and bare(parent) in POSTERS:
            yield from (f"{parent}\0{child}" for child in value if bare(child) in NAMES_OF_POSTERS)
        elif type(value) is dict and (published := _published(parent, value)) and not any(map(_is_date, values)):
            yield f"{parent}\0{published}"


def _published(parent: str, values: Mapping[str, Any]) -> str | None:
    """The field of an object that says when something was published, unless it is a remark or another article."""
    found = (name for name in values if bare(name).startswith(PUBLISHED) and _is_date(name))
    is_other = any(bare(name) in {*FIELD_NAMES["title"], *FIELD_NAMES["body"]} for name in values)
    return None if is_other or REMARKS.search(parent) else next(found, None)


def _is_date(name: str) -> bool:
    return bare(name) in FIELD_NAMES["date"]


def _other_names(name: str) -> Iterator[str]:
    """A name in one of its languages, and without what an article is called in it."""
    if len(name) > LONGEST_NAME:
        return
    names = [bare(name)]
    if match := REMARKED.fullmatch(name):  # 标题（必填）
        names.append(bare(match[1]))
        yield names[-1]
    if match := SUFFIX.fullmatch(name):
        names.append(bare(match[1]))
        yield names[-1]
    if match := AS_TEXT.fullmatch(name):
        names.append(bare(match[1]))
        yield names[-1]
    if match := TWO_NAMES.fullmatch(name):
        names += [bare(part) for part in match.groups() if part]
        yield from names[1:]
    for each in names:
        yield from (each[len(prefix) :] for prefix in PREFIXES if each.startswith(prefix) and each != prefix)


def is_about(pick: Pick) -> bool:
    """Whether a name is that of what describes a document of JSON-LD, or of a yes or no: is_content."""
    return isinstance(pick, str) and bool(ABOUT.match(pick))


def is_ending(name: str, endings: tuple[str, ...]) -> bool:
    """Whether a name ends like that of a text, and is not that of another."""
    return name.endswith(endings) and not name.startswith(OTHER_TEXTS)


def has_last_word(name: str, words: tuple[str, ...], role: str = "") -> bool:
    """Whether a name of several words ends with one of these, and is not that of something else.

    >>> [has_last_word(name, ("page", "时间")) for name in ("edition_page", "见报时间", "抓取时间", "homepage")]
    [True, True, False, False]
    """
    if len(name) > LONGEST_NAME:
        return False
    *others, last = [fold(word) for word in WORDS.findall(name)] or [""]
    is_name = last == "name" and bool(others)
    if is_name:
        *others, last = others
    if not last.isascii():
        return last.endswith(words) and not last.startswith(OTHER_BEGINNINGS)
    if role == "url" and not OTHER_ADDRESSES.isdisjoint(others):
        return False
    if role == "url" and others[-1:] == ["detail"]:  # of the page of a video, not the video
        return True
    return (is_name or bool(others)) and last in words and OTHER_WORDS.isdisjoint(others)


def numbered_bodies(names: tuple[str, ...]) -> tuple[str, ...]:
    """Columns over which a body is spread, in their order: 正文1, 正文2.

    >>> numbered_bodies(("标题", "正文1", "正文2")), numbered_bodies(("text1", "label"))
    (('正文1', '正文2'), ())
    """
    found = [(name, match) for name in names if isinstance(name, str) and (match := PART.fullmatch(name))]
    bodies = [(int(match[2] or 1), name) for name, match in found if bare(match[1]) in FIELD_NAMES["body"]]
    numbers = sorted(number for number, _ in bodies)
    if len(bodies) < FEWEST_PARTS or numbers != list(range(1, len(bodies) + 1)):
        return ()
    return tuple(name for _, name in sorted(bodies))
