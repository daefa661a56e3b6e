"""An update: delete old documents, build segments, merge some, and commit all of it at once.

The lock, the table of contents and the list of deletions are Whoosh's.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, LockError
from whoosh.writing import SegmentWriter

from newsgrep.analysis.user_dictionary import lexicon_name, words_as_bytes
from newsgrep.engine.segments.layout import INDEX_NAME
from newsgrep.engine.segments.merge_policy import is_due, packed, plan_merges
from newsgrep.engine.segments.merge_pool import merge_segments
from newsgrep.engine.segments.searcher import searcher_of
from newsgrep.engine.whoosh.codec import FlatCodec, FlatSegment, NoSegments
from newsgrep.engine.whoosh.garbage import collect_garbage, delete_tables, require_own_folder
from newsgrep.engine.whoosh.schema import make_schema
from newsgrep.engine.whoosh.segments_engine import naming_damage
from newsgrep.engine.whoosh.toc import read_commit, stored
from newsgrep.errors import IndexDamagedError, IndexLockedError, IndexOutdatedError, NoIndexError
from newsgrep.storage.atomic_files import create_folder, flush_folder, naming, replace_file
from newsgrep.storage.locks import open_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.analysis import Entry
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.segments.build_pool import BuildPool, BuiltSegment
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.engine.segments.segment_reader import SegmentReader

# Up to this number of documents to delete, each is looked up by its id; beyond it, all ids are read.
FEW = 500


def create_index(folder: Path) -> None:
    """Create an empty index unless there is one that can be read.

    Raises:
        UsageError: the folder contains other files and no index.

    """
    require_own_folder(folder)
    create_folder(folder)
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
    """Bring the index in a pool's folder from one commit to the next, or leave it unchanged.

    Raises:
        IndexLockedError: another process is writing to it.

    """
    folder = pool.folder
    collect_garbage(folder)
    with UpdateWriter(folder, user_words) as writer, _lexicon_beside(writer, user_words, pool) as lexicon:
        try:
            built, added = _build(pool, add, with_ids=bool(writer.segments) and not truncate)
        finally:
            pool.close()  # before garbage is collected: a process that is still writing would leave its file behind
        if not truncate:
            gone = added.union(remove)
            with naming_damage(str(folder)):
                _delete(searcher_of(folder, read_commit(folder)), writer.segments, gone)
        lexicon()
        old = [] if truncate else writer.live_segments()
        writer.commit_merged(plan_merges(old, [FlatSegment(*segment) for segment in built]), pool.jobs)


def optimize(folder: Path, jobs: int) -> None:
    """Merge all segments, and leave out what has been deleted; nothing is written if there is nothing to do.

    Raises:
        IndexLockedError: another process is writing to the index.

    """
    collect_garbage(folder)
    with UpdateWriter(folder) as writer:
        groups = packed(writer.live_segments())
        if any(len(group) > 1 or group[0].deleted_count() for group in groups):
            writer.commit_merged(groups, jobs, leave_deleted=False)


@contextmanager
def _lexicon_beside(
    writer: UpdateWriter, user_words: tuple[UserWord, ...] | None, pool: BuildPool
) -> Iterator[Callable[[], None]]:
    """Write the lexicon while the index is built, unless there is a sound one; yields a function that waits for it.

    A build pool is told of a sound one.
    """
    from newsgrep.analysis.mapped_dictionary import verify, write_lexicon
    from newsgrep.analysis.segmenters import import_jieba

    path = writer.folder / lexicon_name(writer.words)
    if user_words is not None and not any(verify(path)):
        pool.lexicon = path
    if user_words is None or pool.lexicon:
        yield lambda: None
        return
    import_jieba()  # here, not in the thread: while jieba is imported, some modules are hidden from all threads
    with ThreadPoolExecutor(1) as thread:
        written = thread.submit(write_lexicon, path, user_words, writer.folder / writer.before.lexicon_draft)
        yield written.result


class _Index:
    """The part of an index that Whoosh's writer uses; the table of contents is read as JSON, not unpickled."""

    indexname = INDEX_NAME

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.storage = _Storage(str(folder))

    def lock(self, name: str) -> Any:
        """A lock of the index; it is opened by us first, as Whoosh would wait on a pipe and follow a link."""
        open_lock(self._folder / f"{self.indexname}_{name}").close()
        return self.storage.lock(f"{self.indexname}_{name}")

    def _read_toc(self) -> TOC:
        commit = read_commit(self._folder)
        return TOC(make_schema(), [FlatSegment(*entry) for entry in commit.segments], commit.generation)


class _Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage without its temporary folder, which our segments do not need.

    Whoosh would empty the folder, also if a link in its place led to another one.
    """

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002 (Whoosh's signature)
        """A storage in memory."""
        return RamStorage()


class UpdateWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with its lock, table of contents and deletions; segments come finished from a build pool.

    Raises:
        IndexLockedError: another process is writing to the index.

    """

    writelock: Any

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

    def _finish(self) -> None:
        """End the writer, also if the lock cannot be released: it is, when the process ends."""
        lock, self.writelock = self.writelock, None
        super()._finish()
        with naming(self.folder):
            lock.release()

    def live_segments(self) -> list[FlatSegment]:
        """The segments that have a live document."""
        return [segment for segment in self.segments if segment.doc_count()]

    def commit_merged(self, groups: Iterable[Sequence[FlatSegment]], jobs: int, *, leave_deleted: bool = True) -> None:
        """Commit segments, those of each group merged by ``jobs`` processes.

        ``leave_deleted``: a segment without others to merge with may keep a minority of deleted documents.
        """
        merged = [self._merged(group, jobs, leave_deleted=leave_deleted) for group in groups]
        self.commit(mergetype=lambda *_: merged)

    def _merged(self, group: Sequence[FlatSegment], jobs: int, *, leave_deleted: bool) -> FlatSegment:
        if not is_due(group) and (leave_deleted or not group[0].deleted_count()):
            return group[0]
        with naming_damage(str(self.folder)):
            return FlatSegment(*merge_segments(self.folder, group, self.before.segment_prefix, jobs))

    def _commit_toc(self, segments: list[Any]) -> None:
        """Name the segments in a new table of contents; once that is on disk, delete the files of earlier commits.

        Each step is on disk before the next: the segments and the lexicon (flushed when they were written), their names
        in the folder, the table, its name. So every file that a table names is there after a power failure.
        """
        flush_folder(self.folder)
        write_toc(self.folder, make_schema(self.words), segments, generation=self.generation, words=self.words)
        collect_garbage(self.folder)


def write_toc(folder: Path, schema: Any, segments: list[Any], *, generation: int, words: bytes) -> None:
    """Write a table of contents, Whoosh's part followed by ours (see ``toc``), in one step."""
    storage = RamStorage()
    TOC(schema, segments or NoSegments(), generation).write(storage, INDEX_NAME)
    (name,) = storage.list()
    with storage.open_file(name) as file:
        table = file.read()
    replace_file(folder / name, stored(table, generation, segments, words))


def _build(pool: BuildPool, entries: Iterable[Entry], *, with_ids: bool) -> tuple[list[BuiltSegment], set[str]]:
    """Build segments of entries; returns them, and the ids of the entries if these are wanted."""
    added: set[str] = set()
    for entry in entries:
        pool.add(entry)
        if with_ids:
            added.add(entry.article.id)
    return pool.finish(), added


def _delete(old: Searcher, segments: list[FlatSegment], ids: set[str]) -> None:
    """Mark the documents with these ids as deleted."""
    for reader, segment in zip(old.readers, segments, strict=True):
        for number in _numbers(reader, ids):
            segment.delete_document(number)


def _numbers(reader: SegmentReader, ids: set[str]) -> Iterator[int]:
    """The numbers of the live documents with these ids."""
    if len(ids) <= FEW:
        return (number for article_id in ids if (number := reader.number(article_id)) is not None)
    places = reader.file.places.all()
    return (number for number in reader.live_numbers() if "#".join(places[number]) in ids)
