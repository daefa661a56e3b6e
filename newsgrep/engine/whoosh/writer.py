"""An update: old documents deleted, segments built, small ones merged, all of it committed at once by Whoosh."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, LockError
from whoosh.writing import SegmentWriter

from newsgrep.analysis.user_dictionary import lexicon_name, words_as_bytes
from newsgrep.engine.segments.layout import INDEX_NAME, file_name, new_segment_id
from newsgrep.engine.segments.postings import MOST_DOCUMENTS
from newsgrep.engine.segments.searcher import Searcher
from newsgrep.engine.segments.segment_reader import SegmentReader
from newsgrep.engine.segments.segment_writer import SegmentBuilder
from newsgrep.engine.whoosh.codec import FlatCodec, FlatSegment
from newsgrep.engine.whoosh.garbage import collect_garbage, delete_tables, require_own_folder
from newsgrep.engine.whoosh.schema import make_schema
from newsgrep.engine.whoosh.toc import read_commit, stored
from newsgrep.errors import IndexDamagedError, IndexLockedError, IndexOutdatedError, NoIndexError
from newsgrep.storage.atomic_files import flush_folder, replace_file
from newsgrep.storage.locks import open_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgrep.analysis import Entry, UserWord
    from newsgrep.engine.segments.build_pool import BuildPool, BuiltSegment

# Segments of about the same size, each tier so many times as large as the one before, are merged when there are so many
# of them: an article is written once for each tier, and a search opens a few segments for each.
TIER = 8
MOST_IN_TIER = 5
# Where so few documents are to be deleted, each is looked up; else all ids are read.
FEW = 500


def create_index(folder: Path) -> None:
    """Make an empty index where there is none that can be read."""
    require_own_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        read_commit(folder)
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        delete_tables(folder)
        write_toc(folder, make_schema(), [], generation=0, words=b"")


def write_update(
    pool: BuildPool,
    remove: Iterable[str],
    add: Iterable[Entry],
    *,
    truncate: bool,
    user_words: tuple[UserWord, ...] | None,
) -> None:
    """Bring the index of a pool's folder from one commit to the next, or leave it as it was."""
    folder = pool.folder
    collect_garbage(folder)
    with UpdateWriter(folder, user_words) as writer, _lexicon_beside(writer, user_words) as lexicon:
        try:
            built, added = _build(pool, add)
        finally:
            pool.close()  # before the writer tidies up: a process that still wrote would leave its file behind
        if not truncate:
            _delete(Searcher(folder, read_commit(folder)), writer.segments, {*added, *remove})
        lexicon()
        writer.commit_with(built, truncate=truncate)


@contextmanager
def _lexicon_beside(writer: UpdateWriter, user_words: tuple[UserWord, ...] | None) -> Iterator[Callable[[], None]]:
    """Write the lexicon, where it is not there and sound, while the index is built; gives what waits for it."""
    from newsgrep.analysis.mapped_dictionary import verify, write_lexicon
    from newsgrep.analysis.segmenters import import_jieba

    path = writer.folder / lexicon_name(writer.words)
    if user_words is None or not any(verify(path)):
        yield lambda: None
        return
    import_jieba()  # not in the thread: other modules are hidden from jieba while it is imported
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write_lexicon, path, user_words, writer.folder / writer.before.lexicon_draft)
        yield written.result


class _Index:
    """What Whoosh's writer asks of an index; its table of contents is read by us, not unpickled."""

    indexname = INDEX_NAME

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.storage = _Storage(str(folder))

    def lock(self, name: str) -> Any:
        """One of the index's locks; Whoosh would wait for a pipe, and make a file where a link leads."""
        open_lock(self._folder / f"{self.indexname}_{name}").close()
        return self.storage.lock(f"{self.indexname}_{name}")

    def _read_toc(self) -> TOC:
        commit = read_commit(self._folder)
        return TOC(make_schema(), [FlatSegment(*entry) for entry in commit.segments], commit.generation)


class _Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's, but for the temporary folder, which no segment of ours needs: a link in its place would be emptied."""

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 (Whoosh's signature)
        """A storage in memory."""
        return RamStorage()


class UpdateWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer: its lock, its table of contents, its deletions; segments come ready from a build pool."""

    def __init__(self, folder: Path, user_words: tuple[UserWord, ...] | None = None) -> None:
        self.folder = folder
        try:
            super().__init__(_Index(folder), compound=False, codec=FlatCodec())
        except LockError as error:
            raise IndexLockedError("another process is writing to the index", path=folder) from error
        self.before = read_commit(folder)
        self.words = self.before.words if user_words is None else words_as_bytes(user_words)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if not self.is_closed:
            self.cancel()
        if error:
            collect_garbage(self.folder)

    def commit_with(self, built: Iterable[BuiltSegment], *, truncate: bool) -> None:
        """Commit new segments, the old ones beside them, small ones merged."""
        segments = [] if truncate else [segment for segment in self.segments if segment.doc_count()]
        segments += (FlatSegment(*one) for one in built)
        self.commit(mergetype=lambda *_: list(_merged(self.folder, segments, self.before.segment_prefix)))

    def _commit_toc(self, segments: list[Any]) -> None:
        """Name the segments in a new table of contents; only when that is on the disk are the files of before deleted.

        In this order, each step on the disk before the next: the segments and the lexicon (flushed when they were
        written), their names in the folder, the table, its name. Whatever a table names is there after a power cut.
        """
        flush_folder(self.folder)
        write_toc(self.folder, self.schema, segments, generation=self.generation, words=self.words)
        collect_garbage(self.folder)


def write_toc(folder: Path, schema: Any, segments: list[Any], *, generation: int, words: bytes) -> None:
    """Write a table of contents as Whoosh has it, and behind it what is ours (see ``toc``), in one step."""
    storage = RamStorage()
    TOC(schema, segments, generation).write(storage, INDEX_NAME)
    (name,) = storage.list()
    with storage.open_file(name) as file:
        table = file.read()
    replace_file(folder / name, stored(table, generation, segments, words))


def _build(pool: BuildPool, entries: Iterable[Entry]) -> tuple[list[BuiltSegment], set[str]]:
    """Segments of entries, and the ids of these."""
    added: set[str] = set()
    for entry in entries:
        pool.add(entry)
        added.add(entry.article.id)
    return pool.finish(), added


def _delete(old: Searcher, segments: list[FlatSegment], ids: set[str]) -> None:
    """Mark the documents of ids as deleted."""
    for reader, segment in zip(old.readers, segments, strict=True):
        for number in _numbers(reader, ids):
            segment.delete_document(number)


def _numbers(reader: SegmentReader, ids: set[str]) -> Iterator[int]:
    """The live documents of ids: each looked up, or where there are many, all gone through."""
    if len(ids) <= FEW:
        return (number for one in ids if (number := reader.number(one)) is not None)
    return (number for number in reader.live_numbers() if "#".join(reader.file.places[number]) in ids)


def _merged(folder: Path, segments: list[FlatSegment], prefix: str) -> Iterator[FlatSegment]:
    """The segments, those of a tier in one where there are many of them."""
    ordered = sorted(segments, key=lambda segment: int(segment.doc_count()))
    for _, group in groupby(ordered, key=_tier):
        tier = list(group)
        if len(tier) < MOST_IN_TIER or sum(segment.doc_count() for segment in tier) > MOST_DOCUMENTS:
            yield from tier
            continue
        builder = SegmentBuilder()
        for segment in tier:
            reader = SegmentReader(folder, segment)
            builder.add_segment(reader.file, reader.live)
        merged = FlatSegment(new_segment_id(prefix), len(builder))
        builder.write(folder / file_name(merged.segid))
        yield merged


def _tier(segment: FlatSegment) -> int:
    return int(math.log(max(1, segment.doc_count()), TIER))
