"""What can go wrong for a user, said in one line, with what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message, located

if TYPE_CHECKING:
    from pathlib import Path


class NewsgrepError(Exception):
    """An error that a user can cause and fix.

    ``message`` says what is wrong, ``hint`` what to try. ``path`` and ``line`` (counted from 1) say in which file, or
    ``about`` names what else it is about; the text of the error begins with them.
    """

    def __init__(
        self,
        template: str | Message,
        *values: object,
        hint: str | Message | None = None,
        path: Path | str | None = None,
        line: int | None = None,
        about: object = None,
    ) -> None:
        super().__init__(template, *values)
        self.message = Message(template, *values) if isinstance(template, str) else template
        self.hint = Message(hint) if isinstance(hint, str) else hint
        self.path = path
        self.line = line
        self.about = about

    @property
    def located(self) -> Message:
        """The message, with what it is about before it."""
        return located(self.message, self.about if self.path is None else self.path, self.line)

    def __str__(self) -> str:
        return str(self.located)


class UsageError(NewsgrepError):
    """An option or argument that makes no sense."""


class QueryError(NewsgrepError):
    """A query that would not come to an end."""


class ConfigError(NewsgrepError):
    """A configuration file that cannot be read or holds what it must not."""


class NothingToDrawError(NewsgrepError):
    """Counts of which no picture can be made."""


class ReadError(NewsgrepError):
    """A source file that cannot be read as news."""


class NoIndexError(NewsgrepError):
    """There is no index where one was looked for."""


class IndexDamagedError(NewsgrepError):
    """The index is there but cannot be read."""


class IndexOutdatedError(NewsgrepError):
    """The index was built by a layout or analysis that is not today's."""


class IndexLockedError(NewsgrepError):
    """Another process is writing to the index."""


class DependencyError(NewsgrepError):
    """A library is missing, or another distribution has overwritten it."""
