"""The parts of a request: conditions that exclude articles, texts to be found, and how each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.query.syntax import (
    And,
    BareText,
    Boost,
    DateRange,
    Filter,
    InField,
    Not,
    Or,
    Quoted,
    RegexSyntax,
    WildcardSyntax,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.query.syntax import Text, Tree


class Condition(NamedTuple):
    """A part of a request that excludes articles, and how it is written."""

    written: str
    tree: Tree

    @property
    def loosened(self) -> tuple[Tree, ...]:
        """What is left of it where it excludes nothing: of a text in a field, the text."""
        return (self.tree.tree,) if isinstance(self.tree, InField) else ()


def is_filter(tree: Tree) -> bool:
    """Whether a part of a query excludes articles rather than asks for a text."""
    match tree:
        case Filter() | DateRange() | Not() | InField():
            return True
        case Or(parts) | And(parts):
            return any(map(is_filter, parts))
        case Boost(inner, _):
            return is_filter(inner)
        case _:
            return False


def leaves_of(tree: Tree) -> Iterator[Text]:
    """The texts of a tree that are not negated."""
    match tree:
        case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves_of(part)
        case Boost(inner, _) | InField(_, inner):
            yield from leaves_of(inner)


def values_of(tree: Tree) -> Iterator[Filter]:
    """The filters of a tree that are not negated."""
    match tree:
        case Filter():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from values_of(part)


def as_options(tree: Tree) -> str:
    """A condition as it is given by options."""
    match tree:
        case DateRange(since, until):
            return " ".join(f"--{name} {day}" for name, day in (("since", since), ("until", until)) if day)
        case _:
            return " ".join(f"--{part.field} {part.value}" for part in values_of(tree))


def as_written(tree: Tree) -> str:
    """A condition as it is written in a query."""
    match tree:
        case Filter(name, value):
            return f"{name}:{value}"
        case DateRange(since, until):
            return f"date:{since or ''}..{until or ''}" if since != until else f"date:{since}"
        case Not(inner):
            return f"-{as_written(inner)}"
        case InField(name, inner):
            return f"{name}:{as_written(inner)}"
        case Or(parts):
            return " OR ".join(map(as_written, parts))
        case And(parts):
            return " ".join(map(as_written, parts))
        case Boost(inner, _):
            return as_written(inner)
        case Quoted(text, within):
            return f'"{text}"' if within is None else f'"{text}"~{within}'
        case RegexSyntax(text):
            return f"/{text}/"
        case _:
            return tree.text
