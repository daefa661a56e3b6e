"""Source files as byte streams, with compressed files and archives unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import math
import stat
import zipfile
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.errors import ReadError
from newsgrep.message import Message, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from _typeshed import WriteableBuffer

ByteStream: TypeAlias = "IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | io.RawIOBase"
CHUNK_BYTES = 1 << 17
# Four bytes of a .zst file may unpack to 128 KB, so a chunk of this size unpacks to 32 MB at most.
FEW_BYTES = 1 << 10
# Text compresses to a tenth, a repeated line to a hundredth. At any ratio, ANY_SIZE bytes are harmless.
MOST_PACKED = 200
ANY_SIZE = 1 << 26


class Member(NamedTuple):
    """A stream of a source file: the file itself, unpacked, or a member of an archive; ``open`` opens it for reading.

    ``location`` is where the file is, if the stream is the file as it is.

    Opening or reading it raises ``ReadError`` if it cannot be unpacked or exceeds its ``UnpackLimit``, and the errors
    of the library that unpacks it.
    """

    path: str
    suffix: str
    open: Callable[[], AbstractContextManager[io.RawIOBase]]
    location: Path | None = None


def members(path: str, location: Path) -> Iterator[Member]:
    """The streams of a file; a member of an archive must be read before the next one is requested.

    Raises ``OSError`` or ``zipfile.BadZipFile`` if the file cannot be opened.
    """
    limit = UnpackLimit.of(path, location)
    if location.suffix.lower() == ".zip":
        yield from _zip_members(path, location, limit)
    else:
        is_plain = location.is_file() and PurePosixPath(path).suffix.lower() not in UNPACKERS
        unpacked = partial(_unpacked, path, lambda: location.open("rb"), limit)
        yield Member(path, content_suffix(path), unpacked, location if is_plain else None)


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
        if location.suffix.lower() == ".zip" or PurePosixPath(path).suffix.lower() in UNPACKERS:
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
def _unpacked(path: str, open_packed: Callable[[], IO[bytes]], limit: UnpackLimit) -> Iterator[io.RawIOBase]:
    """A stream, decompressed according to the path's suffix."""
    unpack = UNPACKERS.get(PurePosixPath(path).suffix.lower())
    with open_packed() as packed, unpack(packed) if unpack else nullcontext(packed) as stream:
        yield _Bounded(stream, limit)


def content_suffix(path: str) -> str:
    """The suffix that says what a file contains, after removing one of compression; a number says nothing.

    >>> content_suffix("江城晚报/2025.jsonl.gz"), content_suffix("稿件.zip"), content_suffix("2025.03.18")
    ('.jsonl', '.zip', '')
    """
    name = PurePosixPath(path)
    suffix = (name.with_suffix("") if name.suffix.lower() in UNPACKERS else name).suffix.lower()
    return "" if suffix[1:].isdecimal() else suffix


def _zip_members(path: str, location: Path, limit: UnpackLimit) -> Iterator[Member]:
    """The files of a zip archive without hidden ones; the second of the same name becomes ``name~2``."""
    with zipfile.ZipFile(location) as archive:
        taken: Counter[str] = Counter()
        for entry in archive.infolist():
            parts = [part for part in PurePosixPath(_zip_name(entry)).parts if part not in {"..", "/"}]
            name = "/".join(parts)
            if not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts):
                taken[name] += 1
                shown = name if taken[name] == 1 else f"{name}~{taken[name]}"
                open_packed = partial(_open_in_zip, archive, entry)
                yield Member(f"{path}/{shown}", content_suffix(name), partial(_unpacked, name, open_packed, limit))


def _open_in_zip(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    if entry.flag_bits & 1:
        raise ReadError("is encrypted", hint="unpack it into the corpus")
    try:
        return archive.open(entry)
    except NotImplementedError as error:
        raise ReadError(
            "unsupported compression method: {}", reason(error), hint="unpack it into the corpus"
        ) from error


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """A member's name; without the UTF-8 flag it is GBK on Chinese systems, but zipfile decodes it as cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


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
