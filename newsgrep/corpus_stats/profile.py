"""Use case: filters → profile: how many articles there are, from when, and of which sources, sections and so on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.counts import NONE, groups_of
from newsgrep.corpus_stats.periods import is_period, periods_between
from newsgrep.query.planner import make_plan
from newsgrep.query.syntax import And

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.engine.base import EngineReader
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
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    dates: list[str] = []
    for article, characters in engine.metadata(make_plan(And(tuple(filters)), segmenter)):
        dates += [article.date] if article.date else []
        for key in (("", NONE), *((by, group) for by in PROFILED for group in groups_of(article, by))):
            sums[key][0] += 1
            sums[key][1] += characters
    articles, characters = sums["", NONE]
    parts = (Part(by, _shares(by, {key[1]: found for key, found in sums.items() if key[0] == by})) for by in PROFILED)
    known = tuple(part for part in parts if any(share.group != NONE for share in part.shares))
    total = Share("", articles, characters)
    return Profile(total, min(dates, default=""), max(dates, default=""), articles - len(dates), known)


def _shares(by: Grouping, sums: dict[str, list[int]]) -> tuple[Share, ...]:
    shares = [Share(group, *found) for group, found in sums.items()]
    if not is_period(by):
        return tuple(sorted(shares, key=lambda share: (-share.articles, share.group)))
    periods = [share.group for share in shares if share.group != NONE]
    empty = set(periods_between(min(periods), max(periods), by)) - set(periods) if periods else set()
    return tuple(sorted((*shares, *(Share(group, 0, 0) for group in empty)), key=lambda share: share.group))
