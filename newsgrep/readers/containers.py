"""Source files as byte streams, whatever they are packed in."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias

from newsgrep.errors import DependencyError, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


ByteStream: TypeAlias = "IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile"


class Member(NamedTuple):
    """One readable stream of a source file: the file itself, unpacked, or a member of its archive."""

    path: str
    suffix: str
    stream: ByteStream


def members(path: str, location: Path) -> Iterator[Member]:
    """The streams of a file; each is open only until the next is asked for."""
    suffix = location.suffix.lower()
    if suffix == ".zip":
        yield from _zip_members(path, location)
        return
    opener = OPENERS.get(suffix)
    with (opener or _open)(location) as stream:
        yield Member(path, content_suffix(path), stream)


def content_suffix(path: str) -> str:
    """The suffix that tells what a file holds, its packing taken off.

    >>> content_suffix("江城晚报/2025.jsonl.gz"), content_suffix("稿件.zip")
    ('.jsonl', '.zip')
    """
    name = PurePosixPath(path)
    return (name.with_suffix("") if name.suffix.lower() in OPENERS else name).suffix.lower()


def _open(location: Path) -> IO[bytes]:
    return location.open("rb")


def _open_zstd(location: Path) -> IO[bytes]:
    try:
        import zstandard
    except ImportError as error:
        message = f"{location.name}: reading .zst needs the package zstandard"
        raise DependencyError(message, hint="pip install 'newsgrep[zstd]'") from error
    stream: IO[bytes] = zstandard.open(location, "rb")
    return stream


def _zip_members(path: str, location: Path) -> Iterator[Member]:
    """The files of a zip archive, hidden ones left out."""
    with zipfile.ZipFile(location) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(_zip_name(entry))
            if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in name.parts):
                continue
            if entry.flag_bits & 1:
                raise ReadError(f"{path}: {name} is encrypted", hint="unpack it into the corpus")
            with archive.open(entry) as stream:
                yield Member(f"{path}/{name}", name.suffix.lower(), stream)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """A member's name; without the UTF-8 flag, it is GBK on Chinese systems, and zipfile takes it for cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


OPENERS: dict[str, Callable[[Path], ByteStream]] = {
    ".gz": lambda location: gzip.open(location, "rb"),  # noqa: SIM115 (members closes it)
    ".bz2": lambda location: bz2.open(location, "rb"),  # noqa: SIM115
    ".xz": lambda location: lzma.open(location, "rb"),  # noqa: SIM115
    ".zst": _open_zstd,
}
