"""What can go wrong for a user, said in one line, with what to do next."""

from __future__ import annotations


class NewsgrepError(Exception):
    """An error that a user can cause and mend; ``hint`` says how."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


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
