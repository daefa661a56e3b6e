"""What is mended once, when a text is read; what is stored and shown is the repaired text."""

from __future__ import annotations

import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n?")
BREAKS_WITHIN = re.compile("[\x0b\x0c\x85\u2028\u2029]")
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


def repair(text: str) -> str:
    r"""Compose characters (NFC), make line ends ``\n`` and take out what no eye sees; keeps the number of lines.

    >>> repair("江城\x00日报\r\n\ufeffcafe\u0301")
    '江城日报\ncafé'
    """
    text = LINE_ENDS.sub("\n", text)
    text = BREAKS_WITHIN.sub(" ", text)
    return unicodedata.normalize("NFC", UNSEEN.sub("", text))


def visible(text: str) -> str:
    r"""Escape what could steer a terminal: control characters, bidirectional overrides, lone surrogates.

    >>> visible("标题\x1b[31m")
    '标题\\x1b[31m'
    """
    return STEERING.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)
