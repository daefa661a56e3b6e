"""Decides by learned weights whether a story begins at a boundary, and remembers how clearly those that do begin."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from newsgrep.split.linear_model import log_odds
from newsgrep.split.opening_features import FORMS, WORDS
from newsgrep.split.small_items import table_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.split.boundary import Boundary, BoundaryKind
    from newsgrep.split.linear_model import Weights

# Shared vocabulary is computed only if the log-odds of form are closer to 0 than this. On held-out pages it reversed one
# of 2,700 decisions that were further away.
CERTAIN = 5.0
# A text begins a story without a headline only if the evidence clearly says so.
LEAST: dict[BoundaryKind, float] = {"title": 0.0, "inside": 0.0, "picture": 0.15}


class Judge:
    """Decides whether a story begins at a boundary.

    ``scores`` are the log-odds of the stories that do, and ``small`` is whether one is a small item.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._models: dict[str, tuple[Callable[[Boundary], float], Callable[[Boundary], float]]] = {}
        self.scores: list[float] = []
        self.judged, self.small = 0, False

    @property
    def clearest(self) -> float:
        """The highest log-odds of a story that begins, 0 if none does."""
        return max(self.scores, default=0.0)

    def mean_clearness(self) -> float:
        """Return the mean log-odds of the stories that begin, less the logarithm of how many boundaries there are for each."""
        return sum(self.scores) / len(self.scores) - log(self.judged / len(self.scores))

    def __call__(self, boundary: Boundary) -> bool:
        """Return whether a story begins here."""
        table = table_of(boundary)
        if table not in self._models:  # most pages need one table
            own = self._weights[table]
            self._models[table] = log_odds(FORMS[table], own), log_odds(WORDS, own)
        form_of, words_of = self._models[table]
        score, least = form_of(boundary), 0.0
        if abs(score) <= CERTAIN:
            score += words_of(boundary)
            least = LEAST[boundary.kind]
        self.judged += 1
        if score > least:
            self.scores.append(score)
            self.small = self.small or table.startswith("small")
        return score > least
