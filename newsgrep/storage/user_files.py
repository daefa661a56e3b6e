"""Files that a user writes for us, or asks us to write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsgrep.errors import ConfigError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import write_new

if TYPE_CHECKING:
    from pathlib import Path

# Nobody writes more by hand; a device has no end.
MOST_WRITTEN = 1 << 28


def read_lines_of(path: Path, called: Message, *, hint: str) -> list[str]:
    """The lines of a file that a user has written for us, UTF-8; errors call it so."""
    return read_text_of(path, called, hint=hint).splitlines()


def read_text_of(path: Path, called: Message, *, hint: str) -> str:
    """The same in one piece."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_WRITTEN + 1)
        if len(raw) > MOST_WRITTEN:
            raise ConfigError("{}: larger than {} MB", called, MOST_WRITTEN >> 20, path=path, hint=hint)
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigError("the {} cannot be read ({})", called, reason(error), path=path, hint=hint) from error


def write_out(path: Path, content: bytes) -> None:
    """Write what a user has asked for: a file in one step; a pipe, a device, or what a link leads to, as it is."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(content)
            return
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            write_new(new, content)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        error.filename = str(path)  # not that of a file which nobody has asked for
        raise
