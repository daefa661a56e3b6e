"""Use case: queries → how many articles and matches there are, by time, by source, by who wrote them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.corpus_stats.concordance import concordance_lines
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And
from newsgrep.search.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.search.search import Request

# Of what has no date, source, section or reporter.
NONE = ""


class Tally(NamedTuple):
    """How many articles match a query, and how many matches there are in them."""

    articles: int = 0
    matches: int = 0


class CountRow(NamedTuple):
    """A group of articles: how many there are, how many characters they have, and what each query finds in it."""

    group: str
    articles: int
    characters: int
    tallies: tuple[Tally, ...]

    def per_thousand(self, number: int) -> float:
        """How many of a thousand articles match a query."""
        return 1000 * self.tallies[number].articles / self.articles if self.articles else 0.0

    def per_million(self, number: int) -> float:
        """How many matches of a query there are in a million characters."""
        return 1e6 * self.tallies[number].matches / self.characters if self.characters else 0.0


class Counts(NamedTuple):
    """The counts of some queries: group by group, and of all articles, each once."""

    queries: tuple[str, ...]
    rows: tuple[CountRow, ...]
    total: CountRow
    warnings: tuple[Message, ...] = ()


def count(engine: EngineReader, requests: Sequence[Request], segmenter: Segmenter, by: Grouping | None) -> Counts:
    """Count what each query finds among the articles that pass the filters, which are the same for all.

    Matches are concordance lines; a bare run is found as a whole. Periods come in their order, none left out between
    the first and the last of which there are articles; other groups as far as anything is found in them, those first
    in which the first query finds most. An article of two reporters counts for both. A date that is less precise than
    the period is one of its own.
    """
    sums: dict[str, _Sums] = defaultdict(lambda: _Sums(len(requests)))
    total = _Sums(len(requests))
    for article, characters in engine.metadata(make_plan(And(requests[0].filters), segmenter)):
        for one in (total, *(sums[group] for group in groups_of(article, by))):
            one.articles += 1
            one.characters += characters
    warnings = []
    for number, request in enumerate(requests):
        answer = search(engine, request._replace(limit=None, relax=False, phrase_only=True, order="path"), segmenter)
        warnings += [answer.warning] if answer.warning else []
        for article in filter(None, (engine.get(hit.id) for hit in answer.found.hits)):
            matches = sum(1 for _ in concordance_lines(article, answer.plan.occurrences))
            for one in (total, *(sums[group] for group in groups_of(article, by))):
                one.found[number][0] += 1
                one.found[number][1] += matches
    rows = [one.row(group) for group, one in sums.items()]
    queries = tuple(request.line for request in requests)
    return Counts(queries, tuple(_arranged(rows, by, len(requests))), total.row(""), tuple(warnings))


class _Sums:
    """The counts of a group as they grow."""

    __slots__ = ("articles", "characters", "found")

    def __init__(self, queries: int) -> None:
        self.articles = self.characters = 0
        self.found = [[0, 0] for _ in range(queries)]

    def row(self, group: str) -> CountRow:
        """The row that they are."""
        return CountRow(group, self.articles, self.characters, tuple(Tally(*one) for one in self.found))


def groups_of(article: Article, by: Grouping | None) -> tuple[str, ...]:
    """The groups that an article belongs to."""
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
    """Rows in their order, empty periods among them."""
    if by not in PERIODS:
        found = [row for row in rows if any(tally.articles for tally in row.tallies)]
        return sorted(found, key=lambda row: (-row.tallies[0].articles, -row.tallies[0].matches, row.group))
    known = {row.group: row for row in rows}
    whole = [group for group in known if len(group) == PERIODS[by]]
    for period in _between(min(whole), max(whole), PERIODS[by]) if whole else ():
        known.setdefault(period, _Sums(queries).row(period))
    return [known[group] for group in sorted(known)]


def _between(first: str, last: str, length: int) -> Iterator[str]:
    """All years, months or days from one to another.

    >>> list(_between("2024-11", "2025-01", 7))
    ['2024-11', '2024-12', '2025-01']
    """
    from datetime import date, timedelta

    whole = "0001-01-01"
    day, end = (date.fromisoformat(period + whole[len(period) :]) for period in (first, last))
    seen = ""
    while day <= end:
        if (period := day.isoformat()[:length]) != seen:
            seen = period
            yield period
        if day == date.max:
            return
        day += timedelta(days=1)
