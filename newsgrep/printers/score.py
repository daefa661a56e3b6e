"""The score of a hit in words, for whatever prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.engine.base import Hit
    from newsgrep.searching import Shown


def second_look(hit: Hit) -> dict[str, float]:
    """What the second look has added to a score, by its names."""
    return {"close together": hit.closeness, "like the best": hit.likeness}


def score_of(shown: Shown, said: Callable[..., str]) -> str:
    """What makes up the score of a hit; ``said`` is that of a style."""
    sentence = "score {:.3f}, holds the words literally" if shown.hit.literal else "score {:.3f}"
    parts = [f"{one.word} {one.score:.3f} ({one.field} {one.frequency}×)" for one in shown.contributions]
    parts += [f"{said(name)} {value:.3f}" for name, value in second_look(shown.hit).items() if value]
    whole = " + ".join(parts)
    if whole and shown.hit.recency != 1:
        whole = said("({}) × {:.3f} for its age", whole, shown.hit.recency)
    return " = ".join(filter(None, [said(sentence, shown.hit.score), whole]))
