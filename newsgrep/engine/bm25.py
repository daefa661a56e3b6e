"""BM25 over fields, the same for every engine, so that each gives the same scores."""

from __future__ import annotations

import math

from newsgrep.engine.base import FIELD_WEIGHTS, K1, B


def inverse_frequency(articles: int, holding: int) -> float:
    """How telling a word is that ``holding`` of ``articles`` hold (Robertson–Sparck Jones, floored above zero)."""
    return math.log(1 + (articles - holding + 0.5) / (holding + 0.5))


def word_score(field: str, frequency: float, length: int, mean_length: float) -> float:
    """What ``frequency`` occurrences of a word are worth in a field of ``length`` words, before its idf and weight."""
    norm = K1 * (1 - B + B * length / (mean_length or 1))
    return FIELD_WEIGHTS[field] * frequency * (K1 + 1) / (frequency + norm)
