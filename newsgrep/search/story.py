"""Use case: article → its story: the first report, reprints, follow-ups and comments, in the order of their dates.

The articles of a story are found one from another, as topic detection and tracking does (Allan et al. 1998, "Topic
Detection and Tracking Pilot Study"): from the article that is asked for, then from those it leads to. Two articles are
linked by the words that matter most in both, and words whose articles lie close together in time count more: an event
has names of its own, which come with it and go with it, while the phrases of its kind return with every other.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.engine.bm25 import idf, saturate
from newsgrep.engine.near_duplicates import days_of
from newsgrep.query.plan_nodes import AFTER_ANY_DAY, EVERYTHING, AtLeast, Dates, Plan, WeightedTerm, Word
from newsgrep.search.comments import is_comment
from newsgrep.search.more_like_this import term_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node

Role = Literal["first", "reprint", "follow-up", "comment"]

# Chosen on one half of the events of tests/eval/stories.py, which has the figures reached: with all words of an article
# instead of 30, and without the weights in time, precision is lower.
WORDS = 30
# Code points of a text that are read: news begins with what it is about.
MOST_READ = 2000
# Days between an article and one that it leads to; what two articles share counts less, the further apart they are.
MOST_APART, HALVED_IN = 45, 21
# What two linked articles share at least, and what each shares with the article that is asked for.
LINKED, RELATED = 0.2, 0.11
# The latter may be less if several articles of the story lead to it that share so much with it in sum.
SURE, LEAST_RELATED = 0.7, 0.02
# So many articles are asked what they lead to, and so many are looked at each time.
MOST_ASKED, MOST_SEEN = 20, 100
# Weight of a word whose articles are not closer together than all articles.
LEAST_WEIGHT = 0.05
# If this share of all articles is within ``MOST_APART`` days, closeness in time says nothing.
SHORT_CORPUS = 0.8
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


class _Words:
    """What the words of articles weigh; how many articles contain each is counted once."""

    def __init__(self, engine: EngineReader, segmenter: Segmenter) -> None:
        self._engine = engine
        self._segmenter = segmenter
        self._articles = engine.stats().articles
        self._frequencies: dict[str, int] = {}
        self._near: dict[Node, int] = {}

    def _count(self, words: Iterable[str]) -> None:
        new = [word for word in words if word not in self._frequencies]
        self._frequencies.update(zip(new, self._engine.doc_freqs([Word(word) for word in new]), strict=True))

    def weights(self, article: Article) -> dict[str, float]:
        """The words that matter most in an article, by tf·idf; the sum of the squares of their weights is 1."""
        counts = term_counts(article, self._segmenter, MOST_READ)
        self._count(counts)
        known = {word: self._frequencies[word] for word in counts if self._frequencies[word] > 1}
        scored = {word: saturate(counts[word]) * idf(self._articles, known[word]) for word in known}
        best = sorted(scored, key=lambda word: (-scored[word], word))[:WORDS]
        length = math.sqrt(sum(scored[word] ** 2 for word in best)) or 1.0
        return {word: scored[word] / length for word in best}

    def bursts(self, words: Iterable[str], when: Node) -> dict[str, float]:
        """Of each word, how much closer together in time its articles are than all articles: from 0 to 1."""
        around = self._total(when) / max(self._articles, 1)
        if around >= SHORT_CORPUS:
            return dict.fromkeys(words, 1.0)
        found = {}
        for word in words:
            share = self._total(AtLeast(2, (Word(word), when))) / max(self._frequencies[word], 1)
            found[word] = max((share - around) / (1 - around), LEAST_WEIGHT)
        return found

    def _total(self, node: Node) -> int:
        """How many articles match; articles of one day ask for the same words and days."""
        if node not in self._near:
            self._near[node] = self._engine.search(Plan(node), limit=0).total
        return self._near[node]


class _Known:
    """An article of which the words that matter are known, with their weights, the sum of whose squares is 1."""

    def __init__(self, article: Article, words: _Words) -> None:
        self.article = article
        self._words = words
        self.days = days_of(article.date)
        self.weights = words.weights(article)

    @cached_property
    def when(self) -> Node:
        """The days around it; all, if it has no date."""
        if not self.article.date:
            return EVERYTHING
        from datetime import date

        low, high = (
            max(1, min(day, date.max.toordinal()))
            for day in (self.days.first - MOST_APART, self.days.last + MOST_APART)
        )
        return Dates(date.fromordinal(low).isoformat(), date.fromordinal(high).isoformat() + AFTER_ANY_DAY)

    @cached_property
    def bursts(self) -> Mapping[str, float]:
        """Of each word, how much closer to this article its articles are than all articles: from 0 to 1."""
        return self._words.bursts(self.weights, self.when)

    @cached_property
    def _scale(self) -> float:
        bursts = self.bursts
        own = math.sqrt(sum((weight * bursts[text]) ** 2 for text, weight in self.weights.items())) or 1.0
        return own * max(math.sqrt(sum(burst * burst for burst in bursts.values()) / max(len(bursts), 1)), 0.2)

    @cached_property
    def moment(self) -> tuple[int, bool, str, int, str]:
        """Sort key: by date; one that may be late counts as late. On the same day by place, comments last."""
        article = self.article
        return self.days.last, is_comment(article), article.path, article.line, article.id

    def parts(self, other: _Known) -> dict[str, float]:
        """What each word that both have adds to what they share."""
        bursts, scale = self.bursts, self._scale
        return {
            text: weight * other.weights[text] * bursts[text] ** 2 / scale
            for text, weight in self.weights.items()
            if text in other.weights
        }

    def days_to(self, other: _Known) -> int:
        """The least number of days between two articles; 0 if either has no date."""
        if not (self.article.date and other.article.date):
            return 0
        return max(0, int(self.days.first - other.days.last), int(other.days.first - self.days.last))

    def shared(self, other: _Known) -> float:
        """How much two articles share, whenever they are."""
        return sum(self.parts(other).values())

    def link(self, other: _Known) -> float:
        """How much they share, less for articles further apart in time."""
        return self.shared(other) * math.pow(0.5, self.days_to(other) / HALVED_IN)


class _Follower:
    """Finds the articles of a story, each from another one."""

    def __init__(self, engine: EngineReader, segmenter: Segmenter, article: Article) -> None:
        self._engine = engine
        self._words = _Words(engine, segmenter)
        self._known = {article.id: _Known(article, self._words)}
        self._asked = article.id
        self._links: dict[str, float] = {}

    def find(self) -> dict[str, float]:
        """The articles of the story by id, and the score of the link that each was found by."""
        found = {self._asked: math.inf}
        asked: set[str] = set()
        while len(asked) < MOST_ASKED and (left := found.keys() - asked):
            # In turn the surest, and the earliest: that leads to the first report.
            name = min(left, key=self.moment if len(asked) % 2 else lambda one: (-found[one], one))
            asked.add(name)
            for other, score in self._led_to(name):
                found[other] = max(score, found.get(other, 0.0))
        return found

    def _led_to(self, name: str) -> Iterable[tuple[str, float]]:
        """The articles that one leads to: its reprints, and those that share enough with it."""
        known, asked = self._known[name], self._known[self._asked]
        copies = {copy.id: copy.score for copy in self._engine.reprints(name)}
        for other in dict.fromkeys((*copies, *self._candidates(known))):
            if other not in self._known:
                article = self._engine.get(other)
                if not article:
                    continue
                self._known[other] = _Known(article, self._words)
            candidate = self._known[other]
            score = max(known.link(candidate), copies.get(other, 0.0))
            if score < LINKED:
                continue
            self._links[other] = self._links.get(other, 0.0) + score
            least = RELATED if self._links[other] < SURE else LEAST_RELATED
            if other in copies or asked.shared(candidate) >= least:
                yield other, score

    def _candidates(self, known: _Known) -> list[str]:
        """The articles of the days around one that share most words that matter in it, best first."""
        if not known.weights:
            return []
        ranking = tuple(WeightedTerm(Word(text), known.bursts[text]) for text in known.weights)
        few = AtLeast(min(2, len(ranking)), tuple(weighted.term for weighted in ranking))
        plan = Plan(match=AtLeast(2, (few, known.when)), ranking=ranking)
        hits = self._engine.search(plan, limit=MOST_SEEN).hits
        return [hit.id for hit in hits if hit.id != known.article.id]

    def moment(self, name: str) -> tuple[int, bool, str, int, str]:
        """The sort key of an article."""
        return self._known[name].moment

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

    def _link(self, name: str, known: _Known, to: int, *, is_reprint: bool) -> Link:
        earlier = self._known[name]
        parts = earlier.parts(known)
        copies = self._engine.reprints(name) if is_reprint else ()
        common = next((copy.score for copy in copies if copy.id == known.article.id), None)
        role: Role = "reprint" if is_reprint else "comment" if is_comment(known.article) else "follow-up"
        exact = all(one.days.first == one.days.last for one in (earlier, known))
        return Link(
            known.article,
            role,
            to,
            known.days.first - earlier.days.first if exact else None,
            earlier.link(known),
            common,
            tuple(_telling(parts)),
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
