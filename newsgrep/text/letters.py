"""The letters, digits and Han characters of a folded text, without punctuation and white space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.text.gaps import han_mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def letter_mask(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code point is a letter, a digit or a Han character, shape (characters,), bool.

    Han characters, the bulk of a text, come from a table; any other distinct character is tested once.

    >>> from newsgrep.text.fold import to_codes
    >>> letter_mask(to_codes("江a1,。")).tolist()
    [True, True, True, False, False]
    """
    import numpy as np

    letters: NDArray[np.bool_] = han_mask()[codes]
    others = np.flatnonzero(~letters)
    alphabet, which = np.unique(codes[others], return_inverse=True)
    letters[others] = np.array([chr(code).isalnum() for code in alphabet.tolist()], np.bool_)[which]
    return letters
