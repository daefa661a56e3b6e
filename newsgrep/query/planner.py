"""Syntax tree → plan."""

from __future__ import annotations

import math
from itertools import chain, islice, product, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS, Segmenter, is_han, tokens, words
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
    WeightedWord,
    WildcardMatch,
    Without,
    Word,
)
from newsgrep.query.regex import fold_expression
from newsgrep.query.stopwords import FUNCTION_WORDS, QUESTION_WORDS, WEAK_WORDS
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
from newsgrep.text.literal_pattern import has_word_edges
from newsgrep.text.numbers import may_have_numbers
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.model import Token
    from newsgrep.query.synonyms import Synonyms, Term
    from newsgrep.text.literal_pattern import Edges
    from newsgrep.text.quantities import Quantity

# A run of up to 3 words must match all of them; a longer one, such as a question, the share below.
STRICT_WORDS = 3
SHARE_OF_WORDS = 0.75
# Weights of a weak word, and of a word inside a longer word of the query, which is evidence counted twice. On judged
# questions 0.3 to 0.7 rank alike, better than 0 and 1.
WEAK_WEIGHT = 0.5
INNER_WEIGHT = 0.5
# Literals that stand for a run with its numbers in other spellings.
MOST_SPELLINGS = 60
# Up to 5 words are ambiguous, and pseudo-relevance feedback has its full weight; it ranks a headline of twelve words
# worse (see bench/RANKING.md).
MOST_FEEDBACK_WORDS = 5


def make_plan(  # noqa: PLR0913 (four of them are keywords)
    tree: Tree,
    segmenter: Segmenter,
    *,
    share: float = SHARE_OF_WORDS,
    synonyms: Synonyms = NO_SYNONYMS,
    phrase_only: bool = False,
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS,
) -> Plan:
    """The plan of a syntax tree.

    ``share``, 0 to 1, is the share of a run's words that must match; by default, runs of up to ``STRICT_WORDS`` must
    match all of theirs. With ``phrase_only``, a run matches only as a whole: as written, with its numbers in another
    spelling, or by a synonym of the run. Runs begin and end at the edges of numbers and Latin words. If they are to
    match as written, texts are not folded: a run matches only as a whole, without synonyms and other spellings.
    """
    as_written = text_options.as_written
    synonyms = NO_SYNONYMS if as_written else synonyms
    builder = _Builder(segmenter, share, synonyms, phrase_only or as_written, text_options, {})
    texts = list(_texts(tree, TEXT_FIELDS, 1.0))
    runs = [(text.text, fields) for text, fields, _ in texts if isinstance(text, BareText)]
    ranking = [ranked for text, fields, weight in texts for ranked in builder.ranked(text, fields, weight)]
    own = [builder.text(text, fields) for text, fields, _ in texts]
    others = [(other, fields) for text, fields in runs for other in builder.synonyms_of(text)]
    own += [way for text, fields in runs for way in builder.other_spellings(text, fields)]
    own += [builder.literal(other, fields) for text, fields in runs for other in builder.whole_synonyms(text)]
    occurrences = [node for node in dict.fromkeys(own) if not (isinstance(node, Literal) and not node.text)]
    also = [builder.literal(other, fields) for other, fields in others]
    also += [way for text, fields in runs for part in builder.quantities(text) for way in builder.any_way(part, fields)]
    single = [] if as_written else _word_marks(word for text, fields in runs for word in builder.marked(text, fields))
    return Plan(
        match=builder.match(tree, TEXT_FIELDS),
        prefer=builder.prefer(tree, TEXT_FIELDS) if runs else None,
        ranking=tuple(dict.fromkeys(ranking)),
        marks=tuple(dict.fromkeys((*occurrences, *also, *single))),
        occurrences=tuple(occurrences),
        wording=tuple(Literal(_one_line(_written(text)), fields) for text, fields, _ in texts if _written(text)),
        feedback=builder.feedback(tree),
        synonyms=tuple(dict.fromkeys(other for other, _ in others)),
    )


def as_question(tree: Tree, segmenter: Segmenter) -> Tree | None:
    """The tree with its texts merged into one run if that is a question, else None.

    A question is a run of more than ``STRICT_WORDS`` words, or one that asks; it may quote something, but is not all
    quoted. Its best articles
    answer it even if they lack some words. Other runs side by side are keywords.
    """
    flat = _flatten(tree)
    if not flat:
        return None
    builder = _Builder(segmenter, SHARE_OF_WORDS, NO_SYNONYMS)
    is_long = flat.is_run and len(builder.content_words(flat.text)) > STRICT_WORDS
    return flat.tree if is_long or builder.is_question(flat.text) else None


class _FlatQuery(NamedTuple):
    """A tree with its texts merged into one run: that run, the new tree, and whether it was one run before."""

    text: str
    tree: Tree
    is_run: bool


def _flatten(tree: Tree) -> _FlatQuery | None:
    """A conjunction of runs, quoted texts and filters, with its texts merged into one run; None for other trees."""
    parts = list(_flat(tree))
    texts = [part for part in parts if isinstance(part, BareText | Quoted)]
    bound = [part for part in parts if isinstance(part, Filter | DateRange | Not)]
    if len(parts) == 1 and isinstance(parts[0], InField):
        inner = _flatten(parts[0].tree)
        return inner and inner._replace(tree=InField(parts[0].field, inner.tree))
    if not texts or len(texts) + len(bound) < len(parts) or not any(isinstance(text, BareText) for text in texts):
        return None
    run = BareText(" ".join(map(_written, texts)))
    return _FlatQuery(
        run.text, And((run, *bound)) if bound else run, len(texts) == 1 and isinstance(texts[0], BareText)
    )


def _flat(tree: Tree) -> Iterator[Tree]:
    """The parts of a conjunction, nested ones flattened, without boosts."""
    match tree:
        case And(parts):
            for part in parts:
                yield from _flat(part)
        case Boost(inner, _):
            yield from _flat(inner)
        case _:
            yield tree


class _Builder(NamedTuple):
    segmenter: Segmenter
    share: float
    synonyms: Synonyms
    phrase_only: bool = False
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS
    found_numbers: dict[str, tuple[Quantity, ...]] = {}  # noqa: RUF012 (each builder is given its own)

    def match(self, tree: Tree, fields: tuple[str, ...]) -> Node:
        """The node that matches a tree."""
        match tree:
            case BareText() | WildcardSyntax() | Quoted() | RegexSyntax():
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
            case And(parts):
                return _all(tuple(self.match(part, fields) for part in parts))
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
                expression = repair(written) if self.text_options.as_written else fold_expression(repair(written))
                return RegexMatch(expression, fields, edges, self.text_options.as_written)
            case Quoted(written, _):
                # Quoted text is literal, spaces at its ends included.
                return _within_edges(Literal(self.line(written), fields, edges, self.text_options.as_written))
            case BareText(written):
                return self.literal(written, fields, "number" if self.quantities(written) else "word")

    def literal(self, text: str, fields: tuple[str, ...], edges: Edges = "word") -> Literal:
        """A run as a literal, stripped of white space."""
        return _within_edges(Literal(self.line(text).strip(), fields, edges, self.text_options.as_written))

    def line(self, text: str) -> str:
        """A text on one line, folded unless it is to match as written."""
        return _on_one_line(text) if self.text_options.as_written else _one_line(text)

    def run(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The run literally, or enough of its words; weak words are not required beside two strong ones."""
        literal = self.text(BareText(text), fields)
        spellings = tuple(self.other_spellings(text, fields))
        if self.phrase_only:
            return (literal, *spellings, *(self.literal(other, fields) for other in self.whole_synonyms(text)))
        units = tuple(self.units(text, fields))
        if not units:
            return (literal,)
        is_strict = len(units) <= STRICT_WORDS and self.share == SHARE_OF_WORDS
        needed = len(units) if is_strict else max(1, math.ceil(self.share * len(units)))
        return (literal, *spellings, AtLeast(needed, units))

    def units(self, text: str, fields: tuple[str, ...]) -> Iterator[Node]:
        """The parts that a run must match: numbers with what they count, terms with their synonyms, required words."""
        line = _one_line(text)
        numbers = self.quantities(text)
        terms = [
            term
            for term in self.synonyms.find(line, self.segmenter)
            if not any(_overlap(term, number) for number in numbers)
        ]
        found = list(words(_on_one_line(text), self.segmenter))
        required = self.required_words(found, numbers)
        taken: list[Term | Quantity] = [*numbers, *terms]
        parts: dict[int, Node] = {}
        for number in numbers:
            parts[number.start] = _any(tuple(self.any_way(number, fields)))
        for term in terms:
            own = tuple(self.unit(inner.text, fields) for inner in found if term.start <= inner.start < term.end)
            parts[term.start] = AtLeast(1, (_all(own), *(self.literal(other, fields) for other in term.others)))
        for token in found:
            if token.text in required and not any(_overlap(token, part) for part in taken):
                parts[token.start] = self.unit(token.text, fields)
        return iter(dict.fromkeys(parts[start] for start in sorted(parts)))

    def required_words(self, found: list[Token], numbers: tuple[Quantity, ...]) -> set[str]:
        """The words that a run must match: the strong ones, or all its content words if it has little else."""
        content = [token for token in found if token.text not in FUNCTION_WORDS]
        outside = [token for token in content if not any(_overlap(token, number) for number in numbers)]
        strong = {token.text for token in outside if token.text not in WEAK_WORDS}
        return strong if len(strong) + len(numbers) > 1 else {token.text for token in outside}

    def synonyms_of(self, text: str) -> Iterator[str]:
        """The synonyms of the terms in a run."""
        return (other for term in self.synonyms.find(_one_line(text), self.segmenter) for other in term.others)

    def whole_synonyms(self, text: str) -> Iterator[str]:
        """The synonyms of a run that is a term as a whole."""
        line = _one_line(text)
        terms = self.synonyms.find(line, self.segmenter)
        return (other for term in terms if term.end - term.start == len(line) for other in term.others)

    def quantities(self, text: str) -> tuple[Quantity, ...]:
        """The numbers in a run with what they count; each matches as a whole, in any of its spellings."""
        if self.text_options.as_written:
            return ()
        if text not in self.found_numbers:
            self.found_numbers[text] = tuple(_numbers(text, self.segmenter))
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
        line, own = _one_line(text), self.text(BareText(text), fields)
        spelled = dict.fromkeys(
            self.literal(_spelled(line, numbers, ways), fields, "number") for ways in chain(alike, mixed)
        )
        yield from islice((node for node in spelled if node != own), MOST_SPELLINGS)

    def unit(self, word: str, fields: tuple[str, ...]) -> Node:
        """A word, or the shorter words inside it if they cover it: they are indexed wherever the word is."""
        inner = [token for token in tokens(word, self.segmenter) if token.text != word]
        covered = {offset for token in inner for offset in range(token.start, token.end)}
        if len(covered) < len(word):
            return Word(word, fields)
        return _all(tuple(Word(token.text, fields) for token in inner))

    def content_words(self, text: str) -> list[str]:
        """The distinct words of a run without function words."""
        return [
            word
            for word in dict.fromkeys(token.text for token in words(repair(text), self.segmenter))
            if word not in FUNCTION_WORDS
        ]

    def strong_words(self, text: str) -> list[str]:
        """The content words of a run without weak words."""
        return [word for word in self.content_words(text) if word not in WEAK_WORDS]

    def is_question(self, text: str) -> bool:
        """Whether a text is a question by its mark or one of its words."""
        found = (token.text for token in words(repair(text), self.segmenter))
        return text.endswith(("?", "？")) or any(word in QUESTION_WORDS for word in found)

    def feedback(self, tree: Tree) -> float:
        """The weight of pseudo-relevance feedback, 0 to 1; it falls as the number of strong words rises."""
        flat = _flatten(tree)
        if not flat or not (flat.is_run or self.is_question(flat.text)):
            return 0.0
        count = len(self.strong_words(flat.text))
        return min(1.0, (MOST_FEEDBACK_WORDS / count) ** 2) if count > 1 else 0.0

    def ranked(self, text: Text, fields: tuple[str, ...], weight: float) -> Iterator[WeightedWord]:
        """The ranking words of a text, with the shorter words inside them, then the words of synonyms only."""
        found = self.word_weights(_written(text))
        for other in self.synonyms_of(text.text) if isinstance(text, BareText) else ():
            others = self.word_weights(other)
            found |= {word: INNER_WEIGHT * value for word, value in others.items() if word not in found}
        return (WeightedWord(Word(word, fields), weight * value) for word, value in found.items())

    def marked(self, text: str, fields: tuple[str, ...]) -> list[WeightedWord]:
        """The ranking words of a run that do not belong to its numbers."""
        numbers = self.quantities(text)
        inside: set[str] = set()
        outside: set[str] = set()
        for token in tokens(_on_one_line(text), self.segmenter):
            (inside if any(_overlap(token, number) for number in numbers) else outside).add(token.text)
        ranked = self.ranked(BareText(text), fields, 1.0)
        return [item for item in ranked if item.word.text not in inside or item.word.text in outside]

    def word_weights(self, text: str) -> dict[str, float]:
        """The weight of each word of a text; function words only if there are no others."""
        written = repair(text)
        whole = {token.text for token in words(written, self.segmenter)}
        found = dict.fromkeys(token.text for token in tokens(written, self.segmenter))
        content_words = [word for word in found if word not in FUNCTION_WORDS] or found
        return {word: _word_weight(word, whole) for word in content_words}

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
                return _all(tuple(self.prefer(part, fields) for part in parts))
            case Or(parts):
                return AtLeast(1, tuple(self.prefer(part, fields) for part in parts))
            case Filter() | DateRange() | Not():
                return self.match(tree, fields)


def _texts(tree: Tree, fields: tuple[str, ...], weight: float) -> Iterator[tuple[Text, tuple[str, ...], float]]:
    """Every text of a tree that is not negated, with its fields and weight."""
    match tree:
        case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
            yield tree, fields, weight
        case InField(field, inner):
            yield from _texts(inner, (field,), weight)
        case Boost(inner, factor):
            yield from _texts(inner, fields, weight * factor)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _texts(part, fields, weight)
        case _:
            return


def _written(text: Text) -> str:
    """A text as written, with spaces for wildcards; empty for a regular expression."""
    match text:
        case RegexSyntax():
            return ""
        case WildcardSyntax(written):
            return written.replace("*", " ").replace("?", " ")
        case BareText(written) | Quoted(written):
            return written


def _word_weight(word: str, whole: set[str]) -> float:
    """The weight of a word; ``whole`` are the words of its text that are not inside longer ones."""
    return (WEAK_WEIGHT if word in WEAK_WORDS else 1.0) * (1.0 if word in whole else INNER_WEIGHT)


def _word_marks(words: Iterable[WeightedWord]) -> Iterator[Literal]:
    """The words to highlight besides their runs; single characters only if there are no longer words."""
    words = list(words)
    longer = any(len(ranked.word.text) > 1 for ranked in words)
    return (
        _within_edges(Literal(item.word.text, item.word.fields, "word"))
        for item in words
        if len(item.word.text) > 1 or not longer
    )


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(len(nodes), nodes)


def _any(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)


def _within_edges(literal: Literal) -> Literal:
    """A literal whose edges are left out where they make no difference, which makes it cheaper to find."""
    text = literal.text
    if literal.edges == "word" and not has_word_edges(text):
        return Literal(text, literal.fields, "any", literal.as_written)
    return literal


def _spelled(line: str, numbers: tuple[Quantity, ...], ways: tuple[str | None, ...]) -> str:
    """A line with its numbers written in these ways; None is the last way of a number."""
    pieces, done = [], 0
    for number, way in zip(numbers, ways, strict=True):
        pieces += [line[done : number.start], way or number.ways[-1]]
        done = number.end
    return "".join([*pieces, line[done:]])


def _overlap(left: Token | Term | Quantity, right: Term | Quantity) -> bool:
    """Whether two parts of a line have a character in common."""
    return left.start < right.end and right.start < left.end


def _numbers(text: str, segmenter: Segmenter) -> Iterator[Quantity]:
    """The numbers of a text with what they count, except numerals within a word: 十二 of 十二生肖."""
    line = _one_line(text)
    if not may_have_numbers(line):
        return
    from newsgrep.text.quantities import quantities  # only here: most queries have no numbers

    found = list(words(_on_one_line(text), segmenter))
    for number in quantities(line):
        crossing = (
            token for token in found if token.start < number.end < token.end or token.start < number.start < token.end
        )
        if not any(is_han(char) for token in crossing for char in token.text):
            yield number


def _one_line(text: str) -> str:
    return fold(_on_one_line(text))


def _on_one_line(text: str) -> str:
    return repair(text).replace("\n", " ")
