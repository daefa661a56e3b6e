"""Markdown whose text is a page as it was fetched, below front matter or a headline: the story of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a page begins with, and the elements that have its lines.
BEGINNING = lazy_pattern(r"\s*<(?:html|body|main|article|section|div)\b[^<>]*>", re.IGNORECASE)
BLOCK = lazy_pattern(
    r"<(?P<closed>/)?(?:html|body|main|article|section|div|header|footer|aside|p|ul|ol|table|figure|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
TAG, SPACE = lazy_pattern(r"<[!/a-z][^<>]*>", re.IGNORECASE), lazy_pattern(r"\s+")
# Lines above a page; elements of one; the part of the text that may be outside of them, and that is the story's.
MOST_ABOVE, FEWEST_BLOCKS, MOST_OUTSIDE, LEAST = 4, 10, 0.1, 0.3


def page_begins(raw: Sequence[str], begin: int) -> int | None:
    """Where a page begins that is all of a text but a few lines at its top; None if the text is none.

    >>> page_begins(["# 大桥合龙", "", "<div>", *["<p>大桥今天合龙。</p>"] * 9, "</div>"], 0)
    2
    >>> page_begins(["# 大桥合龙", "", "<div>", *["<p>大桥今天合龙。</p>"] * 9, "</div>", "大桥今天合龙。" * 9], 0)
    """
    at = next((at for at in range(begin, len(raw)) if BEGINNING.match(raw[at])), None)
    if at is None or sum(1 for line in raw[begin:at] if line.strip()) > MOST_ABOVE:
        return None
    page = "\n".join(raw[at:])
    depth = blocks = within = outside = last = 0
    for block in BLOCK.finditer(page):
        length = _length(page[last : block.start()])
        within, outside = (within + length, outside) if depth else (within, outside + length)
        depth = max(0, depth - 1) if block["closed"] else depth + 1
        blocks, last = blocks + 1, block.end()
    outside += _length(page[last:])
    return at if blocks >= FEWEST_BLOCKS and outside <= MOST_OUTSIDE * (within + outside) else None


def _length(markup: str) -> int:
    return len(SPACE.sub("", TAG.sub("", markup)))


def page_facts(raw: Sequence[str], begin: int) -> dict[str, Any]:
    """What the page says that begins on a line; empty if hardly any of its text is a story, or it cannot be parsed."""
    from newsgrep.readers.web.html import html_record

    page = "\n".join(raw[begin:])
    try:
        values = html_record(page)
    except (ReadError, ModuleNotFoundError):  # its text is what is between its elements
        return {}
    is_story = len(SPACE.sub("", values["body"])) >= LEAST * _length(page)
    return {name: value for name, value in values.items() if value} if is_story else {}
