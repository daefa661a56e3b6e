"""Rows that content management systems keep in the tables of articles, and that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Columns with the kind of a row and its state, in WordPress and Typecho.
KINDS, STATES = ("post_type", "type"), ("post_status", "status")
# Files, parts of the site, and earlier versions of what has a row of its own.
NO_POST = frozenset(
    (
        *("revision", "attachment", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"),
        *("wp_global_styles", "wp_navigation", "wp_template", "wp_template_part", "wp_block", "user_request"),
        *("post_draft", "page_draft"),
    )
)
THROWN_AWAY = frozenset(("trash", "auto-draft", "inherit"))


def is_other_row(values: Mapping[str, Any]) -> bool:
    """Whether a row is no article: a file, an earlier version, what was thrown away, the answer in a thread of Discuz.

    >>> is_other_row({"post_type": "attachment"}), is_other_row({"type": "post", "status": "trash"})
    (True, True)
    >>> is_other_row({"tid": "1", "first": "0"}), is_other_row({"type": "post", "first": "0"})
    (True, False)
    """
    is_answer = "tid" in values and str(values.get("first")) == "0"
    return (
        is_answer
        or any(values.get(name) in NO_POST for name in KINDS)
        or any(values.get(name) in THROWN_AWAY for name in STATES)
    )
