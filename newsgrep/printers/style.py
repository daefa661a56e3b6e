"""How output is to look: decided once by the command line, obeyed by every printer."""

from __future__ import annotations

from typing import NamedTuple

from newsgrep.text.repair import visible

# ANSI colours by their names in the terminal's own palette, so that dark and light themes both stay readable.
CODES = {"match": "1;31", "path": "35", "line": "32", "title": "1", "dim": "2", "separator": "36"}


class Style(NamedTuple):
    """``columns`` is the terminal's width; ``end`` follows each path or id; ``explain`` adds why a hit scored.

    On a ``terminal`` nothing is printed that could steer it; a pipe gets every byte as it is.
    """

    color: bool = False
    columns: int = 80
    end: str = "\n"
    explain: bool = False
    terminal: bool = False

    def plain(self, text: str) -> str:
        """A text that is data: exact in a pipe, harmless on a terminal."""
        return visible(text) if self.terminal else text

    def paint(self, name: str, text: str) -> str:
        """Text in the colour of a role, or as it is where there is no colour."""
        return f"\x1b[{CODES[name]}m{text}\x1b[0m" if self.color and text else text
