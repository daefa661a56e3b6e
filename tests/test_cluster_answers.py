"""Answers of a cluster in which anything is missing or something else: an error in one line, never fewer articles."""

import copy
import json
from dataclasses import asdict

import pytest
from fuzz_targets import answering, fuzz_cluster

from newsgrep.engine.address import parse_address
from newsgrep.engine.opensearch.commit import ClusterCommit
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from newsgrep.errors import ClusterError, NewsgrepError

ARTICLES = 3
COMMIT = {
    "found": True,
    "_seq_no": 1,
    "_primary_term": 1,
    "_source": asdict(ClusterCommit(generation=1, index="x-1", articles=ARTICLES, user_words="")),
}
HITS = [
    {"_id": str(number), "sort": [number], "fields": {"place": [f"a.jsonl#{number}"], "id": [f"a.jsonl#{number}"]}}
    for number in range(ARTICLES)
]
FOUND = {
    "status": 200,
    "timed_out": False,
    "_shards": {"total": 2, "successful": 2, "failed": 0},
    "hits": {"total": {"value": ARTICLES, "relation": "eq"}, "hits": HITS},
    "aggregations": {"live": {"articles": {"doc_count": ARTICLES}}},
}
VALUES = (None, [], {}, "", "江", 0, 1, 2, -1, 1e300, True, False, [[]], [None], {"a": 1}, ARTICLES + 1)


def ids_in(*answers: object) -> list[str]:
    with answering([json.dumps(answer).encode() for answer in answers]):
        return list(OpenSearchEngine(parse_address("opensearch://localhost:9/x")).ids())


def changed(value: object, path: tuple[object, ...] = ()):
    """An answer with each of its values left out, or another in its place; and the path of that."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield from changed(below, (*path, key))
        yield (*path, key), None, True
        yield from (((*path, key), other, False) for other in VALUES)


def with_change(answer: object, path: tuple[object, ...], other: object, is_gone: bool) -> object:  # noqa: FBT001
    made = copy.deepcopy(answer)
    place = made
    for key in path[:-1]:
        place = place[key]
    if is_gone:
        del place[path[-1]]
    else:
        place[path[-1]] = other
    return made


def test_what_it_holds_is_listed():
    assert len(ids_in(COMMIT, FOUND)) == ARTICLES


@pytest.mark.parametrize("which", ["commit", "answer"])
def test_an_answer_with_anything_else_in_it_is_whole_or_an_error(which):
    answer = COMMIT if which == "commit" else FOUND
    errors = 0
    for path, other, is_gone in changed(answer):
        made = with_change(answer, path, other, is_gone)
        try:
            found = ids_in(*((made, FOUND) if which == "commit" else (COMMIT, made)))
        except NewsgrepError:
            errors += 1
        else:
            assert len(found) == ARTICLES, (path, other)
    assert errors > 100


def test_hits_that_are_left_out_are_missed():
    for left in range(ARTICLES):
        fewer = copy.deepcopy(FOUND)
        del fewer["hits"]["hits"][left]
        with pytest.raises(ClusterError, match="2 hits instead of 3"):
            ids_in(COMMIT, fewer)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7", b'"x"', b"<html>login", b"[" * 100_000, b'{"found": true}', b"500 {}", b"503 [1]"])  # fmt: skip
@pytest.mark.parametrize("before", [b"", json.dumps(COMMIT).encode() + b"\n"])
def test_any_bytes_are_an_error(before, body):
    fuzz_cluster(before + body)
