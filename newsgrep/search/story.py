"""Use case: article → its story: the first report, reprints, follow-ups and comments, in the order of their dates.

The articles of a story are found one from another, as topic detection and tracking does (Allan et al. 1998, "Topic
Detection and Tracking Pilot Study"): from the article that is asked for, then from those it leads to.
``story_words.py`` says how much two articles share.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.search.comments import is_comment
from newsgrep.search.story_words import StoryArticle, StoryWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article

Role = Literal["first", "reprint", "follow-up", "comment"]

# What two linked articles share at least, and what each shares with the article that is asked for. Chosen, as the
# figures of ``story_words.py``, on the events of tests/eval/stories.py that are called tuned.
LINKED, RELATED = 0.1, 0.06
# The latter may be less if the articles of the story that lead to it share so much with it in sum.
SURE, LEAST_RELATED = 0.4, 0.03
# What an article that is not dated to the day shares with one that is, and that is followed in its place.
ANCHORED = 0.25
# So many articles are asked what they lead to.
MOST_ASKED = 20
# Words that are given as the reason of a link.
REASONS = 4


class Link(NamedTuple):
    """An article of a story: what it is, and to which earlier article of the story it is linked.

    ``to`` is the index of that article, None for the first one. ``days`` is how many days later it is, None if a date
    is not known to the day. ``score`` says how much both share, ``common`` is the share of common text of a reprint,
    and ``words`` are what they share, the most telling first.
    """

    article: Article
    role: Role
    to: int | None = None
    days: int | None = None
    score: float = 0.0
    common: float | None = None
    words: tuple[str, ...] = ()


class StoryChain(NamedTuple):
    """The articles of a story in the order of their dates; ``asked`` is the index of the one that was asked for.

    ``left_out`` is the number of articles beyond the limit: those that share least with the others, but not the first.
    """

    links: tuple[Link, ...]
    asked: int
    left_out: int = 0


def story(engine: EngineReader, article: Article, segmenter: Segmenter, *, limit: int | None = None) -> StoryChain:
    """Find the story of an article; ``limit`` is the maximum number of its articles (None: no limit), at least two.

    Articles without a date are found only from one without a date; on the same day, the order is that of their places.
    """
    follower = _Follower(engine, segmenter, article)
    scores = follower.find()
    always = {article.id, min(scores, key=follower.moment)}
    best = sorted(scores, key=lambda name: (name not in always, -scores[name], name))
    kept = sorted(best[: None if limit is None else max(limit, len(always))], key=follower.moment)
    links = tuple(follower.links(kept))
    return StoryChain(links, [link.article.id for link in links].index(article.id), len(best) - len(kept))


class _Follower:
    """Finds the articles of a story, each from another one."""

    def __init__(self, engine: EngineReader, segmenter: Segmenter, article: Article) -> None:
        self._engine = engine
        self._words = StoryWords(engine, segmenter)
        self._known = {article.id: StoryArticle(article, self._words)}
        self._asked = article.id
        self._anchor = self._dated_copy() or article.id
        self._links: dict[str, float] = {}

    def _dated_copy(self) -> str | None:
        """Of an article that is not dated to the day, one that is: its first reprint, or what shares most with it."""
        known = self._known[self._asked]
        if known.is_exact:
            return None
        copies = self._dated(copy.id for copy in self._engine.reprints(self._asked))
        if copies:
            return min(copies, key=self.moment)
        alike = {name: known.link(self._known[name]) for name in self._dated(known.near())}
        best = max(alike, key=lambda name: alike[name], default=None)
        return best if best and alike[best] >= ANCHORED else None

    def _dated(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if self._know(name) and self._known[name].is_exact]

    def _know(self, name: str) -> bool:
        """Read an article, unless it is known; whether there is one."""
        if name not in self._known and (article := self._engine.get(name)):
            self._known[name] = StoryArticle(article, self._words)
        return name in self._known

    def find(self) -> dict[str, float]:
        """The articles of the story by id, and the score of the link that each was found by."""
        found = {self._asked: math.inf, self._anchor: math.inf}
        asked: set[str] = set()
        while len(asked) < MOST_ASKED and (left := set(filter(self._leads_on, found)) - asked):
            # In turn the surest, and the earliest: that leads to the first report.
            name = min(left, key=self.moment if len(asked) % 2 else lambda one: (-found[one], one))
            asked.add(name)
            for other, score in self._led_to(name):
                found[other] = max(score, found.get(other, 0.0))
        return found

    def _leads_on(self, name: str) -> bool:
        """Whether an article is asked: one without a day would lead to any time, from an article that has one."""
        return self._known[name].is_exact or not self._known[self._anchor].is_exact

    def _led_to(self, name: str) -> Iterable[tuple[str, float]]:
        """The articles that one leads to: its reprints, and those that share enough with it."""
        known, anchor = self._known[name], self._known[self._anchor]
        copies = {copy.id: copy.score for copy in self._engine.reprints(name)}
        for other in dict.fromkeys((*copies, *known.near())):
            if not self._know(other):
                continue
            candidate = self._known[other]
            score = max(known.link(candidate), copies.get(other, 0.0))
            if score < LINKED:
                continue
            self._links[other] = self._links.get(other, 0.0) + score
            least = RELATED if self._links[other] < SURE else LEAST_RELATED
            if other in copies or anchor.related(candidate) >= least:
                yield other, score

    def moment(self, name: str) -> tuple[int, bool, str, int, str]:
        """Sort key: by date; one that may be late counts as late. On the same day by place, comments last."""
        known = self._known[name]
        article = known.article
        return known.days.last, is_comment(article), article.path, article.line, article.id

    def links(self, names: Sequence[str]) -> Iterable[Link]:
        """The articles, each linked to that of the earlier ones with which it shares most."""
        originals = self._engine.originals(names)
        for number, name in enumerate(names):
            known = self._known[name]
            if not number:
                yield Link(known.article, "first")
                continue
            original = originals[number]
            is_reprint = original != number
            earlier = range(number)
            to = original if is_reprint else max(earlier, key=lambda one: self._known[names[one]].link(known))
            yield self._link(names[to], known, to, is_reprint=is_reprint)

    def _link(self, name: str, known: StoryArticle, to: int, *, is_reprint: bool) -> Link:
        earlier = self._known[name]
        copies = self._engine.reprints(name) if is_reprint else ()
        common = next((copy.score for copy in copies if copy.id == known.article.id), None)
        role: Role = "reprint" if is_reprint else "comment" if is_comment(known.article) else "follow-up"
        return Link(
            known.article,
            role,
            to,
            known.days.first - earlier.days.first if earlier.is_exact and known.is_exact else None,
            earlier.link(known),
            common,
            tuple(_telling(earlier.telling(known))),
        )


def _telling(parts: Mapping[str, float]) -> list[str]:
    """The words that add most, none of which is part of another one.

    >>> _telling({"浏阳": 0.3, "烟花": 0.1, "浏阳市": 0.2})
    ['浏阳市', '烟花']
    """
    found: list[str] = []
    for text in sorted(parts, key=lambda text: (-parts[text], text)):
        if any(text in other for other in found):
            continue
        inside = [other for other in found if other in text]
        if inside:
            found[found.index(inside[0])] = text
            found = [other for other in found if other == text or other not in inside]
        elif len(found) < REASONS:
            found.append(text)
    return found
