"""The index as it is at one commit, with everything open that a search may need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.engine.whoosh.schema import COLUMNS, UNIT
from newsgrep.engine.whoosh.scoring import LiveBM25
from newsgrep.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# A writer that merges deletes the files of the commit before; a reader that comes in between looks again.
TRIES = 10


class Leaf(NamedTuple):
    """One segment: Whoosh's searcher of it, and the columns of its documents by name."""

    searcher: Any
    columns: Mapping[str, Any]

    def number(self, article_id: str) -> int | None:
        """The document number of an id."""
        term = ("id", article_id.encode("utf-8", "surrogatepass"))
        reader = self.searcher.reader()
        return next(iter(reader.postings(*term).all_ids()), None) if term in reader else None

    def live(self) -> Iterator[int]:
        """The numbers of the documents that are not deleted."""
        numbers: Iterator[int] = self.searcher.reader().all_doc_ids()
        return numbers

    def place(self, number: int) -> tuple[str, str]:
        """Path and key of a document."""
        path, _, key = self.columns["place"][number].decode().partition(UNIT)
        return path, key


class Snapshot(NamedTuple):
    """All segments of a commit; Whoosh opens columns by name when they are asked for, and finds them gone."""

    searcher: Any
    leaves: tuple[Leaf, ...]

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return int(self.searcher.reader().doc_count())

    @property
    def version(self) -> int:
        """Whoosh's generation; an index that never held anything has none."""
        return int(self.searcher.reader().generation() or 0)


def open_snapshot(open_index: Callable[[], Any]) -> Snapshot:
    """The newest commit, whole."""
    for _ in range(TRIES):
        model = LiveBM25()
        searcher = open_index().searcher(weighting=model)
        segments = [leaf for leaf, _ in searcher.leaf_searchers() if leaf.reader().doc_count_all()]
        if all(leaf.reader().has_column(name) for leaf in segments for name in COLUMNS):
            leaves = tuple(Leaf(leaf, _open_columns(leaf.reader())) for leaf in segments)
            model.columns = {id(leaf.searcher.reader()): leaf.columns for leaf in leaves}
            return Snapshot(searcher, leaves)
        searcher.close()
    raise IndexDamagedError("columns of the index are missing", hint="newsgrep index --rebuild")


def _open_columns(reader: Any) -> dict[str, Any]:
    return {name: reader.column_reader(name, translate=False) for name in COLUMNS}
