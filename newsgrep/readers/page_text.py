"""The text of a page or document that is not a text file, for the page splitter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.model import Unit


class PageText(NamedTuple):
    r"""A text to be split into stories; ``numbers`` gives, for each line, the page or paragraph that it comes from.

    ``member`` and ``unit`` are as in ``Record``.
    """

    text: str
    numbers: Sequence[int]
    member: str = ""
    unit: Unit = "page"
