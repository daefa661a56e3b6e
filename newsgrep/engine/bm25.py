"""BM25 over fields, the same for every engine, so that each gives the same scores. Takes numbers or arrays of them."""

from __future__ import annotations

import math
from typing import Any

from newsgrep.engine.base import FIELD_WEIGHTS, K1, B


def inverse_frequency(articles: int, holding: int) -> float:
    """How telling a word is that ``holding`` of ``articles`` hold (Robertson–Sparck Jones, floored above zero)."""
    return math.log(1 + (articles - holding + 0.5) / (holding + 0.5))


def length_norm(length: Any, mean_length: float) -> Any:
    """How much a field of ``length`` words is to be held against a word that stands in it."""
    return K1 * (1 - B + B * length / (mean_length or 1))


def word_score(field: str, frequency: Any, norm: Any) -> Any:
    """What ``frequency`` occurrences of a word are worth in a field of this norm, before its idf and weight."""
    return FIELD_WEIGHTS[field] * frequency * (K1 + 1) / (frequency + norm)
