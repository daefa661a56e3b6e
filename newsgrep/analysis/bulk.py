"""Words and bigrams of many texts at once, over arrays of code points, for building an index.

Each text has the same words and bigrams as from ``tokens`` and ``grams``, in a different order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis.grams import CODE_BITS
from newsgrep.analysis.minhash import sketches
from newsgrep.analysis.mixed_words import NO_HAN
from newsgrep.analysis.tokenizer import RARE_HAN, inner_words, other_word
from newsgrep.model import Span
from newsgrep.text.fold import UNICODE_SIZE, fold_codes, to_codes, to_text
from newsgrep.text.gaps import DIGIT, LETTER, OTHER, kind_of
from newsgrep.text.variants import simplified_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from newsgrep.analysis.minhash import Sketches
    from newsgrep.analysis.mixed_words import MixedWords
    from newsgrep.analysis.segmenters import BulkSegmenter, Segmenter
    from newsgrep.analysis.term_ids import TermIds
    from newsgrep.text.fold import CodePoints

    Offsets = NDArray[np.intp]

# Ends each text; never occurs in repaired text.
TEXT_END = "\0"
OTHERS = re.compile(f"{other_word(NO_HAN)}|(?=[^\\W_])[{RARE_HAN}]|{TEXT_END}")
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FD5
TAB, LINE_END, SPACE = 0x09, 0x0A, 0x20
LINE_ENDS = (0, LINE_END)
KINDS = {OTHER: 0, LETTER: 1, DIGIT: 2}


class WordIds(NamedTuple):
    """The words of several texts: the term id of each, and the number of its text (from 0); both shape (words,)."""

    numbers: NDArray[np.uint32]
    texts: NDArray[np.uint32]


class PlacedWords(NamedTuple):
    """The words of several texts that do not overlap, in order, by their places in all of them as one ``text``.

    ``starts`` and ``ends`` have shape (words,).
    """

    text: str
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    def some(self, numbers: NDArray[np.intp]) -> list[str]:
        """Some of the words."""
        places = zip(self.starts[numbers].tolist(), self.ends[numbers].tolist(), strict=True)
        return [self.text[start:end] for start, end in places]


class Bigrams(NamedTuple):
    """The bigrams of several texts: ``gram_code`` of each, and the number of its text; both shape (bigrams,)."""

    codes: NDArray[np.uint64]
    texts: NDArray[np.uint32]


class Texts:
    """Several texts, folded; ``joined`` contains one after another, each ended by ``TEXT_END``."""

    def __init__(self, joined: str) -> None:
        self._codes = fold_codes(to_codes(joined))
        # The characters that are segmented into words (see ``word_form``).
        self._word_codes = fold_codes(to_codes(simplified_texts(joined, TEXT_END)))
        self._ends = self._codes == 0

    @property
    def codes(self) -> NDArray[np.uint32]:
        """The folded texts, each ended by code point 0, shape (characters,)."""
        return self._codes

    def words(self, segmenter: BulkSegmenter, vocabulary: TermIds) -> WordIds:
        """The words of all texts; ``vocabulary`` gets new ones, ``TEXT_END`` and the line end."""
        han = (self._word_codes >= FIRST_HAN) & (self._word_codes <= LAST_HAN)
        mixed = self._mixed_spans(han, segmenter.mixed_words)
        others = ~han
        for start, end in mixed:
            han[start:end] = others[start:end] = False
        parts = [
            self._numbered(words, vocabulary) for words in (self._han_words(han, segmenter), self._other_words(others))
        ]
        if mixed:
            parts.append(self._mixed_words(mixed, segmenter, vocabulary))
        return WordIds(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def placed_words(self, segmenter: Segmenter, wanted: NDArray[np.bool_]) -> PlacedWords:
        """The words of all texts, as from ``words`` of the tokenizer, with their places.

        ``wanted``, shape (characters,), marks the characters whose words are wanted; of the others, some may be found.
        """
        han = (self._word_codes >= FIRST_HAN) & (self._word_codes <= LAST_HAN)
        mixed = self._mixed_spans(han, segmenter.mixed_words)
        others = ~han
        for start, end in mixed:
            han[start:end] = others[start:end] = False
        text, places = self._parted(_whole_runs(han, wanted), LINE_END)
        cuts = np.flatnonzero(to_codes(TEXT_END.join([*segmenter.cut(text), ""])) == 0)
        starts = np.append(0, cuts[:-1] - np.arange(len(cuts) - 1)) if len(cuts) else cuts
        lengths = np.diff(starts, append=len(text))
        is_word = han[places[starts]]
        found = [(places[starts][is_word], lengths[is_word])]
        text, places = self._parted(_whole_runs(others, wanted), SPACE)
        spans = [match.span() for match in OTHERS.finditer(text) if match[0] != TEXT_END]
        for each, place in ((np.array(spans, np.intp), places), (np.array(mixed, np.intp), np.arange(len(han)))):
            first, last = each.reshape(-1, 2).T
            found.append((place[first], last - first))
        starts, lengths = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.argsort(starts, kind="stable")
        return PlacedWords(to_text(self._word_codes), starts[order], (starts + lengths)[order])

    def _parted(self, mask: NDArray[np.bool_], filler: int) -> tuple[str, NDArray[np.intp]]:
        """The runs of a mask, each followed by a filler, and the place of each character in the texts."""
        kept = mask.copy()
        kept[1:] |= mask[:-1]
        places = np.flatnonzero(kept)
        return to_text(np.where(mask, self._word_codes, np.uint32(filler))[places]), places

    def _numbered(self, words: Iterable[str], vocabulary: TermIds) -> WordIds:
        """The ids of words; the text ends among them separate the texts."""
        numbers = vocabulary.numbers(words)
        ends = numbers == vocabulary[TEXT_END]
        texts = np.cumsum(ends, dtype=np.uint32)
        keep = ~ends & (numbers != vocabulary["\n"])
        return WordIds(numbers[keep], texts[keep])

    def _han_words(self, mask: NDArray[np.bool_], segmenter: BulkSegmenter) -> Iterable[str]:
        """The words of the Han runs; anything between two runs is replaced by a line end."""
        return segmenter.search_words(to_text(self._only(mask, LINE_END)))

    def _other_words(self, mask: NDArray[np.bool_]) -> Iterable[str]:
        """The words outside Han runs, each of which is replaced by a space; few enough for a regular expression."""
        return (match[0] for match in OTHERS.finditer(to_text(self._only(mask, SPACE))))

    def _mixed_words(self, spans: list[Span], segmenter: BulkSegmenter, vocabulary: TermIds) -> WordIds:
        """The mixed words at the given places, and the words inside them."""
        found: dict[str, list[int]] = {}
        numbers, texts = [], []
        ends = np.flatnonzero(self._ends)
        for span, text in zip(spans, np.searchsorted(ends, [span.start for span in spans]).tolist(), strict=True):
            word = to_text(self._word_codes[span.start : span.end])
            if word not in found:
                found[word] = [vocabulary[inner] for inner, _ in inner_words(word, segmenter)] + [vocabulary[word]]
            numbers += found[word]
            texts += [text] * len(found[word])
        return WordIds(np.array(numbers, np.uint32), np.array(texts, np.uint32))

    def _mixed_spans(self, is_han: NDArray[np.bool_], mixed: MixedWords) -> list[Span]:
        """The places of the mixed words, found in the lines that contain two characters of one."""
        places = _places(self._word_codes, is_han, mixed)
        if not len(places):
            return []
        lines = np.flatnonzero(self._ends | (self._word_codes == LINE_END))
        spans = []
        for number in np.unique(np.searchsorted(lines, places)).tolist():
            start = int(lines[number - 1]) + 1 if number else 0
            stop = int(lines[number]) if number < len(lines) else len(self._word_codes)
            found = mixed.find(to_text(self._word_codes[start:stop]))
            spans += [Span(start + span.start, start + span.end) for span in found]
        return spans

    def _only(self, mask: NDArray[np.bool_], filler: int) -> NDArray[np.uint32]:
        """The characters of a mask and the text ends; each stretch of others becomes one filler."""
        kept = mask | self._ends
        first_other = ~kept
        first_other[1:] &= kept[:-1]
        codes: NDArray[np.uint32] = np.where(kept, self._word_codes, np.uint32(filler))[kept | first_other]
        return codes

    def sketches(self, count: int) -> Sketches:
        """The MinHash sketches of all ``count`` texts, shape (count, ``WORDS``), uint64."""
        return sketches(self._codes, count)

    def grams(self) -> Bigrams:
        """The bigrams of all texts."""
        codes = self._codes
        right = np.append(codes[1:], np.uint32(0))
        right[right == LINE_END] = 0
        keep = ~self._ends & (codes != LINE_END)
        texts = np.cumsum(self._ends, dtype=np.uint32)
        lefts, rights = gap_ends(codes)
        pairs = _pairs(np.concatenate([codes[keep], codes[lefts]]), np.concatenate([right[keep], codes[rights]]))
        return Bigrams(pairs, np.concatenate([texts[keep], texts[lefts]]))


def gap_ends(codes: CodePoints) -> tuple[Offsets, Offsets]:
    """The offsets of the characters left and right of each gap in folded texts, both shape (gaps,).

    As in ``newsgrep.text.gaps.gaps``; each text is ended by code point 0.
    """
    spaces = np.flatnonzero((codes == SPACE) | (codes == TAB))
    if not len(spaces):
        return spaces, spaces
    inner = np.diff(spaces) == 1
    lefts = spaces[np.append(True, ~inner)] - 1
    rights = spaces[np.append(~inner, True)] + 1
    inside = (lefts >= 0) & (rights < len(codes))
    lefts, rights = lefts[inside], rights[inside]
    is_gap = _are_gaps(codes, lefts, rights)
    return lefts[is_gap], rights[is_gap]


def _whole_runs(mask: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The runs of a mask that a wanted character is in."""
    starts = np.flatnonzero(mask & ~np.append(False, mask[:-1]))
    if not len(starts):
        return mask
    number = np.cumsum(np.bincount(starts, minlength=len(mask)))
    is_wanted = np.append(False, np.logical_or.reduceat(wanted & mask, starts))
    found: NDArray[np.bool_] = mask & is_wanted[number]
    return found


def _are_gaps(codes: NDArray[np.uint32], lefts: Offsets, rights: Offsets) -> NDArray[np.bool_]:
    """Whether the white space between two offsets is a gap, or may be one in a spaced-out text, shape (gaps,)."""
    # The offsets beside these; at the ends of the text, the end itself, which is neither a letter nor a digit.
    beside = np.array([np.maximum(lefts - 1, 0), lefts, rights, np.minimum(rights + 1, len(codes) - 1)])
    alphabet, which = np.unique(codes[beside], return_inverse=True)
    kinds = np.array([KINDS[kind_of(chr(code))] for code in alphabet.tolist()], np.uint8)[which.reshape(beside.shape)]
    before, left, right, after = kinds
    inside = ~np.isin(codes[lefts], LINE_ENDS) & ~np.isin(codes[rights], LINE_ENDS)
    is_single = (left != before) | (lefts == 0)
    is_single &= right != after
    are_gaps: NDArray[np.bool_] = inside & ((left != right) | (left == KINDS[OTHER]) | is_single)
    return are_gaps


def _places(codes: NDArray[np.uint32], is_han: NDArray[np.bool_], mixed: MixedWords) -> NDArray[np.intp]:
    """The offsets of the pairs of characters by which mixed words are found, shape (places,)."""
    table, pairs = _mixed_pairs(mixed)
    borders = np.flatnonzero(is_han[1:] != is_han[:-1])
    borders = borders[table[codes[borders]] & table[codes[borders + 1]]]
    found = [borders[np.isin(_pairs(codes[borders], codes[borders + 1]), pairs)]]
    for word in mixed.bare:
        first, second = map(ord, word[:2])
        found.append(np.flatnonzero((codes[:-1] == first) & (codes[1:] == second)))
    return np.concatenate(found)


@lru_cache(1)
def _mixed_pairs(mixed: MixedWords) -> tuple[NDArray[np.bool_], NDArray[np.uint64]]:
    """Whether each code point is in a pair of mixed words, shape (0x110000,), and the pairs, shape (pairs,)."""
    table = np.zeros(UNICODE_SIZE, np.bool_)
    codes = to_codes("".join(mixed.pairs)).reshape(-1, 2)
    table[codes] = True
    return table, _pairs(codes[:, 0], codes[:, 1])


def _pairs(lefts: NDArray[np.uint32], rights: NDArray[np.uint32]) -> NDArray[np.uint64]:
    pairs: NDArray[np.uint64] = lefts.astype(np.uint64)
    pairs <<= np.uint64(CODE_BITS)
    pairs |= rights
    return pairs
