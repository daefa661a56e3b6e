"""stdout is data, stderr is everything else; both are UTF-8 whatever the locale."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from newsgrep.cli.language import catalogue, tr, translate
from newsgrep.cli.progress_line import after_stdout, hidden, make_way_for_stdout
from newsgrep.errors import NewsgrepError
from newsgrep.message import Message, located, reason
from newsgrep.printers.style import Style
from newsgrep.printers.theme import colors_of
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.printers.links import Links
    from newsgrep.printers.theme import Theme


# How wide a terminal is taken to be where there is none.
PIPE_COLUMNS = 80
# Characters of a message: two paths as long as any, with a sentence. Names in a file, or in a query, may be longer.
LONGEST_NOTE = 10_000


class ClosedPipeError(Exception):
    """Who read our stdout wants no more; not an OSError, which click would turn into exit code 1."""


class UpdateInterruptedError(KeyboardInterrupt):
    """Ctrl-C while the index was being updated."""


def utf8_streams() -> None:
    """Make both streams UTF-8; a lone surrogate is shown escaped instead of ending the program.

    A stream that was closed before we began swallows what is written to it.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def stdout_was_closed() -> bool:
    """Whether stdout was closed before we began."""
    return sys.__stdout__ is None


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 (open to the end of the process)


def write(pieces: Iterable[str]) -> None:
    """Write pieces of data as they come; the progress line stays until the first of them does."""
    rest = iter(pieces)
    for first in rest:
        make_way_for_stdout()
        with naming_stdout():
            sys.stdout.write(first)
        last = first
        for last in rest:
            with naming_stdout():
                sys.stdout.write(last)
        after_stdout(last)


@contextmanager
def naming_stdout() -> Iterator[None]:
    """Tell a reader that has gone from a disk that is full, and say that the latter is where stdout leads."""
    try:
        yield
    except BrokenPipeError as error:
        raise ClosedPipeError from error
    except OSError as error:
        error.filename = error.filename or "stdout"
        raise


def for_terminal(message: Message | str) -> str:
    """A sentence of an answer on stdout: in the reader's language on a terminal, in English in a pipe."""
    return translate(message) if is_terminal() else str(message)


def flush() -> None:
    """Have written what was given to ``write``."""
    with naming_stdout():
        sys.stdout.flush()


def note(template: str, *values: object) -> None:
    """A line for the person at the terminal."""
    note_raw(tr(template, *values))


def say_waiting(holder: Message) -> None:
    """Say who writes to the index that is waited for."""
    note("waiting for {}, which is writing to the index", holder)


def note_message(message: Message) -> None:
    """A message of the rooms below as a line for the person at the terminal."""
    note_raw(translate(message))


def note_warnings(messages: Iterable[Message]) -> None:
    """What was not taken as it was written, a line each."""
    for message in messages:
        note_message(message)


def note_raw(line: str) -> None:
    """A line that is in the reader's language already; of one without end, its beginning and its end, the hint."""
    if len(line) > LONGEST_NOTE:
        line = f"{line[: LONGEST_NOTE // 2]} … {line[-LONGEST_NOTE // 2 :]}"
    write_stderr(f"newsgrep: {visible(line)}\n")


def note_error(error: Exception, about: str = "") -> None:
    """What is wrong and what to try; ``about`` is named where the error does not name it."""
    note_raw(translate(error_message(error, about)))


def error_message(error: Exception, about: str = "") -> Message:
    """An error as a message: ours, or one of the system with the file that it names."""
    if not isinstance(error, NewsgrepError):
        return located(reason(error), getattr(error, "filename", None) or about or None)
    message = error.located
    if about and str(error.about) != about:
        message = located(message, about)
    return located(message, hint=error.hint)


def write_stderr(text: str) -> None:
    """Text on stderr; that nobody listens there is no reason to stop."""
    with suppress(OSError), hidden():
        sys.stderr.write(text)
        sys.stderr.flush()


def is_terminal() -> bool:
    """Whether stdout is one."""
    return sys.stdout.isatty()


class FormType(click.Choice[str]):
    """One of some forms, or a template of values whose names are in ``newsgrep.printers.template``."""

    name = "form"

    def __init__(self, forms: Iterable[str], names: str) -> None:
        super().__init__(list(forms))
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The form; a template is looked at now, so that nothing is searched for a wrong one."""
        if "{" not in value:
            return super().convert(value, param, ctx)
        from newsgrep.printers import template

        template.template_of(value, getattr(template, self._names))
        return str(value)


def chosen_form(form: str | None, *, as_json: bool, in_pipe: str) -> str:
    """The form that --json and --format ask for, else that of a terminal or of a pipe."""
    return "json" if as_json else form or ("terminal" if is_terminal() else in_pipe)


def wants_color(choice: str, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to colour: the flag, else NO_COLOR, else FORCE_COLOR and CLICOLOR_FORCE, else what stdout is.

    >>> wants_color("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, terminal=True)
    False
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environment.get("TERM") != "dumb"


def make_style(color: str, look: Callable[[], tuple[Theme, Links]], *, end: str, explain: bool) -> Style:
    """The style that suits this process's stdout; ``look`` is asked where there is colour."""
    terminal = is_terminal()
    columns = _columns() if terminal or "COLUMNS" in os.environ else PIPE_COLUMNS
    style = Style(
        wants_color(color, os.environ, terminal=terminal),
        max(columns, 20),
        end,
        explain,
        terminal,
        catalogue=catalogue(),
    )
    if not style.color:
        return style
    theme, links = look()
    return style._replace(theme=theme, links=links, colors=colors_of(os.environ))


def _columns() -> int:
    """The width of the terminal, as the environment or it itself has it."""
    import shutil

    return shutil.get_terminal_size().columns


def columns_of(stream: TextIO) -> int | None:
    """The width of the terminal that a stream is, or None if it is none."""
    return _columns() if stream.isatty() else None
