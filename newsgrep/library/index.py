"""An index to be asked from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep import __version__
from newsgrep.corpus_stats.choices import STRATIFIED_BY, WINDOW
from newsgrep.engine.address import index_place
from newsgrep.engine.base import ORDERS
from newsgrep.engine.locked import for_threads
from newsgrep.engine.open_engine import open_reader
from newsgrep.errors import UsageError
from newsgrep.library.requests import options_of, refuse_less, refuse_unknown, request_of
from newsgrep.library.results import Results
from newsgrep.search.search import Request, search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self, Unpack

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.association import ScoredWord
    from newsgrep.corpus_stats.choices import Grouping, Period, StratifiedBy
    from newsgrep.corpus_stats.comparison import Comparison
    from newsgrep.corpus_stats.concordance import KwicLine
    from newsgrep.corpus_stats.counts import Counts
    from newsgrep.engine.address import IndexPlace
    from newsgrep.engine.base import EngineReader, Order
    from newsgrep.library.requests import Filters
    from newsgrep.model import Article
    from newsgrep.printers.exports.about import About
    from newsgrep.search.story import StoryChain


class Index:
    """An index, or several as one, as it is when opened; to see later updates, open it again.

    Threads may share it: its calls, and the reading of what they return, take place one at a time. Queries are lines as
    for ``newsgrep search``. Errors are ``newsgrep.errors.NewsgrepError``.
    """

    def __init__(self, *folders: IndexPlace | str) -> None:
        self._folders = tuple(index_place(each) if isinstance(each, str) else each for each in folders)
        self._opened: tuple[EngineReader, Segmenter] | None = None
        self._opened = for_threads(open_reader(*self._folders))

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

    def __repr__(self) -> str:
        names = ", ".join(map(str, self._folders))
        return f"<Index {names}: {f'{len(self):,} articles' if self._opened else 'closed'}>"

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
        refuse_unknown(order, ORDERS)
        refuse_less(limit, 0, "limit")
        refuse_less(snippets, 0, "snippets")
        request = request_of(query, only)._replace(limit=limit, order=order, unique=unique, relax=relax)
        return Results(self._engine, search(self._engine, request, self._segmenter), snippets)

    def kwic(self, query: str, *, order: Order = "path", **only: Unpack[Filters]) -> Iterator[KwicLine]:
        """Every match with its context (``left``, ``matched``, ``right``), read lazily."""
        from newsgrep.corpus_stats.concordance import concordance

        refuse_unknown(order, ORDERS)
        return iter(concordance(self._engine, request_of(query, only)._replace(order=order), self._segmenter)[1])

    def count(self, *queries: str, group_by: Grouping | None = None, **only: Unpack[Filters]) -> Counts:
        """Count articles and matches, in total and per group; without a query, all articles.

        Periods are those from the first match to the last.
        """
        from newsgrep.corpus_stats.choices import GROUPINGS
        from newsgrep.corpus_stats.counts import count

        refuse_unknown(group_by, GROUPINGS)
        return count(self._engine, [request_of(query, only) for query in queries or ("",)], self._segmenter, group_by)

    def export(  # noqa: PLR0913 (all but query and path are keywords)
        self,
        query: str,
        file: Path | str,
        *,
        form: str | None = None,
        limit: int | None = None,
        sample: int | None = None,
        seed: int = 0,
        stratify: StratifiedBy | None = None,
        order: Order = "relevance",
        unique: bool = False,
        **only: Unpack[Filters],
    ) -> About:
        """Write the articles that match all of a query to a file, as ``newsgrep export`` does; returns what it says.

        ``form`` is the format, if the suffix of the file is not its name. Without matches, no file is written.
        """
        from newsgrep.corpus_stats.export import drawing_of, export
        from newsgrep.printers.exports import format_of
        from newsgrep.printers.exports.files import about_of, write_files

        refuse_unknown(order, ORDERS)
        refuse_unknown(stratify, STRATIFIED_BY)
        refuse_less(limit, 0, "limit")
        refuse_less(sample, 1, "sample")
        path, drawing = Path(file), drawing_of(sample, seed, stratify, limit)
        chosen = format_of(path, form)
        request = request_of(query, only)._replace(limit=limit, order=order, unique=unique)
        found = export(self._engine, request, self._segmenter, drawing, is_marked=chosen.shows_matches)
        asked = options_of(only, order=order, unique=unique)
        about = about_of(self._engine, found, asked, path, form, indexes=self._folders, version=__version__)
        if found.size:
            write_files(found, about, chosen, path)
        return about

    def compare(
        self,
        a: str,
        b: str,
        query: str = "",
        *,
        period: Period | None = None,
        limit: int | None = 10,
        **only: Unpack[Filters],
    ) -> Comparison:
        """Compare the articles that match ``a`` with those that match ``b``, as ``newsgrep compare`` does.

        ``query`` and the filters apply to both; at most ``limit`` keywords and stories are listed (None: all).
        """
        from newsgrep.corpus_stats.association import default_function_words
        from newsgrep.corpus_stats.choices import PERIODS
        from newsgrep.corpus_stats.comparison import compare, side_of

        refuse_unknown(period, tuple(PERIODS))
        refuse_less(limit, 0, "limit")
        return compare(
            self._engine,
            request_of(query, only),
            (side_of(self._engine, a), side_of(self._engine, b)),
            self._segmenter,
            function_words=default_function_words(),
            period=period,
            limit=limit,
        )

    def story(self, article_id: str, *, limit: int | None = None) -> StoryChain:
        """The story of an article: the first report, reprints, follow-ups and comments, in the order of their dates.

        ``limit`` is the maximum number of articles (None: no limit). Raises ``UsageError`` if no article has the id.
        """
        from newsgrep.analysis import load_segmenter
        from newsgrep.search.story import story

        refuse_less(limit, 1, "limit")
        article = self.get(article_id)
        if not article:
            raise UsageError("not in the index", about=article_id, hint="give an id, path#key")
        return story(self._engine, article, load_segmenter(self._engine.user_words()), limit=limit)

    def collocates(self, query: str, *, window: int = WINDOW, **only: Unpack[Filters]) -> list[ScoredWord]:
        """The words near the matches, strongest association first (``log_likelihood``)."""
        from newsgrep.analysis import load_segmenter
        from newsgrep.corpus_stats.association import default_function_words, top_by
        from newsgrep.corpus_stats.collocates import collocates

        segmenter = load_segmenter(self._engine.user_words())
        refuse_less(window, 1, "window")
        words = default_function_words()
        found = collocates(self._engine, request_of(query, only), segmenter, window=window, function_words=words)
        return top_by(found.words)

    def keywords(self, query: str = "", *, against: str | None = None, **only: Unpack[Filters]) -> list[ScoredWord]:
        """The words that are unusually frequent in the matching articles, strongest first (``log_likelihood``).

        They are compared with all other articles, or with those that match the query ``against``.
        """
        from newsgrep.corpus_stats.association import default_function_words, top_by
        from newsgrep.corpus_stats.keywords import keywords

        words = default_function_words()
        other = None if against is None else Request(against)
        request = request_of(query, only)
        found = keywords(self._engine, request, self._segmenter, function_words=words, against=other)
        return top_by(found.words)
