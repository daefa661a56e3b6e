"""Which documents of a segment contain a text: bigram postings give candidates, the stored texts verify them.

As in a trigram index (Cox 2012, "Regular Expression Matching with a Trigram Index"). Verification is not needed for
documents that have the text as a word or in one, nor for most texts of a bigram or a single character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.grams import PARAGRAPH_END, gram_code, required_grams
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.doc_lists import Bitmap, NumberList, SortedDocuments
from newsgrep.engine.segments.layout import gram_field, ngram_field
from newsgrep.engine.segments.term_dict import TermDict, decode, encode
from newsgrep.query.plan_nodes import Literal, Word
from newsgrep.query.spans import holds, required_literals
from newsgrep.text.fold import fold_codes, to_codes, to_text
from newsgrep.text.gaps import is_gap_between
from newsgrep.text.literal_pattern import literal_pattern
from newsgrep.text.variants import is_always_same, ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.engine.segments.segment_reader import SegmentReader
    from newsgrep.query.plan_nodes import TextNode

GRAM_CHARACTERS = 2
# A longer text is looked up by this many bigrams at most, spread over it; the text of a candidate decides.
MOST_GRAMS = 12
# So few candidates are read at once: looking up more bigrams would take longer.
FEW = 16
# To read more candidates takes longer than to look for the text in all words.
MANY = 1000


class TextMatches:
    """A text node in one field; ``candidates`` are the live documents that may contain the text, ascending."""

    def __init__(self, reader: SegmentReader, field: str, node: TextNode) -> None:
        self._reader = reader
        self._field = field
        self._node = node
        listed = self._ngram_list(node) if isinstance(node, Literal) else None
        self.candidates = self._may_hold(required_literals(node)) if listed is None else listed
        self._sorted = SortedDocuments(self.candidates, reader.file.size)
        self._verified = np.ones(len(self.candidates), np.bool_)
        is_sure = listed is not None or (isinstance(node, Literal) and is_exact(node))
        self._unsure = np.full(len(self.candidates), not is_sure)
        if isinstance(node, Literal) and self._unsure.any() and _is_gram(node):
            # The other ways to write it are not right everywhere.
            self._unsure &= ~self._listed([self._numbers(node.text)]).holding(self.candidates)
        # A word of letters or digits has edges; one of Han characters needs none, unless it is a number.
        if isinstance(node, Literal) and not node.as_written and self._unsure.any() and _is_word(node):
            self._unsure &= ~reader.posting_list(field, Word(node.text)).holding(self.candidates)
            if np.count_nonzero(self._unsure) > MANY and node.edges == "any" and is_always_same(node.text):
                self._unsure &= ~self._in_words(node.text)[self.candidates]

    @property
    def certain(self) -> Documents:
        """The candidates that are known to contain the text, ascending."""
        certain: Documents = self.candidates[self._verified & ~self._unsure]
        return certain

    @property
    def size_in_bytes(self) -> int:
        """The memory that it takes at most."""
        return (self.candidates.itemsize + 2) * len(self.candidates) + self._sorted.size_in_bytes

    def holding(self, numbers: Documents) -> NDArray[np.bool_]:
        """Whether each of some documents, ascending, contains the text; each is verified only once."""
        ours, places = self._sorted.find(numbers)
        unsure = places[self._unsure[places]]
        unread, part = self.candidates[unsure].tolist(), TEXT_FIELDS.index(self._field)
        for texts in self._reader.file.articles.text_batches(unread, part):
            piece, unsure = unsure[: len(texts)], unsure[len(texts) :]
            self._verified[piece] = _verify(self._node, texts)
            self._unsure[piece] = False
        found = np.zeros(len(numbers), np.bool_)
        found[ours] = self._verified[places]
        return found

    def is_any(self) -> bool:
        """Whether any candidate contains the text; a few are read, then more, until one does."""
        if len(self.certain):
            return True
        unread = self.candidates[self._unsure]
        start, size = 0, FEW
        while start < len(unread):
            if self.holding(unread[start : start + size]).any():
                return True
            start, size = start + size, 2 * size
        return False

    def _ngram_list(self, node: Literal) -> Documents | None:
        """The live documents that contain a literal, if it is a frequent n-gram that has a list."""
        if len(node.text) <= GRAM_CHARACTERS or node.edges != "any" or node.as_written:
            return None
        ngrams = self._reader.file.ngrams(self._field)
        number = ngrams.find(encode(node.text)) if ngrams else None
        if number is None:
            return None
        found = self._reader.numbered_list(ngram_field(self._field), number).documents
        return found[self._reader.live[found]]

    def _may_hold(self, texts: tuple[str, ...]) -> Documents:
        """The live documents that contain the bigrams of the texts."""
        if any(not text or PARAGRAPH_END in text for text in texts):
            return np.empty(0, np.intp)
        live = self._reader.live
        postings = self._reader.file.postings(gram_field(self._field))
        required = list(dict.fromkeys(grams for text in texts for grams in required_grams(text)))
        required = required[:: 1 + len(required) // MOST_GRAMS]
        lists = {grams: [ends for gram in grams if (ends := self._numbers(gram))[0] < ends[1]] for grams in required}
        candidates: Documents | None = None
        for found in sorted(lists.values(), key=lambda found: sum(postings.size(*ends) for ends in found)):
            if candidates is not None and len(candidates) <= FEW:
                break
            listed = self._listed(found)
            candidates = listed.documents if candidates is None else candidates[listed.holding(candidates)]
        return np.flatnonzero(live) if candidates is None else candidates[live[candidates]]

    def _listed(self, ranges: Sequence[tuple[int, int]]) -> NumberList | Bitmap:
        """The documents in the posting lists of some ranges of bigrams."""
        name, size = gram_field(self._field), self._reader.file.size
        if [last - first for first, last in ranges] == [1]:
            return self._reader.numbered_list(name, ranges[0][0])
        inside = np.zeros(size, np.bool_)
        for first, last in ranges:
            self._reader.file.postings(name).mark(inside, first, last)
        return Bitmap(np.packbits(inside, bitorder="little"), size)

    def _in_words(self, text: str) -> NDArray[np.bool_]:
        """The documents that have a word that contains a text, as a mask, shape (documents,)."""
        file = self._reader.file
        postings = file.postings(self._field)
        inside = np.zeros(file.size, np.bool_)
        for number in TermDict(file.array_file, self._field).containing(encode(text)):
            postings.posting_list(number).mark(inside)
        return inside

    def _numbers(self, gram: str) -> tuple[int, int]:
        """The half-open range of the numbers of a bigram, or of all that begin with a character."""
        grams = self._reader.file.grams(gram_field(self._field))
        if len(gram) == 1:
            return grams.beginning_with(ord(gram))
        number = grams.find(gram_code(gram))
        return (0, 0) if number is None else (number, number + 1)


def is_exact(node: Literal) -> bool:
    """Whether bigram postings alone decide: for a character, or two between which white space would be a gap."""
    return _is_gram(node) and all(len(slot) == 1 for slot in ways(node.text))


def _is_gram(node: Literal) -> bool:
    """Whether every document that has the bigram of the literal, or one that begins with its character, contains it."""
    return (
        node.edges == "any"
        and not node.as_written
        and len(node.text) <= GRAM_CHARACTERS
        and not any(map(str.isspace, node.text))
        and (len(node.text) < GRAM_CHARACTERS or is_gap_between(*node.text))
    )


def _is_word(node: Literal) -> bool:
    """Whether the literal is found wherever the text is a word."""
    return node.edges != "number" or node.text.isdecimal()


def _verify(node: TextNode, texts: Sequence[bytes]) -> list[bool]:
    """Whether each text contains what is sought; folding is only needed where its stored form is not found."""
    needle = encode(node.text) if isinstance(node, Literal) and node.edges == "any" else None
    verified = [needle is not None and needle in text for text in texts]
    unverified = [index for index, is_found in enumerate(verified) if not is_found]
    if not unverified:
        return verified
    joined = decode(b"\0".join(texts[index] for index in unverified))
    codes = fold_codes(to_codes(joined))
    folded = to_text(codes)
    if isinstance(node, Literal) and not node.as_written:
        # All texts are searched as one, as no match reaches beyond its own; most often, none of them has any.
        pattern = literal_pattern(node.text, node.edges)
        found = [match.start() for match in pattern.expression.finditer(folded)] if pattern.is_in(folded) else []
        for which in np.searchsorted(np.flatnonzero(codes == 0), found).tolist():
            verified[unverified[which]] = True
        return verified
    for index, text, written in zip(unverified, folded.split("\0"), joined.split("\0"), strict=True):
        verified[index] = holds(node, text, written)
    return verified
