"""The manifest of an index folder: a file beside the segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.storage.atomic_files import INDEX_MARK, open_plain, read_plain, replace_file

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1 << 30


class FolderManifest:
    """Reads and writes the manifest of a folder (see ``newsgrep.manifest``)."""

    def __init__(self, folder: Path) -> None:
        self.manifest_path = folder / INDEX_MARK

    def read_manifest(self, most: int | None = None) -> bytes | None:
        """The bytes of the manifest, or the first ``most`` of them; None if there is none."""
        try:
            if most is None:
                return read_plain(self.manifest_path, MOST_BYTES)
            with open_plain(self.manifest_path) as file:
                return file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest in one step."""
        replace_file(self.manifest_path, content)
