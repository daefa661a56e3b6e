"""The progress line: on a terminal, one line on stderr that says what a command is doing, if it takes long.

The only place that draws one, for all commands: ``shown`` wraps each of them. Use cases tell how far they are (see
``newsgrep.progress``); while they do not, the line has the elapsed time. Whatever writes to a stream takes the line
away first (``hidden``, ``make_way_for_stdout``).
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, TextIO

from newsgrep.cli.language import tr, translate
from newsgrep.message import Message
from newsgrep.progress import Step, listening
from newsgrep.text.width import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds: commands that are done before the first see no line, and it is drawn anew after each of the second.
DELAY = 0.5
INTERVAL = 0.1
# Characters that have the same width in every terminal and font.
SPINNER = "|/-\\"
FULL, EMPTY = "#", "."
CELLS = 20
# Columns for the ^C that a terminal shows.
KEPT_FREE = 3
ERASED = "\r\x1b[K"
WORKING = Step(Message("working"))
# A step of a command that only waits, for which there is no line.
WAITING = Step(Message(""))


class ProgressLine:
    """A line on a terminal, drawn by a thread of its own from the last step that was told."""

    def __init__(self, stream: TextIO) -> None:
        from threading import Event, Lock, Thread

        self._stream = stream
        self._step = WORKING
        self._began = self._quiet_since = time.monotonic()
        self._hidden = 0
        self._is_drawn = False
        self._lock = Lock()
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="progress line", daemon=True)
        self._thread.start()

    def tell(self, step: Step | None) -> None:
        """Show a step from now on."""
        step = step or WORKING
        if step.about != self._step.about:
            with self._lock:
                self._began = time.monotonic()
                if WAITING in (step, self._step):
                    self._quiet_since = self._began
                    self._erase()
        self._step = step

    def hide(self) -> None:
        """Take the line away, until ``unhide``."""
        with self._lock:
            self._hidden += 1
            self._erase()

    def unhide(self) -> None:
        """Let the line come again, if nothing happens for a while."""
        with self._lock:
            self._hidden -= 1
            self._quiet_since = time.monotonic()

    def stop(self) -> None:
        """Take the line away for good."""
        self._stopped.set()
        self._thread.join()
        self._erase()

    def _run(self) -> None:
        wait = DELAY
        for number in count():
            if self._stopped.wait(wait):
                return
            wait = INTERVAL
            with self._lock:
                now = time.monotonic()
                if not self._hidden and self._step != WAITING and now - self._quiet_since >= DELAY:
                    self._draw(rendered(self._step, now - self._began, number))

    def _draw(self, text: str) -> None:
        """Replace the line; not where the terminal is another program's now, as for one that runs in the background."""
        if _is_in_foreground(self._stream):
            self._write(f"\r{cut(text, _columns(self._stream) - KEPT_FREE)}\x1b[K")
            self._is_drawn = True

    def _erase(self) -> None:
        if self._is_drawn:
            self._write(ERASED)
            self._is_drawn = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone, or the stream is closed
            self._stopped.set()


_line: ProgressLine | None = None


@contextmanager
def shown(*, quiet: bool) -> Iterator[None]:
    """Show the progress of what is done inside; where nobody would see it, at no cost."""
    global _line  # noqa: PLW0603 (a process has one terminal)
    if _line or quiet or not sys.stderr.isatty() or os.environ.get("TERM") in {"dumb", "unknown"}:
        yield
        return
    _line = ProgressLine(sys.stderr)
    try:
        with listening(_line.tell):
            yield
    finally:
        line, _line = _line, None
        line.stop()


@contextmanager
def hidden() -> Iterator[None]:
    """Without the line while something else is written to the terminal; it must end with a line end."""
    line = _line
    if not line:
        yield
        return
    line.hide()
    try:
        yield
    finally:
        line.unhide()


def make_way_for_stdout() -> None:
    """Take the line away before stdout is written, unless it is a file.

    In a pipe, it does not come back: who reads it, such as a pager, may write to the same terminal.
    """
    if _line and not _is_file(sys.stdout):
        _line.hide()


def after_stdout(last: str) -> None:
    """Let the line come again after stdout was written, if it is a terminal and the last piece ended a line there."""
    if _line and sys.stdout.isatty() and last.endswith("\n"):
        _line.unhide()


def rendered(step: Step, seconds: float, number: int) -> str:
    """A step as a line, ``seconds`` after it began; ``number`` counts the drawings.

    >>> rendered(Step(Message("reading"), 30, 120), 21.0, 0)
    'reading [#####...............] 25 % 1:03 left'
    >>> rendered(Step(Message("reading")), 75.2, 1)
    '/ reading 1:15'
    """
    about, detail = translate(step.about), [translate(step.detail)] if step.detail else []
    if not step.total:
        return " ".join([SPINNER[number % len(SPINNER)], about, *detail, _clock(seconds)])
    share = min(1.0, step.done / step.total)
    cells = int(share * CELLS)
    left = [tr("{} left", _clock(seconds * (1 - share) / share))] if step.done else []
    return " ".join([about, f"[{FULL * cells}{EMPTY * (CELLS - cells)}]", f"{share * 100:.0f} %", *detail, *left])


def _clock(seconds: float) -> str:
    """Minutes and seconds, and hours if there are any.

    >>> _clock(63.4), _clock(3600)
    ('1:03', '1:00:00')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _is_in_foreground(stream: TextIO) -> bool:
    """Whether a terminal is ours now; true of one that does not control this process."""
    try:
        return os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (AttributeError, OSError):
        return True


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def _is_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
