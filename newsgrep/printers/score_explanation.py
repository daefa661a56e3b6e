"""The explanation of a hit's score, as a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.query.explain import FIELD_NAMES

if TYPE_CHECKING:
    from newsgrep.search.shown import Shown


def score_of(shown: Shown) -> Message:
    """Explain the score of a hit: the sum of its parts, times the decay factor."""
    hit = shown.hit
    score = Message("score {:.3f}, contains the words literally" if hit.literal else "score {:.3f}", hit.score)
    parts = [
        Message("{} {:.3f} ({} {}×)", part.word, part.score, FIELD_NAMES[part.field], part.frequency)
        for part in shown.contributions
    ]
    parts += [Message("pairs of characters {:.3f}", hit.pairs)] if hit.pairs else []
    parts += [Message("near the start {:.3f}", hit.lead)] if hit.lead else []
    parts += [Message("proximity {:.3f}", hit.proximity)] if hit.proximity else []
    parts += [Message("similarity to top hits {:.3f}", hit.feedback)] if hit.feedback else []
    if not parts:
        return score
    whole = Message(" + ".join(["{}"] * len(parts)), *parts)
    if hit.recency != 1:
        whole = Message("({}) × {:.3f} for age", whole, hit.recency)
    return Message("{} = {}", score, whole)
