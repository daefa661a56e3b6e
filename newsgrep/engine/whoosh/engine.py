"""The engine over a Whoosh index on disk."""

from __future__ import annotations

import heapq
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, LockError
from whoosh.query import Query, Term
from whoosh.writing import CLEAR

from newsgrep.engine.base import Found, Hit, Order, Stats
from newsgrep.engine.whoosh.queries import to_query
from newsgrep.engine.whoosh.schema import decode_article, make_schema
from newsgrep.engine.whoosh.snapshot import Leaf, Snapshot, open_snapshot
from newsgrep.engine.whoosh.writer import EntryWriter
from newsgrep.errors import IndexDamagedError, IndexLockedError, IndexOutdatedError, NewsgrepError, NoIndexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgrep.analysis import Entry
    from newsgrep.model import Article
    from newsgrep.query.plan import Plan


class Candidate(NamedTuple):
    """A matching document before its place is looked up."""

    key: Any
    score: float
    literal: bool
    leaf: Leaf
    number: int


class WhooshEngine:
    """An index folder; an engine sees it as it is at its first look, or after its own update."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._index = _create(self._storage, folder) if create else _open(self._storage, folder)
        self._opened: Snapshot | None = None

    def update(self, remove: Iterable[str], add: Iterable[Entry], *, afresh: bool = False) -> None:
        """Write segments and commit them; on any failure the index stays as it was."""
        self.close()
        try:
            writer = EntryWriter(self._index)
        except LockError as error:
            raise IndexLockedError(f"{self._folder}: another process is writing to the index") from error
        try:
            with nullcontext() if afresh else closing(self._reader()) as reader:
                for entry in add:
                    _delete(writer, reader, entry.article.id)
                    writer.add_entry(entry)
                for article_id in remove:
                    _delete(writer, reader, article_id)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=CLEAR if afresh else None)
        self._index = _open(self._storage, self._folder)

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> Found:
        """Walk the matching postings of every segment."""
        match, prefer = to_query(plan.match), to_query(plan.prefer) if plan.prefer else None
        ranking = [(name, ranked) for ranked in plan.ranking for name in ranked.word.fields]
        terms = [Term(name, ranked.word.text, boost=ranked.weight) for name, ranked in ranking]
        with self._damage_named():
            leaves = self._snapshot().leaves
            candidates = [one for leaf in leaves for one in _candidates(leaf, match, prefer, terms, order)]
            end = len(candidates) if limit is None else min(len(candidates), offset + limit)
            hits = _placed(candidates, end)
        return Found(hits[offset:end], len(candidates))

    def get(self, article_id: str) -> Article | None:
        """The article of an id."""
        with self._damage_named():
            numbers = ((leaf, leaf.number(article_id)) for leaf in self._snapshot().leaves)
            found = next(((leaf, number) for leaf, number in numbers if number is not None), None)
            return decode_article(found[0].columns["article"][found[1]]) if found else None

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        with self._damage_named():
            yield from ("#".join(leaf.place(number)) for leaf in self._snapshot().leaves for number in leaf.live())

    def stats(self) -> Stats:
        """The number of live documents, and Whoosh's generation."""
        with self._damage_named():
            return Stats(self._snapshot().articles, self._snapshot().version)

    def _reader(self) -> Any:
        with self._damage_named():
            return self._index.reader()

    def close(self) -> None:
        """Let go of the files."""
        if self._opened:
            self._opened.searcher.close()
            self._opened = None

    def _snapshot(self) -> Snapshot:
        if not self._opened:
            self._opened = open_snapshot(lambda: _open(self._storage, self._folder))
        return self._opened

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        """Whatever Whoosh stumbles over in a damaged file is said to be that."""
        try:
            yield
        except (MemoryError, NewsgrepError, PermissionError):
            raise
        except Exception as error:
            message = f"{self._folder}: the index cannot be read ({type(error).__name__}: {error})"
            raise IndexDamagedError(message, hint="newsgrep index --rebuild") from error


def _candidates(
    leaf: Leaf, match: Query, prefer: Query | None, terms: list[Query], order: Order
) -> Iterator[Candidate]:
    """The matching documents of one segment, with what they are sorted by."""
    numbers = list(_matching(match, leaf))
    literal = frozenset(_matching(prefer, leaf)) if prefer and numbers else frozenset()
    scores = _scores(terms, leaf) if numbers else {}
    key_of = _sort_key(order, leaf)
    for number in numbers:
        score, is_literal = scores.get(number, 0.0), number in literal
        yield Candidate(key_of(number, score, is_literal), score, is_literal, leaf, number)


def _matching(query: Query, leaf: Leaf) -> Iterator[int]:
    numbers: Iterator[int] = query.matcher(leaf.searcher, leaf.searcher.boolean_context()).all_ids()
    return numbers


def _scores(terms: list[Query], leaf: Leaf) -> dict[int, float]:
    """The score of each document of a segment that holds a ranking word."""
    scores: dict[int, float] = {}
    for term in terms:
        matcher = term.matcher(leaf.searcher)
        while matcher.is_active():
            scores[matcher.id()] = scores.get(matcher.id(), 0.0) + matcher.score()
            matcher.next()
    return scores


def _placed(candidates: list[Candidate], end: int) -> list[Hit]:
    """The first ``end`` candidates as hits; only those that may be among them have their place looked up."""
    if 0 < end < len(candidates):
        last = heapq.nsmallest(end, (candidate.key for candidate in candidates))[-1]
        candidates = [candidate for candidate in candidates if candidate.key <= last]
    hits = [(one.key, Hit(*one.leaf.place(one.number), one.score, one.literal)) for one in candidates if end]
    hits.sort(key=lambda pair: (pair[0], pair[1].place))
    return [hit for _, hit in hits]


def _sort_key(order: Order, leaf: Leaf) -> Callable[[int, float, bool], Any]:
    """What a document is sorted by, smallest first."""
    match order:
        case "relevance":
            return lambda _number, score, literal: (not literal, -score)
        case "path":
            return lambda *_: 0
        case "date":
            days = leaf.columns["day"]
            return lambda number, *_: days[number] or b"~"
        case "-date":
            days = leaf.columns["day"]
            return lambda number, *_: tuple(-byte for byte in days[number].ljust(10, b"\0"))


def _create(storage: FileStorage, folder: Path) -> Any:
    """The index in a folder, an empty one where there is none that can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _open(storage, folder)
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        return storage.create_index(make_schema())


def _open(storage: FileStorage, folder: Path) -> Any:
    """The index in a folder."""
    try:
        next(folder.iterdir(), None)  # says so where the folder may not be read
        index = storage.open_index()
    except (EmptyIndexError, FileNotFoundError, NotADirectoryError) as error:
        raise NoIndexError(f"{folder}: there is no index here", hint="newsgrep index CORPUS") from error
    except OSError:
        raise
    except Exception as error:  # the table of contents is a pickle: damaged, it can raise anything
        raise IndexDamagedError(f"{folder}: the index is damaged ({error})", hint="newsgrep index --rebuild") from error
    if index.schema.names() != make_schema().names():
        raise IndexOutdatedError(
            f"{folder}: the index is of another version of newsgrep", hint="newsgrep index --rebuild"
        )
    return index


def _delete(writer: EntryWriter, reader: Any, article_id: str) -> None:
    """Mark the committed document of an id as deleted, where there is one; without a reader there is none."""
    term = ("id", article_id.encode("utf-8", "surrogatepass"))
    if reader and term in reader:
        for number in reader.postings(*term).all_ids():
            writer.delete_document(number)
