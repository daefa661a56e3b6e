"""A snapshot of the index at one commit, with its files open."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, combinations, groupby
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
from newsgrep.engine.base import Stats
from newsgrep.engine.bm25 import Frequencies
from newsgrep.engine.segments.commit import TRIES
from newsgrep.engine.segments.segment_reader import SegmentReader
from newsgrep.engine.segments.term_dict import decode
from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.engine.base import Hit
    from newsgrep.engine.segments.commit import Commit
    from newsgrep.text.fold import CodePoints

Read = TypeVar("Read")

# Places of articles that are kept.
MOST_PLACES = 20_000
# Bytes of memory that is used again, in huge pages. glibc keeps no block of 32 MB; with 28, the processes of a count by
# year of a million articles take 310 MB instead of 203. And a page, with what precedes a block.
MOST_KEPT, MARGIN = 24 << 20, 1 << 14
# Articles whose texts are compared, in memory at a time.
IN_BATCH = 128


class Searcher:
    """Segments that are searched together; ``segmenter`` segments queries with the dictionaries of their commit.

    ``version`` and ``commit`` are those of ``Stats``.
    """

    def __init__(
        self, readers: Iterable[SegmentReader], version: int, commit: str, segmenter: LexiconSegmenter | None = None
    ) -> None:
        self.readers = tuple(readers)
        self.articles = sum(reader.articles for reader in self.readers)
        self.stats = Stats(self.articles, version, commit)
        self.segmenter = segmenter
        # Segment and document number of the hits of the last search that were asked for: they are about to be shown.
        self._found: dict[str, tuple[int, int]] = {}

    def require_whole(self) -> None:
        """Raise ``IndexDamagedError`` if a file has been cut since it was opened."""
        for reader in self.readers:
            reader.file.array_file.require_whole()

    def ids(self) -> Iterator[str]:
        """The ids of the live documents."""
        return chain.from_iterable(reader.live_ids() for reader in self.readers)

    def paths(self) -> set[bytes]:
        """The folded paths of all documents."""
        return set(chain.from_iterable(reader.file.terms("path").starting_at() for reader in self.readers))

    def place(self, article_id: str) -> tuple[int, int] | None:
        """The index of an article's segment and its document number there, or None."""
        if article_id in self._found:
            return self._found[article_id]
        numbers = ((index, reader.number(article_id)) for index, reader in enumerate(self.readers))
        return next(((index, number) for index, number in numbers if number is not None), None)

    def names(self, places: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
        """Path and key of the documents at some places, each a segment and a document number."""
        return self._read(places, lambda reader, numbers: reader.file.places.some(np.array(numbers, np.intp)))

    def _read(
        self, places: Sequence[tuple[int, int]], read: Callable[[SegmentReader, list[int]], Iterable[Read]]
    ) -> list[Read]:
        """What is read of documents, segment by segment, in the order of their places."""
        found: dict[tuple[int, int], Read] = {}
        for index, reader in enumerate(self.readers):
            own = [number for segment, number in places if segment == index]
            found.update(zip(((index, number) for number in own), read(reader, own), strict=True))
        return [found[place] for place in places]

    def remember(self, places: Iterable[tuple[str, tuple[int, int]]]) -> None:
        """Keep the places of articles, by id, that are about to be read."""
        if len(self._found) > MOST_PLACES:
            self.forget()
        self._found.update(places)

    def forget(self) -> None:
        """Keep none."""
        self._found.clear()

    @cached_property
    def date_order(self) -> dict[str, int]:
        """The place of each date among all, from 1; that of no date is 0."""
        dates = sorted({"", *chain.from_iterable(reader.dates for reader in self.readers)})
        return {date: number for number, date in enumerate(dates)}

    @cached_property
    def dates(self) -> list[str]:
        """The dates of the live documents, each at least once."""
        return [
            reader.dates[day]
            for reader in self.readers
            for day in np.unique(reader.file.column("day")[reader.live]).tolist()
        ]

    @property
    def frequencies(self) -> Frequencies:
        """Document frequencies in all segments."""
        return Frequencies(
            self.articles,
            exact=lambda term: sum(reader.doc_freq(term) for reader in self.readers),
            least=lambda term: sum(reader.least_doc_freq(term) for reader in self.readers),
        )

    def reprints(self, article_id: str) -> list[Hit]:
        """Find the reprints of an article: MinHash sketches give candidates, the texts decide; empty if it has none."""
        from newsgrep.engine.near_duplicates import MOST_COMPARED, Days, reprints_among

        own = self.place(article_id)
        if not own or not (sketch := self.readers[own[0]].file.sketches[own[1]]).any():
            return []
        days = Days(*(int(side[own[1]]) for side in self.readers[own[0]].days))
        places = [
            (index, number)
            for index, reader in enumerate(self.readers)
            for number in reader.alike(sketch, days)
            if (index, number) != own
        ]
        if not places:
            return []
        text, *others = self._texts([own, *places], ("body",), MOST_COMPARED)
        names = self.names(places)
        return reprints_among(text, ((*name, other) for name, other in zip(names, others, strict=True)))

    def originals(self, ids: Sequence[str]) -> list[int]:
        """The index of each article's original among those before it (see ``newsgrep.engine.reprint_join``).

        Raises:
            KeyError: an id is not in the index.

        """
        from newsgrep.engine.reprint_join import originals

        return originals(_Joined(self.readers, self._places(ids)))

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """Read the folded texts of articles, each field cut to ``most`` code points.

        Raises:
            KeyError: an id is not in the index.

        """
        return self._texts(self._places(ids), fields, most)

    def _places(self, ids: Sequence[str]) -> list[tuple[int, int]]:
        places = list(map(self.place, ids))
        if None in places:
            raise KeyError(ids)
        return places  # type: ignore[return-value]  # none is None

    def _texts(self, places: Sequence[Any], fields: tuple[str, ...], most: int) -> list[str]:
        wanted = [TEXT_FIELDS.index(name) for name in fields]
        articles = self._read(places, lambda reader, numbers: reader.file.articles.some_parts(numbers))
        found = ["\n".join([decode(article[part])[:most] for part in wanted]) for article in articles]
        return to_text(fold_codes(to_codes("\0".join(found)))).split("\0")

    @cached_property
    def _lengths(self) -> dict[str, float]:
        return {}

    def mean_length(self, field: str) -> float:
        """The mean length of a field in live documents, in words."""
        if field not in self._lengths:
            total = sum(reader.total_length(field) for reader in self.readers)
            self._lengths[field] = total / (self.articles or 1)
        return self._lengths[field]


def searcher_of(folder: Path, commit: Commit, segmenter: LexiconSegmenter | None = None, root: str = "") -> Searcher:
    """A searcher over all segments of a commit; ``root`` is put before the paths of its articles."""
    readers = (SegmentReader(folder, entry, root) for entry in commit.segments)
    return Searcher(readers, commit.generation, commit.name, segmenter)


def joined(searchers: Sequence[Searcher]) -> Searcher:
    """A searcher over the segments of several, as if they were of one commit; the first segments queries.

    An article that several contain, by its id, is that of the first.
    """
    with_paths = [(searcher, searcher.paths()) for searcher in searchers]
    for (earlier, paths), (later, others) in combinations(with_paths, 2):
        if not paths.isdisjoint(others):
            ids = set(earlier.ids())
            for reader in later.readers:
                reader.hide(ids)
    return Searcher(
        chain.from_iterable(searcher.readers for searcher in searchers),
        sum(searcher.stats.version for searcher in searchers),
        "+".join(searcher.stats.commit for searcher in searchers),
        searchers[0].segmenter,
    )


def _keep_freed_memory() -> None:
    """Let the C library use the memory of a mask again for the next one, and Linux clear it in huge pages.

    glibc returns each freed block of 128 KiB or more to the system, which clears it page by page when it is asked for
    again, until a larger block has been freed once: then it takes those up to that size from its heap. numpy asks for
    huge pages where an array has 4 MB or more, and the heap keeps them after the second array: at a million articles, a
    search for a frequent word waits for 5,000 pages less, a tenth of its time.
    """
    np.empty(MOST_KEPT, np.uint8)
    np.empty(MOST_KEPT - MARGIN, np.uint8)


class _Joined:
    """Articles at some places (segment, document number) as ``newsgrep.engine.reprint_join`` wants them."""

    def __init__(self, readers: Sequence[SegmentReader], places: Sequence[tuple[int, int]]) -> None:
        from newsgrep.analysis.minhash import WORDS
        from newsgrep.engine.near_duplicates import Days

        self._readers = readers
        self._places = places
        self.sketches = np.zeros((len(places), WORDS), np.uint64)
        self.days = Days(np.zeros(len(places), np.int32), np.zeros(len(places), np.int32))
        for index, ours, numbers in self._by_segment():
            reader = readers[index]
            self.sketches[ours] = reader.file.sketches[numbers]
            self.days.first[ours], self.days.last[ours] = reader.days.first[numbers], reader.days.last[numbers]

    def batches(self) -> Iterator[tuple[Sequence[int], CodePoints]]:
        """All articles, in the order in which they are stored."""
        for index, ours, numbers in self._by_segment():
            for start in range(0, len(ours), IN_BATCH):
                part = slice(start, start + IN_BATCH)
                yield ours[part], self._folded(index, numbers[part])

    def text(self, number: int) -> str:
        """The folded text of an article."""
        index, document = self._places[number]
        return to_text(self._folded(index, [document]))[:-1]

    def _folded(self, index: int, documents: Sequence[int]) -> CodePoints:
        from newsgrep.engine.near_duplicates import MOST_COMPARED

        bodies = self._readers[index].file.articles.texts(documents, TEXT_FIELDS.index("body"))
        return fold_codes(to_codes("".join(f"{decode(body)[:MOST_COMPARED]}\0" for body in bodies)))

    def _by_segment(self) -> Iterator[tuple[int, list[int], list[int]]]:
        """For each segment, the numbers of its articles and their document numbers, ascending."""
        order = sorted(range(len(self._places)), key=self._places.__getitem__)
        for index, ours in groupby(order, key=lambda number: self._places[number][0]):
            numbers = list(ours)
            yield index, numbers, [self._places[number][1] for number in numbers]


def open_searcher(folder: Path, read: Callable[[], Commit], root: str = "") -> Searcher:
    """Open the newest commit, as given by ``read``; retried if a writer deletes its files before they are opened.

    The lexicon is opened with the segments, so that both are of the same commit; there is none until the first update
    is finished. ``root`` is as for ``searcher_of``.

    Raises:
        IndexDamagedError: a file of the commit is still missing after ``TRIES`` attempts.

    """
    _keep_freed_memory()
    missing: Any = None
    for _ in range(TRIES):
        commit = read()
        try:
            segmenter = LexiconSegmenter(folder / commit.lexicon_name) if commit.words else None
            return searcher_of(folder, commit, segmenter, root)
        except FileNotFoundError as error:
            missing = error
    raise IndexDamagedError("missing", path=missing.filename, hint=REBUILD)
