"""Errors that a user can act on: what is wrong, in one line, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message, located

if TYPE_CHECKING:
    from pathlib import Path

# The hint of most errors of a damaged index.
REBUILD = "rebuild the index with 'newsgrep index --rebuild'"


class NewsgrepError(Exception):
    """An error that a user can cause and fix.

    ``message`` says what is wrong, ``hint`` what to try. ``path`` and ``line`` (counted from 1) locate it in a file;
    otherwise ``about`` may name its subject. The text of the error begins with these.
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
        """The message, preceded by its path and line, or its subject."""
        return located(self.message, self.about if self.path is None else self.path, self.line)

    def __str__(self) -> str:
        return str(self.located)


class UsageError(NewsgrepError):
    """An invalid option or argument."""


class QueryError(NewsgrepError):
    """A query that takes too much time or memory."""


class ConfigError(NewsgrepError):
    """A configuration file, or another file of the user's, that cannot be read or has invalid contents."""


class NothingToDrawError(NewsgrepError):
    """Counts that cannot be plotted."""


class ReadError(NewsgrepError):
    """A source file that cannot be read as news."""


class NoIndexError(NewsgrepError):
    """There is no index at the given place."""


class IndexDamagedError(NewsgrepError):
    """The index exists but cannot be read."""


class IndexOutdatedError(NewsgrepError):
    """The index was built with another version of the layout or the analysis."""


class IndexLockedError(NewsgrepError):
    """Another process is writing to the index."""


class IndexReadOnlyError(NewsgrepError):
    """Whoosh's own writer was asked to change an index."""


class DependencyError(NewsgrepError):
    """A library is missing, or another distribution has overwritten it."""


class ClusterError(NewsgrepError):
    """A cluster that does not answer, refuses, or could answer only in part."""
