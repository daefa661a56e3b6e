"""How the letters of an OpenDocument text look, by the styles that its paragraphs and spans were given by hand."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgrep.readers.documents.shown_headings import Letters

# The elements of a style, and a length: 16pt, 0.85cm, 150%
STYLED = frozenset(("style", "paragraph-properties", "text-properties"))
LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)(pt|cm|mm|in|em)")
# The size of letters that have none of their own, in half points.
USUAL_SIZE = 24
MOST_STYLES = 10_000


class TextStyle(NamedTuple):
    """A style: the size of letters in half points, whether they are bold; None where it says nothing."""

    size: int | None = None
    bold: bool | None = None
    centred: bool = False
    indented: bool = False


class OdtLooks:
    """The styles of a text, as an XML parser comes by them, and the letters of the paragraph that is being read."""

    def __init__(self) -> None:
        self.letters = Letters()
        self.indented = False
        self._styles: dict[str, TextStyle] = {}
        self._name = ""
        self._open = [TextStyle()]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of a style begins, or a span."""
        if name == "span":
            self._open.append(self._over(self._styles.get(attributes.get("style-name", ""), TextStyle())))
        elif name == "style":
            self._name = attributes.get("name", "") if len(self._styles) < MOST_STYLES else ""
            inherited = self._styles.get(attributes.get("parent-style-name", ""), TextStyle())
            if self._name:
                self._styles[self._name] = inherited
        elif self._name:
            self._styles[self._name] = _with_properties(self._styles[self._name], attributes)

    def end(self, name: str) -> None:
        """A style ends, or a span."""
        if name == "style":
            self._name = ""
        elif len(self._open) > 1:
            self._open.pop()

    def begin(self, style: str) -> None:
        """A paragraph of a style begins."""
        self.letters = Letters()
        self._open = [self._styles.get(style, TextStyle())]
        self.letters.centred, self.indented = self._open[0].centred, self._open[0].indented

    def text(self, count: int) -> None:
        """So many letters in the last style."""
        style = self._open[-1]
        self.letters.sizes[style.size or USUAL_SIZE] += count
        self.letters.bold += count * bool(style.bold)

    def _over(self, style: TextStyle) -> TextStyle:
        below = self._open[-1]
        return style._replace(
            size=below.size if style.size is None else style.size, bold=below.bold if style.bold is None else style.bold
        )


def _with_properties(style: TextStyle, attributes: dict[str, str]) -> TextStyle:
    """A style with what an element says of paragraphs or letters."""
    size, indent = (LENGTH.fullmatch(attributes.get(name, "")) for name in ("font-size", "text-indent"))
    if size and size[2] == "pt":
        style = style._replace(size=round(2 * float(size[1])))
    if indent:
        style = style._replace(indented=float(indent[1]) > 0)
    if "font-weight" in attributes:
        style = style._replace(bold=attributes["font-weight"] in {"bold", "600", "700", "800", "900"})
    if "text-align" in attributes:
        style = style._replace(centred=attributes["text-align"] == "center")
    return style
