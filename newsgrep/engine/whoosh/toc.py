"""Whoosh's table of contents, read without Whoosh: a search need not import it, and no foreign class is ever loaded."""

from __future__ import annotations

import io
import pickle
import re
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.analysis.dictionary import lexicon_name, words_from
from newsgrep.engine.whoosh.segments.layout import SUFFIX
from newsgrep.errors import IndexDamagedError, IndexOutdatedError, NoIndexError

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.analysis.dictionary import UserWord

# Whoosh 2.7.4 writes and reads this in whoosh/index.py, TOC.write and TOC.read: integers are big-endian, a variable one
# has seven bits a byte, the lowest first.
FILE_NAME = re.compile(r"_MAIN_(\d+)\.toc")
INTEGER = struct.Struct("!i")
BYTE_ORDER_MARK = -12345
# What stands behind all that Whoosh reads: the user's words by which the texts were cut, their length, then a checksum
# of all that, and a mark that it is there.
LENGTH = struct.Struct("<Q")
TRAILER = struct.Struct("<I8s")
TOC_END, TOC_END_BEFORE = b"newsgre2", b"newsgrep"
# So often a file is looked for that a writer has just deleted.
TRIES = 10
SEGMENT_CLASS = ("newsgrep.engine.whoosh.codec", "FlatSegment")
MEND = "newsgrep index --rebuild"


class SegmentEntry:
    """What the table says of a segment: the attributes of the codec's ``FlatSegment``."""

    segid: str
    doccount: int
    deleted: set[int]


class Commit(NamedTuple):
    """A table of contents: its generation counts the commits.

    ``words`` are the user's, as they are stored; an index that was never finished has none.
    """

    generation: int
    segments: tuple[SegmentEntry, ...]
    words: bytes = b""
    checksum: int = 0

    @property
    def name(self) -> str:
        """Tells this commit from all others."""
        return f"{self.generation}-{self.checksum:08x}"

    @property
    def user_words(self) -> tuple[UserWord, ...]:
        """The user's words by which the texts were cut."""
        return words_from(self.words) if self.words else ()

    @property
    def lexicon_name(self) -> str:
        """The name of the file that queries are cut by."""
        return lexicon_name(self.words)


def read_commit(folder: Path) -> Commit:
    """The newest table of contents of an index folder."""
    path, raw = _newest(folder)
    if raw.endswith(TOC_END_BEFORE):
        raise IndexOutdatedError(f"{path}: the index is of another version of newsgrep", hint=MEND)
    if not raw.endswith(TOC_END) or len(raw) < LENGTH.size + TRAILER.size:
        _table(path, raw)  # if it is not ours, but Whoosh's own, this says so
        raise IndexDamagedError(f"{path}: it is cut off", hint=MEND)
    checksum = zlib.crc32(raw[: -TRAILER.size])
    if TRAILER.unpack(raw[-TRAILER.size :])[0] != checksum:
        raise IndexDamagedError(f"{path}: its bytes are not those that were written", hint=MEND)
    end = len(raw) - TRAILER.size - LENGTH.size
    start = end - LENGTH.unpack_from(raw, end)[0]
    generation, segments = _table(path, raw[:start])
    if generation != _generation(path):
        raise IndexDamagedError(f"{path}: it is that of commit {generation} in another's place", hint=MEND)
    return Commit(generation, segments, raw[start:end], checksum)


def _newest(folder: Path) -> tuple[Path, bytes]:
    """The newest table and its bytes. A writer may commit, and delete the one before, while the folder is listed."""
    for _ in range(TRIES):
        path = toc_path(folder)
        with suppress(FileNotFoundError):
            return path, path.read_bytes()
    raise IndexDamagedError(f"{path}: goes whenever it is read", hint="try again")


def stored(table: bytes, words: bytes) -> bytes:
    """A table of contents as Whoosh has it, with what is ours behind it."""
    content = table + words + LENGTH.pack(len(words))
    return content + TRAILER.pack(zlib.crc32(content), TOC_END)


def toc_path(folder: Path) -> Path:
    """The newest table of contents of a folder."""
    files: list[Path] = []
    found: list[Path] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for _ in range(2):  # while one was coming and another going, neither may have been listed
            files = files if found else list(folder.iterdir())
            found = [path for path in files if FILE_NAME.fullmatch(path.name)]
    if not found and any(path.suffix == SUFFIX for path in files):
        raise IndexDamagedError(f"{folder}: the table of contents, _MAIN_*.toc, is missing", hint=MEND)
    if not found:
        raise NoIndexError(f"{folder}: there is no index here", hint="newsgrep index CORPUS")
    return max(found, key=_generation)


def _generation(path: Path) -> int:
    match = FILE_NAME.fullmatch(path.name)
    return int(match[1]) if match else 0


def _table(path: Path, raw: bytes) -> tuple[int, tuple[SegmentEntry, ...]]:
    """The generation and the segments that a table names."""
    try:
        return _parsed(io.BytesIO(raw))
    except (IndexDamagedError, IndexOutdatedError):
        raise
    except Exception as error:  # a stranger's bytes can make the unpickler raise anything
        raise IndexDamagedError(f"{path}: damaged ({error})", hint=MEND) from error


def _parsed(stream: io.BytesIO) -> tuple[int, tuple[SegmentEntry, ...]]:
    """Behind the sizes of C's numbers, versions and the schema: the generation, a number not used, the segments."""
    for _ in range(3):
        _variable(stream)
    if _integer(stream) != BYTE_ORDER_MARK:
        raise IndexDamagedError("the table of contents is not one of Whoosh's", hint=MEND)
    _integer(stream)
    for _ in range(3):
        _variable(stream)
    stream.seek(_variable(stream), io.SEEK_CUR)
    generation = _integer(stream)
    _integer(stream)
    found = _Unpickler(stream).load()
    if not isinstance(found, list) or not all(isinstance(one, SegmentEntry) for one in found):
        raise IndexDamagedError("the table of contents names no segments", hint=MEND)
    return generation, tuple(found)


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
