"""The second look: the best articles of a ranking read once more, for what words and counts do not tell.

Two things are added to their scores. *Closeness*: how much of what is asked stands within a few characters, in any
order. *Likeness*, for questions: how much an article is like the best of them, pseudo-relevance feedback as in RM3
(Abdul-Jaleel et al. 2004, "UMass at TREC 2004: Novelty and HARD"), the model made of pairs of characters.

Both are told by pairs of neighbouring characters, so that it does not matter into which words a text was cut, and by
nothing but the texts looked at: any engine can be asked for them. Added is never less than nothing, so whoever was not
looked at stays behind.
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

# So many articles are looked at; beyond the first fifty, a judged ranking no longer changes.
RERANK_DEPTH = 100
# A news story is shorter; of a longer text its beginning is read.
MOST_CHARACTERS = 5000
# Measured on judged questions, where windows of 20 to 40 characters, 10 to 20 articles, 40 to 60 pairs, half of the
# best score, weights of 0.7 to 1.5 and of 0.4 to 0.8 were within 0.01 of one another; bench/RANKING.md: what each adds.
WINDOW = 30
PROXIMITY_WEIGHT = 1.0
FEEDBACK_ARTICLES = 15
FEEDBACK_PAIRS = 40
WORTH_FEEDBACK = 0.5
FEEDBACK_WEIGHT = 0.6
# A question has some dozens of pairs; of a longer text those are looked for that few articles hold.
MOST_PAIRS = 64
# Between the places of two articles lies more than a window.
APART = 1 << 20
# As many bits as tell the texts apart, and as let few pairs share a hash.
TEXT_BITS = RERANK_DEPTH.bit_length()
HASH_BITS = 16
HASH_FACTOR = 0x1E3779B97F4A7C15
NOWHERE = np.iinfo(np.int64).max


class Bonus(NamedTuple):
    """What is added to the score of each article."""

    proximity: Numbers
    feedback: Numbers


def rerank_bonus(wording: Iterable[str], texts: Sequence[str], scores: Numbers, *, feedback_share: float) -> Bonus:
    """What a second look adds to the scores of articles with these texts, all of them folded.

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
    """The pairs of what is asked, each once, as numbers in order."""
    found = {
        ord(left) << CODE_BITS | ord(right)
        for text in wording
        for left, right in pairwise(text)
        if left.isalnum() and right.isalnum()
    }
    return np.array(sorted(found), np.int64)


def _feedback_weights(scores: Numbers) -> Numbers:
    """How much each article counts for what the others are to be like: the best most, one half as good not at all."""
    weights = np.zeros(len(scores))
    first = np.argsort(-scores, kind="stable")[:FEEDBACK_ARTICLES]
    weights[first] = np.maximum(0.0, scores[first] / scores[first[0]] - WORTH_FEEDBACK)
    shares: Numbers = weights / weights.sum()
    return shares


class _Pairs:
    """All pairs of neighbouring letters, digits and Han characters of some texts: which, in which text, and where."""

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
        """For each text, how much of the wanted pairs its fullest window holds, from 0 to 1; rare ones count more."""
        fullest = np.zeros(self._count)
        if not len(wanted):
            return fullest
        counts = self._counts(wanted)
        rarity = self._rarity(counts)
        if len(wanted) > MOST_PAIRS:
            held = np.where(counts.any(axis=0), rarity, 0.0)
            rarest = np.sort(np.argsort(-held, kind="stable")[:MOST_PAIRS])
            wanted, rarity = wanted[rarest], rarity[rarest]
        which, found = self._find(wanted)
        places = self._places[found]
        # Where each wanted pair comes next, seen from each place at which one of them stands.
        following = np.full((len(found), len(wanted)), NOWHERE)
        following[np.arange(len(found)), which] = places
        following = np.minimum.accumulate(following[::-1], axis=0)[::-1]
        inside = (following - places[:, None] <= WINDOW) @ rarity
        np.maximum.at(fullest, self._texts[found], inside)
        whole: Numbers = fullest / rarity.sum()
        return whole

    def feedback(self, weights: Numbers) -> Numbers:
        """For each text, how much it holds of the pairs that most of the texts with a weight hold: 1 for the most."""
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
        like: Numbers = counts * (K1 + 1) / (counts + norms[:, None]) @ (shares[first] * self._rarity(counts))
        return like / (like.max() or 1.0)

    def _rarity(self, counts: NDArray[Any]) -> Numbers:
        """What a pair tells that so many of the texts hold."""
        rarity: Numbers = np.log(1 + self._count / (np.count_nonzero(counts, axis=0) + 0.5))
        return rarity

    def _counts(self, wanted: Codes) -> NDArray[np.intp]:
        """How often each text (row) holds each wanted pair (column)."""
        which, found = self._find(wanted)
        cells = self._texts[found] * len(wanted) + which
        counts: NDArray[np.intp] = np.bincount(cells, minlength=self._count * len(wanted)).reshape(self._count, -1)
        return counts

    def _find(self, wanted: Codes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where wanted pairs stand: for each, its number among those, and its number here."""
        possible = np.zeros(1 << HASH_BITS, np.bool_)
        possible[_hashes(wanted)] = True
        found = np.flatnonzero(possible[self._hashes])
        pairs = self._pairs[found]
        which = np.minimum(np.searchsorted(wanted, pairs), len(wanted) - 1)
        same = wanted[which] == pairs
        return which[same], found[same]


def _hashes(pairs: Codes) -> Codes:
    """A number of ``HASH_BITS`` for each pair (Fibonacci hashing), by which others are passed over."""
    hashes: Codes = (pairs * HASH_FACTOR) >> (63 - HASH_BITS) & ((1 << HASH_BITS) - 1)
    return hashes


def _is_first(numbers: Codes) -> NDArray[np.bool_]:
    """Whether each number differs from the one before it."""
    first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return first
