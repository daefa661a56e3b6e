"""The files in a tar archive (POSIX.1-2001, GNU), as they come by in a stream; links and devices are left out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.text.encoding import decode_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

BLOCK = 512
# Bytes of a header that gives a long name; other headers with attributes are not longer either.
LONGEST_HEADER = 1 << 20
# Kinds of entries; all others are no files: links, devices, folders, labels.
FILES = frozenset({b"0", b"\0", b"7"})
LONG_NAME, PAX = b"L", b"x"
TRUNCATED = "the file is truncated"


class TarFile(NamedTuple):
    """A file in the archive; ``content`` must be read before the next one is requested."""

    name: str
    content: io.RawIOBase


class _Content(io.RawIOBase):
    """The bytes of one file. Raises ``EOFError`` if the archive ends before it."""

    def __init__(self, stream: io.RawIOBase, size: int) -> None:
        super().__init__()
        self._stream = stream
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer)
        if not self.left or not target:
            return 0
        chunk = self._stream.read(min(len(target), self.left))
        if not chunk:
            raise EOFError(Message(TRUNCATED))
        self.left -= len(chunk)
        target[: len(chunk)] = chunk
        return len(chunk)


def tar_files(stream: io.RawIOBase) -> Iterator[TarFile]:
    """The regular files of an archive, in order.

    Raises ``ReadError`` at a header that is none, and ``EOFError`` if the archive is truncated.
    """
    name, size = "", -1
    while header := _header(stream):
        kind, declared = header[156:157], _number(header[124:136])
        if kind in {LONG_NAME, PAX}:
            attributes = _whole(stream, declared)
            found = _pax(attributes) if kind == PAX else {"path": _name(attributes)}
            name = found.get("path", name)
            size = int(found["size"]) if found.get("size", "").isdecimal() else size
            continue
        length = size if size >= 0 and kind in FILES else declared
        content = _Content(stream, length)
        if kind in FILES:
            yield TarFile(name or _short_name(header), content)
        _skip(content)
        _skip(_Content(stream, -length % BLOCK))
        name, size = "", -1


def _header(stream: io.RawIOBase) -> bytes:
    """The next header, or nothing at the end."""
    header = _read(stream, BLOCK)
    if not header or not any(header):
        return b""
    if len(header) < BLOCK:
        raise EOFError(Message(TRUNCATED))
    if not _is_header(header):
        raise ReadError("not a tar archive, or a damaged one", hint="unpack it into the corpus")
    return header


def _is_header(header: bytes) -> bool:
    """Whether the checksum of a header is right: the sum of its bytes, with spaces for the checksum itself."""
    try:
        declared = _number(header[148:156])
    except ReadError:
        return False
    return declared == sum(header) - sum(header[148:156]) + 8 * ord(" ")


def _number(field: bytes) -> int:
    """A number in octal, or in base 256 where its first bit is set."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.rstrip(b"\0 ").lstrip() or b"0", 8)
    except ValueError:
        raise ReadError("not a tar archive, or a damaged one", hint="unpack it into the corpus") from None


def _short_name(header: bytes) -> str:
    prefix = _name(header[345:500]) if header[257:263] == b"ustar\0" else ""
    return f"{prefix}/{_name(header[:100])}" if prefix else _name(header[:100])


def _name(field: bytes) -> str:
    """A name in UTF-8, or in GBK as Chinese Windows writes it."""
    raw = field.partition(b"\0")[0]
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return decode_as(raw, "gb18030")


def _pax(content: bytes) -> dict[str, str]:
    r"""The attributes of an extended header, lines ``length name=value``.

    >>> _pax(b"18 path=a/1.txt\n..")
    {}
    >>> _pax(b"17 path=a/12.txt\n")
    {'path': 'a/12.txt'}
    """
    found: dict[str, str] = {}
    while content:
        length, _, _ = content.partition(b" ")
        if not length.isdigit() or len(length) > 8 or not len(length) < int(length) <= len(content):  # noqa: PLR2004
            break
        line, content = content[: int(length)], content[int(length) :]
        name, _, value = line[len(length) + 1 : -1].partition(b"=")
        if not line.endswith(b"\n"):
            break
        found[name.decode("utf-8", "replace")] = _name(value)
    return found


def _whole(stream: io.RawIOBase, size: int) -> bytes:
    """The content of an extended header."""
    if size > LONGEST_HEADER:
        raise ReadError("not a tar archive, or a damaged one", hint="unpack it into the corpus")
    content = _read(stream, size)
    _skip(_Content(stream, -size % BLOCK))
    return content


def _read(stream: io.RawIOBase, size: int) -> bytes:
    parts = []
    while size > 0 and (chunk := stream.read(size)):
        parts.append(chunk)
        size -= len(chunk)
    return b"".join(parts)


def _skip(content: _Content) -> None:
    while content.left and content.read(min(content.left, 1 << 20)):
        continue
