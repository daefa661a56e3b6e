"""Files of our own, written in one step, and the user's, read or refused."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from newsgrep.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def read_lines_of(path: Path, called: str, *, hint: str) -> list[str]:
    """The lines of a file that a user has written for us, UTF-8; errors call it so."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the {called} cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(message, hint=hint) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old file or the new one, also after a power cut."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (on Windows a folder cannot be opened, and need not be)."""
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
