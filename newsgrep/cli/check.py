"""newsgrep check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import for_terminal, note, note_message, write
from newsgrep.cli.shared_options import current_settings, shared_options
from newsgrep.errors import IndexLockedError, NewsgrepError
from newsgrep.message import Message, located
from newsgrep.printers.index_state import print_checked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import Engine


# Seconds to wait for a process that is writing to the index.
WAIT = 60
# Damaged pages of a file that are said one by one; a file has a page for each 16 KB.
MOST_SAID = 5
STRAY = Message("belongs to another version of the index (run 'newsgrep index' to rescan the corpus)")


@click.command("check")
@shared_options
def command() -> int:
    """Verify that the index is intact: read every byte of it and compare checksums.

    Exit code: 0 it is intact, 2 something is damaged (newsgrep index --rebuild repairs it).
    """
    settings = current_settings()
    _ = settings.synonyms  # says what is wrong with them, or with the configuration
    with settings.naming_tried():
        return max([_check(folder, quiet=settings.quiet) for folder in settings.indexes])


def _check(folder: IndexPlace, *, quiet: bool) -> int:
    """Say which parts of an index are damaged."""
    found: list[Message] = []
    for path, errors in _checked(folder):
        if not quiet:
            write([print_checked(path, for_terminal, is_sound=not errors)])
        found += errors
        for error in errors[:MOST_SAID]:
            note_message(error)
        if len(errors) > MOST_SAID:
            note("{}: {:,} more pages are damaged", path, len(errors) - MOST_SAID)
    if found and not any(STRAY in error.values for error in found):  # that is the only one then, and says what to do
        note("{}: damaged (rebuild the index with 'newsgrep index --rebuild')", folder)
    return 2 if found else 0


def _checked(folder: IndexPlace) -> Iterator[tuple[Path, list[Message]]]:
    """Each part of an index, and what is wrong with it."""
    from newsgrep.engine.open_engine import create_engine

    engine = create_engine(folder)
    is_sound = True
    for path, errors in engine.verify():
        yield path, [error.located for error in errors]
        is_sound = is_sound and not errors
    yield engine.manifest_path, _manifest_errors(folder, is_sound=is_sound)


def _manifest_errors(folder: IndexPlace, *, is_sound: bool) -> list[Message]:
    """Whether the manifest is damaged, missing, or another commit's: after a kill, or in the place of another.

    A process that is writing to the index leaves it so for a while; that one is waited for.
    """
    from newsgrep.engine.open_engine import create_engine

    errors = _errors_of_manifest(create_engine(folder), is_sound=is_sound)
    if not errors:
        return []
    try:
        with create_engine(folder).locked(WAIT, lambda _: None):
            return _errors_of_manifest(create_engine(folder), is_sound=is_sound)
    except IndexLockedError:  # it goes on writing, and the manifest comes last
        return []
    except (OSError, NewsgrepError):  # it cannot be written to
        return errors


def _errors_of_manifest(engine: Engine, *, is_sound: bool) -> list[Message]:
    from newsgrep.manifest_codec import load

    try:
        manifest = load(engine)
    except NewsgrepError as error:
        return [error.located]
    if not manifest:
        return [located(Message("missing, or written by another version of newsgrep"), engine.manifest_path)]
    is_right = not is_sound or manifest.commit == engine.stats().commit  # else that has been said
    return [] if is_right else [located(STRAY, engine.manifest_path)]
