"""A cache for what several parts of a query need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


def _one(_: object) -> int:
    return 1


class Cache(Generic[Key, Value]):
    """Keeps values up to a total size of ``most``, then starts anew; ``size`` is that of a value (default: 1 each)."""

    def __init__(self, most: int, size: Callable[[Value], int] = _one) -> None:
        self._most = most
        self._size = size
        self._total = 0
        self._values: dict[Key, Value] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not kept."""
        if key in self._values:
            return self._values[key]
        value = make()
        self._keep(key, value)
        return value

    def some(self, keys: Sequence[Key], make: Callable[[list[Key]], Iterable[Value]]) -> list[Value]:
        """The values of some keys; those that are not kept are made together."""
        found = {key: self._values[key] for key in keys if key in self._values}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        for key, value in zip(missing, make(missing), strict=True):
            self._keep(key, value)
            found[key] = value
        return [found[key] for key in keys]

    def _keep(self, key: Key, value: Value) -> None:
        size = self._size(value)
        if self._total + size > self._most:
            self.clear()
        self._values[key] = value
        self._total += size

    def clear(self) -> None:
        """Forget all values."""
        self._values.clear()
        self._total = 0
