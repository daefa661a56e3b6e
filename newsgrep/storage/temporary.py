"""Temporary files that name their process, so that those of one that was killed are known, and deleted by the next."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(r"\.?newsgrep-([0-9a-f]{8})-(\d{1,10})-\w{8}(?:\.txt)?")


def temporary_prefix() -> str:
    """The beginning of a name, to which eight characters by chance are to be added: this computer and process."""
    return f"newsgrep-{_computer()}-{os.getpid()}-"


def temporary_name() -> str:
    """The name of a hidden file, of this process and no other.

    >>> bool(NAME.fullmatch(temporary_name()))
    True
    """
    return f".{temporary_prefix()}{os.urandom(4).hex()}"


def delete_leftovers(folder: Path) -> None:
    """Delete what processes of this user and computer that have ended left in a folder, under such names."""
    if os.name == "nt":  # a signal to see whether a process runs would end it there
        return
    with suppress(OSError):
        for entry in os.scandir(folder):
            match = NAME.fullmatch(entry.name)
            if match and match[1] == _computer() and not _is_running(int(match[2])):
                _delete(entry)


def _delete(entry: os.DirEntry[str]) -> None:
    with suppress(OSError):
        if entry.stat(follow_symlinks=False).st_uid != os.getuid():
            return
        if entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)  # noqa: PTH108 (no path)
        elif entry.is_dir(follow_symlinks=False):
            import shutil

            shutil.rmtree(entry.path)


def _computer() -> str:
    import socket
    import zlib

    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another user's, or a number that no process has
        return True
    return True
