"""The requests that newsgrep makes to a cluster: documents of the control index, searches, bulk writes, settings."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.engine.opensearch.replies import (
    CONFLICT,
    FIRST_ERROR,
    NO_INDEX,
    NOT_FOUND,
    Reply,
    error_reason,
    error_type,
    is_passing,
)
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.engine.opensearch.understanding import understanding
from newsgrep.errors import ClusterError
from newsgrep.storage.article_codec import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.engine.address import ClusterAddress

# How long the cluster keeps the state of a stream between two pages.
KEEP_ALIVE = "5m"
REALTIME = {"realtime": "true", "preference": "_primary"}
# How long a write waits for a shard that is missing.
SOON = {"timeout": "10s"}
# Never a shorter answer: a shard that is missing or too slow is an error.
WHOLE = {"allow_partial_search_results": "false"}
# Seconds after which a search that could only be answered in part is tried again.
SEARCH_WAITS = (0.2, 1.0, 3.0)
# Hits that OpenSearch gives if it is not asked for a number of them.
DEFAULT_SIZE = 10
CHECK_HEALTH = "see GET /_cluster/health?level=shards; start the nodes that are missing, then try again"


class Version(NamedTuple):
    """What a document must still be for a conditional write to succeed."""

    seq_no: int
    primary_term: int

    @property
    def condition(self) -> dict[str, str]:
        """The parameters of such a write."""
        return {"if_seq_no": str(self.seq_no), "if_primary_term": str(self.primary_term)}


class Stored(NamedTuple):
    """A document of the control index, and its version."""

    source: dict[str, Any]
    version: Version


class ConflictError(Exception):
    """A document has changed since it was read."""


class MissingIndexError(Exception):
    """An index that a request names does not exist."""


@understanding
class Cluster:
    """One index of newsgrep in a cluster: ``control`` is the name of the index that says what counts."""

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address
        self.control = address.name
        self.transport = Transport(address)

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def read(self, document_id: str) -> Stored | None:
        """A document of the control index, as it is now; None if it, or the index, does not exist."""
        path = (self.control, "_doc", document_id)
        reply = self.transport.request("GET", path, params=REALTIME, allowed=(NOT_FOUND,))
        if reply.status == NOT_FOUND or not isinstance(reply.body, dict) or not reply.body.get("found"):
            return None
        body = reply.body
        return Stored(body["_source"], Version(body["_seq_no"], body["_primary_term"]))

    def write(self, document_id: str, source: Mapping[str, Any], version: Version | None) -> Version:
        """Write a document of the control index if it is still ``version``, or does not exist (None).

        The value ``claim``, new with each write, tells a write whose answer was lost from one by others.

        Raises:
            ConflictError: it has changed.

        """
        params = {**SOON, **(version.condition if version else {"op_type": "create"})}
        path = (self.control, "_doc", document_id)
        reply = self.transport.request("PUT", path, source, params=params, allowed=(CONFLICT,))
        if reply.status == CONFLICT:
            held = self.read(document_id)
            if held and held.source.get("claim") == source["claim"]:
                return held.version
            raise ConflictError(document_id)
        return Version(reply.body["_seq_no"], reply.body["_primary_term"])

    def put(self, document_id: str, source: Mapping[str, Any]) -> None:
        """Write a document of the control index, whatever it was."""
        self.transport.request("PUT", (self.control, "_doc", document_id), source, params=SOON)

    def delete(self, document_id: str, version: Version | None = None) -> bool:
        """Delete a document of the control index, and say whether it was there, of a version where one is given."""
        params = {**SOON, **(version.condition if version else {})}
        path = (self.control, "_doc", document_id)
        return self.transport.request("DELETE", path, params=params, allowed=(NOT_FOUND, CONFLICT)).status < FIRST_ERROR

    def search(self, index: str | None, body: Mapping[str, Any], **params: str) -> dict[str, Any]:
        """Search an index, or in the stream that the body names (None)."""
        path = (index, "_search") if index else ("_search",)
        reply = self.transport.request("POST", path, body, params=WHOLE | params, allowed=(NOT_FOUND,))
        return self._whole(reply.status, reply.body, body)

    def count(self, index: str, query: Mapping[str, Any]) -> int:
        """The exact number of documents of an index that match."""
        body = {"size": 0, "track_total_hits": True, "query": query}
        total: int = self.search(index, body)["hits"]["total"]["value"]
        return total

    def multi_search(self, index: str, bodies: Sequence[Mapping[str, Any]], preference: str) -> list[dict[str, Any]]:
        """The answers to several searches, in one request; those of one ``preference`` go to the same copies."""
        if not bodies:
            return []
        head = to_json({"index": index, "preference": preference, "allow_partial_search_results": False})
        lines = "".join(f"{head}\n{to_json(body)}\n" for body in bodies).encode()
        for wait in (*SEARCH_WAITS, None):
            answers: list[dict[str, Any]] = self.transport.request("POST", ("_msearch",), lines).body["responses"]
            if wait is None or not any(is_passing(Reply(answer.get("status", 0), answer)) for answer in answers):
                break
            time.sleep(wait)  # a node has died, and its shards are about to be another's
        return [
            self._whole(answer.get("status", 0), answer, body) for answer, body in zip(answers, bodies, strict=True)
        ]

    def _whole(self, status: int, body: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
        """An answer that is whole: of every shard, in time, with an exact total and the hits that were asked for.

        Raises:
            ClusterError: it is not.
            MissingIndexError: the index does not exist.

        """
        if error_type(body) == NO_INDEX:
            raise MissingIndexError
        if status >= FIRST_ERROR or "error" in body:
            raise self.failed(error_reason(body))
        shards = body["_shards"]
        if shards["failed"] or shards["successful"] != shards["total"]:
            raise self.failed(f"{shards['total'] - shards['successful']} of {shards['total']} shards did not answer")
        if body["timed_out"]:
            raise ClusterError("the cluster did not finish in time", about=self.address, hint="try again later")
        total = body["hits"].get("total")
        if total and total["relation"] != "eq":
            raise self.failed("the total is not exact")
        if total and "search_after" not in asked:
            expected = min(asked.get("size", DEFAULT_SIZE), total["value"])
            if len(body["hits"]["hits"]) != expected:
                raise self.failed(f"{len(body['hits']['hits'])} hits instead of {expected}")
        found: dict[str, Any] = body
        return found

    def failed(self, why: str) -> ClusterError:
        """The error of an answer that would lack articles."""
        return ClusterError("the index cannot be searched as a whole: {}", why, about=self.address, hint=CHECK_HEALTH)

    @contextmanager
    def stream(self, index: str) -> Iterator[str]:
        """A point in time of an index, in which pages follow each other whatever is written meanwhile."""
        path = (index, "_search", "point_in_time")
        params = {"keep_alive": KEEP_ALIVE, "allow_partial_pit_creation": "false"}
        reply = self.transport.request("POST", path, params=params, allowed=(NOT_FOUND,))
        if reply.status == NOT_FOUND:
            raise MissingIndexError
        try:
            yield reply.body["pit_id"]
        finally:
            with suppress(ClusterError):
                ours = ("_search", "point_in_time")
                self.transport.request("DELETE", ours, {"pit_id": [reply.body["pit_id"]]}, allowed=(NOT_FOUND,))

    def settings(self, index: str, body: Mapping[str, Any]) -> None:
        """Change the settings of an index."""
        self.transport.request("PUT", (index, "_settings"), body)

    def refresh(self, index: str) -> None:
        """Make what was written to an index visible in all of its copies."""
        reply = self.transport.request("POST", (index, "_refresh"))
        if reply.body["_shards"]["failed"]:
            raise self.failed(error_reason({"error": reply.body["_shards"]["failures"][0]["reason"]}))

    def merge(self, index: str) -> None:
        """Have the cluster merge the segments of an index, which goes on after the answer and keeps it searchable."""
        params = {"max_num_segments": "1", "wait_for_completion": "false"}
        self.transport.request("POST", (index, "_forcemerge"), params=params)
