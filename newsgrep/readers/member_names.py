"""Names of the parts of a file (sheets, tables, documents) as members of its path."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_MEMBER = 120


def member_names(names: Iterable[str]) -> list[str]:
    r"""One name for each, without separators and control characters; the second of the same becomes ``name~2``.

    >>> member_names(["3月", "a/b", "..", "x\ny", "3月", ""])
    ['3月', 'a_b', '_', 'x_y', '3月~2', '_~2']
    """
    taken: Counter[str] = Counter()
    found = []
    for name in names:
        clean = "".join(char if char.isprintable() and char not in "/\\" else "_" for char in name)[:LONGEST_MEMBER]
        clean = clean if clean.strip(". ") else "_"
        taken[clean] += 1
        found.append(clean if taken[clean] == 1 else f"{clean}~{taken[clean]}")
    return found
