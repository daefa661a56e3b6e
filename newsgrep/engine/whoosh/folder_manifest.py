"""The manifest of an index folder: a file beside the segments."""

from __future__ import annotations

import mmap
import os
from typing import IO, TYPE_CHECKING

from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.storage.atomic_files import INDEX_MARK, open_plain, replace_file

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1 << 30


class FolderManifest:
    """Reads and writes the manifest of a folder (see ``newsgrep.manifest_codec``)."""

    def __init__(self, folder: Path) -> None:
        self.manifest_path = folder / INDEX_MARK

    def read_manifest(self, most: int | None = None) -> bytes | memoryview | None:
        """The bytes of the manifest, or the first ``most`` of them; None if there is none."""
        try:
            with open_plain(self.manifest_path) as file:
                return _mapped(file, self.manifest_path) if most is None else file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one step."""
        replace_file(self.manifest_path, content)


def _mapped(file: IO[bytes], path: Path) -> bytes | memoryview:
    """The bytes of a file; mapped, where a mapped file may be replaced."""
    size = os.fstat(file.fileno()).st_size
    if size > MOST_BYTES:
        raise IndexDamagedError("larger than such a file can be", path=path, hint=REBUILD)
    if not size or os.name == "nt":
        return file.read()
    return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
