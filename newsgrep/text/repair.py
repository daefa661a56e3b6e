"""Repair of a text, once, when it is read: the repaired text is what is stored and shown."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LINE_ENDS = re.compile(r"\r\n?")
BREAKS = "\x0b\x0c\x85\u2028\u2029"
# Control characters, noncharacters and lone surrogates; then what Unicode calls default ignorable: soft hyphens,
# non-joiners, marks of direction, variation selectors, tags (not Hangul fillers, which are blanks, nor the joiner).
GHOSTS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
    "\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A joiner keeps its place only between emoji.
EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
JOINERS = f"(?<=[{EMOJI}])(\u200d)\u200d*(?=[{EMOJI}])|\u200d+"
STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"


def repair(text: str) -> str:
    r"""Compose characters (NFC), convert line ends to ``\n`` and delete invisible characters; keeps the line count.

    >>> repair("江城\x00日报\r\n\ufeffcafe\u0301 三个部\u00ad门")
    '江城日报\ncafé 三个部门'
    """
    if any_of(f"\r{BREAKS}{GHOSTS}\u200d").search(text):
        text = any_of(GHOSTS).sub("", any_of(BREAKS).sub(" ", LINE_ENDS.sub("\n", text)))
        text = re.sub(JOINERS, r"\1", text)
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    r"""Escape characters that could control a terminal: control characters, bidirectional overrides, lone surrogates.

    >>> visible("标题\x1b[31m")
    '标题\\x1b[31m'
    """
    if text.isprintable():
        return text
    escaped = any_of(STEERING)
    return escaped.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


@cache
def any_of(characters: str) -> re.Pattern[str]:
    """A pattern for any of these characters or ranges, compiled on first use: most searches need none."""
    return re.compile(f"[{characters}]")
