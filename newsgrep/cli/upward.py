"""What a command finds in the current folder or above it, as Git finds .git."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def folders_upward() -> Iterator[Path]:
    """The current folder and those above it, up to the home folder or the border of the file system."""
    try:
        here = Path.cwd()
        device = here.stat().st_dev
    except OSError:  # it was deleted, or may not be entered
        return
    home = os.path.realpath(os.path.expanduser("~"))  # noqa: PTH111 (no home is no error)
    for folder in (here, *here.parents):
        try:
            if folder.stat().st_dev != device:
                return
        except OSError:
            return
        yield folder
        if str(folder) == home:
            return


def require_current_folder() -> None:
    """Check that the current folder exists: paths may be relative to it, and jieba asks for it.

    Raises:
        UsageError: it was deleted, or cannot be reached.

    """
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError(
            "the current folder was deleted or cannot be reached", hint="change to another folder"
        ) from error


def find_upward(name: str, is_it: Callable[[Path], bool]) -> Path | None:
    """The nearest file or folder of a name, in the current folder or above it; relative if it is here.

    Above it, only what belongs to the user, to root or to the owner of the current folder counts: in a folder such as
    /tmp, anyone may leave a configuration or an index for others to find.
    """
    here = Path(name)
    if is_it(here):
        return here
    above = list(folders_upward())[1:]
    return next((folder / name for folder in above if is_it(folder / name) and _is_trusted(folder / name)), None)


def _is_trusted(path: Path) -> bool:
    """Whether a file or folder belongs to someone whose files are used here anyway."""
    try:
        own = os.geteuid() if hasattr(os, "geteuid") else 0
        return path.stat().st_uid in {own, 0, Path.cwd().stat().st_uid}
    except OSError:
        return False
