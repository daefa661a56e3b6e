"""The search form of a text: every character on its own, never a different length."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def fold(text: str) -> str:
    """Fold width, case, script and punctuation twins; keeps the length, so that offsets serve both texts.

    Context-free: ``fold(a + b) == fold(a) + fold(b)``, hence a substring's fold is a substring of the fold.

    >>> fold("ＧＤＰ增長２％，「臺灣」")
    'gdp增长2%,"台湾"'
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """What folds to what, from the generated table (see ``tools/fold_table.py``)."""
    chars, folded, _ = Path(__file__).with_name("fold_table.txt").read_text(encoding="utf-8").split("\n")
    return dict(zip(map(ord, chars), folded, strict=True))
