"""What pages of WeChat leave in Markdown: the line of the account below a title, and cards of accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# The account is a link that leads nowhere, or to no page:
# 原创 何青禾 [江城一线](javascript:void(0);) *2025-03-18 09:15* *发表于江城*
NOWHERE = ("](javascript:", "](https://mp.weixin.qq.com/)")
ACCOUNT_LINE = lazy_pattern(
    r"[*_]{0,2}(?:(?:原创|原創|转载|轉載|Original)\b[*_]{0,2}\s*)?(?:[*_]{0,2}(?P<author>[^\[\]*_\n]{1,30}?)[*_]{0,2}\s*)?"
    r"\[(?P<source>[^\[\]\n]{1,40})\]\((?:javascript:[^\n]{0,20}?|https://mp\.weixin\.qq\.com/)\)"
    r"(?:\s*[*_]*(?P<date>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d)?)[*_]*)?"
    r"(?:\s*[*_]*(?:(?:发表于|發表於|Posted on)\s?)?[^\s*_]{1,8}[*_]*)?\s*",
    re.IGNORECASE,
)
# The last lines of a card: how much the account has written, and that it is one.
WRITTEN, IS_ACCOUNT = re.compile(r"[*_]*\d{1,6}\s?篇原创内容[*_]*"), re.compile(r"[*_]*公众号[*_]*")
NAME = re.compile(r"\*\*[^*\n]{1,30}\*\*.{0,120}")
# Lines of a card above and below the one that counts.
MOST_ABOVE = MOST_BELOW = 2


def account_facts(raw: str) -> dict[str, str]:
    """The facts of a line that has the account of a page; empty if it is another.

    >>> account_facts("**原创** **何青禾** [江城 一线](javascript:void(0);) *2025年03月18日 09:15* *湖北*")
    {'author': '何青禾', 'source': '江城 一线', 'date': '2025年03月18日 09:15'}
    >>> account_facts("[江城一线](javascript:void(0);)"), account_facts("[江城一线](https://j.example/)")
    ({'source': '江城一线'}, {})
    """
    found = ACCOUNT_LINE.fullmatch(raw.strip()) if any(end in raw for end in NOWHERE) else None
    return {role: value.strip() for role, value in found.groupdict().items() if value} if found else {}


def without_cards(raw: list[str]) -> list[str]:
    """The lines of a text with those of the cards of accounts emptied.

    >>> without_cards(["通车。", "**江城一线**江城人的报纸", "12篇原创内容", "", "公众号", "昨日，"])
    ['通车。', '', '', '', '', '昨日，']
    """
    counts = [at for at, line in enumerate(raw) if WRITTEN.fullmatch(line.strip())]
    lines = list(raw) if counts else raw
    for at in counts:
        below = _filled(raw, range(at + 1, len(raw)), MOST_BELOW)
        end = next((line for line in below if IS_ACCOUNT.fullmatch(raw[line].strip())), None)
        above = _filled(raw, range(at - 1, -1, -1), MOST_ABOVE)
        begin = next((line for line in above if NAME.fullmatch(raw[line].strip())), at)
        if end is not None:
            lines[begin : end + 1] = [""] * (end + 1 - begin)
    return lines


def _filled(raw: Sequence[str], numbers: range, most: int) -> list[int]:
    """The first of some lines that are not blank."""
    found: list[int] = []
    for at in numbers:
        if raw[at].strip():
            found.append(at)
            if len(found) == most:
                break
    return found
