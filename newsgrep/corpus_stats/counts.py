"""Use case: queries → numbers of matching articles and of matches, by period, source, reporter and the like.

``periods.py`` says what periods there are; ``profile.py`` counts articles alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.corpus_stats.periods import is_period, period_of, whole_span
from newsgrep.progress import working
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And
from newsgrep.search.batches import READING
from newsgrep.search.search import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.search.search import Request

# The group of articles without a date, source, section or reporter.
NONE = ""
# Of each query, however many articles it finds, so that all of them have one progress bar.
PARTS = 1000
# What sums are of: a group, one of the second grouping, and where both meet.
ROW, COLUMN, CELL = "row", "column", "cell"
FRAME_COLUMNS = (
    "group", "query", "articles", "matches", "per_thousand_articles", "per_million_characters", "articles_in_group",
)  # fmt: skip


class Tally(NamedTuple):
    """The number of articles that match a query, and of matches in them."""

    articles: int = 0
    matches: int = 0


class CountRow(NamedTuple):
    """A group of articles: their number, that of their characters, and a tally for each query."""

    group: str
    articles: int
    characters: int
    tallies: tuple[Tally, ...]

    @property
    def has_matches(self) -> bool:
        """Whether any query finds something in it."""
        return any(tally.articles for tally in self.tallies)

    def per_thousand(self, number: int) -> float:
        """Matching articles per thousand articles of the group, for the query with this index."""
        return 1000 * self.tallies[number].articles / self.articles if self.articles else 0.0

    def per_million(self, number: int) -> float:
        """Matches per million characters of the group, for the query with this index."""
        return 1e6 * self.tallies[number].matches / self.characters if self.characters else 0.0


class Counts(NamedTuple):
    """The counts of some queries: a row per group, and the total, in which each article counts once.

    ``warnings`` are those of the search for each query. Of a cross table, ``columns`` are the groups of the second
    grouping, in order, and ``cells`` the counts of a group of the first with one of the second, if it has articles.
    """

    queries: tuple[str, ...]
    rows: tuple[CountRow, ...]
    total: CountRow
    warnings: tuple[tuple[Message, ...], ...]
    columns: tuple[CountRow, ...] = ()
    cells: Mapping[tuple[str, str], CountRow] = {}

    def to_frame(self, library: str | None = None) -> Any:
        """A data frame of pandas or polars with a row per group and query; without groups, per query, for all articles.

        Raises:
            UsageError, DependencyError: see ``newsgrep.corpus_stats.frames``.

        """
        from newsgrep.corpus_stats.frames import frame_of

        rows = (
            (row.group, query, *row.tallies[number], row.per_thousand(number), row.per_million(number), row.articles)
            for row in self.rows or (self.total,)
            for number, query in enumerate(self.queries)
        )
        return frame_of(FRAME_COLUMNS, (dict(zip(FRAME_COLUMNS, row, strict=True)) for row in rows), library)


def count(  # noqa: PLR0913 (what is grouped, and how far)
    engine: EngineReader,
    requests: Sequence[Request],
    segmenter: Segmenter,
    by: Grouping | None,
    *,
    across: Grouping | None = None,
    all_periods: bool = False,
    jobs: int = 1,
) -> Counts:
    """Count the articles and matches of each query by group; all requests have the same filters.

    Matches are concordance lines; a bare run is matched as a phrase. Periods are in order, without gaps from the first
    to the last with a match; with ``all_periods``, with an article. Other groups are listed only if a query finds
    something in them, sorted by the number of articles that the first query finds. An article by two reporters counts
    for both. A date that is less precise than the period is a group of its own. ``across`` is a second grouping.
    ``jobs`` is the number of processes beside this one that read articles.
    """
    sums: dict[tuple[str, ...], _Sums] = defaultdict(lambda: _Sums(len(requests)))
    names = list(dict.fromkeys(metadata_of(grouping) for grouping in (by, across) if grouping))
    for found in engine.metadata_counts(make_plan(And(requests[0].filters), segmenter), names):
        for key in _keys(found.article, by, across):
            sums[key].articles += found.articles
            sums[key].characters += found.characters
    warnings = []
    with working(READING, len(requests) * PARTS) as advance:
        for number, request in enumerate(requests):
            answer = search(engine, request._replace(limit=0, relax=False, phrase_only=True, order="path"), segmenter)
            warnings.append(answer.warnings)
            parts = _QueryProgress(answer.found.total, advance)
            counts = engine.metadata_counts(
                answer.plan, names, answer.plan.occurrences, jobs=jobs, advance=parts.advance
            )
            for found in counts:
                for key in _keys(found.article, by, across):
                    sums[key].found[number][0] += found.articles
                    sums[key].found[number][1] += found.matches
            parts.end()
    return _counts(sums, requests, by, across, all_periods=all_periods)._replace(warnings=tuple(warnings))


def _keys(article: Article, by: Grouping | None, across: Grouping | None) -> Iterator[tuple[str, ...]]:
    """What an article is counted for: all, its groups, those of the other grouping, and where both meet."""
    groups, others = groups_of(article, by), groups_of(article, across)
    yield ()
    yield from ((ROW, group) for group in groups)
    yield from ((COLUMN, other) for other in others)
    yield from ((CELL, group, other) for group in groups for other in others)


def _counts(
    sums: Mapping[tuple[str, ...], _Sums],
    requests: Sequence[Request],
    by: Grouping | None,
    across: Grouping | None,
    *,
    all_periods: bool,
) -> Counts:
    """Sums as rows, columns and cells."""
    queries = tuple(request.line for request in requests)
    rows, columns = (
        tuple(
            _arranged(
                [found.row(key[1]) for key, found in sums.items() if key[:1] == (kind,)],
                grouping,
                all_periods=all_periods,
            )
        )
        for kind, grouping in ((ROW, by), (COLUMN, across))
    )
    shown = {row.group for row in rows}, {row.group for row in columns}
    cells = {
        (key[1], key[2]): found.row(key[1])
        for key, found in sums.items()
        if key[:1] == (CELL,) and key[1] in shown[0] and key[2] in shown[1]
    }
    total = sums[()] if () in sums else _Sums(len(requests))
    return Counts(queries, rows, total.row(""), (), columns, cells)


class _QueryProgress:
    """How far a query is, in ``PARTS`` of it."""

    def __init__(self, total: int, advance: Callable[[int], None]) -> None:
        self._total = total
        self._advance = advance
        self._articles = self._done = 0

    def advance(self, articles: int) -> None:
        """Say that more of its articles have been read."""
        self._articles += articles
        self._tell(self._articles * PARTS // self._total)

    def end(self) -> None:
        """Say that all have; one that finds nothing is done at once."""
        self._tell(PARTS)

    def _tell(self, done: int) -> None:
        self._advance(done - self._done)
        self._done = done


class _Sums:
    """The running counts of a group; ``found`` has articles and matches for each query."""

    __slots__ = ("articles", "characters", "found")

    def __init__(self, queries: int) -> None:
        self.articles = self.characters = 0
        self.found = [[0, 0] for _ in range(queries)]

    def row(self, group: str) -> CountRow:
        """The counts as a row."""
        return CountRow(group, self.articles, self.characters, tuple(Tally(*pair) for pair in self.found))


def metadata_of(by: Grouping) -> str:
    """The attribute of an article by which it is grouped."""
    if is_period(by):
        return "date"
    return "reporters" if by == "reporter" else by


def groups_of(article: Article, by: Grouping | None) -> tuple[str, ...]:
    """The groups that an article belongs to; one for each reporter, none without a grouping."""
    match by:
        case None:
            return ()
        case "year" | "quarter" | "month" | "week" | "day":
            return (period_of(article.date or NONE, by),)
        case "reporter":
            return tuple(dict.fromkeys(article.reporters)) or (NONE,)
        case _:
            return (getattr(article, by) or NONE,)


def _arranged(rows: Sequence[CountRow], by: Grouping | None, *, all_periods: bool) -> list[CountRow]:
    """Rows in the order described in ``count``, with rows for empty periods."""
    found = [row for row in rows if row.has_matches]
    if not is_period(by):
        return sorted(found, key=lambda row: (-row.tallies[0].articles, -row.tallies[0].matches, row.group))
    known = {row.group: row for row in (rows if all_periods else found)}
    queries = len(rows[0].tallies) if rows else 0
    everywhere = {row.group: row for row in rows}
    for period in whole_span(known, by):
        known[period] = everywhere.get(period) or _Sums(queries).row(period)
    return [known[group] for group in sorted(known)]
