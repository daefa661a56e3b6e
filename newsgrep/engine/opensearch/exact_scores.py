"""Scores in double precision, where those of the cluster, in single precision, do not tell which hit comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.analysis import TEXT_FIELDS, analyse
from newsgrep.engine.bm25 import length_normalised_tf, saturate
from newsgrep.engine.opensearch.document import keyword
from newsgrep.engine.opensearch.layout import MOST_AT_ONCE, PACK
from newsgrep.engine.opensearch.ranking import packed_frequency
from newsgrep.engine.opensearch.snapshot import StaleError, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newsgrep.analysis import BulkSegmenter
    from newsgrep.engine.base import Hit
    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.opensearch.snapshot import Snapshot
    from newsgrep.model import Article

# Scores that differ by less, relatively, may be in another order in double precision: each of some dozens of summands
# is rounded by up to 6e-8.
ROUNDING = 3e-7
# Hits beyond the last one that is wanted, one of which may come before it.
BEYOND = 8
# Ask for the scores of the queries that have a name, which are the frequencies of a term.
WITH_FREQUENCIES = {"include_named_queries_score": "true"}
COUNTED_FIELDS = ["id", "title_length", "body_length"]


def settle_ties(hits: Sequence[Hit], exact: Callable[[Sequence[str]], Mapping[str, float]]) -> list[Hit]:
    """The hits, best first, in the order of their scores in double precision.

    ``exact`` gives those of articles, by their ids, before they decay with age.
    """
    runs = [run for run in _runs(hits) if len(run) > 1]
    if not runs:
        return list(hits)
    scores, settled = exact([hits[at].id for run in runs for at in run]), list(hits)
    for run in runs:
        tied = [hits[at] for at in run]
        settled[run.start : run.stop] = sorted(tied, key=lambda hit: (-scores[hit.id] * hit.recency, hit.place))
    return settled


def scores_by_texts(
    articles: Iterable[Article], terms: Sequence[Scored], mean_lengths: Mapping[str, float], segmenter: BulkSegmenter
) -> dict[str, float]:
    """The scores of a few articles, by their ids, from their texts."""
    from newsgrep.engine.memory import term_counts

    found, known = {}, {}
    for article in articles:
        entry = analyse(article, segmenter)
        texts = tuple(entry.written.values())
        if texts not in known:  # most are reprints of each other, word for word
            known[texts] = _score(terms, [term_counts(term, entry) for term, _ in terms], entry.lengths, mean_lengths)
        found[article.id] = known[texts]
    return found


def scores_by_counts(snapshot: Snapshot, ids: Sequence[str], terms: Sequence[Scored]) -> dict[str, float]:
    """The scores of articles, by their ids, from the frequencies and lengths that the cluster has."""
    found = {}
    named = [packed_frequency(term) for term, _ in terms]
    for at, query in enumerate(named):
        query["bool"]["_name"] = str(at)
    for start in range(0, len(ids), MOST_AT_ONCE):
        wanted = {keyword(article_id): article_id for article_id in ids[start : start + MOST_AT_ONCE]}
        query = snapshot.query({"terms": {"id": list(wanted)}})
        query["bool"]["should"] = named
        body = {"query": query, "size": len(wanted), "sort": ["_doc"], "docvalue_fields": COUNTED_FIELDS, **stored([])}
        answer = snapshot.cluster.search(snapshot.commit.index, body, **WITH_FREQUENCIES)
        for hit in answer["hits"]["hits"]:
            lengths = {name: hit["fields"][f"{name}_length"][0] for name in TEXT_FIELDS}
            counts = _unpacked(len(terms), hit.get("matched_queries") or {})
            score = _score(terms, counts, lengths, snapshot.commit.mean_lengths)
            found[wanted[hit["fields"]["id"][0]]] = score
    if len(found) < len(set(ids)):
        raise StaleError
    return found


def _unpacked(terms: int, packed: Mapping[str, float]) -> Iterator[dict[str, int]]:
    """How often each term is in the headlines and in the text (see ``layout.PACK``)."""
    for at in range(terms):
        yield dict(zip(TEXT_FIELDS, divmod(int(packed.get(str(at), 0)), PACK), strict=True))


def _score(
    terms: Sequence[Scored], counts: Iterable[Mapping[str, int]], lengths: Mapping[str, Any], means: Mapping[str, float]
) -> float:
    score = 0.0
    for (_, weight), each in zip(terms, counts, strict=True):
        found = sum(count * length_normalised_tf(name, lengths[name], means[name]) for name, count in each.items())
        if found:
            score += weight * saturate(found)
    return score


def _runs(hits: Sequence[Hit]) -> Iterator[range]:
    """The stretches of hits whose scores do not tell their order."""
    start = 0
    for at in range(1, len(hits) + 1):
        before = hits[at - 1]
        if at == len(hits) or not before.score or not _are_close(before, hits[at]):
            yield range(start, at)
            start = at


def _are_close(left: Hit, right: Hit) -> bool:
    return left.literal == right.literal and left.score - right.score <= ROUNDING * left.score
