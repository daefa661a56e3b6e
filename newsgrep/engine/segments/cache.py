"""A cache for what several parts of a query need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Keeps up to ``most`` values, then starts anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Key, Value] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not kept."""
        if key not in self._values:
            if len(self._values) == self._most:
                self._values.clear()
            self._values[key] = make()
        return self._values[key]

    def clear(self) -> None:
        """Forget all values."""
        self._values.clear()
