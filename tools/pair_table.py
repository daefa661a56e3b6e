"""Count which characters go together, for newsgrep/split/pairs.txt.

python tools/pair_table.py RECORDS.jsonl.gz...

Of each pair of neighbouring Han characters (folded to Simplified) the pointwise mutual information is taken: how much
more often the two are together than by chance. A line of the table has a character, those that follow it much more
often (at least STRONG), a bar, and those that do so somewhat more often (at least WEAK). Pairs met less than LEAST
times are left out, so that no text can be read from the table.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.split.pairs import FILE
from newsgrep.text.fold import fold_codes, to_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

# In bits: a pair of WEAK is eight times as frequent as by chance. Half of the neighbours within a sentence are such
# pairs, and one in thirty of those across a paragraph's end.
WEAK, STRONG, LEAST = 3, 6, 10
_FIRST, _LAST = 0x4E00, 0x9FFF


def pairs(paths: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs, each as first << 32 | second, and how often each was met."""
    codes = fold_codes(to_codes("\n".join(_texts(paths))))
    han = (codes >= _FIRST) & (codes <= _LAST)
    both = han[:-1] & han[1:]
    return np.unique(codes[:-1][both].astype(np.uint64) << np.uint64(32) | codes[1:][both], return_counts=True)


def _texts(paths: list[str]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                yield from (record.get("title") or "", record.get("body") or "")


def main() -> None:
    """Write the table."""
    keys, counts = pairs(sys.argv[1:])
    first, second = (keys >> np.uint64(32)).astype(int), (keys & np.uint64(0xFFFFFFFF)).astype(int)
    before, after = np.zeros(_LAST + 1), np.zeros(_LAST + 1)
    np.add.at(before, first, counts)
    np.add.at(after, second, counts)
    bits = np.log2(counts * counts.sum() / (before[first] * after[second]))
    rows: dict[str, tuple[list[str], list[str]]] = {}
    for one, two, value, count in zip(first, second, bits, counts, strict=True):
        if count >= LEAST and value >= WEAK:
            rows.setdefault(chr(one), ([], []))[int(value < STRONG)].append(chr(two))
    lines = (char + "".join(strong) + "|" + "".join(weak) for char, (strong, weak) in sorted(rows.items()))
    Path(FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
