"""Use case: query line → ranked hits, and what to show of each."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.base import Hit, TopDocs
from newsgrep.errors import QueryError
from newsgrep.message import Message
from newsgrep.query.parse import Parsed, literally, parse
from newsgrep.query.plan_nodes import AtLeast, Plan, Value, Without
from newsgrep.query.planner import make_plan
from newsgrep.query.synonyms import NO_SYNONYMS
from newsgrep.query.syntax import And, Quoted, Tree
from newsgrep.query.text_options import DEFAULT_TEXT_OPTIONS, TextOptions
from newsgrep.search.joined_hits import JoinedHits
from newsgrep.search.rerank import KEYWORD_RERANK_DEPTH, MOST_CHARACTERS, RERANK_DEPTH, TextBigrams, rerank_bonus
from newsgrep.search.written_fields import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader, Order
    from newsgrep.query.looser import Looser
    from newsgrep.query.plan_nodes import Node, Recency
    from newsgrep.query.synonyms import Synonyms


# Where no limit is given, articles that hold only some of the query follow fewer than this many that hold all. So few
# are reranked together with them.
FEW = 20
# Of so many best hits, further copies of a story come last, so that it does not fill the first pages.
MOST_APART = 40
# The reprints of one hit are looked up among the sketches of all articles in the time in which the join of all matches
# takes on about this many of them.
JOINED_MEANWHILE = 16
# Display columns of a snippet where no terminal sets the width: about the first two printed lines of a paragraph.
SNIPPET_COLUMNS = 160


Counting = Literal["no", "readily", "fully"]
# So many articles at most are read to count readily: their time is a twentieth of a search's.
READ_READILY = 500


class Request(NamedTuple):
    """A query line with filters, and the wanted part of its ranking: ``limit`` hits (None: all) from ``offset``.

    ``any_word`` matches articles with any of the words (default: all). ``relax``: where articles that hold all of the
    query do not fill the wanted part, the best of those that hold only some of it follow. ``unique`` leaves out
    reprints of earlier hits (``total`` still counts them). ``synonyms`` expand the words of the line. ``recency``
    favours newer articles. ``phrase_only`` matches a bare run only as a phrase. ``text_options`` say how texts match.
    ``count_literal`` counts the articles that contain the wording of the query: ``readily``, only if few have to be
    read for it, or ``fully``, once the number is asked for, as it may mean to read every one that could. ``name`` is
    that of a saved search.
    """

    line: str
    filters: tuple[Tree, ...] = ()
    any_word: bool = False
    limit: int | None = 20
    offset: int = 0
    order: Order = "relevance"
    relax: bool = True
    unique: bool = False
    synonyms: Synonyms = NO_SYNONYMS
    recency: Recency | None = None
    phrase_only: bool = False
    text_options: TextOptions = DEFAULT_TEXT_OPTIONS
    count_literal: Counting = "no"
    name: str | None = None

    @property
    def end(self) -> int | None:
        """End of the wanted part, exclusive, counted from the top of the ranking; None: no end."""
        return None if self.limit is None else self.offset + self.limit

    @property
    def enough(self) -> int:
        """How many articles that hold all of the query fill the wanted part."""
        return FEW if self.end is None else self.end

    @property
    def few(self) -> int:
        """Fewer articles that hold all of the query are reranked together with the rest, on every page alike."""
        return min(FEW, self.limit or FEW)


class Answer(NamedTuple):
    """The hits of a search in an index of ``articles`` articles at ``version``.

    ``rest`` is the number of matches after these hits, not counting reprints collapsed into a hit. ``warning``: the
    query could not be evaluated in bounded time, and was taken literally. ``looser`` is what articles match that hold
    only some of the query, if such are included. ``literal_counter`` gives ``total_literal`` where ``found`` lacks it.
    """

    request: Request
    parsed: Parsed
    plan: Plan
    found: TopDocs
    milliseconds: float
    articles: int
    version: int
    rest: int = 0
    warning: Message | None = None
    looser: Looser | None = None
    literal_counter: Callable[[], int | None] | None = None

    @property
    def total_all(self) -> int:
        """How many articles hold all of the query; the others, only some of it."""
        return self.found.total - self.found.partial

    @property
    def relaxed(self) -> bool:
        """Whether articles that hold only some of the query are included."""
        return self.found.partial > 0

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was not taken as it was written."""
        return (*self.parsed.notes, *([self.warning] if self.warning else []))

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What was not taken as it was written, and whether partial matches are included."""
        if not self.relaxed:
            return self.notes
        few = Message("few articles contain all of these words; partial matches are shown too")
        none = Message("no article contains all of these words; partial matches are shown")
        return (*self.notes, few if self.total_all else none)

    @property
    def may_be_split(self) -> bool:
        """Whether of the articles that hold all some may contain the wording of the query, others only its words."""
        return bool(self.plan.prefer) if self.found.literal is None else self.found.literal < self.total_all

    @property
    def is_literal_counted(self) -> bool:
        """Whether it is known, or can be, how many articles contain the wording of the query."""
        return self.found.literal is not None or self.literal_counter is not None

    def total_literal(self) -> int | None:
        """How many articles contain the wording of the query; None if that is not counted. May take seconds."""
        return self.literal_counter() if self.found.literal is None and self.literal_counter else self.found.literal

    def is_literal(self, hit: Hit) -> bool:
        """Whether a hit contains the wording of the query; each does if no article matches by words alone."""
        return hit.literal or not self.plan.prefer


class ResultPage(NamedTuple):
    """The wanted part of a ranking, and how many hits come after it."""

    hits: Sequence[Hit]
    rest: int


class Reason(NamedTuple):
    """A node of a plan, its depth in the plan, and whether an article matches it."""

    depth: int
    node: Node
    holds: bool


class Reasons(NamedTuple):
    """Why an article holds all of a query or does not; and if it holds only some, why it does."""

    all: list[Reason]
    some: list[Reason]


def search(engine: EngineReader, request: Request, segmenter: Segmenter) -> Answer:
    """Evaluate a request: first what holds all of the query; if that is too little, the best of the rest (``relax``).

    A query that cannot be evaluated in bounded time is searched for as a literal text instead, with a warning.
    """
    began = time.perf_counter()
    if request.text_options.fixed_strings:
        parsed = literally(request.line)
    else:
        parsed = resolve(engine, parse(request.line, any_word=request.any_word))
    try:
        return _answer(engine, request, parsed, segmenter, began)
    except QueryError as error:
        as_text = Parsed(Quoted(request.line.strip()), parsed.notes)
        answer = _answer(engine, request, as_text, segmenter, began)
        return answer._replace(warning=Message("{}; searching for the text instead", error.located))


def _answer(engine: EngineReader, request: Request, parsed: Parsed, segmenter: Segmenter, began: float) -> Answer:
    tree = And((parsed.tree, *request.filters)) if request.filters else parsed.tree
    ranker = _Ranker(engine, request, segmenter, tree, _plan(tree, request, segmenter))
    found, more = ranker.ranking(request.end)
    hits, rest = _collapse_reprints(ranker, found, more) if request.unique else _page(request, found)
    count = partial(literal_total, engine, ranker.plan, found.total - found.partial, request.count_literal)
    literal = count() if request.count_literal == "readily" else None
    plan, more = ranker.plan, more if found.partial else None
    if more:
        plan = plan._replace(marks=tuple(dict.fromkeys((*plan.marks, *more.marks))))
    found = found._replace(hits=hits, literal=literal)
    stats = engine.stats()
    took = (time.perf_counter() - began) * 1000
    later = count if request.count_literal == "fully" else None
    return Answer(
        request, parsed, plan, found, took, stats.articles, stats.version, rest, looser=more, literal_counter=later
    )


def literal_total(engine: EngineReader, plan: Plan, total: int, counting: Counting) -> int | None:
    """The number of matching articles that contain every text of the query literally; all if none may be in words.

    None if it is not counted, or not known readily.
    """
    if counting == "no":
        return None
    if not (plan.prefer and total):
        return total
    return engine.literal_total(plan, READ_READILY if counting == "readily" else None)


def why(engine: EngineReader, answer: Answer, article_id: str) -> Reasons:
    """Explain why an article matches or does not: every node of the plan, and whether the article matches it."""
    reasons = _reasons(engine, answer.plan.match, article_id)
    looser_match = answer.looser.match if answer.looser and not reasons[0].holds else None
    some = _reasons(engine, looser_match, article_id) if looser_match else []
    return Reasons(reasons, some if some and some[0].holds else [])


def _reasons(engine: EngineReader, node: Node, article_id: str) -> list[Reason]:
    from newsgrep.query.explain import walk

    return [Reason(depth, part, bool(matching(engine, part, {article_id}))) for depth, part in walk(node)]


def _plan(tree: Tree, request: Request, segmenter: Segmenter) -> Plan:
    plan = make_plan(
        tree,
        segmenter,
        synonyms=request.synonyms,
        phrase_only=request.phrase_only,
        text_options=request.text_options,
    )
    return plan._replace(recency=request.recency)


class _Ranker(NamedTuple):
    """A request, and the plan for what holds all of it."""

    engine: EngineReader
    request: Request
    segmenter: Segmenter
    tree: Tree
    plan: Plan

    def ranking(self, end: int | None) -> tuple[TopDocs, Looser | None]:
        """The ranking down to ``end`` or further; and what the rest of it matches, if that is included.

        Hits that hold all come first. If they are few on the first page already, they are reranked together with the
        rest, else by themselves, as on the first page, so that later pages continue it.
        """
        full = self.query(self.plan, end, self.request.order)
        more = self.looser() if full.total < self.request.enough else None
        if not more:
            return self.reranked(full, self.request.order), None
        rest = self.rest(more, None if end is None else end - full.total, is_any=full.total > 0)
        is_one = self.request.order == "relevance" and full.total < self.request.few
        hits = [*full.hits, *rest.hits]
        if not is_one:
            hits = [*self.reranked(full, self.request.order).hits, *self.reranked(rest, "relevance").hits]
        both = TopDocs(hits, full.total + rest.total, partial=rest.total)
        return self.reranked(both, "relevance") if is_one else both, more

    def looser(self) -> Looser | None:
        """What articles match that hold only some of the query; None if these are not wanted."""
        from newsgrep.query.looser import looser

        request = self.request
        if not request.relax or request.any_word or request.phrase_only:
            return None
        found = looser(self.tree, self.segmenter, synonyms=request.synonyms, text_options=request.text_options)
        if not found:
            return None
        scored = self.engine.heaviest(found.ranked(self.plan).ranking)
        terms = [term for term, _ in sorted(scored, key=lambda scored: -scored.weight)]
        return found.scored_by(terms, self.engine.doc_freqs(terms))

    def rest(self, more: Looser, end: int | None, *, is_any: bool) -> TopDocs:
        """The best articles that hold only some of the query; ``is_any``: there are some that hold all."""
        only_some = AtLeast(2, (more.match, Without(self.plan.match))) if is_any else more.match
        plan = more.ranked(self.plan)._replace(match=only_some, prefer=None)
        found = self.query(plan, end, "relevance")
        return found._replace(hits=[hit._replace(partial=True) for hit in found.hits])

    def query(self, plan: Plan, end: int | None, order: Order) -> TopDocs:
        """The ranking of a plan down to ``end``, or to ``depth`` if it is to be reranked."""
        if end is not None and self.is_reranked(order):
            end = max(end, self.depth)
        return self.engine.search(plan, limit=end, order=order)

    def is_reranked(self, order: Order) -> bool:
        return order == "relevance" and bool(self.plan.wording)

    def reranked(self, found: TopDocs, order: Order) -> TopDocs:
        return _rerank(self.engine, self.plan, found, self.depth) if self.is_reranked(order) else found

    @property
    def depth(self) -> int:
        """How many of the best hits are reranked."""
        return RERANK_DEPTH if len(self.plan.ranking) > 1 else KEYWORD_RERANK_DEPTH


def _page(request: Request, found: TopDocs) -> ResultPage:
    """The wanted part of a ranking."""
    hits = found.hits[request.offset : request.end]
    return ResultPage(hits, max(0, found.total - request.offset - len(hits)))


def _collapse_reprints(ranker: _Ranker, found: TopDocs, more: Looser | None) -> ResultPage:
    """The wanted part of a ranking without reprints of earlier hits; each hit has the number of its reprints."""
    end = ranker.request.end
    if end is None or JOINED_MEANWHILE * end > found.total:
        return _collapse_all(ranker, found)
    return _collapse_top(ranker, found, AtLeast(1, (ranker.plan.match, more.match)) if more else ranker.plan.match)


def _collapse_all(ranker: _Ranker, found: TopDocs) -> ResultPage:
    """Join all matches."""
    if len(found.hits) < found.total:
        found, _ = ranker.ranking(None)
    originals = ranker.engine.originals([hit.id for hit in found.hits])
    articles = Counter(originals)  # an original and its reprints
    kept = [found.hits[number]._replace(reprints=count - 1) for number, count in sorted(articles.items())]
    hits = kept[: ranker.request.end]
    return ResultPage(hits[ranker.request.offset :], found.total - sum(1 + (hit.reprints or 0) for hit in hits))


def _collapse_top(ranker: _Ranker, found: TopDocs, whole: Node) -> ResultPage:
    """Look up the reprints of the wanted hits, one by one; ``whole`` is what all hits match."""
    engine, request = ranker.engine, ranker.request
    kept: dict[Hit, list[str]] = {}
    reprints: set[str] = set()
    seen = 0
    while seen < found.total and len(kept) != request.end:
        if seen == len(found.hits):
            found, _ = ranker.ranking(2 * seen or request.end)
        hit = found.hits[seen]
        seen += 1
        if hit.id not in reprints:
            kept[hit] = [copy.id for copy in engine.reprints(hit.id)]
            reprints.update(kept[hit])
    counted = matching(engine, whole, reprints) - {hit.id for hit in kept}
    hits = []
    for hit, copies in kept.items():
        own = counted & set(copies)  # a reprint of two hits is counted once
        counted -= own
        hits.append(hit._replace(reprints=len(own)))
    return ResultPage(hits[request.offset :], found.total - sum(1 + (hit.reprints or 0) for hit in hits))


def matching(engine: EngineReader, node: Node, ids: set[str]) -> set[str]:
    """Select those of the ids whose articles match a node."""
    # A wildcard in an id may match other ids as well: hence the intersection.
    these = AtLeast(1, tuple(Value("id", article_id) for article_id in ids))
    return {hit.id for hit in engine.search(Plan(AtLeast(2, (node, these))), limit=None).hits} & ids


def _rerank(engine: EngineReader, plan: Plan, found: TopDocs, depth: int) -> TopDocs:
    """The ranking with its top hits reranked; what holds all stays before the rest, literal matches before others."""
    hits, others = list(found.hits[:depth]), found.hits[depth:]
    if not hits:
        return found
    fields = tuple(name for name in TEXT_FIELDS if any(name in literal.fields for literal in plan.wording))
    texts = engine.texts([hit.id for hit in hits], fields, MOST_CHARACTERS)
    scores = np.array([hit.score / hit.recency for hit in hits])
    bigrams = TextBigrams(texts)
    bonus = rerank_bonus([literal.text for literal in plan.wording], bigrams, scores, feedback_share=plan.feedback)
    raised = [
        hit._replace(score=hit.score + sum(parts) * hit.recency, **dict(zip(bonus._fields, parts, strict=True)))
        for hit, parts in zip(hits, np.transpose(bonus).tolist(), strict=True)
    ]
    order = sorted(range(len(raised)), key=lambda index: _reranked_place(raised[index]))
    copies = dict(zip(order, bigrams.further_copies(order[:MOST_APART]), strict=False))
    first = sorted(copies, key=lambda index: (*_kind(raised[index]), copies[index]))
    reranked = [raised[index] for index in (*first, *order[MOST_APART:])]
    return found._replace(hits=JoinedHits(reranked, others) if len(others) else reranked)


def _reranked_place(hit: Hit) -> tuple[bool, bool, float, tuple[str, int, str]]:
    """Sort key: by kind, then by score; ties by place."""
    return *_kind(hit), -hit.score, hit.place


def _kind(hit: Hit) -> tuple[bool, bool]:
    """Sort key: what holds all comes before the rest, and literal matches before others."""
    return hit.partial, not hit.literal
