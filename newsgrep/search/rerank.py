"""Reranks the top ``RERANK_DEPTH`` hits by term proximity and pseudo-relevance feedback (RM3).

Each hit gets two bonuses. *Proximity*: how much of the query occurs within ``WINDOW`` characters, in any order.
*Feedback*, for questions and single runs: similarity to the best hits, pseudo-relevance feedback as in RM3
(Abdul-Jaleel et al. 2004, "UMass at TREC 2004: Novelty and HARD").

Both compare bigrams of characters, so word segmentation does not matter, and need only the texts of the hits, so every
engine can be reranked. A bonus is never negative, so the hits below the top stay below it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.analysis.grams import CODE_BITS
from newsgrep.engine.base import K1, B
from newsgrep.text.fold import to_codes
from newsgrep.text.letters import letter_mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Codes = NDArray[np.int64]

# Beyond the first fifty hits, reranking no longer changes a judged ranking.
RERANK_DEPTH = 100
# Code points read of each field: more than a news story has; longer texts are cut.
MOST_CHARACTERS = 5000
# Tuned on judged questions: windows of 20 to 40 characters, 10 to 20 feedback articles, 40 to 60 feedback bigrams, half
# of the best score as the threshold, weights of 0.7 to 1.5 (proximity) and 0.4 to 0.8 (feedback) were within 0.01 of
# one another. bench/RANKING.md has what each bonus adds.
WINDOW = 30
PROXIMITY_WEIGHT = 1.0
FEEDBACK_ARTICLES = 15
FEEDBACK_PAIRS = 40
WORTH_FEEDBACK = 0.5
FEEDBACK_WEIGHT = 0.6
# A question has a few dozen bigrams; of a longer query, only the rarest are used.
MOST_PAIRS = 64
# Distance added between the positions of consecutive texts, so that no window spans two.
APART = 1 << 20
# Bits of a text's number, and of a hash that few bigrams share.
TEXT_BITS = RERANK_DEPTH.bit_length()
HASH_BITS = 16
HASH_FACTOR = 0x1E3779B97F4A7C15
NOWHERE = np.iinfo(np.int64).max


class Bonus(NamedTuple):
    """The bonuses to add to the scores: float64, shape (texts,) each, never negative."""

    proximity: Numbers
    feedback: Numbers


def rerank_bonus(wording: Iterable[str], texts: Sequence[str], scores: Numbers, *, feedback_share: float) -> Bonus:
    """Compute the bonuses of hits from their texts and scores.

    ``wording`` are the texts of the query and ``texts`` those of the hits, all folded; ``scores``, shape (texts,), is
    what the engine gave, in any order. ``feedback_share``, 0 to 1, scales the feedback; with 0 it is not computed.

    >>> texts = ["大桥昨日合龙,桥头的江城大学放假。", "江城大学旁边的大桥。"]
    >>> rerank_bonus(["江城大桥", "合龙"], texts, np.array([2.0, 2.0]), feedback_share=0.0).proximity.round(2).tolist()
    [2.0, 1.35]
    """
    pairs = _Pairs(texts)
    most = float(scores.max(initial=0.0))
    proximity = PROXIMITY_WEIGHT * most * pairs.proximity(_codes(wording))
    if not feedback_share or not most:
        return Bonus(proximity, np.zeros(len(texts)))
    scores = scores + proximity
    return Bonus(
        proximity, feedback_share * FEEDBACK_WEIGHT * float(scores.max()) * pairs.feedback(_feedback_weights(scores))
    )


def _codes(wording: Iterable[str]) -> Codes:
    """The distinct bigrams of letters, digits and Han characters in the query, as sorted codes."""
    found = {
        ord(left) << CODE_BITS | ord(right)
        for text in wording
        for left, right in pairwise(text)
        if left.isalnum() and right.isalnum()
    }
    return np.array(sorted(found), np.int64)


def _feedback_weights(scores: Numbers) -> Numbers:
    """Weight of each text in the feedback model, shape (texts,), sum 1: linear in the score, 0 from half the best down.

    Only the ``FEEDBACK_ARTICLES`` best texts have a weight.
    """
    weights = np.zeros(len(scores))
    first = np.argsort(-scores, kind="stable")[:FEEDBACK_ARTICLES]
    weights[first] = np.maximum(0.0, scores[first] / scores[first[0]] - WORTH_FEEDBACK)
    shares: Numbers = weights / weights.sum()
    return shares


class _Pairs:
    """All bigrams of letters, digits and Han characters of some texts: code, text number and position of each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        codes = to_codes("\0".join([*texts, ""]))
        ends = codes == 0
        letters = letter_mask(codes)
        places = np.flatnonzero(letters[:-1] & letters[1:])
        self._pairs: Codes = codes[places].astype(np.int64) << CODE_BITS | codes[places + 1]
        self._hashes = _hashes(self._pairs)
        self._texts = (np.cumsum(ends) - ends)[places]
        self._places = places + self._texts * APART
        self._lengths = np.bincount(self._texts, minlength=self._count)

    def proximity(self, wanted: Codes) -> Numbers:
        """Share of the wanted bigrams in the best window of each text, shape (texts,), 0 to 1, weighted by idf."""
        fullest = np.zeros(self._count)
        if not len(wanted):
            return fullest
        counts = self._counts(wanted)
        rarity = self._rarity(counts)
        if len(wanted) > MOST_PAIRS:
            present = np.where(counts.any(axis=0), rarity, 0.0)
            rarest = np.sort(np.argsort(-present, kind="stable")[:MOST_PAIRS])
            wanted, rarity = wanted[rarest], rarity[rarest]
        which, found = self._find(wanted)
        places = self._places[found]
        # Row: a position of any wanted bigram; column: a wanted bigram; value: its next position from there on.
        following = np.full((len(found), len(wanted)), NOWHERE)
        following[np.arange(len(found)), which] = places
        following = np.minimum.accumulate(following[::-1], axis=0)[::-1]
        inside = (following - places[:, None] <= WINDOW) @ rarity
        np.maximum.at(fullest, self._texts[found], inside)
        shares: Numbers = fullest / rarity.sum()
        return shares

    def feedback(self, weights: Numbers) -> Numbers:
        """Similarity of each text to the feedback model, shape (texts,), scaled to a maximum of 1.

        The model consists of the bigrams with the largest sum of ``weights`` (texts,) over the texts that contain them;
        texts are scored against it by BM25.
        """
        chosen = weights[self._texts] > 0
        keys = np.sort(self._pairs[chosen] << TEXT_BITS | self._texts[chosen])
        keys = keys[_is_first(keys)]
        if not len(keys):
            return np.zeros(self._count)
        pairs = keys >> TEXT_BITS
        starts = np.flatnonzero(_is_first(pairs))
        pairs, shares = pairs[starts], np.add.reduceat(weights[keys & ((1 << TEXT_BITS) - 1)], starts)
        first = np.sort(np.argsort(-shares, kind="stable")[:FEEDBACK_PAIRS])
        counts = self._counts(pairs[first])
        lengths = np.maximum(self._lengths, 1)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        similarity: Numbers = counts * (K1 + 1) / (counts + norms[:, None]) @ (shares[first] * self._rarity(counts))
        return similarity / (similarity.max() or 1.0)

    def _rarity(self, counts: NDArray[Any]) -> Numbers:
        """The idf of bigrams within these texts, shape (bigrams,), from their counts, shape (texts, bigrams)."""
        rarity: Numbers = np.log(1 + self._count / (np.count_nonzero(counts, axis=0) + 0.5))
        return rarity

    def _counts(self, wanted: Codes) -> NDArray[np.intp]:
        """Term frequencies of the wanted bigrams, shape (texts, bigrams)."""
        which, found = self._find(wanted)
        cells = self._texts[found] * len(wanted) + which
        counts: NDArray[np.intp] = np.bincount(cells, minlength=self._count * len(wanted)).reshape(self._count, -1)
        return counts

    def _find(self, wanted: Codes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """All occurrences of wanted bigrams, in text order: indices into ``wanted``, and into the bigrams of the texts.

        ``wanted`` is sorted.
        """
        possible = np.zeros(1 << HASH_BITS, np.bool_)
        possible[_hashes(wanted)] = True
        found = np.flatnonzero(possible[self._hashes])
        pairs = self._pairs[found]
        which = np.minimum(np.searchsorted(wanted, pairs), len(wanted) - 1)
        same = wanted[which] == pairs
        return which[same], found[same]


def _hashes(pairs: Codes) -> Codes:
    """A hash of ``HASH_BITS`` bits for each code (Fibonacci hashing), a cheap filter before the exact comparison."""
    hashes: Codes = (pairs * HASH_FACTOR) >> (63 - HASH_BITS) & ((1 << HASH_BITS) - 1)
    return hashes


def _is_first(numbers: Codes) -> NDArray[np.bool_]:
    """Whether each number differs from the one before it."""
    first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return first
