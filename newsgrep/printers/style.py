"""How output looks: decided once by the command line, for all printers."""

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
    """``columns`` is the terminal's width; ``end`` follows each path or id; ``explain`` adds score explanations.

    ``brief``: a line is all that is printed of a hit, where lines are printed.

    If the output goes to a ``terminal``, control characters are escaped; a pipe gets every byte unchanged. With
    ``color``, roles look as in the ``theme``, reduced to the ``colors`` of the terminal, and locations are links.
    Messages are rendered by the ``catalogue``.
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
    brief: bool = False

    def plain(self, text: str) -> str:
        """Data as text: unchanged in a pipe, control characters escaped on a terminal."""
        return visible(text) if self.terminal else text

    def tr(self, template: str, *values: object) -> str:
        """Translate a message template and fill in its values."""
        return Message(template, *values).render(self.catalogue)

    def paint(self, role: str, text: str) -> str:
        """Style text as a role; unchanged without colour."""
        parameters = sgr(self.theme[role], self.colors) if self.color and text else ""
        return f"\x1b[{parameters}m{text}\x1b[0m" if parameters else text

    def look(self, role: str) -> str:
        """The style of a role, in rich's notation."""
        return fitted(self.theme[role], self.colors)

    def link(self, path: str, line: int | None) -> str:
        """The URL of a line of a source file, or of the file; empty without colour, or if links are off."""
        return self.links.url(path, line) if self.color and self.links.template else ""

    def linked(self, text: str, path: str, line: int) -> str:
        """Make a text a link to a line of a source file, if there are links."""
        url = self.link(path, line)
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if url else text
