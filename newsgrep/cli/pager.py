"""The pager, which shows what is longer than the terminal."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from newsgrep.cli.output import is_terminal, note, write
from newsgrep.cli.progress_line import hidden
from newsgrep.message import reason
from newsgrep.text.width import width

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Mapping

# The shell's prompt, and the summary.
KEPT_FREE = 2
# Colours and links.
STEERING = r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\"
# less: quit where all fits after all, let colours through, leave the text on the screen; and all of it is UTF-8.
ENVIRONMENT = {"LESS": "FRX", "LESSCHARSET": "utf-8"}


def write_paged(pieces: Iterable[str], *, pages: bool, heading: str = "") -> None:
    """Write pieces; on a terminal that is too short for them, through the pager, if there is one and it is wanted.

    In the pager they are below ``heading``: what is said after them is not seen there.
    """
    if not (pages and is_terminal()):
        write(pieces)
        return
    import subprocess

    pager, (columns, rows) = pager_of(os.environ), _size()
    if not pager or not rows:
        write(pieces)
        return
    rest = iter(pieces)
    first, fits = _screenful(rest, rows - KEPT_FREE, columns)
    if fits:
        write(first)
        return
    with hidden():
        try:
            process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=ENVIRONMENT | os.environ)  # noqa: S603 (the user's)
        except OSError as error:
            note("cannot run the pager {} ({}); check NEWSGREP_PAGER or PAGER", pager[0], reason(error))
            write(first)
            write(rest)
            return
        _feed(process, [heading, *first], rest)


def pager_of(environment: Mapping[str, str]) -> list[str]:
    """The pager's command: NEWSGREP_PAGER, else PAGER, else less; none where that is empty, cat, or not there.

    >>> pager_of({"PAGER": "less -S"}), pager_of({"PAGER": "less", "NEWSGREP_PAGER": ""})
    (['less', '-S'], [])
    """
    named = environment.get("NEWSGREP_PAGER", environment.get("PAGER"))
    if named is None:
        import shutil

        return ["less"] if shutil.which("less") else []
    import shlex

    try:
        words = shlex.split(named)
    except ValueError:
        words = named.split()
    return [] if words == ["cat"] else words


def _size() -> tuple[int, int]:
    """The terminal's columns and lines; none where nobody is there to turn pages, or it does not say."""
    if not (sys.stdin and sys.stdin.isatty()) or os.environ.get("TERM") == "dumb":
        return 0, 0
    try:
        return os.get_terminal_size()
    except OSError:
        return 0, 0


def _rows_of(line: str, columns: int) -> int:
    """How many of the terminal's lines a line takes."""
    return max(1, -(-width(re.sub(STEERING, "", line)) // max(columns, 1)))


def _screenful(pieces: Iterator[str], rows: int, columns: int) -> tuple[list[str], bool]:
    """The pieces that fill so many rows, and whether these are all."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        rows -= sum(_rows_of(line, columns) for line in piece.split("\n")[:-1])
        if rows < 0:
            return held, False
    return held, True


def _feed(process: subprocess.Popen[bytes], first: Iterable[str], rest: Iterable[str]) -> None:
    """Give the pager all there is; that it is quit, or Ctrl-C is pressed in it, is an end as good as any.

    Whatever happens, it is waited for: until then the terminal is its own.
    """
    assert process.stdin
    try:
        with suppress(BrokenPipeError, KeyboardInterrupt):
            for piece in chain(first, rest):
                process.stdin.write(piece.encode("utf-8", "backslashreplace"))
    finally:
        while process.poll() is None:
            with suppress(BrokenPipeError, KeyboardInterrupt):
                process.stdin.close()
                process.wait()
