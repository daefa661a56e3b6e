"""The query line as a tree: what the user wrote, before it is known how an engine finds it."""

from __future__ import annotations

from typing import TypeAlias

from newsgrep.query.frozen import Frozen


class BareText(Frozen):
    """Words written without quotes; matches literally or by its words."""

    text: str


class Quoted(Frozen):
    """Words in quotes; matches literally only, or with ``within``, where its words stand that near one another."""

    text: str
    within: int | None = None


class WildcardSyntax(Frozen):
    """A run with wildcards: ``?`` for a character, ``*`` for any number of them."""

    text: str


class RegexSyntax(Frozen):
    """A regular expression over headlines and paragraphs, as written."""

    text: str


class InField(Frozen):
    """A tree of which the texts are looked for in one text field: ``title`` or ``body``."""

    field: str
    tree: Tree


class Filter(Frozen):
    """A value of a filter field (``source``, ``by`` …), ``*`` and ``?`` standing for any characters and one."""

    field: str
    value: str


class DateRange(Frozen):
    """Dates from ``since`` to ``until``, both included; ISO, perhaps cut to year or month; None is open."""

    since: str | None
    until: str | None


class Boost(Frozen):
    """A tree that weighs ``weight`` times as much in the ranking."""

    tree: Tree
    weight: float


class Not(Frozen):
    """Articles that do not match the tree."""

    tree: Tree


class And(Frozen):
    """Articles that match every part; without parts, all articles."""

    parts: tuple[Tree, ...]


class Or(Frozen):
    """Articles that match one part or more; without parts, none."""

    parts: tuple[Tree, ...]


Text: TypeAlias = BareText | Quoted | WildcardSyntax | RegexSyntax
Tree: TypeAlias = Text | InField | Filter | DateRange | Boost | Not | And | Or
