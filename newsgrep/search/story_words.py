"""How much two articles share, as reports of one event: words that tell it, and words that tell its kind.

Articles of other times that resemble an article most are about other events of its kind: another earthquake, another
visit. What they have in common with it are the phrases of the kind; the words that they lack are the names of the
event. The former tell something only between articles of the same days.
"""

from __future__ import annotations

import math
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from newsgrep.engine.bm25 import idf, saturate
from newsgrep.engine.near_duplicates import days_of
from newsgrep.query.plan_nodes import AFTER_ANY_DAY, EVERYTHING, AtLeast, Dates, Plan, WeightedTerm, Word
from newsgrep.search.more_like_this import term_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import Node

# With all words of an article instead of 30, precision is lower.
WORDS = 30
# Code points of a text that are read: news begins with what it is about.
MOST_READ = 2000
# Days between an article and one that it leads to, and so many articles are looked at in that time.
MOST_APART, MOST_SEEN = 45, 100
# Articles of other times to which an article is compared; and where there are fewer, as in a corpus of a few weeks, the
# share of the missing ones that is taken to have a word.
SIMILAR, UNKNOWN = 20, 0.3
# A date that may mean more days than these tells nothing.
MOST_DAYS = 31
# What the words of a kind count: for a link, and for being related to the article that is asked for.
KIND_LINKS, KIND_RELATES = 0.5, 0.3
# Days in which what words tell is halved: those of the event, and those of its kind.
HALVED_IN, KIND_HALVED_IN = 15, 2
# A word that more of the similar articles have is no reason of a link.
MOST_TELLING = 0.5


class StoryWords:
    """What the words of articles weigh; how many articles contain each is counted once."""

    def __init__(self, engine: EngineReader, segmenter: Segmenter) -> None:
        self.engine = engine
        self._segmenter = segmenter
        self._articles = engine.stats().articles
        self._frequencies: dict[str, int] = {}
        self._of_others: dict[str, Mapping[str, float]] = {}

    def _count(self, words: Iterable[str]) -> None:
        new = [word for word in words if word not in self._frequencies]
        self._frequencies.update(zip(new, self.engine.doc_freqs([Word(word) for word in new]), strict=True))

    def weights(self, article: Article) -> dict[str, float]:
        """The words that matter most in an article, by tf·idf; the sum of the squares of their weights is 1."""
        counts = term_counts(article, self._segmenter, MOST_READ)
        self._count(counts)
        known = {word: self._frequencies[word] for word in counts if self._frequencies[word] > 1}
        scored = {word: saturate(counts[word]) * idf(self._articles, known[word]) for word in known}
        best = sorted(scored, key=lambda word: (-scored[word], word))[:WORDS]
        length = math.sqrt(sum(scored[word] ** 2 for word in best)) or 1.0
        return {word: scored[word] / length for word in best}

    def weights_of(self, name: str) -> Mapping[str, float]:
        """The same of the article with an id, read once; none if there is no such article."""
        if name not in self._of_others:
            article = self.engine.get(name)
            self._of_others[name] = self.weights(article) if article else {}
        return self._of_others[name]

    def best(self, weights: Mapping[str, float], when: Node, most: int) -> Sequence[str]:
        """The ids of the articles of some days that share most with some words, at least two if there are two."""
        terms = tuple(map(Word, weights))
        ranking = tuple(WeightedTerm(term, weights[term.text]) for term in terms)
        plan = Plan(AtLeast(2, (AtLeast(min(2, len(terms)), terms), when)), ranking=ranking)
        return [hit.id for hit in self.engine.search(plan, limit=most).hits] if weights else []


class StoryArticle:
    """An article with the words that matter in it, with their weights, the sum of whose squares is 1."""

    def __init__(self, article: Article, words: StoryWords) -> None:
        self.article = article
        self._words = words
        self.days = days_of(article.date)
        self.weights = words.weights(article)

    @property
    def is_exact(self) -> bool:
        """Whether its date is known to the day."""
        return bool(self.days.first == self.days.last)

    @property
    def is_vague(self) -> bool:
        """Whether its date is not known to the month."""
        return bool(self.days.last - self.days.first >= MOST_DAYS)

    def near(self) -> Sequence[str]:
        """The ids of the articles of the days around it that share most with it, best first."""
        found = self._words.best(self.weights, self._around or EVERYTHING, MOST_SEEN + 1)
        return [other for other in found if other != self.article.id]

    @cached_property
    def _around(self) -> Dates | None:
        """The days around it; None if it has no date."""
        if not self.article.date:
            return None
        first, last = (
            date.fromordinal(max(1, min(day, date.max.toordinal()))).isoformat()
            for day in (self.days.first - MOST_APART, self.days.last + MOST_APART)
        )
        return Dates(first, last + AFTER_ANY_DAY)

    @cached_property
    def _of_kind(self) -> Mapping[str, float]:
        """Of each word, the share of the most similar articles of other times that have it: from 0 to 1.

        Without a date, other times are not known, and it is 1.
        """
        if self.is_vague:
            return dict.fromkeys(self.weights, 1.0)
        others = [words for name in self._elsewhen() if (words := self._words.weights_of(name))]
        missing = UNKNOWN * (SIMILAR - len(others))
        return {text: (sum(text in words for words in others) + missing) / SIMILAR for text in self.weights}

    def _elsewhen(self) -> Sequence[str]:
        if not self._around:  # not so, as the date is known to the month
            return ()
        other_times = AtLeast(1, (Dates("0", self._around.low), Dates(self._around.high, AFTER_ANY_DAY)))
        return self._words.best(self.weights, other_times, SIMILAR)

    def _shared(self, other: StoryArticle) -> tuple[float, float]:
        """What both share: in words of the event, and in words of its kind."""
        telling = ofkind = 0.0
        for text, weight in self.weights.items():
            if text in other.weights:
                both = weight * other.weights[text]
                ofkind += both * self._of_kind[text]
                telling += both * (1 - self._of_kind[text])
        return telling, ofkind

    def related(self, other: StoryArticle) -> float:
        """How much they share, whenever they are."""
        telling, ofkind = self._shared(other)
        return telling + KIND_RELATES * ofkind

    def link(self, other: StoryArticle) -> float:
        """How much they share, less if they are further apart in time."""
        telling, ofkind = self._shared(other)
        days = self._days_to(other)
        return telling * math.pow(0.5, days / HALVED_IN) + KIND_LINKS * ofkind * math.pow(0.5, days / KIND_HALVED_IN)

    def _days_to(self, other: StoryArticle) -> float:
        """The days between two articles, each in the middle of those that its date may mean; 0 from one without."""
        if self.is_vague:
            return 0
        middles = [(one.days.first + one.days.last) / 2 for one in (self, other)]
        return HALVED_IN if other.is_vague else abs(float(middles[0] - middles[1]))

    def telling(self, other: StoryArticle) -> dict[str, float]:
        """The words that tell the event and that both have, with what each adds."""
        return {
            text: weight * other.weights[text] * (1 - self._of_kind[text])
            for text, weight in self.weights.items()
            if text in other.weights and self._of_kind[text] <= MOST_TELLING and not _is_number(text)
        }


def _is_number(text: str) -> bool:
    return not any(char.isalpha() for char in text)
