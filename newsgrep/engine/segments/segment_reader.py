"""A segment of a commit: its file, and which of its documents are live."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis.grams import gram_code
from newsgrep.analysis.indexed_article import TEXT_FIELDS, surface_form
from newsgrep.engine.bm25 import length_normalised_tf
from newsgrep.engine.segments.cache import Cache
from newsgrep.engine.segments.columns import Ids
from newsgrep.engine.segments.doc_lists import Bitmap, NumberList, count_equal
from newsgrep.engine.segments.layout import gram_field
from newsgrep.engine.segments.segment_file import SegmentFile
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.query.plan_nodes import Pair
from newsgrep.storage.article_codec import unpack_metadata
from newsgrep.text.fold import fold_codes, to_codes, to_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from newsgrep.analysis.minhash import Sketches
    from newsgrep.engine.near_duplicates import Days
    from newsgrep.engine.segments.commit import SegmentInfo
    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node, Term, TextNode

# How many values the caches keep.
MOST_MATCHES = 4
MOST_TERMS = 2000
# Bytes of unpacked posting lists, and of what is known of texts, in the caches.
MOST_LIST_BYTES = MOST_TEXT_BYTES = 1 << 25
# Characters of folded texts in the cache.
MOST_FOLDED = 1 << 21


class SegmentReader:
    """Reads a segment; ``live`` is a mask, shape (documents,), of the documents that are not deleted.

    ``root`` is put before the paths of its articles: empty, or ending in a slash.
    """

    def __init__(self, folder: Path, info: SegmentInfo, root: str = "") -> None:
        self.file = SegmentFile(folder, info.segid, root)
        self.live = np.ones(self.file.size, np.bool_)
        self.live[list(info.deleted)] = False
        self.articles = self.file.size - len(info.deleted)
        # Caches: terms and texts of a query are evaluated to match, to rank, and again if the query is relaxed. The
        # matcher fills ``texts`` and ``matches``.
        self.texts: Cache[tuple[str, TextNode], Any] = Cache(MOST_TEXT_BYTES, size=lambda text: text.size_in_bytes)
        self.matches: Cache[Node, NumberList] = Cache(MOST_MATCHES)
        self._empty = NumberList(np.empty(0, np.intp), self.file.size)
        self._lists: Cache[tuple[str, int], NumberList | Bitmap] = Cache(
            MOST_LIST_BYTES, size=lambda found: found.size_in_bytes
        )
        self._numbers: Cache[tuple[str, Term], tuple[str, int | None]] = Cache(MOST_TERMS)
        self._doc_freqs: Cache[Term, int] = Cache(MOST_TERMS)
        self._least: Cache[Term, int] = Cache(MOST_TERMS)
        self._folded: Cache[tuple[int, str], tuple[str, str]] = Cache(MOST_FOLDED, size=lambda texts: len(texts[0]))

    def hide(self, ids: Container[str]) -> None:
        """Take the documents with these ids for deleted ones."""
        for number, own in zip(self.live_numbers(), list(self.live_ids()), strict=True):
            if own in ids:
                self.live[number] = False
                self.articles -= 1
        for cache in (self.matches, self.texts, self._doc_freqs, self._least):
            cache.clear()

    def rooted(self, article: Article) -> Article:
        """An article of this segment, as it is stored, with its path as it is to be shown."""
        return article._replace(path=self.file.root + article.path) if self.file.root else article

    def live_numbers(self) -> list[int]:
        """The numbers of the live documents."""
        numbers: list[int] = np.flatnonzero(self.live).tolist()
        return numbers

    def number(self, article_id: str) -> int | None:
        """The number of the live document with an id, or None."""
        index = self.file.ids.find(encode(article_id))
        number = None if index is None else self.file.ids.document(index)
        return number if number is not None and self.live[number] else None

    def live_ids(self) -> Iterator[str]:
        """The ids of the live documents."""
        return map("#".join, self.file.places.some(np.flatnonzero(self.live)))

    def posting_list(self, field: str, term: Term) -> NumberList | Bitmap:
        """The documents that contain a term in a field."""
        name, number = self._list(field, term)
        return self._empty if number is None else self.numbered_list(name, number)

    def numbered_list(self, name: str, number: int) -> NumberList | Bitmap:
        """A posting list by its number in a field or bigram field."""
        return self._lists.get((name, number), lambda: self.file.postings(name).posting_list(number))

    def counts(self, field: str, term: Term, places: Documents | None = None) -> NDArray[np.int64]:
        """How often a term occurs in each document of its ``posting_list``, or of those at some places in it.

        A pair counts once.
        """
        documents = self.posting_list(field, term)
        name, number = self._list(field, term)
        if number is None or isinstance(term, Pair):
            return np.ones(len(documents if places is None else places), np.int64)
        return self.file.postings(name).counts(number, len(documents), places)

    def least_doc_freq(self, term: Term) -> int:
        """A lower bound of the live documents that contain a term, without unpacking its posting lists."""
        return self._least.get(term, lambda: self._bound(term))

    def _bound(self, term: Term) -> int:
        name, number = self._list(term.fields[-1], term)  # a bound of its texts will do
        found = 0 if number is None else self.file.postings(name).least(number)
        return max(0, found - (self.file.size - self.articles))

    def doc_freq(self, term: Term) -> int:
        """The number of live documents that contain a term in one of its fields."""
        return self._doc_freqs.get(term, lambda: self._count_documents(term))

    def _count_documents(self, term: Term) -> int:
        longest, *others = sorted((self.posting_list(field, term) for field in term.fields), key=len, reverse=True)
        is_all_live = self.articles == self.file.size
        count = len(longest) if is_all_live else int(np.count_nonzero(self.live[longest.documents]))
        for index, other in enumerate(others):
            counted = other.documents
            for earlier in (longest, *others[:index]):
                counted = counted[~earlier.holding(counted)]
            count += len(counted) if is_all_live else int(np.count_nonzero(self.live[counted]))
        return count

    def _list(self, field: str, term: Term) -> tuple[str, int | None]:
        """The name and number of a term's posting list; the number is None if the term does not occur."""
        return self._numbers.get((field, term), lambda: self._find(field, term))

    def _find(self, field: str, term: Term) -> tuple[str, int | None]:
        if isinstance(term, Pair):
            name = gram_field(field)
            return name, self.file.grams(name).find(gram_code(term.text))
        return field, self.file.terms(field).find(encode(term.text))

    @cached_property
    def dates(self) -> list[str]:
        """The dates by number, as in the ``day`` column; 0 is the empty date."""
        return [decode(date) for date in (b"", *self.file.terms("date").starting_at())]

    @cached_property
    def days(self) -> Days:
        """The first and the last day that the date of each document may mean, shape (documents,) each."""
        from newsgrep.engine.near_duplicates import Days, days_of

        known = list(map(days_of, self.dates))
        first, last = (np.array(side, np.int32)[self.file.column("day")] for side in zip(*known, strict=True))
        return Days(first, last)

    def alike(self, sketch: Sketches, days: Days) -> list[int]:
        """The live documents of about the same days whose sketches share at least ``SHARED_BITS`` with ``sketch``."""
        from newsgrep.analysis.minhash import SHARED_BITS, shared_bits

        near = np.flatnonzero(self.live & days.near(self.days))
        found: list[int] = near[shared_bits(sketch, self.file.sketches[near]) >= SHARED_BITS].tolist()
        return found

    def any_mask(self, terms: Iterable[Term]) -> NDArray[np.bool_]:
        """The documents that contain any of some terms in one of its fields, as a mask, shape (documents,)."""
        mask = np.zeros(self.file.size, np.bool_)
        for term in terms:
            for field in term.fields:
                self.posting_list(field, term).mark(mask)
        return mask

    def numbers(self, terms: Iterable[Term]) -> Documents:
        """The live documents that contain any of some terms in one of its fields, ascending; for short lists."""
        lists = [self.posting_list(field, term).documents for term in terms for field in term.fields]
        found, _ = count_equal([documents for documents in lists if len(documents)])
        return found if self.articles == self.file.size else found[self.live[found]]

    def holding(self, term: Term, numbers: Documents) -> NDArray[np.bool_]:
        """Whether each of some documents, ascending, contains a term in one of its fields: shape (numbers,)."""
        found = np.zeros(len(numbers), np.bool_)
        for field in term.fields:
            found |= self.posting_list(field, term).holding(numbers)
        return found

    def texts_of(self, number: int, field: str) -> tuple[str, str]:
        """A field of a document, folded and as written."""
        return self._folded.get((number, field), lambda: self._read_text(number, field))

    def _read_text(self, number: int, field: str) -> tuple[str, str]:
        written = decode(self.file.articles.text(number, TEXT_FIELDS.index(field)))
        return to_text(fold_codes(to_codes(written))), written

    def frequencies(self, mask: NDArray[np.bool_]) -> Iterator[tuple[str, int]]:
        """The total count, if above 0, of each word of each text field in the documents of a mask."""
        for field in TEXT_FIELDS:
            counts = [piece.sums(mask) for piece in self.file.postings(field).each()]
            terms = self.file.terms(field).starting_at()
            for term, count in zip(terms, chain.from_iterable(sums.tolist() for sums in counts), strict=True):
                if count:
                    yield decode(term), count

    def terms(self, field: str, start: str) -> Iterator[str]:
        """The terms of a field with the prefix ``start``, sorted; those of deleted documents, too."""
        terms, prefix = self.file.ids if field == "id" else self.file.terms(field), encode(start)
        for term in terms.starting_at(terms.lower_bound(prefix)):
            if not term.startswith(prefix):
                return
            yield decode(term)

    def values(self, field: str, start: str) -> Iterator[tuple[str, str]]:
        """The values of a filter field in live documents with the prefix ``start``, sorted.

        Each is a pair: the folded value, and how one of the documents writes it.
        """
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
                article = self.rooted(unpack_metadata(self.file.articles[int(live[0])]))
                yield value, surface_form(article, field, value)

    def total_length(self, field: str) -> int:
        """The total length of a field in live documents, in words."""
        name = f"{field}_length"
        total = int(self.file.column(f"{name}.total")[0])
        if self.articles == self.file.size:
            return total
        return total - int(self.file.column(name)[~self.live].sum(dtype=np.int64))

    def length_normalised_tfs(self, field: str, mean_length: float, documents: Documents) -> NDArray[np.float64]:
        """The weight of an occurrence of a term in a field of some documents (BM25F), shape (documents,)."""
        lengths = self.file.of_documents(f"{field}_length", documents)
        weights: NDArray[np.float64] = length_normalised_tf(field, lengths, mean_length)
        return weights
