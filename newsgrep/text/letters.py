"""The letters, digits and Han characters of a folded text, without punctuation and white space."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from newsgrep.text.gaps import han_mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN, LETTER, OTHER = range(3)


def letter_mask(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code point is a letter, a digit or a Han character, shape (characters,), bool.

    >>> from newsgrep.text.fold import to_codes
    >>> letter_mask(to_codes("江a1,。")).tolist()
    [True, True, True, False, False]
    """
    kinds = _kinds()
    found = kinds.take(codes)
    unknown = codes[found == UNKNOWN]
    if len(unknown):
        alphabet = list(set(unknown.tolist()))  # np.unique would import numpy.ma
        kinds[alphabet] = [LETTER if chr(code).isalnum() else OTHER for code in alphabet]
        found = kinds.take(codes)
    letters: NDArray[np.bool_] = found == LETTER
    return letters


@cache
def _kinds() -> Any:
    """What each code point is as far as it has been asked for, shape (0x110000,), uint8; Han characters are known."""
    import numpy as np

    return han_mask().astype(np.uint8)
