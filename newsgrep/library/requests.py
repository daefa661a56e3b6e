"""What is asked of the library: a query with its filters, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from newsgrep.errors import UsageError
from newsgrep.message import Message
from newsgrep.model import KINDS
from newsgrep.query.filters import filters
from newsgrep.query.text_options import TextOptions
from newsgrep.search.options import SearchOptions
from newsgrep.search.search import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from newsgrep.corpus_stats.choices import Period, StratifiedBy
    from newsgrep.engine.base import Order


class Filters(TypedDict, total=False):
    """Which articles to include: any of these sources, and so on; dates are inclusive and written as for --since.

    The last three say how texts match, as the options of the same names do.
    """

    source: str | Sequence[str]
    section: str | Sequence[str]
    by: str | Sequence[str]
    kind: str | Sequence[str]
    path: str | Sequence[str]
    since: str | date | None
    until: str | date | None
    fixed_strings: bool
    whole_words: bool
    as_written: bool


class ExportArguments(Filters, total=False):
    """Which of the articles that match are exported, in which order and format; see ``Index.export``."""

    form: str | None
    limit: int | None
    sample: int | None
    seed: int
    stratify: StratifiedBy | None
    order: Order
    unique: bool


class CompareArguments(Filters, total=False):
    """How articles are compared; see ``Index.compare``."""

    period: Period | None
    limit: int | None


def request_of(query: str, only: Mapping[str, Any]) -> Request:
    """The request for a query and its filters, which are validated: a wrong one would match nothing, or everything."""
    if unknown := only.keys() - Filters.__annotations__.keys():
        raise UsageError(
            "unknown filter",
            about=", ".join(sorted(unknown)),
            hint=Message("choose from {}", tuple(Filters.__annotations__)),
        )
    wanted = dict(only)
    text_options = TextOptions(**{name: bool(wanted.pop(name, False)) for name in TextOptions._fields})
    since, until = (str(day) if (day := wanted.pop(name, None)) is not None else None for name in ("since", "until"))
    values = {name: (value,) if isinstance(value, str) else value for name, value in wanted.items()}
    for kind in values.get("kind", ()):
        refuse_unknown(kind, KINDS)
    return Request(query, filters(values, since, until), text_options=text_options)


def refuse_less(value: int | None, least: int, name: str) -> None:
    """Raise ``UsageError`` if a number is too small; None is none."""
    if value is not None and value < least:
        raise UsageError(
            "{} must be at least {}, not {}",
            name,
            least,
            value,
            hint="use limit=None for all" if name == "limit" else None,
        )


def refuse_unknown(value: str | None, known: Sequence[str]) -> None:
    """Raise ``UsageError`` if a value is not among those known; None is none."""
    if value is not None and value not in known:
        raise UsageError("unknown value", about=value, hint=Message("choose from {}", tuple(known)))


def options_of(only: Mapping[str, Any], *, order: Order, unique: bool) -> SearchOptions:
    """Filters, which are valid, as the options of a command line."""
    values: dict[str, Any] = {}
    for name, value in only.items():
        if value is None or isinstance(value, bool):
            values[name] = value
        elif name in {"since", "until"}:
            values[name] = str(value)
        else:
            values["paths" if name == "path" else name] = (value,) if isinstance(value, str) else tuple(value)
    return SearchOptions(**values, sort=order, unique=unique)
