"""What belongs to an index folder, and what an update that was killed has left in it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from newsgrep.engine.whoosh.toc import read_commit, toc_path
from newsgrep.errors import IndexDamagedError, IndexOutdatedError, NoIndexError

if TYPE_CHECKING:
    from pathlib import Path

# Files of ours that belong to a commit or to nothing; layouts before had ``lexicon`` and ``words.json``.
OURS = re.compile(r"MAIN\.tmp|MAIN_[0-9a-f]+\.segment|_MAIN_\d+\.toc|lexicon(-[0-9a-f]+|\.next)?|words\.json|.+\.new")


def delete_litter(folder: Path) -> None:
    """Delete our files that the newest table of contents does not name; nobody else may be writing.

    Who reads an older commit holds its files open, or finds them gone and looks for the newest again.
    """
    try:
        commit = read_commit(folder)
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        return
    named = {toc_path(folder).name, *commit.files}
    for path in list(folder.iterdir()):
        if path.name not in named and OURS.fullmatch(path.name):
            with suppress(OSError):  # what cannot be deleted harms nobody
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
