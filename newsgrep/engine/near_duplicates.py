"""Near-duplicates: which articles are reprints of another one, shared by all engines."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.analysis.minhash import SHARED, shingle_set, similarity
from newsgrep.engine.base import Hit
from newsgrep.engine.decay import first_day

if TYPE_CHECKING:
    from collections.abc import Iterable

# Code points compared; the rest of a longer text is ignored.
MOST_COMPARED = 50_000
# A story is reprinted within a month. A similar text a year later (a session opens, an envoy arrives) is other news:
# in 14 years of evening news, such pairs share up to 0.93 of their texts.
MOST_DAYS = 31


class Days(NamedTuple):
    """The first and the last day that a date may mean, as ordinals (days since 0001-01-01), or arrays of them."""

    first: Any
    last: Any

    def near(self, other: Days) -> Any:
        """Whether two dates may be at most ``MOST_DAYS`` apart; of arrays, element by element."""
        return (self.first - MOST_DAYS <= other.last) & (other.first <= self.last + MOST_DAYS)


def days_of(text: str | None) -> Days:
    """The days that a date may mean (ISO 8601, possibly truncated to month or year); any day if there is none.

    >>> days = [days_of(text) for text in ("2025-03-18", "2025-04", "2026", None)]
    >>> [days[0].near(other) for other in days]
    [True, True, False, True]
    """
    first = first_day(text or "")
    if not first:
        return Days(date.min.toordinal(), date.max.toordinal())
    known = (text or "").count("-")
    month = first.month if known else 12
    last = first if known > 1 else first.replace(month=month, day=monthrange(first.year, month)[1])
    return Days(first.toordinal(), last.toordinal())


def reprints_among(text: str, others: Iterable[tuple[str, str, str]]) -> list[Hit]:
    """Find the reprints of a text among other articles (path, key, text); texts are folded.

    The score of a hit is the share of common text: the Jaccard similarity of the shingles, from ``SHARED`` to 1; short
    texts need the same shingles. Hits are sorted by score, highest first.
    """
    own = shingle_set(text[:MOST_COMPARED])
    found = [Hit(path, key, similarity(own, shingle_set(other[:MOST_COMPARED]))) for path, key, other in others]
    return sorted((hit for hit in found if hit.score >= SHARED), key=lambda hit: (-hit.score, hit.place))
