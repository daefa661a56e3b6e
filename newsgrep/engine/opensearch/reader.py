"""The reading half of the engine: one commit, read again when its articles are gone."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newsgrep.analysis import TEXT_FIELDS, analyse, load_segmenter
from newsgrep.engine.base import Hit, MetadataCount, Order, Stats, TopDocs
from newsgrep.engine.bm25 import Frequencies, heaviest
from newsgrep.engine.metadata_counts import metadata_counts, with_metadata
from newsgrep.engine.opensearch.bounds import Bounder
from newsgrep.engine.opensearch.commit import ClusterCommit, incomplete, read_commit
from newsgrep.engine.opensearch.document import keyword
from newsgrep.engine.opensearch.exact_scores import BEYOND, scores_by_counts, scores_by_texts, settle_ties
from newsgrep.engine.opensearch.layout import place_of_key
from newsgrep.engine.opensearch.local_lexicon import query_segmenter
from newsgrep.engine.opensearch.ranking import Ranking, recency_body, since_of
from newsgrep.engine.opensearch.snapshot import BARE_PAGE, STORED, MissingIndexError, Snapshot, StaleError
from newsgrep.engine.opensearch.stored import article_of, metadata_of, texts_of
from newsgrep.engine.opensearch.text_form import from_stored
from newsgrep.engine.opensearch.understanding import understanding
from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.progress import unheard_of
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from newsgrep.analysis import BulkSegmenter, Segmenter
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.base import Contribution, Metadata
    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.opensearch.cluster import Cluster
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node, Plan, Recency, Term, TextNode, WeightedTerm

    Answer = TypeVar("Answer")

# How often an operation is repeated because an update was committed meanwhile.
TRIES = 5
# Articles kept for the next question, and read at once when the hits of a search are read one after another.
MOST_KEPT, READ_AHEAD = 2_000, 200
# Articles that are segmented sooner without loading a dictionary.
MOST_SMALL = 30


@understanding
class ClusterReader:
    """Reads an index in a cluster as of one commit; what a later one has replaced makes it go on with that one."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._opened: Snapshot | None = None
        self._articles: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._upcoming: dict[str, int] = {}
        self._hits: Sequence[Hit] = ()
        self._doc_freqs: dict[Term, int] = {}
        self._decided: dict[tuple[Node, Node | None], Mapping[Node, Sequence[int]]] = {}

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> TopDocs:
        """Evaluate the plan in the cluster, and read what it leaves open."""
        found = self._repeated(lambda snapshot: self._search(snapshot, plan, limit, offset, order))
        self._hits = found.hits
        self._upcoming = {hit.id: number for number, hit in enumerate(found.hits)}
        return found

    def _search(self, snapshot: Snapshot, plan: Plan, limit: int | None, offset: int, order: Order) -> TopDocs:
        if limit == 0:
            decided = self._decide(snapshot, plan.match, None)
            return TopDocs([], Ranking(snapshot, plan._replace(prefer=None), decided, (), None).total())
        decided = self._decide(snapshot, plan.match, plan.prefer)
        terms = self._heaviest(snapshot, plan.ranking)
        since = self._since(snapshot, plan.recency) if plan.recency else None
        ranking = Ranking(snapshot, plan, decided, terms, since)
        end = None if limit is None else offset + limit
        found = ranking.best(None if end is None else end + BEYOND, order)
        for article_id, stored in ranking.articles.items():
            self._keep(article_id, stored)
        hits = found.hits
        if order == "relevance":
            hits = settle_ties(hits, lambda ids: self._exact_scores(snapshot, ids, terms))
        return found._replace(hits=hits[offset:end])

    def literal_total(self, plan: Plan, most_read: int | None = None) -> int:  # noqa: ARG002 (it knows what it has read)
        """How many of the articles that match a plan contain every text of the query literally."""
        from newsgrep.query.plan_nodes import AtLeast, Plan

        if not plan.prefer:
            return 0
        both = Plan(AtLeast(2, (plan.match, plan.prefer)))
        return self._repeated(lambda snapshot: self._search(snapshot, both, 0, 0, "relevance")).total

    def contributions(self, plan: Plan, article_id: str) -> list[Contribution]:
        """What makes up the score of an article, the largest part first."""
        from newsgrep.engine.memory import contributions

        article = self.get(article_id)
        if not article:
            return []
        entry = analyse(article, self._segmenter(1))
        means = self._snapshot().commit.mean_lengths
        found = contributions(entry, self.heaviest(plan.ranking), means)
        return sorted(found, key=lambda part: -part.score)

    def get(self, article_id: str) -> Article | None:
        """The article with an id; those of the hits that follow it in the last search are read with it."""
        if article_id not in self._articles:
            at = self._upcoming.get(article_id)
            following = [hit.id for hit in self._hits[at : at + READ_AHEAD]] if at is not None else [article_id]
            self._repeated(lambda snapshot: self._read(snapshot, following))
        stored = self._articles.get(article_id)
        return article_of(stored) if stored else None

    def metadata(self, plan: Plan) -> Iterator[Metadata]:
        """The metadata of every article that matches."""
        for hit in self._stream(plan.match, ["facts"]):
            yield metadata_of(hit["_source"])

    def mask(self, plan: Plan) -> NDArray[np.bool_]:
        """Whether each article matches, in the order in which articles are streamed."""
        matching = {each.article.id for each in self.metadata(plan)}
        return np.array([article_id in matching for article_id in self.ids()], np.bool_)

    def metadata_counts(
        self,
        plan: Plan,
        names: Sequence[str],
        sought: Sequence[TextNode] = (),
        *,
        jobs: int = 1,  # noqa: ARG002 (the cluster takes most of the time)
        advance: Callable[[int], None] = unheard_of,
    ) -> Iterator[MetadataCount]:
        """Count the articles that match by their metadata; texts are read only if something is sought in them."""
        if sought:
            articles = (article_of(hit["_source"]) for hit in self._stream(plan.match, STORED))
            yield from metadata_counts(articles, names, sought, advance)
            return
        for article, characters in self.metadata(plan):
            yield MetadataCount(with_metadata(names, [getattr(article, name) for name in names]), 1, characters, 0)
            advance(1)

    def may_be_forked(self) -> bool:
        """Connections are not shared."""
        return False

    def frequencies(self, plan: Plan) -> Counter[str]:
        """The words of every article that matches, from their texts."""
        from newsgrep.engine.opensearch.word_counts import count_words

        texts = (texts_of(hit["_source"]) for hit in self._stream(plan.match, ["headlines", "text"]))
        return count_words(texts, self._segmenter())

    def values(self, field: str, start: str = "") -> Iterator[str]:
        """The values of a filter field, from the cluster's lists."""
        from newsgrep.engine.opensearch.listing import values

        start = start if field == "id" else fold(start)
        yield from self._repeated(lambda snapshot: values(snapshot, field, start))

    def terms(self, field: str, start: str = "") -> Iterator[str]:
        """The terms of a field: values, or words from the lists that updates have written."""
        from newsgrep.engine.opensearch.listing import folded_values, words

        if field in TEXT_FIELDS:
            yield from self._repeated(lambda snapshot: words(snapshot, field, start))
        else:
            yield from self._repeated(lambda snapshot: folded_values(snapshot, field, start))

    def reprints(self, article_id: str) -> list[Hit]:
        """The other articles that share most of an article's text."""
        from newsgrep.engine.opensearch.reprints import reprints

        return self._repeated(lambda snapshot: reprints(snapshot, article_id))

    def originals(self, ids: Sequence[str]) -> list[int]:
        """The index of each article's original among those before it."""
        from newsgrep.engine.opensearch.reprints import originals

        return self._repeated(lambda snapshot: originals(snapshot, ids))

    def matches_any(self, node: Node) -> bool:
        """Whether any article matches a node."""
        from newsgrep.query.plan_nodes import Plan

        return self._repeated(lambda snapshot: self._search(snapshot, Plan(node), 0, 0, "relevance")).total > 0

    def doc_freqs(self, terms: Sequence[Term]) -> list[int]:
        """Document frequency of each term."""
        return self._repeated(lambda snapshot: self._frequencies_of(snapshot, terms))

    def heaviest(self, ranking: Sequence[WeightedTerm]) -> list[Scored]:
        """The ranking terms that are scored."""
        return self._repeated(lambda snapshot: self._heaviest(snapshot, ranking))

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded texts of articles."""
        found = self._repeated(lambda snapshot: self._stored_of(snapshot, ids))
        written = (texts_of(found[article_id]) for article_id in ids)
        return ["\n".join(fold(texts[name][:most]) for name in fields) for texts in written]

    def ids(self) -> Iterator[str]:
        """The ids of all articles."""
        snapshot = self._snapshot()
        label = self._cluster.address.label
        own = snapshot.query({"term": {"corpus": label}}) if label else snapshot.query()
        start = f"{label}/" if label else ""
        for hit in self._streamed(snapshot, own, [], ["place"]):
            yield "#".join(place_of_key(from_stored(hit["fields"]["place"][0]))).removeprefix(start)

    def stats(self) -> Stats:
        """The number of articles, and the generation."""
        return self._snapshot().commit.stats(self._cluster.address.label)

    def segmenter(self) -> Segmenter:
        """What segments queries."""
        if not self._snapshot().commit.is_finished:
            raise incomplete(self._cluster.address)
        return self._segmenter(0)

    def user_words(self) -> tuple[UserWord, ...]:
        """The user's words by which the articles were segmented."""
        return self._snapshot().commit.words

    def close(self) -> None:
        """Forget the commit, and close the connections."""
        self._opened = None
        self._forget()
        self._cluster.close()

    def _segmenter(self, articles: int = MOST_SMALL + 1) -> BulkSegmenter:
        """A segmenter for some number of articles: one that starts at once is slower for many."""
        words = self._snapshot().commit.words
        return query_segmenter(words) if articles <= MOST_SMALL else load_segmenter(words)

    def _snapshot(self) -> Snapshot:
        if not self._opened:
            found = read_commit(self._cluster)
            self._opened = Snapshot(self._cluster, found[0] if found else ClusterCommit())
        return self._opened

    def _forget(self) -> None:
        for cache in (self._articles, self._upcoming, self._doc_freqs, self._decided):
            cache.clear()
        self._hits = ()

    def _repeated(self, operation: Callable[[Snapshot], Answer]) -> Answer:
        """Carry out an operation over one commit, again if that was replaced meanwhile.

        Raises:
            IndexDamagedError: the cluster does not hold all articles of the newest commit.

        """
        for _ in range(TRIES):
            snapshot = self._snapshot()
            try:
                return operation(snapshot)
            except (StaleError, MissingIndexError):
                self._opened = None
                self._forget()
                if self._snapshot().commit.token == snapshot.commit.token:
                    raise self._damaged(snapshot.commit) from None
        raise self._damaged(snapshot.commit)

    def _damaged(self, commit: ClusterCommit) -> IndexDamagedError:
        return IndexDamagedError(
            "the cluster does not hold all {:,} articles of the index",
            commit.articles,
            path=str(self._cluster.address),
            hint=REBUILD,
        )

    def _decide(self, snapshot: Snapshot, match: Node, prefer: Node | None) -> Mapping[Node, Sequence[int]]:
        from newsgrep.engine.opensearch.judge import decide

        key = match, prefer
        if key not in self._decided:
            self._decided[key] = decide(snapshot, match, prefer, self._segmenter)
        return self._decided[key]

    def _since(self, snapshot: Snapshot, recency: Recency) -> date:
        return since_of(snapshot.search(recency_body(snapshot, recency)), recency)

    def _heaviest(self, snapshot: Snapshot, ranking: Sequence[WeightedTerm]) -> list[Scored]:
        self._frequencies_of(snapshot, [term for term, _ in ranking])
        known = self._doc_freqs.__getitem__
        return heaviest(ranking, Frequencies(snapshot.commit.articles, known, known))

    def _exact_scores(self, snapshot: Snapshot, ids: Sequence[str], terms: Sequence[Scored]) -> dict[str, float]:
        """The scores of articles in double precision; few that are here already are not asked for once more."""
        if not terms:
            return dict.fromkeys(ids, 1.0)
        if len(ids) <= MOST_SMALL and all(article_id in self._articles for article_id in ids):
            articles = self._articles_of(snapshot, ids).values()
            return scores_by_texts(articles, terms, snapshot.commit.mean_lengths, self._segmenter(len(ids)))
        return scores_by_counts(snapshot, ids, terms)

    def _frequencies_of(self, snapshot: Snapshot, terms: Sequence[Term]) -> list[int]:
        unknown = [term for term in dict.fromkeys(terms) if term not in self._doc_freqs]
        bounder = Bounder()
        bodies = [{"size": 0, "query": snapshot.query(bounder.bounds(term).possible)} for term in unknown]
        for term, answer in zip(unknown, snapshot.searches([], bodies), strict=True):
            self._doc_freqs[term] = answer["hits"]["total"]["value"]
        return [self._doc_freqs[term] for term in terms]

    def _read(self, snapshot: Snapshot, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The stored articles with some ids, which are kept."""
        these = {"terms": {"id": [keyword(article_id) for article_id in ids]}}
        body = {"size": len(ids), "query": snapshot.query(these), "_source": STORED, "docvalue_fields": ["id"]}
        found = {}
        wanted = {keyword(article_id): article_id for article_id in ids}
        for hit in snapshot.search(body)["hits"]["hits"]:
            article_id = wanted[hit["fields"]["id"][0]]
            found[article_id] = hit["_source"]
            self._keep(article_id, hit["_source"])
        return found

    def _stored_of(self, snapshot: Snapshot, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The stored articles with some ids, those that are there."""
        missing = [article_id for article_id in ids if article_id not in self._articles]
        found = {article_id: self._articles[article_id] for article_id in ids if article_id in self._articles}
        for start in range(0, len(missing), READ_AHEAD):
            found |= self._read(snapshot, missing[start : start + READ_AHEAD])
        return found

    def _articles_of(self, snapshot: Snapshot, ids: Sequence[str]) -> dict[str, Article]:
        """Articles that are there."""
        return {article_id: article_of(stored) for article_id, stored in self._stored_of(snapshot, ids).items()}

    def _keep(self, article_id: str, stored: dict[str, Any]) -> None:
        self._articles[article_id] = stored
        while len(self._articles) > MOST_KEPT:
            self._articles.popitem(last=False)

    def _stream(self, match: Node, source: list[str]) -> Iterator[dict[str, Any]]:
        """The articles that match a node."""
        decided = self._repeated(lambda snapshot: self._decide(snapshot, match, None))
        snapshot = self._snapshot()
        query = snapshot.query(Bounder.fitting(match, decided=decided).bounds(match).possible)
        return self._streamed(snapshot, query, source)

    def _streamed(
        self, snapshot: Snapshot, query: dict[str, Any], source: list[str], fields: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        """A stream, which cannot be repeated once its first article was given."""
        try:
            yield from snapshot.stream(query, source, fields, *([] if source else [BARE_PAGE]))
        except (StaleError, MissingIndexError):
            raise self._damaged(snapshot.commit) from None
