"""The score of a hit in words, for whatever prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrep.searching import Shown


def score_of(shown: Shown) -> str:
    """What makes up the score of a hit."""
    score = f"score {shown.hit.score:.3f}" + (", holds the words literally" if shown.hit.literal else "")
    parts = [f"{one.word} {one.score:.3f} ({one.field} {one.frequency}×)" for one in shown.contributions]
    return " = ".join(filter(None, [score, " + ".join(parts)]))
