"""What could not be read, and what the user can do about it."""

from __future__ import annotations

from typing import NamedTuple

from newsgrep.message import Message, located


class Problem(NamedTuple):
    """A part of a source file that could not be read; ``line`` counts from 1, or is None for the whole file.

    ``lost`` means that articles may be missing, so those already indexed from the file are kept.
    """

    path: str
    line: int | None
    message: Message
    hint: Message | None = None
    lost: bool = False

    @property
    def located(self) -> Message:
        """``path:line: message (hint)``."""
        return located(self.message, self.path, self.line, self.hint)

    def __str__(self) -> str:
        return str(self.located)
