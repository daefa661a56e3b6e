"""The syntax tree of a query line: what the user wrote, before planning."""

from __future__ import annotations

from typing import TypeAlias

from newsgrep.query.frozen import Frozen


class BareText(Frozen):
    """A text without quotes; matches literally or by its words."""

    text: str


class Quoted(Frozen):
    """A text in quotes; matches literally, or with ``within``, its words with at most that many characters between."""

    text: str
    within: int | None = None


class WildcardSyntax(Frozen):
    """A run with wildcards: ``?`` for one character, ``*`` for any number of them."""

    text: str


class RegexSyntax(Frozen):
    """A regular expression over headlines and paragraphs, as written."""

    text: str


class InField(Frozen):
    """A tree whose texts are searched in one text field: ``title`` or ``body``."""

    field: str
    tree: Tree


class Filter(Frozen):
    """A value of a filter field (``source``, ``by`` …); ``*`` and ``?`` are wildcards."""

    field: str
    value: str


class DateRange(Frozen):
    """Dates from ``since`` to ``until``, both included: ISO 8601, possibly truncated to month or year; None is open."""

    since: str | None
    until: str | None


class Boost(Frozen):
    """A tree whose ranking words weigh ``weight`` times as much."""

    tree: Tree
    weight: float


class Not(Frozen):
    """Articles that do not match the tree."""

    tree: Tree


class And(Frozen):
    """Articles that match every part; all articles if there are no parts."""

    parts: tuple[Tree, ...]


class Or(Frozen):
    """Articles that match at least one part; none if there are no parts."""

    parts: tuple[Tree, ...]


Text: TypeAlias = BareText | Quoted | WildcardSyntax | RegexSyntax
Tree: TypeAlias = Text | InField | Filter | DateRange | Boost | Not | And | Or
