"""Reranks the top hits by what their texts show: pairs, lead, proximity and feedback.

Each hit gets four bonuses. *Pairs*: BM25 of the query's bigrams of characters, which carry names, new words and words
that segmentation cuts in several ways. *Lead*: how early the query's bigrams occur first, as news begins with what it
is about. *Proximity*: how much of the query occurs within ``WINDOW`` characters, in any order. *Feedback*, for
questions and single runs: similarity to the best hits, pseudo-relevance feedback as in RM3 (Abdul-Jaleel et al. 2004,
"UMass at TREC 2004: Novelty and HARD").

All compare bigrams, weighted by their idf among the hits, and need only the texts of the hits, so every engine can be
reranked. A bonus is never negative, so the hits below the top stay below it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis.grams import CODE_BITS
from newsgrep.analysis.minhash import bit_counts
from newsgrep.engine.base import K1, B
from newsgrep.text.fold import to_codes
from newsgrep.text.letters import letter_mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Codes = NDArray[np.int64]

# Beyond the first fifty hits, reranking hardly changes the first page: nDCG@10 with a depth of 80 is within 0.006 of
# that with 120 on each of eight collections. But of a single keyword, more articles that begin with it are lifted among
# the first hundred (recall@100 0.799 with a depth of 80, 0.806 with 120).
RERANK_DEPTH = 80
KEYWORD_RERANK_DEPTH = 120
# Code points read of each field: more than a news story has; longer texts are cut.
MOST_CHARACTERS = 5000
# Chosen on eleven collections together, of headlines, keywords, questions and long passages; bench/RANKING.md has what
# each bonus adds. Near these weights, the mean over the collections is flat: pairs 0.5 to 1.3, lead 0.6 to 1.3 with a
# depth of 80 to 200 characters, proximity 0 to 1 and feedback 0.5 to 0.7 are within 0.003 of one another.
PAIRS_WEIGHT = 0.8
LEAD_WEIGHT = 0.8
LEAD_DEPTH = 150
WINDOW = 30
PROXIMITY_WEIGHT = 0.3
FEEDBACK_ARTICLES = 15
FEEDBACK_PAIRS = 40
WORTH_FEEDBACK = 0.5
FEEDBACK_WEIGHT = 0.5
# A question has a few dozen bigrams; of a longer query, only the rarest are used, a bit of a word for each.
MOST_PAIRS = 64
# Distance added between the positions of consecutive texts, so that no window spans two.
APART = 1 << 20
TEXT_BITS = KEYWORD_RERANK_DEPTH.bit_length()
# Characters are looked up by so many of their bits, a cheap filter before the exact comparison.
CHAR_BITS = 16
CHARS = (1 << CHAR_BITS) - 1
HASH_FACTOR = 0x1E3779B97F4A7C15
# Two texts with this share of their bigrams in common tell the same story in the same words. The best two may stand
# together: one is not enough where both answer a question (nDCG@10 on rgb-zh 0.602, with two 0.612, unlimited 0.615).
NEARLY_EQUAL = 0.8
MOST_COPIES = 2
SLOT_BITS = 12
# One in so many of the slots is compared first.
PARTS = 4


class Bonus(NamedTuple):
    """The bonuses to add to the scores: float64, shape (texts,) each, never negative."""

    pairs: Numbers
    lead: Numbers
    proximity: Numbers
    feedback: Numbers


def rerank_bonus(wording: Iterable[str], bigrams: TextBigrams, scores: Numbers, *, feedback_share: float) -> Bonus:
    """Compute the bonuses of hits from their texts and scores.

    ``wording`` are the texts of the query, folded, and ``bigrams`` those of the hits' texts; ``scores``, shape
    (texts,), is what the engine gave, in any order. ``feedback_share``, 0 to 1, scales the feedback; with 0 it is not
    computed.

    >>> bigrams = TextBigrams(["大桥昨日合龙,桥头的江城大学放假。", "江城大学旁边的大桥。"])
    >>> bonus = rerank_bonus(["江城大桥", "合龙"], bigrams, np.array([2.0, 2.0]), feedback_share=0.0)
    >>> bonus.pairs.round(2).tolist(), bonus.lead.round(2).tolist(), bonus.proximity.round(2).tolist()
    ([1.6, 1.23], [1.54, 1.06], [0.6, 0.41])
    """
    most = float(scores.max(initial=0.0))
    found = bigrams.find(_codes(wording))
    bonus = Bonus(
        pairs=PAIRS_WEIGHT * most * bigrams.bm25(found),
        lead=LEAD_WEIGHT * most * found.lead(),
        proximity=PROXIMITY_WEIGHT * most * found.proximity(),
        feedback=np.zeros(bigrams.count),
    )
    if not feedback_share or not most:
        return bonus
    scores = scores + sum(bonus)
    likeness = bigrams.feedback(_feedback_weights(scores))
    return bonus._replace(feedback=feedback_share * FEEDBACK_WEIGHT * float(scores.max()) * likeness)


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


class TextBigrams:
    """The bigrams of letters, digits and Han characters of some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        chars = to_codes("\0".join([*texts, ""]))
        letters = letter_mask(chars)
        self._chars = chars.astype(np.int64)  # NumPy is several times as quick with indices of this type
        # Where a bigram begins, and where those of each text do among all: shapes (bigrams,) and (texts + 1,).
        self._places = np.flatnonzero(letters[:-1] & letters[1:])
        self._starts = np.concatenate([[0], np.flatnonzero(chars == 0) + 1])
        self._firsts = self._places.searchsorted(self._starts)
        lengths = np.maximum(np.diff(self._firsts), 1)
        self.norms: Numbers = K1 * (1 - B + B * lengths / lengths.mean())

    def further_copies(self, order: Sequence[int]) -> list[bool]:
        """Whether each of some texts, given by number, nearly equals ``MOST_COPIES`` of those before it or more.

        The share of bigrams that two texts have in common is estimated from ``SLOT_BITS`` of the bigrams' hashes.

        >>> texts = "江城大桥昨日通车。", "江城大桥昨日通车!", "江城大桥昨日合龙。", "江城大桥,昨日通车。"
        >>> TextBigrams(texts).further_copies([3, 0, 1, 2])
        [False, False, True, False]
        """
        slots = np.zeros((len(order), 1 << SLOT_BITS), np.bool_)
        codes, which = self._codes(np.array(order, np.intp))
        slots[which, _slots(codes)] = True
        packed = np.packbits(slots, axis=1).view(np.uint16)
        sizes, part_sizes = _sizes(packed), _sizes(packed[:, : packed.shape[1] // PARTS])
        earlier, later = np.triu_indices(len(packed), 1)
        # A part of the slots shows of nearly all pairs of texts that they are too different.
        for columns, rest in ((packed.shape[1] // PARTS, sizes - part_sizes), (packed.shape[1], np.zeros_like(sizes))):
            common = _sizes(packed[earlier, :columns] & packed[later, :columns])
            common += np.minimum(rest[earlier], rest[later])
            alike = common >= NEARLY_EQUAL * np.maximum(1, sizes[earlier] + sizes[later] - common)
            earlier, later = earlier[alike], later[alike]
        copies: list[bool] = (np.bincount(later, minlength=len(packed)) >= MOST_COPIES).tolist()
        return copies

    def _codes(self, texts: NDArray[np.intp]) -> tuple[Codes, NDArray[np.intp]]:
        """The codes of the bigrams of some texts, one text after another, and the index of each bigram's text."""
        starts, ends = self._firsts[texts], self._firsts[texts + 1]
        pieces = [self._places[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        places = np.concatenate([np.empty(0, np.intp), *pieces])
        return _pair_codes(self._chars, places), np.arange(len(texts)).repeat(ends - starts)

    def find(self, wanted: Codes) -> _Occurrences:
        """All occurrences of some distinct bigrams; ``wanted`` is sorted."""
        begins, ends = np.zeros((2, 1 << CHAR_BITS), np.bool_)
        begins[wanted >> CODE_BITS & CHARS] = True
        ends[wanted & CHARS] = True
        chars = self._chars & CHARS
        found = np.flatnonzero(begins.take(chars[:-1]) & ends.take(chars[1:]))
        codes = _pair_codes(self._chars, found)
        which = np.minimum(wanted.searchsorted(codes), len(wanted) - 1)
        same = wanted[which] == codes if len(wanted) else np.zeros(0, np.bool_)
        found = found[same]
        texts = self._starts.searchsorted(found, "right") - 1
        return _Occurrences(which[same], texts, found - self._starts[texts], (self.count, len(wanted)))

    def bm25(self, found: _Occurrences) -> Numbers:
        """BM25 of each text, shape (texts,), scaled to a maximum of 1."""
        return self._weighted(found, found.rarity)

    def feedback(self, weights: Numbers) -> Numbers:
        """Similarity of each text to the feedback model, shape (texts,), scaled to a maximum of 1.

        The model consists of the bigrams with the largest sum of ``weights`` (texts,) over the texts that contain them;
        texts are scored against it by BM25.
        """
        chosen = np.flatnonzero(weights)
        codes, which = self._codes(chosen)
        keys = np.sort(codes << TEXT_BITS | chosen[which])
        keys = keys[_is_first(keys)]
        if not len(keys):
            return np.zeros(self.count)
        codes = keys >> TEXT_BITS
        starts = np.flatnonzero(_is_first(codes))
        codes, shares = codes[starts], np.add.reduceat(weights[keys & ((1 << TEXT_BITS) - 1)], starts)
        first = _largest(shares, FEEDBACK_PAIRS)
        found = self.find(codes[first])
        return self._weighted(found, shares[first] * found.rarity)

    def _weighted(self, found: _Occurrences, weights: Numbers) -> Numbers:
        counts = found.counts
        scores: Numbers = counts * (K1 + 1) / (counts + self.norms[:, None]) @ weights
        return scores / (scores.max(initial=0.0) or 1.0)


class _Occurrences:
    """Where some bigrams occur, in text order.

    ``which``, ``texts`` and ``places``, shape (occurrences,), are the index of the bigram, that of the text, and code
    points from the text's start; ``shape`` is (texts, bigrams). ``counts`` has the occurrences in that shape;
    ``rarity``, shape (bigrams,), is the idf within the texts.
    """

    def __init__(self, which: Codes, texts: Codes, places: Codes, shape: tuple[int, int]) -> None:
        self._which = which
        self._texts = texts
        self._places = places
        self._shape = shape
        self._cells = texts * shape[1] + which
        self.counts = np.bincount(self._cells, minlength=shape[0] * shape[1]).reshape(shape)
        self.rarity: Numbers = np.log(1 + shape[0] / (np.count_nonzero(self.counts, axis=0) + 0.5))

    def lead(self) -> Numbers:
        """How early the bigrams occur first in each text, shape (texts,), weighted by idf: 1 if all begin it.

        What an occurrence is worth falls by a factor of e in ``LEAD_DEPTH`` code points.
        """
        worth = np.zeros(self.counts.size)
        # Of repeated indices, NumPy keeps the last value: in reversed order, that is the first occurrence.
        worth[self._cells[::-1]] = np.exp(-self._places[::-1] / LEAD_DEPTH)
        shares: Numbers = worth.reshape(self._shape) @ self.rarity / (self.rarity.sum() or 1.0)
        return shares

    def proximity(self) -> Numbers:
        """Share of the bigrams in the best window of each text, shape (texts,), 0 to 1, weighted by idf."""
        fullest = np.zeros(self._shape[0])
        if not len(self._which):
            return fullest
        rarest = _largest(np.where(self.counts.any(axis=0), self.rarity, 0.0), MOST_PAIRS)
        column = np.full(self._shape[1], -1)
        column[rarest] = np.arange(len(rarest))
        kept = column[self._which] >= 0
        which, texts = column[self._which[kept]], self._texts[kept]
        places = self._places[kept] + texts * APART
        own = np.left_shift(np.uint64(1), which.astype(np.uint64))
        # For each occurrence, the bigrams from there on, a bit for each.
        window = own.copy()
        for further in range(1, min(WINDOW, len(places) - 1) + 1):
            is_inside = places[further:] - places[:-further] <= WINDOW
            if not is_inside.any():
                break
            window[:-further] |= np.where(is_inside, own[further:], np.uint64(0))
        starts = np.flatnonzero(_is_first(texts))
        fullest[texts[starts]] = np.maximum.reduceat(_weights_of_bits(window, self.rarity[rarest]), starts)
        shares: Numbers = fullest / self.rarity[rarest].sum()
        return shares


def _sizes(sets: NDArray[np.uint16]) -> Codes:
    """The number of bits in each set, a row, shape (sets,)."""
    sizes: Codes = bit_counts().take(sets).sum(axis=1, dtype=np.int64)
    return sizes


def _weights_of_bits(sets: NDArray[np.uint64], weights: Numbers) -> Numbers:
    """The sum of the weights of the bits in each set, shape (sets,)."""
    padded = np.zeros(MOST_PAIRS)
    padded[: len(weights)] = weights
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    of_bytes = padded.reshape(-1, 8) @ bits.T
    in_bytes = sets.astype("<u8").view(np.uint8).reshape(len(sets), -1)
    sums: Numbers = of_bytes[np.arange(in_bytes.shape[1]), in_bytes].sum(axis=1)
    return sums


def _pair_codes(chars: Codes, places: NDArray[np.intp]) -> Codes:
    """The codes of the bigrams that begin at some places."""
    codes: Codes = chars.take(places) << CODE_BITS | chars.take(places + 1)
    return codes


def _slots(codes: Codes) -> Codes:
    """A hash of ``SLOT_BITS`` bits for each code (Fibonacci hashing)."""
    slots: Codes = (codes * HASH_FACTOR) >> (63 - SLOT_BITS) & ((1 << SLOT_BITS) - 1)
    return slots


def _largest(numbers: Numbers, count: int) -> NDArray[np.intp]:
    """The indices of the largest numbers, ascending; of equal ones, the first."""
    if len(numbers) <= count:
        return np.arange(len(numbers))
    least = np.partition(numbers, -count)[-count]
    above, equal = np.flatnonzero(numbers > least), np.flatnonzero(numbers == least)
    return np.sort(np.concatenate([above, equal[: count - len(above)]]))


def _is_first(numbers: Codes) -> NDArray[np.bool_]:
    """Whether each number differs from the one before it."""
    first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return first
