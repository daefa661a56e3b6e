"""Segments → one segment, array by array: nothing is analysed again, and no posting is sorted.

The terms of the segments are sorted, so that those of a range of all terms are a range in each: their lists are
unpacked together, laid one behind another term by term, and packed again. A deleted document is left out, and so is a
term that no other has. Memory grows with the terms and documents and the counts above one, not with the postings.
"""

from __future__ import annotations

from functools import reduce
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.engine.segments.article_merge import is_copied, merge_articles
from newsgrep.engine.segments.columns import write_columns
from newsgrep.engine.segments.layout import GRAM_FIELDS, VALUE_FIELDS
from newsgrep.engine.segments.metadata_columns import MetadataColumns, write_joined
from newsgrep.engine.segments.postings import Postings, cuts, number_type, ranges, write_postings
from newsgrep.engine.segments.segment_file import SegmentFile
from newsgrep.engine.segments.term_dict import write_grams, write_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsgrep.engine.segments.commit import SegmentInfo
    from newsgrep.storage.array_file import ArrayFileWriter

    Numbers = NDArray[np.int64]

# The fields that have terms.
TERM_FIELDS = (*GRAM_FIELDS, *TEXT_FIELDS, *VALUE_FIELDS)
# Bytes of lists read before the system may take back the memory of the pages they are in.
MOST_MAPPED = 1 << 24


class Source:
    """A segment to be merged; ``live`` is a mask, shape (documents,), and ``first`` the new number of its first one."""

    def __init__(self, file: SegmentFile, live: NDArray[np.bool_], first: int) -> None:
        self.file = file
        self.live = live
        self.count = int(np.count_nonzero(live))
        self._numbers = np.cumsum(live) - 1 + first
        self.first = first

    def renumbered(self, postings: Postings) -> Postings:
        """The postings of live documents by their new numbers; a list may be left empty."""
        if postings.documents.max(initial=0) >= len(self.live):
            raise self.file.array_file.damaged("a part has an invalid place")
        if self.count == len(self.live):
            return postings._replace(documents=postings.documents.astype(np.int64) + self.first)
        kept = self.live[postings.documents]
        lengths = np.add.reduceat(kept, postings.starts, dtype=np.int64)
        counts = None if postings.counts is None else postings.counts[kept]
        return Postings(np.cumsum(lengths) - lengths, self._numbers[postings.documents[kept]], counts)


class Sources:
    """The segments to be merged, in the order of their new document numbers."""

    def __init__(self, folder: Path, infos: Sequence[SegmentInfo]) -> None:
        self.all: list[Source] = []
        self.size = 0
        opened = [(SegmentFile(folder, info.segid), info) for info in infos]
        for file, info in sorted(opened, key=lambda pair: not is_copied(pair[0].articles)):
            live = np.ones(file.size, np.bool_)
            live[list(info.deleted)] = False
            self.all.append(Source(file, live, self.size))
            self.size += self.all[-1].count

    def __iter__(self) -> Iterator[Source]:
        return iter(self.all)

    def release(self) -> None:
        """Let the system take back the memory of what was read."""
        for source in self:
            source.file.array_file.release()


def write_field(writer: ArrayFileWriter, sources: Sources, name: str) -> None:
    """Write the terms of a field and their posting lists."""
    if name in GRAM_FIELDS:
        codes, numbers = _all_grams(sources, name)
        kept = _write_lists(writer, sources, name, numbers, len(codes))
        write_grams(writer, name, codes[kept])
    else:
        terms, numbers = _all_terms(sources, name)
        kept = _write_lists(writer, sources, name, numbers, len(terms))
        write_terms(writer, name, list(compress(terms, kept.tolist())))
    sources.release()


def write_documents(writer: ArrayFileWriter, sources: Sources) -> None:
    """Write the articles and the columns."""
    merge_articles(writer, [(source.file.articles, source.live) for source in sources])
    lengths = {name: _joined_column(sources, f"{name}_length") for name in TEXT_FIELDS}
    places = list(chain.from_iterable(compress(source.file.places.all(), source.live.tolist()) for source in sources))
    write_columns(writer, places, lengths, _days(sources))
    writer.begin("sketch", np.uint64)
    for source in sources:
        writer.append(source.file.sketches[source.live].ravel())
    write_joined(writer, [MetadataColumns(source.file, np.flatnonzero(source.live)) for source in sources])
    sources.release()


def _joined_column(sources: Sources, name: str) -> NDArray[Any]:
    return np.concatenate([source.file.column(name)[source.live] for source in sources])


def _days(sources: Sources) -> NDArray[np.int64]:
    """The numbers of the live documents' dates among those that are left, shape (documents,); 0 is no date."""
    terms, numbers = _all_terms(sources, "date")
    days = [
        np.append(0, own + 1)[source.file.column("day")[source.live]]
        for source, own in zip(sources, numbers, strict=True)
    ]
    joined = np.concatenate(days)
    is_used = np.zeros(len(terms) + 1, np.int64)
    is_used[joined] = 1
    is_used[0] = 0
    renumbered: Numbers = np.cumsum(is_used)[joined]
    return renumbered


def _all_grams(sources: Sources, name: str) -> tuple[NDArray[np.uint64], list[Numbers]]:
    """The bigrams of all sources, sorted, and the numbers of each source's own among them."""
    own = [source.file.grams(name).codes() for source in sources]
    codes = reduce(_union, own)
    return codes, [np.searchsorted(codes, each) for each in own]


def _union(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct numbers of two sorted arrays, sorted; ``np.union1d`` may hash them, which takes longer."""
    both = np.concatenate([first, second])
    both.sort()
    return np.concatenate([both[:1], both[1:][both[1:] != both[:-1]]])


def _all_terms(sources: Sources, name: str) -> tuple[list[bytes], list[Numbers]]:
    """The same for words or values."""
    dicts = [source.file.terms(name) for source in sources]
    terms = sorted(set(chain.from_iterable(each.starting_at() for each in dicts)))
    number = {term: at for at, term in enumerate(terms)}
    return terms, [np.fromiter(map(number.__getitem__, each.starting_at()), np.int64, len(each)) for each in dicts]


def _write_lists(
    writer: ArrayFileWriter, sources: Sources, name: str, numbers: list[Numbers], terms: int
) -> NDArray[np.bool_]:
    """Write the posting lists of all terms that a live document has; a mask of these, shape (terms,)."""
    kept = np.zeros(terms, np.bool_)

    def pieces() -> Iterator[Postings]:
        for first, last in _cuts(sources, name, numbers, terms):
            postings = behind_one_another(_parts(sources, name, numbers, first, last), last - first, sources.size)
            lengths = postings.lengths
            kept[first:last] = lengths > 0
            if len(postings.documents):
                yield postings._replace(starts=postings.starts[lengths > 0])

    write_postings(writer, name, pieces(), sources.size, counted=name in TEXT_FIELDS)
    return kept


def _cuts(sources: Sources, name: str, numbers: list[Numbers], terms: int) -> Iterator[tuple[int, int]]:
    """Ranges of terms whose lists in all sources fit into memory together."""
    sizes = np.zeros(terms, np.int64)
    for source, own in zip(sources, numbers, strict=True):
        sizes[own] += source.file.postings(name).sizes()
    since = 0
    for first, last in cuts(sizes):
        yield first, last
        since += int(sizes[first:last].sum())
        if since > MOST_MAPPED:
            sources.release()
            since = 0


def _parts(
    sources: Sources, name: str, numbers: list[Numbers], first: int, last: int
) -> Iterator[tuple[Numbers, Postings]]:
    """The lists of a range of terms in each source, and the number in the range of the term of each list."""
    for source, own in zip(sources, numbers, strict=True):
        start, end = np.searchsorted(own, [first, last]).tolist()
        if start < end:
            yield own[start:end] - first, source.renumbered(source.file.postings(name).read(start, end))


def behind_one_another(parts: Iterable[tuple[Numbers, Postings]], terms: int, documents: int) -> Postings:
    """The lists of all parts, those of the same term one behind another; there may be empty ones."""
    parts = list(parts)
    lengths = np.zeros(terms, np.int64)
    for numbers, postings in parts:
        lengths[numbers] += postings.lengths
    starts = np.cumsum(lengths) - lengths
    merged = np.empty(int(lengths.sum()), number_type(documents))
    is_counted = any(postings.counts is not None for _, postings in parts)
    counts = np.empty(len(merged), np.uint32) if is_counted else None
    ends = starts.copy()
    for numbers, postings in parts:
        places = ranges(ends[numbers], postings.lengths)
        merged[places] = postings.documents
        if counts is not None and postings.counts is not None:
            counts[places] = postings.counts
        ends[numbers] += postings.lengths
    return Postings(starts, merged, counts)
