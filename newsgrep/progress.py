"""Progress of long work: told by the code that works, heard by whoever listens; by default nobody does.

The command line listens, and shows it (``newsgrep.cli.progress_line``).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.message import Message

    Item = TypeVar("Item")
    Listener = Callable[["Step | None"], None]


class Step(NamedTuple):
    """How far some work is: ``done`` of ``total`` (None: not known yet), and what else there is to say about it."""

    about: Message
    done: int = 0
    total: int | None = None
    detail: Message | None = None


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell ``listener`` every step; None means that the work is over, and that what follows is not known."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def unheard() -> Iterator[None]:
    """Work of which nobody is told."""
    token = _listener.set(None)
    try:
        yield
    finally:
        _listener.reset(token)


def unheard_of(parts: int) -> None:
    """What is newly done, told to nobody."""


def tell(step: Step | None) -> None:
    """Say how far the work is."""
    if listener := _listener.get():
        listener(step)


@contextmanager
def working(about: Message, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Say that work begins, and that it is over; in between, call with the number of parts that are newly done.

    >>> from newsgrep.message import Message
    >>> steps = []
    >>> with listening(steps.append), working(Message("reading"), 10) as advance:
    ...     advance(4)
    >>> [step and step.done for step in steps]
    [0, 4, None]
    """
    step = Step(about, 0, total)

    def advance(parts: int) -> None:
        nonlocal step
        step = step._replace(done=step.done + parts)
        tell(step)

    tell(step)
    try:
        yield advance
    finally:
        tell(None)


def tracked(items: Iterable[Item], about: Message, total: int | None = None) -> Iterator[Item]:
    """The items, telling how many have been dealt with."""
    with working(about, total) as advance:
        for item in items:
            yield item
            advance(1)
