"""How output is to look: decided once by the command line, obeyed by every printer."""

from __future__ import annotations

from dataclasses import dataclass

# ANSI colours by their names in the terminal's own palette, so that dark and light themes both stay readable.
CODES = {"match": "1;31", "path": "35", "line": "32", "title": "1", "dim": "2", "separator": "36"}


@dataclass(frozen=True, slots=True)
class Style:
    """``columns`` is the terminal's width; ``end`` follows each path or id; ``explain`` adds why a hit scored."""

    color: bool = False
    columns: int = 80
    end: str = "\n"
    explain: bool = False

    def paint(self, name: str, text: str) -> str:
        """Text in the colour of a role, or as it is where there is no colour."""
        return f"\x1b[{CODES[name]}m{text}\x1b[0m" if self.color and text else text
