"""The reading half of an engine over segments of newsgrep."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.engine.base import Metadata, Order, TopDocs
from newsgrep.engine.bm25 import heaviest
from newsgrep.errors import REBUILD, IndexDamagedError, NewsgrepError, NoIndexError
from newsgrep.message import reason
from newsgrep.progress import unheard_of
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from newsgrep.analysis.mapped_dictionary import LexiconSegmenter
    from newsgrep.engine.base import Contribution, Hit, MetadataCount
    from newsgrep.engine.bm25 import Scored
    from newsgrep.engine.segments.searcher import Searcher
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node, Plan, Term, TextNode, WeightedTerm


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
            raise incomplete(self.place)
        return segmenter

    def search(self, plan: Plan, *, limit: int | None, offset: int = 0, order: Order = "relevance") -> TopDocs:
        """Evaluate the plan over every segment."""
        from newsgrep.engine.segments.top_docs import best

        with self._naming_damage():
            found = best(self._searcher(), plan, None if limit is None else offset + limit, order)
        return TopDocs(found.hits[offset:], found.total)

    def literal_total(self, plan: Plan, most_read: int | None = None) -> int | None:
        """How many of the articles that match a plan contain every text of the query literally."""
        from newsgrep.engine.segments.top_docs import literal_total

        with self._naming_damage():
            return literal_total(self._searcher(), plan, most_read)

    def contributions(self, plan: Plan, article_id: str) -> list[Contribution]:
        """What makes up the score of an article, the largest part first."""
        from newsgrep.engine.segments.top_docs import contributions

        with self._naming_damage():
            return contributions(self._searcher(), plan, article_id)

    def get(self, article_id: str) -> Article | None:
        """The article with an id."""
        from newsgrep.storage.article_codec import unpack_parts

        with self._naming_damage():
            searcher = self._searcher()
            if place := searcher.place(article_id):
                index, number = place
                reader = searcher.readers[index]
                return reader.rooted(unpack_parts(reader.file.articles.parts(number)))
        return None

    def metadata(self, plan: Plan) -> Iterator[Metadata]:
        """The metadata of every article that matches, segment by segment."""
        from newsgrep.engine.segments.matcher import Matching
        from newsgrep.storage.article_codec import length_of, unpack_metadata

        with self._naming_damage():
            for reader in self._searcher().readers:
                for packed in reader.file.articles.each(Matching(reader).documents(plan.match).tolist()):
                    yield Metadata(reader.rooted(unpack_metadata(packed)), length_of(packed))

    def mask(self, plan: Plan) -> NDArray[np.bool_]:
        """Whether each live document matches, segment by segment."""
        from newsgrep.engine.segments.matcher import Matching

        with self._naming_damage():
            readers = self._searcher().readers
            masks = [Matching(reader).mask(plan.match, reader.live)[reader.live] for reader in readers]
        return np.concatenate([np.empty(0, np.bool_), *masks])

    def metadata_counts(
        self,
        plan: Plan,
        names: Sequence[str],
        sought: Sequence[TextNode] = (),
        *,
        jobs: int = 1,
        advance: Callable[[int], None] = unheard_of,
    ) -> Iterator[MetadataCount]:
        """Count the articles that match by their metadata, from the columns of each segment."""
        from newsgrep.engine.segments.aggregates import Matched, metadata_counts
        from newsgrep.engine.segments.matcher import Matching

        with self._naming_damage():
            matched = [
                Matched(reader.file, Matching(reader).documents(plan.match)) for reader in self._searcher().readers
            ]
            yield from metadata_counts(matched, names, sought, jobs, advance)

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

    def matches_any(self, node: Node) -> bool:
        """Whether any article matches a node; texts are sought in a few articles, then in more."""
        from newsgrep.engine.segments.matcher import Matching

        with self._naming_damage():
            return any(Matching(reader).matches_any(node) for reader in self._searcher().readers)

    def doc_freqs(self, terms: Sequence[Term]) -> list[int]:
        """Document frequency of each term."""
        with self._naming_damage():
            return list(map(self._searcher().frequencies.exact, terms))

    def heaviest(self, ranking: Sequence[WeightedTerm]) -> list[Scored]:
        """The ranking terms that are scored."""
        with self._naming_damage():
            return heaviest(ranking, self._searcher().frequencies)

    def texts(self, ids: Sequence[str], fields: tuple[str, ...], most: int) -> list[str]:
        """The folded texts of articles."""
        with self._naming_damage():
            return self._searcher().texts(ids, fields, most)

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        with self._naming_damage():
            yield from self._searcher().ids()

    def may_be_forked(self) -> bool:
        """Files that are mapped are those of every process."""
        return True

    def close(self) -> None:
        """Close the files."""
        self._opened = None

    def _searcher(self) -> Searcher:
        if self._opened:
            self._opened.require_whole()
        else:
            self._opened = self._open()
        return self._opened

    def _naming_damage(self) -> AbstractContextManager[None]:
        return naming_damage(self.place)


@contextmanager
def naming_damage(place: str) -> Iterator[None]:
    """Turn whatever a damaged file of an index raises into an error that says so."""
    try:
        yield
    except (MemoryError, ImportError, NewsgrepError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise  # the system's trouble, not the file's
        raise IndexDamagedError(
            "the index cannot be read: {}: {}", type(error).__name__, reason(error), path=place, hint=REBUILD
        ) from error


def incomplete(place: str) -> NoIndexError:
    """The error of an index whose first update was not finished."""
    return NoIndexError("the index is incomplete", path=place, hint="complete it with 'newsgrep index FOLDER'")
