"""The words of a query's texts, which planning asks for again and again: kept for the last texts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newsgrep import analysis

if TYPE_CHECKING:
    from newsgrep.analysis import Segmenter
    from newsgrep.model import Token

# A query of many words asks for each of them as well.
MOST_TEXTS = 1024


@lru_cache(MOST_TEXTS)
def words(text: str, segmenter: Segmenter) -> tuple[Token, ...]:
    """The same as ``newsgrep.analysis.words``."""
    return tuple(analysis.words(text, segmenter))


@lru_cache(MOST_TEXTS)
def tokens(text: str, segmenter: Segmenter) -> tuple[Token, ...]:
    """The same as ``newsgrep.analysis.tokens``."""
    return tuple(analysis.tokens(text, segmenter))
