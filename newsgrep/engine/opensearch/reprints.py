"""Reprints in a cluster: sketches give candidates there, texts and dates decide here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.minhash import BINS, SHARED_BITS, WORDS
from newsgrep.engine.near_duplicates import MOST_COMPARED, MOST_DAYS, Days, reprints_among
from newsgrep.engine.opensearch.document import keyword
from newsgrep.engine.opensearch.layout import ALIKE, place_of_key
from newsgrep.engine.opensearch.snapshot import stored
from newsgrep.engine.opensearch.text_form import from_stored
from newsgrep.text.fold import fold, fold_codes, to_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis.minhash import Sketches
    from newsgrep.engine.base import Hit
    from newsgrep.engine.opensearch.snapshot import Snapshot
    from newsgrep.text.fold import CodePoints

COLUMNS = ["sketch0", "sketch1", "first_day", "last_day"]
# Ids that are looked up in one request, with their texts, and without.
WITH_TEXTS, WITHOUT = 128, 5_000


def reprints(snapshot: Snapshot, article_id: str) -> list[Hit]:
    """The other articles that share most of an article's text (see ``newsgrep.engine.near_duplicates``)."""
    its = {"term": {"id": {"value": keyword(article_id)}}}
    body = {"size": 1, "query": snapshot.query(its), "_source": ["text"], "docvalue_fields": COLUMNS}
    hits = snapshot.search(body)["hits"]["hits"]
    if not hits:
        return []
    own = hits[0]
    first, second, first_day, last_day = (own["fields"][name][0] for name in COLUMNS)
    params = {"first": first, "second": second, "most": BINS - SHARED_BITS}
    candidates = snapshot.query(
        {"range": {"first_day": {"lte": last_day + MOST_DAYS}}},
        {"range": {"last_day": {"gte": first_day - MOST_DAYS}}},
        {"script": {"script": {"lang": "painless", "source": ALIKE, "params": params}}},
        {"bool": {"must_not": [its]}},
    )
    others = (
        (*place_of_key(from_stored(hit["fields"]["place"][0])), _folded(hit))
        for hit in snapshot.stream(candidates, ["text"], ["place"])
    )
    return reprints_among(_folded(own), others)


def originals(snapshot: Snapshot, ids: Sequence[str]) -> list[int]:
    """The index of each article's original (see ``newsgrep.engine.reprint_join``)."""
    from newsgrep.engine import reprint_join

    return reprint_join.originals(_JoinedInCluster(snapshot, ids)) if ids else []


def _folded(hit: dict[str, Any]) -> str:
    return fold(from_stored(hit["_source"]["text"])[:MOST_COMPARED])


class _JoinedInCluster:
    """Articles of the cluster as ``reprint_join`` wants them."""

    def __init__(self, snapshot: Snapshot, ids: Sequence[str]) -> None:
        self._snapshot = snapshot
        self._ids = ids
        self._numbers = {keyword(article_id): number for number, article_id in enumerate(ids)}
        self._texts: dict[int, str] = {}
        columns: list[list[int]] = [[] for _ in ids]
        for number, hit in self._found(range(len(ids)), WITHOUT, COLUMNS):
            columns[number] = [hit["fields"][name][0] for name in COLUMNS]
        values = np.array(columns, np.int64)
        self.sketches: Sketches = np.ascontiguousarray(values[:, :WORDS]).view(np.uint64)
        self.days = Days(*(values[:, at].astype(np.int32) for at in (WORDS, WORDS + 1)))

    def batches(self) -> Iterator[tuple[Sequence[int], CodePoints]]:
        """All articles, in their order."""
        for start in range(0, len(self._ids), WITH_TEXTS):
            numbers = range(start, min(start + WITH_TEXTS, len(self._ids)))
            texts = self._read(numbers)
            yield numbers, fold_codes(to_codes("".join(f"{texts[number]}\0" for number in numbers)))

    def text(self, number: int) -> str:
        """The folded text of an article; those after it are read with it."""
        if number not in self._texts:
            self._texts = self._read(range(number, min(number + WITH_TEXTS, len(self._ids))))
        return fold(self._texts[number])

    def _read(self, numbers: Sequence[int]) -> dict[int, str]:
        found = self._found(numbers, WITH_TEXTS, [])
        return {number: from_stored(hit["_source"]["text"])[:MOST_COMPARED] for number, hit in found}

    def _found(self, numbers: Sequence[int], at_once: int, columns: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The articles with these numbers.

        Raises:
            KeyError: one is not in the index.

        """
        for start in range(0, len(numbers), at_once):
            ids = [keyword(self._ids[number]) for number in numbers[start : start + at_once]]
            body = {
                "size": len(ids),
                "query": self._snapshot.query({"terms": {"id": ids}}),
                "docvalue_fields": ["id", *columns],
                **stored([] if columns else ["text"]),
            }
            hits = self._snapshot.search(body)["hits"]["hits"]
            if len(hits) != len(ids):
                raise KeyError(ids)
            for hit in hits:
                yield self._numbers[hit["fields"]["id"][0]], hit
