"""Tables of the names that rows of news have as ids: their sections and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.role_names import LAST_NAMES, PREFIXES
from newsgrep.readers.tables.table_roles import NEWS_TABLE
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgrep.readers.picks import Pick
    from newsgrep.readers.records import Record

LAST_TEXTS = frozenset(LAST_NAMES["body"])
# How the names of such tables end, by what they name.
_ENDINGS = {
    "section": r"(?:arc|news|article|info)?types?|class(?:es|ify)?|cates?|cats?|categor(?:y|ies|ys)|channels?|columns?"
    r"|sections?|boards?|forums?|sorts?|topics?|themes?|lanmu|fenlei|leibie|栏目|分类|类别|频道|版块|板块",
    "source": r"(?:news|article)?sources?|sites?|media|medias|outlets?|feeds?|laiyuan|来源|媒体|站点",
}
_LOOKUP_TABLE = {
    role: lazy_pattern(rf"(?:.*_)?[\u3400-\u9fff]*(?:{endings})(?:_?(?:info|list|table|表))?", re.IGNORECASE)
    for role, endings in _ENDINGS.items()
}
# Columns with the names of things or people, in tables of these.
NAMES = frozenset(("name", "姓名", "名称"))
# Names of columns with ids and names, and what else the names of tables begin with.
_ID = re.compile(r"(?:.*[_\W])?(?:id|no|code|编号|代码)|.{1,20}[Ii][Dd]", re.IGNORECASE)
_NAME = re.compile(
    r"(?:.*_)?(?:name|title|label)|.{1,20}(?:[Nn]ame|[Tt]itle)|(?:.*_)?cate(?:gory)?|.*名称?", re.IGNORECASE
)
# What is before the last word of a table's name that tells something.
_BEFORE_LAST_WORD = re.compile(r".*_(?!(?:list|info|data|table|tab|\d+)$)", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[\u3400-\u9fff]+")
_OF_PROGRAMS = frozenset(
    ("t", "tb", "tbl", "tab", "table", "cms", "sys", "app", "web", "blog", "site", "data", "db", "info", "main", "my")
)
# Rows of such a table, and characters of a name in it.
MOST_NAMES, LONGEST_NAME = 5000, 24
_OTHER_REFERENCE = re.compile(r"fk_|[cft]id$|ntid$", re.IGNORECASE)
_KEYS = frozenset(("id", "_id", "no", "code", "编号", "代码"))
SENTENCE_MARK = re.compile("[，。；！？]")
# Characters of the rows that wait for such a table.
MOST_HELD_CHARACTERS = 1 << 25


def names_of(table: str) -> str:
    """What a table of this name has the names of, a role; empty if it is called otherwise.

    >>> [names_of(name) for name in ("news_category", "tb_newstype", "ArticleChannel", "新闻来源", "news", "prototype")]
    ['section', 'section', 'section', 'source', '', '']
    """
    name = "_".join(_WORDS.findall(table))
    return next((role for role, pattern in _LOOKUP_TABLE.items() if pattern.fullmatch(name)), "")


def has_names_only(table: str, picks: Mapping[str, Sequence[Pick]]) -> bool:
    """Whether a table of such a name has no articles: no text, and no headlines with a date; nor one of things' names.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> tables = ("id", "name", "created_at"), ("id", "title", "created_at"), ("id", "name", "content")
    >>> [has_names_only("news_types", FieldMap().roles(dict.fromkeys(names, "")).picks) for names in tables]
    [True, False, False]
    >>> names = ("books", "news_banner", "news", "news_list")
    >>> [has_names_only(name, FieldMap().roles(dict.fromkeys(tables[0], "")).picks) for name in names]
    [True, True, False, False]
    """
    bodies, titles = (tuple(bare(pick) for pick in picks[role] if isinstance(pick, str)) for role in ("body", "title"))
    has_headlines = bool(picks["date"]) and any("title" in name or "标题" in name for name in titles)
    is_of_things = bool(titles) and NAMES.issuperset(titles) and not NEWS_TABLE.search(_BEFORE_LAST_WORD.sub("", table))
    is_named = bool(names_of(table)) and not has_headlines
    return (is_of_things or is_named) and LAST_TEXTS.issuperset(bodies)


class _Lookup(NamedTuple):
    """The names of a table by id, and the column with the ids."""

    table: str
    key: str
    names: Mapping[str, str]


class LookupTables:
    """The rows of such tables that were met, and the names in them that others refer to."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Mapping[str, Any]]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], Mapping[str, tuple[str, Mapping[str, str]]]] = {}

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Keep a row, if its table may be one of names."""
        rows = self._rows.setdefault(table, [])
        if len(rows) < MOST_NAMES and names_of(table):
            rows.append(dict(values))
            self._found.clear()

    def facts_of(self, record: Record, columns: Sequence[str]) -> dict[str, str]:
        """The names that a row refers to by id, by role.

        >>> from newsgrep.readers.records import Record
        >>> tables = LookupTables()
        >>> tables.add("news_type", {"id": "2", "name": "体育"})
        >>> tables.facts_of(Record({"title": "大桥合龙", "type_id": "2"}, 1, member="news"), ("title", "type_id"))
        {'section': '体育'}
        """
        found = self._found.get(key := (record.member, tuple(columns)))
        if found is None:
            found = self._found[key] = dict(self._references(record.member, columns))
        facts = {role: names.get(_id(record.values.get(column))) for role, (column, names) in found.items()}
        return {role: name for role, name in facts.items() if name}

    def with_names(self, record: Record) -> Record:
        """A row with the names that it refers to."""
        facts = self.facts_of(record, tuple(record.values))
        return record._replace(defaults={**record.defaults, **facts}) if facts else record

    def _references(self, table: str, columns: Sequence[str]) -> Iterator[tuple[str, tuple[str, Mapping[str, str]]]]:
        for role in _LOOKUP_TABLE:
            of_role = [name for name in self._rows if names_of(name) == role and name != table]
            fitting = [
                (column, lookup)
                for lookup in filter(None, map(self._lookup, of_role))
                for column in columns
                if _refers(column, table, lookup)
            ]
            if fitting:
                column, lookup = max(fitting, key=lambda each: _in_common(table, each[1].table))
                yield role, (column, lookup.names)

    def _lookup(self, table: str) -> _Lookup | None:
        """The names in a table; None if it has texts rather than names, or no ids of its own."""
        rows = self._rows[table]
        columns = list(rows[0]) if rows else []
        key = next((name for name in columns if _ID.fullmatch(name)), "")
        name = next((name for name in columns if name != key and _NAME.fullmatch(name) and _has_names(name, rows)), "")
        if not key or not name:
            return None
        names = {_id(row.get(key)): str(row.get(name) or "").strip() for row in rows}
        return _Lookup(table, key, names) if len(names) == len(rows) else None


class RowsWithNames:
    """Rows of news, each with the names that it refers to; one that refers to a table further below waits for it."""

    def __init__(self) -> None:
        self.tables = LookupTables()
        self._held: list[Record] = []
        self._characters = 0

    def named(self, record: Record) -> Iterator[Record]:
        """A row with the names it refers to, if those are known by now; none if it waits."""
        found = self.tables.with_names(record)
        if found is not record or not any(_may_refer(name, value) for name, value in record.values.items()):
            yield found
            return
        self._characters += sum(len(value) for value in record.values.values() if isinstance(value, str))
        self._held.append(record)
        if self._characters > MOST_HELD_CHARACTERS:
            yield from self.waiting()

    def waiting(self) -> Iterator[Record]:
        """The rows that wait, at the end."""
        held, self._held, self._characters = self._held, [], 0
        yield from map(self.tables.with_names, held)


def _may_refer(column: str, value: Any) -> bool:
    """Whether a value may be the id of a section or source."""
    is_id = isinstance(value, int) or (isinstance(value, str) and 0 < len(value) < LONGEST_NAME and value.isdecimal())
    return is_id and bool(names_of(_without_id(column)) or _OTHER_REFERENCE.match(column))


def _refers(column: str, table: str, lookup: _Lookup) -> bool:
    """Whether a column of a table is called as one with the ids of another, and those are of the same things.

    >>> [_refers("type_id", "news", _Lookup(name, "id", {})) for name in ("news_type", "prod_type")]
    [True, False]
    >>> [_refers(column, "news", _Lookup("topic", "tid", {})) for column in ("tid", "ntid", "nid")]
    [True, True, False]
    """
    words = [word.lower() for word in _WORDS.findall(lookup.table)]
    known = {word.lower() for name in (table, column) for word in _WORDS.findall(name)}
    known |= _OF_PROGRAMS.union(PREFIXES)
    if not words or any(len(word) > 1 and word not in known and not names_of(word) for word in words[:-1]):
        return False
    name, key = column.lower(), lookup.key.lower()
    own = f"{words_of_table[-1][:1]}{key}" if (words_of_table := _WORDS.findall(table.lower())) else key
    if key not in _KEYS and (name in {key, own} or name.endswith(f"_{key}")):
        return True
    stem, whole, last = map(_singular, (_without_id(name), "".join(words), words[-1]))
    is_same = whole.endswith(stem) or last.startswith(stem) or stem.endswith(last)
    return bool(stem) and names_of(_without_id(name)) == names_of(lookup.table) and is_same


def _without_id(column: str) -> str:
    """The name of a column of ids without what says so.

    >>> _without_id("category_id"), _without_id("typeid"), _without_id("newsTypeId"), _without_id("type")
    ('category', 'type', 'newsType', 'type')
    """
    name = re.sub(r"^fk_", "", column, flags=re.IGNORECASE)
    return re.sub(r"[_\W]?(?:id|no|code|编号)$", "", name, flags=re.IGNORECASE)


def _singular(name: str) -> str:
    """A name in letters alone, without the ending of several.

    >>> _singular("news_categories"), _singular("type")
    ('newscategory', 'type')
    """
    return re.sub(r"(?<=..)s$", "", re.sub(r"ies$", "y", "".join(_WORDS.findall(name)).lower()))


def _in_common(table: str, other: str) -> int:
    """How many words two names of tables have in common."""
    return len({*_WORDS.findall(table.lower())} & {*_WORDS.findall(other.lower())})


def _has_names(column: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the values of a column are names: words, mostly different, none of them a sentence."""
    found = [str(row.get(column) or "").strip() for row in rows]
    filled = list(filter(None, found))
    is_name = all(len(name) <= LONGEST_NAME and not SENTENCE_MARK.search(name) for name in filled)
    return bool(filled) and is_name and any(map(HAN.search, filled)) and 2 * len(set(filled)) > len(filled)


def _id(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) else ""
