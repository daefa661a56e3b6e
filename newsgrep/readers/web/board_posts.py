"""Posts of bulletin boards as PTT shows them: named facts above a text that keeps its line ends, answers below it."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.readers.web.page_lines import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

POST = "#main-content.bbs-content"
# The name of the element around the text, among those of its class and id.
POST_NAME = "main-content"
NAMES, LINES_OF_NAMES, ANSWERS = ".article-meta-tag", ".article-metaline, .article-metaline-right", ".push"
ROLES = {"作者": "author", "看板": "section", "標題": "title", "標題:": "title", "時間": "date"}
MOST_NAMES = 20
# The name behind an account, and the day of a post: Tue Mar 18 09:15:00 2025
NICKNAME = re.compile(r"\s*\(.*\)$")
MOMENT = "%a %b %d %H:%M:%S %Y"
# The line above a signature, and the most lines of one.
SIGNATURE, LONGEST_SIGNATURE = "--", 12


def take_board_post(tree: Any) -> dict[str, str]:
    """What is said above a post, which is taken out of the page with the answers to it; nothing if it is no post."""
    post = tree.css_first(POST)
    if post is None:
        return {}
    facts: dict[str, str] = {}
    for name in islice(post.css(NAMES), MOST_NAMES):
        role = ROLES.get(one_line(name.text()))
        if role and name.next is not None:
            facts.setdefault(role, one_line(name.next.text()))
    if "title" not in facts:
        return {}
    for node in post.css(f"{LINES_OF_NAMES}, {ANSWERS}"):
        node.decompose()
    return {**facts, "author": NICKNAME.sub("", facts.get("author", "")), "date": _day(facts.get("date", ""))}


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, MOMENT).date().isoformat()  # noqa: DTZ007 (a day)
    except ValueError:
        return text


def without_signature(paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs of a post without its signature.

    >>> without_signature(["大桥合龙了", "--", "江边老李"])
    ['大桥合龙了']
    """
    below = paragraphs[: -LONGEST_SIGNATURE - 1 : -1]
    return paragraphs[: -below.index(SIGNATURE) - 1] if SIGNATURE in below else paragraphs
