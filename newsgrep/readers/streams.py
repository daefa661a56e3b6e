"""Streams whose beginning is known before they are read, and as seekable files."""

from __future__ import annotations

import io
import lzma
import os
import stat
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.storage.temporary import delete_leftovers, temporary_prefix
from newsgrep.text.encoding import SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer


class PeekedStream(io.RawIOBase):
    """A stream, and its first bytes as ``head``; an error met in these is raised where they end.

    Raises what its stream raises if nothing can be read.
    """

    def __init__(self, stream: io.RawIOBase) -> None:
        super().__init__()
        self._stream = stream
        self._error: Exception | None = None
        self.head = b"".join(self._beginning())
        self._left = self.head

    @property
    def below(self) -> io.RawIOBase:
        """The stream that this one reads."""
        return self._stream

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with the bytes that are available."""
        target = memoryview(buffer)
        if not self._left and self._error:
            raise self._error
        chunk = self._left[: len(target)] or self._stream.read(len(target)) or b""
        self._left = self._left[len(target) :]
        target[: len(chunk)] = chunk
        return len(chunk)

    def _beginning(self) -> Iterator[bytes]:
        left = SAMPLE_BYTES
        try:
            while left > 0 and (chunk := self._stream.read(left)):
                left -= len(chunk)
                yield chunk
        except Exception as error:  # raised once what comes before it has been read
            if left == SAMPLE_BYTES:
                raise
            self._error = error


# What Hive writes between the cells of a row: as a tab, and a tab as a space.
FIELD_MARK, AS_TABS = b"\x01", bytes.maketrans(b"\x01\t", b"\t ")
FEWEST_ROWS, ROWS_LOOKED_AT = 2, 100


class TabbedStream(io.RawIOBase):
    """A stream of rows of Hive, with tabs between their cells."""

    def __init__(self, stream: PeekedStream) -> None:
        super().__init__()
        self._stream = stream
        self.head = stream.head.translate(AS_TABS)

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with the bytes that are available."""
        target = memoryview(buffer)
        chunk = (self._stream.read(len(target)) or b"").translate(AS_TABS)
        target[: len(chunk)] = chunk
        return len(chunk)


def with_tabs(stream: PeekedStream) -> PeekedStream | TabbedStream:
    """The stream; with tabs if each of its lines has equally many marks between cells as Hive writes them."""
    if FIELD_MARK not in stream.head or b"\0" in stream.head:
        return stream
    rows = [row for row in stream.head.split(b"\n", ROWS_LOOKED_AT)[:-1] if row.strip()]
    is_marked = len(rows) >= FEWEST_ROWS and len({row.count(FIELD_MARK) for row in rows}) == 1
    return TabbedStream(stream) if is_marked and FIELD_MARK in rows[0] else stream


def open_source(location: Path) -> IO[bytes]:
    """Open a source file. Raises ``ReadError`` if it has become a pipe or the like, on which it would wait."""

    def without_waiting(path: str, flags: int) -> int:
        return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

    file = open(location, "rb", opener=without_waiting)  # noqa: SIM115 (the caller closes it)
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise ReadError("not a regular file")


# What is raised where something compressed is truncated or damaged; an error of the system has a number.
DAMAGE = (EOFError, zlib.error, lzma.LZMAError, OSError)
# Bytes that are copied at once.
COPIED_BYTES = 1 << 20


@contextmanager
def as_file(stream: io.RawIOBase | IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream as a seekable file with a name, at its beginning: the file that it reads, or else a copy.

    The copy is deleted at the end.
    """
    with readable_part(stream) as (file, error):
        if error:
            raise error
        yield file


@contextmanager
def readable_part(stream: io.RawIOBase | IO[bytes]) -> Iterator[tuple[IO[bytes], Exception | None]]:
    """The stream as by ``as_file``, up to where it is truncated or damaged, and the error that says so."""
    if found := stored_file(stream):
        found.seek(0)
        yield found, None
        return
    damage: Exception | None = None
    with temporary_file() as file:
        try:
            copy_to(stream, file)
        except DAMAGE as error:
            if (isinstance(error, OSError) and error.errno) or not file.tell():
                raise
            damage = error
            file.flush()
        file.seek(0)
        yield file, damage


@contextmanager
def temporary_file() -> Iterator[IO[bytes]]:
    """A file with a name, that is deleted at the end, or by a later update if this process is killed."""
    with NamedTemporaryFile(prefix=temporary_prefix()) as file:
        yield file


def delete_old_copies() -> None:
    """Delete the copies that a process left behind which was killed while it read them."""
    # Not by gettempdir, which writes a file to see whether that can be done.
    for folder in {tempfile.tempdir, *map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp"} - {None}:  # noqa: S108
        delete_leftovers(Path(str(folder)))


def copy_to(stream: io.RawIOBase | IO[bytes], file: IO[bytes]) -> None:
    """Copy a stream to its end."""
    copyfileobj(stream, file, COPIED_BYTES)
    file.flush()


def stored_file(stream: Any) -> io.BufferedReader | None:
    """The file on disk whose bytes a stream gives unchanged, if there is one."""
    while not isinstance(stream, io.BufferedReader) and (below := getattr(stream, "below", None)):
        stream = below
    is_stored = isinstance(stream, io.BufferedReader) and isinstance(stream.name, str | Path) and stream.seekable()
    return stream if is_stored and Path(stream.name).is_file() else None
