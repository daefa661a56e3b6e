"""An update: old documents deleted, segments built, small ones merged, all of it committed at once by Whoosh."""

from __future__ import annotations

import math
import zlib
from itertools import groupby
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, LockError, clean_files
from whoosh.writing import SegmentWriter

from newsgrep.engine.whoosh.codec import FlatCodec, FlatSegment
from newsgrep.engine.whoosh.schema import make_schema
from newsgrep.engine.whoosh.segments.builder import SegmentBuilder
from newsgrep.engine.whoosh.segments.layout import INDEX_NAME, file_name, new_segment_id
from newsgrep.engine.whoosh.segments.postings import MOST_DOCUMENTS
from newsgrep.engine.whoosh.snapshot import Leaf, Snapshot
from newsgrep.engine.whoosh.toc import TOC_END, TRAILER, read_commit
from newsgrep.errors import IndexDamagedError, IndexLockedError, IndexOutdatedError, NoIndexError
from newsgrep.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from newsgrep.analysis import Entry
    from newsgrep.engine.whoosh.crew import Built, Crew

# Segments of about the same size, each tier so many times as large as the one before, are merged when there are so many
# of them: an article is written once for each tier, and a search opens a few segments for each.
TIER = 8
MOST_IN_TIER = 5
# Where so few documents are to be deleted, each is looked up; else all ids are read.
FEW = 500


def create_index(folder: Path) -> None:
    """Make an empty index where there is none that can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        read_commit(folder)
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        for path in folder.glob(f"_{INDEX_NAME}_*.toc"):
            path.unlink()
        write_toc(folder, make_schema(), [], generation=0)


def write_update(folder: Path, remove: Iterable[str], add: Iterable[Entry], crew: Crew, *, afresh: bool) -> None:
    """Bring an index from one commit to the next, or leave it as it was."""
    create_index(folder)
    with UpdateWriter(folder) as writer:
        try:
            built, added = _build(crew, add)
        finally:
            crew.close()  # before the writer tidies up: a process that still wrote would leave its file behind
        if not afresh:
            _delete(Snapshot(folder, read_commit(folder)), writer.segments, {*added, *remove})
        writer.commit_with(built, afresh=afresh)


class UpdateWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer: its lock, its table of contents, its deletions; segments come ready from a crew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The schema is ours, so that the one in the table of contents, a pickle, need not be loaded; what else is in
        # there has been read by ``toc`` before.
        read_commit(folder)
        index = FileStorage(str(folder)).open_index(indexname=INDEX_NAME, schema=make_schema())
        try:
            super().__init__(index, compound=False, codec=FlatCodec())
        except LockError as error:
            raise IndexLockedError(f"{folder}: another process is writing to the index") from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if not self.is_closed:
            self.cancel()
        if error:
            self._tidy()

    def commit_with(self, built: Iterable[Built], *, afresh: bool) -> None:
        """Commit new segments, the old ones beside them, small ones merged."""
        segments = [] if afresh else [segment for segment in self.segments if segment.doc_count()]
        segments += (FlatSegment(*one) for one in built)
        self.commit(mergetype=lambda *_: list(_merged(self.folder, segments)))

    def _tidy(self) -> None:
        """Delete the segments that no table of contents names."""
        commit = read_commit(self.folder)
        if commit.generation < self.generation:  # else it was committed, and only the tidying up was broken off
            clean_files(self.storage, self.indexname, commit.generation, self.segments)

    def _commit_toc(self, segments: list[Any]) -> None:
        """Name the segments in a new table of contents; only when that is on the disk are the files of before deleted.

        Segment files were flushed when they were written, so whatever a table names is there after a power cut.
        """
        write_toc(self.folder, self.schema, segments, generation=self.generation)
        clean_files(self.storage, self.indexname, self.generation, segments)


def write_toc(folder: Path, schema: Any, segments: list[Any], *, generation: int) -> None:
    """Write a table of contents as Whoosh has it, and behind it its checksum, in one step."""
    storage = RamStorage()
    TOC(schema, segments, generation).write(storage, INDEX_NAME)
    (name,) = storage.list()
    with storage.open_file(name) as file:
        content = file.read()
    replace_file(folder / name, content + TRAILER.pack(zlib.crc32(content), TOC_END))


def _build(crew: Crew, entries: Iterable[Entry]) -> tuple[list[Built], set[str]]:
    """Segments of entries, and the ids of these."""
    added: set[str] = set()
    for entry in entries:
        crew.add(entry)
        added.add(entry.article.id)
    return crew.finish(), added


def _delete(old: Snapshot, segments: list[FlatSegment], ids: set[str]) -> None:
    """Mark the documents of ids as deleted."""
    for leaf, segment in zip(old.leaves, segments, strict=True):
        for number in _numbers(leaf, ids):
            segment.delete_document(number)


def _numbers(leaf: Leaf, ids: set[str]) -> Iterator[int]:
    """The live documents of ids: each looked up, or where there are many, all gone through."""
    if len(ids) <= FEW:
        return (number for one in ids if (number := leaf.number(one)) is not None)
    return (number for number in leaf.live_numbers() if "#".join(leaf.file.places[number]) in ids)


def _merged(folder: Path, segments: list[FlatSegment]) -> Iterator[FlatSegment]:
    """The segments, those of a tier in one where there are many of them."""
    ordered = sorted(segments, key=lambda segment: int(segment.doc_count()))
    for _, group in groupby(ordered, key=_tier):
        tier = list(group)
        if len(tier) < MOST_IN_TIER or sum(segment.doc_count() for segment in tier) > MOST_DOCUMENTS:
            yield from tier
            continue
        builder = SegmentBuilder()
        for segment in tier:
            leaf = Leaf(folder, segment)
            builder.add_segment(leaf.file, leaf.live)
        merged = FlatSegment(new_segment_id(), len(builder))
        builder.write(folder / file_name(merged.segid))
        yield merged


def _tier(segment: FlatSegment) -> int:
    return int(math.log(max(1, segment.doc_count()), TIER))
