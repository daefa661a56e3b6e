"""Options of a command as a frozen value, taken once from what click has parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    Options = TypeVar("Options", bound=tuple[Any, ...])


def take(kind: type[Options], options: Mapping[str, Any]) -> Options:
    """The options that are fields of a named tuple; those that the command lacks keep their defaults."""
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return kind(**{name: options[name] for name in fields if name in options})
