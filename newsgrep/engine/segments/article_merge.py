"""The articles of several segments → those of one: they are copied as they are, with their dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgrep.engine.segments.doc_store import RUNS, ArticleWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.doc_store import Articles
    from newsgrep.storage.array_file import ArrayFileWriter

    Numbers = NDArray[np.int64]

# Of a segment with fewer bytes of compressed articles, they are compressed anew, together with others': small segments
# compress worse, and a dictionary for each would take too much. Compressing so much takes less than a second.
LEAST_COPIED = 1 << 23
# Bytes of articles in memory at a time while they are copied.
COPIED_AT_ONCE = 1 << 20


def is_copied(articles: Articles) -> bool:
    """Whether the articles of a segment are copied when it is merged; such segments come first."""
    return articles.size_in_bytes >= LEAST_COPIED


def merge_articles(writer: ArrayFileWriter, sources: Sequence[tuple[Articles, NDArray[np.bool_]]]) -> None:
    """Write the live articles of segments, given with masks of these; those that are copied must come first."""
    merged = _MergedArticles(writer)
    rest = ArticleWriter()
    for articles, live in sources:
        if is_copied(articles):
            merged.copy(articles, live)
            continue
        for packed in articles.each(np.flatnonzero(live).tolist()):
            rest.add([packed])
        merged.append(rest.take())
    dictionary = rest.finish()
    merged.append(rest.take())
    merged.finish(dictionary)


class _MergedArticles:
    """Writes compressed articles, and with which dictionaries they are: first those copied, then those appended."""

    def __init__(self, writer: ArrayFileWriter) -> None:
        self._writer = writer
        self._appended: list[int] = []
        # Of the articles of each segment: sizes in bytes, numbers of dictionaries.
        self._sizes: list[Numbers] = []
        self._dictionary_of: list[Numbers] = []
        self._dictionaries: dict[bytes, int] = {}
        writer.begin("articles", np.uint8)

    def append(self, frames: Sequence[bytes]) -> None:
        """Write compressed articles, all of which have the dictionary given to ``finish``."""
        self._writer.append(b"".join(frames))
        self._appended += map(len, frames)

    def copy(self, articles: Articles, live: NDArray[np.bool_]) -> None:
        """Copy the articles of a segment, but for its deleted documents."""
        ends = articles.ends()
        edges = np.flatnonzero(np.diff(live.astype(np.int8), prepend=0, append=0))
        for begin, end in ends[edges].reshape(-1, 2).tolist():
            for start in range(begin, end, COPIED_AT_ONCE):
                self._writer.append(articles.array_file.raw("articles", start, min(start + COPIED_AT_ONCE, end)))
                articles.array_file.release()
        of_runs = np.diff(articles.runs[:, 0], append=len(live))
        self._add(np.diff(ends)[live], np.repeat(articles.runs[:, 1], of_runs)[live], articles.dictionaries())

    def _add(self, sizes: Numbers, dictionary_of: Numbers, dictionaries: list[bytes]) -> None:
        self._sizes.append(sizes)
        own = [self._dictionaries.setdefault(dictionary, len(self._dictionaries)) for dictionary in dictionaries]
        self._dictionary_of.append(np.array(own, np.int64)[dictionary_of])

    def finish(self, dictionary: bytes) -> None:
        """Write where the articles end, the dictionaries that are used, and the runs if there are several."""
        self._add(np.array(self._appended, np.int64), np.zeros(len(self._appended), np.int64), [dictionary])
        used, dictionary_of = np.unique(np.concatenate(self._dictionary_of), return_inverse=True)
        every = list(self._dictionaries)
        dictionaries = [every[number] for number in used.tolist()]
        self._writer.add("articles.ends", np.append(0, np.cumsum(np.concatenate(self._sizes))).astype(np.uint64))
        self._writer.add("dictionary", b"".join(dictionaries))
        if len(used) > 1:
            firsts = np.append(0, np.flatnonzero(np.diff(dictionary_of)) + 1)
            self._writer.add(RUNS, np.stack([firsts, dictionary_of[firsts]], axis=1).astype(np.int64).ravel())
            self._writer.add("dictionary.ends", np.cumsum([0, *map(len, dictionaries)], dtype=np.uint64))
