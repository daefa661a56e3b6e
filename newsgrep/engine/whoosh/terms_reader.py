"""The terms of a segment and their posting lists as Whoosh reads them."""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.matching import ListMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo, TermNotFound

from newsgrep.analysis.grams import gram_code, grams_of
from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.layout import FIELDS, GRAM_FIELDS
from newsgrep.engine.segments.matcher import Matching
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.engine.whoosh.positions import WordFinder
from newsgrep.engine.whoosh.schema import Posting, WordFormat, literal_of
from newsgrep.query.plan_nodes import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.engine.segments.segment_reader import SegmentReader
    from newsgrep.engine.whoosh.positions import Occurrence

GRAM_LENGTH = 2
# Whoosh asks for a term's statistics, its document frequency and its postings one after another.
TERMS_KEPT = 100


class DocumentCounts(NamedTuple):
    """The documents of a term, and how often it occurs in each."""

    documents: Documents
    counts: NDArray[np.int64]


class FlatTerms(TermsReader):  # type: ignore[misc]
    """The terms of a segment, sorted by field, then by term."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._file = reader.file
        self._postings = lru_cache(TERMS_KEPT)(self._read_postings)
        self._finder: WordFinder | None = None

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._postings(*term) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        """The names of all indexed fields."""
        return FIELDS

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        return ((field, text) for field in sorted(FIELDS) for text in self._texts(field, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field, from the first that is not less than ``prefix``."""
        return ((fieldname, text) for text in self._texts(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The same as ``terms_from``, with statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> FlatCursor:  # noqa: ARG002 (Whoosh's signature)
        """A cursor over the terms of a field."""
        return FlatCursor(list(self._texts(fieldname, b"")))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """The statistics of a term; deleted documents count.

        Raises:
            TermNotFound: the segment does not contain it.

        """
        documents, counts = self._found(fieldname, text)
        is_text = fieldname in TEXT_FIELDS
        lengths = self._file.column(f"{fieldname}_length")[documents] if is_text else np.ones(1, np.int64)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The number of occurrences of a term in all documents."""
        postings = self._postings(fieldname, text)
        return float(postings.counts.sum()) if postings else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """The number of documents that contain a term."""
        postings = self._postings(fieldname, text)
        return len(postings.documents) if postings else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingMatcher:
        """The postings of a term for Whoosh's queries.

        Raises:
            TermNotFound: the segment does not contain it.

        """
        documents, counts = self._found(fieldname, text)
        return PostingMatcher(
            documents.tolist(),
            counts.astype(float).tolist(),
            self._occurrences(fieldname, text, format_),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _texts(self, field: str, start: bytes) -> Iterator[bytes]:
        if field in GRAM_FIELDS:
            return (text for text in map(encode, grams_of(self._file.grams(field).codes())) if text >= start)
        terms = self._file.ids if field == "id" else self._file.terms(field)
        return terms.starting_at(terms.lower_bound(start))

    def _found(self, field: str, text: bytes) -> DocumentCounts:
        postings = self._postings(field, text)
        if not postings:
            raise TermNotFound(f"{field}:{text!r}")
        return postings

    def _read_postings(self, field: str, text: bytes) -> DocumentCounts | None:
        """The postings of a term, or of a literal in a text field; None if no document contains it."""
        if field in TEXT_FIELDS and (literal := literal_of(text)):
            return self._literal_postings(field, literal)
        index = self._find(field, text)
        if index is None:
            return None
        if field == "id":
            documents = np.array([self._file.ids.document(index)], np.intp)
        else:
            documents = self._file.postings(field).documents(index)
        if field not in TEXT_FIELDS:
            return DocumentCounts(documents, np.ones(len(documents), np.int64))
        return DocumentCounts(documents, self._file.postings(field).counts(index, len(documents)))

    def _literal_postings(self, field: str, literal: str) -> DocumentCounts | None:
        """The live documents whose text contains a string; it counts as often as they have it as a word, or once."""
        mask = Matching(self._reader).mask(Literal(literal, (field,)), self._reader.live)
        if not mask.any():
            return None
        counts = mask.astype(np.int64)
        word = self._read_postings(field, encode(literal))
        if word:
            counts[word.documents] *= word.counts
        return DocumentCounts(np.flatnonzero(mask), counts[mask])

    def _find(self, field: str, text: bytes) -> int | None:
        if field == "id":
            return self._file.ids.find(text)
        if field in GRAM_FIELDS:
            gram = decode(text)
            return self._file.grams(field).find(gram_code(gram)) if len(gram) == GRAM_LENGTH else None
        return self._file.terms(field).find(text) if field in FIELDS else None

    def _occurrences(self, field: str, text: bytes, format_: Any) -> Callable[[int], list[Occurrence]] | None:
        """A function that finds a term in a document; None if the field has no positions."""
        if not isinstance(format_, WordFormat):
            return None
        self._finder = self._finder or WordFinder(self._file.articles, lambda: format_.segmenter)
        if literal := literal_of(text):
            return partial(self._finder.literals, field, literal)
        return partial(self._finder.words, field, decode(text))


class PostingMatcher(ListMatcher):  # type: ignore[misc]
    """A posting list that is skipped by bisection; positions are worked out for the documents that are asked for."""

    def __init__(
        self,
        documents: list[int],
        weights: list[float],
        occurrences: Callable[[int], list[Occurrence]] | None,
        **options: Any,
    ) -> None:
        super().__init__(documents, weights, **options)
        self._occurrences = occurrences

    def copy(self) -> PostingMatcher:
        """Another matcher at the same document."""
        return copy(self)

    def skip_to(self, id: int) -> None:  # noqa: A002 (Whoosh's signature)
        """Go to the first document from ``id`` on."""
        self._i: int = bisect_left(self._ids, id, lo=self._i)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end if no document of the list can score more than this."""
        if self.is_active() and self.block_quality() <= minquality:
            self._i = len(self._ids)
        return 0

    def block_max_weight(self) -> float:
        """The greatest weight in the list."""
        return float(self._terminfo.max_weight())

    def value(self) -> Posting | bytes:
        """The current posting as the field's format decodes it."""
        find = self._occurrences
        return Posting(self.weight(), partial(find, self.id())) if find else b""

    def spans(self) -> list[Span]:
        """The occurrences in the current document; a span reaches from a word's first letter to its last."""
        if not self._occurrences:
            return super().spans()  # type: ignore[no-any-return]
        return [Span(*occurrence) for occurrence in self._occurrences(self.id())]


class FlatCursor(FieldCursor):  # type: ignore[misc]
    """A position in a sorted list of terms; texts are decoded, as those who look for similar terms expect."""

    def __init__(self, terms: list[bytes]) -> None:
        self._terms = terms
        self._at = 0

    def is_valid(self) -> bool:
        """Whether the cursor is at a term."""
        return self._at < len(self._terms)

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not less."""
        self._at = bisect_left(self._terms, string if isinstance(string, bytes) else encode(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The current term."""
        return decode(self._terms[self._at]) if self.is_valid() else None

    term = text
