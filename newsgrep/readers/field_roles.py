"""Which field of a record is its title, its body and so on, by the names that crawlers, databases and papers use."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.readers.misspelt_names import MISSPELT, is_misspelt
from newsgrep.readers.post_roles import NAMES_OF_POSTERS, POSTERS, of_others
from newsgrep.readers.role_names import (
    AS_TEXT,
    DATE_PARTS,
    DECKS,
    FIELD_NAMES,
    FILE_NAMES,
    KICKERS,
    LAST_NAMES,
    LAST_WORDS,
    LEADS,
    NAME_ENDINGS,
    OTHER_ADDRESSES,
    OTHER_BEGINNINGS,
    OTHER_TEXTS,
    OTHER_WORDS,
    PARTS_OF_TEXT,
    PLACES,
    PREFIXES,
    REMARKS,
    SEEN_NAMES,
    SHORT_NAMES,
    TITLED,
    WRAPPERS,
)
from newsgrep.text.dates import CHINA
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

# The beginnings of the names of the day of publication, rather than of another.
PUBLISHED = ("pub", "datepub", "发布", "发表")
# Two names of one field, as in "Title-题名".
TWO_NAMES = re.compile(
    r"\s*([A-Za-z_ ]+)\s*[-/(（:：]\s*([\u3400-\u9fff]+)\s*[)）]?\s*"
    r"|\s*([\u3400-\u9fff]+)\s*[-/(（:：]\s*([A-Za-z_ ]+)\s*[)）]?\s*"
)
# A name with a remark behind it.
REMARKED = re.compile(r"([^(（]{1,40})[(（][^()（）]{1,40}[)）]\s*[:：]?")
# One of several columns with a text.
PART, FEWEST_PARTS = re.compile(r"([A-Za-z\u3400-\u9fff]{1,20}?)[\s_-]?[(（]?(\d{1,2})?[)）]?"), 2
COLUMN = re.compile(r"#(\d{1,5})")
# Follows the names of a record that is a row of a table.
IN_TABLE = "\0table"
MARKS = re.compile(r"[\W_]+")
ABOUT = re.compile(r"@|(?:is|has)(?:_|(?=[A-Z]))")
DOMAIN = re.compile(r"domain\((.+)\)")
JOIN = " + "
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
MOST_KNOWN = 1000
# No news record has more fields: roles of larger records are not cached, and lines of further keys are not located.
MOST_NAMES = 1000


class Nested(NamedTuple):
    """A value inside others: the names on the way to it."""

    path: tuple[str, ...]


class Joined(NamedTuple):
    """Several values that make up one, a line each."""

    parts: tuple[Pick, ...]


class Domain(NamedTuple):
    """The domain of an address."""

    of: Pick


# Where a value is in a record.
Pick: TypeAlias = "str | Nested | Joined | Domain"


class Roles(NamedTuple):
    """For each role the values that may have it, best first, and the fields that tell of a file, a date or a fetch.

    ``kickers`` and ``decks`` are lines of the headline above and below the title, ``leads`` paragraphs above the body.
    """

    picks: Mapping[str, tuple[Pick, ...]]
    files: tuple[str, ...] = ()
    date_parts: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    kickers: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()
    leads: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which fields of a record are its title, body and so on; the user's mapping precedes the usual names.

    A role mapped to no name at all has no value. ``zone`` is that of dates with a time in another zone.
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zone: dt.tzinfo = CHINA
    # A cache: the records of a file mostly have the same names.
    _known: dict[tuple[str, ...], Roles] = field(default_factory=dict, init=False, repr=False, compare=False)

    def roles(self, values: Mapping[str, Any], *, in_table: bool = False) -> Roles:
        """Where the values of a record's roles are; the user may name the columns of a table by number.

        >>> FieldMap().roles({"news_title": "大桥合龙", "Content": "", "meta": {"pubDate": ""}}).picks["date"]
        (Nested(path=('meta', 'pubDate')),)
        """
        key = tuple(values)
        for value in values.values():
            if type(value) is dict:
                key = (*key, *_nested_names(values))
                break
        if in_table:
            key = (*key, IN_TABLE)
        if len(key) > MOST_NAMES:
            return self._roles(key, len(values))
        found = self._known.get(key)
        if found is None:
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._roles(key, len(values))
        return found

    def _roles(self, key: tuple[str, ...], own: int) -> Roles:
        in_table = key[-1:] == (IN_TABLE,)
        known = _known_names(key[:own], key[own : len(key) - in_table])
        named = {role: _picked(FIELD_NAMES[role], known) for role in FIELD_NAMES}
        if not named["title"] and not named["body"]:
            short = {role: _picked(names, known) for role, names in SHORT_NAMES.items()}
            if short["title"] and short["body"]:
                named = {role: picks or short.get(role, ()) for role, picks in named.items()}
        if parts_of_body := _numbered(key[:own]):
            named["body"] = (Joined(parts_of_body), *named["body"])
        for role, endings in NAME_ENDINGS.items():
            if not named[role]:
                found = [(name, pick) for name, pick in known.items() if _ends(name, endings) and not _is_about(pick)]
                found.sort(key=lambda each: each[0].startswith(PARTS_OF_TEXT))
                named[role] = tuple(pick for _, pick in found)
        for role in MISSPELT:
            named[role] = named[role] or tuple(pick for name, pick in known.items() if is_misspelt(name, role))
        for role, words in LAST_WORDS.items():
            named[role] = named[role] or tuple(
                name for name in key[:own] if _has_last_word(UNIT.sub("", name), words, role)
            )
        named |= of_others(named, known)
        for role, names in LAST_NAMES.items():
            if role == "section" and not (named["title"] and named["body"]):
                continue  # a topic is a headline where there is no other
            named[role] += tuple(pick for pick in _picked(names, known) if pick not in named[role])
        named["id"] += named["url"]
        picks = {role: self._mapped(role, key[:own], in_table=in_table) + picks for role, picks in named.items()}
        picks |= {role: () for role, names in self.mapping.items() if not names}
        files, seen = ([name for name in key[:own] if bare(name) in names] for names in (FILE_NAMES, SEEN_NAMES))
        parts = [name for names in DATE_PARTS for name in key[:own] if bare(name) in names]
        date_parts = tuple(parts) if len(parts) == len(DATE_PARTS) else ()
        leads = () if "body" in self.mapping else _picked(LEADS, known)
        kickers, decks = self._headline_lines(key[:own])
        return Roles(picks, tuple(files), date_parts, tuple(seen), kickers, decks, leads)

    def _headline_lines(self, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The fields above and below the title, unless the user has said what the title is."""
        for group in (KICKERS, DECKS) if "title" not in self.mapping else ((), ()):
            yield tuple(name for name in names if bare(name) in group)

    def _mapped(self, role: str, names: tuple[str, ...], *, in_table: bool) -> tuple[Pick, ...]:
        written = self.mapping.get(role, ())
        found = (_written(name, names) for name in written if in_table or not COLUMN.fullmatch(name) or name in names)
        return tuple(pick for pick in found if pick is not None)


@lru_cache(maxsize=1 << 14)
def bare(name: str) -> str:
    """A name without case, width, script, spaces and marks.

    >>> bare("Publish_Time"), bare("發佈 時間"), bare("_id")
    ('publishtime', '发布时间', '_id')
    """
    folded = fold(name)
    return folded.strip() if folded.strip() == "_id" else MARKS.sub("", folded) or folded.strip()


def _known_names(names: tuple[str, ...], nested: tuple[str, ...]) -> dict[str, Pick]:
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


def values_at(values: Mapping[str, Any], pick: Pick) -> Any:
    """The value that is there in a record; None if there is none, a list where there are several."""
    if isinstance(pick, str):
        return values.get(pick)
    if isinstance(pick, Nested):
        return _inside(values, pick.path)
    if isinstance(pick, Domain):
        return _domain(str(values_at(values, pick.of) or ""))
    return [value for part in pick.parts if (value := values_at(values, part)) is not None and value != ""]


def _nested_names(values: Mapping[str, Any]) -> Iterator[str]:
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


def _is_about(pick: Pick) -> bool:
    """Whether a name is that of what describes a document of JSON-LD, or of a yes or no: is_content."""
    return isinstance(pick, str) and bool(ABOUT.match(pick))


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.endswith(endings) and not name.startswith(OTHER_TEXTS)


def _has_last_word(name: str, words: tuple[str, ...], role: str = "") -> bool:
    """Whether a name of several words ends with one of these, and is not that of something else.

    >>> [_has_last_word(name, ("page", "时间")) for name in ("edition_page", "见报时间", "抓取时间", "homepage")]
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


def _numbered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Columns over which a body is spread, in their order: 正文1, 正文2.

    >>> _numbered(("标题", "正文1", "正文2")), _numbered(("标题", "正文", "正文2")), _numbered(("text1", "label"))
    (('正文1', '正文2'), ('正文', '正文2'), ())
    """
    found = [(name, match) for name in names if isinstance(name, str) and (match := PART.fullmatch(name))]
    bodies = [(int(match[2] or 1), name) for name, match in found if bare(match[1]) in FIELD_NAMES["body"]]
    numbers = sorted(number for number, _ in bodies)
    if len(bodies) < FEWEST_PARTS or numbers != list(range(1, len(bodies) + 1)):
        return ()
    return tuple(name for _, name in sorted(bodies))


def _picked(names: Iterable[str], known: Mapping[str, Pick]) -> tuple[Pick, ...]:
    return tuple(known[name] for name in names if name in known)


def _written(name: str, names: tuple[str, ...]) -> Pick | None:
    """A value that the user has named: a field, a.dotted.path, some + others, #1 for a column or domain(url)."""
    if name in names:
        return name
    if match := DOMAIN.fullmatch(name.strip()):
        inner = _written(match[1], names)
        return inner if inner is None else Domain(inner)
    if JOIN in name:
        parts = [pick for part in name.split(JOIN) if (pick := _written(part.strip(), names)) is not None]
        return Joined(tuple(parts)) if parts else None
    if match := COLUMN.fullmatch(name):
        return names[int(match[1]) - 1] if 0 < int(match[1]) <= len(names) else None
    first, dot, _ = name.partition(".")
    if dot and (parent := _name_of(first, names)) is not None:
        return Nested((parent, *name.split(".")[1:]))
    return _name_of(name, names)


def _name_of(name: str, names: tuple[str, ...]) -> str | None:
    """The field that is called so, but for case, width and script."""
    folded = fold(name.strip())
    return next((each for each in names if fold(each.strip()) == folded), None)


def _inside(value: Any, path: tuple[str, ...]) -> Any:
    for at, name in enumerate(path):
        if isinstance(value, list):
            if name.isdecimal():
                value = value[int(name)] if int(name) < len(value) else None
                continue
            return [found for item in value if (found := _inside(item, path[at:])) is not None]
        value = value.get(name) if isinstance(value, dict) or hasattr(value, "get") else None
    return value


def _domain(address: str) -> str:
    """The domain of an address.

    >>> _domain("https://www.jcrb.example.cn:8080/2025/1.html")
    'www.jcrb.example.cn'
    """
    match = re.match(r"\s*(?:[a-z]+:)?//([^/?#\s:@]+)", address, re.IGNORECASE)
    return match[1].lower() if match else ""
