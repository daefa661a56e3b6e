"""Filters given beside a query line → parts of its syntax tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.query.syntax import DateRange, Filter, Not, Or

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.query.syntax import Tree

# The value of an article that has none, and of ``since`` and ``until`` for one without a date.
NO_VALUE, NO_DATE = "", "none"
ANY_DATE = DateRange("0001-01-01", "9999-12-31")


def filters(
    values: Mapping[str, Sequence[str]], since: str | None = None, until: str | None = None, *, prefix: str = ""
) -> tuple[Tree, ...]:
    """Trees that require, for each field, any of its values (``*`` and ``?`` are wildcards), and a date range.

    Fields are source, section, by, kind and path. Dates are ISO 8601, possibly truncated to month or year, or as in a
    query line (上周). An empty value is that of articles that have none, the date "none" that of those without a date.
    Raises ``UsageError`` for anything else; ``prefix`` precedes the parameter's name in the message,
    as in ``--since``.

    >>> len(filters({"source": ["江城日报", "江城晚报"], "by": []}, since="2025-03"))
    2
    """
    found: list[Tree] = [
        Or(tuple(Filter(name, value) if value else Not(Filter(name, "*")) for value in choices))
        for name, choices in values.items()
        if choices
    ]
    if since == NO_DATE and until in {None, NO_DATE}:
        found.append(Not(ANY_DATE))
    elif since or until:
        found.append(DateRange(_day("since", since, prefix), _day("until", until, prefix)))
    return tuple(found)


def _day(name: str, text: str | None, prefix: str) -> str | None:
    """A date as a bound of a range: its first day for ``since``, else its last."""
    if text is None:
        return None
    from datetime import date

    from newsgrep.query.dates import parse_dates

    found = parse_dates(text, date.today())  # noqa: DTZ011 (the user's day)
    if not found:
        raise UsageError("{}{} {}: not a date", prefix, name, text, hint="examples: 2025, 2025-03, 2025-03-18, 上周")
    return found.since if name == "since" else found.until
