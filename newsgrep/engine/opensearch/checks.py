"""Whether an index in a cluster is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.opensearch.commit import no_index, read_commit
from newsgrep.engine.opensearch.indexes import Indexes
from newsgrep.engine.opensearch.snapshot import STORED, MissingIndexError, Snapshot, StaleError
from newsgrep.engine.opensearch.stored import article_of
from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError
from newsgrep.message import Message, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.engine.opensearch.cluster import Cluster
    from newsgrep.errors import NewsgrepError

MISSING = Message("the cluster does not hold all articles of the index")


def quick_check(snapshot: Snapshot) -> Message | None:
    """What is wrong with an index, as far as counting its articles shows; None if nothing is."""
    if not snapshot.commit.index:
        return None
    if name := Indexes(snapshot.cluster).differing_mapping(snapshot.commit.index):
        return Message("the mapping of the field {} was changed", name)
    try:
        snapshot.search({"size": 0, "query": snapshot.query()})
    except (StaleError, MissingIndexError):
        return MISSING
    return None


def verify(cluster: Cluster) -> Iterator[tuple[Path, list[NewsgrepError]]]:
    """Read the commit and every article: the name of each part, and what is wrong with it."""
    path = Path(cluster.address.name)
    try:
        found = read_commit(cluster)
    except (IndexDamagedError, IndexOutdatedError) as error:
        yield path, [error]
        return
    if not found:
        raise no_index(cluster.address)
    yield path, []
    if not found[0].index:
        return
    snapshot = Snapshot(cluster, found[0])
    part = Path(snapshot.commit.index)
    wrong = quick_check(snapshot)
    try:
        messages = [wrong] if wrong else list(_wrong(snapshot))
    except (StaleError, MissingIndexError):
        messages = [MISSING]
    yield part, [IndexDamagedError("{}", message, path=part, hint=REBUILD) for message in messages]


def _wrong(snapshot: Snapshot) -> Iterator[Message]:
    """What is wrong with the articles: each is read, and their lengths are added up."""
    lengths = dict.fromkeys(TEXT_FIELDS, 0)
    ids: set[str] = set()
    fields = [f"{name}_length" for name in TEXT_FIELDS]
    for hit in snapshot.stream(snapshot.query(), STORED, fields):
        for name in TEXT_FIELDS:
            lengths[name] += hit["fields"][f"{name}_length"][0]
        try:
            article_id = article_of(hit["_source"]).id
        except (ValueError, TypeError, LookupError) as error:
            yield Message("article {} cannot be read: {}", hit["_id"], reason(error))
            continue
        if article_id in ids:
            yield Message("article {} is there twice", article_id)
        ids.add(article_id)
    if tuple(lengths.values()) != snapshot.commit.lengths:
        yield Message("the lengths of its texts are not those of the commit")
