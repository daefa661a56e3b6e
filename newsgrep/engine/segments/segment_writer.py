"""Many packed articles → one segment file: postings are collected as integer keys, sorted, and written in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis import TEXT_FIELDS, filter_values
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.minhash import WORDS as SKETCH_WORDS
from newsgrep.analysis.term_ids import TermIds
from newsgrep.engine.segments.columns import write_columns
from newsgrep.engine.segments.doc_store import ArticleWriter
from newsgrep.engine.segments.layout import VALUE_FIELDS, gram_field
from newsgrep.engine.segments.metadata_columns import MetadataColumnWriter
from newsgrep.engine.segments.postings import SMALL, Postings, write_postings
from newsgrep.engine.segments.term_dict import encode, write_grams, write_terms
from newsgrep.storage.array_file import ArrayFileWriter
from newsgrep.storage.article_codec import PART_END, length_of, unpack_metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsgrep.analysis import BulkSegmenter
    from newsgrep.analysis.minhash import Sketches
    from newsgrep.engine.segments.doc_store import Trained
    from newsgrep.model import Article

    Keys = NDArray[np.uint64]

# A key is a term number or bigram code, with the document number in its low bits: a segment is ``SMALL`` when it is
# built, larger ones are merged of several.
DOCUMENT_BITS = 16
# Keys stay in memory until they are written: eight bytes each, twice that while they are sorted.
MOST_KEYS = 32_000_000
KEYS_AT_ONCE = 1 << 20


class SegmentBuilder:
    """Collects packed articles, as long as it ``has_room``, and writes them as a segment.

    ``earlier`` is the dictionary that the articles of a segment before it were compressed with.
    """

    def __init__(self, earlier: Trained | None = None) -> None:
        self._vocabulary = TermIds()
        self._keys = {name: _Gathered() for field in TEXT_FIELDS for name in (field, gram_field(field))}
        self._lengths: dict[str, list[NDArray[np.int64]]] = {name: [] for name in TEXT_FIELDS}
        self._values: dict[str, dict[bytes, list[int]]] = {name: {} for name in VALUE_FIELDS}
        self._places: list[tuple[str, str]] = []
        self._sketches: list[Sketches] = [np.empty((0, SKETCH_WORDS), np.uint64)]
        self._articles = ArticleWriter(earlier)
        self._metadata = MetadataColumnWriter()
        self._key_count = 0

    def __len__(self) -> int:
        """The number of articles."""
        return len(self._places)

    @property
    def trained(self) -> Trained | None:
        """The dictionary that the articles were compressed with, once they are written."""
        return self._articles.trained

    def has_room(self, articles: int) -> bool:
        """Whether there is room for this many more articles."""
        return self._key_count < MOST_KEYS and len(self) + articles <= SMALL

    def add(self, batch: Sequence[bytes], segmenter: BulkSegmenter) -> None:
        """Add a batch of packed articles."""
        first = len(self)
        texts = [packed.split(PART_END, 2)[:2] for packed in batch]
        for index, name in enumerate(TEXT_FIELDS):
            joined = TEXT_END.join([*(text[index].decode("utf-8", "surrogatepass") for text in texts), ""])
            self._add_texts(name, Texts(joined), segmenter, len(batch))
        for number, packed in enumerate(batch, start=first):
            article = unpack_metadata(packed)
            self._places.append((article.path, article.key))
            self._add_values(article, number)
            self._metadata.add(article, length_of(packed))
        self._articles.add(batch)

    def _add_texts(self, name: str, texts: Texts, segmenter: BulkSegmenter, count: int) -> None:
        first = np.uint32(len(self))
        words = texts.words(segmenter, self._vocabulary)
        self._lengths[name].append(np.bincount(words.texts, minlength=count))
        self._add_keys(name, _keys(words.numbers.astype(np.uint64), words.texts + first))
        del words  # of a very long text, each of these arrays takes as much as the text several times
        grams = texts.grams()
        self._add_keys(gram_field(name), _distinct(_keys(grams.codes, grams.texts + first)))
        del grams
        if name == "body":  # the headline of a reprint may differ
            self._sketches.append(texts.sketches(count))

    def _add_keys(self, name: str, keys: Keys) -> None:
        self._keys[name].append(keys)
        self._key_count += len(keys)

    def _add_values(self, article: Article, number: int) -> None:
        values = filter_values(article)
        for name, lists in self._values.items():
            for value in values[name]:
                lists.setdefault(encode(value), []).append(number)

    def write(self, path: Path) -> None:
        """Write the segment, freeing memory on the way; the builder cannot be used afterwards."""
        with ArrayFileWriter(path) as writer:
            self._articles.write(writer)
            self._metadata.write(writer)
            for name in TEXT_FIELDS:
                self._write_grams(writer, gram_field(name))
            self._write_words(writer)
            for name in VALUE_FIELDS:
                self._write_values(writer, name)
            self._write_columns(writer)

    def _write_grams(self, writer: ArrayFileWriter, name: str) -> None:
        keys = self._keys.pop(name).taken()
        keys.sort()
        starts, codes = _lists(keys)
        write_grams(writer, name, codes)
        write_postings(writer, name, Postings(starts, _documents(keys)).pieces(), len(self))

    def _write_words(self, writer: ArrayFileWriter) -> None:
        terms = [encode(word) for word in self._vocabulary]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), np.uint64)
        rank[order] = np.arange(len(terms), dtype=np.uint64)
        for name in TEXT_FIELDS:
            keys = self._keys.pop(name).taken()
            _rerank(keys, rank)
            keys.sort()
            distinct, counts = _counted(keys)
            starts, ranks = _lists(distinct)
            write_terms(writer, name, [terms[order[number]] for number in ranks.tolist()])
            pieces = Postings(starts, _documents(distinct), counts).pieces()
            write_postings(writer, name, pieces, len(self), counted=True)

    def _write_values(self, writer: ArrayFileWriter, name: str) -> None:
        values = self._values[name]
        terms = sorted(values)
        lists = [values[term] for term in terms]
        lengths = np.fromiter(map(len, lists), np.int64, len(lists))
        documents = np.fromiter((number for numbers in lists for number in numbers), np.uint16, int(lengths.sum()))
        write_terms(writer, name, terms)
        write_postings(writer, name, Postings(np.cumsum(lengths) - lengths, documents).pieces(), len(self))

    def _write_columns(self, writer: ArrayFileWriter) -> None:
        lengths = {name: np.concatenate(self._lengths[name]) for name in TEXT_FIELDS}
        days = np.zeros(len(self), np.uint16)
        dates = self._values["date"]
        for day, date in enumerate(sorted(dates), start=1):
            days[dates[date]] = day
        write_columns(writer, self._places, lengths, days)
        writer.add("sketch", np.concatenate(self._sketches).ravel())


class _Gathered:
    """Keys in one array that grows in place: many small arrays would fragment memory."""

    def __init__(self) -> None:
        self._array = np.empty(0, np.uint64)
        self._size = 0

    def append(self, keys: Keys) -> None:
        """Add keys."""
        end = self._size + len(keys)
        if end > len(self._array):
            self._array.resize(end + min(end, KEYS_AT_ONCE), refcheck=False)
        self._array[self._size : end] = keys
        self._size = end

    def taken(self) -> Keys:
        """All keys; the array is trimmed to their number."""
        self._array.resize(self._size, refcheck=False)
        return self._array


def _keys(terms: NDArray[np.uint64], documents: NDArray[np.unsignedinteger]) -> Keys:
    keys = terms << np.uint64(DOCUMENT_BITS)
    keys |= documents
    return keys


def _documents(keys: Keys) -> NDArray[np.uint16]:
    return keys.astype(np.uint16)


def _rerank(keys: Keys, rank: NDArray[np.uint64]) -> None:
    """Replace term numbers by their ranks, in place and in pieces, so that the keys are never copied as a whole."""
    for start in range(0, len(keys), KEYS_AT_ONCE):
        piece = keys[start : start + KEYS_AT_ONCE]
        piece[:] = _keys(rank[piece >> np.uint64(DOCUMENT_BITS)], _documents(piece))


def _distinct(keys: Keys) -> Keys:
    keys.sort()
    return keys[_is_first(keys)]


def _counted(keys: Keys) -> tuple[Keys, NDArray[np.uint32]]:
    """The distinct keys of sorted keys, and the count of each, shape (distinct,)."""
    starts = np.flatnonzero(_is_first(keys))
    return keys[starts], np.diff(starts, append=len(keys)).astype(np.uint32)


def _lists(keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The index of each term's first key, and the terms, shape (terms,) each."""
    starts = np.flatnonzero(_is_first(keys, DOCUMENT_BITS))
    return starts, keys[starts] >> np.uint64(DOCUMENT_BITS)


def _is_first(keys: Keys, ignored_bits: int = 0) -> NDArray[np.bool_]:
    """Whether each key differs from the previous one, apart from its low ``ignored_bits``; shape (keys,).

    Computed in pieces, so that the keys are never copied as a whole.
    """
    first = np.ones(len(keys), np.bool_)
    for start in range(1, len(keys), KEYS_AT_ONCE):
        terms = keys[start - 1 : start + KEYS_AT_ONCE] >> np.uint64(ignored_bits)
        np.not_equal(terms[1:], terms[:-1], out=first[start : start + KEYS_AT_ONCE])
    return first
