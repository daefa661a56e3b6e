"""The ranking that a request wants: what holds all of the query, then the rest, reranked; with or without reprints."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.base import Hit, TopDocs
from newsgrep.query.plan_nodes import AtLeast, Plan, Value, Without
from newsgrep.search.joined_hits import JoinedHits
from newsgrep.search.rerank import KEYWORD_RERANK_DEPTH, MOST_CHARACTERS, RERANK_DEPTH, TextBigrams, rerank_bonus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader, Order
    from newsgrep.query.looser import Looser
    from newsgrep.query.plan_nodes import Node
    from newsgrep.query.syntax import Tree
    from newsgrep.search.search import Request

# Of so many best hits, further copies of a story come last, so that it does not fill the first pages.
MOST_APART = 40
# The reprints of one hit are looked up among the sketches of all articles in the time in which the join of all matches
# takes on about this many of them.
JOINED_MEANWHILE = 16


class ResultPage(NamedTuple):
    """The wanted part of a ranking, and how many hits come after it."""

    hits: Sequence[Hit]
    rest: int


class Ranker(NamedTuple):
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
        """Whether a ranking in this order is reranked: by relevance, if there are words to do it by."""
        return order == "relevance" and bool(self.plan.wording)

    def reranked(self, found: TopDocs, order: Order) -> TopDocs:
        """A ranking, reranked if it is to be."""
        return _rerank(self.engine, self.plan, found, self.depth) if self.is_reranked(order) else found

    @property
    def depth(self) -> int:
        """How many of the best hits are reranked."""
        return RERANK_DEPTH if len(self.plan.ranking) > 1 else KEYWORD_RERANK_DEPTH


def wanted_page(request: Request, found: TopDocs) -> ResultPage:
    """The wanted part of a ranking."""
    hits = found.hits[request.offset : request.end]
    return ResultPage(hits, max(0, found.total - request.offset - len(hits)))


def collapse_reprints(ranker: Ranker, found: TopDocs, more: Looser | None) -> ResultPage:
    """The wanted part of a ranking without reprints of earlier hits; each hit has the number of its reprints."""
    end = ranker.request.end
    if end is None or JOINED_MEANWHILE * end > found.total:
        return _collapse_all(ranker, found)
    return _collapse_top(ranker, found, AtLeast(1, (ranker.plan.match, more.match)) if more else ranker.plan.match)


def _collapse_all(ranker: Ranker, found: TopDocs) -> ResultPage:
    """Join all matches."""
    if len(found.hits) < found.total:
        found, _ = ranker.ranking(None)
    originals = ranker.engine.originals([hit.id for hit in found.hits])
    articles = Counter(originals)  # an original and its reprints
    kept = [found.hits[number]._replace(reprints=count - 1) for number, count in sorted(articles.items())]
    hits = kept[: ranker.request.end]
    return ResultPage(hits[ranker.request.offset :], found.total - sum(1 + (hit.reprints or 0) for hit in hits))


def _collapse_top(ranker: Ranker, found: TopDocs, whole: Node) -> ResultPage:
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
