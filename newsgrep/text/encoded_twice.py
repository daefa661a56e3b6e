"""UTF-8 that was taken for Latin-1 and encoded once more, as a codec: ``æ±Ÿ`` is 江."""

from __future__ import annotations

import codecs
from typing import Any

NAME = "utf-8-twice"


def _decode(raw: Any, errors: str = "strict") -> tuple[str, int]:
    text = bytes(raw).decode("utf-8", errors)
    return b"".join(map(_byte, text)).decode("utf-8", errors), len(bytes(raw))


def _byte(char: str) -> bytes:
    """The byte that a character was taken from; of one that was none, its UTF-8."""
    for encoding in ("latin-1", "cp1252"):
        try:
            return char.encode(encoding)
        except UnicodeEncodeError:
            continue
    return char.encode("utf-8", "replace")


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return text.encode("utf-8", errors).decode("latin-1").encode("utf-8"), len(text)


def _find(name: str) -> codecs.CodecInfo | None:
    return codecs.CodecInfo(_encode, _decode, name=NAME) if name.replace("_", "-") == NAME else None


def register() -> str:
    """Make the codec known; its name.

    >>> "江城".encode().decode("latin-1").encode().decode(register())
    '江城'
    """
    try:
        codecs.lookup(NAME)
    except LookupError:
        codecs.register(_find)
    return NAME
