"""Archives (.zip, .tar) as lists of the streams in them; nothing is written to where a name in them leads."""

from __future__ import annotations

import zipfile
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.message import reason
from newsgrep.readers.archives.tar import tar_files

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


class ArchiveEntry(NamedTuple):
    """A file in an archive: its name there, one that no other has, and how to open it."""

    name: str
    shown: str
    open: Callable[[], AbstractContextManager[IO[bytes] | io.RawIOBase]]


class _Names:
    """Names without what leads out of the archive; the second of the same name becomes ``name~2``."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def shown(self, name: str) -> str | None:
        """The name to show, or None if it is hidden."""
        parts = [part for part in PurePosixPath(name).parts if part not in {"..", "/", "."}]
        if not parts or any(part.startswith((".", "__MACOSX")) for part in parts):
            return None
        name = "/".join(parts)
        self._taken[name] += 1
        return name if self._taken[name] == 1 else f"{name}~{self._taken[name]}"


@contextmanager
def zip_entries(file: IO[bytes]) -> Iterator[Iterator[ArchiveEntry]]:
    """The files of a zip archive without hidden ones. Raises ``zipfile.BadZipFile`` if it is none."""
    with zipfile.ZipFile(file) as archive:
        yield _zip_entries(archive)


def _zip_entries(archive: zipfile.ZipFile) -> Iterator[ArchiveEntry]:
    names = _Names()
    for entry in archive.infolist():
        name = _zip_name(entry)
        if not entry.is_dir() and (shown := names.shown(name)):
            yield ArchiveEntry(name, shown, partial(_open_in_zip, archive, entry))


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


@contextmanager
def tar_entries(stream: io.RawIOBase) -> Iterator[Iterator[ArchiveEntry]]:
    """The files of a tar archive without hidden ones; each must be read before the next one is requested."""
    yield _tar_entries(stream)


def _tar_entries(stream: io.RawIOBase) -> Iterator[ArchiveEntry]:
    names = _Names()
    for file in tar_files(stream):
        if shown := names.shown(file.name):
            yield ArchiveEntry(file.name, shown, partial(_opened, file.content))


def _opened(content: io.RawIOBase) -> AbstractContextManager[io.RawIOBase]:
    return nullcontext(content)
