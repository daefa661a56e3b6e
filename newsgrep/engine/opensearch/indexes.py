"""The indexes of an index of newsgrep in a cluster: made, filled, settled, deleted."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from newsgrep.engine.opensearch.commit import COMMIT, ClusterCommit, read_commit
from newsgrep.engine.opensearch.layout import (
    article_settings,
    articles_index,
    control_settings,
    filled_settings,
    mapping,
)
from newsgrep.engine.opensearch.replies import FIRST_ERROR, NOT_FOUND
from newsgrep.engine.opensearch.server import require_opensearch
from newsgrep.errors import ClusterError, IndexDamagedError, IndexOutdatedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.engine.opensearch.cluster import Cluster, Version

EXISTS = 400
# Seconds that copies are waited for after a build; without them, the index is as safe as its only copy.
COPIES_WAIT = 30


class Indexes:
    """The indexes of one index of newsgrep."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._request = cluster.transport.request
        self._name = cluster.address.name

    def require_own(self) -> None:
        """Check that an index of this name, if there is one, is newsgrep's.

        Raises:
            UsageError: it is another program's.

        """
        reply = self._request("GET", (self._name, "_mapping"), allowed=(NOT_FOUND,))
        if reply.status == NOT_FOUND:
            require_opensearch(self._cluster)
            return
        mappings = [
            index.get("mappings") if isinstance(index, dict) else None
            for index in (reply.body.values() if isinstance(reply.body, dict) else ())
        ]
        if not mappings or None in mappings:  # no answer of a cluster
            require_opensearch(self._cluster)
        if len(mappings) != 1 or "newsgrep" not in ((mappings[0] or {}).get("_meta") or {}):
            raise UsageError(
                "an index of this name exists that is not newsgrep's; nothing was changed",
                about=self._cluster.address,
                hint="choose another name",
            )

    def create_control(self) -> None:
        """Make the index of what counts, if there is none."""
        if self._request("HEAD", (self._name,), allowed=(NOT_FOUND,)).status < FIRST_ERROR:
            return
        require_opensearch(self._cluster)
        self._create(self._name, control_settings())

    def read_commit_or_blank(self, *, afresh: bool) -> tuple[ClusterCommit, Version] | None:
        """The commit; if it cannot be read and does not matter, one that only continues its generations."""
        try:
            return read_commit(self._cluster)
        except (IndexDamagedError, IndexOutdatedError):
            stored = self._cluster.read(COMMIT)
            if not afresh or not stored:
                raise
            known = [stored.source.get("allocated"), stored.source.get("generation")]
            last = max((number for number in known if isinstance(number, int)), default=int(time.time()))
            return ClusterCommit(generation=last, allocated=last), stored.version

    def create_articles(self, generation: int) -> str:
        """Make an index for the articles of a build."""
        options = self._cluster.address.options
        nodes = self._request("GET", ("_cluster", "health")).body["number_of_data_nodes"]
        name = articles_index(self._name, generation)
        self._create(name, article_settings(self._name, options, nodes))
        return name

    def _create(self, name: str, body: object) -> None:
        reply = self._request("PUT", (name,), body, params={"wait_for_active_shards": "1"}, allowed=(EXISTS,))
        if reply.status == EXISTS and "resource_already_exists" not in str(reply.body):
            raise ClusterError("the cluster refuses: {}", str(reply.body)[:300], about=self._cluster.address)

    def settle(self, index: str) -> None:
        """Put everything on disk, and make copies of it on other nodes, where there are some."""
        self._request("POST", (index, "_flush"), params={"wait_if_ongoing": "true"})
        self._cluster.settings(index, filled_settings(self._cluster.address.options))
        params = {"wait_for_status": "green", "wait_for_no_initializing_shards": "true", "timeout": f"{COPIES_WAIT}s"}
        with suppress(ClusterError):
            self._request(
                "GET", ("_cluster", "health", index), params=params, allowed=(408,), timeout=2.0 * COPIES_WAIT
            )

    def delete_ranges(self, index: str, ranges: Iterable[tuple[int, int]]) -> None:
        """Delete the documents with numbers from the first to before the second of some pairs, which no commit has."""
        queries = [{"range": {"number": {"gte": first, "lt": end}}} for first, end in ranges]
        query = {"bool": {"should": queries, "minimum_should_match": 1}}
        if queries and self._cluster.count(index, query):
            params = {"conflicts": "proceed", "refresh": "true", "wait_for_completion": "true"}
            self._request("POST", (index, "_delete_by_query"), {"query": query}, params=params, timeout=600.0)

    def all(self) -> list[str]:
        """The names of all indexes of articles that belong to this index."""
        params = {"filter_path": "*.mappings._meta"}
        reply = self._request("GET", (f"{self._name}-*", "_mapping"), params=params, allowed=(NOT_FOUND,))
        if reply.status == NOT_FOUND:
            return []
        metas = {name: index["mappings"]["_meta"].get("newsgrep") or {} for name, index in reply.body.items()}
        return sorted(name for name, meta in metas.items() if meta.get("articles_of") == self._name)

    def delete_others(self, kept: str) -> None:
        """Delete the indexes of articles but one."""
        for name in self.all():
            if name != kept:
                self._request("DELETE", (name,), allowed=(NOT_FOUND,))

    def point_alias(self, index: str) -> None:
        """Let the alias ``NAME-articles`` name an index, for other programs."""
        alias = f"{self._name}-articles"
        actions = [
            {"remove": {"index": f"{self._name}-*", "alias": alias, "must_exist": False}},
            {"add": {"index": index, "alias": alias}},
        ]
        self._request("POST", ("_aliases",), {"actions": actions})

    def differing_mapping(self, index: str) -> str | None:
        """The first field of an index of articles whose mapping is not as newsgrep made it; None if there is none."""
        reply = self._request("GET", (index, "_mapping"), allowed=(NOT_FOUND,))
        if reply.status == NOT_FOUND:
            return None
        (found,) = reply.body.values()
        expected, held = mapping(self._name)["properties"], found["mappings"].get("properties", {})
        name: str
        for name in sorted(expected.keys() | held.keys()):
            if _essential(expected.get(name)) != _essential(held.get(name)):
                return name
        return None


def _essential(field: object) -> object:
    """What a field's mapping says, without defaults, which the cluster leaves out."""
    if not isinstance(field, dict):
        return field
    return {
        name: value
        for name, value in field.items()
        if (name, value) not in {("doc_values", True), ("index_options", "positions")}
    }
