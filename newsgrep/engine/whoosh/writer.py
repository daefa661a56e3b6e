"""Whoosh's segment writer, without the work that our fields have no use for."""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.writing import SegmentWriter

# Postings are sorted in runs of so many MB; more runs mean more files and a slower merge.
POOL_MB = 256


class EntryWriter(SegmentWriter):  # type: ignore[misc]
    """Writes postings uncompressed (a compressed block is a zlib call for every term) and segments in separate files.

    A compound segment would be copied into memory whenever it is opened.
    """

    def __init__(self, index: Any) -> None:
        super().__init__(index, limitmb=POOL_MB, compound=False, codec=W3Codec(compression=0))

    def per_document_reader(self) -> Any:
        """The lengths that Whoosh asks for at every posting: our fields keep theirs in columns, so there are none."""
        return NoLengths()


class NoLengths:
    """A per-document reader that knows no lengths."""

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:  # noqa: ARG002 (Whoosh's signature)
        """No length."""
        return default

    def close(self) -> None:
        """Nothing is open."""
