"""Help in the language of who reads it."""

from __future__ import annotations

import re
from gettext import gettext
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.language import help_text, is_chinese
from newsgrep.cli.progress_line import shown
from newsgrep.text.width import line_breaks, width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

WIDEST_NAME, NARROWEST = 30, 16
GAP = 2
# What click says behind the help of an option: its default, that it is required.
EXTRA = r"(?s)(.*?)(?:  \[(.*)\])?"
AS_IT_IS = "\b"


class Formatter(click.HelpFormatter):
    """Click's, which breaks lines by display columns where the text is Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is called."""
        super().write_usage(prog, args, gettext("Usage:") if is_chinese() else prefix)

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        if is_chinese():
            self.write(f"{'':{self.current_indent}}{heading}：\n")
        else:
            super().write_heading(heading)

    def write_text(self, text: str) -> None:
        """Paragraphs; those that begin with a backspace are laid out already."""
        if not is_chinese():
            super().write_text(text)
            return
        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            plain = help_text(paragraph)
            lines = plain.splitlines()[1:] if plain.startswith(AS_IT_IS) else self._broken(" ".join(plain.split()))
            self.write("\n" * (number > 0) + "".join(f"{margin}{line}".rstrip() + "\n" for line in lines))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = WIDEST_NAME, col_spacing: int = GAP) -> None:
        """Names and what they are."""
        if not is_chinese():
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = list(rows)
        first = min(max(width(name) for name, _ in rows), col_max) + col_spacing
        margin = " " * self.current_indent
        for name, told in rows:
            lines = self._broken(option_help(told), first) or [""]
            if width(name) > first - col_spacing:
                self.write(f"{margin}{name}\n")
                name = ""  # noqa: PLW2901 (it is written)
            for line in lines:
                self.write(f"{margin}{name}{' ' * (first - width(name))}{line}".rstrip() + "\n")
                name = ""  # noqa: PLW2901 (it is written)

    def _broken(self, text: str, beside: int = 0) -> list[str]:
        """A text in lines that fit."""
        room = max(self.width - self.current_indent - beside, NARROWEST)
        ends = [0, *line_breaks(text, room), len(text)]
        return [text[start:end].strip() for start, end in pairwise(ends) if text[start:end].strip()]


def option_help(told: str) -> str:
    """The help of an option, and what click says behind it, in the reader's language."""
    if not is_chinese():
        return told
    match = re.fullmatch(EXTRA, told)
    assert match
    return help_text(match[1]) + (f"（{match[2].replace('; ', '；')}）" if match[2] else "")


class Context(click.Context):
    """Click's, with our help, and the progress line while a command runs."""

    formatter_class = Formatter

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        """Close, too, and tell an error of the command line whose help to read: click forgets it within an option."""
        if isinstance(error, click.UsageError) and not error.ctx:
            error.ctx = self
        return super().__exit__(kind, error, trace)

    def invoke(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        with shown(quiet=bool(self.ensure_object(dict).get("quiet"))):
            return super().invoke(callback, *args, **kwargs)
