"""Folding, the search form of a text: each character by itself, so that the length never changes."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import uint32
    from numpy.typing import NDArray

    CodePoints = NDArray[uint32]

UNICODE_SIZE = 0x110000
# From so many code points on, ``fold_codes`` is worth its start.
LONG = 1000


def fold(text: str) -> str:
    """Fold width, case, accents, script and equivalent signs; keeps the length, so offsets are valid in both texts.

    Context-free: ``fold(a + b) == fold(a) + fold(b)``, hence a substring's fold is a substring of the fold.

    >>> fold("ＧＤＰ增長２％，「臺灣」")
    'gdp增长2%,"台湾"'
    """
    if len(text) >= LONG:
        return to_text(fold_codes(to_codes(text)))
    return text.translate(_table())


def fold_codes(codes: CodePoints) -> CodePoints:
    """``fold`` over code points, shape (characters,), uint32; forty times as fast for long texts.

    >>> to_text(fold_codes(to_codes("ＧＤＰ增長")))
    'gdp增长'
    """
    array = _array()
    if codes.max(initial=0) < len(array):
        folded: CodePoints = array[codes]
        return folded
    import numpy as np

    return np.where(codes < len(array), array.take(codes, mode="clip"), codes)


def to_codes(text: str) -> CodePoints:
    """The code points of a text, shape (characters,), uint32; read-only."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def to_text(codes: CodePoints) -> str:
    """The text of an array of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def ways_to_write(folded: str) -> list[str]:
    """The characters that fold to one of a folded text, other than those of the text.

    >>> ways_to_write("国")
    ['囯', '圀', '國']
    """
    chars, others = _pairs()
    places: list[int] = []
    for char in set(folded):
        at = others.find(char)
        while at >= 0:
            places.append(at)
            at = others.find(char, at + 1)
    return [chars[at] for at in sorted(places)]


@cache
def _pairs() -> tuple[str, str]:
    """The characters that change, in order, and what each folds to, generated (see ``tools/fold_table.py``)."""
    chars, folded, _ = Path(__file__).with_name("fold_table.txt").read_text(encoding="utf-8").split("\n")
    return chars, folded


class _FoldTable(dict[int, int]):
    """What code points fold to, as far as it has been asked for: a table of all that change takes a millisecond."""

    def __missing__(self, code: int) -> int:
        chars, others = _pairs()
        at = bisect_left(chars, chr(code))
        folded = self[code] = ord(others[at]) if chars[at : at + 1] == chr(code) else code
        return folded


@cache
def _table() -> _FoldTable:
    return _FoldTable()


@cache
def _array() -> Any:
    """What each code point folds to, up to the last that changes, shape (code points,), uint32."""
    import numpy as np

    codes, folded = map(to_codes, _pairs())
    array = np.arange(int(codes.max()) + 1, dtype=np.uint32)
    array[codes] = folded
    return array
