"""The engine over a Whoosh index on disk."""

from __future__ import annotations

import heapq
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, LockError
from whoosh.query import Term
from whoosh.writing import CLEAR

from newsgrep.engine.base import Found, Hit, Order, Stats
from newsgrep.engine.whoosh.queries import to_query
from newsgrep.engine.whoosh.schema import UNIT, decode_article, make_schema
from newsgrep.engine.whoosh.scoring import LiveBM25
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
    number: int


class WhooshEngine:
    """An index folder; each engine object sees it as it was when the object was made or last updated."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._index = _create(self._storage, folder) if create else _open(self._storage, folder)
        self._searcher: Any = None

    def update(self, remove: Iterable[str], add: Iterable[Entry], *, afresh: bool = False) -> None:
        """Write one segment and commit it; on any failure the index stays as it was."""
        self.close()
        try:
            writer = EntryWriter(self._index)
        except LockError as error:
            raise IndexLockedError(f"{self._folder}: another process is writing to the index") from error
        try:
            with nullcontext() if afresh else closing(self._index.reader()) as reader:
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
        with self._damage_named():
            return self._search(plan, limit, offset, order)

    def _search(self, plan: Plan, limit: int | None, offset: int, order: Order) -> Found:
        searcher = self._open_searcher()
        candidates = [
            found for leaf, base in searcher.leaf_searchers() for found in _candidates(plan, leaf, base, order)
        ]
        end = len(candidates) if limit is None else min(len(candidates), offset + limit)
        hits = self._placed(candidates, end, order)
        return Found(hits[offset:end], len(candidates))

    def get(self, article_id: str) -> Article | None:
        """The article of an id."""
        with self._damage_named():
            reader = self._open_searcher().reader()
            number = _number(reader, article_id)
            return None if number is None else decode_article(reader.column_reader("article", translate=False)[number])

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        with self._damage_named():
            reader = self._open_searcher().reader()
            if reader.doc_count():
                places = reader.column_reader("place", translate=False)
                yield from ("#".join(_place(places[number])) for number in reader.all_doc_ids())

    def stats(self) -> Stats:
        """The number of live documents, and Whoosh's generation."""
        return Stats(self._index.doc_count(), self._index.latest_generation())

    def close(self) -> None:
        """Let go of the files."""
        if self._searcher:
            self._searcher.close()
            self._searcher = None

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        """Whatever Whoosh stumbles over in a damaged file is said to be that."""
        try:
            yield
        except (MemoryError, NewsgrepError):
            raise
        except Exception as error:
            message = f"{self._folder}: the index cannot be read ({type(error).__name__}: {error})"
            raise IndexDamagedError(message, hint="newsgrep index --rebuild") from error

    def _open_searcher(self) -> Any:
        if not self._searcher:
            self._searcher = self._index.searcher(weighting=LiveBM25())
        return self._searcher

    def _placed(self, candidates: list[Candidate], end: int, order: Order) -> list[Hit]:
        """The first ``end`` candidates as hits; only those that may be among them have their place looked up."""
        if not end:
            return []
        if end < len(candidates) and order != "path":
            last = heapq.nsmallest(end, (candidate.key for candidate in candidates))[-1]
            candidates = [candidate for candidate in candidates if candidate.key <= last]
        places = self._open_searcher().reader().column_reader("place", translate=False)
        hits = [(found.key, Hit(*_place(places[found.number]), found.score, found.literal)) for found in candidates]
        hits.sort(key=lambda pair: (pair[0], pair[1].place))
        return [hit for _, hit in hits]


def _candidates(plan: Plan, leaf: Any, base: int, order: Order) -> Iterator[Candidate]:
    """The matching documents of one segment, with what they are sorted by."""
    numbers = list(_matching(to_query(plan.match), leaf))
    literal = frozenset(_matching(to_query(plan.prefer), leaf)) if plan.prefer and numbers else frozenset()
    scores = _scores(plan, leaf) if numbers else {}
    key_of = _sort_key(order, leaf)
    for number in numbers:
        score, is_literal = scores.get(number, 0.0), number in literal
        yield Candidate(key_of(number, score, is_literal), score, is_literal, base + number)


def _matching(query: Any, leaf: Any) -> Iterator[int]:
    numbers: Iterator[int] = query.matcher(leaf, leaf.boolean_context()).all_ids()
    return numbers


def _scores(plan: Plan, leaf: Any) -> dict[int, float]:
    """The score of each document of a segment that holds a ranking word."""
    scores: dict[int, float] = {}
    for ranked in plan.ranking:
        for name in ranked.word.fields:
            matcher = Term(name, ranked.word.text, boost=ranked.weight).matcher(leaf)
            while matcher.is_active():
                scores[matcher.id()] = scores.get(matcher.id(), 0.0) + matcher.score()
                matcher.next()
    return scores


def _sort_key(order: Order, leaf: Any) -> Callable[[int, float, bool], Any]:
    """What a document is sorted by, smallest first."""
    match order:
        case "relevance":
            return lambda _number, score, literal: (not literal, -score)
        case "path":
            return lambda *_: 0
        case "date":
            days = leaf.reader().column_reader("day", translate=False)
            return lambda number, *_: days[number] or b"~"
        case "-date":
            days = leaf.reader().column_reader("day", translate=False)
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


def _delete(writer: Any, reader: Any, article_id: str) -> None:
    """Mark the committed document of an id as deleted, where there is one; without a reader there is none."""
    number = _number(reader, article_id) if reader else None
    if number is not None:
        writer.delete_document(number)


def _number(reader: Any, article_id: str) -> int | None:
    """The document number of an id."""
    term = ("id", article_id.encode("utf-8", "surrogatepass"))
    if term not in reader:
        return None
    return next(iter(reader.postings(*term).all_ids()), None)


def _place(raw: bytes) -> tuple[str, str]:
    path, _, key = raw.decode().partition(UNIT)
    return path, key
