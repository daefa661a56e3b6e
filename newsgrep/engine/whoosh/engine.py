"""The engine over a Whoosh index in a folder."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import Stats
from newsgrep.engine.segments.commit import Commit
from newsgrep.engine.whoosh.folder_manifest import FolderManifest
from newsgrep.engine.whoosh.segments_engine import SegmentsEngine, incomplete
from newsgrep.engine.whoosh.toc import read_commit, toc_path
from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError, NewsgrepError, NoIndexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgrep.analysis import Entry
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.message import Message
    from newsgrep.storage.array_file import ArrayFile


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

    def optimize(self) -> None:
        """Merge all segments; on any failure the index stays as it was."""
        whoosh_writer().optimize(self._folder, self._jobs)
        self.close()

    def require_own_place(self) -> None:
        """Check that the folder is missing, empty, or an index already."""
        from newsgrep.engine.whoosh.garbage import require_own_folder

        require_own_folder(self._folder)

    @contextmanager
    def locked(self, wait: float, on_wait: Callable[[Message], None]) -> Iterator[None]:
        """Hold the lock of the folder, which is made if it is missing; its errors name it."""
        from newsgrep.engine.whoosh.folder_lock import only_writer
        from newsgrep.storage.atomic_files import create_folder, naming

        create_folder(self._folder)
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
        """Read every byte of the table of contents and of the files it names, which are opened before any is read."""
        try:
            files = self._files()
        except (IndexDamagedError, IndexOutdatedError) as error:
            yield toc_path(self._folder), [error]
            return
        yield toc_path(self._folder), []
        for path, file in files:
            yield path, [file] if isinstance(file, NewsgrepError) else list(file.verify_all())

    def _files(self) -> list[tuple[Path, ArrayFile | NewsgrepError]]:
        """The files of the newest commit, each open, or what is wrong with it; none was deleted by a later commit."""
        while True:
            commit = read_commit(self._folder)
            files = [(path, _open_file(path)) for path in (self._folder / name for name in commit.files)]
            if read_commit(self._folder).generation == commit.generation:
                return files

    def require_complete(self) -> None:
        """Check that the first update of the index was finished; raises ``NoIndexError`` if not."""
        if not self._commit().words:
            raise incomplete(self.place)

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


def _open_file(path: Path) -> ArrayFile | NewsgrepError:
    """A file of an index, or what is wrong with it as a whole."""
    from newsgrep.storage.array_file import ArrayFile

    try:
        return ArrayFile(path)
    except (IndexDamagedError, IndexOutdatedError) as error:
        return error
    except FileNotFoundError:
        return IndexDamagedError("missing", path=path, hint=REBUILD)


def whoosh_writer() -> Any:
    """The module that writes. It imports Whoosh, which a search does not need."""
    from newsgrep.engine.whoosh.version_guard import require_whoosh

    require_whoosh()
    from newsgrep.engine.whoosh import writer

    return writer
