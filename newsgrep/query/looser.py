"""Syntax tree → what articles match that hold only some of it.

Filters, dates and exclusions stay binding. Of the texts side by side one is enough, and of an unquoted text one of its
words; beside unquoted text, a quoted one counts as its words, too. Where a word is segmented otherwise in an article,
pairs of neighbouring characters find and rank it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.query.plan_nodes import Pair, WeightedTerm, Word, all_of, any_of
from newsgrep.query.planner import Builder, texts_of, word_marks
from newsgrep.query.query_words import (
    PAIR_WEIGHT,
    content_words,
    is_counted,
    neighbours,
    on_one_line,
    one_line,
    wording_of,
    words_between,
)
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
    WildcardSyntax,
)
from newsgrep.query.text_options import DEFAULT_TEXT_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.query.plan_nodes import Literal, Node, Plan, Term
    from newsgrep.query.synonyms import Synonyms
    from newsgrep.query.syntax import Text, Tree
    from newsgrep.query.text_options import TextOptions


# If there are more ways to match than this, only scored terms find the rest.
MOST_ALTERNATIVES = 40
# Of the words of a query, and of its pairs, the heaviest find the rest, as many as it takes for their document
# frequencies to add up to this. Most articles share but a common word with a long query, and none of these is among the
# best: with 2,000, nDCG@10 and recall@100 keep their floors on each of eleven collections, while an event told in a
# sentence has 3,000 partial matches among 75,000 articles instead of 45,000.
ENOUGH_ARTICLES = 2_000
# Once they find several pages, one that is in many more mostly takes time: among a million articles, 98 % of the first
# ten hits of relaxed queries stay the same.
SOME_ARTICLES, TOO_MANY_ARTICLES = 200, 20_000


class Looser(NamedTuple):
    """What articles match that hold some of a query: any of the nodes ``some``, and all of ``bound``.

    ``ranking`` is by what they are ranked besides the words of the query, and ``marks`` is what is highlighted.
    """

    some: tuple[Node, ...]
    bound: tuple[Node, ...]
    ranking: tuple[WeightedTerm, ...]
    marks: tuple[Literal, ...]

    @property
    def match(self) -> Node:
        """What the articles match."""
        return all_of((any_of(self.some), *self.bound))

    def ranked(self, plan: Plan) -> Plan:
        """A plan that ranks by the terms of both."""
        return plan._replace(ranking=(*plan.ranking, *self.ranking))

    def scored_by(self, terms: Sequence[Term], doc_freqs: Sequence[int]) -> Looser:
        """The same where only some of the ranking terms are scored, given the heaviest first, with their frequencies.

        Where the heaviest words find ``ENOUGH_ARTICLES``, no other word is enough to match; nor is another pair, where
        the heaviest pairs do. Words and pairs that are not scored are enough only where the others find fewer than
        ``SOME_ARTICLES``, and never of a long query: they take long to find.
        """
        enough: set[Node] = set()
        for kind in (Word, Pair):
            found = 0
            for term, doc_freq in zip(terms, doc_freqs, strict=True):
                is_too_common = found >= SOME_ARTICLES and doc_freq > TOO_MANY_ARTICLES
                if isinstance(term, kind) and found < ENOUGH_ARTICLES and not is_too_common:
                    enough.add(term)
                    found += doc_freq
            if found < SOME_ARTICLES:
                enough.update(node for node in self.some if isinstance(node, kind))
        if len(self.some) > MOST_ALTERNATIVES:
            enough.intersection_update(terms)
        else:
            enough.update(node for node in self.some if not isinstance(node, Word | Pair))
        some = tuple(node for node in self.some if node in enough)
        ranking = tuple(pair for pair in self.ranking if pair.term in terms)
        return self._replace(some=some or self.some, ranking=ranking)


def looser(
    tree: Tree,
    segmenter: Segmenter,
    *,
    synonyms: Synonyms = NO_SYNONYMS,
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS,
) -> Looser | None:
    """What articles match that hold some of a tree; None if it has no unquoted text, or texts match as written.

    Where ``make_plan`` matches, this does not always match as well: an article that holds all is found by the plan.
    """
    texts = list(texts_of(tree, TEXT_FIELDS, 1.0))
    is_exact = text_options.fixed_strings or text_options.as_written
    if is_exact or not any(isinstance(text, BareText) for text, _, _ in texts):
        return None
    builder = Builder(segmenter, synonyms, text_options=text_options, found_numbers={})
    has_content = any(content_words(wording_of(text), segmenter) for text, _, _ in texts)
    parts = _Loosening(builder, has_content=has_content).parts(tree, TEXT_FIELDS)
    if not parts.some:
        return None
    plain = builder._replace(synonyms=NO_SYNONYMS)
    quoted = [(text.text, fields) for text, fields, _ in texts if isinstance(text, Quoted)]
    marks = word_marks(word for text, fields in quoted for word in plain.marked(text, fields))
    return Looser(*parts, _ranked_pairs(texts), tuple(marks))


def _ranked_pairs(texts: Iterable[tuple[Text, tuple[str, ...], float]]) -> tuple[WeightedTerm, ...]:
    """The pairs of neighbouring characters of some texts, with their fields and weights."""
    return tuple(
        WeightedTerm(Pair(pair, fields), PAIR_WEIGHT * weight)
        for text, fields, weight in texts
        for pair in neighbours(wording_of(text))
    )


class _Parts(NamedTuple):
    """What a tree is made of: nodes one of which is enough, and nodes that must match."""

    some: tuple[Node, ...] = ()
    bound: tuple[Node, ...] = ()

    @property
    def node(self) -> Node:
        return all_of((any_of(self.some), *self.bound))


class _Loosening(NamedTuple):
    """``has_content``: there are other words than function words, so that a text of these alone is not enough."""

    builder: Builder
    has_content: bool
    beside_run: bool = False

    def parts(self, tree: Tree, fields: tuple[str, ...]) -> _Parts:
        match tree:
            case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
                return _Parts(tuple(dict.fromkeys(self.ways(tree, fields))))
            case InField(field, inner):
                return self.parts(inner, (field,))
            case Boost(inner, _):
                return self.parts(inner, fields)
            case And():
                return self.side_by_side(tree, fields)
            case Or():
                return self.alternatives(tree, fields)
            case Filter() | DateRange() | Not():
                return _Parts(bound=(self.builder.match(tree, fields),))

    def ways(self, text: Text, fields: tuple[str, ...]) -> Iterator[Node]:
        """A text as it is matched otherwise, or one of its words."""
        has_words = isinstance(text, BareText) or (isinstance(text, Quoted) and self.beside_run)
        if has_words and self.has_content and not content_words(wording_of(text), self.builder.segmenter):
            return
        if isinstance(text, BareText):
            yield from self.some(text, fields)
        else:
            yield self.builder.match(text, fields)
        if isinstance(text, Quoted) and self.beside_run:
            yield from self._replace(builder=self.builder._replace(synonyms=NO_SYNONYMS)).some(text, fields)

    def some(self, text: BareText | Quoted, fields: tuple[str, ...]) -> Iterator[Node]:
        """A word of a text or a pair of neighbouring characters; the text itself, if it is only a word or numbers.

        A longer text has pairs wherever it occurs; numbers may be spelled otherwise.
        """
        words = self.builder.words_and_synonyms(text.text, fields)
        pairs = neighbours(text.text)
        if not (words and pairs) or self.is_numbers(text.text):
            yield self.builder.match(text, fields)
        yield from words
        yield from (Pair(pair, fields) for pair in pairs)

    def is_numbers(self, text: str) -> bool:
        """Whether a text is a number, or numbers without other words."""
        segmenter = self.builder.segmenter
        others = words_between(on_one_line(text), self.builder.quantities(text), segmenter)
        return is_counted(one_line(text)) or not any(others)

    def side_by_side(self, tree: And, fields: tuple[str, ...]) -> _Parts:
        """Of the texts of a conjunction one is enough; the rest of it is binding."""
        has_run = any(isinstance(text, BareText) for text, _, _ in texts_of(tree, fields, 1.0))
        inner = self._replace(beside_run=self.beside_run or has_run)
        found = [inner.parts(part, fields) for part in tree.parts]
        return _Parts(
            tuple(dict.fromkeys(node for part in found for node in part.some)),
            tuple(node for part in found for node in part.bound),
        )

    def alternatives(self, tree: Or, fields: tuple[str, ...]) -> _Parts:
        """One of the alternatives, each loosened; if one of them is but a filter, all are binding as they are."""
        found = [self.parts(part, fields) for part in tree.parts]
        if not all(part.some for part in found):
            return _Parts(bound=(self.builder.match(tree, fields),))
        loosened = (part.some if not part.bound else (part.node,) for part in found)
        return _Parts(tuple(dict.fromkeys(node for nodes in loosened for node in nodes)))
