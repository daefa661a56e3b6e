"""The index as it is at one commit, its files held open."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.entries import TEXT_FIELDS, surface_form
from newsgrep.analysis.lexicon import LexiconSegmenter
from newsgrep.engine.bm25 import length_normalised_tf
from newsgrep.engine.whoosh.segments.columns import Ids
from newsgrep.engine.whoosh.segments.reader import SegmentFile
from newsgrep.engine.whoosh.segments.terms import decode, encode
from newsgrep.engine.whoosh.toc import TRIES
from newsgrep.errors import IndexDamagedError
from newsgrep.packing import PART_END, unpack_metadata
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsgrep.analysis.sketches import Sketches
    from newsgrep.engine.base import Hit
    from newsgrep.engine.reprints import Days
    from newsgrep.engine.whoosh.codec import FlatSegment
    from newsgrep.engine.whoosh.segments.reader import Documents
    from newsgrep.engine.whoosh.toc import Commit, SegmentEntry
    from newsgrep.query.nodes import TextNode, Word

MOST_KEPT = 200


class SegmentReader:
    """A segment and which of its documents are live."""

    def __init__(self, folder: Path, entry: SegmentEntry | FlatSegment) -> None:
        self.file = SegmentFile(folder, entry.segid)
        self.live = np.ones(self.file.size, np.bool_)
        self.live[list(entry.deleted)] = False
        self.articles = self.file.size - len(entry.deleted)
        # A query asks for its words and texts again and again: what matches, how it ranks, and all once more if it is
        # relaxed. ``texts`` are kept by ``matching``.
        self.texts: dict[tuple[str, TextNode], Any] = {}
        self._words: dict[Word, NDArray[np.bool_]] = {}
        self._lists: dict[tuple[str, str], tuple[int, Documents]] = {}
        self._weights: dict[tuple[str, float], NDArray[np.float64]] = {}

    def live_numbers(self) -> list[int]:
        """The numbers of the live documents."""
        numbers: list[int] = np.flatnonzero(self.live).tolist()
        return numbers

    def number(self, article_id: str) -> int | None:
        """The number of the live document of an id."""
        index = self.file.ids.find(encode(article_id))
        number = None if index is None else self.file.ids.document(index)
        return number if number is not None and self.live[number] else None

    def live_ids(self) -> Iterator[str]:
        """The ids of the live documents."""
        return ("#".join(self.file.places[number]) for number in self.live_numbers())

    def word_documents(self, field: str, word: str) -> tuple[int, Documents]:
        """The number of a word in a field (-1: it has none), and the documents that hold it."""
        if (field, word) not in self._lists:
            if len(self._lists) == MOST_KEPT:
                self._lists.clear()
            index = self.file.terms(field).find(encode(word))
            documents = np.empty(0, np.intp) if index is None else self.file.postings(field).documents(index)
            self._lists[field, word] = (-1 if index is None else index), documents
        return self._lists[field, word]

    @cached_property
    def dates(self) -> list[str]:
        """The dates by their numbers; 0 is that of documents without one."""
        return [decode(date) for date in (b"", *self.file.terms("date").starting_at())]

    @cached_property
    def days(self) -> Days:
        """The first and the last day of each document, as arrays."""
        from newsgrep.engine.reprints import Days, days_of

        known = list(map(days_of, self.dates))
        first, last = (np.array(side, np.int32)[self.file.column("day")] for side in zip(*known, strict=True))
        return Days(first, last)

    def alike(self, sketch: Sketches, days: Days) -> list[int]:
        """The live documents of about these days whose sketches are like one."""
        from newsgrep.analysis.sketches import SHARED_BITS, shared_bits

        near = np.flatnonzero(self.live & days.near(self.days))
        found: list[int] = near[shared_bits(sketch, self.file.sketches[near]) >= SHARED_BITS].tolist()
        return found

    def word_mask(self, word: Word) -> NDArray[np.bool_]:
        """Which documents hold a word in one of its fields."""
        if word not in self._words:
            if len(self._words) == MOST_KEPT:
                self._words.clear()
            mask = self._words[word] = np.zeros(self.file.size, np.bool_)
            for field in word.fields:
                mask[self.word_documents(field, word.text)[1]] = True
        return self._words[word]

    def frequencies(self, mask: NDArray[np.bool_]) -> Iterator[tuple[str, int]]:
        """How often each word stands in each field of the documents marked, where it does."""
        for field in TEXT_FIELDS:
            counts = [piece.sums(mask) for piece in self.file.postings(field).each()]
            terms = self.file.terms(field).starting_at()
            for term, count in zip(terms, chain.from_iterable(one.tolist() for one in counts), strict=True):
                if count:
                    yield decode(term), count

    def values(self, field: str, start: str) -> Iterator[tuple[str, str]]:
        """The values of a filter field that begin so, in order, those of live documents; each as one of them has it."""
        terms = self.file.ids if field == "id" else self.file.terms(field)
        first = terms.lower_bound(encode(start))
        for index, term in enumerate(terms.starting_at(first), start=first):
            value = decode(term)
            if not value.startswith(start):
                return
            documents = (
                [terms.document(index)] if isinstance(terms, Ids) else self.file.postings(field).documents(index)
            )
            live = np.asarray(documents)[self.live[documents]]
            if len(live):
                yield value, surface_form(unpack_metadata(self.file.articles[int(live[0])]), field, value)

    def length_normalised_tfs(self, field: str, mean_length: float) -> NDArray[np.float64]:
        """What one occurrence of a word weighs in a field of each document."""
        key = field, mean_length
        if key not in self._weights:
            self._weights[key] = length_normalised_tf(field, self.file.column(f"{field}_length"), mean_length)
        return self._weights[key]


class Snapshot:
    """All segments of a commit, and what cuts queries as it was cut, for those who ask."""

    def __init__(self, folder: Path, commit: Commit, segmenter: LexiconSegmenter | None = None) -> None:
        self.commit = commit
        self.leaves = tuple(SegmentReader(folder, entry) for entry in commit.segments)
        self.articles = sum(leaf.articles for leaf in self.leaves)
        self.segmenter = segmenter
        # Where the articles are that a search has just found: they are about to be shown.
        self.found: dict[str, tuple[int, int]] = {}

    def place(self, article_id: str) -> tuple[int, int] | None:
        """Which segment holds an article, and its number there."""
        if article_id in self.found:
            return self.found[article_id]
        numbers = ((index, leaf.number(article_id)) for index, leaf in enumerate(self.leaves))
        return next(((index, number) for index, number in numbers if number is not None), None)

    @cached_property
    def dates(self) -> list[str]:
        """The dates of the live documents, each at least once."""
        return [
            leaf.dates[day] for leaf in self.leaves for day in np.unique(leaf.file.column("day")[leaf.live]).tolist()
        ]

    def doc_freqs(self, word: Word) -> int:
        """How many articles hold a word."""
        return sum(int(np.count_nonzero(leaf.word_mask(word) & leaf.live)) for leaf in self.leaves)

    def reprints(self, article_id: str) -> list[Hit]:
        """The other articles that share most of an article's text: sketches say which may, the texts which do."""
        from newsgrep.engine.reprints import MOST_COMPARED, Days, reprints_among

        own = self.place(article_id)
        if not own or not (sketch := self.leaves[own[0]].file.sketches[own[1]]).any():
            return []
        days = Days(*(int(side[own[1]]) for side in self.leaves[own[0]].days))
        places = [
            (index, number)
            for index, leaf in enumerate(self.leaves)
            for number in leaf.alike(sketch, days)
            if (index, number) != own
        ]
        if not places:
            return []
        text, *others = self._texts([own, *places], ("body",), MOST_COMPARED)
        names = (self.leaves[index].file.places[number] for index, number in places)
        return reprints_among(text, ((*name, other) for name, other in zip(names, others, strict=True)))

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded texts of articles: of each field no more than ``most`` code points."""
        places = list(map(self.place, ids))
        if None in places:
            raise KeyError(ids)
        return self._texts(places, fields, most)

    def _texts(self, places: Sequence[Any], fields: tuple[str, ...], most: int) -> list[str]:
        found = []
        for index, number in places:
            parts = self.leaves[index].file.articles[number].split(PART_END, 2)
            found.append("\n".join(decode(parts[TEXT_FIELDS.index(name)])[:most] for name in fields))
        return to_text(fold_codes(to_codes("\0".join(found)))).split("\0")

    @cached_property
    def _lengths(self) -> dict[str, float]:
        return {}

    def mean_length(self, field: str) -> float:
        """The mean number of words of a field in live documents."""
        if field not in self._lengths:
            total = sum(int(leaf.file.column(f"{field}_length")[leaf.live].sum(dtype=np.int64)) for leaf in self.leaves)
            self._lengths[field] = total / (self.articles or 1)
        return self._lengths[field]


def open_snapshot(folder: Path, read: Callable[[], Commit]) -> Snapshot:
    """The newest commit, whole. A writer may delete its files before they are opened; then there is a newer one.

    The lexicon is opened with the segments, so that it is of the same commit; an index never finished has none.
    """
    missing: Any = None
    for _ in range(TRIES):
        commit = read()
        try:
            segmenter = LexiconSegmenter(folder / commit.lexicon_name) if commit.words else None
            return Snapshot(folder, commit, segmenter)
        except FileNotFoundError as error:
            missing = error
    raise IndexDamagedError("missing", path=missing.filename, hint="newsgrep index --rebuild")
