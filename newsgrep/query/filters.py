"""Filters beside a query line → parts of its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.query.syntax import DateRange, Filter, Or

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.query.syntax import Tree


def filters(
    values: Mapping[str, Sequence[str]], since: str | None = None, until: str | None = None, *, prefix: str = ""
) -> tuple[Tree, ...]:
    """Of each field any of its values, ``*`` and ``?`` standing for any characters and one; and days from and to.

    Fields are source, section, by, kind and path. Days are ISO 8601, perhaps cut to month or year, or as the query line
    has them (上周). Raises ``UsageError`` where there is no such day, named with a ``prefix``, as that of an option.

    >>> len(filters({"source": ["江城日报", "江城晚报"], "by": []}, since="2025-03"))
    2
    """
    found: list[Tree] = [
        Or(tuple(Filter(name, value) for value in wanted)) for name, wanted in values.items() if wanted
    ]
    if since or until:
        found.append(DateRange(_day("since", since, prefix), _day("until", until, prefix)))
    return tuple(found)


def _day(name: str, text: str | None, prefix: str) -> str | None:
    """A day as a bound of a range."""
    if text is None:
        return None
    from datetime import date

    from newsgrep.query.dates import parse_dates

    found = parse_dates(text, date.today())  # noqa: DTZ011 (the user's day)
    if not found:
        raise UsageError("{}{} {}: not a date", prefix, name, text, hint="such as 2025, 2025-03, 2025-03-18, 上周")
    return found.since if name == "since" else found.until
