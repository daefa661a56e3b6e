"""Use case: a request that finds nothing → why, as far as the index tells, and what would be found instead."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import QueryError
from newsgrep.message import Message, located, plural
from newsgrep.query.explain import FIELD_NAMES
from newsgrep.query.parse import literally, parse
from newsgrep.query.plan_nodes import Plan, Word, has_wildcards
from newsgrep.query.planner import make_plan
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
from newsgrep.search.nearest import ONE_HOMOPHONE, nearest_values, nearest_words, one_homophone_away
from newsgrep.search.written_fields import resolve
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.query.syntax import Text, Tree
    from newsgrep.search.nearest import TextDistance
    from newsgrep.search.search import Request

# How many filters, texts and words are named, and how many near texts are tried for each.
NAMED = 3
TRIED = 8
# All values of a filter field are named if there are no more.
FEW = 8
# What narrows a search without being a filter.
OPTIONS = {"fixed_strings": "-F", "whole_words": "-w", "as_written": "--as-written"}
# Fields whose values people search for as if they were text.
NAME_FIELDS = ("by", "source", "section")


def explain_nothing(engine: EngineReader, request: Request, segmenter: Segmenter) -> list[Message]:
    """Why a request finds nothing: a filter that excludes all, words that occur nowhere; and what is near to them."""
    if not engine.stats().articles:
        return [Message("the index is empty")]
    tree = _tree(engine, request)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    filters = [Condition(_as_options(part), part) for part in request.filters]
    filters += [Condition(_written(part), part) for part in parts if _is_filter(part)]
    texts = tuple(part for part in parts if not _is_filter(part))
    try:
        return list(_Explanation(engine, request, segmenter, filters, texts).reasons())
    except QueryError:  # the search has said so
        return []


def _tree(engine: EngineReader, request: Request) -> Tree:
    if request.text_options.fixed_strings:
        return literally(request.line).tree
    return resolve(engine, parse(request.line, any_word=request.any_word)).tree


class Condition(NamedTuple):
    """A part of a request that excludes articles, and how it is written."""

    written: str
    tree: Tree

    @property
    def loosened(self) -> tuple[Tree, ...]:
        """What is left of it where it excludes nothing: of a text in a field, the text."""
        return (self.tree.tree,) if isinstance(self.tree, InField) else ()


class _Explanation(NamedTuple):
    """What a request asks for: conditions, and texts to be found."""

    engine: EngineReader
    request: Request
    segmenter: Segmenter
    filters: Sequence[Condition]
    texts: Sequence[Tree]

    def reasons(self) -> Iterator[Message]:
        """The reasons, the most certain first."""
        yield from self.unknown_values()
        if any(self.request.text_options) and (reasons := list(self.narrowing_options())):
            yield from reasons
            return
        texts = (*self.texts, *(part for condition in self.filters for part in condition.loosened))
        if self.filters and (total := self.total(texts)):
            yield from self.excluding_filters(texts, total)
        else:
            yield from self.missing_texts(texts)

    def total(self, trees: Iterable[Tree], *, phrase_only: bool | None = None) -> int:
        """The number of articles that match all of some trees, as the request matches them."""
        phrase_only = self.request.phrase_only if phrase_only is None else phrase_only
        tree = And(tuple(trees))
        plan = make_plan(
            tree,
            self.segmenter,
            synonyms=self.request.synonyms,
            phrase_only=phrase_only,
            text_options=self.request.text_options,
        )
        return self.engine.search(Plan(plan.match), limit=0).total

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
        values = dict.fromkeys(part for condition in self.filters for part in _values(condition.tree))
        for part in islice(values, NAMED):
            if has_wildcards(part.value) or part.field == "id" or self.total((part,)):
                continue
            hint = self.near_values(part)
            yield located(Message("no article has the {} “{}”", FIELD_NAMES[part.field], part.value), hint=hint)

    def near_values(self, wrong: Filter) -> Message | None:
        """The values near to one that there is not, else all if they are few."""
        if near := nearest_values(self.engine, wrong.field, wrong.value):
            return Message("did you mean {}?", _quoted(near))
        known = list(islice(self.engine.values(wrong.field), FEW + 1))
        return Message("choose from {}", ", ".join(known)) if 0 < len(known) <= FEW else None

    def excluding_filters(self, texts: Sequence[Tree], without_all: int) -> Iterator[Message]:
        """What each filter excludes by itself; if none does, what all of them do."""
        excluding = []
        for condition in self.filters:
            others = [other.tree for other in self.filters if other is not condition]
            if total := self.total((*self.texts, *others, *condition.loosened)):
                excluding.append((condition.written, total))
        if len(self.filters) == 1 and not texts:  # without it, there is every article
            if not any(_values(self.filters[0].tree)):
                yield Message("no article matches {}", self.filters[0].written)
            return
        for written, total in excluding[:NAMED]:
            yield Message("without {} there would be {}", written, _articles(total))
        if not excluding:
            yield Message("without these filters there would be {}", _articles(without_all))

    def missing_texts(self, texts: Sequence[Tree]) -> Iterator[Message]:
        """Which texts and words occur nowhere, what is near to them, and what any of the words would find."""
        leaves = [leaf for tree in texts for leaf in _leaves(tree)]
        alone = [leaf for leaf in leaves if not self.total((leaf,))]
        if self.request.phrase_only and self.total(texts, phrase_only=False):
            yield Message(
                "articles contain these words, but not side by side; separate the words with spaces to search for each"
            )
            return
        missing = list(dict.fromkeys(part for leaf in alone for part in self.missing_parts(leaf)))
        inside = [leaf.text for leaf in alone if not isinstance(leaf, RegexSyntax) and self.occurs(leaf.text)]
        if missing:
            yield Message("no article contains {}", _quoted(missing[:NAMED]))
        if inside:
            yield Message("articles contain {} only inside longer words or numbers", _quoted(inside[:NAMED]))
        for leaf in alone:
            if isinstance(leaf, RegexSyntax):
                yield Message("no article matches {}", _written(leaf))
        if leaves and not (missing or inside or any(isinstance(leaf, RegexSyntax) for leaf in alone)):
            yield Message("no article contains all of these words")
        for leaf in alone[:NAMED]:
            if nearest := self.nearest(leaf):
                yield Message("did you mean {}? ({})", nearest[0], _articles(nearest[1]))
        yield from self.with_any_word(leaves)

    def missing_parts(self, leaf: Text) -> list[str]:
        """The texts that no article contains, be it inside a longer word: words of a run, else the text as a whole."""
        if isinstance(leaf, RegexSyntax):
            return []
        if isinstance(leaf, BareText) and len(words := self.words(leaf)) > 1:
            if missing := [word for word in words if not self.occurs(word)]:
                return missing
            if not self.unknown_words(leaf):  # each is in an article, but no article has all
                return []
        return [] if self.occurs(leaf.text) else [leaf.text]

    def occurs(self, text: str) -> bool:
        """Whether an article contains a text, be it inside a longer word."""
        text_options = self.request.text_options._replace(whole_words=False, fixed_strings=False)
        plan = make_plan(Quoted(text.strip()), self.segmenter, text_options=text_options)
        return self.engine.search(Plan(plan.match), limit=0).total > 0

    def unknown_words(self, leaf: BareText) -> list[str]:
        """The words of a run that are no words of an article, if there are several; else the run as a whole."""
        words = [Word(word) for word in self.words(leaf)]
        unknown = [word.text for word, number in zip(words, self.engine.doc_freqs(words), strict=True) if not number]
        return unknown or ([] if len(words) > 1 else [leaf.text])

    def words(self, leaf: Text) -> list[str]:
        """The words of a text, if possible without weak ones and those inside longer ones."""
        ranking = make_plan(leaf, self.segmenter).ranking
        strong = [ranked for ranked in ranking if ranked.weight == 1]
        return [ranked.word.text for ranked in strong or ranking]

    def nearest(self, leaf: Text) -> tuple[str, int] | None:
        """What is near to a text, and what it finds: a name, else the nearest text, of these the most frequent."""
        if not isinstance(leaf, BareText | Quoted):
            return None
        text = fold(repair(leaf.text)).strip()
        if name := self.nearest_name(text):
            return name
        near = self.near_texts(text, self.unknown_words(leaf) if isinstance(leaf, BareText) else [])
        tried = sorted(near, key=near.__getitem__)[:TRIED]
        conditions = [condition.tree for condition in self.filters if not condition.loosened]
        kind = type(leaf)
        found = [(way, total) for way in tried if (total := self.total((kind(text=way), *conditions)))]
        best = min(found, key=lambda pair: (near[pair[0]], -pair[1]), default=None)
        return best and (f"“{best[0]}”", best[1])

    def near_texts(self, text: str, missing: Sequence[str]) -> dict[str, TextDistance]:
        """Texts near to one: as a whole, or in one of the words that are missing."""
        places = {place for word in missing for place in range(text.find(word), text.find(word) + len(word))}
        found = dict.fromkeys(one_homophone_away(self.engine, text, sorted(places) or range(len(text))), ONE_HOMOPHONE)
        for word in {text, *missing}:
            for other, difference in nearest_words(self.engine, word).items():
                found.setdefault(text.replace(word, other), difference)
        return found

    def nearest_name(self, text: str) -> tuple[str, int] | None:
        """A filter by a name that is a text, or is near to it."""
        for field in NAME_FIELDS:
            for name in (text, *nearest_values(self.engine, field, text)):
                if total := self.total((Filter(field, name),)):
                    return f"{field}:{name}", total
        return None

    def with_any_word(self, leaves: Sequence[Text]) -> Iterator[Message]:
        """What any of the words would find, where it is not what was asked for."""
        if self.request.any_word:
            return
        conditions = tuple(condition.tree for condition in self.filters if not condition.loosened)
        if len(leaves) > 1:
            if total := self.total((Or(tuple(leaves)), *conditions)):
                yield Message("--any finds {}", _articles(total))
        elif leaves and len(words := self.words(leaves[0])) > 1:
            total = self.total((Or(tuple(map(BareText, words))), *conditions))
            if total and isinstance(leaves[0], BareText):
                yield Message("with spaces between the words, --any finds {}", _articles(total))


def _is_filter(tree: Tree) -> bool:
    """Whether a part of a query excludes articles rather than asks for a text."""
    match tree:
        case Filter() | DateRange() | Not() | InField():
            return True
        case Or(parts) | And(parts):
            return any(map(_is_filter, parts))
        case Boost(inner, _):
            return _is_filter(inner)
        case _:
            return False


def _leaves(tree: Tree) -> Iterator[Text]:
    """The texts of a tree that are not negated."""
    match tree:
        case BareText() | Quoted() | WildcardSyntax() | RegexSyntax():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Boost(inner, _) | InField(_, inner):
            yield from _leaves(inner)


def _values(tree: Tree) -> Iterator[Filter]:
    """The filters of a tree that are not negated."""
    match tree:
        case Filter():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _values(part)


def _as_options(tree: Tree) -> str:
    """A condition as it is given by options."""
    match tree:
        case DateRange(since, until):
            return " ".join(f"--{name} {day}" for name, day in (("since", since), ("until", until)) if day)
        case _:
            return " ".join(f"--{part.field} {part.value}" for part in _values(tree))


def _written(tree: Tree) -> str:
    """A condition as it is written in a query."""
    match tree:
        case Filter(name, value):
            return f"{name}:{value}"
        case DateRange(since, until):
            return f"date:{since or ''}..{until or ''}" if since != until else f"date:{since}"
        case Not(inner):
            return f"-{_written(inner)}"
        case InField(name, inner):
            return f"{name}:{_written(inner)}"
        case Or(parts):
            return " OR ".join(map(_written, parts))
        case And(parts):
            return " ".join(map(_written, parts))
        case Boost(inner, _):
            return _written(inner)
        case Quoted(text, _):
            return f'"{text}"'
        case RegexSyntax(text):
            return f"/{text}/"
        case _:
            return tree.text


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _articles(total: int) -> Message:
    return plural(total, "1 article", "{:,} articles")
