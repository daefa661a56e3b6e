"""Colour themes: a style for each role, and its reduction to the colours of a terminal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Theme = Mapping[str, str]

# Numbers of colours that terminals have.
FEW, MANY, ALL = 8, 256, 1 << 24
NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "reverse": "7"}
ROLES = ("match", "title", "path", "line", "dim", "separator", "byline", "caption")
THEMES: dict[str, Theme] = {
    # The terminal's own palette, which the user has chosen.
    "terminal": {
        "match": "bold red", "title": "bold", "path": "magenta", "line": "green", "dim": "dim", "separator": "cyan",
        "byline": "cyan", "caption": "italic",
    },
    # A contrast of at least 4.5 on dark and light backgrounds (WCAG 2.1, 1.4.3).
    "dark": {
        "match": "bold #ff8787", "title": "bold #ffffff", "path": "#e0afff", "line": "#87d787", "dim": "#a8a8a8",
        "separator": "#5fd7d7", "byline": "#87d7ff", "caption": "italic #d0d0d0",
    },
    "light": {
        "match": "bold #b00020", "title": "bold #000000", "path": "#7a1fa2", "line": "#1b5e20", "dim": "#5a5a5a",
        "separator": "#00585a", "byline": "#005f87", "caption": "italic #303030",
    },
    # No colours: for colour-blind readers, and for paper.
    "plain": {
        "match": "bold underline", "title": "bold", "path": "", "line": "", "dim": "", "separator": "", "byline": "",
        "caption": "italic",
    },
}  # fmt: skip
_WORD = rf"(?:{'|'.join(ATTRIBUTES)}|(?:on )?(?:#[0-9a-fA-F]{{6}}|(?:bright_)?(?:{'|'.join(NAMES)})))"
LOOK = rf"(?:{_WORD}(?: {_WORD})*)?"
# A colour of less saturation counts as grey.
GREY = 0.2
CUBE = (0, 95, 135, 175, 215, 255)


def is_look(look: str) -> bool:
    """Whether a text is a style: attributes, a colour, a background colour after ``on``.

    >>> is_look("bold #ff8787"), is_look("bold on yellow"), is_look("pink"), is_look("boldred")
    (True, True, False, False)
    """
    return bool(re.fullmatch(LOOK, look))


def colors_of(environment: Mapping[str, str]) -> int:
    """The number of colours of the terminal, by ``COLORTERM`` and ``TERM``."""
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return ALL
    return MANY if "256" in environment.get("TERM", "") else FEW


@lru_cache
def fitted(look: str, colors: int) -> str:
    """Reduce a style to the number of colours of a terminal, in rich's notation.

    >>> fitted("bold #ff8787", MANY), fitted("bold #ff8787", FEW)
    ('bold color(210)', 'bold red')
    """
    if colors == ALL:
        return look
    name = _in_cube if colors == MANY else _named
    return re.sub("#([0-9a-fA-F]{6})", lambda match: name(*bytes.fromhex(match[1])), look)


@lru_cache
def sgr(look: str, colors: int) -> str:
    """The parameters of ECMA-48's "select graphic rendition" (SGR) for a style.

    >>> sgr("bold red", FEW), sgr("bold #ff8787", MANY), sgr("on #ff8787", ALL)
    ('1;31', '1;38;5;210', '48;2;255;135;135')
    """
    parameters, ground = [], 0
    for word in fitted(look, colors).split():
        if word == "on":
            ground = 10
        elif word in ATTRIBUTES:
            parameters.append(ATTRIBUTES[word])
        else:
            parameters.append(_color(word, ground))
            ground = 0
    return ";".join(parameters)


def _color(word: str, ground: int) -> str:
    if word.startswith("#"):
        return f"{38 + ground};2;" + ";".join(map(str, bytes.fromhex(word[1:])))
    if word.startswith("color("):
        return f"{38 + ground};5;{word[6:-1]}"
    bright = word.startswith("bright_")
    return str((90 if bright else 30) + ground + NAMES.index(word.removeprefix("bright_")))


def _in_cube(red: int, green: int, blue: int) -> str:
    """The nearest of the 216 colours and 24 greys of xterm."""
    steps = [min(range(6), key=lambda step: abs(CUBE[step] - value)) for value in (red, green, blue)]
    grey = min(23, max(0, round((sum((red, green, blue)) / 3 - 8) / 10)))
    candidates = {
        16 + 36 * steps[0] + 6 * steps[1] + steps[2]: tuple(CUBE[step] for step in steps),
        232 + grey: (8 + 10 * grey,) * 3,
    }
    nearest = min(
        candidates,
        key=lambda color: sum((a - b) ** 2 for a, b in zip(candidates[color], (red, green, blue), strict=True)),
    )
    return f"color({nearest})"


def _named(red: int, green: int, blue: int) -> str:
    """The nearest of the eight basic colours by hue; greys become black or white."""
    import colorsys

    hue, _, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if max(red, green, blue) - min(red, green, blue) < GREY * 255 or saturation < GREY:
        return "white" if red + green + blue > 3 * 127 else "black"
    return ("red", "yellow", "green", "cyan", "blue", "magenta")[round(hue * 6) % 6]
