"""How the texts of a query match: what a user says beside the query line."""

from __future__ import annotations

from typing import NamedTuple


class TextOptions(NamedTuple):
    """How the texts of a query match.

    ``fixed_strings``: the whole line is one quoted text, without operators. ``whole_words``: texts begin and end at the
    edges of numbers and Latin words, quoted ones too. ``as_written``: in the same script, case, width and punctuation.
    """

    fixed_strings: bool = False
    whole_words: bool = False
    as_written: bool = False


DEFAULT_TEXT_OPTIONS = TextOptions()
