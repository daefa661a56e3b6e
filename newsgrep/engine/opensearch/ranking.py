"""Ranked searches: BM25F over exact lengths, literal matches first, ties by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import Hit, Order, TopDocs
from newsgrep.engine.decay import DECAY_FLOOR, decay, decay_origin
from newsgrep.engine.opensearch.bounds import Bounder, term_queries
from newsgrep.engine.opensearch.document import term_of
from newsgrep.engine.opensearch.layout import DECAYED, MOST_AT_ONCE, PACK, WORD_SCORE, place_of_key, word_params
from newsgrep.engine.opensearch.literals import any_query
from newsgrep.engine.opensearch.snapshot import STORED, Snapshot, stored
from newsgrep.engine.opensearch.text_form import from_stored
from newsgrep.query.plan_nodes import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.opensearch.literals import Query
    from newsgrep.query.plan_nodes import Node, Plan, Recency, Term

    Found = dict[str, Any]

# Of so few hits, the articles come with them: they are about to be reranked or shown.
MOST_WITH_TEXTS = 200
LITERAL = "literal"
SORTS: dict[Order, list[dict[str, Any]]] = {
    "relevance": [{"_score": "desc"}, {"place": "asc"}],
    "date": [{"date": {"order": "asc", "missing": "_last"}}, {"place": "asc"}],
    "-date": [{"date": {"order": "desc", "missing": "_last"}}, {"place": "asc"}],
    "path": [{"place": "asc"}],
}


class Ranking:
    """A plan over a snapshot: ``decided`` are the articles that had to be read (see ``bounds``)."""

    def __init__(
        self,
        snapshot: Snapshot,
        plan: Plan,
        decided: Mapping[Node, Sequence[int]],
        terms: Sequence[Scored],
        since: date | None,
    ) -> None:
        self._snapshot = snapshot
        self._recency = plan.recency
        bounder = Bounder.fitting(plan.match, plan.prefer, decided=decided)
        self._match = bounder.bounds(plan.match).possible
        self._prefer = bounder.bounds(plan.prefer).possible if plan.prefer else None
        self._scoring = [self._scored(term) for term in terms]
        self._since = since
        # The stored articles that came with hits, by id.
        self.articles: dict[str, Found] = {}

    def total(self) -> int:
        """The number of matches."""
        found = self._snapshot.search({"size": 0, "query": self._snapshot.query(self._match)})
        total: int = found["hits"]["total"]["value"]
        return total

    def best(self, end: int | None, order: Order) -> TopDocs:
        """The first ``end`` hits (None: all), and the total."""
        if self._prefer and order == "relevance":
            both = self._literal_first(end)
        else:
            both = [(*self._hits(self._body([self._match], order), end), False)]
        hits = [self._hit(hit, order, is_literal=is_literal) for found, _, is_literal in both for hit in found]
        return TopDocs(hits[:end], sum(total for _, total, _ in both))

    def _literal_first(self, end: int | None) -> list[tuple[list[Found], int, bool]]:
        """Literal matches, then the others."""
        assert self._prefer
        others: Query = {"bool": {"must_not": [self._prefer]}}
        bodies = [self._body([self._match, prefer], "relevance") for prefer in (self._prefer, others)]
        if end is not None and end <= MOST_AT_ONCE:
            found = self._snapshot.searches([self._sized(body, end) for body in bodies])
            return [
                (answer["hits"]["hits"], answer["hits"]["total"]["value"], is_literal)
                for answer, is_literal in zip(found, (True, False), strict=True)
            ]
        return [(*self._hits(body, end), is_literal) for body, is_literal in zip(bodies, (True, False), strict=True)]

    def _hits(self, body: dict[str, Any], end: int | None) -> tuple[list[Found], int]:
        wanted = self._snapshot.commit.articles if end is None else end
        return self._snapshot.ranked(self._sized(body, wanted), wanted, MOST_AT_ONCE)

    def _sized(self, body: dict[str, Any], end: int) -> dict[str, Any]:
        return body | {"size": end, **stored(STORED if end <= MOST_WITH_TEXTS else [])}

    def _body(self, filters: list[Query], order: Order) -> dict[str, Any]:
        """The search for what matches some filters, scored and sorted."""
        query = self._snapshot.query(*filters)
        if self._scoring:
            query["bool"]["should"] = self._scoring
        elif self._recency:
            query = {"constant_score": {"filter": query}}
        if self._prefer and order != "relevance":
            named = {"constant_score": {"filter": self._prefer, "boost": 0, "_name": LITERAL}}
            query = {"bool": {"must": [query], "should": [named]}}
        if self._recency:
            assert self._since
            params = {"old": DECAY_FLOOR, "since": self._since.toordinal(), "half": self._recency.half_life}
            query = {"script_score": {"query": query, "script": _expression(DECAYED, params)}}
        return {
            "query": query,
            "sort": SORTS[order],
            "track_scores": True,
            "docvalue_fields": ["day"] if self._recency else [],
        }

    def _scored(self, scored: Scored) -> Query:
        """The query whose score is that of a word or pair."""
        term, weight = scored
        script = _expression(WORD_SCORE, word_params(weight, self._snapshot.commit.mean_lengths))
        return {"script_score": {"query": packed_frequency(term), "script": script}}

    def _hit(self, found: Found, order: Order, *, is_literal: bool) -> Hit:
        path, key = place_of_key(from_stored(found["sort"][-1]))
        recency = 1.0
        if self._recency:
            assert self._since
            recency = _recency_of(found, self._since, self._recency)
        is_literal = is_literal or (order != "relevance" and LITERAL in found.get("matched_queries", ()))
        hit = Hit(path, key, float(found["_score"] or 0), is_literal, recency=recency)
        if found.get("_source"):
            self.articles[hit.id] = found["_source"]
        return hit


def packed_frequency(term: Term) -> Query:
    """The query that scores a word's frequency in the headlines, times ``PACK``, and in the text; a pair's is one."""
    packed: list[Query] = []
    for field in term.fields:
        boost = PACK if field == "title" else 1
        if isinstance(term, Word):
            packed.append({"term": {f"{field}_words": {"value": term_of(term.text), "boost": boost}}})
        else:
            query = any_query(term_queries(term, field))
            packed.append({"constant_score": {"filter": query, "boost": boost}})
    return {"bool": {"should": packed}}


def recency_body(snapshot: Snapshot, recency: Recency) -> dict[str, Any]:
    """The search for the newest date from which age may be counted."""
    dated = {"range": {"date": {"lte": recency.today}}}
    return {"size": 1, "query": snapshot.query(dated), "sort": [{"date": "desc"}], **stored([])}


def since_of(answer: Found, recency: Recency) -> date:
    """The day from which age is counted, by the answer to ``recency_body``."""
    return decay_origin([hit["sort"][0] for hit in answer["hits"]["hits"]], recency)


def _recency_of(found: Found, since: date, recency: Recency) -> float:
    days = found.get("fields", {}).get("day")
    age = abs(since.toordinal() - days[0]) if days else float("inf")
    return float(decay(age, recency.half_life))


def _expression(source: str, params: Mapping[str, float]) -> dict[str, Any]:
    return {"lang": "expression", "source": source, "params": dict(params)}
