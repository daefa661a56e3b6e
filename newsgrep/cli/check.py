"""newsgrep check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsgrep.cli.output import for_terminal, note, note_message, write
from newsgrep.cli.settings import current_settings, shared_options
from newsgrep.errors import NewsgrepError, NoIndexError
from newsgrep.message import Message, located
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgrep.manifest import Manifest


SOUND, DAMAGED = Message("sound"), Message("damaged")
STRAY = Message("it is of another commit (newsgrep index goes through the corpus again)")


@click.command("check")
@shared_options
def command() -> int:
    """Tell whether the index is sound: read every byte of it and compare checksums.

    Exit code: 0 it is sound, 2 something is damaged (newsgrep index --rebuild mends it).
    """
    settings = current_settings()
    folder = settings.index
    _ = settings.synonyms  # says what is wrong with them, or with the configuration
    damaged = 0
    for path, errors in _checked(folder):
        if not settings.quiet:
            write([f"{for_terminal(DAMAGED if errors else SOUND)}  {visible(str(path))}\n"])
        damaged += bool(errors)
        for error in errors:
            note_message(error)
    if damaged:
        note("{}: damaged (newsgrep index --rebuild)", folder)
    return 2 if damaged else 0


def _checked(folder: Path) -> Iterator[tuple[Path, list[Message]]]:
    """Each file of an index, and what is wrong with it."""
    from newsgrep import manifest
    from newsgrep.engine.whoosh import WhooshEngine
    from newsgrep.engine.whoosh.toc import toc_path

    try:
        yield toc_path(folder), _errors(lambda: WhooshEngine(folder))
        yield from ((path, [error.located for error in errors]) for path, errors in WhooshEngine(folder).verify())
    except NoIndexError:
        raise
    except NewsgrepError as error:
        yield folder, [error.located]
    path = folder / manifest.FILE_NAME
    yield path, _errors(lambda: manifest.load(folder)) or _stray(path, manifest.load(folder), folder)


def _errors(read: Callable[[], object]) -> list[Message]:
    """What reading something says is wrong with it."""
    try:
        read()
    except NewsgrepError as error:
        return [error.located]
    return []


def _stray(path: Path, manifest: Manifest | None, folder: Path) -> list[Message]:
    """Whether a manifest is missing, or another commit's: after a kill, or in the place of another."""
    from newsgrep.engine.whoosh import WhooshEngine

    if not manifest:
        return [located(Message("missing, or of another version of newsgrep"), path)]
    try:
        is_right = manifest.commit == WhooshEngine(folder).stats().commit
    except NewsgrepError:
        return []  # that has been said
    return [] if is_right else [located(STRAY, path)]
