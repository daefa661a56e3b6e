"""Which characters go together: whether the words on both sides of a line break are one text.

``pairs.txt`` lists the pairs of Han characters that news has much more often than chance (``tools/pair_table.py``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("pairs.txt")

# How much two characters go together: hardly, somewhat, strongly; None where one of them is not Han.
Affinity = Literal["none", "weak", "strong"]


def affinity(before: str, after: str) -> Affinity | None:
    """Return how much two Simplified characters go together as neighbours.

    >>> affinity("记", "者"), affinity("者", "桥"), affinity("。", "桥")
    ('strong', 'none', None)
    """
    if not ("\u4e00" <= before <= "\u9fff" and "\u4e00" <= after <= "\u9fff"):
        return None
    strong, weak = _table().get(before, ("", ""))
    return "strong" if after in strong else "weak" if after in weak else "none"


@cache
def _table() -> dict[str, tuple[str, str]]:
    table = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        strong, _, weak = line[1:].partition("|")
        table[line[0]] = (strong, weak)
    return table
