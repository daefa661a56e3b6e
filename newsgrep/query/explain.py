"""A plan in plain words, for ``--explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from newsgrep.message import Message
from newsgrep.query.plan_nodes import (
    AFTER_ANY_DAY,
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Pair,
    Plan,
    RegexMatch,
    TextNode,
    Value,
    WildcardMatch,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Explained(NamedTuple):
    """A line of an explanation: the label that begins a section, the depth of the node, and the node in words."""

    label: Message | None
    depth: int
    phrase: Message | str


# What fields are called where a query or a score is explained.
FIELD_NAMES = {
    "title": Message("title"),
    "body": Message("body"),
    "source": Message("source"),
    "section": Message("section"),
    "by": Message("byline"),
    "kind": Message("kind"),
    "path": Message("path"),
    "id": Message("ID"),
}
IN_FIELD = {"title": "{} in the headlines", "body": "{} in the text"}
# The labels of sections: synonyms, which articles match, which of them come first, which ones with only some of the
# words follow, which words rank them.
ALSO, MATCHES, FIRST, THEN, RANKED_BY = map(Message, ("also", "matches", "first", "then", "ranked by"))


def explain(plan: Plan, looser: Node | None = None) -> Iterator[Explained]:
    """The lines that explain what matches, what comes first, and which words rank.

    ``looser`` is what the articles match that hold only some of the query, where they follow.
    """
    if plan.synonyms:
        yield Explained(ALSO, 0, ", ".join(plan.synonyms))
    yield from _lines(plan.match, MATCHES)
    if plan.ranking:
        words = (f"{item.term.text}^{item.weight:g}" if item.weight != 1 else item.term.text for item in plan.ranking)
        yield Explained(RANKED_BY, 0, ", ".join(words))
    if plan.prefer:
        yield from _lines(plan.prefer, FIRST)
    if looser:
        yield from _lines(looser, THEN)


def walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """A node and its descendants, in pre-order, each with its depth; pairs of characters are one with their parent."""
    yield depth, node
    for part in _parts(node):
        yield from walk(part, depth + 1)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case AtLeast(_, parts) if not _are_pairs(parts):
            return parts
        case Without(inner):
            return (inner,)
        case _:
            return ()


def _are_pairs(nodes: tuple[Node, ...]) -> TypeGuard[tuple[Pair, ...]]:
    return bool(nodes) and all(isinstance(node, Pair) for node in nodes)


def _lines(node: Node, label: Message) -> Iterator[Explained]:
    """A line for a node, and below it a line for each descendant."""
    for depth, part in walk(node):
        yield Explained(None if depth else label, depth, phrase(part))


def phrase(node: Node) -> Message:
    """What a node matches, in words, without its parts."""
    match node:
        case Word(text, fields):
            return _in_field(Message("the word {}", text), fields)
        case Pair(text, fields):
            return _in_field(Message("the characters {} side by side", text), fields)
        case Value(field, pattern):
            return Message("the {} is {}", FIELD_NAMES.get(field, field), pattern)
        case Dates(low, high):
            return Message("date from {} to {}", low or "…", high.removesuffix(AFTER_ANY_DAY) or "…")
        case Without():
            return Message("not:")
        case AtLeast(count, parts):
            return _count_phrase(count, parts)
        case _:
            return _in_field(_restricted(_text_phrase(node), node), node.fields)


def _count_phrase(count: int, parts: tuple[Node, ...]) -> Message:
    if count == 0:
        return Message("every article")
    if count == 1 and _are_pairs(parts):
        return Message("any of the characters {} side by side", tuple(part.text for part in parts))
    if count == len(parts):
        return Message("all of:")
    return Message("any of:") if count == 1 else Message("at least {} of these {}:", count, len(parts))


def _text_phrase(node: TextNode) -> Message:
    match node:
        case Literal(text, _):
            return Message("the text “{}”", text)
        case Near(texts, distance, _):
            quoted = tuple(f"“{text}”" for text in texts)
            return Message("{}, at most {} characters apart", quoted, distance)
        case WildcardMatch(pattern, _):
            return Message("text matching {} (? is any character, * any text within a clause)", pattern)
        case RegexMatch(expression, _):
            return Message("a paragraph that matches /{}/", expression)


def _restricted(what: Message, node: TextNode) -> Message:
    """What a node matches, with the edges and the form of text to which it is restricted."""
    if node.edges != "any":
        what = Message("{}, not inside a longer word or number", what)
    return Message("{}, as written", what) if node.as_written else what


def _in_field(what: Message, fields: tuple[str, ...]) -> Message:
    return Message(IN_FIELD[fields[0]], what) if len(fields) == 1 else what
