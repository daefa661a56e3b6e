"""Syntax tree → plan."""

from __future__ import annotations

import math
from itertools import chain, islice, product, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS, Segmenter
from newsgrep.query.plan_nodes import (
    AFTER_ANY_DAY,
    AtLeast,
    Dates,
    Literal,
    Near,
    Node,
    Plan,
    RegexMatch,
    TextNode,
    Value,
    WeightedTerm,
    WildcardMatch,
    Without,
    Word,
    all_of,
    any_of,
)
from newsgrep.query.query_words import (
    INNER_WEIGHT,
    InOrder,
    is_counted,
    numbers_in,
    on_one_line,
    one_line,
    overlap,
    word_weights,
    wording_of,
    words_between,
)
from newsgrep.query.questions import STRICT_WORDS, feedback_weight
from newsgrep.query.segmented import tokens, words
from newsgrep.query.stopwords import FUNCTION_WORDS, WEAK_WORDS
from newsgrep.query.synonyms import NO_SYNONYMS
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
    Text,
    Tree,
    WildcardSyntax,
)
from newsgrep.query.text_options import DEFAULT_TEXT_OPTIONS, TextOptions
from newsgrep.text.fold import fold
from newsgrep.text.literal_pattern import has_edges_to_keep
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.model import Token
    from newsgrep.query.synonyms import Synonyms
    from newsgrep.text.literal_pattern import Edges
    from newsgrep.text.quantities import Quantity

# Of a run of more than ``STRICT_WORDS`` words, the share that must match.
SHARE_OF_WORDS = 0.75
# Literals that stand for a run with its numbers in other spellings.
MOST_SPELLINGS = 60
# Code points in them together: a long run gets the first few, in which its numbers are written alike.
MOST_SPELLED = 300


def make_plan(
    tree: Tree,
    segmenter: Segmenter,
    *,
    synonyms: Synonyms = NO_SYNONYMS,
    phrase_only: bool = False,
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS,
) -> Plan:
    """The plan of a syntax tree (for what articles with some of its words match, see ``looser``).

    Runs of up to ``STRICT_WORDS`` words must match all of theirs, longer ones ``SHARE_OF_WORDS``. With ``phrase_only``,
    a run matches only as a whole: as written, with its numbers in another spelling, or by a synonym of the run. Runs
    begin and end at the edges of numbers and Latin words. If they are to match as written, texts are not folded: a run
    matches only as a whole, without synonyms and other spellings.
    """
    as_written = text_options.as_written
    synonyms = NO_SYNONYMS if as_written else synonyms
    builder = Builder(segmenter, synonyms, phrase_only or as_written, text_options, {})
    texts = list(texts_of(tree, TEXT_FIELDS, 1.0))
    runs = [(text.text, fields) for text, fields, _ in texts if isinstance(text, BareText)]
    ranking = [ranked for text, fields, weight in texts for ranked in builder.ranked(text, fields, weight)]
    own = [builder.text(text, fields) for text, fields, _ in texts]
    others = [(other, fields) for text, fields in runs for other in builder.synonyms_of(text)]
    own += [way for text, fields in runs for way in builder.other_spellings(text, fields)]
    own += [builder.literal(other, fields) for text, fields in runs for other in builder.whole_synonyms(text)]
    occurrences = [node for node in dict.fromkeys(own) if not (isinstance(node, Literal) and not node.text)]
    also = [builder.literal(other, fields) for other, fields in others]
    also += [way for text, fields in runs for part in builder.quantities(text) for way in builder.any_way(part, fields)]
    single = [] if as_written else word_marks(word for text, fields in runs for word in builder.marked(text, fields))
    return Plan(
        match=builder.match(tree, TEXT_FIELDS),
        prefer=builder.prefer(tree, TEXT_FIELDS) if runs else None,
        ranking=tuple(dict.fromkeys(ranking)),
        marks=tuple(dict.fromkeys((*occurrences, *also, *single))),
        occurrences=tuple(occurrences),
        wording=tuple(Literal(one_line(wording_of(text)), fields) for text, fields, _ in texts if wording_of(text)),
        feedback=feedback_weight(tree, segmenter),
        synonyms=tuple(dict.fromkeys(other for other, _ in others)),
    )


class Builder(NamedTuple):
    """Makes the nodes of a plan."""

    segmenter: Segmenter
    synonyms: Synonyms
    phrase_only: bool = False
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS
    found_numbers: dict[str, tuple[Quantity, ...]] = {}  # noqa: RUF012 (each builder is given its own)

    def match(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that matches a tree."""
        match tree:
            case BareText() | WildcardSyntax() | Quoted() | RegexSyntax():
                return any_of(tuple(self.ways(tree, fields)))
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
            case And(parts):
                return all_of(tuple(self.match(part, fields) for part in parts))
            case Or(parts):
                return AtLeast(1, tuple(self.match(part, fields) for part in parts))

    def ways(self, text: Text, fields: tuple[str, ...]) -> Iterator[Node]:
        """Alternative nodes for a text, any of which may match."""
        if isinstance(text, BareText):
            yield from self.run(text.text, fields)
            return
        yield self.text(text, fields)
        if isinstance(text, WildcardSyntax):
            yield self.literal(text.text, fields)

    def text(self, text: Text, fields: tuple[str, ...]) -> TextNode:
        """The node that matches a text as it is written."""
        edges: Edges = "word" if self.text_options.whole_words else "any"
        match text:
            case Quoted(written, int(distance)):
                pieces = self.line(written).split()
                near = pieces if len(pieces) > 1 else [token.text for token in words(repair(written), self.segmenter)]
                texts = tuple(dict.fromkeys(near))
                if len(texts) > 1:
                    return Near(texts, distance, fields, edges, self.text_options.as_written)
                return self.literal("".join(texts), fields)
            case WildcardSyntax(written):
                return WildcardMatch(self.line(written), fields, edges, self.text_options.as_written)
            case RegexSyntax(written):
                from newsgrep.query.regex import fold_expression

                expression = repair(written) if self.text_options.as_written else fold_expression(repair(written))
                return RegexMatch(expression, fields, edges, self.text_options.as_written)
            case Quoted(written, _):
                # Quoted text is literal, spaces at its ends included.
                return _within_edges(Literal(self.line(written), fields, edges, self.text_options.as_written))
            case BareText(written):
                is_number = bool(self.quantities(written)) or is_counted(one_line(written))
                return self.literal(written, fields, "number" if is_number else "run")

    def literal(self, text: str, fields: tuple[str, ...], edges: Edges = "run") -> Literal:
        """A run as a literal, stripped of white space."""
        return _within_edges(Literal(self.line(text).strip(), fields, edges, self.text_options.as_written))

    def line(self, text: str) -> str:
        """A text on one line, folded unless it is to match as written."""
        return on_one_line(text) if self.text_options.as_written else one_line(text)

    def run(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The run literally, or enough of its words; weak words are not required beside two strong ones."""
        literal = self.text(BareText(text), fields)
        spellings = tuple(self.other_spellings(text, fields))
        if self.phrase_only:
            return (literal, *spellings, *(self.literal(other, fields) for other in self.whole_synonyms(text)))
        numbers = tuple(any_of(tuple(self.any_way(number, fields))) for number in self.quantities(text))
        units = tuple(self.units(text, fields))
        if not (numbers or units) or is_counted(one_line(text)):
            return (literal, *spellings)
        is_strict = len(numbers) + len(units) <= STRICT_WORDS
        needed = len(units) if is_strict else max(1, math.ceil(SHARE_OF_WORDS * len(units)))
        enough = (AtLeast(needed, units),) if units else ()
        return (literal, *spellings, all_of((*dict.fromkeys(numbers), *enough)))

    def words_and_synonyms(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The words and synonyms of a text, any of which may match where it is not required as a whole."""
        others = (self.literal(other, fields) for other in self.synonyms_of(text))
        return (*(Word(word, fields) for word in word_weights(text, self.segmenter)), *others)

    def units(self, text: str, fields: tuple[str, ...]) -> Iterator[Node]:
        """The parts of which a run must match enough, beside its numbers: terms with their synonyms, required words."""
        line = one_line(text)
        numbers = self.quantities(text)
        terms = [
            term
            for term in self.synonyms.find(line, self.segmenter)
            if not any(overlap(term, number) for number in numbers)
        ]
        found = list(words_between(on_one_line(text), numbers, self.segmenter))
        required = self.required_words(found, numbers)
        parts: dict[int, Node] = {}
        for term in terms:
            own = tuple(self.unit(inner.text, fields) for inner in found if term.start <= inner.start < term.end)
            parts[term.start] = AtLeast(1, (all_of(own), *(self.literal(other, fields) for other in term.others)))
        for token in found:
            if token.text in required and not any(overlap(token, term) for term in terms):
                parts[token.start] = self.unit(token.text, fields)
        return iter(dict.fromkeys(parts[start] for start in sorted(parts)))

    def required_words(self, found: list[Token], numbers: tuple[Quantity, ...]) -> set[str]:
        """The words that a run must match: the strong ones, or all its content words if it has little else."""
        content = {token.text for token in found if token.text not in FUNCTION_WORDS}
        strong = content.difference(WEAK_WORDS)
        return strong if len(strong) + len(numbers) > 1 else content

    def synonyms_of(self, text: str) -> Iterator[str]:
        """The synonyms of the terms in a run."""
        return (other for term in self.synonyms.find(one_line(text), self.segmenter) for other in term.others)

    def whole_synonyms(self, text: str) -> Iterator[str]:
        """The synonyms of a run that is a term as a whole."""
        line = one_line(text)
        terms = self.synonyms.find(line, self.segmenter)
        return (other for term in terms if term.end - term.start == len(line) for other in term.others)

    def quantities(self, text: str) -> tuple[Quantity, ...]:
        """The numbers in a run with what they count; each matches as a whole, in any of its spellings."""
        if self.text_options.as_written:
            return ()
        if text not in self.found_numbers:
            self.found_numbers[text] = tuple(numbers_in(text, self.segmenter))
        return self.found_numbers[text]

    def any_way(self, number: Quantity, fields: tuple[str, ...]) -> Iterator[Literal]:
        """A number in all of its spellings."""
        return (self.literal(way, fields, "number") for way in number.ways)

    def other_spellings(self, text: str, fields: tuple[str, ...]) -> Iterator[Literal]:
        """A run with its numbers in other spellings: first all in the same manner, then mixed."""
        numbers = self.quantities(text)
        if not numbers:
            return
        alike = zip_longest(*(number.ways for number in numbers))
        mixed = islice(product(*(number.ways for number in numbers)), MOST_SPELLINGS)
        line, own = one_line(text), self.text(BareText(text), fields)
        most = min(MOST_SPELLINGS, MOST_SPELLED // len(line) + 1)
        spelled = dict.fromkeys(
            self.literal(_spelled(line, numbers, ways), fields, "number")
            for ways in islice(chain(alike, mixed), 2 * most)
        )
        yield from islice((node for node in spelled if node != own), most)

    def unit(self, word: str, fields: tuple[str, ...]) -> Node:
        """A word, or the shorter words inside it if they cover it: they are indexed wherever the word is."""
        inner = [token for token in tokens(word, self.segmenter) if token.text != word]
        covered = {offset for token in inner for offset in range(token.start, token.end)}
        if len(covered) < len(word):
            return Word(word, fields)
        return all_of(tuple(Word(token.text, fields) for token in inner))

    def ranked(self, text: Text, fields: tuple[str, ...], weight: float) -> Iterator[WeightedTerm]:
        """The ranking words of a text, with the shorter words inside them, then the words of synonyms only."""
        found = word_weights(wording_of(text), self.segmenter)
        for other in self.synonyms_of(text.text) if isinstance(text, BareText) else ():
            others = word_weights(other, self.segmenter)
            found |= {word: INNER_WEIGHT * value for word, value in others.items() if word not in found}
        return (WeightedTerm(Word(word, fields), weight * value) for word, value in found.items())

    def marked(self, text: str, fields: tuple[str, ...]) -> list[WeightedTerm]:
        """The ranking words of a run that do not belong to its numbers."""
        numbers = InOrder(self.quantities(text))
        inside: set[str] = set()
        outside: set[str] = set()
        for token in tokens(on_one_line(text), self.segmenter):
            (inside if any(True for _ in numbers.overlapping(token)) else outside).add(token.text)
        ranked = self.ranked(BareText(text), fields, 1.0)
        return [item for item in ranked if item.term.text not in inside or item.term.text in outside]

    def prefer(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that matches articles which contain each run literally."""
        match tree:
            case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
                return self.text(tree, fields)
            case InField(field, inner):
                return self.prefer(inner, (field,))
            case Boost(inner, _):
                return self.prefer(inner, fields)
            case And(parts):
                return all_of(tuple(self.prefer(part, fields) for part in parts))
            case Or(parts):
                return AtLeast(1, tuple(self.prefer(part, fields) for part in parts))
            case Filter() | DateRange() | Not():
                return self.match(tree, fields)


def texts_of(tree: Tree, fields: tuple[str, ...], weight: float) -> Iterator[tuple[Text, tuple[str, ...], float]]:
    """Every text of a tree that is not negated, with its fields and weight."""
    match tree:
        case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
            yield tree, fields, weight
        case InField(field, inner):
            yield from texts_of(inner, (field,), weight)
        case Boost(inner, factor):
            yield from texts_of(inner, fields, weight * factor)
        case And(parts) | Or(parts):
            for part in parts:
                yield from texts_of(part, fields, weight)
        case _:
            return


def word_marks(words: Iterable[WeightedTerm]) -> Iterator[Literal]:
    """The words to highlight besides their runs; single characters only if there are no longer words."""
    words = list(words)
    longer = any(len(ranked.term.text) > 1 for ranked in words)
    return (
        _within_edges(Literal(item.term.text, item.term.fields, "word"))
        for item in words
        if len(item.term.text) > 1 or not longer
    )


def _within_edges(literal: Literal) -> Literal:
    """A literal whose edges are left out where they make no difference, which makes it cheaper to find."""
    if has_edges_to_keep(literal.text, literal.edges):
        return literal
    return Literal(literal.text, literal.fields, "any", literal.as_written)


def _spelled(line: str, numbers: tuple[Quantity, ...], ways: tuple[str | None, ...]) -> str:
    """A line with its numbers written in these ways; None is the last way of a number."""
    pieces, done = [], 0
    for number, way in zip(numbers, ways, strict=True):
        pieces += [line[done : number.start], way or number.ways[-1]]
        done = number.end
    return "".join([*pieces, line[done:]])
