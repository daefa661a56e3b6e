"""The bytes of an HTML page → its text, by the encoding that they are in, whatever it declares."""

from __future__ import annotations

import codecs
import re

from newsgrep.text.encoding import decode_lines, detect_encoding

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
LIBREOFFICE = re.compile(r"<meta name=\"generator\" content=\"(?:Libre|Open)Office")
RUN_OF_TEXT, LINE_END = re.compile(r"(?<=>)[^<>]+(?=<)"), re.compile(r"\s*\n\s*")
# Of an encoding that pages declare, the larger one that their bytes are in.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "", "ascii": ""}


def decode_page(content: bytes) -> str:
    """A page as text, which is repaired when it has become values.

    UTF-8 if it is, whatever it declares: a page that a browser saved keeps the old declaration. Else as it declares,
    unless that is nonsense.

    >>> decode_page('<meta charset="gb2312">大桥'.encode("gbk")), decode_page('<meta charset="gb2312">大桥'.encode())
    ('<meta charset="gb2312">大桥', '<meta charset="gb2312">大桥')
    """
    detected = detect_encoding(content)
    if not detected.startswith("utf"):
        if _is_utf8(content):
            detected = "utf-8"
        elif declared := CHARSET.search(content[:4096]):
            detected = _codec(declared[1].decode("ascii", "replace")) or detected
    text = content.decode(detected, "replace") if detected.startswith("utf") else decode_lines(content, detected)
    return RUN_OF_TEXT.sub(_unwrapped, text) if LIBREOFFICE.search(text[:4096]) else text


def _unwrapped(run: re.Match[str]) -> str:
    """A run of text whose line ends are spaces, as where a program wraps it at those, with the line ends behind it."""
    return LINE_END.sub(" ", run[0]) + "\n" * run[0].count("\n") if run[0].strip() else run[0]


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few that are broken."""
    text = content.decode("utf-8", "replace")
    wide = sum(map(text.count, "的是在，。了一有"))
    return wide > text.count("\ufffd") * 10


def _codec(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""
    return LARGER.get(name, name if not name.startswith(("utf", "rot", "hex", "base64", "zip", "bz2", "idna")) else "")
