"""Files written by the user, or for the user."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from newsgrep.errors import ConfigError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import deleted_on_error, flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bytes. No file written by hand is larger, and a device may have no end.
MOST_WRITTEN = 1 << 28
STDIN = Path("-")
HANDED_OVER = {"/dev/stdin", os.devnull}
HANDING_OVER = {Path("/dev/fd"), Path("/proc/self/fd")}
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
        if path != STDIN:
            refuse_special(path)
        with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
            raw = file.read(MOST_WRITTEN + 1)
        if len(raw) > MOST_WRITTEN:
            raise ConfigError("the {} is larger than {} MB", called, MOST_WRITTEN >> 20, **where, hint=hint)
        return (_decoded(raw) if in_any_encoding else raw.decode()).removeprefix("\ufeff")
    except (OSError, ValueError) as error:
        raise ConfigError("the {} cannot be read: {}", called, reason(error), **where, hint=hint) from error


def refuse_special(path: Path) -> None:
    """Raise ``ValueError`` for a pipe or a device, which may have no end or nothing to read for ever.

    What a shell hands over, as by ``<(command)``, and the null device are read. Raises ``OSError`` if there is nothing.
    """
    mode = path.stat().st_mode
    is_handed_over = str(path) in HANDED_OVER or path.parent in HANDING_OVER
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or is_handed_over):  # a folder has an error of its own
        raise ValueError(Message("not a regular file"))


def _decoded(raw: bytes) -> str:
    """Chinese text in the encoding that it seems to have; raises ``ValueError`` if it is binary."""
    from newsgrep.text.encoding import detect_encoding, is_binary

    if is_binary(raw):
        raise ValueError(Message("not a text file"))
    return raw.decode(detect_encoding(raw))


@contextmanager
def writing_out(path: Path) -> Iterator[IO[bytes]]:
    """A file to write the user's output to piece by piece, which takes its place when all is written.

    What a process that was killed has begun beside it is deleted. A pipe, a device or the target of a link is written
    directly. Raises ``OSError`` naming ``path``.
    """
    from newsgrep.storage.temporary import delete_leftovers, temporary_name

    new = path.with_name(temporary_name())
    with naming_only(path):
        if path.is_symlink() or (path.exists() and not path.is_file()):
            with path.open("wb") as file:
                yield file
            return
        delete_leftovers(path.parent)
        with deleted_on_error(new):
            with new.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        with suppress(OSError):  # the file is complete; some file systems flush no folder
            flush_folder(path.parent)


@contextmanager
def naming_only(path: Path) -> Iterator[None]:
    """Have an ``OSError`` name a path, not a temporary file, which the user does not know."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def write_out(path: Path, content: bytes) -> None:
    """Write the user's output: a regular file atomically; a pipe, a device or the target of a link directly.

    Raises ``OSError`` naming ``path``.
    """
    with writing_out(path) as file:
        file.write(content)
