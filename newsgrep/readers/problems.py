"""What could not be read, said so that a person can mend it."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A place in a source file that could not be read; without a line, the file as a whole.

    ``lost`` says that articles which are there may be unknown now: what was indexed of the file is kept.
    """

    path: str
    line: int | None
    message: str
    hint: str | None = None
    lost: bool = False

    def __str__(self) -> str:
        """``path:line: message (hint)``."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")
