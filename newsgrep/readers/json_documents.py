"""Where the articles lie in a JSON value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.json_facts import (
    SENTENCE_MARK,
    Found,
    Surroundings,
    as_section,
    facts_in_name,
    facts_of,
    text_of,
    with_name,
)
from newsgrep.readers.json_languages import in_one_language
from newsgrep.readers.json_others import are_names, is_empty_feed, is_picture
from newsgrep.readers.json_outlines import outline_of
from newsgrep.readers.json_parts import (
    body_of,
    lies_in_objects,
    text_of_kinds,
    text_of_parts,
    without_excerpts,
    without_mere_names,
)
from newsgrep.readers.json_rows import is_row, layout_of, rows_of
from newsgrep.readers.json_strings import articles_by_title, with_one_text
from newsgrep.readers.json_syntax import DEEPEST, json_in_string
from newsgrep.readers.json_tables import JsonTables, tables_of
from newsgrep.readers.json_texts import has_objects, is_text
from newsgrep.readers.picks import values_at
from newsgrep.readers.role_names import (
    COMMON_NAMES,
    LIST_NAMES,
    PLACES,
    REFERRED_LISTS,
    REMARKS,
    SECTION_LISTS,
    WRAPPERS,
)
from newsgrep.readers.values import is_conversation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.picks import Pick

# Characters of a remark about what is in an object.
LONGEST_REMARK = 20
# Characters of a tag, of a word of which it is made or by which it is known.
LONGEST_TAG = 20


def articles_in(value: Any, fields: FieldMap) -> list[Found]:
    """The objects in a value that are articles, wherever they lie.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> articles_in({"国内": [{"title": "大桥合龙"}]}, FieldMap())
    [Found(values={'title': '大桥合龙'}, defaults={'section': '国内'}, hints=mappingproxy({}))]
    """
    if isinstance(value, dict) and (found := articles_by_title(value, fields)):
        return found
    found = _Finder(fields, also_common=False).articles(value)
    if not found:
        found = _Finder(fields, also_common=True).articles(value)
        found = [] if are_names([each.values for each in found], fields) else found
    named = [with_name(each) if "name" in each.defaults else each for each in found]
    return [each for each in named if not _is_name_alone(each, fields)] or named or with_one_text(value)


def _is_name_alone(found: Found, fields: FieldMap) -> bool:
    """Whether an object in a list has but the name of what the list is of: that it was created, or who joined."""
    source = found.defaults.get("source")
    picks = fields.roles(found.values).picks
    bodies = (values_at(found.values, pick) for pick in picks["body"])
    return bool(source) and text_of(found.values, picks["title"]) == source and not any(bodies)


class _Finder:
    """Finds articles by the names of their fields; ``also_common`` counts names that other things have too."""

    def __init__(self, fields: FieldMap, *, also_common: bool) -> None:
        self._fields = fields
        self._also_common = also_common

    def articles(self, value: Any, depth: int = 0) -> list[Found]:
        """The articles in a value, each with the facts of the objects around it."""
        if depth > DEEPEST:
            return []
        if isinstance(value, str):
            return self.articles(json_in_string(value), depth + 1)
        if isinstance(value, list):
            if is_conversation(value):
                return [Found({"messages": value})]
            if len(value) > 1 and all(map(is_row, value)):
                return _table(value, self._fields)
            return [found for item in value for found in self.articles(item, depth + 1)]
        return self._in_object(value, depth) if isinstance(value, dict) else []

    def _in_object(self, value: dict[str, Any], depth: int) -> list[Found]:
        if rows := rows_of(value, self._fields):
            return [Found(row) for row in rows]
        if outline := outline_of(value):
            return [Found(outline)]
        if tables := tables_of(value, self._fields):
            return self._in_tables(tables, depth)
        has_body = self._has_text(value, "body")
        is_article = has_body or self._has_text(value, "title")
        if is_empty_feed(value, self._fields) or is_picture(value, self._fields):
            return []
        is_remark = has_body and self._is_remark(value)
        if (has_body and not is_remark) or (is_article and not has_objects(value)):
            return [Found(value)]
        values_of = self._values_of(value) if is_article else ()
        around = Surroundings.of(value)
        parts = {
            name: self._inside(name, child, around, depth) for name, child in value.items() if name not in values_of
        }
        if any(found and not REMARKS.search(name) for name, found in parts.items()):
            parts = {name: found for name, found in parts.items() if not REMARKS.search(name)}
        if any(found and bare(name) not in REFERRED_LISTS for name, found in parts.items()):
            parts = {name: found for name, found in parts.items() if bare(name) not in REFERRED_LISTS}
        parts = without_mere_names(without_excerpts(value, in_one_language(value, parts)), self._fields)
        if is_article and (text := self._text_in(value, parts)):
            return [Found({**value, "text": text})]
        head, parts = self._without_head(value, parts)
        inside = [found for part in parts.values() for found in part]
        if is_article and not any(
            self._has_articles(value, name, found, is_remark=is_remark) for name, found in parts.items()
        ):
            return [Found(value)]
        return self._with_facts(value, {**self._facts_beside(value, parts), **head}, inside) if inside else []

    def _with_facts(self, value: Mapping[str, Any], beside: Mapping[str, str], inside: list[Found]) -> list[Found]:
        """The articles in an object, with what it says of them; its title is that of the only one without."""
        titled = self._with_title(value, inside)
        facts = {**beside, **facts_of(value, self._fields)}
        if titled is not inside:
            facts.pop("name", None)
        return [found._replace(defaults={**facts, **found.defaults}) for found in titled]

    def _with_title(self, value: Mapping[str, Any], inside: list[Found]) -> list[Found]:
        """What lies in an object with a title, which is that of the only text in it; answers wrap texts so."""
        text = inside[0].values if len(inside) == 1 else {}
        if not self._has_text(text, "body") or self._has_text(text, "title") or not lies_in_objects(value, text):
            return inside
        picks = self._fields.roles(value).picks["title"]
        titles = [pick for pick in picks if isinstance(pick, str) and self._is_text_at(value, pick, also_common=False)]
        return [inside[0]._replace(values={**text, titles[0]: value[titles[0]]})] if titles else inside

    def _in_tables(self, tables: JsonTables, depth: int) -> list[Found]:
        """The articles in the rows of tables, each with the names that it refers to."""
        return [
            found._replace(defaults={**tables.facts_of(name, found.values), **found.defaults})
            for name, rows in tables.rows.items()
            for found in self.articles(rows, depth + 1)
        ]

    def _is_remark(self, value: Mapping[str, Any]) -> bool:
        """Whether the text of an object is a few words about what is in it, such as 发表了文章 or 热榜已更新."""
        if self._has_text(value, "title"):
            return False
        text = body_of(value, self._fields)
        return type(text) is str and len(text) < LONGEST_REMARK and "。" not in text and has_objects(value)

    def _is_titled(self, found: Found) -> bool:
        return self._has_text(found.values, "title")

    def _is_rather_article(self, found: Found) -> bool:
        """Whether an object in one with a title has a text of its own, rather than a word such as a tag."""
        if not self._has_text(found.values, "body", also_common=True):
            return False
        texts = [text for text in found.values.values() if isinstance(text, str)]
        is_word = len(texts) == len(found.values) and all(
            len(text) <= LONGEST_TAG and not SENTENCE_MARK.search(text) for text in texts
        )
        return not is_word or self._has_text(found.values, "title")

    def _has_articles(self, value: Mapping[str, Any], name: str, found: list[Found], *, is_remark: bool) -> bool:
        """Whether what a part of an object with a title holds is articles, not what is said about that object."""
        if is_remark:
            return any(map(self._is_titled, found))
        if len(found) > 1 and bare(name) in LIST_NAMES and all(map(self._is_headline, found)):
            return True
        is_object = len(found) == 1 and found[0].values is value[name]
        if is_object and bare(name) not in WRAPPERS and bare(name) not in LIST_NAMES:
            picks = self._fields.roles(found[0].values).picks["body"]
            return any(
                isinstance(pick, str) and bare(pick) not in COMMON_NAMES and is_text(found[0].values[pick])
                for pick in picks
            )
        return any(map(self._is_rather_article, found))

    def _is_headline(self, found: Found) -> bool:
        """Whether an object has a title of its own, and a date or an address."""
        picks = self._fields.roles(found.values).picks
        has_more = any(values_at(found.values, pick) for role in ("date", "url") for pick in picks[role])
        return has_more and any(isinstance(pick, str) and is_text(found.values.get(pick)) for pick in picks["title"])

    def _without_head(
        self, value: Mapping[str, Any], parts: dict[str, list[Found]]
    ) -> tuple[dict[str, str], dict[str, list[Found]]]:
        """What an object without a text says about the articles in the list beside it, and the other parts."""
        if not any(isinstance(value[name], list) and len(found) > 1 for name, found in parts.items()):
            return {}, parts
        heads = [
            name
            for name, found in parts.items()
            if len(found) == 1 and found[0].values is value[name] and not self._has_more(found[0].values)
        ]
        facts = [facts_of(value[name], self._fields) for name in heads[:1]]
        facts = [
            dict(as_section(each)) if bare(name) in SECTION_LISTS else each
            for each, name in zip(facts, heads, strict=False)
        ]
        return (facts[0] if facts else {}), {name: found for name, found in parts.items() if name not in heads}

    def _facts_beside(self, value: Mapping[str, Any], parts: Mapping[str, list[Found]]) -> dict[str, str]:
        """The section that an object beside articles names: where on a site they are, or of which channel."""
        for name, child in value.items():
            if not isinstance(child, dict) or parts.get(name) or bare(name) not in PLACES | SECTION_LISTS:
                continue
            facts = facts_of(child, self._fields)
            if section := facts.get("section") or (facts.get("name", "") if bare(name) in SECTION_LISTS else ""):
                return {"section": section}
        return {}

    def _text_in(self, value: Mapping[str, Any], parts: Mapping[str, list[Found]]) -> list[str]:
        """The text of an object with a title of its own, if it lies in blocks or parts inside."""
        picks = self._fields.roles(value).picks["title"]
        is_titled = any(isinstance(pick, str) and is_text(value.get(pick)) for pick in picks)
        return text_of_parts(value, parts, self._fields) or (text_of_kinds(value) if is_titled else [])

    def _has_more(self, value: Mapping[str, Any]) -> bool:
        """Whether an object has a text or a date."""
        picks = self._fields.roles(value).picks
        return self._has_text(value, "body") or any(values_at(value, pick) for pick in picks["date"])

    def _values_of(self, value: Mapping[str, Any]) -> set[str]:
        """The objects of an article that are its text, its source or its author rather than articles."""
        picks = self._fields.roles(value).picks
        return {
            pick
            for role in ("title", "body", "date", "source", "author")
            for pick in picks[role]
            if isinstance(pick, str)
            and isinstance(child := value.get(pick), dict)
            and (is_text(child) if role == "body" else not self._has_text(child, "body"))
        }

    def _inside(self, name: str, child: Any, around: Surroundings, depth: int) -> list[Found]:
        """The articles in a part of an object, whose name may be a date, a section or the id of the only one."""
        if isinstance(child, str):
            return self.articles(child, depth) if child.startswith(("{", "[{")) else []
        if not isinstance(child, dict | list):
            return []
        found = self.articles(child, depth + 1)
        facts = facts_in_name(name, has_sections=around.has_sections)
        if isinstance(child, dict) and len(found) == 1 and found[0].values is child and "date" not in facts:
            key = around.id or ("" if bare(name) in LIST_NAMES else name)
            facts = {role: text for role, text in (("id", key), ("url", around.url)) if text}
        is_feed = isinstance(child, dict) and bare(name) == "channel"  # of RSS
        if bare(name) in SECTION_LISTS and not is_feed:
            found = [each._replace(defaults=as_section(each.defaults)) for each in found]
        return [each._replace(defaults={**facts, **each.defaults}) for each in found] if facts else found

    def _has_text(self, value: Mapping[str, Any], role: str, *, also_common: bool = False) -> bool:
        """Whether an object has a value for a role that is text: a string, or a list of strings or blocks of text."""
        picks = self._fields.roles(value).picks[role]
        return any(self._is_text_at(value, pick, also_common=also_common) for pick in picks)

    def _is_text_at(self, value: Mapping[str, Any], pick: Pick, *, also_common: bool) -> bool:
        """Whether a value is text. What other things too have may be an identifier, unless it is Chinese."""
        found = values_at(value, pick)
        if also_common or not isinstance(pick, str) or bare(pick) not in COMMON_NAMES:
            return is_text(found)
        return self._also_common and is_text(found) and bool(HAN.search(str(found)))


def _table(rows: list[list[Any]], fields: FieldMap) -> list[Found]:
    """The rows of a table that is an array of arrays."""
    shape = layout_of(rows, fields)
    if shape is None:
        return []
    return [Found(dict(zip(shape.names, row, strict=False)), hints=shape.hints) for row in rows[shape.rows_above :]]
