"""A limit on the time that a pattern may take, in one text and over many."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsgrep.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds. A pattern that takes 2 s in a paragraph backtracks catastrophically and would not finish in hours. Over many
# paragraphs it has 2 s in total plus ten times what most take, which is 1 s on 100 MB of news.
LONGEST_SEARCH = 2.0
SECONDS_A_TEXT = 1e-5
SECONDS_A_CHARACTER = 3e-7


class TimeBudget:
    """The time left to a pattern, a token bucket: each text adds its allowance, up to ``LONGEST_SEARCH`` in all.

    ``written`` and ``hint`` are for the error that says that it is used up.
    """

    __slots__ = ("_left", "_written", "hint")

    def __init__(self, written: str, *, hint: str) -> None:
        self._written = written
        self.hint = hint
        self._left = LONGEST_SEARCH

    @contextmanager
    def of(self, characters: int) -> Iterator[float]:
        """Take the time that is spent inside on a text of this length; yields the seconds left.

        Raises ``QueryError`` if there are none.
        """
        self._left = min(LONGEST_SEARCH, self._left + SECONDS_A_TEXT + SECONDS_A_CHARACTER * characters)
        if self._left <= 0:
            raise self.used_up()
        began = time.thread_time()
        try:
            yield self._left
        finally:
            self._left -= time.thread_time() - began

    def used_up(self) -> QueryError:
        """The error that says that there is no time left, for the caller to raise."""
        return QueryError("{} takes too long", self._written, hint=self.hint)
