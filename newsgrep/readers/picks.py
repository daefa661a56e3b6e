"""Where a value is in a record: by its name, inside others, of several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMN = re.compile(r"#(\d{1,5})")
DOMAIN = re.compile(r"domain\((.+)\)")
JOIN = " + "


class Nested(NamedTuple):
    """A value inside others: the names on the way to it."""

    path: tuple[str, ...]


class Joined(NamedTuple):
    """Several values that make up one, a line each."""

    parts: tuple[Pick, ...]


class Domain(NamedTuple):
    """The domain of an address."""

    of: Pick


# Where a value is in a record.
Pick: TypeAlias = "str | Nested | Joined | Domain"


def values_at(values: Mapping[str, Any], pick: Pick) -> Any:
    """The value that is there in a record; None if there is none, a list where there are several."""
    if isinstance(pick, str):
        return values.get(pick)
    if isinstance(pick, Nested):
        return _inside(values, pick.path)
    if isinstance(pick, Domain):
        return _domain(str(values_at(values, pick.of) or ""))
    return [value for part in pick.parts if (value := values_at(values, part)) is not None and value != ""]


def _inside(value: Any, path: tuple[str, ...]) -> Any:
    for at, name in enumerate(path):
        if isinstance(value, list):
            if name.isdecimal():
                value = value[int(name)] if int(name) < len(value) else None
                continue
            return [found for item in value if (found := _inside(item, path[at:])) is not None]
        value = value.get(name) if isinstance(value, dict) or hasattr(value, "get") else None
    return value


def _domain(address: str) -> str:
    """The domain of an address.

    >>> _domain("https://www.jcrb.example.cn:8080/2025/1.html")
    'www.jcrb.example.cn'
    """
    match = re.match(r"\s*(?:[a-z]+:)?//([^/?#\s:@]+)", address, re.IGNORECASE)
    return match[1].lower() if match else ""


def written_pick(name: str, names: tuple[str, ...]) -> Pick | None:
    """A value that the user has named: a field, a.dotted.path, some + others, #1 for a column or domain(url)."""
    if name in names:
        return name
    if match := DOMAIN.fullmatch(name.strip()):
        inner = written_pick(match[1], names)
        return inner if inner is None else Domain(inner)
    if JOIN in name:
        parts = [pick for part in name.split(JOIN) if (pick := written_pick(part.strip(), names)) is not None]
        return Joined(tuple(parts)) if parts else None
    if match := COLUMN.fullmatch(name):
        return names[int(match[1]) - 1] if 0 < int(match[1]) <= len(names) else None
    first, dot, _ = name.partition(".")
    if dot and (parent := _name_of(first, names)) is not None:
        return Nested((parent, *name.split(".")[1:]))
    return _name_of(name, names)


def _name_of(name: str, names: tuple[str, ...]) -> str | None:
    """The field that is called so, but for case, width and script."""
    folded = fold(name.strip())
    return next((each for each in names if fold(each.strip()) == folded), None)
