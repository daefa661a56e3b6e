"""Whoosh's segment writer, fed with entries: postings gather in arrays, and segments are spilled as memory fills."""

from __future__ import annotations

import os
from array import array
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.writing import SegmentWriter

from newsgrep.engine.whoosh.schema import make_schema, to_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.analysis import Entry

# So many postings, their terms included, take about 600 MB: some 16,000 articles of a page each.
MOST_POSTINGS = 8_000_000


class EntryWriter(SegmentWriter):  # type: ignore[misc]
    """A segment writer that writes entries and as many segments as they need."""

    def __init__(self, index: Any) -> None:
        # A compressed block would be a zlib call for every term. compound=False: a compound segment would be copied
        # into memory whenever it is opened.
        codec = W3Codec(compression=0)
        # Our fields keep their lengths in columns; Whoosh would look for its own at every posting.
        codec.length_stats = False
        super().__init__(index, compound=False, codec=codec)
        self.schema = make_schema()
        self.pool = TermPool()
        self._spilled: list[Any] = []

    def add_entry(self, entry: Entry) -> None:
        """Add an entry; postings go straight into the pool."""
        if self.pool.size > MOST_POSTINGS:
            self._spill()
        document = self.perdocwriter
        document.start_doc(self.docnum)
        for name, value in to_fields(entry).items():
            field = self.schema[name]
            if field.indexed:
                self.pool.add_terms(name, self.docnum, field.index(value))
            else:
                document.add_column_value(name, field.column_type, value)
        document.finish_doc()
        self._added = True
        self.docnum += 1

    def _spill(self) -> None:
        """Finish the segment that is being written and begin another; both become visible with the commit."""
        self._spilled.append(self._finalize_segment())
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.pool = TermPool()
        self.docnum = self.docbase
        self._added = False

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.pool.write(self.fieldwriter, self.schema)
        self.fieldwriter.close()

    def _commit_toc(self, segments: list[Any]) -> None:
        """Name the segments in the table of contents, when all they are made of has reached the disk."""
        folder = Path(self.storage.folder)
        segments = [*segments, *self._spilled]
        for segment in {*segments} - {*self.segments}:
            for file in folder.glob(f"{self.indexname}_{segment.segment_id()}.*"):
                _flush(file)
        super()._commit_toc(segments)
        _flush(folder)


def _flush(path: Path) -> None:
    """Wait until a file or folder is on the disk (on Windows a folder cannot be opened, and need not be)."""
    with suppress(PermissionError):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class TermPool:
    """Postings by field and term: document numbers as they come, which is their order, and weights."""

    def __init__(self) -> None:
        self.size = 0
        self._fields: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add_terms(self, name: str, number: int, terms: Iterable[tuple[bytes, int, float, bytes]]) -> None:
        """Add the terms of one document's field."""
        field = self._fields.setdefault(name, defaultdict(_no_postings))
        for text, _, weight, _ in terms:
            numbers, weights = field[text]
            numbers.append(number)
            weights.append(weight)
            self.size += 1

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Add one posting; Whoosh calls this where it merges segments."""
        name, text, number, weight, value = item
        self.add_terms(name, number, ((text, 1, weight, value),))

    def write(self, writer: Any, schema: Any) -> None:
        """Hand everything to Whoosh's field writer, fields and terms in their order."""
        for name in sorted(self._fields):
            writer.start_field(name, schema[name])
            field = self._fields[name]
            for text in sorted(field):
                writer.start_term(text)
                for number, weight in zip(*field.pop(text), strict=True):
                    writer.add(number, weight, b"", 0)
                writer.finish_term()
            writer.finish_field()

    def cleanup(self) -> None:
        """Let go of everything."""
        self._fields.clear()


def _no_postings() -> tuple[array[int], array[float]]:
    return array("I"), array("f")
