"""The directory at the end of a container file, read without numpy, which takes a while to import."""

from __future__ import annotations

import json
import struct
import zlib
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import IndexDamagedError, IndexOutdatedError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import open_plain

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 1 << 14
MAGIC = b"newsgrep"
# Raised when the same bytes would mean something else.
LAYOUT = 5
# At the end of the file: where the directory begins, its length, its checksum, the layout, the magic.
FOOTER = struct.Struct("<QQII8s")
MEND = "newsgrep index --rebuild"


class Footer(NamedTuple):
    """Where the parts end; of each part where it begins, its length in bytes, its type; the checksums of the pages."""

    at: int
    parts: dict[str, tuple[int, int, str]]
    pages: tuple[int, ...]


def check_footer(path: Path) -> None:
    """Raise where a file is missing, cut off, grown or another's: only its directory is looked at."""
    try:
        with open_plain(path) as file:
            read_footer(path, file)
    except FileNotFoundError:
        raise IndexDamagedError("missing", path=path, hint=MEND) from None


def has_footer(file: IO[bytes]) -> bool:
    """Whether an open file ends with a footer of ours, of whatever layout, that fits its length."""
    length = file.seek(0, 2)
    if length < FOOTER.size:
        return False
    file.seek(length - FOOTER.size)
    at, size, _, _, magic = FOOTER.unpack(file.read(FOOTER.size))
    return bool(magic == MAGIC and at + size + FOOTER.size == length)


def read_footer(path: Path, file: IO[bytes]) -> Footer:
    """The directory of an open file; raises ``IndexDamagedError`` where it is none, or another file's."""

    def damaged(template: str, *values: object) -> IndexDamagedError:
        return IndexDamagedError(template, *values, path=path, hint=MEND)

    length = file.seek(0, 2)
    if length < FOOTER.size:
        raise damaged("it is cut off")
    file.seek(length - FOOTER.size)
    at, size, checksum, layout, magic = FOOTER.unpack(file.read(FOOTER.size))
    if magic != MAGIC or at + size + FOOTER.size != length:
        raise damaged("it is cut off, or not what it should be")
    if layout != LAYOUT:
        raise IndexOutdatedError("the index is of another version of newsgrep", path=path, hint=MEND)
    file.seek(at)
    directory = file.read(size)
    if zlib.crc32(directory) != checksum:
        raise damaged("its directory is damaged")
    count = -(-at // PAGE)
    try:
        values, end = json.JSONDecoder().raw_decode(directory.decode("latin-1"))
        name, parts = values["name"], {part: _part(*one) for part, one in values["parts"].items()}
        pages = struct.unpack_from(f"<{count}I", directory, end)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, struct.error) as error:
        raise damaged("its directory is none ({})", reason(error)) from error
    if name != path.name:
        raise damaged("it is {} in another's place", name)
    if values.get("pages") != count:
        raise damaged("it has not a checksum for each page")
    return Footer(at, parts, pages)


def _part(start: Any, length: Any, dtype: Any) -> tuple[int, int, str]:
    """What a directory says of a part, which a stranger may have written."""
    if not isinstance(dtype, str):
        raise TypeError(Message("a part's type is a text"))
    return int(start), int(length), dtype
