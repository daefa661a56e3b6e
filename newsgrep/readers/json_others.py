"""Objects that look like articles by the names of their fields, and are none: channels, places, feeds without items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.role_names import LAST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap

# The lists of a feed; one that is empty has no articles, and its title is that of the feed.
ITEM_LISTS = frozenset(
    ("items", "entries", "articles", "stories", "posts", "elements", "list", "data", "news", "newslist", "articlelist")
)
NAMES = frozenset(("name", "名称"))
SUMMARIES = frozenset(LAST_NAMES["title"])
# What phpMyAdmin writes around tables, and what precedes each document in a bulk file of Elasticsearch.
FRAMES = ("header", "database")  # a tuple, as a value may be a list
FRAME_KEYS = frozenset(("type", "version", "comment", "name"))
BULK_ACTIONS = frozenset(("index", "create", "update", "delete"))
# Chinese characters of a headline, as half of the names have at least: with an address or a date, and without.
FEWEST_HAN, FEWEST_HAN_ALONE = 7, 9


def is_empty_feed(value: Mapping[str, Any], fields: FieldMap) -> bool:
    """Whether an object without a text is a feed without items.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> feed = {"title": "江城思想", "url": "https://j.example/", "items": []}
    >>> is_empty_feed(feed, FieldMap()), is_empty_feed({**feed, "date": "2025-03-18"}, FieldMap())
    (True, False)
    """
    if not any(child == [] and bare(name) in ITEM_LISTS for name, child in value.items()):
        return False
    picks = fields.roles(value).picks
    return not _has(value, picks["date"]) and not _has(value, picks["body"])


def is_picture(value: Mapping[str, Any], fields: FieldMap) -> bool:
    """Whether an object is a picture, whose text is its caption.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> is_picture({"img": "a.jpg", "width": 640, "height": 480, "text": "大桥夜景"}, FieldMap())
    True
    """
    if "width" not in value or "height" not in value:
        return False
    picks = fields.roles(value).picks
    return not _has(value, picks["date"]) and not any(pick not in SUMMARIES for pick in picks["title"])


def are_names(objects: Sequence[Mapping[str, Any]], fields: FieldMap) -> bool:
    """Whether objects have nothing but names, which are no headlines: channels, places, people.

    >>> from newsgrep.readers.field_roles import FieldMap
    >>> are_names([{"name": "江城电视台", "url": "https://j.example/"}], FieldMap())
    True
    >>> are_names([{"name": "江城大桥昨日合龙通车", "url": "https://j.example/1"}], FieldMap())
    False
    """
    names: list[str] = []
    has_more = False
    for value in objects:
        picks = fields.roles(value).picks
        title = next((pick for pick in picks["title"] if _has(value, (pick,))), None)
        if _has(value, picks["body"]) or not isinstance(title, str) or bare(title) not in NAMES:
            return False
        names.append(str(value[title]))
        has_more = has_more or _has(value, picks["url"]) or _has(value, picks["date"])
    lengths = sorted(len(HAN.findall(name)) for name in names)
    return bool(names) and lengths[len(lengths) // 2] < (FEWEST_HAN if has_more else FEWEST_HAN_ALONE)


def is_bulk_action(value: Any) -> bool:
    """Whether an object is an action of a bulk file, such as ``{"index": {"_id": "1"}}``."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    name, about = next(iter(value.items()))
    return name in BULK_ACTIONS and isinstance(about, dict) and all(key.startswith("_") for key in about)


def is_frame(value: Any) -> bool:
    """Whether an object is what phpMyAdmin writes around the tables of an export."""
    return isinstance(value, dict) and value.get("type") in FRAMES and value.keys() <= FRAME_KEYS


def _has(value: Mapping[str, Any], picks: Iterable[Any]) -> bool:
    return any(value.get(pick) not in (None, "", [], {}) for pick in picks if isinstance(pick, str))
