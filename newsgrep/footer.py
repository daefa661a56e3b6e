"""The end of a container file: where its directory lies. Told without numpy, which takes a while to import."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import IndexDamagedError, IndexOutdatedError
from newsgrep.files import open_plain

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"newsgrep"
# Raised when the same bytes would mean something else.
LAYOUT = 5
# At the end of the file: where the directory begins, its length, its checksum, the layout, the magic.
FOOTER = struct.Struct("<QQII8s")
MEND = "newsgrep index --rebuild"


class Footer(NamedTuple):
    """Where a directory begins, its length in bytes, and its checksum."""

    at: int
    size: int
    checksum: int


def footer_of(path: Path, end: bytes, length: int) -> Footer:
    """The footer that the last bytes of a file of so many bytes are; raises where they are none."""
    if len(end) < FOOTER.size:
        raise IndexDamagedError(f"{path}: it is cut off", hint=MEND)
    at, size, checksum, layout, magic = FOOTER.unpack(end[-FOOTER.size :])
    if magic != MAGIC or at + size + FOOTER.size != length:
        raise IndexDamagedError(f"{path}: it is cut off, or not what it should be", hint=MEND)
    if layout != LAYOUT:
        raise IndexOutdatedError(f"{path}: the index is of another version of newsgrep", hint=MEND)
    return Footer(at, size, checksum)


def refuse_fragment(path: Path) -> None:
    """Raise where a file is missing, cut off, grown or another's: only its footer and directory are looked at."""
    try:
        with open_plain(path) as file:
            length = file.seek(0, 2)
            file.seek(max(0, length - FOOTER.size))
            found = footer_of(path, file.read(), length)
            file.seek(found.at)
            directory = file.read(found.size)
    except FileNotFoundError:
        raise IndexDamagedError(f"{path}: missing", hint=MEND) from None
    if zlib.crc32(directory) != found.checksum:
        raise IndexDamagedError(f"{path}: its directory is damaged", hint=MEND)
    if not directory.startswith(f'{{"name": "{path.name}"'.encode()):
        raise IndexDamagedError(f"{path}: it is another's", hint=MEND)
