"""N-grams of Han characters that many of some texts contain: chosen from a sample, then found in all.

Chosen as in frequent-itemset mining (Agrawal and Srikant 1994, "Fast algorithms for mining association rules"): an
n-gram is no more frequent than either of the two that it consists of, each shorter by a character. White space inside
a line does not separate characters (see ``text/gaps.py``), and of an n-gram every character is written in one way
(see ``text/variants.py``), so that a text contains one exactly where a search for it would find it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.text.fold import UNICODE_SIZE, fold_codes, to_codes
from newsgrep.text.gaps import SPACES
from newsgrep.text.variants import FIRST_HAN, LAST_HAN, is_always_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Offsets = NDArray[np.intp]
    Pairs = NDArray[np.signedinteger]
    TextNumbers = NDArray[np.uint32]

SHORTEST, LONGEST = 3, 8
# An n-gram is frequent in at least one text of so many.
ONE_IN = 100
# So many n-grams per text at most, and of the same length: the most frequent ones. Of a passage that is in every text,
# all are frequent; and a table of all pairs takes 32 MB.
MOST_IN_TEXT, MOST_OF_LENGTH = 128, 1 << 12
TEXT_END = b"\0"
SPACE = -1


class NgramFinder:
    """Finds n-grams, given sorted, in many texts at once."""

    def __init__(self, ngrams: Sequence[str]) -> None:
        self.ngrams = ngrams
        characters, *longer = _inner(ngrams)
        self._alphabet = _Alphabet(characters)
        self._levels: list[_Level] = []
        rank = {ngram: number for number, ngram in enumerate(ngrams)}
        shorter = ["", *characters]
        for level in longer:
            self._levels.append(_level(level, shorter, rank))
            shorter = level

    def find(self, texts: Sequence[bytes]) -> Iterator[tuple[Numbers, TextNumbers]]:
        """The n-grams in texts in UTF-8, by index, and the texts that each is in; one length after another."""
        pairs, offsets, of_text = self._alphabet.pairs(texts)
        for level in self._levels:
            numbers = level.numbers[pairs]
            known = np.flatnonzero(numbers >= 0)
            offsets, numbers = offsets[known], numbers[known]
            ranks = level.ranks[numbers]
            yield ranks[ranks >= 0], of_text[offsets[ranks >= 0]]
            offsets, pairs = _joined(offsets, numbers, len(level.ranks))


class _Level(NamedTuple):
    """N-grams of one length: their numbers by those of their two parts, or -1; and their indexes by number, or -1."""

    numbers: NDArray[np.int16]
    ranks: Numbers


def _level(ngrams: Sequence[str], shorter: Sequence[str], rank: dict[str, int]) -> _Level:
    number = {part: at for at, part in enumerate(shorter)}
    numbers = np.full(len(shorter) ** 2, -1, np.int16)
    pairs = [number[ngram[:-1]] * len(shorter) + number[ngram[1:]] for ngram in ngrams]
    numbers[pairs] = np.arange(len(ngrams))
    return _Level(numbers, np.array([rank.get(ngram, -1) for ngram in ngrams], np.int64))


class _Alphabet:
    """Some characters, numbered from 1; 0 stands for any other."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.size = len(characters) + 1
        numbers = np.zeros(UNICODE_SIZE, np.int16)
        numbers[list(map(ord, characters))] = np.arange(1, self.size)
        numbers[list(map(ord, SPACES))] = SPACE
        # By the character as written.
        self._numbers = numbers[fold_codes(np.arange(UNICODE_SIZE, dtype=np.uint32))]

    def pairs(self, texts: Sequence[bytes]) -> tuple[Pairs, Offsets, TextNumbers]:
        """Each pair of characters of texts, as one number, its offset, and the text that each character is in."""
        codes = to_codes(TEXT_END.join([*texts, b""]).decode("utf-8", "surrogatepass"))
        numbers = self._numbers[codes]
        of_text = np.repeat(np.arange(len(texts), dtype=np.uint32), np.diff(np.flatnonzero(codes == 0), prepend=-1))
        if numbers.min(initial=0) == SPACE:
            kept = np.flatnonzero(numbers != SPACE)
            numbers, of_text = numbers[kept], of_text[kept]
        pairs = numbers[:-1].astype(np.int32)
        pairs *= self.size
        pairs += numbers[1:]
        return pairs, np.arange(len(pairs)), of_text


def _joined(offsets: Offsets, numbers: NDArray[np.signedinteger], count: int) -> tuple[Offsets, Numbers]:
    """Where one n-gram is followed by another a character further, of ``count`` different ones: offset and pair."""
    first = np.flatnonzero(offsets[1:] - offsets[:-1] == 1)
    return offsets[first], numbers[first].astype(np.int64) * count + numbers[first + 1]


def frequent_ngrams(sample: Sequence[bytes]) -> list[str]:
    """The n-grams that are frequent in a sample of texts in UTF-8, sorted."""
    least = max(2, -(-len(sample) // ONE_IN))
    level = [char for char in map(chr, range(ord(FIRST_HAN), ord(LAST_HAN) + 1)) if is_always_same(char)]
    pairs, offsets, of_text = _Alphabet(level).pairs(sample)
    level = ["", *level]
    both = np.flatnonzero((pairs >= len(level)) & (pairs % len(level) > 0))
    pairs, offsets = pairs[both], offsets[both]
    found: list[tuple[int, str]] = []
    for length in range(2, LONGEST + 1):
        frequent, doc_freqs = _frequent(pairs, of_text[offsets], least)
        level = [level[pair // len(level)] + level[pair % len(level)][-1] for pair in frequent.tolist()]
        if length >= SHORTEST:
            found += zip(doc_freqs.tolist(), level, strict=True)
        numbers = frequent.searchsorted(pairs)
        known = np.flatnonzero(np.append(frequent, -1)[numbers] == pairs)
        offsets, pairs = _joined(offsets[known], numbers[known], len(frequent))
    return _most_frequent(found, len(sample))


def _frequent(pairs: Pairs, texts: TextNumbers, least: int) -> tuple[Pairs, Numbers]:
    """The pairs that at least so many texts have, sorted, and how many do; shape (pairs,) each."""
    order = np.lexsort((texts, pairs))
    pairs, texts = pairs[order], texts[order]
    is_first = np.append(True, (pairs[1:] != pairs[:-1]) | (texts[1:] != texts[:-1]))[: len(pairs)]
    distinct, doc_freqs = np.unique(pairs[is_first], return_counts=True)
    return distinct[doc_freqs >= least], doc_freqs[doc_freqs >= least]


def _most_frequent(doc_freqs: list[tuple[int, str]], count: int) -> list[str]:
    """As many n-grams as there may be in ``count`` texts, the most frequent ones, sorted."""
    ordered = sorted(doc_freqs, key=lambda found: (-found[0], len(found[1])))
    in_all = np.cumsum([doc_freq for doc_freq, _ in ordered])
    ngrams = [ngram for _, ngram in ordered[: int(np.searchsorted(in_all, MOST_IN_TEXT * count, "right"))]]
    while max(map(len, _inner(ngrams))) > MOST_OF_LENGTH:
        del ngrams[len(ngrams) // 2 :]
    return sorted(ngrams)


def _inner(ngrams: Iterable[str]) -> list[list[str]]:
    """The n-grams and those inside them, sorted, by their length from 1 on."""
    levels: list[set[str]] = [set() for _ in range(LONGEST)]
    for ngram in ngrams:
        levels[len(ngram) - 1].add(ngram)
    for shorter, level in zip(levels[-2::-1], levels[:0:-1], strict=True):
        shorter.update(part for ngram in level for part in (ngram[:-1], ngram[1:]))
    return [sorted(level) for level in levels]
