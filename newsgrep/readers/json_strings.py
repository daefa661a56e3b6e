"""Articles that are strings: in a list, each a headline or a text; in an object, by title; in objects with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.json_facts import Found, facts_of, text_of
from newsgrep.readers.json_others import FEWEST_HAN_ALONE
from newsgrep.readers.json_syntax import DEEPEST
from newsgrep.readers.role_names import FIELD_NAMES, REMARKS
from newsgrep.text.dates import date_in_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.field_roles import FieldMap

# Articles by title: the fewest, and the longest title.
FEWEST_BY_TITLE, LONGEST_TITLE = 2, 60
# Chinese characters of the name of an object that is its title: sections have fewer.
FEWEST_IN_NAME = 6
# Characters of one long text.
SHORTEST_TEXT = 50
# Strings of a list that are headlines or texts.
FEWEST_STRINGS = 2
# Strings by which it is clear that a list is one of texts, and the part of them that may be a word or two.
MANY_STRINGS, SHORT_STRINGS = 50, 0.2
_NAMES = frozenset(name for names in FIELD_NAMES.values() for name in names)


def strings_in(value: Any, fields: FieldMap, depth: int = 0) -> list[Found]:
    """The strings of a list that are a headline or a text each, wherever it lies, each with the facts around it.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> answer = {"msg": "ok", "data": {"date": "2025-03-18", "news": ["澜江大桥昨日合龙通车"] * 2}}
    >>> strings_in(answer, FieldMap())[0][:2]
    ({'title': '澜江大桥昨日合龙通车'}, {'date': '2025-03-18'})
    """
    if isinstance(value, list):
        texts = list(map(text_of_string, value))
        if len(texts) >= FEWEST_STRINGS and None not in texts:
            return [Found(text) for text in texts if text]
        if len(texts) >= MANY_STRINGS and texts.count(None) <= SHORT_STRINGS * len(texts):
            return [Found(text or {"text": string}) for text, string in zip(texts, value, strict=True) if string]
    if not isinstance(value, dict) or depth > DEEPEST:
        return []
    found = [each for name in value if not REMARKS.search(name) for each in strings_in(value[name], fields, depth + 1)]
    facts = facts_of(value, fields) if found else {}
    facts.pop("name", None)
    return [each._replace(defaults={**facts, **each.defaults}) for each in found]


def text_of_string(value: Any) -> dict[str, str] | None:
    """What a string of a list is, a headline or a text; None if it is a name, a tag or no string.

    >>> text_of_string("澜江大桥昨日合龙通车"), text_of_string("大桥")
    ({'title': '澜江大桥昨日合龙通车'}, None)
    """
    if not isinstance(value, str) or len(HAN.findall(value, 0, SHORTEST_TEXT)) < FEWEST_HAN_ALONE:
        return None
    return {"title" if len(value) <= LONGEST_TITLE and "。" not in value else "text": value}


def articles_by_title(value: Mapping[str, Any], fields: FieldMap) -> list[Found]:
    """The articles of an object that has a text for each title, or an object with a text and no title of its own."""
    if len(value) < FEWEST_BY_TITLE:
        return []
    if all(isinstance(each, dict) and _has_text_alone(each, fields) for each in value.values()):
        are_titles = all(len(HAN.findall(name)) >= FEWEST_IN_NAME for name in value) and not any(
            map(date_in_path, value)
        )
        return [Found({"title": name, **each}) for name, each in value.items()] if are_titles else []
    if not all(isinstance(text, str) for text in value.values()):
        return []
    is_each = all(HAN.search(name) and 2 * len(name) < len(text) and "。" in text for name, text in value.items())
    if not is_each or max(map(len, value)) > LONGEST_TITLE or any(bare(name) in _NAMES for name in value):
        return []
    return [Found({"title": name, "text": text}) for name, text in value.items()]


def _has_text_alone(value: Mapping[str, Any], fields: FieldMap) -> bool:
    picks = fields.roles(value).picks
    return bool(text_of(value, picks["body"])) and not text_of(value, picks["title"])


def with_one_text(value: Any) -> list[Found]:
    """The objects of a list that hold one long text each, whatever it is called, such as tasks for language models."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return []
    found = [Found(item) for item in value if sum(map(_is_sentence, item.values())) == 1]
    return found if 2 * len(found) > len(value) else []


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= SHORTEST_TEXT and "。" in value
