"""Decides by their texts which articles match, where the cluster's queries leave it open."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import analyse
from newsgrep.engine.memory import entry_matches
from newsgrep.engine.opensearch.bounds import Bounder
from newsgrep.engine.opensearch.literals import Query, all_query, any_query, no_query
from newsgrep.engine.opensearch.snapshot import STORED
from newsgrep.engine.opensearch.stored import article_of, texts_of
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.analysis import BulkSegmenter, Entry
    from newsgrep.engine.opensearch.snapshot import Snapshot
    from newsgrep.query.plan_nodes import Node

# Articles in memory at a time.
BATCH = 256


def decide(
    snapshot: Snapshot, match: Node, prefer: Node | None, load: Callable[[], BulkSegmenter]
) -> dict[Node, Sequence[int]]:
    """For each node that the cluster does not decide, the numbers of the articles in question that match it.

    An article is in question if the query could match it or not, or the literal part of the query. Raises
    ``QueryError`` if a regular expression takes too long.
    """
    bounder = Bounder.fitting(match, prefer)
    nodes = dict.fromkeys((*bounder.open_nodes(match), *(bounder.open_nodes(prefer) if prefer else ())))
    found: dict[Node, list[int]] = {node: [] for node in nodes}
    if not nodes:
        return {}
    segmenter = load()
    pending = snapshot.stream(snapshot.query(_in_question(bounder, match, prefer)), STORED)
    while batch := list(islice(pending, BATCH)):
        for hit, entry in zip(batch, _entries(batch, segmenter), strict=True):
            for node in nodes:
                if entry_matches(node, entry):
                    found[node].append(int(hit["_id"]))
    return dict(found)


def _entries(batch: Sequence[dict[str, Any]], segmenter: BulkSegmenter) -> Iterator[Entry]:
    """The entries of some documents, all of whose texts are folded at once."""
    texts = [texts_of(hit["_source"]) for hit in batch]
    joined = "\0".join(text for each in texts for text in each.values())
    folded = iter(to_text(fold_codes(to_codes(joined))).split("\0"))
    for hit, written in zip(batch, texts, strict=True):
        entry = analyse(article_of(hit["_source"]), segmenter)
        entry.written = written
        entry.folded = {name: next(folded) for name in written}
        yield entry


def _in_question(bounder: Bounder, match: Node, prefer: Node | None) -> Query:
    """The articles whose texts decide."""
    matching = bounder.bounds(match)
    queries = [] if matching.decides else [all_query([matching.possible, no_query(matching.certain)])]
    if prefer:
        literal = bounder.bounds(prefer)
        if not literal.decides:
            queries.append(all_query([matching.possible, literal.possible, no_query(literal.certain)]))
    return any_query(queries)
