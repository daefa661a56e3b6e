"""Which folders may contain an index, and which of an index's files are garbage of an interrupted or earlier update.

Nothing is deleted by its name alone: a leftover file is recognised by one of our tables of contents that names it, by
the commit that an interrupted update started from, or by our footer at its end.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from newsgrep.engine.segments.layout import INDEX_NAME, SUFFIX
from newsgrep.engine.whoosh.folder_lock import HOLDER_NAME, LOCK_NAME
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.engine.whoosh.toc import (
    FILE_NAME,
    LEXICON_NAME,
    has_trailer,
    read_commit,
    read_table,
    toc_name,
    toc_path,
)
from newsgrep.errors import IndexDamagedError, IndexOutdatedError, NewsgrepError, NoIndexError, UsageError
from newsgrep.storage.atomic_files import INDEX_MARK, NEW_SUFFIX, open_plain
from newsgrep.storage.footer import has_footer
from newsgrep.storage.manifest_start import MOST_OF_START, root_in, root_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEGMENT_NAME = re.compile(rf"{INDEX_NAME}_[0-9a-f]{{16}}{re.escape(SUFFIX)}")
LOCKS = frozenset({LOCK_NAME, HOLDER_NAME, f"{INDEX_NAME}_WRITELOCK"})
# A lock file is empty, or names the process that has the lock.
HOLDER = b"process "
# Files that describe a folder and are not part of its contents.
IGNORED = frozenset({".gitignore", ".gitkeep", ".DS_Store"})


def require_own_folder(folder: Path) -> None:
    """Check that a folder may contain an index: it is missing, empty, or an index already.

    Raises:
        UsageError: it contains other files and none that only newsgrep writes; or it, or one above it, is not a folder.

    """
    place = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not place.is_dir():
        raise UsageError("not a folder", path=place, hint="choose an empty or new folder with --index DIR")
    if place != folder:
        return
    paths = sorted(folder.iterdir())
    others = [path.name for path in paths if path.name not in IGNORED and not _is_lock(path)]
    if others and not any(map(_is_ours, paths)):
        raise UsageError(
            "not an index folder: it contains other files, such as {}; nothing was changed",
            others[0],
            path=folder,
            hint="choose an empty or new folder with --index DIR",
        )


def collect_garbage(folder: Path) -> None:
    """Delete the files of ours that the newest table of contents does not name; the caller must have the write lock.

    Readers of an older commit keep its files open, or find them deleted and read the newest commit instead.
    """
    try:
        commit = read_commit(folder)
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        return
    newest = toc_path(folder)
    paths = list(folder.iterdir())
    kept = {newest.name, *commit.files}
    older = [path for path in paths if path != newest and FILE_NAME.fullmatch(path.name)]
    leftover = {INDEX_MARK + NEW_SUFFIX, toc_name(commit.generation + 1) + NEW_SUFFIX, commit.lexicon_draft}
    leftover.update(name for path in older for name in _files_of(path))
    prefix = f"{INDEX_NAME}_{commit.segment_prefix}"
    for path in paths:
        is_unfinished = path.name.startswith(prefix) and SEGMENT_NAME.fullmatch(path.name)
        if path.name not in kept and (path.name in leftover or is_unfinished or _is_stored(path)):
            _delete(path)
    for path in older:  # last, since they name the files that were theirs
        if _is_table(path):
            _delete(path)


def delete_tables(folder: Path) -> None:
    """Delete every table of contents of ours, to start a new index."""
    for path in list(folder.iterdir()):
        if FILE_NAME.fullmatch(path.name):
            _delete(path)


def _is_lock(path: Path) -> bool:
    """Whether a first update may have left this file behind before it had written anything else."""
    return path.name == toc_name(0) + NEW_SUFFIX or (path.name in LOCKS and _ends(path, _is_lock_content))


def _is_lock_content(file: IO[bytes]) -> bool:
    return file.read(len(HOLDER)) in {b"", HOLDER}


def _is_ours(path: Path) -> bool:
    """Whether only newsgrep writes such a file: a manifest, a table of contents, a segment or a lexicon."""
    return (
        (path.name == INDEX_MARK and root_of(FolderManifest(path.parent)) is not None)
        or _is_table(path)
        or _is_stored(path)
    )


def _is_table(path: Path) -> bool:
    return bool(FILE_NAME.fullmatch(path.name)) and _ends(path, _is_written_by_us)


def _is_stored(path: Path) -> bool:
    """Whether a file is named like a segment, a lexicon or a draft of a table, and complete, of any layout version."""
    is_draft = path.suffix == NEW_SUFFIX and FILE_NAME.fullmatch(path.stem)
    is_named = is_draft or SEGMENT_NAME.fullmatch(path.name) or LEXICON_NAME.fullmatch(path.name)
    return bool(is_named) and _ends(path, _is_written_by_us)


def _is_written_by_us(file: IO[bytes]) -> bool:
    """Whether an open file is of an index, whichever: two of them may have exchanged their contents.

    An empty file is taken for one, too; there is nothing to lose in it.
    """
    return not file.seek(0, 2) or has_footer(file) or has_trailer(file) or _is_manifest(file)


def _is_manifest(file: IO[bytes]) -> bool:
    file.seek(0)
    return root_in(file.read(MOST_OF_START)) is not None


def _ends(path: Path, is_end: Callable[[IO[bytes]], bool]) -> bool:
    """Whether ``is_end`` is true of a regular file, which is not a link."""
    try:
        if path.is_symlink():
            return False
        with open_plain(path) as file:
            return is_end(file)
    except (OSError, IndexDamagedError):
        return False


def _files_of(table: Path) -> list[str]:
    """The files that an older table of contents names; none if it cannot be read."""
    try:
        return read_table(table).files
    except (OSError, NewsgrepError):
        return []


def _delete(path: Path) -> None:
    with suppress(OSError):  # a file that is left does no harm
        path.unlink()
