"""How output is to look: decided once by the command line, obeyed by every printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import ENGLISH, Message
from newsgrep.printers.links import Links
from newsgrep.printers.theme import FEW, THEMES, fitted, sgr
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from newsgrep.message import Catalogue
    from newsgrep.printers.theme import Theme


class Style(NamedTuple):
    """``columns`` is the terminal's width; ``end`` follows each path or id; ``explain`` adds why a hit scored.

    On a ``terminal`` nothing is printed that could steer it; a pipe gets every byte as it is. With ``color``, roles
    look as the theme says, in as many ``colors`` as there are, and places are links. Messages are rendered by the
    ``catalogue``.
    """

    color: bool = False
    columns: int = 80
    end: str = "\n"
    explain: bool = False
    terminal: bool = False
    theme: Theme = THEMES["terminal"]
    colors: int = FEW
    links: Links = Links()
    catalogue: Catalogue = ENGLISH

    def plain(self, text: str) -> str:
        """A text that is data: exact in a pipe, harmless on a terminal."""
        return visible(text) if self.terminal else text

    def tr(self, template: str, *values: object) -> str:
        """A sentence in the reader's language."""
        return Message(template, *values).render(self.catalogue)

    def paint(self, role: str, text: str) -> str:
        """Text in the look of a role, or as it is where there is no colour."""
        parameters = sgr(self.theme[role], self.colors) if self.color and text else ""
        return f"\x1b[{parameters}m{text}\x1b[0m" if parameters else text

    def look(self, role: str) -> str:
        """The look of a role, as rich names it."""
        return fitted(self.theme[role], self.colors)

    def link(self, path: str, line: int) -> str:
        """Where a place in the output leads; nowhere without colour."""
        return self.links.url(path, line) if self.color and self.links.template else ""

    def linked(self, text: str, path: str, line: int) -> str:
        """A text that leads to a line of a source file."""
        url = self.link(path, line)
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if url else text
