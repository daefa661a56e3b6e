"""Regular expressions that are compiled when they are first used.

Those with many classes of Chinese characters take milliseconds each, and most are not needed for a given file.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Looks like a compiled pattern; what is asked of one is kept, so that it is asked for once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, like ``re.compile``; if it is malformed, its first use raises ``re.error``.

    >>> lazy_pattern("[报報]").sub("报", "江城日報")
    '江城日报'
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
