"""Use case: filters → profile: how many articles there are, from when, and of which sources, sections and so on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.counts import NONE, groups_of, metadata_of
from newsgrep.corpus_stats.periods import is_period, periods_between
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.engine.base import EngineReader, MetadataCount
    from newsgrep.query.plan_nodes import Plan
    from newsgrep.query.syntax import Tree

PROFILED: tuple[Grouping, ...] = ("year", "source", "agency", "section", "kind", "reporter", "place")


class Share(NamedTuple):
    """A group of articles: their number, and that of their characters."""

    group: str
    articles: int
    characters: int


class Part(NamedTuple):
    """The groups of a grouping: periods in order, others by size; an article by two reporters counts for both."""

    by: Grouping
    shares: tuple[Share, ...]


class Profile(NamedTuple):
    """All articles, the first and the last date ("" if there is none), how many have no date, and the parts."""

    total: Share
    first: str
    last: str
    undated: int
    parts: tuple[Part, ...]


def profile(engine: EngineReader, filters: Sequence[Tree], segmenter: Segmenter) -> Profile:
    """Count the articles that pass the filters; parts in which no article has a value are left out."""
    plan = make_plan(And(tuple(filters)), segmenter)
    dated = list(engine.metadata_counts(plan, ("date",)))
    dates = [found.article.date for found in dated if found.article.date]
    undated = sum(found.articles for found in dated if not found.article.date)
    total = Share("", sum(found.articles for found in dated), sum(found.characters for found in dated))
    parts = (Part(by, _shares(by, _sums(by, _counts(engine, plan, by, dated)))) for by in PROFILED)
    known = tuple(part for part in parts if any(share.group != NONE for share in part.shares))
    return Profile(total, min(dates, default=""), max(dates, default=""), undated, known)


def _counts(engine: EngineReader, plan: Plan, by: Grouping, dated: Iterable[MetadataCount]) -> Iterable[MetadataCount]:
    """The counts by what a grouping groups; those by date are known."""
    return dated if is_period(by) else engine.metadata_counts(plan, (metadata_of(by),))


def _sums(by: Grouping, counts: Iterable[MetadataCount]) -> dict[str, list[int]]:
    """The number of articles and of their characters by group."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for found in counts:
        for group in groups_of(found.article, by):
            sums[group][0] += found.articles
            sums[group][1] += found.characters
    return sums


def _shares(by: Grouping, sums: dict[str, list[int]]) -> tuple[Share, ...]:
    shares = [Share(group, *found) for group, found in sums.items()]
    if not is_period(by):
        return tuple(sorted(shares, key=lambda share: (-share.articles, share.group)))
    periods = [share.group for share in shares if share.group != NONE]
    empty = set(periods_between(min(periods), max(periods), by)) - set(periods) if periods else set()
    return tuple(sorted((*shares, *(Share(group, 0, 0) for group in empty)), key=lambda share: share.group))
