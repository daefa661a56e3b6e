"""Frozen value classes like ``dataclass(frozen=True)``, but without code generation.

Defining a dataclass costs a millisecond. There are nearly twenty node classes, and a search takes two hundred
milliseconds. Other frozen values are NamedTuples, but nodes of different classes with equal fields must not be equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Any:
        """Do nothing; only type checkers use it."""
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class Frozen:
    """A value whose fields are the class's annotations, in order; class attributes are defaults.

    Raises ``TypeError`` for unknown, repeated or surplus fields, ``AttributeError`` for a missing or an assigned one.

    >>> class Word(Frozen):
    ...     text: str
    ...     weight: float = 1.0
    >>> Word("合龙"), Word("合龙") == Word(text="合龙", weight=1.0)
    (Word(text='合龙', weight=1.0), True)
    """

    __slots__ = ("__dict__", "_hash")
    _hash: int  # computed once
    __match_args__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        """Record the fields."""
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self.__match_args__
        if len(values) == len(fields) and not named:
            self.__dict__.update(zip(fields, values, strict=True))
            return
        given = dict(zip(fields, values, strict=False)) | named
        if len(given) != len(values) + len(named) or not given.keys() <= set(fields):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(fields)}")
        for field in fields:
            self.__dict__[field] = given[field] if field in given else getattr(type(self), field)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((type(self), *self.__dict__.values())))
            return self._hash

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: another process has other hashes."""
        return self.__dict__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"
