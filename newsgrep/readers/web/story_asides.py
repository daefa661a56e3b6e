"""The elements of a page that are beside its story, by their tags, their names and how much text they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.web.line_values import CLAUSE, squeezed
from newsgrep.readers.web.page_phrases import MISNAMED, STRONG, WEAK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from newsgrep.readers.web.page_lines import Element, PageLines

# Tags of elements that are seldom part of a story, and the part of a page's text that makes those of such names one.
ASIDE_TAGS = frozenset(("nav", "footer", "aside", "menu"))
STRONG_UNLESS, WEAK_UNLESS = 0.95, 0.3
# The part of all sentences of a page, those of links too, that makes its foot the story.
LEAST_OF_FOOT = 0.5
FOOT_NAMES = frozenset(("foot", "footer", "copyright"))


def sums_of(page: PageLines, values: Sequence[float]) -> list[float]:
    """The value of the lines within each element."""
    sums = [0.0] * len(page.elements)
    for line, value in zip(page.lines, values, strict=True):
        sums[line.element] += value
    for index in range(len(page.elements) - 1, 0, -1):
        sums[page.elements[index].parent] += sums[index]
    return sums


def feet_of(page: PageLines) -> list[int]:
    """The feet of a page that are no story though all else is links, as in a list of stories with their beginnings."""
    feet = [
        index
        for index, element in enumerate(page.elements)
        if element.tag == "footer" or (element.name and not FOOT_NAMES.isdisjoint(element.name.split()))
    ]
    if not feet:
        return []
    said = sums_of(page, [len(line.text) if CLAUSE.search(line.text) else 0.0 for line in page.lines])
    return [index for index in feet if said[index] < LEAST_OF_FOOT * said[0]]


def asides_of(page: PageLines, values: Sequence[float], titles: Collection[str]) -> list[bool]:
    """Whether each element is beside the story, by its tag and name, unless it has the headline or nearly all text."""
    sums = sums_of(page, values)
    whole = sums[0] or 1
    headline = next((line.element for line in page.lines if squeezed(line.text) in titles and not line.linked), 0)
    around, strong_unless = {0}, STRONG_UNLESS if not headline else 2.0
    while headline > 0:
        around.add(headline)
        headline = page.elements[headline].parent
    return [
        index not in around
        and (
            (sums[index] < strong_unless * whole and _is_strongly(element, sums[index] / whole))
            or (sums[index] < WEAK_UNLESS * whole and bool(WEAK.search(element.name)))
        )
        for index, element in enumerate(page.elements)
    ]


def _is_strongly(element: Element, part: float) -> bool:
    """Whether an element's tag or name is that of one beside a story; ``part`` is that of the page's text in it."""
    is_misnamed = part >= WEAK_UNLESS and bool(MISNAMED.search(element.name))
    return element.tag in ASIDE_TAGS or (bool(STRONG.search(element.name)) and not is_misnamed)


def is_aside(page: PageLines, element: int, aside: Sequence[bool], top: Collection[int]) -> bool:
    """Whether an element, or one around it up to those at the ``top``, is beside the story."""
    while element >= 0 and element not in top:
        if aside[element]:
            return True
        element = page.elements[element].parent
    return False


def elements_in(page: PageLines, chosen: Iterable[int]) -> set[int]:
    """The chosen elements and all within them."""
    found: set[int] = set()
    left = list(chosen)
    while left:
        index = left.pop()
        found.add(index)
        left += page.elements[index].children
    return found
