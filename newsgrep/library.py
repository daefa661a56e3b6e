"""newsgrep as a library: an index opened once and asked again and again, in the values of ``newsgrep.model``.

>>> from newsgrep import open_index
>>> open_index("no such folder")
Traceback (most recent call last):
newsgrep.errors.NoIndexError: no such folder: there is no index here
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, overload

from newsgrep.engine.whoosh import WhooshEngine
from newsgrep.query.filters import filters
from newsgrep.searching import Request, search, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typing_extensions import Unpack

    from newsgrep.analysing.association import Associated
    from newsgrep.analysing.concordance import Line
    from newsgrep.analysing.counting import Counts, Grouping
    from newsgrep.engine.base import Order
    from newsgrep.model import Article
    from newsgrep.searching import Answer, Shown

COLUMNS = 160
WINDOW = 5


class Filters(TypedDict, total=False):
    """Which articles are meant: those of any of these sources, and so on; days are inclusive, as --since takes them."""

    source: str | Sequence[str]
    section: str | Sequence[str]
    by: str | Sequence[str]
    kind: str | Sequence[str]
    path: str | Sequence[str]
    since: str | None
    until: str | None


class Results(Sequence["Shown"]):
    """The hits that were asked for, best first: each with ``rank``, ``hit.score``, ``article`` and ``snippets``.

    ``total`` is how many articles match in all; ``relaxed``, that few hold enough of the words, so that others that
    hold some of them are among these. Articles and snippets are read when they are looked at first.
    """

    def __init__(self, engine: WhooshEngine, answer: Answer, snippets: int) -> None:
        self._hits = show(engine, answer, count=snippets, columns=COLUMNS)
        self._seen: list[Shown] = []
        self._length = len(answer.found.hits)
        self.total = answer.found.total
        self.relaxed = answer.relaxed

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Shown: ...
    @overload
    def __getitem__(self, index: slice) -> list[Shown]: ...
    def __getitem__(self, index: int | slice) -> Shown | list[Shown]:
        """A hit, or some."""
        last = range(self._length)[index]
        wanted = max(last, default=-1) if isinstance(last, range) else last
        while len(self._seen) <= wanted:
            self._seen.append(next(self._hits))
        return self._seen[index]


class Index:
    """An index as it is when it is first looked into; later updates are seen by another one that is opened.

    Queries are lines as ``newsgrep search`` takes them. Errors are ``newsgrep.errors.NewsgrepError``.
    """

    def __init__(self, folder: Path | str) -> None:
        self._engine = WhooshEngine(Path(folder))
        self._segmenter = self._engine.segmenter()

    def __len__(self) -> int:
        """How many articles it holds."""
        return self._engine.stats().articles

    def __iter__(self) -> Iterator[Article]:
        """All articles, in no order."""
        return (article for one in self._engine.ids() if (article := self._engine.get(one)))

    def get(self, article_id: str) -> Article | None:
        """The article of an id, ``path#key``."""
        return self._engine.get(article_id)

    def search(
        self,
        query: str,
        *,
        limit: int | None = 20,
        order: Order = "relevance",
        unique: bool = False,
        snippets: int = 2,
        **only: Unpack[Filters],
    ) -> Results:
        """The articles that match, best first: at most ``limit`` (None: all); ``unique`` collapses reprints."""
        request = _request(query, only)._replace(limit=limit, order=order, unique=unique)
        return Results(self._engine, search(self._engine, request, self._segmenter), snippets)

    def kwic(self, query: str, *, order: Order = "path", **only: Unpack[Filters]) -> Iterator[Line]:
        """Every match with its context (``left``, ``matched``, ``right``), read one by one."""
        from newsgrep.analysing.concordance import concordance

        return concordance(self._engine, _request(query, only)._replace(order=order), self._segmenter)[1]

    def count(self, *queries: str, group_by: Grouping | None = None, **only: Unpack[Filters]) -> Counts:
        """How many articles and matches there are, in all and group by group; of no query, how many articles."""
        from newsgrep.analysing.counting import count

        return count(self._engine, [_request(query, only) for query in queries or ("",)], self._segmenter, group_by)

    def collocates(self, query: str, *, window: int = WINDOW, **only: Unpack[Filters]) -> list[Associated]:
        """The words that stand near the matches, the surest first (``log_likelihood``)."""
        from newsgrep.analysing.association import default_function_words
        from newsgrep.analysing.collocation import collocates
        from newsgrep.analysis import load_segmenter

        segmenter = load_segmenter(self._engine.user_words())
        words = default_function_words()
        found = collocates(self._engine, _request(query, only), segmenter, window=window, function_words=words)
        return _surest(found.words)

    def keywords(self, query: str = "", **only: Unpack[Filters]) -> list[Associated]:
        """The words that the articles found have more of than the rest, the surest first."""
        from newsgrep.analysing.association import default_function_words
        from newsgrep.analysing.keyness import keywords

        words = default_function_words()
        return _surest(keywords(self._engine, _request(query, only), self._segmenter, function_words=words).words)


def _surest(words: Sequence[Associated]) -> list[Associated]:
    """Those that stand there more often than by chance."""
    return sorted((one for one in words if one.count > one.expected), key=lambda one: (-one.log_likelihood, one.word))


def _request(query: str, only: Mapping[str, Any]) -> Request:
    wanted = dict(only)
    since, until = wanted.pop("since", None), wanted.pop("until", None)
    values = {name: (one,) if isinstance(one, str) else one for name, one in wanted.items()}
    return Request(query, filters(values, since, until))
