"""Standard input as a source file."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.message import Message
from newsgrep.readers.files import SourceFile
from newsgrep.readers.read import is_news
from newsgrep.readers.streams import as_file, copy_to
from newsgrep.storage.atomic_files import create_folder, replace_file
from newsgrep.storage.locks import only_user
from newsgrep.storage.user_files import writing_out

if TYPE_CHECKING:
    from collections.abc import Iterator

# Lists the files of a corpus that were written from standard input: no other file is replaced.
WRITTEN = ".newsgrep-stdin"
WAIT = 60  # seconds


@contextmanager
def piped_file(stream: IO[bytes] | None = None) -> Iterator[SourceFile]:
    """Standard input as a file called ``-``, for as long as it is needed."""
    with as_file(stream or sys.stdin.buffer) as file:
        yield SourceFile("-", Path(file.name), os.fstat(file.fileno()).st_size, 0)


def store_piped(folder: Path, name: str, stream: IO[bytes] | None = None) -> Path:
    """Write standard input to the file ``name`` of a corpus folder; what it had from standard input is replaced.

    Raises:
        UsageError: the name leads out of the folder or is hidden, another file has it, or there is no input.
        NewsgrepError: another process keeps the folder locked.

    """
    path = folder / _plain(name)
    if not is_news(name):
        raise UsageError("files of this type are not read", about=name, hint="choose a name such as feed.jsonl")
    is_ours = name in _written(folder) and path.is_file() and not path.is_symlink()
    if os.path.lexists(path) and not is_ours:
        raise UsageError("another file has this name", path=path, hint="choose another one for standard input")
    create_folder(path.parent)
    with writing_out(path) as file:
        copy_to(stream or sys.stdin.buffer, file)
        if not file.tell():
            raise UsageError("standard input is empty; nothing was changed", hint="pipe a file or a feed into it")
        _list(folder, name)
    return path


def _plain(name: str) -> PurePosixPath:
    """The name as a relative path. Raises ``UsageError`` if it leads elsewhere, or is one that is not read."""
    path = PurePosixPath(name)
    parts = path.parts
    if not parts or path.is_absolute() or any(part.startswith(".") for part in parts) or not name.isprintable():
        hint = Message("give a file name such as feed.jsonl, or one in a folder of the corpus")
        raise UsageError("not a name for standard input", about=name, hint=hint)
    return path


def _written(folder: Path) -> set[str]:
    try:
        return set((folder / WRITTEN).read_text(encoding="utf-8").split("\n")) - {""}
    except FileNotFoundError:
        return set()


def _list(folder: Path, name: str) -> None:
    """Add a name to the list, to which other processes may add theirs meanwhile."""
    with only_user(folder, WAIT) as is_ours:
        if not is_ours:
            raise NewsgrepError("another process has locked the folder", path=folder, hint="try again")
        names = {*_written(folder), name}
        replace_file(folder / WRITTEN, "".join(f"{name}\n" for name in sorted(names)).encode())
