"""WARC (ISO 28500): web archives; the story of each page in them. WET: the plain text of pages."""

from __future__ import annotations

import re
import zlib
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.web.html import LONGEST_PAGE, html_record, looks_like_html
from newsgrep.readers.web.page_encoding import decode_page
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.field_roles import FieldMap

VERSION = re.compile(rb"WARC/\d")
LONGEST_LINE = 1 << 16
MOST_HEADERS = 200
CHUNK = 1 << 20
OK = 200
REPLACE = "replace the file; it seems to be damaged"
HTML_TYPES = ("text/html", "application/xhtml+xml")
# The first line of a page's plain text is its title.
LONGEST_TITLE = 100


class _Entry(NamedTuple):
    """A record of an archive: its header fields in lower case, its content, and whether that was too long to read."""

    headers: dict[str, str]
    content: bytes
    is_cut: bool = False


def read_warc(path: str, file: IO[bytes], _: FieldMap) -> Iterator[Record | Problem]:
    """The stories of the pages that an archive holds; ``line`` counts its records."""
    number, too_long = 0, 0
    for number, entry in enumerate(_entries(file), start=1):
        if entry.is_cut:
            too_long += 1
            continue
        values = _values(entry)
        if values.get("body"):
            yield Record({name: value for name, value in values.items() if value}, number, unit="record")
    if file.read(1):
        yield Problem(
            path,
            number + 1,
            Message("record {:,} is not valid WARC; the rest was not read", number + 1),
            Message(REPLACE),
            lost=True,
        )
    elif too_long:
        yield Problem(
            path, None, Message("{:,} pages too long or truncated; not read", too_long), Message(REPLACE), lost=True
        )


def looks_like_warc(head: bytes) -> bool:
    r"""Whether a file begins like a web archive.

    >>> looks_like_warc(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n")
    True
    """
    return bool(VERSION.match(head))


def _entries(file: IO[bytes]) -> Iterator[_Entry]:
    """The records of an archive, up to its end or to what is none."""
    while True:
        begin = file.tell()
        line = file.readline(LONGEST_LINE)
        while line in {b"\r\n", b"\n"}:
            begin = file.tell()
            line = file.readline(LONGEST_LINE)
        if not line:
            return
        headers = _headers(file) if VERSION.match(line) else None
        length = (headers or {}).get("content-length", "")
        if headers is None or not length.isascii() or not length.isdigit() or len(length) > len("1" * 15):
            file.seek(begin)
            return
        wanted = int(length)
        content = file.read(min(wanted, LONGEST_PAGE))
        left = wanted - len(content)
        while left > 0 and (skipped := file.read(min(left, CHUNK))):
            left -= len(skipped)
        yield _Entry(headers, content, is_cut=len(content) < wanted)


def _headers(file: IO[bytes]) -> dict[str, str]:
    """The header fields up to a blank line, the first of each name."""
    found: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = file.readline(LONGEST_LINE)
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def _values(entry: _Entry) -> dict[str, Any]:
    url = entry.headers.get("warc-target-uri", "").strip("<>")
    kind = entry.headers.get("warc-type", "").lower()
    if kind == "conversion":
        return _plain(entry.content, url)
    if kind == "resource" and entry.headers.get("content-type", "").startswith(HTML_TYPES):
        return html_record(decode_page(entry.content), url)
    if kind != "response" or "http" not in entry.headers.get("content-type", "http"):
        return {}
    page = _http_page(entry.content)
    return html_record(decode_page(page), url) if page else {}


def _plain(content: bytes, url: str) -> dict[str, Any]:
    """The text of a page, whose first line is its title."""
    first, _, rest = repair(content.decode("utf-8", "replace")).strip().partition("\n")
    if len(first) > LONGEST_TITLE or not rest.strip():
        return {"body": f"{first}\n{rest}".strip(), "url": url}
    return {"title": first, "body": rest, "url": url}


def _http_page(response: bytes) -> bytes:
    """The page in an HTTP response; nothing if it is another kind of file, an error or cannot be unpacked."""
    head, _, body = response.partition(b"\r\n\r\n")
    if not body:
        head, _, body = response.partition(b"\n\n")
    status, *lines = head.decode("latin-1").splitlines() or [""]
    fields = {name.strip().lower(): value.strip().lower() for name, _, value in (line.partition(":") for line in lines)}
    code = status.split()[1:2]
    kind = fields.get("content-type", "")
    if code != [str(OK)] or (kind and not kind.startswith(HTML_TYPES)):
        return b""
    if "chunked" in fields.get("transfer-encoding", ""):
        body = _dechunked(body)
    body = _unpacked(body, fields.get("content-encoding", ""))
    return body if kind or looks_like_html(body) else b""


def _dechunked(body: bytes) -> bytes:
    """The content of a chunked body (RFC 9112); as it is if it has been joined already."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\n", at, at + 100)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return body if not pieces else b"".join(pieces)
        if length <= 0:
            break
        pieces.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(pieces)


def _unpacked(body: bytes, encoding: str) -> bytes:
    """A body unpacked, up to ``LONGEST_PAGE`` bytes; nothing if that is not possible."""
    if body.startswith(b"\x1f\x8b"):
        bits = zlib.MAX_WBITS | 16
    elif "deflate" in encoding:
        bits = zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS
    else:
        return b"" if encoding in {"br", "zstd"} else body
    try:
        return zlib.decompressobj(bits).decompress(body, LONGEST_PAGE)
    except zlib.error:
        return b""
