"""What could not be read, and what the user can do about it."""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from typing import NamedTuple

from newsgrep.errors import NewsgrepError
from newsgrep.message import Message, located, reason

# What the libraries raise on malformed files; the unexpected exceptions were found by fuzzing.
UNREADABLE = (
    *(OSError, EOFError, ValueError, IndexError, NotImplementedError, RecursionError, MemoryError, NewsgrepError),
    *(struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)

DAMAGED = Message("damaged, or not what its suffix says")


# Characters of a field's name that are shown; a file may have one of any length.
LONGEST_NAME = 100


def shown_name(name: str) -> str:
    """The name of a field as it is shown.

    >>> shown_name("标题"), len(shown_name("标题" * 1000))
    ('标题', 101)
    """
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


class Problem(NamedTuple):
    """A part of a source file that could not be read; ``line`` counts from 1, or is None for the whole file.

    ``lost`` means that articles may be missing, so those already indexed from the file are kept.
    """

    path: str
    line: int | None
    message: Message
    hint: Message | None = None
    lost: bool = False

    @property
    def located(self) -> Message:
        """``path:line: message (hint)``."""
        return located(self.message, self.path, self.line, self.hint)

    def __str__(self) -> str:
        return str(self.located)


def unclosed(path: str, line: int | None) -> Problem:
    """Something that begins on a line has no end: the file is cut off.

    >>> print(unclosed("news.sql", 3).message)
    what begins here has no end
    """
    hint = Message("fix the file, which seems to be truncated, and index again")
    return Problem(path, line, Message("what begins here has no end"), hint, lost=True)


def missing_extra(path: str, is_a: Message, extra: str) -> Problem:
    """A file that needs a library which is not installed.

    >>> str(missing_extra("2025.xlsx", Message("is a workbook"), "excel"))
    "2025.xlsx: is a workbook (pip install 'newsgrep[excel]')"
    """
    return Problem(path, None, is_a, Message("pip install 'newsgrep[{}]'", extra), lost=True)


def problem_of(path: str, error: BaseException) -> Problem:
    """The problem of a file that could not be read, or not to its end."""
    if isinstance(error, NewsgrepError):
        return Problem(path, None, error.located, error.hint, lost=True)
    if isinstance(error, MemoryError):
        return Problem(path, None, Message("needs too much memory; the rest was not read"), lost=True)
    if isinstance(error, (zipfile.BadZipFile, gzip.BadGzipFile, lzma.LZMAError, zlib.error)):
        return Problem(
            path, None, DAMAGED, Message("replace the file, or rename it to a suffix that is not read"), lost=True
        )
    return Problem(path, None, Message("cannot be read: {}", reason(error)), lost=True)
