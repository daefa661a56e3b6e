"""The levels of headings by the styles of WordprocessingML."""

from __future__ import annotations

import re

_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|標題|文章标题)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d*(?:\s*heading)?", re.IGNORECASE)
# Level of a paragraph of the table of contents.
CONTENTS = -1
# Styles that are read, and how far a style may be from that which it is based on.
MOST_STYLES = 10_000
DEEPEST_BASE = 20


class StyleParser:
    """The levels of headings by the ids of styles: those that are named so, and those that are based on them."""

    def __init__(self) -> None:
        self._levels: dict[str, int] = {}
        self._bases: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "style":
            self._style = value_of(attributes, "styleId") if len(self._bases) < MOST_STYLES else ""
            self._bases[self._style] = ""
        elif self._style and name == "name":
            level = _level_of(value_of(attributes))
            if level is not None:
                self._levels[self._style] = level
        elif self._style and name == "outlineLvl":
            level = outline_level(attributes)
            if level is not None:
                self._levels.setdefault(self._style, level)
        elif self._style and name == "basedOn":
            self._bases[self._style] = value_of(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "style":
            self._style = ""

    def text(self, data: str) -> None:
        """Styles have no text."""

    def levels(self) -> dict[str, int]:
        """Style id → level."""
        found = dict(self._levels)
        for style in self._bases:
            base = style
            for _ in range(DEEPEST_BASE):
                if base in self._levels:
                    found[style] = self._levels[base]
                    break
                base = self._bases.get(base, "")
        return found


def _level_of(name: str) -> int | None:
    """The level that the name of a style says.

    >>> [_level_of(name) for name in ("heading 1", "Title", "标题 2", "Normal", "toc 1")]
    [1, 0, 2, None, -1]
    """
    name = name.strip()
    if heading := _HEADING.fullmatch(name):
        return int(heading[1])
    if _CONTENTS.fullmatch(name):
        return CONTENTS
    return 0 if _TITLE.fullmatch(name) else None


def outline_level(attributes: dict[str, str]) -> int | None:
    """The level of a heading that its outline says."""
    value = value_of(attributes)
    return int(value) + 1 if value in set("012345678") else None


def value_of(attributes: dict[str, str], name: str = "val") -> str:
    """The value of an attribute, whatever the prefix of its name."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
