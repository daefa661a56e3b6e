"""BM25F, shared by all engines, so that their scores agree. Lengths and weights are numbers or arrays of any shape.

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", section 3.6: the weights of a
word's occurrences are added up over the fields, and only the sum is saturated. A sum of one BM25 per field counts a
word of the title twice: on questions over encyclopedia paragraphs it reached nDCG@10 0.901, this one 0.949.
"""

from __future__ import annotations

import math
from bisect import insort
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.engine.base import FIELD_WEIGHTS, K1, B
from newsgrep.query.plan_nodes import Pair, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgrep.query.plan_nodes import Term, WeightedTerm


# Only so many of a query's words and pairs are scored, the heaviest. On queries of 60 to 200 characters, nDCG@10 is
# higher with 16 to 32 words than with all; with 16 words, recall@100 is lower on the longest. Eight pairs beside the
# words are as good as all, and rank better on long articles.
MOST_RANKING_TERMS = {Word: 32, Pair: 8}
# Beside the heaviest few, a term that is in nearly all articles is not scored: one that weighs less than this share of
# the heaviest. With shares of 0 to 0.15, nDCG@10 is within 0.002 on each of six collections.
FEW_TERMS = 8
LEAST_SHARE = 0.1


class Scored(NamedTuple):
    """A term whose occurrences are scored, and its weight in the query times its idf."""

    term: Term
    weight: float


class Frequencies(NamedTuple):
    """Document frequencies among ``articles``: ``exact``, and a quick lower bound, ``least``."""

    articles: int
    exact: Callable[[Term], int]
    least: Callable[[Term], int]


def heaviest(ranking: Sequence[WeightedTerm], frequencies: Frequencies) -> list[Scored]:
    """The heaviest words and pairs (see ``MOST_RANKING_TERMS``) by idf times weight, in the order of the query.

    The exact frequency is requested only of those that may be among them by the lower bound of theirs.
    """
    articles, exact, least = frequencies
    possible = [weight * idf(articles, least(term)) for term, weight in ranking]
    kept: dict[type, list[tuple[float, int]]] = {kind: [] for kind in MOST_RANKING_TERMS}
    most = 0.0
    for index in sorted(range(len(ranking)), key=lambda index: -possible[index]):
        term, weight = ranking[index]
        same = kept[type(term)]
        is_full = len(same) == MOST_RANKING_TERMS[type(term)]
        if sum(map(len, kept.values())) >= FEW_TERMS and possible[index] < LEAST_SHARE * most:
            break
        if not (is_full and possible[index] < -same[-1][0]):
            scored = weight * idf(articles, exact(term))
            most = max(most, scored)
            insort(same, (-scored, index))  # of those that weigh the same, the first
            del same[MOST_RANKING_TERMS[type(term)] :]
    found = sorted(pair for same in kept.values() for pair in same)
    found = [pair for place, pair in enumerate(found) if place < FEW_TERMS or -pair[0] >= LEAST_SHARE * most]
    return [Scored(ranking[index].term, -negative) for negative, index in sorted(found, key=itemgetter(1))]


def idf(articles: int, doc_freq: int) -> float:
    """Inverse document frequency of a word in ``doc_freq`` of ``articles`` (Robertson–Sparck Jones, always above 0)."""
    return math.log(1 + (articles - doc_freq + 0.5) / (doc_freq + 0.5))


def length_normalised_tf(field: str, length: Any, mean_length: float) -> Any:
    """Weight of one occurrence of a word in a field of ``length`` words: the field's weight, length-normalised."""
    return FIELD_WEIGHTS[field] / (1 - B + B * length / (mean_length or 1))


def saturate(weight: Any) -> Any:
    """Saturate the total weight of a word's occurrences: less than ``K1 + 1``, before idf is applied."""
    return weight * (K1 + 1) / (weight + K1)
