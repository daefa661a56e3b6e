"""newsgrep: full-text search for Chinese news in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.library import Index

__version__ = "0.1.0"
__all__ = ["open_index"]


def open_index(folder: Path | str = "index", *others: Path | str) -> Index:
    """Open the index in a folder, or those in several as one, to be asked; see ``newsgrep.library``."""
    from newsgrep.library import Index

    return Index(folder, *others)
