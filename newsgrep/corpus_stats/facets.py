"""Use case: filters → how many of the matching articles have each year, month, source, section, name and kind."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsgrep.analysis import surface_form
from newsgrep.analysis.indexed_article import filter_values
from newsgrep.corpus_stats.choices import PERIODS
from newsgrep.query.filters import NO_DATE, NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from newsgrep.model import Article

    Mask = NDArray[np.bool_]

# The fields as ``--source`` and the like filter them: a source may be an agency, a name that of a photographer.
VALUE_FIELDS = ("source", "section", "by", "kind")
FACET_FIELDS = ("year", "month", *VALUE_FIELDS)
PERIOD_LENGTHS = {name: PERIODS[name] for name in ("year", "month")}
MONTH = PERIOD_LENGTHS["month"]
# Combinations of values that are kept.
MOST_KNOWN = 10_000


class FacetCount(NamedTuple):
    """A value as an article writes it, and how many articles have it; ``NO_VALUE`` or ``NO_DATE`` if they have none."""

    value: str
    articles: int


class FacetTable:
    """Which values each article has, in the order in which the articles are given; ``read`` before ``counts``.

    Values that filters do not tell apart are one.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._rest = iter(articles)
        self._numbers: dict[str, dict[str, int]] = {field: {} for field in FACET_FIELDS}
        self._names: dict[str, list[str]] = {field: [] for field in FACET_FIELDS}
        # For each value of an article: the number of the article, and that of the value.
        self._articles: dict[str, array[int]] = {field: array("q") for field in FACET_FIELDS}
        self._values: dict[str, array[int]] = {field: array("q") for field in FACET_FIELDS}
        self._known: dict[tuple[object, ...], list[tuple[str, int]]] = {}
        self.size = 0

    def read(self, most: int) -> bool:
        """Read up to so many articles; whether these were the last."""
        before = self.size
        for article in islice(self._rest, most):
            for field, number in self._numbered(article):
                self._articles[field].append(self.size)
                self._values[field].append(number)
            self.size += 1
        return self.size - before < most

    def _numbered(self, article: Article) -> list[tuple[str, int]]:
        """The numbers of an article's values; many articles have the same."""
        names = (article.reporters, article.correspondents, article.photographers)
        key = ((article.date or "")[:MONTH], article.source, article.agency, article.section, article.kind, *names)
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = [(field, self._number(field, value, name)) for field, value, name in _values_of(article)]
        return self._known[key]

    def _number(self, field: str, value: str, name: str) -> int:
        """The number of a value, which is a new one if it was not met before."""
        numbers = self._numbers[field]
        if value not in numbers:
            numbers[value] = len(numbers)
            self._names[field].append(name)
        return numbers[value]

    def counts(self, masks: Mapping[str, Mask]) -> dict[str, tuple[FacetCount, ...]]:
        """Count each field's values in the articles of its mask, shape (articles,); those that none has are left out.

        Periods are in order, the newest first, others by size; last, those that have none.
        """
        return {field: tuple(self._counted(field, mask)) for field, mask in masks.items()}

    def _counted(self, field: str, mask: Mask) -> Iterator[FacetCount]:
        articles = np.frombuffer(self._articles[field], np.int64) if self._articles[field] else np.empty(0, np.int64)
        values = np.frombuffer(self._values[field], np.int64) if self._values[field] else np.empty(0, np.int64)
        names = self._names[field]
        if set(names) <= {NO_VALUE, NO_DATE}:
            return iter(())  # what no article has tells none from another
        found = np.bincount(values[mask[articles]], minlength=len(names)).tolist()
        counted = [FacetCount(name, number) for name, number in zip(names, found, strict=True) if number]
        if field in PERIOD_LENGTHS:
            counted.sort(reverse=True)
        else:
            counted.sort(key=lambda count: (-count.articles, count.value))
        return iter(sorted(counted, key=lambda count: count.value in {NO_VALUE, NO_DATE}))


def _values_of(article: Article) -> Iterator[tuple[str, str, str]]:
    """Field, folded value, and value as written, each once."""
    for field, length in PERIOD_LENGTHS.items():
        if article.date and len(article.date) >= length:
            yield field, article.date[:length], article.date[:length]
    if not article.date:
        yield "year", NO_DATE, NO_DATE
    found = filter_values(article)
    for field in VALUE_FIELDS:
        for value in dict.fromkeys(found[field]):
            yield field, value, surface_form(article, field, value)
        if not found[field]:
            yield field, NO_VALUE, NO_VALUE


def grouped(counts: Iterable[FacetCount]) -> dict[str, list[FacetCount]]:
    """Months by their year.

    >>> grouped([FacetCount("2025-03", 2), FacetCount("2025-01", 1)])
    {'2025': [FacetCount(value='2025-03', articles=2), FacetCount(value='2025-01', articles=1)]}
    """
    years: dict[str, list[FacetCount]] = defaultdict(list)
    for count in counts:
        years[count.value[: PERIOD_LENGTHS["year"]]].append(count)
    return dict(years)
