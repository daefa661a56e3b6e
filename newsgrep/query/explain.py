"""A plan in words that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.query.nodes import (
    AFTER_ANY_DAY,
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Plan,
    Regex,
    TextNode,
    Value,
    Wild,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Explained(NamedTuple):
    """A line that says what is looked for: its label, where a part of the answer begins, how deep it lies, a phrase."""

    label: str
    depth: int
    phrase: str


# What a plan says: other words, which articles match, which come first, what ranks them.
WHERE = {"title": "in the headlines", "body": "in the text"}
LABELS = ("also", "matches", "first", "ranked by")


def explain(plan: Plan) -> Iterator[Explained]:
    """The lines that say what is looked for and by which words it is ranked."""
    also, matches, first, ranked = LABELS
    if plan.synonyms:
        yield Explained(also, 0, ", ".join(plan.synonyms))
    yield from _lines(plan.match, matches)
    if plan.ranking:
        words = (f"{item.word.text}^{item.weight:g}" if item.weight != 1 else item.word.text for item in plan.ranking)
        yield Explained(ranked, 0, ", ".join(words))
    if plan.prefer:
        yield from _lines(plan.prefer, first)


def steps(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """A node and below it its parts, each with how deep it lies."""
    yield depth, node
    for part in node.parts if isinstance(node, AtLeast) else (node.node,) if isinstance(node, Without) else ():
        yield from steps(part, depth + 1)


def _lines(node: Node, label: str) -> Iterator[Explained]:
    """A node on one line, its parts below it."""
    for depth, part in steps(node):
        yield Explained("" if depth else label, depth, phrase(part))


def phrase(node: Node) -> str:
    """What a node looks for, its parts left out."""
    match node:
        case Word(text, fields):
            return f"the word {text}{_where(fields)}"
        case Value(field, pattern):
            return f"the {field} is {pattern}"
        case Dates(low, high):
            return f"date from {low or '…'} to {high.removesuffix(AFTER_ANY_DAY) or '…'}"
        case Without():
            return "not:"
        case AtLeast(0, _):
            return "every article"
        case AtLeast(count, parts):
            return "all of:" if count == len(parts) else "any of:" if count == 1 else f"{count} of these {len(parts)}:"
        case _:
            return _text_phrase(node) + _where(node.fields)


def _text_phrase(node: TextNode) -> str:
    match node:
        case Literal(text, _):
            return f"the text “{text}”"
        case Near(texts, distance, _):
            return f"{', '.join(f'“{text}”' for text in texts)} with at most {distance} characters between"
        case Wild(pattern, _):
            return f"a text like {pattern} (?: a character, *: any within a clause)"
        case Regex(expression, _):
            return f"a paragraph in which /{expression}/ finds something"


def _where(fields: tuple[str, ...]) -> str:
    return f" {WHERE[fields[0]]}" if len(fields) == 1 else ""
