"""The query line as a tree: what the user wrote, before it is known how an engine finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Words written without quotes; matches literally or by its words."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotes; matches literally only."""

    text: str


@dataclass(frozen=True, slots=True)
class InField:
    """A tree of which the texts are looked for in one text field: ``title`` or ``body``."""

    field: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Filter:
    """A value of a filter field (``source``, ``by`` …), ``*`` and ``?`` standing for any characters and one."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates from ``since`` to ``until``, both included; ISO, perhaps cut to year or month; None is open."""

    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Boost:
    """A tree that weighs ``weight`` times as much in the ranking."""

    tree: Tree
    weight: float


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the tree."""

    tree: Tree


@dataclass(frozen=True, slots=True)
class All:
    """Articles that match every part; without parts, all articles."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that match one part or more; without parts, none."""

    parts: tuple[Tree, ...]


Tree: TypeAlias = Run | Quoted | InField | Filter | DateRange | Boost | Not | All | Any
