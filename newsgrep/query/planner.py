"""Syntax tree → plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS, Segmenter, tokens, words
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
from newsgrep.text.fold import fold
from newsgrep.text.numbers import numeral_variants
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.query.synonyms import Synonyms

# A run of up to 3 words must match all of them; a longer one, such as a question, the share below.
STRICT_WORDS = 3
SHARE_OF_WORDS = 0.75
# Weights of a weak word, and of a word inside a longer word of the query, which is evidence counted twice. On judged
# questions 0.3 to 0.7 rank alike, better than 0 and 1.
WEAK_WEIGHT = 0.5
INNER_WEIGHT = 0.5
# Up to 5 words are ambiguous, and pseudo-relevance feedback has its full weight; it ranks a headline of twelve words
# worse (see bench/RANKING.md).
MOST_FEEDBACK_WORDS = 5


def make_plan(
    tree: Tree,
    segmenter: Segmenter,
    *,
    share: float = SHARE_OF_WORDS,
    synonyms: Synonyms = NO_SYNONYMS,
    phrase_only: bool = False,
) -> Plan:
    """The plan of a syntax tree.

    ``share``, 0 to 1, is the share of a run's words that must match; by default, runs of up to ``STRICT_WORDS`` must
    match all of theirs. With ``phrase_only``, a run matches only as a whole: as written, with its numbers in another
    spelling, or by a synonym of the run.
    """
    builder = _Builder(segmenter, share, synonyms, phrase_only)
    texts = list(_texts(tree, TEXT_FIELDS, 1.0))
    runs = [(text.text, fields) for text, fields, _ in texts if isinstance(text, BareText)]
    ranking = [ranked for text, fields, weight in texts for ranked in builder.ranked(text, fields, weight)]
    own = [builder.text(text, fields) for text, fields, _ in texts]
    others = [(other, fields) for text, fields in runs for other in builder.synonyms_of(text)]
    own += [_literal(way, fields) for text, fields in runs for way in _numeral_variants(text)]
    own += [_literal(other, fields) for text, fields in runs for other in builder.whole_synonyms(text)]
    occurrences = [node for node in dict.fromkeys(own) if node != Literal("", node.fields)]
    also = [_literal(other, fields) for other, fields in others]
    single = _word_marks([word for text, fields in runs for word in builder.ranked(BareText(text), fields, 1.0)])
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

    A question is a run of more than ``STRICT_WORDS`` words, or one that asks; it may quote something. Its best articles
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
    if not texts or len(texts) + len(bound) < len(parts):
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
            yield from self.other_runs(text.text, fields)
            return
        yield self.text(text, fields)
        if isinstance(text, WildcardSyntax):
            yield _literal(text.text, fields)

    def text(self, text: Text, fields: tuple[str, ...]) -> TextNode:
        """The node that matches a text as it is written."""
        match text:
            case Quoted(written, int(distance)):
                pieces = fold(repair(written)).split()
                near = pieces if len(pieces) > 1 else [token.text for token in words(repair(written), self.segmenter)]
                texts = tuple(dict.fromkeys(near))
                return Near(texts, distance, fields) if len(texts) > 1 else Literal("".join(texts), fields)
            case WildcardSyntax(written):
                return WildcardMatch(fold(repair(written)), fields)
            case RegexSyntax(written):
                return RegexMatch(fold_expression(repair(written)), fields)
            case Quoted(written, _):
                # Quoted text is literal, spaces at its ends included.
                return Literal(_one_line(written), fields)
            case BareText(written):
                return _literal(written, fields)

    def run(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The run literally, or enough of its words; weak words are not required beside two strong ones."""
        literal = _literal(text, fields)
        if self.phrase_only:
            return (literal, *(_literal(other, fields) for other in self.whole_synonyms(text)))
        strong_words = self.strong_words(text)
        units = tuple(self.units(text, strong_words if len(strong_words) > 1 else self.content_words(text), fields))
        if not units:
            return (literal,)
        is_strict = len(units) <= STRICT_WORDS and self.share == SHARE_OF_WORDS
        needed = len(units) if is_strict else max(1, math.ceil(self.share * len(units)))
        return literal, AtLeast(needed, units)

    def units(self, text: str, required: list[str], fields: tuple[str, ...]) -> Iterator[Node]:
        """The parts that a run must match: its required words, each term with synonyms counting as one part."""
        line = _one_line(text)
        terms = self.synonyms.find(line, self.segmenter)
        if not terms:
            return (self.unit(word, fields) for word in required)
        found = list(words(line, self.segmenter))
        nodes: dict[Node, None] = {}
        for token in found:
            term = next((term for term in terms if term.start <= token.start < term.end), None)
            if term:
                own = tuple(self.unit(inner.text, fields) for inner in found if term.start <= inner.start < term.end)
                nodes[AtLeast(1, (_all(own), *(Literal(other, fields) for other in term.others)))] = None
            elif token.text in required:
                nodes[self.unit(token.text, fields)] = None
        return iter(nodes)

    def synonyms_of(self, text: str) -> Iterator[str]:
        """The synonyms of the terms in a run."""
        return (other for term in self.synonyms.find(_one_line(text), self.segmenter) for other in term.others)

    def whole_synonyms(self, text: str) -> Iterator[str]:
        """The synonyms of a run that is a term as a whole."""
        line = _one_line(text)
        terms = self.synonyms.find(line, self.segmenter)
        return (other for term in terms if term.end - term.start == len(line) for other in term.others)

    def other_runs(self, text: str, fields: tuple[str, ...]) -> tuple[Node, ...]:
        """The nodes for the run with its numbers in another spelling."""
        strict = self._replace(share=1.0)  # the spelling is a guess already, so all words must match
        return tuple(node for way in _numeral_variants(text) for node in strict.run(way, fields))

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


def _word_marks(words: list[WeightedWord]) -> Iterator[Literal]:
    """The words to highlight besides their runs; single characters only if there are no longer words."""
    longer = any(len(ranked.word.text) > 1 for ranked in words)
    return (Literal(item.word.text, item.word.fields) for item in words if len(item.word.text) > 1 or not longer)


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(len(nodes), nodes)


def _any(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)


def _literal(text: str, fields: tuple[str, ...]) -> Literal:
    """A run as a literal, stripped of white space."""
    return Literal(_one_line(text).strip(), fields)


def _one_line(text: str) -> str:
    return fold(repair(text).replace("\n", " "))


def _numeral_variants(text: str) -> tuple[str, ...]:
    return numeral_variants(_one_line(text).strip())
