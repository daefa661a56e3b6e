"""Use case: a request that no article holds all of → why, as far as the index tells, and what would be found."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import QueryError
from newsgrep.message import Message, located, plural
from newsgrep.query.explain import FIELD_NAMES
from newsgrep.query.parse import literally, parse
from newsgrep.query.plan_nodes import Near, Plan, Word, has_wildcards
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import (
    And,
    BareText,
    Filter,
    InField,
    Or,
    Quoted,
    RegexSyntax,
)
from newsgrep.search.conditions import Condition, as_options, as_written, is_filter, leaves_of, values_of
from newsgrep.search.nearest import ONE_HOMOPHONE, nearest_values, nearest_words, one_homophone_away
from newsgrep.search.written_fields import replaced, resolve
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.query.plan_nodes import Node
    from newsgrep.query.syntax import Text, Tree
    from newsgrep.search.nearest import TextDistance
    from newsgrep.search.search import Request

# How many filters, texts and words are named, and how many near texts are tried for each.
NAMED = 3
TRIED = 8
# Of a long query, as many texts, and words of a text, are looked up: each takes as long as a search.
LOOKED_UP = 40
# Characters of a text for which others are tried.
LONGEST_CORRECTED = 100
# All values of a filter field are named if there are no more.
FEW = 8
# What narrows a search without being a filter.
OPTIONS = {"fixed_strings": "-F", "whole_words": "-w", "as_written": "--as-written"}
# Fields whose values people search for as if they were text.
NAME_FIELDS = ("by", "source", "section")


def explain_nothing(
    engine: EngineReader, request: Request, segmenter: Segmenter, *, has_partial: bool = False
) -> list[Message]:
    """Why a request finds nothing: a filter that excludes all, words that occur nowhere; and what is near to them.

    With ``has_partial``, articles that hold some of it are shown; that there are such needs not be said.
    """
    if not engine.stats().articles:
        return [Message("the index is empty")]
    tree = _tree(engine, request)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    filters = [Condition(as_options(part), part) for part in request.filters]
    filters += [Condition(as_written(part), part) for part in parts if is_filter(part)]
    texts = tuple(part for part in parts if not is_filter(part))
    try:
        return list(_Explanation(engine, request, segmenter, filters, texts, has_partial).reasons())
    except QueryError:  # the search has said so
        return []


def _tree(engine: EngineReader, request: Request) -> Tree:
    if request.text_options.fixed_strings:
        return literally(request.line).tree
    return resolve(engine, parse(request.line, any_word=request.any_word)).tree


class _Explanation(NamedTuple):
    """What a request asks for: conditions, and texts to be found."""

    engine: EngineReader
    request: Request
    segmenter: Segmenter
    filters: Sequence[Condition]
    texts: Sequence[Tree]
    has_partial: bool = False

    def reasons(self) -> Iterator[Message]:
        """The reasons, the most certain first."""
        unknown = list(self.unknown_values())
        yield from unknown
        if any(self.request.text_options) and (reasons := list(self.narrowing_options())):
            yield from reasons
            return
        texts = (*self.texts, *(part for condition in self.filters for part in condition.loosened))
        if self.filters and (total := self.total(texts)):
            if len(self.filters) > 1 or texts:
                yield from self.excluding_filters(total)
            elif not unknown:  # without the filter, there is every article
                yield Message("no article matches {}", self.filters[0].written)
        else:
            yield from self.missing_texts(texts)

    def total(self, trees: Iterable[Tree]) -> int:
        """The number of articles that match all of some trees, as the request matches them."""
        return self.engine.search(Plan(self.matched(trees)), limit=0).total

    def is_any(self, trees: Iterable[Tree], *, phrase_only: bool | None = None) -> bool:
        """Whether there are such articles."""
        return self.engine.matches_any(self.matched(trees, phrase_only=phrase_only))

    def matched(self, trees: Iterable[Tree], *, phrase_only: bool | None = None) -> Node:
        """What the articles match."""
        return make_plan(
            And(tuple(trees)),
            self.segmenter,
            synonyms=self.request.synonyms,
            phrase_only=self.request.phrase_only if phrase_only is None else phrase_only,
            text_options=self.request.text_options,
        ).match

    def narrowing_options(self) -> Iterator[Message]:
        """What would be found without each of the options that say how texts match."""
        for name, is_set in self.request.text_options._asdict().items():
            if is_set:
                options = self.request.text_options._replace(**{name: False})
                request = self.request._replace(text_options=options)
                trees = (*request.filters, _tree(self.engine, request))
                if total := self._replace(request=request).total(trees):
                    yield Message("without {} there would be {}", OPTIONS[name], _articles(total))

    def unknown_values(self) -> Iterator[Message]:
        """The values of filters that no article has, with those near to them."""
        values = dict.fromkeys(part for condition in self.filters for part in values_of(condition.tree))
        for part in islice(values, NAMED):
            if has_wildcards(part.value) or self.is_known(part):
                continue
            hint = self.near_values(part) if part.field != "id" else None
            yield located(Message("no article has the {} “{}”", FIELD_NAMES[part.field], part.value), hint=hint)

    def is_known(self, part: Filter) -> bool:
        """Whether an article has a value; the search has compared a mere key with every id, which takes long."""
        if part.field == "id":
            is_alone = len(self.filters) == 1 and not self.texts
            return not is_alone and ("#" not in part.value or self.engine.get(part.value) is not None)
        return self.is_any((part,))

    def near_values(self, wrong: Filter) -> Message | None:
        """The values near to one that there is not, else all if they are few."""
        if near := nearest_values(self.engine, wrong.field, wrong.value):
            return Message("did you mean {}?", _quoted(near))
        known = list(islice(self.engine.values(wrong.field), FEW + 1))
        return Message("choose from {}", tuple(known)) if 0 < len(known) <= FEW else None

    def excluding_filters(self, without_all: int) -> Iterator[Message]:
        """What each filter excludes by itself; if none does, what all of them do."""
        excluding = []
        for condition in self.filters:
            others = [other.tree for other in self.filters if other is not condition]
            if total := self.total((*self.texts, *others, *condition.loosened)):
                excluding.append((condition.written, total))
        for written, total in excluding[:NAMED]:
            yield Message("without {} there would be {}", written, _articles(total))
        if not excluding:
            yield Message("without these filters there would be {}", _articles(without_all))

    def missing_texts(self, texts: Sequence[Tree]) -> Iterator[Message]:
        """Which texts and words occur nowhere, what is near to them, and what any of the words would find."""
        leaves = list(islice((leaf for tree in texts for leaf in leaves_of(tree)), LOOKED_UP))
        alone = [leaf for leaf in leaves if not self.is_any((leaf,))]
        has_words = any(isinstance(leaf, BareText) and len(self.words(leaf)) > 1 for leaf in alone)
        if self.request.phrase_only and has_words and self.is_any(texts, phrase_only=False):
            yield Message(
                "articles contain these words, but not side by side; separate the words with spaces to search for each"
            )
            return
        if self.has_partial:
            alone = [leaf for leaf in alone if self.lacks_a_word(leaf)]
        reasons = list(self.missing(alone))
        if self.has_partial:
            yield from (*reasons, *(self.corrections(alone[:NAMED]) if reasons else ()))
            return
        yield from reasons or ([Message("no article contains all of these words")] if leaves else [])
        yield from self.corrections(alone[:NAMED])
        yield from self.with_any_word(leaves)

    def missing(self, alone: Sequence[Text]) -> Iterator[Message]:
        """What is missing of texts that find nothing by themselves."""
        parts = {leaf: self.missing_parts(leaf) for leaf in alone}
        if missing := list(dict.fromkeys(part for each in parts.values() for part in each)):
            yield Message("no article contains {}", _quoted(missing[:NAMED]))
        for leaf in [leaf for leaf in parts if not parts[leaf]][:NAMED]:
            if isinstance(leaf, RegexSyntax):
                yield Message("no article matches {}", as_written(leaf))
            elif near := self.near(leaf):
                if self.is_any(map(Quoted, near.texts)):
                    between = plural(near.distance, "1 character", "{:,} characters")
                    yield Message("no article contains {} with at most {} between them", _quoted(near.texts), between)
            elif self.occurs(leaf.text):
                yield Message("articles contain {} only inside longer words or numbers", _quoted([leaf.text]))

    def lacks_a_word(self, leaf: Text) -> bool:
        """Whether a text has a part that occurs nowhere; of an unquoted text that is a word of it, not all of it."""
        return not isinstance(leaf, BareText) or any(not self.occurs(word) for word in self.words(leaf)[:LOOKED_UP])

    def near(self, leaf: Text) -> Near | None:
        """The texts of a leaf that are to be near to each other, and how near."""
        if not (isinstance(leaf, Quoted) and leaf.within is not None):
            return None
        nodes = make_plan(leaf, self.segmenter, text_options=self.request.text_options).occurrences
        return next((node for node in nodes if isinstance(node, Near)), None)

    def missing_parts(self, leaf: Text) -> list[str]:
        """The texts that no article contains, be it inside a longer word: words of a run, else the text as a whole."""
        if isinstance(leaf, RegexSyntax):
            return []
        if near := self.near(leaf):
            return [text for text in near.texts if not self.occurs(text)]
        words = self.words(leaf)[:LOOKED_UP] if isinstance(leaf, BareText) else []
        missing = [word for word in words if not self.occurs(word)] if len(words) > 1 else []
        return missing or ([] if self.occurs(leaf.text) else [leaf.text])

    def occurs(self, text: str) -> bool:
        """Whether an article contains a text, be it inside a longer word."""
        text_options = self.request.text_options._replace(whole_words=False, fixed_strings=False)
        plan = make_plan(Quoted(text.strip()), self.segmenter, text_options=text_options)
        return self.engine.matches_any(plan.match)

    def unknown_words(self, leaf: BareText) -> list[str]:
        """The words of a run that are no words of an article, if there are several; else the run as a whole."""
        words = [Word(word) for word in self.words(leaf)]
        unknown = [word.text for word, number in zip(words, self.engine.doc_freqs(words), strict=True) if not number]
        return unknown or ([] if len(words) > 1 else [leaf.text])

    def words(self, leaf: Text) -> list[str]:
        """The words of a text, if possible without weak ones and those inside longer ones."""
        ranking = make_plan(leaf, self.segmenter).ranking
        strong = [ranked for ranked in ranking if ranked.weight == 1]
        return [ranked.term.text for ranked in strong or ranking]

    def corrections(self, leaves: Iterable[Text]) -> Iterator[Message]:
        """What is near to texts that find nothing, and how much the query finds with it."""
        near: dict[Tree, Tree] = {leaf: nearest for leaf in leaves if (nearest := self.nearest(leaf))}
        if not near:
            return
        named = tuple(map(_suggested, near.values()))
        total = self.total(replaced(tree, near) for tree in self.whole)
        yield Message("did you mean {}? ({})", named, _articles(total)) if total else Message("did you mean {}?", named)

    @property
    def whole(self) -> Iterator[Tree]:
        """All that the request asks for."""
        return chain(self.texts, (condition.tree for condition in self.filters))

    def nearest(self, leaf: Text) -> Filter | BareText | Quoted | None:
        """What is near to a text: a name, else the nearest text, of these the most frequent."""
        if not isinstance(leaf, BareText | Quoted) or len(leaf.text) > LONGEST_CORRECTED:
            return None
        text = fold(repair(leaf.text)).strip()
        if name := self.nearest_name(text):
            return name
        missing = self.unknown_words(leaf) if isinstance(leaf, BareText) else self.missing_parts(leaf)
        if self.near(leaf) and not missing:
            return None
        sought = missing[0] if self.near(leaf) else text
        near = {text.replace(sought, way): far for way, far in self.near_texts(sought, missing).items()}
        tried = {way: _with_text(leaf, way) for way in sorted(near, key=near.__getitem__)[:TRIED]}
        conditions = [condition.tree for condition in self.filters if not condition.loosened]
        found = [(way, total) for way, other in tried.items() if (total := self.total((other, *conditions)))]
        best = min(found, key=lambda pair: (near[pair[0]], -pair[1]), default=None)
        return best and tried[best[0]]

    def near_texts(self, text: str, missing: Sequence[str]) -> dict[str, TextDistance]:
        """Texts near to one: as a whole, or in one of the words that are missing."""
        places = {place for word in missing for place in range(text.find(word), text.find(word) + len(word))}
        found = dict.fromkeys(one_homophone_away(self.engine, text, sorted(places) or range(len(text))), ONE_HOMOPHONE)
        for word in {text, *missing}:
            for other, difference in nearest_words(self.engine, word).items():
                found.setdefault(text.replace(word, other), difference)
        return found

    def nearest_name(self, text: str) -> Filter | None:
        """A filter by a name that is a text, or is near to it."""
        for field in NAME_FIELDS:
            for name in (text, *nearest_values(self.engine, field, text)):
                if not has_wildcards(name) and self.is_any((Filter(field, name),)):
                    return Filter(field, name)
        return None

    def with_any_word(self, leaves: Sequence[Text]) -> Iterator[Message]:
        """What any of the words would find, where it is not what was asked for."""
        if self.request.any_word:
            return
        if len(leaves) > 1:
            any_word = _tree(self.engine, self.request._replace(any_word=True))
            if total := self.total((any_word, *self.request.filters)):
                yield Message("--any finds {}", _articles(total))
        elif leaves and isinstance(leaves[0], BareText) and 1 < len(words := self.words(leaves[0])) <= LOOKED_UP:
            apart: dict[Tree, Tree] = {leaves[0]: Or(tuple(map(BareText, words)))}
            if total := self.total(replaced(tree, apart) for tree in self.whole):
                yield self.apart(words, total)

    def apart(self, words: Sequence[str], total: int) -> Message:
        """How to search for any of the words of the only text, and how many articles that finds."""
        fields = [condition.tree.field for condition in self.filters if isinstance(condition.tree, InField)]
        if fields:
            return Message("{} finds {}", f"{fields[0]}:({' '.join(words)}) --any", _articles(total))
        return Message("with spaces between the words, --any finds {}", _articles(total))


def _suggested(tree: Tree) -> str:
    """What is suggested: a text in quotation marks, other parts of a query as they are written."""
    match tree:
        case BareText(text) | Quoted(text, None):
            return f"“{text}”"
        case _:
            return as_written(tree)


def _with_text(leaf: BareText | Quoted, text: str) -> BareText | Quoted:
    """The same kind of text."""
    return Quoted(text, leaf.within) if isinstance(leaf, Quoted) else BareText(text)


def _quoted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"“{text}”" for text in texts)


def _articles(total: int) -> Message:
    return plural(total, "1 article", "{:,} articles")
