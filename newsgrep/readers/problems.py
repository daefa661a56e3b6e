"""What could not be read, said so that a person can mend it."""

from __future__ import annotations

from typing import NamedTuple

from newsgrep.message import Message, located


class Problem(NamedTuple):
    """A place in a source file that could not be read; without a line, the file as a whole.

    ``lost`` says that articles which are there may be unknown now: what was indexed of the file is kept.
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
