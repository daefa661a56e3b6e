"""Use case: two sets of articles → how they differ: volume over time, keywords, who came first, what one has alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.association import top_by
from newsgrep.corpus_stats.keywords import scored_words
from newsgrep.corpus_stats.periods import period_of, whole_span
from newsgrep.corpus_stats.shared_stories import DAY, OwnStory, Stories
from newsgrep.engine.near_duplicates import days_of
from newsgrep.errors import UsageError
from newsgrep.query.parse import literally, parse
from newsgrep.query.plan_nodes import AtLeast, Plan
from newsgrep.query.syntax import And, Not
from newsgrep.search.options import DEFAULTS
from newsgrep.search.search import search
from newsgrep.search.written_fields import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.association import ScoredWord
    from newsgrep.corpus_stats.choices import Period
    from newsgrep.corpus_stats.shared_stories import Flow, SharedStory
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.query.syntax import Tree
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.search import Answer, Request

# The longest stretch, in days, that is shown by day, by week, by month; a longer one by year.
BY_DAY, BY_WEEK, BY_MONTH = 31, 120, 1100
# A keyword that occurs fewer times than this is left out, as in ``newsgrep keywords``.
LEAST = 3


class Side(NamedTuple):
    """One of the two sets: what it is called, and what it requires."""

    label: str
    tree: Tree
    notes: tuple[Message, ...] = ()


class Volume(NamedTuple):
    """A period: the matching articles of each side, and all that the side has without the query."""

    period: str
    a: int
    b: int
    all_a: int
    all_b: int


class Compared(NamedTuple):
    """One side: its matching articles, all of its articles, its first reports, its words, and what it has alone.

    ``first`` are the first of its ``first_day`` reports of the earliest day, ``undated`` is the number of articles that
    are not dated to the day. Of its ``stories``, the other side has no copy of ``own_stories``; ``own`` are the first.
    """

    label: str
    articles: int
    all_articles: int
    undated: int
    first_day: int
    first: tuple[Article, ...]
    keywords: tuple[ScoredWord, ...]
    stories: int
    own_stories: int
    own: tuple[OwnStory, ...]


class Comparison(NamedTuple):
    """Two sides compared by ``period``; ``both`` is the number of articles that are on both.

    Of ``shared_stories``, a has ``a_first`` earlier and b ``b_first``; of the others it cannot be told. ``shared`` are
    the first.
    """

    query: str
    period: Period
    a: Compared
    b: Compared
    both: int
    volume: tuple[Volume, ...]
    shared_stories: int
    a_first: int
    b_first: int
    shared: tuple[SharedStory, ...]
    flows: tuple[Flow, ...]
    warnings: tuple[Message, ...]


def side_of(engine: EngineReader, line: str, *, label: str | None = None, options: SearchOptions = DEFAULTS) -> Side:
    """A side by its query line, and by the options that a saved search has besides.

    Raises:
        UsageError: the options say how texts match, which cannot be said of one side.

    """
    if options.whole_words or options.as_written:
        raise UsageError(
            "a search with --word or --as-written cannot be a side of a comparison",
            about=label or line,
            hint="give its query, and the option for both sides",
        )
    is_text = options.fixed_strings
    parsed = literally(line) if is_text else resolve(engine, parse(line, any_word=options.any_word))
    return Side(line if label is None else label, And((parsed.tree, *options.filters())), parsed.notes)


def compare(  # noqa: PLR0913 (two sides, and how they are compared)
    engine: EngineReader,
    request: Request,
    sides: tuple[Side, Side],
    segmenter: Segmenter,
    *,
    function_words: Collection[str],
    period: Period | None = None,
    limit: int | None = None,
) -> Comparison:
    """Compare the articles of two sides that match all of a request; without a ``period``, by one that suits the dates.

    ``limit`` is the most keywords and stories that are listed (None: all).
    """
    # Twice negated, a side decides which articles match, and neither how they are ranked nor what is marked in them.
    requests = [request._replace(filters=(*request.filters, Not(Not(side.tree))), relax=False) for side in sides]
    found = [_find(engine, side.label, one, segmenter) for side, one in zip(sides, requests, strict=True)]
    plans = [side.answer.plan for side in found]
    everywhere = engine.frequencies(Plan(AtLeast(1, tuple(plan.match for plan in plans))))
    listed = [scored_words(engine.frequencies(plan), everywhere, function_words) for plan in plans]
    stories = Stories(engine, [side.articles for side in found])
    dates = [article.date for side in found for article in side.articles.values() if article.date]
    period = period or suitable_period(dates)
    a, b = (
        _compared(stories, number, side, top_by(words, least=LEAST)[:limit], limit)
        for number, (side, words) in enumerate(zip(found, listed, strict=True))
    )
    shared = stories.shared()
    firsts = Counter(first for _, _, first in shared)
    notes = [note for side in found for note in side.answer.warnings] + [note for side in sides for note in side.notes]
    return Comparison(
        request.line,
        period,
        a,
        b,
        len(found[0].articles.keys() & found[1].articles.keys()),
        tuple(_volume(found, period)),
        len(shared),
        firsts["a"],
        firsts["b"],
        tuple(stories.told(*story) for story in shared[:limit]),
        tuple(stories.flows())[:limit],
        tuple(dict.fromkeys(notes)),
    )


def suitable_period(dates: Sequence[str]) -> Period:
    """The period that makes neither too few rows nor too many of some dates.

    >>> [suitable_period([day, "2025-03-20"]) for day in ("2025-03-01", "2024", "1998")]
    ['day', 'month', 'year']
    """
    if not dates:
        return "year"
    days = days_of(max(dates)).last - days_of(min(dates)).first
    return "day" if days <= BY_DAY else "week" if days <= BY_WEEK else "month" if days <= BY_MONTH else "year"


class _Found(NamedTuple):
    """What is found of a side: the matching articles without their texts, and how many it has of each date at all."""

    label: str
    answer: Answer
    articles: Mapping[str, Article]
    every: Counter[str]

    def ranks(self) -> dict[str, int]:
        """The rank of each article for the query, if there is one."""
        hits = self.answer.found.hits if self.answer.request.line.strip() else ()
        return {hit.id: rank for rank, hit in enumerate(hits)}


def _find(engine: EngineReader, label: str, request: Request, segmenter: Segmenter) -> _Found:
    answer = search(engine, request._replace(limit=None), segmenter)
    known = engine.metadata(answer.plan) if answer.found.total else ()
    articles = {article.id: article for article, _ in known}
    if not request.line.strip():
        return _Found(label, answer, articles, _dates_of(articles.values()))
    whole = search(engine, request._replace(line="", limit=0), segmenter)
    every: Counter[str] = Counter()
    for found in engine.metadata_counts(whole.plan, ("date",)):
        every[found.article.date or ""] += found.articles
    return _Found(label, answer, articles, every)


def _dates_of(articles: Iterable[Article]) -> Counter[str]:
    """How many articles there are of each date."""
    return Counter(article.date or "" for article in articles)


def _compared(stories: Stories, number: int, found: _Found, words: Sequence[ScoredWord], limit: int | None) -> Compared:
    """One of the sides, by its number."""
    alone, first = stories.alone(number, found.ranks()), stories.first(number)
    return Compared(
        found.label,
        len(found.articles),
        found.every.total(),
        sum(len(article.date or "") < DAY for article in found.articles.values()),
        len(first),
        tuple(map(stories.report, first[:limit])),
        tuple(words),
        len(stories.of(number)),
        len(alone),
        tuple(OwnStory(stories.report(ids[0]), len(ids)) for ids in alone[:limit]),
    )


def _volume(sides: Sequence[_Found], period: Period) -> Iterator[Volume]:
    """All periods from the first with a match to the last; dates that are less precise are rows of their own."""
    found = [_by_period(_dates_of(side.articles.values()), period) for side in sides]
    whole = [_by_period(side.every, period) for side in sides]
    groups = (set(found[0]) | set(found[1])) - {""}
    groups.update(whole_span(groups, period))
    for group in sorted(groups):
        yield Volume(group, *(side[group] for side in (*found, *whole)))


def _by_period(dates: Mapping[str, int], period: Period) -> Counter[str]:
    counts: Counter[str] = Counter()
    for day, articles in dates.items():
        counts[period_of(day, period)] += articles
    return counts
