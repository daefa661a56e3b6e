"""Sketches of texts, by which reprints are found: how many bits two sketches share tells how much two texts do.

A text is the set of its *shingles*, five letters in a row, white space and punctuation left out. A sketch is made by
one-permutation hashing (Li, Owen & Zhang 2012, "One Permutation Hashing"): each shingle's hash puts it into one of 128
bins and gives it a rank there; an empty bin borrows from the next one that is not (Shrivastava & Li 2014, "Densifying
One Permutation Hashing via Rotation"); of the first shingle of each bin one bit is kept (Li & König 2010, "b-Bit
Minwise Hashing"). Two texts that share the part J of their shingles share (1 + J) / 2 of the bits.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.text.fold import to_codes
from newsgrep.text.letters import letter_mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sketches = NDArray[np.uint64]

SHINGLE = 5
# What a reprint shares with the other: another first line, a paragraph less, it still does. In 14 years of evening
# news, pairs of one month that share 0.72 to 1 are one story told twice, most below are two in one mould ("tomorrow
# we broadcast …", today's cases).
SHARED = 0.7
# Texts of fewer shingles than the first share them by chance: they are the same, or not. Of fewer than the second,
# nothing is told: 图为会议现场 stands below many pictures.
TELLING_SHINGLES = 20
FEWEST_SHINGLES = 8
BIN_BITS = 7
BINS = 1 << BIN_BITS
WORDS = BINS // 64
# Texts that share SHARED have 109 bits in common, give or take 4 (standard deviation); others 64, give or take 6.
SHARED_BITS = 92
FACTOR = np.uint64(0x9E3779B97F4A7C15)
BASE = np.uint64(0x100000001B3)
BYTES = np.uint64(0x0101010101010101)
NONE = np.uint64(2**64 - 1)


def sketches(codes: NDArray[np.uint32], count: int) -> Sketches:
    """The sketches of so many folded texts, each ended by code 0: ``WORDS`` numbers a text, 0 where it is too short."""
    texts, hashes = _shingles(codes)
    cells = texts * BINS + (hashes >> np.uint64(64 - BIN_BITS)).astype(np.intp)
    firsts = np.full(count * BINS, NONE)
    np.minimum.at(firsts, cells, hashes << np.uint64(BIN_BITS))
    bits = _bits(firsts.reshape(count, BINS))
    made = np.packbits(bits, axis=1, bitorder="little").view(np.uint64).reshape(count, WORDS)
    made[np.bincount(texts, minlength=count) < FEWEST_SHINGLES] = 0
    return made


def shared_bits(sketch: Sketches, others: Sketches) -> NDArray[np.intp]:
    """How many bits a sketch shares with each of others."""
    counts = _bit_counts()[(others ^ sketch).view(np.uint16)]
    differing = counts.view(np.uint64)[:, 0] * BYTES >> np.uint64(56)  # the sum of its eight bytes
    return BINS - differing.astype(np.intp)


def shared(folded: str, other: str) -> float:
    """Which part of their shingles two folded texts share (Jaccard); none where one is too short to tell.

    >>> text = "澜江大桥昨日合龙,两岸的师生早早来到桥头观看,江风很大。"
    >>> shared(text, text.replace(",", " "))
    1.0
    """
    left, right = ({*_shingles(to_codes(f"{text}\0"))[1].tolist()} for text in (folded, other))
    fewer = min(len(left), len(right))
    if fewer < TELLING_SHINGLES:
        return float(left == right and fewer >= FEWEST_SHINGLES)
    return len(left & right) / len(left | right)


def _shingles(codes: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
    """The number of the text and the hash of every shingle."""
    ends = codes == 0
    letters = letter_mask(codes)
    numbers = (np.cumsum(ends) - ends)[letters]
    written = codes[letters].astype(np.uint64)
    last = max(0, len(written) - SHINGLE + 1)
    hashes = np.zeros(last, np.uint64)
    for at in range(SHINGLE):
        hashes = hashes * BASE + written[at : at + last]
    within = numbers[:last] == numbers[SHINGLE - 1 :][:last]
    hashes = hashes[within] * FACTOR
    hashes ^= hashes >> np.uint64(32)
    return numbers[:last][within], hashes * FACTOR


def _bits(firsts: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """A bit of what comes first in each bin; an empty one borrows from the next that is not, by how far it lies."""
    lacking = np.flatnonzero((firsts == NONE).any(axis=1))
    if len(lacking):
        rows = np.concatenate([firsts[lacking]] * 2, axis=1)
        places = np.where(rows == NONE, 2 * BINS, np.arange(2 * BINS))
        following = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :BINS]
        following = np.minimum(following, 2 * BINS - 1)  # a row with nothing in it keeps nothing
        distance = (following - np.arange(BINS)).astype(np.uint64)
        firsts[lacking] = np.take_along_axis(rows, following, axis=1) ^ distance * FACTOR
    mixed = firsts * FACTOR
    bits: NDArray[np.bool_] = (mixed >> np.uint64(63)).astype(np.bool_)
    return bits


@cache
def _bit_counts() -> NDArray[np.uint8]:
    """How many bits are set in each number of 16 bits."""
    bits = np.unpackbits(np.arange(1 << 16, dtype=np.uint16).view(np.uint8)).reshape(-1, 16)
    counts: NDArray[np.uint8] = bits.sum(axis=1, dtype=np.uint8)
    return counts
