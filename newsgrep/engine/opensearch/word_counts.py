"""How often each word occurs in many texts, which are segmented as the index was."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.term_ids import TermIds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgrep.analysis import BulkSegmenter

# Articles segmented at once.
BATCH = 256


def count_words(articles: Iterable[Mapping[str, str]], segmenter: BulkSegmenter) -> Counter[str]:
    """The number of occurrences of each word in the text fields of articles."""
    vocabulary = TermIds()
    totals = np.zeros(0, np.int64)
    pending = iter(articles)
    while batch := list(islice(pending, BATCH)):
        joined = TEXT_END.join([*(texts[name] for texts in batch for name in TEXT_FIELDS), ""])
        words = Texts(joined).words(segmenter, vocabulary)
        totals = np.pad(totals, (0, len(vocabulary) - len(totals)))
        totals += np.bincount(words.numbers, minlength=len(vocabulary))
    return Counter({word: count for word, count in zip(vocabulary, totals.tolist(), strict=True) if count})
