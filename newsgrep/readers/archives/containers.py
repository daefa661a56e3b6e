"""Source files as byte streams, with compressed files and archives unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import math
import stat
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.errors import ReadError
from newsgrep.message import Message, reason
from newsgrep.readers.archives.archives import tar_entries, zip_entries
from newsgrep.readers.streams import as_file, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from newsgrep.readers.archives.archives import ArchiveEntry

ByteStream: TypeAlias = "IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | io.RawIOBase"
# Four bytes of a .zst file may unpack to 128 KB, so a chunk of this size unpacks to 32 MB at most.
FEW_BYTES = 1 << 10
# Text compresses to a tenth, a repeated line to a hundredth. At any ratio, ANY_SIZE bytes are harmless.
MOST_PACKED = 200
ARCHIVES = frozenset({".zip", ".tar"})
# Archives within archives, the outermost not counted.
DEEPEST = 4
ANY_SIZE = 1 << 26


class Member(NamedTuple):
    """A stream of a source file: the file itself, unpacked, or a member of an archive; ``open`` opens it for reading.

    Opening or reading it raises ``ReadError`` if it cannot be unpacked or exceeds its ``UnpackLimit``, and the errors
    of the library that unpacks it.
    """

    path: str
    suffix: str
    open: Callable[[], AbstractContextManager[io.RawIOBase]]
    limit: UnpackLimit
    depth: int = 0

    @property
    def is_archive(self) -> bool:
        """Whether it has members of its own."""
        return self.suffix in ARCHIVES


def members(path: str, location: Path) -> Iterator[Member]:
    """The stream of a file, or those of its members if it is an archive; see ``members_of``.

    Raises ``OSError`` or ``zipfile.BadZipFile`` if the file cannot be opened.
    """
    limit = UnpackLimit.of(path, location)
    whole = Member(path, content_suffix(path), partial(_unpacked, path, partial(open_source, location), limit), limit)
    yield from members_of(whole) if whole.is_archive else [whole]


def members_of(archive: Member) -> Iterator[Member]:
    """The members of an archive, within the limit of the file that holds it; each must be read before the next one.

    Raises ``ReadError`` if archives are nested too deeply.
    """
    if archive.depth > DEEPEST:
        raise ReadError("archives are nested more than {} deep; not read", DEEPEST, hint="unpack it into the corpus")
    with archive.open() as stream:
        if archive.suffix == ".tar":
            with tar_entries(stream) as entries:
                yield from _members(archive, entries)
        else:
            with as_file(stream) as file, zip_entries(file) as entries:
                yield from _members(archive, entries)


def _members(archive: Member, entries: Iterator[ArchiveEntry]) -> Iterator[Member]:
    only_pages = archive.path.lower().endswith(".wacz")
    for entry in entries:
        if only_pages and content_suffix(entry.name) != ".warc":
            continue
        open_member = partial(_unpacked, entry.name, entry.open, archive.limit)
        path = f"{archive.path}/{entry.shown}"
        yield Member(path, content_suffix(entry.name), open_member, archive.limit, archive.depth + 1)


class UnpackLimit:
    """A limit on the bytes read from a file.

    A decompression bomb unpacks to some hundred thousand times its size, and some files have no end.
    """

    def __init__(self, most: float, why: Message) -> None:
        self._left = most
        self._why = why

    @classmethod
    def of(cls, path: str, location: Path) -> UnpackLimit:
        """The limit of a file; none for a pipe, since the user has named it."""
        status = location.stat()
        if not stat.S_ISREG(status.st_mode):
            return cls(math.inf, Message(""))
        if content_suffix(path) == ".zip" or _suffix(path) in UNPACKERS:
            most = max(ANY_SIZE, MOST_PACKED * status.st_size)
            return cls(most, Message("decompresses to more than {} times its size; the rest was not read", MOST_PACKED))
        return cls(status.st_size + ANY_SIZE, Message("continues beyond its file size; the rest was not read"))

    def take(self, chunk: bytes) -> bytes:
        """Count a chunk that was read, and return it. Raises ``ReadError`` beyond the limit."""
        self._left -= len(chunk)
        if self._left < 0:
            raise ReadError(self._why, hint="move it out of the corpus")
        return chunk


class _Bounded(io.RawIOBase):
    """A stream that raises ``ReadError`` beyond its limit."""

    def __init__(self, stream: ByteStream, limit: UnpackLimit) -> None:
        super().__init__()
        self._stream = stream
        self._limit = limit

    @property
    def below(self) -> ByteStream:
        """The stream that this one reads."""
        return self._stream

    def readable(self) -> bool:
        return True

    def read1(self, size: int) -> bytes:
        """The bytes available, at most ``size``; ``read`` would lose them if the file is cut off."""
        return self._limit.take(getattr(self._stream, "read1", self._stream.read)(size) or b"")

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer)
        chunk = self.read1(len(target))
        target[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def _unpacked(
    path: str, open_packed: Callable[[], AbstractContextManager[Any]], limit: UnpackLimit
) -> Iterator[io.RawIOBase]:
    """A stream, decompressed according to the path's suffix."""
    unpack = UNPACKERS.get(_suffix(path))
    with open_packed() as packed, unpack(packed) if unpack else nullcontext(packed) as stream:
        yield _Bounded(stream, limit)


def content_suffix(path: str) -> str:
    """The suffix that says what a file contains, after removing one of compression; a number says nothing.

    >>> content_suffix("江城晚报/2025.jsonl.gz"), content_suffix("稿件.tgz"), content_suffix("2025.03.18")
    ('.jsonl', '.tar', '')
    """
    suffix = _suffix(path)
    if archive := ARCHIVE_NAMES.get(suffix):
        return archive
    if suffix in UNPACKERS:
        suffix = _suffix(path[: -len(suffix)])
    return "" if suffix[1:].isdecimal() else suffix


def _suffix(path: str) -> str:
    """The suffix of a path in lower case, as ``PurePosixPath`` has it, but in a tenth of the time.

    >>> _suffix("江城晚报/2025.TXT"), _suffix("2025/.txt"), _suffix("稿件.")
    ('.txt', '', '')
    """
    name = path.rpartition("/")[2]
    begin = name.rfind(".")
    return name[begin:].lower() if 0 < begin < len(name) - 1 else ""


class _ZstdStream(io.RawIOBase):
    """A .zst file unpacked frame by frame; unlike the library's reader, it raises ``EOFError`` if it is cut off."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__()
        import zstandard

        self._file = packed
        self._library: Any = zstandard
        self._frame: Any = None
        self._unpacked = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._unpacked and (packed := self._rest() or self._file.read(FEW_BYTES)):
            self._unpacked = self._unpack(packed)
        if not self._unpacked and self._frame and not self._frame.eof:
            raise EOFError(Message("the file is truncated"))
        target = memoryview(buffer)
        piece, self._unpacked = self._unpacked[: len(target)], self._unpacked[len(target) :]
        target[: len(piece)] = piece
        return len(piece)

    def _rest(self) -> bytes:
        """The bytes read so far that follow a finished frame."""
        rest: bytes = self._frame.unused_data if self._frame and self._frame.eof else b""
        return rest

    def _unpack(self, packed: bytes) -> bytes:
        if not self._frame or self._frame.eof:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        try:
            unpacked: bytes = self._frame.decompress(packed)
        except self._library.ZstdError as error:
            raise ReadError(
                "cannot be decompressed: {}", reason(error), hint="replace the file; it seems to be damaged"
            ) from error
        return unpacked


UNPACKERS: dict[str, Callable[[IO[bytes]], ByteStream]] = {
    ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
    ".zst": _ZstdStream,
}
PACKED_TARS = {".tgz": ".gz", ".tbz": ".bz2", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"}
# Archives by other names: notes of Joplin, and web archives, which have their pages in WARC files.
ARCHIVE_NAMES = {**dict.fromkeys(PACKED_TARS, ".tar"), ".jex": ".tar", ".wacz": ".zip"}
UNPACKERS |= {suffix: UNPACKERS[packed] for suffix, packed in PACKED_TARS.items()}
