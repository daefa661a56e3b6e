"""The name that a page has in an element for that of an author."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.readers.web.line_values import CLAUSE
from newsgrep.readers.web.page_lines import name_of, one_line
from newsgrep.readers.web.page_phrases import SIGNED, STRONG
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SIGNED, DEEPEST = 60, 40
# Elements beside a story.
ASIDE_TAGS = frozenset(("aside", "footer", "nav"))
# Characters of a name that stands alone; what else is as long has the office of a person or what he said behind it.
LONGEST_SIGNED = 16
# Elements that may be for the name of an author, and a moment beside it.
SIGNED_ELEMENTS = (
    "[itemprop=author], [rel~=author], [class*=uthor], [class*=uther], [class*=yline], [class*=eporter], "
    "[class*=riter], [id*=uthor]"
)
REPORTER, WIDE_SPACE = lazy_pattern("[记記]者"), lazy_pattern(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
SIGNED_BY = lazy_pattern(
    r"^(?:(?:posted|written)?\s*by\b|作者(?=\s)|文(?=\s*[/／])|[记記]者)\s*[/／]?\s*(?=\S)", re.IGNORECASE
)
# 〔記者何青禾／綜合報導〕
DISPATCH = lazy_pattern(
    r"[〔（(\[【]?\s*(?:[记記]者)?\s*([\u3400-\u9fff]{2,4})\s*[／/][\u3400-\u9fff]{2,4}(?:报道|報導|報道)\s*[〕）)\]】]?"
)
MOMENT = lazy_pattern(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?")


def signed_name(elements: Iterable[Any]) -> str:
    """What the elements for the name of an author, among others, say, if all say the same; empty otherwise."""
    nodes = [node for node in islice(filter(_is_for_author, elements), MOST_SIGNED) if not _is_aside(node)]
    inner = [node for node in nodes if not any(map(_is_for_author, node.css(SIGNED_ELEMENTS)[1:]))]
    texts = {MOMENT.sub(" ", one_line(node.text(separator=" "))).strip() for node in inner}
    names = {
        SIGNED_BY.sub("", DISPATCH.sub(r"\1", text)) for text in texts if text and ":" not in text and "：" not in text
    }
    name = names.pop() if len(names) == 1 else ""
    is_name = len(name) <= LONGEST_SIGNED and len(WIDE_SPACE.split(name)) == 1
    return name if (is_name or REPORTER.search(name)) and not CLAUSE.search(name) else ""


def _is_aside(node: Any) -> bool:
    """Whether an element is in one for what is beside the story of a page."""
    for _ in range(DEEPEST):
        node = node.parent
        if node is None or node.tag == "body":
            return False
        if node.tag in ASIDE_TAGS or STRONG.search(name_of(node)):
            return True
    return False


def _is_for_author(node: Any) -> bool:
    told = (node.attributes.get("itemprop"), *(node.attributes.get("rel") or "").split())
    return "author" in told or bool(SIGNED.search(name_of(node)))
