"""One commit of an index, to search and to stream: every answer is checked to be of all of its articles.

An answer says how many articles of the commit the shards that gave it held. Articles that a later commit has replaced
are deleted sooner or later; then the number is too small, and the operation is repeated with that commit.
"""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, Any

from newsgrep.engine.opensearch.cluster import KEEP_ALIVE, MissingIndexError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.engine.opensearch.cluster import Cluster
    from newsgrep.engine.opensearch.commit import ClusterCommit
    from newsgrep.engine.opensearch.literals import Query

    Found = dict[str, Any]

# Documents in one answer: with their texts, and without.
PAGE, BARE_PAGE = 500, 5_000
STORED = ["headlines", "text", "facts"]


class StaleError(Exception):
    """The cluster does not hold all articles of a commit."""


class Snapshot:
    """A commit, as it is searched."""

    def __init__(self, cluster: Cluster, commit: ClusterCommit) -> None:
        self.cluster = cluster
        self.commit = commit
        self._live = commit.live()
        self._count = {"live": {"global": {}, "aggs": {"articles": {"filter": self._live}}}}
        # The same copies of the shards answer all requests.
        self._preference = token_hex(4)

    def query(self, *filters: Query) -> dict[str, Any]:
        """A query for the articles that count and match some filters."""
        return {"bool": {"filter": [self._live, *filters]}}

    def search(self, body: dict[str, Any]) -> Found:
        """One search."""
        return self.searches([body])[0]

    def searches(self, bodies: Sequence[dict[str, Any]], unchecked: Iterable[dict[str, Any]] = ()) -> list[Found]:
        """Some searches, in one request, those ``unchecked`` for what a later one of the operation finds out."""
        if not self.commit.index:
            return [_nothing(body) for body in (*bodies, *unchecked)]
        checked = [body | {"aggs": body.get("aggs", {}) | self._count, "track_total_hits": True} for body in bodies]
        others = [body | {"track_total_hits": True} for body in unchecked]
        found = self.cluster.multi_search(self.commit.index, [*checked, *others], self._preference)
        for answer in found[: len(checked)]:
            self._check(answer)
        return found

    def _check(self, answer: Found) -> None:
        if answer["aggregations"]["live"]["articles"]["doc_count"] != self.commit.articles:
            raise StaleError

    def stream(self, query: Query, source: list[str], fields: Sequence[str] = (), page: int = 0) -> Iterator[Found]:
        """Every article that matches, in the order of their numbers; ``source`` and ``fields`` are what is read."""
        page = page or PAGE
        body: dict[str, Any] = {
            "query": query,
            "size": page,
            "docvalue_fields": list(fields),
            "sort": [{"number": "asc"}],
            **stored(source),
        }
        first = self.search(body)
        hits, total = first["hits"]["hits"], first["hits"]["total"]["value"]
        yield from hits
        given = len(hits)
        if len(hits) < page or total == page:
            return
        with self.cluster.stream(self.commit.index) as point:
            checked: dict[str, Any] = {"aggs": self._count, "track_total_hits": True}
            while len(hits) == page:
                # A total is wanted where articles are counted: else shards without a hit are left out.
                after = {"search_after": hits[-1]["sort"], "pit": {"id": point, "keep_alive": KEEP_ALIVE}}
                answer = self.cluster.search(None, body | after | (checked or {"track_total_hits": False}))
                if checked:
                    self._check(answer)
                    checked = {}
                    total = answer["hits"]["total"]["value"]
                hits = answer["hits"]["hits"]
                yield from hits
                given += len(hits)
        if given != total:
            raise self.cluster.failed(f"{given} hits instead of {total}")

    def ranked(self, body: dict[str, Any], wanted: int, most: int) -> tuple[list[Found], int]:
        """The first ``wanted`` hits of a sorted search, ``most`` at a time, and the total."""
        first = self.search(body | {"size": min(wanted, most)})
        hits, total = first["hits"]["hits"], first["hits"]["total"]["value"]
        if len(hits) == min(wanted, total):
            return hits, total
        with self.cluster.stream(self.commit.index) as point:
            extra: dict[str, Any] = {"aggs": self._count, "pit": {"id": point, "keep_alive": KEEP_ALIVE}}
            while len(hits) < min(wanted, total):
                after = {
                    "search_after": hits[-1]["sort"],
                    "size": min(most, wanted - len(hits)),
                    "track_total_hits": True,
                }
                answer = self.cluster.search(None, body | after | extra)
                if "aggs" in extra:
                    self._check(answer)
                    del extra["aggs"]
                more = answer["hits"]["hits"]
                if not more:
                    raise StaleError
                hits += more
        return hits, total


def stored(source: list[str]) -> dict[str, Any]:
    """What of a document an answer brings; without its stored fields, the cluster need not decompress any."""
    return {"_source": source} if source else {"stored_fields": "_none_"}


def _nothing(body: dict[str, Any]) -> Found:
    """The answer of an index without articles."""
    names = body.get("aggs", {})
    return {
        "hits": {"total": {"value": 0}, "hits": []},
        "aggregations": {name: {"buckets": [], "doc_count": 0} for name in names},
    }


__all__ = ["MissingIndexError", "Snapshot", "StaleError"]
