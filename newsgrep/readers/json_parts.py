"""What an object of JSON has inside that is no article beside it: blocks of its text, excerpts, names alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.picks import values_at
from newsgrep.readers.rich_texts import PICTURES
from newsgrep.readers.role_names import REMARKS, WRAPPERS
from newsgrep.readers.values import without_addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.json_facts import Found

# Lists of blocks that are the text of an article, and of its parts, which have headings.
BLOCKS = re.compile(r"block|para|segment|node|token|段|内容|正文", re.IGNORECASE)
PARTS, HEADINGS = frozenset(("sections", "parts")), ("heading", "subheading", "h2")
# What names the kind of a block, how deep in an article the list of its blocks may lie, and the kinds that are text.
KIND, DEEPEST_BLOCKS = "type", 3
TEXT_KINDS = frozenset("text paragraph p html txt heading header subheading subtitle h2 h3 h4 quote blockquote".split())
# What articles have, and blocks of one have not.
NO_BLOCK = frozenset(("title", "headline", "date", "author", "user"))


def body_of(value: Mapping[str, Any], fields: FieldMap) -> Any:
    """The first value of an object that is a body; None if there is none."""
    bodies = (values_at(value, pick) for pick in fields.roles(value).picks["body"])
    return next(filter(None, bodies), None)


def lies_in_objects(value: Mapping[str, Any], inner: Any) -> bool:
    """Whether an object is within another, and in no list there.

    >>> inner = {"content": "…"}
    >>> lies_in_objects({"data": {"detail": inner}}, inner), lies_in_objects({"data": [inner]}, inner)
    (True, False)
    """
    return any(
        child is inner or (isinstance(child, dict) and lies_in_objects(child, inner)) for child in value.values()
    )


def _has(value: Mapping[str, Any], roles: tuple[str, ...], fields: FieldMap) -> bool:
    picks = fields.roles(value).picks
    return any(values_at(value, pick) for role in roles for pick in picks[role])


def text_of_parts(value: Mapping[str, Any], parts: Mapping[str, list[Found]], fields: FieldMap) -> list[str]:
    """The lines of an object with a title, whose text is a list of blocks: they have neither title nor date."""
    for name, found in parts.items():
        is_list = found and isinstance(value[name], list)
        if is_list and BLOCKS.search(name) and not any(_has_facts(each, fields) for each in found):
            blocks = [(each.values, body) for each in found if (body := body_of(each.values, fields))]
            return without_addresses(blocks)
        if is_list and bare(name) in PARTS and all(_is_part(each, fields) for each in found):
            texts = ((*map(each.values.get, HEADINGS), body_of(each.values, fields)) for each in found)
            return [text for part in texts for text in part if isinstance(text, str) and text.strip()]
    return []


def text_of_kinds(value: Mapping[str, Any], depth: int = 0) -> list[str]:
    """The texts of an article's blocks that say of which kind each is, in whatever objects their list lies.

    >>> text_of_kinds({"title": "合龙", "inner": {"list": [{"type": "text", "data": "大桥合龙。"}, {"type": "video"}]}})
    ['大桥合龙。']
    """
    for name, child in value.items():
        if isinstance(child, list) and not REMARKS.search(name):
            texts = [_text_of_kind(each) for each in child] if child and all(map(_is_of_kind, child)) else []
        elif isinstance(child, dict) and depth < DEEPEST_BLOCKS and not REMARKS.search(name):
            texts = text_of_kinds(child, depth + 1)
        else:
            continue
        if any("。" in text for text in texts):
            return list(filter(None, texts))
    return []


def _is_of_kind(block: Any) -> bool:
    return isinstance(block, dict) and isinstance(block.get(KIND), str) and NO_BLOCK.isdisjoint(block)


def _text_of_kind(block: Mapping[str, Any]) -> str:
    """The only string of a block of text, or a sentence in one of any kind; of pictures and the like none."""
    texts = [text for name, text in block.items() if name != KIND and isinstance(text, str) and text.strip()]
    kind, text = block[KIND].lower(), texts[0] if len(texts) == 1 else ""
    return text if kind in TEXT_KINDS or (kind not in PICTURES and "。" in text) else ""


def _has_facts(found: Found, fields: FieldMap) -> bool:
    """Whether an object is more than a block of text."""
    return _has(found.values, ("title", "date", "author", "url"), fields)


def _is_part(found: Found, fields: FieldMap) -> bool:
    """Whether an object has but a text, and a heading rather than a title."""
    picks = fields.roles(found.values).picks
    titles = [pick for pick in picks["title"] if isinstance(pick, str) and values_at(found.values, pick)]
    has_facts = _has(found.values, ("date", "author", "url"), fields)
    return set(HEADINGS).issuperset(titles) and not has_facts and isinstance(body_of(found.values, fields), str)


def without_mere_names(parts: dict[str, list[Found]], fields: FieldMap) -> dict[str, list[Found]]:
    """The parts of an object without lists of titles alone, such as of banners, beside a list with texts."""
    has_texts = any(len(found) > 1 and all(body_of(each.values, fields) for each in found) for found in parts.values())
    if not has_texts:
        return parts
    return {
        name: found
        for name, found in parts.items()
        if not found or any(_has(each.values, ("body", "date", "url"), fields) for each in found)
    }


def without_excerpts(value: Mapping[str, Any], parts: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """The parts of an object without what is an excerpt of the document in it: its highlights."""
    wrapped = [name for name, found in parts.items() if len(found) == 1 and found[0].values is value[name]]
    document = [name for name in wrapped if name in WRAPPERS or bare(name) in WRAPPERS]
    return {name: parts[name] for name in document} if len(document) == 1 and len(wrapped) > 1 else parts
