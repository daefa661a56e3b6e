"""Whoosh's table of contents, read without Whoosh: a search need not import it, and no foreign class is ever loaded."""

from __future__ import annotations

import io
import pickle
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import IndexDamagedError, IndexOutdatedError, NoIndexError

if TYPE_CHECKING:
    from pathlib import Path

# Whoosh 2.7.4 writes and reads this in whoosh/index.py, TOC.write and TOC.read: integers are big-endian, a variable one
# has seven bits a byte, the lowest first.
FILE_NAME = re.compile(r"_MAIN_(\d+)\.toc")
INTEGER = struct.Struct("!i")
BYTE_ORDER_MARK = -12345
# What stands behind all that Whoosh reads: its checksum, and a mark that there is one.
TRAILER = struct.Struct("<I8s")
TOC_END = b"newsgrep"
SEGMENT_CLASS = ("newsgrep.engine.whoosh.codec", "FlatSegment")
MEND = "newsgrep index --rebuild"


class SegmentEntry:
    """What the table says of a segment: the attributes of the codec's ``FlatSegment``."""

    segid: str
    doccount: int
    deleted: set[int]


class Commit(NamedTuple):
    """A table of contents: its generation counts the commits."""

    generation: int
    segments: tuple[SegmentEntry, ...]


def read_commit(folder: Path) -> Commit:
    """The newest table of contents of an index folder."""
    path = toc_path(folder)
    raw = path.read_bytes()
    content, trailer = raw[: -TRAILER.size], raw[-TRAILER.size :]
    if trailer.endswith(TOC_END) and TRAILER.unpack(trailer)[0] != zlib.crc32(content):
        raise IndexDamagedError(f"{path}: its bytes are not those that were written", hint=MEND)
    try:
        segments = _segments(io.BytesIO(content if trailer.endswith(TOC_END) else raw))
    except (IndexDamagedError, IndexOutdatedError):
        raise
    except Exception as error:  # damaged bytes can make the unpickler raise anything
        raise IndexDamagedError(f"{path}: damaged ({error})", hint=MEND) from error
    if not trailer.endswith(TOC_END):
        raise IndexDamagedError(f"{path}: it is cut off", hint=MEND)
    return Commit(_generation(path), segments)


def toc_path(folder: Path) -> Path:
    """The newest table of contents of a folder."""
    try:
        found = [path for path in folder.iterdir() if FILE_NAME.fullmatch(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        found = []
    if not found:
        raise NoIndexError(f"{folder}: there is no index here", hint="newsgrep index CORPUS")
    return max(found, key=_generation)


def _generation(path: Path) -> int:
    match = FILE_NAME.fullmatch(path.name)
    return int(match[1]) if match else 0


def _segments(stream: io.BytesIO) -> tuple[SegmentEntry, ...]:
    """What stands behind the sizes of C's numbers, the versions, the schema, the generation and a number not used."""
    for _ in range(3):
        _variable(stream)
    if _integer(stream) != BYTE_ORDER_MARK:
        raise IndexDamagedError("the table of contents is not one of Whoosh's", hint=MEND)
    _integer(stream)
    for _ in range(3):
        _variable(stream)
    stream.seek(_variable(stream), io.SEEK_CUR)
    _integer(stream)
    _integer(stream)
    found = _Unpickler(stream).load()
    if not isinstance(found, list) or not all(isinstance(one, SegmentEntry) for one in found):
        raise IndexDamagedError("the table of contents names no segments", hint=MEND)
    return tuple(found)


class _Unpickler(pickle.Unpickler):
    """Makes plain values and segment entries; any other class is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """The only class there is."""
        if (module, name) == SEGMENT_CLASS:
            return SegmentEntry
        if module.startswith("whoosh."):
            raise IndexOutdatedError("the index is of another version of newsgrep", hint=MEND)
        raise IndexDamagedError(f"the table of contents wants to load {module}.{name}", hint=MEND)


def _integer(stream: io.BytesIO) -> int:
    value: int = INTEGER.unpack(stream.read(INTEGER.size))[0]
    return value


def _variable(stream: io.BytesIO) -> int:
    value = shift = 0
    while True:
        byte = stream.read(1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 (the last byte has its high bit clear)
            return value
        shift += 7
