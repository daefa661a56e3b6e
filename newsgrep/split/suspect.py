"""Whether a story seems to lack a part, as where the columns of a page were read in the wrong order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.split.lines import narrow
from newsgrep.split.unmarked import has_few_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_BREAKS_OFF = re.compile("[\u3400-\u9fff、,“‘(《]$")
_SENTENCE = re.compile("[。!?]")
# Shorter ones are lines of lists and verse; at most this part of the others may break off, else the marks are lost.
_LEAST, _MOST = 40, 0.34


def is_suspect(texts: Sequence[str]) -> bool:
    """Return whether one of the paragraphs of a story breaks off in mid-sentence.

    >>> bridge = "江城新桥昨日通车。两岸市民步行过江，沿岸的早市也跟着热闹起来，卖豆腐的老周说生意比去年好了两成。"
    >>> is_suspect([bridge]), is_suspect([bridge, bridge[:-4]])
    (False, True)
    """
    long = [text for text in texts if len(text) >= _LEAST]
    if has_few_marks(long):
        return False
    ends = sum(map(_breaks_off, long))
    return 0 < ends <= max(1, _MOST * len(long))


def _breaks_off(text: str) -> bool:
    """Return whether a text with a full stop ends in mid-sentence; summaries and lists have none."""
    marks = narrow(text)
    return bool(_BREAKS_OFF.search(marks) and _SENTENCE.search(marks))
