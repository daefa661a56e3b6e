"""Tree → plan: what is written becomes what is looked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS, Segmenter, tokens, words
from newsgrep.query.nodes import (
    AFTER_ANY_DAY,
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Plan,
    Ranked,
    Regex,
    TextNode,
    Value,
    Wild,
    Without,
    Word,
)
from newsgrep.query.regex import fold_expression
from newsgrep.query.tree import All, Any, Boost, DateRange, Filter, InField, Not, Quoted, Run, Text, Tree
from newsgrep.query.tree import Regex as RegexTree
from newsgrep.query.tree import Wild as WildTree
from newsgrep.text.fold import fold
from newsgrep.text.numbers import other_ways
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

# A run of up to so many words wants them all; a longer one, such as a question, wants the share below.
STRICT_WORDS = 3
SHARE_OF_WORDS = 0.75
# Particles and question words tell nothing of what is looked for; they count only where nothing else is there.
FUNCTION_WORDS = frozenset("的了吗呢吧啊是在和与及或有被把对从到也都就而之所谁哪几") | {
    *(
        "什么",
        "怎么",
        "怎样",
        "怎么样",
        "如何",
        "哪些",
        "哪里",
        "哪个",
        "为什么",
        "为何",
        "多少",
        "时候",
        "是否",
        "请问",
    ),
}


def make_plan(tree: Tree, segmenter: Segmenter, *, share: float = SHARE_OF_WORDS) -> Plan:
    """The plan of a tree; of a run longer than ``STRICT_WORDS``, ``share`` of the words must match."""
    builder = _Builder(segmenter, share)
    texts = list(_texts(tree, TEXT_FIELDS, 1.0))
    runs = [(text.text, fields) for text, fields, _ in texts if isinstance(text, Run)]
    ranking = [ranked for text, fields, weight in texts for ranked in builder.ranked(text, fields, weight)]
    marks = [builder.text(text, fields) for text, fields, _ in texts]
    marks += [_literal(way, fields) for text, fields in runs for way in _other_ways(text)]
    marks += _word_marks([word for text, fields in runs for word in builder.ranked(Run(text), fields, 1.0)])
    return Plan(
        match=builder.match(tree, TEXT_FIELDS),
        prefer=builder.prefer(tree, TEXT_FIELDS) if runs else None,
        ranking=tuple(dict.fromkeys(ranking)),
        marks=tuple(mark for mark in dict.fromkeys(marks) if mark != Literal("", mark.fields)),
    )


class _Builder(NamedTuple):
    segmenter: Segmenter
    share: float

    def match(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that finds what a tree means."""
        match tree:
            case Run() | WildTree() | Quoted() | RegexTree():
                return _any(tuple(self.ways(tree, fields)))
            case InField(field, inner):
                return self.match(inner, (field,))
            case Filter(field, value):
                return (
                    Value(field, fold(repair(value)))
                    if field != "id"
                    else Value(field, value if "#" in value else f"*#{value}")
                )
            case DateRange(since, until):
                return Dates(since or "", (until or "") + AFTER_ANY_DAY)
            case Boost(inner, _):
                return self.match(inner, fields)
            case Not(inner):
                return Without(self.match(inner, fields))
            case All(parts):
                return _all(tuple(self.match(part, fields) for part in parts))
            case Any(parts):
                return AtLeast(1, tuple(self.match(part, fields) for part in parts))

    def ways(self, text: Text, fields: tuple[str, ...]) -> Iterator[Node]:
        """The nodes of which any finds what a text means."""
        if isinstance(text, Run):
            yield from self.run(text.text, fields)
            yield from self.other_runs(text.text, fields)
            return
        yield self.text(text, fields)
        if isinstance(text, WildTree):
            yield _literal(text.text, fields)

    def text(self, text: Text, fields: tuple[str, ...]) -> TextNode:
        """The node that finds a text where it stands as it is written."""
        match text:
            case Quoted(written, int(distance)):
                pieces = fold(repair(written)).split()
                near = pieces if len(pieces) > 1 else [token.text for token in words(repair(written), self.segmenter)]
                texts = tuple(dict.fromkeys(near))
                return Near(texts, distance, fields) if len(texts) > 1 else Literal("".join(texts), fields)
            case WildTree(written):
                return Wild(fold(repair(written)), fields)
            case RegexTree(written):
                return Regex(fold_expression(repair(written)), fields)
            case Quoted(written, _):
                # What is quoted is meant to the last space.
                return Literal(_one_line(written), fields)
            case Run(written):
                return _literal(written, fields)

    def run(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The run literally, or enough of its words."""
        literal = _literal(text, fields)
        units = self.telling(text)
        if not units:
            return (literal,)
        needed = len(units) if len(units) <= STRICT_WORDS else math.ceil(self.share * len(units))
        return literal, AtLeast(needed, tuple(self.unit(unit, fields) for unit in units))

    def other_runs(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The same for the run with its numbers written the other way."""
        strict = self._replace(share=1.0)  # a guess at what was meant is not loosened, too
        return tuple(node for way in _other_ways(text) for node in strict.run(way, fields))

    def unit(self, word: str, fields: tuple[str, ...]) -> Node:
        """A word, or the shorter words that make it up where they cover it: every index of the word holds them too."""
        inner = [token for token in tokens(word, self.segmenter) if token.text != word]
        covered = {offset for token in inner for offset in range(token.start, token.end)}
        if len(covered) < len(word):
            return Word(word, fields)
        return _all(tuple(Word(token.text, fields) for token in inner))

    def telling(self, text: str) -> list[str]:
        """The words of a run, function words left out, each once."""
        return [
            word
            for word in dict.fromkeys(token.text for token in words(repair(text), self.segmenter))
            if word not in FUNCTION_WORDS
        ]

    def ranked(self, text: Text, fields: tuple[str, ...], weight: float) -> Iterator[Ranked]:
        """The words of a text that rank, the shorter ones inside them too."""
        if isinstance(text, RegexTree):
            return iter(())
        written = text.text.replace("*", " ").replace("?", " ") if isinstance(text, WildTree) else text.text
        ways = (written, *_other_ways(written)) if isinstance(text, Run) else (written,)
        found = dict.fromkeys(token.text for way in ways for token in tokens(repair(way), self.segmenter))
        telling = [word for word in found if word not in FUNCTION_WORDS] or found
        return (Ranked(Word(word, fields), weight) for word in telling)

    def prefer(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that finds the articles which hold each run literally."""
        match tree:
            case Run() | Quoted() | WildTree() | RegexTree():
                return self.text(tree, fields)
            case InField(field, inner):
                return self.prefer(inner, (field,))
            case Boost(inner, _):
                return self.prefer(inner, fields)
            case All(parts):
                return _all(tuple(self.prefer(part, fields) for part in parts))
            case Any(parts):
                return AtLeast(1, tuple(self.prefer(part, fields) for part in parts))
            case Filter() | DateRange() | Not():
                return self.match(tree, fields)


def _texts(tree: Tree, fields: tuple[str, ...], weight: float) -> Iterator[tuple[Text, tuple[str, ...], float]]:
    """Every text that is looked for (not those excluded), with its fields and weight."""
    match tree:
        case Run() | Quoted() | WildTree() | RegexTree():
            yield tree, fields, weight
        case InField(field, inner):
            yield from _texts(inner, (field,), weight)
        case Boost(inner, factor):
            yield from _texts(inner, fields, weight * factor)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _texts(part, fields, weight)
        case _:
            return


def _word_marks(words: list[Ranked]) -> Iterator[Literal]:
    """The words that are marked beside the runs they come from: no single characters among longer ones."""
    longer = any(len(ranked.word.text) > 1 for ranked in words)
    return (Literal(one.word.text, one.word.fields) for one in words if len(one.word.text) > 1 or not longer)


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(len(nodes), nodes)


def _any(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)


def _literal(text: str, fields: tuple[str, ...]) -> Literal:
    """A run literally, without the white space around it."""
    return Literal(_one_line(text).strip(), fields)


def _one_line(text: str) -> str:
    return fold(repair(text).replace("\n", " "))


def _other_ways(text: str) -> tuple[str, ...]:
    return other_ways(_one_line(text).strip())
