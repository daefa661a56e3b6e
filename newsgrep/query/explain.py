"""A plan in words that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.query.plan import AFTER_ANY_DAY, AtLeast, Dates, Literal, Node, Plan, Value, Without, Word

if TYPE_CHECKING:
    from collections.abc import Iterator


def explain(plan: Plan) -> Iterator[str]:
    """The lines that say what is looked for and by which words it is ranked."""
    yield from _lines(plan.match, "matches ")
    if plan.ranking:
        yield "ranked by " + ", ".join(
            f"{item.word.text}^{item.weight:g}" if item.weight != 1 else item.word.text for item in plan.ranking
        )
    if plan.prefer:
        yield from _lines(plan.prefer, "first   ")


def _lines(node: Node, lead: str) -> Iterator[str]:
    """A node on one line, its parts below it, two columns further in."""
    yield lead + _phrase(node)
    indent = " " * len(lead) + "  "
    for part in node.parts if isinstance(node, AtLeast) else (node.node,) if isinstance(node, Without) else ():
        yield from _lines(part, indent)


def _phrase(node: Node) -> str:
    match node:
        case Literal(text, fields):
            return f"the text “{text}”{_where(fields)}"
        case Word(text, fields):
            return f"the word {text}{_where(fields)}"
        case Value(field, pattern):
            return f"{field} is {pattern}"
        case Dates(low, high):
            return f"date from {low or '…'} to {high.removesuffix(AFTER_ANY_DAY) or '…'}"
        case Without():
            return "not:"
        case AtLeast(0, _):
            return "every article"
        case AtLeast(count, parts):
            return "all of:" if count == len(parts) else "any of:" if count == 1 else f"{count} of these {len(parts)}:"


def _where(fields: tuple[str, ...]) -> str:
    return f" in the {fields[0]}" if len(fields) == 1 else ""
