"""Files written by the user, or for the user."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from newsgrep.errors import ConfigError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import write_new

# Bytes. No file written by hand is larger, and a device may have no end.
MOST_WRITTEN = 1 << 28
STDIN = Path("-")
STANDARD_INPUT = Message("standard input")


def read_lines_of(path: Path, called: Message, *, hint: str) -> list[str]:
    """The lines of a user's UTF-8 file; takes and raises the same as ``read_text_of``."""
    return read_text_of(path, called, hint=hint).splitlines()


def read_text_of(path: Path, called: Message, *, hint: str | Message, in_any_encoding: bool = False) -> str:
    """The text of a user's file, without byte order mark; ``called`` is its name in errors, ``STDIN`` is stdin.

    It is UTF-8, or ``in_any_encoding`` of Chinese text. Raises ``ConfigError`` if it cannot be read, is in another
    encoding or binary, or is larger than ``MOST_WRITTEN`` bytes.
    """
    where = {"about": STANDARD_INPUT} if path == STDIN else {"path": path}
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
            raw = file.read(MOST_WRITTEN + 1)
        if len(raw) > MOST_WRITTEN:
            raise ConfigError("the {} is larger than {} MB", called, MOST_WRITTEN >> 20, **where, hint=hint)
        return (_decoded(raw) if in_any_encoding else raw.decode()).removeprefix("\ufeff")
    except (OSError, ValueError) as error:
        raise ConfigError("the {} cannot be read: {}", called, reason(error), **where, hint=hint) from error


def _decoded(raw: bytes) -> str:
    """Chinese text in the encoding that it seems to have; raises ``ValueError`` if it is binary."""
    from newsgrep.text.encoding import detect_encoding, is_binary

    if is_binary(raw):
        raise ValueError(Message("not a text file"))
    return raw.decode(detect_encoding(raw))


def write_out(path: Path, content: bytes) -> None:
    """Write the user's output: a regular file atomically; a pipe, a device or the target of a link directly.

    Raises ``OSError`` naming ``path``.
    """
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
        error.filename = str(path)  # not the temporary file, which the user does not know
        raise
