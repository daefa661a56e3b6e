"""Posting lists of frequent n-grams, by which a large segment finds texts that many articles contain.

A quoted text is found by bigrams, and each candidate is read; of a text in every tenth article, that would be most of
the time of a search. Such a text mostly is, as a whole, one of these n-grams: a formula, an office, how reports begin.
Its list alone decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.frequent_ngrams import NgramFinder, frequent_ngrams
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.doc_store import in_batches
from newsgrep.engine.segments.layout import ngram_field
from newsgrep.engine.segments.postings import Postings, cuts, write_postings
from newsgrep.engine.segments.segment_merge import behind_one_another
from newsgrep.engine.segments.term_dict import encode, write_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.doc_store import Articles
    from newsgrep.engine.segments.segment_merge import Sources
    from newsgrep.storage.array_file import ArrayFileWriter

# Of fewer documents, all can be read in half a second. An update that adds few articles merges no more than these.
LEAST_DOCUMENTS = (1 << 17) + 1
# Documents that n-grams are chosen by, and bytes of each text.
SAMPLE, MOST_SAMPLED = 4096, 6000
# Documents whose n-grams are sorted at once, at most 65,536, and bytes of articles that are looked through at once.
SORTED_AT_ONCE, BYTES_AT_ONCE = 1 << 16, 1 << 19
DOCUMENT_BITS = 16


def has_ngrams(sources: Sources) -> bool:
    """Whether a segment merged of these has lists of n-grams."""
    return sources.size >= LEAST_DOCUMENTS


def write_ngrams(writer: ArrayFileWriter, sources: Sources) -> None:
    """Choose n-grams of each text field, and write their lists."""
    finders = _chosen(sources)
    chunks: list[tuple[int, list[Postings]]] = []
    for source in sources:
        live = np.flatnonzero(source.live)
        for start in range(0, len(live), SORTED_AT_ONCE):
            numbers = live[start : start + SORTED_AT_ONCE]
            chunks.append((source.first + start, _lists(source.file.articles, numbers, finders)))
    for index, (field, finder) in enumerate(zip(TEXT_FIELDS, finders, strict=True)):
        write_terms(writer, ngram_field(field), list(map(encode, finder.ngrams)))
        of_field = [(first, lists[index]) for first, lists in chunks]
        write_postings(writer, ngram_field(field), _pieces(of_field, sources.size), sources.size)


def _chosen(sources: Sources) -> list[NgramFinder]:
    """A finder for each text field, of n-grams that are frequent in documents spread over the segment."""
    sample: list[list[bytes]] = [[] for _ in TEXT_FIELDS]
    for source in sources:
        live = np.flatnonzero(source.live)
        for parts in source.file.articles.each_parts(live[:: 1 + sources.size // SAMPLE]):
            for texts, text in zip(sample, parts, strict=False):
                texts.append(_beginning(text))
    return [NgramFinder(frequent_ngrams(texts)) for texts in sample]


def _beginning(text: bytes) -> bytes:
    """A text in UTF-8 without what would make it longer than ``MOST_SAMPLED``."""
    return text if len(text) <= MOST_SAMPLED else text[: text.rfind(b"\n", 0, MOST_SAMPLED) + 1]


def _lists(articles: Articles, numbers: NDArray[np.intp], finders: Sequence[NgramFinder]) -> list[Postings]:
    """For each text field the list of each of its n-grams, maybe empty, of at most ``SORTED_AT_ONCE`` documents."""
    keys = [[np.empty(0, np.uint32)] for _ in finders]
    first = 0
    for batch in in_batches(articles.each_parts(numbers), _length, BYTES_AT_ONCE):
        for index, (finder, found) in enumerate(zip(finders, keys, strict=True)):
            for ngrams, texts in finder.find([parts[index] for parts in batch]):
                found.append((ngrams << DOCUMENT_BITS | texts + first).astype(np.uint32))
        first += len(batch)
    return [_sorted_lists(np.concatenate(own), len(finder.ngrams)) for own, finder in zip(keys, finders, strict=True)]


def _length(parts: Sequence[bytes]) -> int:
    return sum(map(len, parts))


def _sorted_lists(keys: NDArray[np.uint32], ngrams: int) -> Postings:
    """The lists of ``ngrams`` n-grams, from keys of these and of the documents that they occur in."""
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    lengths = np.bincount(keys >> DOCUMENT_BITS, minlength=ngrams)
    return Postings(np.cumsum(lengths) - lengths, keys.astype(np.uint16))


def _pieces(chunks: Sequence[tuple[int, Postings]], documents: int) -> Iterator[Postings]:
    """The lists of all chunks, each with the number of its first document."""
    lengths = np.sum([postings.lengths for _, postings in chunks], axis=0)
    for first, last in cuts(lengths):
        parts = []
        for base, postings in chunks:
            starts = postings.starts[first:last]
            some = postings.documents[starts[0] : starts[-1] + postings.lengths[last - 1]]
            parts.append((np.arange(last - first), Postings(starts - starts[0], some.astype(np.int64) + base)))
        yield behind_one_another(parts, last - first, documents)
