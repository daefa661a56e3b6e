"""Whoosh's codec interface over our segment files, so that Whoosh opens, lists and searches them as its own.

Terms and posting lists are in ``terms_reader``, stored fields and columns in ``document_reader``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.codec import base

from newsgrep.engine.segments.layout import INDEX_NAME
from newsgrep.engine.segments.segment_file import SegmentFile
from newsgrep.engine.segments.segment_reader import SegmentReader
from newsgrep.engine.whoosh.document_reader import FlatDocuments
from newsgrep.engine.whoosh.terms_reader import FlatTerms
from newsgrep.errors import IndexReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class FlatSegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh's writer sees it: its id, its number of documents, the numbers of the deleted ones.

    The table of contents stores it as a ``StoredSegment``, which Whoosh's own writer cannot change.
    """

    def __init__(self, segid: str, doccount: int, deleted: Iterable[int] = ()) -> None:
        self.indexname = INDEX_NAME
        self.segid = segid
        self.compound = False
        self.doccount = doccount
        self.deleted: set[int] = set(deleted)

    def __reduce__(self) -> tuple[type[StoredSegment], tuple[str, int, list[int]]]:
        return StoredSegment, (self.segid, self.doccount, sorted(self.deleted))

    def codec(self) -> FlatCodec:
        """The codec that reads it."""
        return FlatCodec()

    def doc_count_all(self) -> int:
        """The number of documents, deleted ones included."""
        return self.doccount

    def deleted_count(self) -> int:
        """The number of deleted documents."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted documents."""
        return iter(self.deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 (Whoosh's signature)
        """Mark a document as deleted, or as live again."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self.deleted


class StoredSegment(FlatSegment):
    """A segment that Whoosh has read from the table of contents: it can be searched, but not written.

    Whoosh's writer adds up the documents of all segments before it creates a file; its readers never do.
    """

    def doc_count_all(self) -> NoReturn:
        """Refuse a writer.

        Raises:
            IndexReadOnlyError: always.

        """
        refuse_writer()

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:  # noqa: ARG002, FBT001, FBT002 (as above)
        """Refuse a writer.

        Raises:
            IndexReadOnlyError: always.

        """
        refuse_writer()


class NoSegments(list[FlatSegment]):
    """The segments of an empty index: Whoosh's readers only ask how many there are, its writer iterates."""

    def __iter__(self) -> Iterator[FlatSegment]:
        refuse_writer()

    def __reduce__(self) -> tuple[type[NoSegments], tuple[()]]:
        return NoSegments, ()


def refuse_writer() -> NoReturn:
    """Stop Whoosh's own writer before it has written anything.

    Raises:
        IndexReadOnlyError: always.

    """
    raise IndexReadOnlyError(
        "only newsgrep can write to this index; Whoosh can search it", hint="update it with 'newsgrep index'"
    )


class FlatCodec(base.Codec):  # type: ignore[misc]
    """Reads our segments. ``SegmentBuilder`` writes them whole, so that the codec's writers have nothing to do."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> NoWriter:  # noqa: ARG002 (Whoosh's signature)
        """A writer that Whoosh only closes."""
        return NoWriter()

    def field_writer(self, storage: Any, segment: Any) -> NoWriter:  # noqa: ARG002 (Whoosh's signature)
        """A writer that Whoosh only closes."""
        return NoWriter()

    def new_segment(self, storage: Any, indexname: str) -> FlatSegment:  # noqa: ARG002 (Whoosh's signature)
        """A segment that is never written."""
        return FlatSegment("unused", 0)

    def terms_reader(self, storage: Any, segment: FlatSegment) -> FlatTerms:
        """The terms of a segment."""
        return FlatTerms(SegmentReader(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: FlatSegment) -> FlatDocuments:
        """The documents of a segment."""
        return FlatDocuments(SegmentFile(Path(storage.folder), segment.segid), segment)


class NoWriter:
    """A writer that has nothing to write."""

    is_closed = True

    def close(self) -> None:
        """Do nothing."""
