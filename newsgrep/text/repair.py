"""Repair of a text, once, when it is read: the repaired text is what is stored and shown."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LINE_ENDS = re.compile(r"\r\n?")
BREAKS = "\x0b\x0c\x85\u2028\u2029"
GHOSTS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff"
STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"


def repair(text: str) -> str:
    r"""Compose characters (NFC), convert line ends to ``\n`` and delete invisible characters; keeps the line count.

    >>> repair("江城\x00日报\r\n\ufeffcafe\u0301")
    '江城日报\ncafé'
    """
    # Whatever needs repair is unprintable; so are line ends and ideographic spaces, but most texts contain no others.
    if not text.replace("\n", "").replace("\u3000", "").isprintable() and any_of(f"\r{BREAKS}{GHOSTS}").search(text):
        text = any_of(GHOSTS).sub("", any_of(BREAKS).sub(" ", LINE_ENDS.sub("\n", text)))
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
