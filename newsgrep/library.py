"""newsgrep as a library: open an index once, query it many times; results are values of ``newsgrep.model``.

>>> from newsgrep import open_index
>>> open_index("no such folder")
Traceback (most recent call last):
newsgrep.errors.NoIndexError: no such folder: no index found
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, overload

from newsgrep.corpus_stats.choices import WINDOW
from newsgrep.engine.base import ORDERS
from newsgrep.engine.open_engine import open_reader
from newsgrep.errors import UsageError
from newsgrep.message import Message
from newsgrep.model import KINDS
from newsgrep.query.filters import filters
from newsgrep.query.text_options import TextOptions
from newsgrep.search.search import SNIPPET_COLUMNS, Request, literal_total, search, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from typing_extensions import Self, Unpack

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.association import ScoredWord
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.corpus_stats.counts import Counts
    from newsgrep.engine.base import EngineReader, Order
    from newsgrep.model import Article
    from newsgrep.search.search import Answer, Shown


class Filters(TypedDict, total=False):
    """Which articles to include: any of these sources, and so on; dates are inclusive and written as for --since.

    The last three say how texts match, as the options of the same names do.
    """

    source: str | Sequence[str]
    section: str | Sequence[str]
    by: str | Sequence[str]
    kind: str | Sequence[str]
    path: str | Sequence[str]
    since: str | date | None
    until: str | date | None
    fixed_strings: bool
    whole_words: bool
    as_written: bool


class Results(Sequence["Shown"]):
    """The requested hits, best first: each with ``rank``, ``hit.score``, ``article`` and ``snippets``.

    ``total`` is the number of articles ranked, ``total_all`` that of those which hold all of the query; they come
    first. ``relaxed``: the others, which hold only some of it, are included; a hit's ``match`` is ``all`` or ``some``.
    ``warning``: the query was replaced by another one, and why. ``warnings``: these, and what was
    not taken as it was written, as sentences. Articles and snippets are read on access.
    """

    def __init__(self, engine: EngineReader, answer: Answer, snippets: int) -> None:
        self._engine = engine
        self._answer = answer
        self._snippets = snippets
        self.total = answer.found.total
        self.total_all = answer.total_all
        self.relaxed = answer.relaxed
        self.warning = str(answer.warning) if answer.warning else None
        self.warnings = list(map(str, answer.warnings))

    @property
    def total_literal(self) -> int:
        """How many of the matching articles contain every text of the query literally; the others, only its words."""
        return literal_total(self._engine, self._answer.plan, self.total_all)

    def __len__(self) -> int:
        return len(self._answer.found.hits)

    @overload
    def __getitem__(self, index: int) -> Shown: ...
    @overload
    def __getitem__(self, index: slice) -> list[Shown]: ...
    def __getitem__(self, index: int | slice) -> Shown | list[Shown]:
        """The hit at an index, or a list of hits for a slice."""
        places = range(len(self))[index]
        return list(map(self._shown, places)) if isinstance(places, range) else self._shown(places)

    def _shown(self, place: int) -> Shown:
        found = self._answer.found._replace(hits=self._answer.found.hits[place : place + 1])
        answer = self._answer._replace(found=found, request=self._answer.request._replace(offset=place))
        return next(show(self._engine, answer, count=self._snippets, columns=SNIPPET_COLUMNS))


class Index:
    """An index, or several as one, as it is when opened; to see later updates, open it again.

    Queries are lines as for ``newsgrep search``. Errors are ``newsgrep.errors.NewsgrepError``.
    """

    def __init__(self, *folders: Path | str) -> None:
        self._folders = tuple(map(Path, folders))
        self._opened: tuple[EngineReader, Segmenter] | None = None
        engine = open_reader(*self._folders)
        self._opened = engine, engine.segmenter()

    @property
    def _engine(self) -> EngineReader:
        return self._open()[0]

    @property
    def _segmenter(self) -> Segmenter:
        return self._open()[1]

    def _open(self) -> tuple[EngineReader, Segmenter]:
        if not self._opened:
            raise UsageError("the index is closed", path=", ".join(map(str, self._folders)), hint="open it again")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its files; every later call raises ``UsageError``."""
        self._opened = None

    def __bool__(self) -> bool:
        """True, for an empty index too."""
        return True

    def __len__(self) -> int:
        """The number of articles."""
        return self._engine.stats().articles

    def __iter__(self) -> Iterator[Article]:
        """All articles, in no particular order."""
        return (article for article_id in self._engine.ids() if (article := self._engine.get(article_id)))

    def get(self, article_id: str) -> Article | None:
        """The article with an id, ``path#key``; None if there is none."""
        if not isinstance(article_id, str):
            raise UsageError("not an article id", about=repr(article_id), hint="give a string such as path#key")
        return self._engine.get(article_id)

    def search(  # noqa: PLR0913 (all but the query are keywords)
        self,
        query: str,
        *,
        limit: int | None = 20,
        order: Order = "relevance",
        unique: bool = False,
        snippets: int = 2,
        relax: bool = True,
        **only: Unpack[Filters],
    ) -> Results:
        """Search; at most ``limit`` hits (None: all), best first. ``unique`` collapses reprints.

        ``relax``: if articles that hold all of the query are fewer than ``limit`` (None: than 20), the others follow.
        """
        _refuse_unknown(order, ORDERS)
        _refuse_less(limit, 0, "limit")
        _refuse_less(snippets, 0, "snippets")
        request = _request(query, only)._replace(limit=limit, order=order, unique=unique, relax=relax)
        return Results(self._engine, search(self._engine, request, self._segmenter), snippets)

    def kwic(self, query: str, *, order: Order = "path", **only: Unpack[Filters]) -> Iterator[KwicLine]:
        """Every match with its context (``left``, ``matched``, ``right``), read lazily."""
        from newsgrep.corpus_stats.concordance import concordance

        _refuse_unknown(order, ORDERS)
        return concordance(self._engine, _request(query, only)._replace(order=order), self._segmenter)[1]

    def count(self, *queries: str, group_by: Grouping | None = None, **only: Unpack[Filters]) -> Counts:
        """Count articles and matches, in total and per group; without a query, all articles.

        Periods are those from the first match to the last.
        """
        from newsgrep.corpus_stats.choices import GROUPINGS
        from newsgrep.corpus_stats.counts import count

        _refuse_unknown(group_by, GROUPINGS)
        return count(self._engine, [_request(query, only) for query in queries or ("",)], self._segmenter, group_by)

    def collocates(self, query: str, *, window: int = WINDOW, **only: Unpack[Filters]) -> list[ScoredWord]:
        """The words near the matches, strongest association first (``log_likelihood``)."""
        from newsgrep.analysis import load_segmenter
        from newsgrep.corpus_stats.association import default_function_words, top_by
        from newsgrep.corpus_stats.collocates import collocates

        segmenter = load_segmenter(self._engine.user_words())
        _refuse_less(window, 1, "window")
        words = default_function_words()
        found = collocates(self._engine, _request(query, only), segmenter, window=window, function_words=words)
        return top_by(found.words)

    def keywords(self, query: str = "", *, against: str | None = None, **only: Unpack[Filters]) -> list[ScoredWord]:
        """The words that are unusually frequent in the matching articles, strongest first (``log_likelihood``).

        They are compared with all other articles, or with those that match the query ``against``.
        """
        from newsgrep.corpus_stats.association import default_function_words, top_by
        from newsgrep.corpus_stats.keywords import keywords

        words = default_function_words()
        other = None if against is None else Request(against)
        request = _request(query, only)
        found = keywords(self._engine, request, self._segmenter, function_words=words, against=other)
        return top_by(found.words)


def _request(query: str, only: Mapping[str, Any]) -> Request:
    """The request for a query and its filters, which are validated: a wrong one would match nothing, or everything."""
    if unknown := only.keys() - Filters.__annotations__.keys():
        raise UsageError(
            "unknown filter",
            about=", ".join(sorted(unknown)),
            hint=Message("choose from {}", tuple(Filters.__annotations__)),
        )
    wanted = dict(only)
    text_options = TextOptions(**{name: bool(wanted.pop(name, False)) for name in TextOptions._fields})
    since, until = (str(day) if (day := wanted.pop(name, None)) is not None else None for name in ("since", "until"))
    values = {name: (value,) if isinstance(value, str) else value for name, value in wanted.items()}
    for kind in values.get("kind", ()):
        _refuse_unknown(kind, KINDS)
    return Request(query, filters(values, since, until), text_options=text_options)


def _refuse_less(value: int | None, least: int, name: str) -> None:
    if value is not None and value < least:
        raise UsageError(
            "{} must be at least {}, not {}",
            name,
            least,
            value,
            hint="use limit=None for all" if name == "limit" else None,
        )


def _refuse_unknown(value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise UsageError("unknown value", about=value, hint=Message("choose from {}", tuple(known)))
