"""The words of all articles, listed in documents of the control index: the cluster lists none of a text field."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import zstandard

from newsgrep.analysis.bulk import TEXT_END
from newsgrep.storage.article_codec import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.engine.opensearch.cluster import Cluster

# More lists are joined by the next update.
MOST_LISTS = 8
# Words in a document: some megabytes, of which a third is left by compression.
MOST_WORDS = 1_000_000


def write_vocabulary(
    cluster: Cluster, generation: int, known: tuple[str, ...], words: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """Write the words of an update, and return the ids of the lists of all words.

    The words of articles that are gone may stay among them. Lists that are replaced stay in the control index.
    """
    found = {name: set(terms) - {TEXT_END, "\n"} for name, terms in words.items()}
    if not any(found.values()):
        return known
    joined = len(known) >= MOST_LISTS
    if joined:
        for name, terms in read_lists(cluster, known):
            found.setdefault(name, set()).update(terms)
    return (*(() if joined else known), *_write(cluster, generation, found))


def _write(cluster: Cluster, generation: int, words: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for name, terms in words.items():
        ordered = sorted(terms)
        for start in range(0, len(ordered), MOST_WORDS):
            document_id = f"words-{generation}-{name}-{start}"
            text = to_json(ordered[start : start + MOST_WORDS]).encode("utf-8", "surrogatepass")
            packed = b64encode(zstandard.compress(text)).decode()
            cluster.put(document_id, {"field": name, "words": packed})
            yield document_id


def read_lists(cluster: Cluster, ids: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The text field and the words of each list."""
    for document_id in ids:
        if stored := cluster.read(document_id):
            raw = zstandard.decompress(b64decode(stored.source["words"]))
            yield stored.source["field"], json.loads(raw.decode("utf-8", "surrogatepass"))
