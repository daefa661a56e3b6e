"""Values of tables as text."""

from __future__ import annotations

import datetime as dt
from typing import Any


def cell_text(value: Any) -> str:
    """The text of a cell; a whole number has no point, a day no time.

    >>> [cell_text(value) for value in (3.0, 2.5, True, dt.datetime(2025, 3, 18), dt.datetime(2025, 3, 18, 9, 15))]
    ['3', '2.5', '', '2025-03-18', '2025-03-18 09:15:00']
    """
    match value:
        case bool() | None:
            return ""
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ", "seconds")
        case _:
            return str(value)


def text_of_bytes(value: bytes | None) -> str | None:
    r"""Bytes as text if they are some: many programs write texts without saying that they are.

    >>> text_of_bytes("江城".encode()), text_of_bytes("江城".encode("gbk")), text_of_bytes(b"\xff\xd8\xff\xe0")
    ('江城', '江城', None)
    """
    if not value or b"\0" in value:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
