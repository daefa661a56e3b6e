"""What is mended once, when a text is read; what is stored and shown is the repaired text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LINE_ENDS = re.compile(r"\r\n?")
BREAKS = "\x0b\x0c\x85\u2028\u2029"
GHOSTS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff"
STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"


def repair(text: str) -> str:
    r"""Compose characters (NFC), make line ends ``\n`` and take out what no eye sees; keeps the number of lines.

    >>> repair("江城\x00日报\r\n\ufeffcafe\u0301")
    '江城日报\ncafé'
    """
    # What is to be mended is not printable; line ends and wide spaces are not either, but most texts hold nothing else.
    if not text.replace("\n", "").replace("\u3000", "").isprintable() and any_of(f"\r{BREAKS}{GHOSTS}").search(text):
        text = any_of(GHOSTS).sub("", any_of(BREAKS).sub(" ", LINE_ENDS.sub("\n", text)))
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    r"""Escape what could steer a terminal: control characters, bidirectional overrides, lone surrogates.

    >>> visible("标题\x1b[31m")
    '标题\\x1b[31m'
    """
    if text.isprintable():
        return text
    escaped = any_of(STEERING)
    return escaped.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


@cache
def any_of(characters: str) -> re.Pattern[str]:
    """A pattern for one of some characters, made when it is first needed: a search seldom needs one."""
    return re.compile(f"[{characters}]")
