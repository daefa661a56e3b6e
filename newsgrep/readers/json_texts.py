"""What in a JSON value is text: strings, and objects that hold one and nothing else of note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.json_syntax import is_object_in_string
from newsgrep.readers.role_names import FIELD_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

# The keys under which an object holds a text and nothing else of note.
TEXT_KEYS = (
    *("rendered", "value", "text", "#text", "content", "paragraphs", "blocks", "insert", "main", "html"),
    *("S", "stringValue"),
)


def is_text(value: Any) -> bool:
    """Whether a value is text: a string, a list of strings or blocks, or an object that holds text alone."""
    if isinstance(value, str):
        return bool(value.strip()) and not is_object_in_string(value)
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, str) or is_block(item) for item in value)
    if not isinstance(value, dict):
        return False
    return any(is_text(value.get(key)) for key in TEXT_KEYS if not isinstance(value.get(key), dict)) and is_block(value)


def is_block(item: Any) -> bool:
    """Whether an object is a block of text, and no article: it has neither title nor date of its own."""
    if not isinstance(item, dict):
        return False
    names = {bare(name) for name in item}
    if "role" in names or names == {"from", "value"}:  # a message to a language model
        return True
    return names.isdisjoint(FIELD_NAMES["title"]) and names.isdisjoint(FIELD_NAMES["date"])


def has_objects(value: Mapping[str, Any]) -> bool:
    """Whether an object contains others, or a list of them."""
    return any(
        isinstance(child, dict) or (isinstance(child, list) and any(isinstance(item, dict | list) for item in child))
        for child in value.values()
    )
