"""The letters, digits and Han characters of a folded text, without punctuation and white space."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from newsgrep.text.gaps import HAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNKNOWN, LETTER, OTHER = range(3)
# After the planes of Han characters come no letters.
FIRST_OTHER = 0x40000


def letter_mask(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code point is a letter, a digit or a Han character, shape (characters,), bool.

    >>> from newsgrep.text.fold import to_codes
    >>> letter_mask(to_codes("江a1,。")).tolist()
    [True, True, True, False, False]
    """
    kinds = _kinds()
    found = kinds.take(codes, mode="clip")
    unknown = codes[found == UNKNOWN]
    if len(unknown):
        alphabet = list(set(unknown.tolist()))  # np.unique would import numpy.ma
        kinds[alphabet] = [LETTER if chr(code).isalnum() else OTHER for code in alphabet]
        found = kinds.take(codes, mode="clip")
    letters: NDArray[np.bool_] = found == LETTER
    return letters


@cache
def _kinds() -> Any:
    """What each code point is as far as it has been asked for, shape (code points,), uint8; Han characters are known.

    The last stands for all from ``FIRST_OTHER`` on.
    """
    import numpy as np

    kinds = np.full(FIRST_OTHER + 1, UNKNOWN, np.uint8)
    for first, last in re.findall(r"(.)(?:-(.))?", HAN):
        kinds[ord(first) : ord(last or first) + 1] = LETTER
    kinds[FIRST_OTHER] = OTHER
    return kinds
