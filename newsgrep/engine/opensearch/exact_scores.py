"""Scores in double precision, where those of the cluster, in single precision, do not tell which hit comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.analysis import analyse
from newsgrep.engine.base import Contribution
from newsgrep.engine.bm25 import length_normalised_tf, saturate
from newsgrep.query.plan_nodes import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newsgrep.analysis import BulkSegmenter, Entry
    from newsgrep.engine.base import Hit
    from newsgrep.engine.bm25 import Scored
    from newsgrep.model import Article

# Scores that differ by less, relatively, may be in another order in double precision: each of some dozens of summands
# is rounded by up to 6e-8.
ROUNDING = 3e-7
# Hits beyond the last one that is wanted, one of which may come before it.
BEYOND = 8
# Longer runs are of articles that score the same; in so many of all, the best, the order is settled.
MOST_IN_RUN = 64
MOST_SETTLED = 1_000


def parts(entry: Entry, terms: Sequence[Scored], mean_lengths: Mapping[str, float]) -> Iterator[Contribution]:
    """What each term adds to the score of an article, field by field."""
    for term, weight in terms:
        if isinstance(term, Pair):
            counts = {name: 1 for name in term.fields if term.text in entry.grams[name]}
        else:
            counts = {name: entry.words[name][term.text] for name in term.fields if term.text in entry.words[name]}
        weights = {
            name: count * length_normalised_tf(name, entry.lengths[name], mean_lengths[name])
            for name, count in counts.items()
        }
        total = sum(weights.values())
        for name, share in weights.items():
            yield Contribution(term.text, name, counts[name], weight * saturate(total) * share / total)


def settle_ties(
    hits: Sequence[Hit],
    terms: Sequence[Scored],
    mean_lengths: Mapping[str, float],
    read: Callable[[Sequence[str]], Mapping[str, Article]],
    load: Callable[[int], BulkSegmenter],
) -> list[Hit]:
    """The hits, best first, in the order of their scores in double precision.

    ``read`` gives articles by their ids, ``load`` a segmenter for some number of them.
    """
    runs = [run for run in _runs(hits[:MOST_SETTLED]) if 1 < len(run) <= MOST_IN_RUN]
    if not runs or not terms:
        return list(hits)
    articles = read([hits[at].id for run in runs for at in run])
    segmenter, settled = load(len(articles)), list(hits)
    for run in runs:
        exact, known = {}, {}
        for hit in (hits[at] for at in run):
            entry = analyse(articles[hit.id], segmenter)
            texts = tuple(entry.written.values())
            if texts not in known:  # most are reprints of each other, word for word
                known[texts] = sum(part.score for part in parts(entry, terms, mean_lengths))
            exact[hit.id] = known[texts] * hit.recency
        ordered = sorted((hits[at] for at in run), key=lambda hit: (-exact[hit.id], hit.place))
        settled[run[0] : run[-1] + 1] = ordered
    return settled


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
