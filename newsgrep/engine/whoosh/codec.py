"""Whoosh's codec interface over our segment files: Whoosh opens, lists, deletes and searches them as its own."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from newsgrep.analysis.grams import gram_code, grams_of
from newsgrep.engine.segments.columns import encode_id
from newsgrep.engine.segments.layout import FIELDS, GRAM_FIELDS, INDEX_NAME
from newsgrep.engine.segments.segment_file import SegmentFile
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.engine.whoosh.schema import BYTES, LENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GRAM_LENGTH = 2


class FlatSegment(base.Segment):  # type: ignore[misc]
    """What the table of contents says of a segment, as Whoosh's writer has it; see ``toc.SegmentEntry``."""

    def __init__(self, segid: str, doccount: int, deleted: Iterable[int] = ()) -> None:
        self.indexname = INDEX_NAME
        self.segid = segid
        self.compound = False
        self.doccount = doccount
        self.deleted: set[int] = set(deleted)

    def codec(self) -> FlatCodec:
        """How it is read."""
        return FlatCodec()

    def doc_count_all(self) -> int:
        """How many documents it has, those deleted among them."""
        return self.doccount

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterable[int]:
        """Their numbers."""
        return iter(self.deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 (Whoosh's signature)
        """Delete a document, or take that back."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self.deleted


class FlatCodec(base.Codec):  # type: ignore[misc]
    """Reads our segments. They are written whole, by ``SegmentBuilder``, so that its writers have nothing to do."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> NoWriter:  # noqa: ARG002 (Whoosh's signature)
        """What Whoosh closes."""
        return NoWriter()

    def field_writer(self, storage: Any, segment: Any) -> NoWriter:  # noqa: ARG002 (Whoosh's signature)
        """What Whoosh closes."""
        return NoWriter()

    def new_segment(self, storage: Any, indexname: str) -> FlatSegment:  # noqa: ARG002 (Whoosh's signature)
        """A segment that is never written."""
        return FlatSegment("unused", 0)

    def terms_reader(self, storage: Any, segment: FlatSegment) -> FlatTerms:
        """Its terms."""
        return FlatTerms(SegmentFile(Path(storage.folder), segment.segid))

    def per_document_reader(self, storage: Any, segment: FlatSegment) -> FlatDocuments:
        """Its documents."""
        return FlatDocuments(SegmentFile(Path(storage.folder), segment.segid), segment)


class NoWriter:
    """A writer of nothing."""

    is_closed = True

    def close(self) -> None:
        """Nothing to close."""


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """A posting list as a matcher that skips by bisection."""

    def skip_to(self, id: int) -> None:  # noqa: A002 (Whoosh's signature)
        """Go to the first document from ``id`` on."""
        self._i: int = bisect_left(self._ids, id, lo=self._i)


class FlatTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, fields and terms in their order."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        """All fields."""
        return FIELDS

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        return ((field, text) for field in sorted(FIELDS) for text in self._texts(field, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from a text on."""
        return ((fieldname, text) for text in self._texts(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The terms of a field from a text on, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> FlatCursor:  # noqa: ARG002 (Whoosh's signature)
        """A place among the terms of a field."""
        return FlatCursor(list(self._texts(fieldname, b"")))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """How often a term stands in how many documents."""
        documents, weights = self._postings(fieldname, text)
        return TermInfo(weight=sum(weights), df=len(documents), minid=documents[0], maxid=documents[-1])

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all documents."""
        return float(sum(self._postings(fieldname, text)[1])) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents it stands."""
        return len(self._postings(fieldname, text)[0]) if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Its postings, as Whoosh's queries walk them."""
        documents, weights = self._postings(fieldname, text)
        info = TermInfo(weight=sum(weights), df=len(documents), minid=documents[0], maxid=documents[-1])
        return ArrayMatcher(documents, weights, format=format_, scorer=scorer, term=(fieldname, text), terminfo=info)

    def _texts(self, field: str, start: bytes) -> Iterator[bytes]:
        if field in GRAM_FIELDS:
            return (text for text in map(encode, grams_of(self._file.grams(field).codes())) if text >= start)
        terms = self._file.ids if field == "id" else self._file.terms(field)
        return terms.starting_at(terms.lower_bound(start))

    def _find(self, field: str, text: bytes) -> int | None:
        if field == "id":
            return self._file.ids.find(text)
        if field in GRAM_FIELDS:
            gram = decode(text)
            return self._file.grams(field).find(gram_code(gram)) if len(gram) == GRAM_LENGTH else None
        return self._file.terms(field).find(text) if field in FIELDS else None

    def _postings(self, field: str, text: bytes) -> tuple[list[int], list[float]]:
        index = self._find(field, text)
        if index is None:
            raise TermNotFound(f"{field}:{text!r}")
        if field == "id":
            return [self._file.ids.document(index)], [1.0]
        documents = self._file.postings(field).documents(index)
        if f"{field}.counts" not in self._file.array_file:
            return documents.tolist(), [1.0] * len(documents)
        return documents.tolist(), self._file.postings(field).counts(index, len(documents)).astype(float).tolist()


class FlatCursor(base.FieldCursor):  # type: ignore[misc]
    """A place among sorted terms."""

    def __init__(self, terms: list[bytes]) -> None:
        self._terms = terms
        self._at = 0

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < len(self._terms)

    def first(self) -> bytes | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: bytes) -> bytes | None:
        """Go to the first term that is not less."""
        self._at = bisect_left(self._terms, string)
        return self.text()

    def next(self) -> bytes | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> bytes | None:
        """The term here."""
        return self._terms[self._at] if self.is_valid() else None


class FlatDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment."""

    def __init__(self, file: SegmentFile, segment: FlatSegment) -> None:
        self._file = file
        self._segment = segment

    def doc_count(self) -> int:
        """How many are live."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """How many there are."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether some are deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """Those that are deleted."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is such a column."""
        return fieldname in {*LENGTHS, *BYTES}

    def column_reader(self, fieldname: str, column: Any) -> FlatColumn:  # noqa: ARG002 (Whoosh's signature)
        """A column by its name."""
        return FlatColumn(self._file, fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a field has in a document."""
        return int(self._lengths[fieldname][docnum]) if fieldname in self._lengths else default

    def field_length(self, fieldname: str) -> int:
        """How many words it has in all."""
        return int(self._lengths[fieldname].sum()) if fieldname in self._lengths else 0

    def min_field_length(self, fieldname: str) -> int:
        """The least it has in a document."""
        return int(self._lengths[fieldname].min(initial=0)) if fieldname in self._lengths else 0

    def max_field_length(self, fieldname: str) -> int:
        """The most it has in a document."""
        return int(self._lengths[fieldname].max(initial=0)) if fieldname in self._lengths else 0

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The id, by which everything else is got."""
        return {"id": "#".join(self._file.places[docnum])}

    @cached_property
    def _lengths(self) -> dict[str, Any]:
        return {name.removesuffix("_length"): self._file.column(name) for name in LENGTHS}


class FlatColumn(ColumnReader):  # type: ignore[misc]
    """A column as Whoosh reads it."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        super().__init__(None, 0, 0, file.size)
        self._file = file
        self._name = name

    def __getitem__(self, docnum: int) -> int | bytes:
        if self._name == "place":
            return encode_id(*self._file.places[docnum])
        return self._file.articles[docnum] if self._name == "article" else int(self._file.column(self._name)[docnum])
