"""The words of all articles, listed in documents of the control index: the cluster lists none of a text field."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import zstandard

from newsgrep.analysis import TEXT_FIELDS
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

    The words of articles that are gone may stay among them.
    """
    found = {name: set(terms) - {TEXT_END, "\n"} for name, terms in words.items()}
    if not any(found.values()):
        return known
    joined = len(known) >= MOST_LISTS
    if joined:
        for listed in (read_list(cluster, document_id) for document_id in known):
            if listed:
                found.setdefault(listed[0], set()).update(listed[1])
    return (*(() if joined else known), *_write(cluster, generation, found))


def delete_lists(cluster: Cluster, generation: int) -> None:
    """Delete the lists of an update that was not finished; they were written one after the other."""
    for name in TEXT_FIELDS:
        start = 0
        while cluster.delete(_list_id(generation, name, start)):
            start += MOST_WORDS


def _write(cluster: Cluster, generation: int, words: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for name, terms in words.items():
        ordered = sorted(terms)
        for start in range(0, len(ordered), MOST_WORDS):
            document_id = _list_id(generation, name, start)
            text = to_json(ordered[start : start + MOST_WORDS]).encode("utf-8", "surrogatepass")
            packed = b64encode(zstandard.compress(text)).decode()
            cluster.put(document_id, {"field": name, "words": packed})
            yield document_id


def _list_id(generation: int, name: str, start: int) -> str:
    return f"words-{generation}-{name}-{start}"


def read_list(cluster: Cluster, document_id: str) -> tuple[str, list[str]] | None:
    """The text field and the words of a list; None if it is gone."""
    stored = cluster.read(document_id)
    if not stored:
        return None
    raw = zstandard.decompress(b64decode(stored.source["words"]))
    return stored.source["field"], json.loads(raw.decode("utf-8", "surrogatepass"))
