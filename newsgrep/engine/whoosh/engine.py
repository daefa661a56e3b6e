"""The engine over a Whoosh index in a folder."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from heapq import merge
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import Metadata, Order, Stats, TopDocs
from newsgrep.engine.segments.commit import Commit
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.engine.whoosh.toc import read_commit, toc_path
from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError, NewsgrepError, NoIndexError
from newsgrep.message import reason
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.analysis import Entry, UserWord
    from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
    from newsgrep.engine.base import Contribution, Hit
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Plan, Word


class SegmentsEngine:
    """The reading half of an engine, over the segments that a subclass opens; damage is named after ``place``."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._opened: Searcher | None = None

    def _open(self) -> Searcher:
        """Open the files."""
        raise NotImplementedError

    def segmenter(self) -> LexiconSegmenter:
        """What segments queries, from the same commit as what is searched."""
        with self._naming_damage():
            segmenter = self._searcher().segmenter
        if not segmenter:
            raise _incomplete(self.place)
        return segmenter

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> TopDocs:
        """Evaluate the plan over every segment."""
        from newsgrep.engine.segments.top_docs import best

        with self._naming_damage():
            found = best(self._searcher(), plan, None if limit is None else offset + limit, order)
        return TopDocs(found.hits[offset:], found.total)

    def contributions(self, plan: Plan, article_id: str) -> list[Contribution]:
        """What makes up the score of an article, the largest part first."""
        from newsgrep.engine.segments.top_docs import contributions

        with self._naming_damage():
            return contributions(self._searcher(), plan, article_id)

    def get(self, article_id: str) -> Article | None:
        """The article with an id."""
        from newsgrep.storage.article_codec import unpack

        with self._naming_damage():
            searcher = self._searcher()
            if place := searcher.place(article_id):
                index, number = place
                reader = searcher.readers[index]
                return reader.rooted(unpack(reader.file.articles[number]))
        return None

    def metadata(self, plan: Plan) -> Iterator[Metadata]:
        """The metadata of every article that matches, segment by segment."""
        from newsgrep.engine.segments.matcher import Matching
        from newsgrep.storage.article_codec import length_of, unpack_metadata

        with self._naming_damage():
            for reader in self._searcher().readers:
                mask = Matching(reader).mask(plan.match, reader.live)
                for packed in reader.file.articles.each(mask.nonzero()[0].tolist()):
                    yield Metadata(reader.rooted(unpack_metadata(packed)), length_of(packed))

    def frequencies(self, plan: Plan) -> Counter[str]:
        """How often each word occurs in the articles that match, segment by segment."""
        from newsgrep.engine.segments.matcher import Matching

        counts: Counter[str] = Counter()
        with self._naming_damage():
            for reader in self._searcher().readers:
                mask = Matching(reader).mask(plan.match, reader.live)
                for word, count in reader.frequencies(mask):
                    counts[word] += count
        return counts

    def values(self, field: str, start: str = "") -> Iterator[str]:
        """The values of a filter field in live documents whose folded form begins with ``start`` folded."""
        start = start if field == "id" else fold(start)
        with self._naming_damage():
            found = [reader.values(field, start) for reader in self._searcher().readers]
            yield from (next(same)[1] for _, same in groupby(merge(*found), key=lambda value: value[0]))

    def terms(self, field: str, start: str = "") -> Iterator[str]:
        """The terms of a field in any segment."""
        with self._naming_damage():
            found = [reader.terms(field, start) for reader in self._searcher().readers]
            yield from (term for term, _ in groupby(merge(*found)))

    def reprints(self, article_id: str) -> list[Hit]:
        """The other articles that share most of an article's text."""
        with self._naming_damage():
            return self._searcher().reprints(article_id)

    def originals(self, ids: Sequence[str]) -> list[int]:
        """The index of each article's original among those before it."""
        with self._naming_damage():
            return self._searcher().originals(ids)

    def doc_freqs(self, words: Sequence[Word]) -> list[int]:
        """Document frequency of each word."""
        with self._naming_damage():
            return list(map(self._searcher().doc_freqs, words))

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded texts of articles."""
        with self._naming_damage():
            return self._searcher().texts(ids, fields, most)

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        with self._naming_damage():
            yield from self._searcher().ids()

    def close(self) -> None:
        """Close the files."""
        self._opened = None

    def _searcher(self) -> Searcher:
        self._opened = self._opened or self._open()
        return self._opened

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Turn whatever a damaged file raises into an error that says so."""
        try:
            yield
        except (MemoryError, NewsgrepError, PermissionError):
            raise
        except Exception as error:
            raise IndexDamagedError(
                "the index cannot be read: {}: {}",
                type(error).__name__,
                reason(error),
                path=self.place,
                hint=REBUILD,
            ) from error


class WhooshEngine(SegmentsEngine, FolderManifest):
    """An index folder; an engine sees it as it is when it is first read, or after its own update.

    With ``create``, the index need not exist. ``jobs`` is how many processes build the segments of a large update.
    """

    def __init__(self, folder: Path, *, create: bool = False, jobs: int = 1) -> None:
        SegmentsEngine.__init__(self, str(folder))
        FolderManifest.__init__(self, folder)
        self._folder = folder
        self._create = create
        self._jobs = jobs
        if folder.is_dir():
            next(folder.iterdir(), None)  # raises PermissionError if the folder may not be read
        if not create:
            read_commit(folder)

    def update(
        self,
        remove: Iterable[str],
        add: Iterable[Entry],
        *,
        truncate: bool = False,
        expect_many: bool = False,
        user_words: tuple[UserWord, ...] | None = None,
    ) -> None:
        """Write segments and commit them; on any failure the index stays as it was."""
        from newsgrep.engine.segments.build_pool import BuildPool

        writer = whoosh_writer()
        writer.create_index(self._folder)
        with BuildPool(self._folder, self._jobs, read_commit(self._folder).segment_prefix) as pool:
            entries = iter(add)
            first = next(entries, None)
            if expect_many and first:
                pool.start(first.segmenter.user_words)
            entries = chain([first] if first else [], entries)
            writer.write_update(pool, remove, entries, truncate=truncate, user_words=user_words)
        self.close()

    def require_own_place(self) -> None:
        """Check that the folder is missing, empty, or an index already."""
        from newsgrep.engine.whoosh.garbage import require_own_folder

        require_own_folder(self._folder)

    @contextmanager
    def locked(self, wait: float, on_wait: Callable[[Message], None]) -> Iterator[None]:
        """Hold the lock of the folder, which is made if it is missing; its errors name it."""
        from newsgrep.engine.whoosh.folder_lock import only_writer
        from newsgrep.storage.atomic_files import naming

        self._folder.mkdir(parents=True, exist_ok=True)
        with naming(self._folder), only_writer(self._folder, wait, on_wait):
            yield

    def collect_garbage(self) -> None:
        """Delete the files that no table of contents names."""
        from newsgrep.engine.whoosh.garbage import collect_garbage

        collect_garbage(self._folder)

    def quick_check(self) -> Message | None:
        """Whether a file of the commit is missing, truncated or another's; flipped bits are for ``verify``."""
        from newsgrep.storage.footer import check_footer

        try:
            for name in self._commit().files:
                check_footer(self._folder / name)
        except (IndexDamagedError, IndexOutdatedError) as error:
            return error.located
        return None

    def user_words(self) -> tuple[UserWord, ...]:
        """The user's words by which the articles were segmented."""
        return self._commit().user_words

    def stats(self) -> Stats:
        """The number of live documents, and Whoosh's generation; no segment is opened."""
        if self._opened:
            return self._opened.stats
        commit = self._commit()
        articles = sum(entry.doccount - len(entry.deleted) for entry in commit.segments)
        return Stats(articles, commit.generation, commit.name)

    def verify(self) -> Iterator[tuple[Path, list[NewsgrepError]]]:
        """Read every byte of the table of contents and of the files it names."""
        from newsgrep.storage.array_file import ArrayFile

        toc = toc_path(self._folder)
        try:
            commit = read_commit(self._folder)
        except (IndexDamagedError, IndexOutdatedError) as error:
            yield toc, [error]
            return
        yield toc, []
        for path in (self._folder / name for name in commit.files):
            try:
                yield path, list(ArrayFile(path).verify_all())
            except (IndexDamagedError, IndexOutdatedError) as error:
                yield path, [error]
            except FileNotFoundError:
                yield (
                    path,
                    [IndexDamagedError("missing", path=path, hint=REBUILD)],
                )

    def require_complete(self) -> None:
        """Check that the first update of the index was finished; raises ``NoIndexError`` if not."""
        if not self._commit().words:
            raise _incomplete(self.place)

    def open_under(self, root: str) -> Searcher:
        """Open the files; ``root`` is put before the paths of the articles: empty, or ending in a slash."""
        from newsgrep.engine.segments.searcher import open_searcher

        with self._naming_damage():
            return open_searcher(self._folder, self._commit, root)

    def _open(self) -> Searcher:
        return self.open_under("")

    def _commit(self) -> Commit:
        """The newest table of contents; an empty one if the index is about to be created."""
        try:
            return read_commit(self._folder)
        except (NoIndexError, IndexDamagedError, IndexOutdatedError):
            if not self._create:
                raise
            return Commit(0, ())


def _incomplete(place: str) -> NoIndexError:
    """The error of an index whose first update was not finished."""
    return NoIndexError("the index is incomplete", path=place, hint="complete it with 'newsgrep index FOLDER'")


def whoosh_writer() -> Any:
    """The module that writes. It imports Whoosh, which a search does not need."""
    from newsgrep.engine.whoosh.version_guard import require_whoosh

    require_whoosh()
    from newsgrep.engine.whoosh import writer

    return writer
