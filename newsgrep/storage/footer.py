"""Footer and directory of an array file, read without numpy, which is slow to import."""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import naming, open_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Small, as the articles that a search reads are far apart: each takes a page or two.
PAGE = 1 << 12
MAGIC = b"newsgrep"
# Bump when the meaning of the bytes changes.
LAYOUT = 11
# The last bytes of the file: offset, length and CRC-32 of the directory, layout version, magic number.
FOOTER = struct.Struct("<QQII8s")
CHECKSUM_BYTES = 4


class Footer(NamedTuple):
    """End of the parts in bytes; offset, length (both in bytes) and dtype of each part; CRC-32 of each page."""

    at: int
    parts: dict[str, tuple[int, int, str]]
    pages: Sequence[int]


def check_footer(path: Path) -> None:
    """Check that a file is complete and the one it should be, by its directory alone.

    Raises ``IndexDamagedError`` if it is missing, and like ``read_footer``.
    """
    try:
        with naming(path), open_plain(path) as file:
            read_footer(path, file)
    except FileNotFoundError:
        raise IndexDamagedError("missing", path=path, hint=REBUILD) from None


def has_footer(file: IO[bytes]) -> bool:
    """Whether an open file ends with an array file's footer, of any layout version, that fits its length."""
    length = file.seek(0, 2)
    if length < FOOTER.size:
        return False
    file.seek(length - FOOTER.size)
    at, size, _, _, magic = FOOTER.unpack(file.read(FOOTER.size))
    return bool(magic == MAGIC and at + size + FOOTER.size == length)


def read_footer(path: Path, file: IO[bytes]) -> Footer:
    """The directory of an open file.

    Raises ``IndexDamagedError`` if it is cut off, damaged or another file's, ``IndexOutdatedError`` if its layout
    version differs.
    """

    def damaged(template: str, *values: object) -> IndexDamagedError:
        return IndexDamagedError(template, *values, path=path, hint=REBUILD)

    length = file.seek(0, 2)
    if length < FOOTER.size:
        raise damaged("truncated")
    file.seek(length - FOOTER.size)
    at, size, checksum, layout, magic = FOOTER.unpack(file.read(FOOTER.size))
    if magic != MAGIC or at + size + FOOTER.size != length:
        raise damaged("truncated, or not a file of an index")
    if layout != LAYOUT:
        raise IndexOutdatedError("the index was written by another version of newsgrep", path=path, hint=REBUILD)
    file.seek(at)
    directory = file.read(size)
    if zlib.crc32(directory) != checksum:
        raise damaged("its directory is damaged")
    count = -(-at // PAGE)
    written = max(0, size - CHECKSUM_BYTES * count)
    try:
        values = json.loads(directory[:written])
        name, parts = values["name"], {part: _part(*entry) for part, entry in values["parts"].items()}
        pages = _checksums(memoryview(directory)[written:])
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, struct.error) as error:
        raise damaged("its directory is invalid: {}", reason(error)) from error
    if name != path.name:
        raise damaged("it contains {}, which does not match its name", name)
    if not values.get("pages") == len(pages) == count:
        raise damaged("some pages have no checksum")
    return Footer(at, parts, pages)


def _checksums(stored: memoryview) -> Sequence[int]:
    """The checksums of the pages: not copied, as only a few are looked at."""
    if sys.byteorder == "little":
        return stored.cast("I")
    pages = array("I", stored.tobytes())
    pages.byteswap()
    return pages


def _part(start: Any, length: Any, dtype: Any) -> tuple[int, int, str]:
    """A part's entry in a directory, checked, as it may be untrusted input."""
    if not isinstance(dtype, str):
        raise TypeError(Message("a part has an invalid type"))
    if min(int(start), int(length)) < 0:
        raise ValueError(Message("a part has an invalid place"))
    return int(start), int(length), dtype
