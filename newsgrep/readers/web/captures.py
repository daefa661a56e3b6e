"""Pages that browsers keep with what they fetched: HAR (developer tools) and .webarchive (Safari)."""

from __future__ import annotations

import base64
import binascii
import json
import plistlib
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from newsgrep.errors import ReadError
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.web.html import NO_STORY, SAVE_STORY, html_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.field_roles import FieldMap

LONGEST = 1 << 28
HTML_TYPES = ("text/html", "application/xhtml+xml")
DAMAGED = "replace the file; it seems to be damaged"


def read_har(path: str, file: IO[bytes], _: FieldMap) -> Iterator[Record | Problem]:
    """The pages with a story among the answers in an archive (http://www.softwareishard.com/blog/har-12-spec/)."""
    try:
        entries = json.loads(_content(file))["log"]["entries"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ReadError("damaged, or not what its suffix says", hint=DAMAGED) from None
    count = 0
    for entry in entries if isinstance(entries, list) else ():
        content = _at(entry, "response", "content")
        kind, text = _at(content, "mimeType"), _at(content, "text")
        if not isinstance(text, str) or not str(kind).startswith(HTML_TYPES):
            continue
        if _at(content, "encoding") == "base64":
            try:
                page: str | bytes = base64.b64decode(text)
            except binascii.Error:
                continue
        else:
            page = text
        for record in _stories(page, str(_at(entry, "request", "url") or ""), count + 1):
            count += 1
            yield record
    if not count:
        yield Problem(path, None, NO_STORY, SAVE_STORY)


def read_webarchive(path: str, file: IO[bytes], _: FieldMap) -> Iterator[Record | Problem]:
    """The story of the main page; its pictures and frames are left out."""
    try:
        main = plistlib.loads(_content(file))["WebMainResource"]
        page, url = main["WebResourceData"], str(main.get("WebResourceURL", ""))
    except (
        *(plistlib.InvalidFileException, expat.ExpatError, ValueError, TypeError, AttributeError),
        *(LookupError, OverflowError, RecursionError),  # the first of an unknown encoding, too
    ):
        raise ReadError("damaged, or not what its suffix says", hint=DAMAGED) from None
    found = list(_stories(page, url, 1)) if isinstance(page, bytes) else []
    yield from found
    if not found:
        yield Problem(path, None, NO_STORY, SAVE_STORY)


def _stories(page: str | bytes, url: str, number: int) -> Iterator[Record]:
    values = html_record(page, url)
    if values["body"]:
        yield Record(values, number, unit="page")


def _at(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _content(file: IO[bytes]) -> bytes:
    content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise ReadError("longer than {} MB; not read", LONGEST >> 20, hint="move it out of the corpus")
    return content
