"""Lines that are a chain: a first part, more parts of another form, and what may end it.

One pattern for all of it would take exponential time where a part may end in several places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


def is_chain(line: str, first: re.Pattern[str], more: re.Pattern[str], end: re.Pattern[str] | None = None) -> bool:
    r"""Return whether a line is ``first``, any number of ``more``, and ``end`` (None: nothing).

    >>> import re
    >>> number, further = re.compile(r"\d{1,2}"), re.compile(r",\d{1,2}")
    >>> [is_chain(line, number, further) for line in ("1,23,4", "1,,2", "")]
    [True, False, False]
    """
    if not first.match(line):
        return False
    places = range(len(line) + 1)
    reached = {at for at in places if first.fullmatch(line, 0, at)}
    for at in places:
        if at in reached:
            if end.fullmatch(line, at) if end else at == len(line):
                return True
            if more.match(line, at):
                reached.update(after for after in places[at + 1 :] if more.fullmatch(line, at, after))
    return False
