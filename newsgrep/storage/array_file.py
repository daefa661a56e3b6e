"""A file of named arrays. Each page has a checksum, which is verified when the page is first read."""

from __future__ import annotations

import json
import mmap
import os
import weakref
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import naming, open_plain
from newsgrep.storage.footer import FOOTER, LAYOUT, MAGIC, PAGE, read_footer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from typing_extensions import Self

    Array = NDArray[Any]

ALIGNMENT = 8
# Kinds of NumPy types that are numbers; others, such as objects, would be made of any bytes.
NUMBERS = "biuf"
HAS_PREAD = hasattr(os, "pread")
# Elements in memory at a time while a part is copied.
COPIED_AT_ONCE = 1 << 20


class ArrayFileWriter:
    """Writes an array file part by part; it is complete, and on disk, once closed without an error.

    The file records its own name, so that a file in another's place is detected; ``name`` is its final name if it is
    written under a temporary one. One that is only to be read back at once need not be ``durable``, on disk.

    Raises ``FileExistsError`` if ``path`` exists.
    """

    def __init__(self, path: Path, name: str | None = None, *, durable: bool = True) -> None:
        self._file = path.open("xb")
        self._name = name or path.name
        self._durable = durable
        self._parts: dict[str, tuple[int, int, str]] = {}
        self._pages: list[int] = []
        self._page = bytearray()
        self._at = 0

    def add(self, name: str, array: Array | bytes) -> None:
        """Write a whole part."""
        self.begin(name, np.uint8 if isinstance(array, bytes) else array.dtype)
        self.append(array)

    def begin(self, name: str, dtype: Any) -> None:
        """Begin a part, to be written with ``append``."""
        self._write(bytes(-self._at % ALIGNMENT))
        self._parts[name] = (self._at, 0, np.dtype(dtype).str)

    def append(self, array: Array | bytes) -> None:
        """Append to the part begun last."""
        name, (start, size, dtype) = next(reversed(self._parts.items()))
        raw = array if isinstance(array, bytes) else np.ascontiguousarray(array).data.cast("B")
        self._write(raw)
        self._parts[name] = (start, size + len(raw), dtype)

    def copy(self, other: ArrayFile) -> None:
        """Append all parts of another array file."""
        for name in other.names:
            length = other.length(name)
            self.begin(name, other.slice(name, 0, 0).dtype)
            for start in range(0, length, COPIED_AT_ONCE):
                self.append(other.slice(name, start, min(length, start + COPIED_AT_ONCE)))
                other.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        with self._file:
            if error is None:
                self._finish()

    def _write(self, raw: bytes | memoryview) -> None:
        self._file.write(raw)
        self._at += len(raw)
        start = 0
        if self._page:
            start = PAGE - len(self._page)
            self._page += raw[:start]
            if len(self._page) < PAGE:
                return
            self._pages.append(zlib.crc32(self._page))
            self._page.clear()
        view = memoryview(raw)
        whole = start + (len(raw) - start) // PAGE * PAGE
        self._pages += (zlib.crc32(view[at : at + PAGE]) for at in range(start, whole, PAGE))
        self._page += view[whole:]

    def _finish(self) -> None:
        """Write directory and footer after the parts, then fsync: a table of contents may name this file."""
        if self._page:
            self._pages.append(zlib.crc32(self._page))
        directory = json.dumps({"name": self._name, "parts": self._parts, "pages": len(self._pages)}).encode()
        directory += np.array(self._pages, "<u4").tobytes()
        self._file.write(directory)
        self._file.write(FOOTER.pack(self._at, len(directory), zlib.crc32(directory), LAYOUT, MAGIC))
        self._file.flush()
        if self._durable:
            os.fsync(self._file.fileno())


class ArrayFile:
    """An array file mapped for reading.

    Opening it raises like ``read_footer``. Reading raises ``KeyError`` for an unknown part, ``IndexDamagedError`` for a
    part that is cut off or a page whose checksum is wrong.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with naming(path), open_plain(path) as file:
            self._end, parts, self._pages = read_footer(path, file)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._fd = os.dup(file.fileno())
            weakref.finalize(self, os.close, self._fd)
        try:
            self._parts = {name: (at, size, _number_type(text)) for name, (at, size, text) in parts.items()}
        except (TypeError, ValueError, SyntaxError) as error:
            raise self.damaged("its directory is invalid: {}", reason(error)) from error
        self._arrays: dict[str, tuple[int, Array]] = {}
        self._unread = bytearray(b"\1") * len(self._pages)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order in which they were written."""
        return tuple(self._parts)

    def __getitem__(self, name: str) -> Array:
        """A whole part, shape (elements,); a read-only view of the file."""
        return self.slice(name, 0, self.length(name))

    def length(self, name: str) -> int:
        """The number of elements of a part."""
        return len(self._array(name)[1])

    def slice(self, name: str, start: int, stop: int) -> Array:
        """The elements from ``start`` to ``stop``, shape (stop - start,); a read-only view of the file.

        Raises ``IndexDamagedError`` if the part is shorter or a page's checksum is wrong.
        """
        at, array = self._arrays.get(name) or self._array(name)
        if not 0 <= start <= stop <= len(array):
            raise self.damaged("the part {} is truncated", name)
        self._verify(at + start * array.itemsize, at + stop * array.itemsize)
        return array[start:stop]

    def take(self, name: str, indices: Array) -> Array:
        """The elements at some indices, shape (indices,), copied; only the pages that they are in are read.

        Raises ``IndexDamagedError`` if the part is shorter or a page's checksum is wrong.
        """
        at, array = self._arrays.get(name) or self._array(name)
        if not len(indices):
            return array[:0]
        least, most = int(indices.min()), int(indices.max())
        if not 0 <= least <= most < len(array):
            raise self.damaged("the part {} is truncated", name)
        begin, end = at + least * array.itemsize, at + (most + 1) * array.itemsize
        if len(indices) > (end - begin) // PAGE:  # there are few pages without any
            self._verify(begin, end)
        elif self._unread.find(1, begin // PAGE, -(-end // PAGE)) >= 0:
            pages = (at + indices * array.itemsize) // PAGE  # none is in two: parts are aligned
            unread = pages[np.frombuffer(self._unread, np.bool_).take(pages)]
            for page in sorted(set(unread.tolist())):
                self._check_page(page, self._page(page))
        return array.take(indices)

    def _array(self, name: str) -> tuple[int, Array]:
        """The offset of a part in bytes, and all its elements, unverified."""
        if name not in self._arrays:
            at, size, dtype = self._parts[name]
            if at + size > self._end:
                raise self.damaged("the part {} is truncated", name)
            self._arrays[name] = at, np.frombuffer(self._map, dtype, size // dtype.itemsize, at)
        return self._arrays[name]

    def raw(self, name: str, start: int, stop: int) -> bytes:
        """The bytes from ``start`` to ``stop`` of a part, copied.

        Raises ``IndexDamagedError`` if the part is shorter or a page's checksum is wrong.
        """
        begin, end = self._place(name, start, stop)
        self._verify(begin, end)
        return self._map[begin:end]

    def read(self, name: str, start: int, stop: int) -> bytes:
        """The same, for what is far apart: it is not mapped, as the system would map what is near it as well.

        Raises ``OSError`` if it cannot be read.
        """
        begin, end = self._place(name, start, stop)
        first, last = begin // PAGE, -(-end // PAGE)
        if self._unread.find(1, first, last) < 0:
            return self._read(begin, end)
        pages = self._read(first * PAGE, min(last * PAGE, self._end))
        for page in range(first, last):
            at = (page - first) * PAGE
            self._check_page(page, pages[at : at + PAGE])
        return pages[begin - first * PAGE : end - first * PAGE]

    def read_unverified(self, name: str, start: int, stop: int) -> bytes:
        """The same, for what has a checksum of its own: those of pages, which are longer, are not computed."""
        return self._read(*self._place(name, start, stop))

    def _place(self, name: str, start: int, stop: int) -> tuple[int, int]:
        """Where the bytes of a part begin and end in the file."""
        at, size, _ = self._parts[name]
        if not 0 <= start <= stop <= size:
            raise self.damaged("the part {} is truncated", name)
        return at + start, at + stop

    def _read(self, begin: int, end: int) -> bytes:
        if not HAS_PREAD:
            return self._map[begin:end]
        try:
            found = os.pread(self._fd, end - begin, begin)
        except OSError as error:
            error.filename = str(self.path)
            raise
        if len(found) < end - begin:
            raise self.damaged("truncated")
        return found

    def require_whole(self) -> None:
        """Raise ``IndexDamagedError`` if the file has been cut: the system ends a process that reads beyond its end."""
        if self._map.size() < len(self._map):
            raise self.damaged("truncated")

    def release(self) -> None:
        """Let the system take back the memory of the pages that were read; what is needed again is read again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify_all(self) -> Iterator[IndexDamagedError]:
        """Read every page; yields an error for each wrong checksum."""
        for page in range(len(self._pages)):
            try:
                self._check_page(page, self._page(page))
            except IndexDamagedError as error:
                yield error

    def _verify(self, begin: int, end: int) -> None:
        first, last = begin // PAGE, -(-end // PAGE)
        page = self._unread.find(1, first, last)
        while page >= 0:
            self._check_page(page, self._page(page))
            page = self._unread.find(1, page + 1, last)

    def _page(self, page: int) -> memoryview:
        start = page * PAGE
        return np.frombuffer(self._map, np.uint8, min(PAGE, self._end - start), start).data

    def _check_page(self, page: int, content: bytes | memoryview) -> None:
        """Raise an error if the checksum of a page is wrong."""
        if zlib.crc32(content) != self._pages[page]:
            raise self.damaged("checksum mismatch in the page at byte {:,}", page * PAGE)
        self._unread[page] = 0

    def damaged(self, template: str, *values: object) -> IndexDamagedError:
        """An error about this file, for the caller to raise."""
        return IndexDamagedError(template, *values, path=self.path, hint=REBUILD)


def _number_type(written: str) -> np.dtype[Any]:
    """The type of a part's elements, from untrusted input. Raises ``TypeError`` if it is none of numbers."""
    found = np.dtype(written)
    if found.kind not in NUMBERS or found.subdtype:
        raise TypeError(Message("a part has an invalid type"))
    return found
