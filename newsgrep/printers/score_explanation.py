"""The score of a hit in words, for whatever prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message

if TYPE_CHECKING:
    from newsgrep.search.search import Shown


def score_of(shown: Shown) -> Message:
    """What makes up the score of a hit."""
    hit = shown.hit
    score = Message("score {:.3f}, holds the words literally" if hit.literal else "score {:.3f}", hit.score)
    parts = [
        Message("{} {:.3f} ({} {}×)", one.word, one.score, one.field, one.frequency) for one in shown.contributions
    ]
    parts += [Message("close together {:.3f}", hit.proximity)] if hit.proximity else []
    parts += [Message("like the best {:.3f}", hit.feedback)] if hit.feedback else []
    if not parts:
        return score
    whole = Message(" + ".join(["{}"] * len(parts)), *parts)
    if hit.recency != 1:
        whole = Message("({}) × {:.3f} for its age", whole, hit.recency)
    return Message("{} = {}", score, whole)
