"""Use case: queries → numbers of matching articles and of matches, by period, source, reporter and the like."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.corpus_stats.concordance import concordance_lines
from newsgrep.progress import working
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And
from newsgrep.search.search import READING, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.engine.base import EngineReader, Hit
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.search.search import Request

# The group of articles without a date, source, section or reporter.
NONE = ""
# Of each query, however many articles it finds, so that all of them have one progress bar.
PARTS = 1000


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

    def per_thousand(self, number: int) -> float:
        """Matching articles per thousand articles of the group, for the query with this index."""
        return 1000 * self.tallies[number].articles / self.articles if self.articles else 0.0

    def per_million(self, number: int) -> float:
        """Matches per million characters of the group, for the query with this index."""
        return 1e6 * self.tallies[number].matches / self.characters if self.characters else 0.0


class Counts(NamedTuple):
    """The counts of some queries: a row per group, and the total, in which each article counts once.

    ``warnings`` are those of the search for each query.
    """

    queries: tuple[str, ...]
    rows: tuple[CountRow, ...]
    total: CountRow
    warnings: tuple[tuple[Message, ...], ...]


def count(engine: EngineReader, requests: Sequence[Request], segmenter: Segmenter, by: Grouping | None) -> Counts:
    """Count the articles and matches of each query by group; all requests have the same filters.

    Matches are concordance lines; a bare run is matched as a phrase. Periods are in order, without gaps from the first
    to the last that has articles. Other groups are listed only if a query finds something in them, sorted by the number
    of articles that the first query finds. An article by two reporters counts for both. A date that is less precise
    than the period is a group of its own.
    """
    sums: dict[str, _Sums] = defaultdict(lambda: _Sums(len(requests)))
    total = _Sums(len(requests))
    for article, characters in engine.metadata(make_plan(And(requests[0].filters), segmenter)):
        for group_sums in (total, *(sums[group] for group in groups_of(article, by))):
            group_sums.articles += 1
            group_sums.characters += characters
    warnings = []
    with working(READING, len(requests) * PARTS) as advance:
        for number, request in enumerate(requests):
            whole = request._replace(limit=None, relax=False, phrase_only=True, order="path")
            answer = search(engine, whole, segmenter)
            warnings.append(answer.warnings)
            for hit in _advancing(answer.found.hits, advance):
                if not (found := engine.get(hit.id)):
                    continue
                matches = sum(1 for _ in concordance_lines(found, answer.plan.occurrences))
                for group_sums in (total, *(sums[group] for group in groups_of(found, by))):
                    group_sums.found[number][0] += 1
                    group_sums.found[number][1] += matches
    rows = [group_sums.row(group) for group, group_sums in sums.items()]
    queries = tuple(request.line for request in requests)
    return Counts(queries, tuple(_arranged(rows, by, len(requests))), total.row(""), tuple(warnings))


def _advancing(hits: Sequence[Hit], advance: Callable[[int], None]) -> Iterator[Hit]:
    """The hits of a query, telling how far it is, in ``PARTS``; one without hits is done at once."""
    done = 0
    for number, hit in enumerate(hits, start=1):
        yield hit
        advance(number * PARTS // len(hits) - done)
        done = number * PARTS // len(hits)
    advance(PARTS - done)


class _Sums:
    """The running counts of a group; ``found`` has articles and matches for each query."""

    __slots__ = ("articles", "characters", "found")

    def __init__(self, queries: int) -> None:
        self.articles = self.characters = 0
        self.found = [[0, 0] for _ in range(queries)]

    def row(self, group: str) -> CountRow:
        """The counts as a row."""
        return CountRow(group, self.articles, self.characters, tuple(Tally(*pair) for pair in self.found))


def groups_of(article: Article, by: Grouping | None) -> tuple[str, ...]:
    """The groups that an article belongs to; one for each reporter, none without a grouping."""
    match by:
        case None:
            return ()
        case "year" | "month" | "day":
            return ((article.date or NONE)[: PERIODS[by]],)
        case "reporter":
            return tuple(dict.fromkeys(article.reporters)) or (NONE,)
        case _:
            return (getattr(article, by) or NONE,)


def _arranged(rows: Iterable[CountRow], by: Grouping | None, queries: int) -> list[CountRow]:
    """Rows in the order described in ``count``, with rows for empty periods."""
    if by not in PERIODS:
        found = [row for row in rows if any(tally.articles for tally in row.tallies)]
        return sorted(found, key=lambda row: (-row.tallies[0].articles, -row.tallies[0].matches, row.group))
    known = {row.group: row for row in rows}
    periods = [group for group in known if len(group) == PERIODS[by]]
    for period in _between(min(periods), max(periods), PERIODS[by]) if periods else ():
        known.setdefault(period, _Sums(queries).row(period))
    return [known[group] for group in sorted(known)]


def _between(first: str, last: str, length: int) -> Iterator[str]:
    """All years, months or days from ``first`` to ``last``, both included; ``length`` is that of their dates.

    >>> list(_between("2024-11", "2025-01", 7))
    ['2024-11', '2024-12', '2025-01']
    """
    from datetime import date, timedelta

    first_day = "0001-01-01"
    day, end = (date.fromisoformat(period + first_day[len(period) :]) for period in (first, last))
    seen = ""
    while day <= end:
        if (period := day.isoformat()[:length]) != seen:
            seen = period
            yield period
        if day == date.max:
            return
        day += timedelta(days=1)
