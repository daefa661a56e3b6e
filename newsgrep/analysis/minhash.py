"""MinHash sketches of texts, by which reprints are found: the bits that two sketches share estimate their similarity.

A text is the set of its *shingles*, five consecutive letters, white space and punctuation left out. A sketch is made by
one-permutation hashing (Li, Owen & Zhang 2012, "One Permutation Hashing"): each shingle's hash gives it one of 128 bins
and a rank there; an empty bin borrows from the next non-empty one (Shrivastava & Li 2014, "Densifying One Permutation
Hashing via Rotation"); one bit is kept of the lowest shingle of each bin (Li & König 2010, "b-Bit Minwise Hashing").
Two texts of Jaccard similarity J share (1 + J) / 2 of the bits on average.
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
# The least Jaccard similarity of a reprint; it allows for another first line or a missing paragraph. In 14 years of
# evening news, pairs within a month at 0.72 to 1 are the same story; most below follow the same template ("tomorrow we
# broadcast …", today's cases).
SHARED = 0.7
# Texts with fewer shingles than the first share some by chance: only equal ones count. With fewer than the second, not
# even these: 图为会议现场 is the caption of many pictures.
TELLING_SHINGLES = 20
FEWEST_SHINGLES = 8
BIN_BITS = 7
BINS = 1 << BIN_BITS
WORDS = BINS // 64
# Texts at SHARED have 109 ± 4 bits in common (standard deviation), unrelated ones 64 ± 6.
SHARED_BITS = 92
FACTOR = np.uint64(0x9E3779B97F4A7C15)
BASE = np.uint64(0x100000001B3)
BYTES = np.uint64(0x0101010101010101)
NONE = np.uint64(2**64 - 1)


def sketches(codes: NDArray[np.uint32], count: int) -> Sketches:
    """The sketches of ``count`` folded texts, each ended by code point 0; shape (count, ``WORDS``), uint64.

    The sketch of a text with fewer than ``FEWEST_SHINGLES`` shingles is 0.
    """
    texts, hashes = shingles(codes)
    cells = texts * BINS + (hashes >> np.uint64(64 - BIN_BITS)).astype(np.intp)
    minima = np.full(count * BINS, NONE)
    np.minimum.at(minima, cells, hashes << np.uint64(BIN_BITS))
    bits = _bits(minima.reshape(count, BINS))
    made = np.packbits(bits, axis=1, bitorder="little").view(np.uint64).reshape(count, WORDS)
    made[np.bincount(texts, minlength=count) < FEWEST_SHINGLES] = 0
    return made


def shared_bits(sketch: Sketches, others: Sketches) -> NDArray[np.intp]:
    """The number of bits that a sketch, shape (``WORDS``,), shares with each of others, shape (texts, ``WORDS``).

    Returns shape (texts,), 0 to ``BINS``.
    """
    counts = bit_counts()[(others ^ sketch).view(np.uint16)]
    differing = counts.view(np.uint64)[:, 0] * BYTES >> np.uint64(56)  # the sum of its eight bytes
    return BINS - differing.astype(np.intp)


def shared(folded: str, other: str) -> float:
    """Jaccard similarity of the shingles of two folded texts, 0 to 1.

    Below ``TELLING_SHINGLES`` it is 1 for equal sets, else 0; below ``FEWEST_SHINGLES`` it is 0.

    >>> text = "澜江大桥昨日合龙,两岸的师生早早来到桥头观看,江风很大。"
    >>> shared(text, text.replace(",", " "))
    1.0
    """
    return similarity(shingle_set(folded), shingle_set(other))


def shingle_set(folded: str) -> NDArray[np.uint64]:
    """The hashes of the distinct shingles of a folded text, ascending, shape (shingles,)."""
    return distinct(shingles(to_codes(f"{folded}\0"))[1])


def distinct(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct ones of some hashes, ascending; several times as fast as ``np.unique`` for a text's."""
    hashes = np.sort(hashes)
    is_first = np.ones(len(hashes), np.bool_)
    is_first[1:] = hashes[1:] != hashes[:-1]
    return hashes[is_first]


def similarity(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> float:
    """The similarity of two texts (see ``shared``) by their shingle sets."""
    fewer = min(len(left), len(right))
    if fewer < TELLING_SHINGLES:
        return float(fewer >= FEWEST_SHINGLES and np.array_equal(left, right))
    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / (len(left) + len(right) - common)


def shingles(codes: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
    """The text number and the hash of every shingle of folded texts, each ended by code point 0.

    Both have shape (shingles,), in the order of the texts.
    """
    ends = codes == 0
    letters = letter_mask(codes)
    numbers = (np.cumsum(ends) - ends)[letters]
    written = codes[letters].astype(np.uint64)
    last = max(0, len(written) - SHINGLE + 1)
    hashes = np.zeros(last, np.uint64)
    for at in range(SHINGLE):
        hashes *= BASE
        hashes += written[at : at + last]
    in_one_text = numbers[:last] == numbers[SHINGLE - 1 :][:last]
    hashes = hashes[in_one_text] * FACTOR
    hashes ^= hashes >> np.uint64(32)
    return numbers[:last][in_one_text], hashes * FACTOR


def _bits(minima: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """One bit of the minimum of each bin, shape (texts, ``BINS``).

    An empty bin borrows from the next non-empty one, mixed with the distance to it.
    """
    lacking = np.flatnonzero((minima == NONE).any(axis=1))
    if len(lacking):
        rows = np.concatenate([minima[lacking]] * 2, axis=1)
        places = np.where(rows == NONE, 2 * BINS, np.arange(2 * BINS))
        following = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :BINS]
        following = np.minimum(following, 2 * BINS - 1)  # a row without any shingle stays empty
        distance = (following - np.arange(BINS)).astype(np.uint64)
        minima[lacking] = np.take_along_axis(rows, following, axis=1) ^ distance * FACTOR
    mixed = minima * FACTOR
    bits: NDArray[np.bool_] = (mixed >> np.uint64(63)).astype(np.bool_)
    return bits


@cache
def bit_counts() -> NDArray[np.uint8]:
    """The number of bits set in each 16-bit integer, shape (65536,)."""
    of_bytes = np.unpackbits(np.arange(1 << 8, dtype=np.uint8)[:, None], axis=1).sum(axis=1, dtype=np.uint8)
    counts: NDArray[np.uint8] = np.add.outer(of_bytes, of_bytes).ravel()
    return counts
