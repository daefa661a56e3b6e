"""Rows → a data frame of pandas or polars, whichever is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from newsgrep.errors import DependencyError, UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# The first one that is installed makes the frame.
LIBRARIES = ("pandas", "polars")


def frame_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], library: str | None = None) -> Any:
    """A data frame with these columns, in order, whether or not there are rows.

    Raises:
        UsageError: the library is neither pandas nor polars.
        DependencyError: it is not installed, or neither is.

    """
    if library is not None and library not in LIBRARIES:
        raise UsageError("unknown value", about=library, hint=Message("choose from {}", LIBRARIES))
    wanted = [library] if library else LIBRARIES
    found = next((name for name in wanted if find_spec(name)), None)
    if not found:
        raise DependencyError("data frames need one of the packages {}", tuple(wanted), hint="pip install pandas")
    records = list(rows)
    values = {name: [record[name] for record in records] for name in columns}
    return import_module(found).DataFrame(values)
