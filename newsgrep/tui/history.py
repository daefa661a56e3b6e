"""The queries of former days, newest last, one per line in a file of the user's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from newsgrep.errors import IndexDamagedError
from newsgrep.storage.atomic_files import create_folder, read_plain, replace_file

if TYPE_CHECKING:
    from pathlib import Path

MOST_KEPT = 500
MOST_BYTES = 1 << 22


class History:
    """Query lines in a file, which need not exist; one that cannot be read or written is no reason to stop.

    Several processes may add to it; the last one that writes wins.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self) -> list[str]:
        """The query lines, newest first."""
        with suppress(OSError, IndexDamagedError):
            found = read_plain(self._path, MOST_BYTES).decode("utf-8", "replace").split("\n")
            return [line for line in reversed(found) if line.strip()]
        return []

    def add(self, line: str) -> None:
        """Put a query line last."""
        line = " ".join(line.split())
        if not line:
            return
        kept = [known for known in self.lines() if known != line][: MOST_KEPT - 1]
        with suppress(OSError, IndexDamagedError):
            create_folder(self._path.parent)
            text = "\n".join([*reversed(kept), line, ""])
            replace_file(self._path, text.encode("utf-8", "surrogatepass"), private=True)
