"""Which stories two sets of articles share, who has them first, and which only one of them has.

A *story* is an article with its reprints (``newsgrep.engine.near_duplicates``): the same text, not the same event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.engine.near_duplicates import days_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article

DAY = PERIODS["day"]


class SharedStory(NamedTuple):
    """A story that both sides have: the first report of each, and how many articles of each tell it.

    ``first`` is the side that has it earlier, "a" or "b"; None if the dates do not tell. ``days`` is by how many days,
    where both dates are known to the day.
    """

    a: Article
    b: Article
    articles_a: int
    articles_b: int
    first: str | None
    days: int | None


class OwnStory(NamedTuple):
    """A story that only one side has: its first report, and how many articles tell it."""

    report: Article
    articles: int


class Flow(NamedTuple):
    """How many articles of the source ``to`` are reprints of earlier ones of ``source``, on the other side."""

    side: str
    source: str | None
    to: str | None
    articles: int


class Stories:
    """The articles of both sides, story by story, each from its first report on."""

    def __init__(self, engine: EngineReader, sides: Sequence[Mapping[str, Article]]) -> None:
        self._engine = engine
        self._sides = sides
        self._known: dict[str, Article] = {**sides[0], **sides[1]}
        ids = sorted(self._known, key=self._moment)
        found: dict[int, list[str]] = defaultdict(list)
        for name, original in zip(ids, engine.originals(ids), strict=True):
            found[original].append(name)
        self._stories = list(found.values())

    def _moment(self, name: str) -> tuple[int, str]:
        """Sort key: by date; an article that may be late or early counts as late, so that none is first by default."""
        return days_of(self._known[name].date).last, name

    def of(self, number: int) -> list[list[str]]:
        """The ids of the stories that a side has, of this side only."""
        own = self._sides[number]
        return [kept for ids in self._stories if (kept := [name for name in ids if name in own])]

    def alone(self, number: int, ranks: Mapping[str, int]) -> list[list[str]]:
        """The stories of one side alone: those told most often first, then by rank for the query, then the newest."""
        other = self._sides[1 - number]
        found = [ids for ids in self._stories if not any(name in other for name in ids)]
        found.sort(key=lambda ids: self._known[ids[0]].date or "", reverse=True)
        return sorted(found, key=lambda ids: (-len(ids), min(ranks.get(name, 0) for name in ids)))

    def shared(self) -> list[tuple[list[str], list[str], str | None]]:
        """The ids of the stories that both have, side by side, and who has each first; those told most often first.

        An article that is on both sides is no story that went from one to the other.
        """
        found = []
        for ids in self._stories:
            a, b = ([name for name in ids if name in side] for side in self._sides)
            if a and b and a != b:
                found.append((a, b, self._earlier(a, b)))
        return sorted(found, key=lambda story: (-len(story[0]) - len(story[1]), self._moment(story[0][0])))

    def _earlier(self, a: Sequence[str], b: Sequence[str]) -> str | None:
        """The side that is earlier, whatever day an imprecise date means; one that is missing is left out if it can."""
        days_a, days_b = ([days_of(date) for date in self._dates(side)] for side in (a, b))
        if min(days.last for days in days_a) < min(days.first for days in days_b):
            return "a"
        return "b" if min(days.last for days in days_b) < min(days.first for days in days_a) else None

    def _dates(self, names: Sequence[str]) -> Sequence[str | None]:
        return [date for name in names if (date := self._known[name].date)] or [None]

    def told(self, a: Sequence[str], b: Sequence[str], first: str | None) -> SharedStory:
        """A shared story, with its first reports."""
        reports = (self.report(a[0]), self.report(b[0]))
        is_exact = all(len(report.date or "") == DAY for report in reports)
        days = [days_of(report.date).first for report in reports]
        apart = abs(days[0] - days[1])
        # Of reports of different days none is the first if some other article may be earlier.
        return SharedStory(*reports, len(a), len(b), first, apart if is_exact and (first or not apart) else None)

    def report(self, name: str) -> Article:
        """An article with its texts."""
        return self._engine.get(name) or self._known[name]

    def first(self, number: int) -> list[str]:
        """The ids of the articles of the earliest day on a side."""
        dated = {name: article.date for name, article in self._sides[number].items() if len(article.date or "") == DAY}
        day = min((date or "" for date in dated.values()), default="")
        return sorted(name for name, date in dated.items() if date == day)

    def flows(self) -> Iterator[Flow]:
        """From which source to which, of the other side, stories went: from the first report to each later article."""
        counted: Counter[tuple[str, str | None, str | None]] = Counter()
        for ids in self._stories:
            for name, own, other in zip("ab", self._sides, self._sides[::-1], strict=True):
                if ids[0] not in own or ids[0] in other:
                    continue
                first = self._known[ids[0]]
                later = (self._known[one] for one in ids[1:] if one in other)
                end = days_of(first.date).last
                counted.update((name, first.source, one.source) for one in later if end < days_of(one.date).first)
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0][0], *(one or "" for one in pair[0][1:])))
        return (Flow(*key, articles) for key, articles in ordered)
