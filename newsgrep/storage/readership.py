"""Who may read what: what is made from private files is private, too."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from newsgrep.storage.atomic_files import create_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# For the group, and for all others: the permissions to read and to enter, and those of a folder that gives both.
CLASSES = ((stat.S_IRGRP, stat.S_IXGRP, stat.S_IRWXG), (stat.S_IROTH, stat.S_IXOTH, stat.S_IRWXO))


def make_folder(folder: Path, made_from: Iterable[Path]) -> None:
    """Make a folder, unless there is one, that nobody may read who may not read the files and folders it is made from.

    The umask takes away more. Raises ``OSError`` if it cannot be made.
    """
    if not folder.exists():
        create_folder(folder.parent)
        create_folder(folder, stat.S_IRWXU | readership(made_from))


def readership(paths: Iterable[Path]) -> int:
    """The permissions of group and others for a folder, each if it may read all of some files and folders."""
    granted = stat.S_IRWXG | stat.S_IRWXO
    for path in paths:
        place = path.resolve()
        mode = place.stat().st_mode
        above = [parent.stat().st_mode for parent in place.parents]
        for reads, enters, all_of_them in CLASSES:
            may_list = mode & reads and (mode & enters or not stat.S_ISDIR(mode))
            if not may_list or not all(parent & enters for parent in above):
                granted &= ~all_of_them
    return granted
