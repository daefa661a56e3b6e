"""The documents of a segment as Whoosh reads them: stored fields, field lengths, columns to sort and group by."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.codec.base import PerDocumentReader
from whoosh.columns import ColumnReader

from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.base import place_of
from newsgrep.engine.segments.columns import encode_id
from newsgrep.engine.segments.term_dict import encode
from newsgrep.engine.whoosh.schema import ARTICLE, SORTABLE
from newsgrep.storage.article_codec import unpack, unpack_metadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.engine.segments.segment_file import SegmentFile
    from newsgrep.engine.whoosh.codec import FlatSegment
    from newsgrep.model import Article


class FlatDocuments(PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment, by number; the deleted ones are still among them."""

    def __init__(self, file: SegmentFile, segment: FlatSegment) -> None:
        self._file = file
        self._segment = segment

    def doc_count(self) -> int:
        """The number of live documents."""
        return self._segment.doccount - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """The number of documents, deleted ones included."""
        return self._segment.doccount

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is a column of this name."""
        return fieldname in {*SORTABLE, ARTICLE}

    def column_reader(self, fieldname: str, column: Any) -> FlatColumn:  # noqa: ARG002 (Whoosh's signature)
        """The column of this name."""
        return FlatColumn(self._file, fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The number of words in a field of a document."""
        return int(self._lengths[fieldname][docnum]) if fieldname in self._lengths else default

    def field_length(self, fieldname: str) -> int:
        """The number of words in a field of all documents."""
        return int(self._lengths[fieldname].sum()) if fieldname in self._lengths else 0

    def min_field_length(self, fieldname: str) -> int:
        """The number of words in a field of the document that has fewest."""
        return int(self._lengths[fieldname].min(initial=0)) if fieldname in self._lengths else 0

    def max_field_length(self, fieldname: str) -> int:
        """The number of words in a field of the document that has most."""
        return int(self._lengths[fieldname].max(initial=0)) if fieldname in self._lengths else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The article as a dictionary; fields without a value are left out."""
        return stored_fields(unpack(self._file.articles[docnum]))

    @cached_property
    def _lengths(self) -> dict[str, Any]:
        return {name: self._file.column(f"{name}_length") for name in TEXT_FIELDS}


def stored_fields(article: Article) -> dict[str, Any]:
    """What a hit shows of an article.

    ``title`` is the headline group on one line, ``body`` has a paragraph per line, ``by`` is a list of names, ``line``
    is the source line on which the article begins, counted from 1; everything else is text.
    """
    fields = {
        "id": article.id,
        "title": article.title,
        "body": "\n".join(paragraph.text for paragraph in article.paragraphs),
        "path": article.path,
        "line": article.line,
        "kind": article.kind,
        "date": article.date,
        "source": article.source,
        "section": article.section,
        "by": list(dict.fromkeys((*article.reporters, *article.correspondents, *article.photographers))),
        "agency": article.agency,
        "place": article.place,
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


class SortKey(NamedTuple):
    """A column's value with what it is sorted by."""

    order: Any
    stored: bytes


class Descending(SortKey):
    """The same, the greatest first."""

    __slots__ = ()

    def __lt__(self, other: object) -> bool:
        return super().__gt__(other)  # type: ignore[operator]

    def __gt__(self, other: object) -> bool:
        return super().__lt__(other)  # type: ignore[operator]


class FlatColumn(ColumnReader):  # type: ignore[misc]
    """A column of a segment: a value by document, as bytes, empty if there is none.

    Sorted by ``id`` articles are in the order of their places: by path, then by number within the file.
    """

    def __init__(self, file: SegmentFile, name: str) -> None:
        super().__init__(None, 0, 0, file.size)
        self._file = file
        self._name = name
        self._is_reversed = False

    def __getitem__(self, docnum: int) -> bytes:
        match self._name:
            case "article":
                return self._file.articles[docnum]
            case "id":
                return encode_id(*self._file.places[docnum])
            case "path":
                return encode(self._file.places[docnum][0])
            case "date":
                day = int(self._file.column("day")[docnum])
                return self._dates[day - 1] if day else b""
            case name:
                return encode(getattr(unpack_metadata(self._file.articles[docnum]), name) or "")

    def set_reverse(self) -> None:
        """Sort in descending order from now on; documents without a value come last."""
        self._is_reversed = True

    def sort_key(self, docnum: int) -> bytes | SortKey:
        """What a document is sorted by."""
        stored = self[docnum]
        order = place_of(*self._file.places[docnum]) if self._name == "id" else stored
        if self._is_reversed:
            return Descending(order, stored)
        return SortKey(order, stored) if self._name == "id" else stored

    @cached_property
    def _dates(self) -> list[bytes]:
        return list(self._file.terms("date").starting_at())
