"""Notices, advertisements, letters, tables and verse: where they may begin, and the features that decide it.

The names and values of features are keys in ``weights.json``; after a change, the weights have to be learned again.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from newsgrep.split.closings import announced, closing, is_organisation, is_row
from newsgrep.split.linear_model import Feature, bucket, capped, pair, triple
from newsgrep.split.page_context import FARTHEST

if TYPE_CHECKING:
    from newsgrep.split.boundary import Boundary
    from newsgrep.split.closings import Announced, Closing

# So many short lines are verse, but not more.
_MOST_BEFORE = 40
_VERSE, _LONGEST_VERSE = 4, 16


def table_of(place: Boundary) -> str:
    """Return the table of weights for a boundary: small items, and text without marks or with few, have their own."""
    if place.kind == "picture":
        return place.kind
    if place.page.unmarked:
        return f"unmarked {place.kind}"
    if place.page.lossy:
        return f"lossy {place.kind}"
    return f"small {place.kind}" if _is_small(place) else place.kind


def _is_small(place: Boundary) -> bool:
    """Return whether a small item may begin or end at a boundary."""
    return bool(
        place.page.small_items
        or _announced(place)
        # Letters with their senders are often a box, which is one story.
        or _closing(place) not in (None, "sender")
        or is_row(place.tail_above)
        or _is_below_verse(place)
    )


def _is_below_verse(place: Boundary) -> bool:
    """Return whether there are some short lines above a boundary, and an author above them; others are a list."""
    count = _count_before(place)
    lengths = place.page.lengths[place.first - count : place.first]
    return (
        count >= _VERSE
        and max(lengths) <= _LONGEST_VERSE
        and place.page.shapes[place.first - count - 1] in ("name", "byline")
    )


def _announced(place: Boundary) -> Announced | None:
    """Return what the first line is the title of, besides news."""
    return announced(place.head)


def _announced_below(place: Boundary) -> Announced | None:
    """Return the same for the second of its lines, None without one."""
    return announced(place.page.heads[place.first + 1]) if place.lines > 1 else None


def _closing(place: Boundary) -> Closing | None:
    """Return what the block above says that closes a notice, an advertisement or a letter."""
    return closing(place.tail_above)


def _last_closing(place: Boundary) -> Closing | None:
    """Return the same for the last block before the next run of short lines."""
    return closing(place.page.tails[place.next - 1])


def _is_owned(place: Boundary) -> bool:
    """Return whether the story above names an organisation on a line of its own, as an advertisement does once."""
    return any(map(is_organisation, place.page.heads[max(place.story.first, place.first - FARTHEST) : place.first]))


def _named(place: Boundary) -> tuple[bool, bool] | None:
    """Return whether the first line, an organisation, is named in the text above, and in that below."""
    if _announced(place) != "organisation":
        return None
    pieces, title = place.page.pieces, place.page.pieces[place.first].block.text
    above, below = pieces[max(place.story.first, place.first - 6) : place.first], pieces[place.after : place.after + 3]
    return any(title in piece.block.text for piece in above), any(title in piece.block.text for piece in below)


def _count_before(place: Boundary) -> int:
    """Return the number of short lines right above a boundary, up to some dozens."""
    at = place.first
    while at and place.page.shapes[at - 1] == "title" and place.first - at < _MOST_BEFORE:
        at -= 1
    return place.first - at


def _lines_before(place: Boundary) -> int:
    return bucket(_count_before(place), (0, 1, 2, 3, 5, 8))


_author, _shape_above, _shape_below = attrgetter("author"), attrgetter("shape_above"), attrgetter("shape_below")
_manner = attrgetter("page.manner")

SMALL: tuple[Feature, ...] = (
    pair("announced, closing", _announced, _closing, "notices and advertisements begin and end in their own way"),
    triple("announced, next", _announced, _announced_below, _closing, "a company, and what it announces"),
    triple("owned, announced", _is_owned, _announced, capped("lines", 2), "an advertisement names one company"),
    triple("owned, next", _is_owned, _announced, _announced_below, "at its head or its end"),
    pair("announced, manner", _announced, _manner, "on pages of their own"),
    pair("announced, above", _announced, _shape_above, "or between stories"),
    pair("closing, lines", _closing, capped("lines", 3), "an organisation below a notice, or above the next one"),
    pair("closing, author", _closing, _author, "or the sender of a letter"),
    triple("closing, last", _closing, _last_closing, _announced, "all items of the page end alike"),
    pair("named", _named, _closing, "the text names who signs it"),
    pair("row above", lambda place: is_row(place.tail_above), _manner, "a table ends a story"),
    triple("lines before", _lines_before, capped("lines", 3), _author, "verse is above the next title"),
    pair("lines before, below", _lines_before, _shape_below, "and what follows tells"),
)
