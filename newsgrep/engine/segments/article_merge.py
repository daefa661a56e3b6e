"""The articles of several segments → those of one: frames are copied as they are, with their dictionaries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import zstandard

from newsgrep.engine.segments.doc_store import IN_FRAME, LEVEL, RUNS, ArticleWriter, loaded
from newsgrep.storage.article_codec import PART_END, PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.doc_store import Articles
    from newsgrep.storage.array_file import ArrayFileWriter

    Numbers = NDArray[np.int64]

# Of a segment with fewer bytes of compressed articles, they are compressed anew, together with others': small segments
# compress worse, and a dictionary for each would take too much. Compressing so much takes less than a second.
LEAST_COPIED = 1 << 23
COPIED_AT_ONCE = 1 << 20
# Articles that are compressed anew at a time.
IN_BATCH = 1000


def is_copied(articles: Articles) -> bool:
    """Whether the frames of a segment are copied when it is merged; such segments come first."""
    return articles.size_in_bytes >= LEAST_COPIED


def merge_articles(writer: ArrayFileWriter, sources: Sequence[tuple[Articles, NDArray[np.bool_]]]) -> None:
    """Write the live articles of segments, given with masks of these; those that are copied must come first."""
    frames = _FrameWriter(writer)
    rest = ArticleWriter()
    count = 0
    for articles, live in sources:
        if is_copied(articles):
            frames.copy(articles, live)
            continue
        numbers = np.flatnonzero(live).tolist()
        count += len(numbers)
        for start in range(0, len(numbers), IN_BATCH):
            rest.add(list(articles.each(numbers[start : start + IN_BATCH])))
            frames.append(rest.take())
    if count:
        dictionary = rest.finish()
        frames.append(rest.take())
        frames.end_run(count, dictionary)
    frames.finish()


class _FrameWriter:
    """Writes frames, and which articles are in which of them."""

    def __init__(self, writer: ArrayFileWriter) -> None:
        self._writer = writer
        self._appended: list[int] = []
        # Of the frames of each segment: sizes in bytes, numbers of articles, numbers of dictionaries.
        self._sizes: list[Numbers] = []
        self._counts: list[Numbers] = []
        self._dictionary_of: list[Numbers] = []
        self._dictionaries: list[bytes] = []
        writer.begin("articles", np.uint8)

    def append(self, frames: Sequence[bytes]) -> None:
        """Write frames of ``IN_FRAME`` articles, but for the last one before ``end_run``."""
        self._writer.append(b"".join(frames))
        self._appended += map(len, frames)

    def end_run(self, count: int, dictionary: bytes) -> None:
        """All frames appended hold ``count`` articles, and have this dictionary."""
        sizes = np.array(self._appended, np.int64)
        counts = np.full(len(sizes), IN_FRAME)
        counts[-1] = count - IN_FRAME * (len(counts) - 1)
        self._add(sizes, counts, np.zeros(len(sizes), np.int64), [dictionary])

    def copy(self, articles: Articles, live: NDArray[np.bool_]) -> None:
        """Copy the frames of a segment, but for its deleted documents."""
        counts, dictionary_of = _frames_of(articles, len(live))
        ends = articles.ends()
        if live.all():
            for start in range(0, int(ends[-1]), COPIED_AT_ONCE):
                self._writer.append(articles.array_file.raw("articles", start, min(start + COPIED_AT_ONCE, ends[-1])))
                articles.array_file.release()
            self._add(np.diff(ends), counts, dictionary_of, articles.dictionaries())
            return
        firsts = np.cumsum(counts) - counts
        left = np.add.reduceat(live, firsts, dtype=np.int64)
        sizes = np.zeros_like(left)
        compressors = cache(lambda number: _compressor(articles.dictionaries()[number]))
        for frame in np.flatnonzero(left).tolist():
            if left[frame] == counts[frame]:
                stored = articles.array_file.raw("articles", *ends[frame : frame + 2].tolist())
            else:
                dictionary = int(dictionary_of[frame])
                parts = articles.decompress(frame, dictionary)
                places = np.flatnonzero(live[firsts[frame] : firsts[frame] + counts[frame]]).tolist()
                kept = (part for place in places for part in parts[place * PARTS : (place + 1) * PARTS])
                stored = compressors(dictionary).compress(PART_END.join(kept))
            self._writer.append(stored)
            sizes[frame] = len(stored)
        articles.array_file.release()
        some = left > 0
        self._add(sizes[some], left[some], dictionary_of[some], articles.dictionaries())

    def _add(self, sizes: Numbers, counts: Numbers, dictionary_of: Numbers, dictionaries: list[bytes]) -> None:
        self._sizes.append(sizes)
        self._counts.append(counts)
        self._dictionary_of.append(dictionary_of + len(self._dictionaries))
        self._dictionaries += dictionaries

    def finish(self) -> None:
        """Write where the frames end, the dictionaries that are used, and the runs if there are several."""
        counts, dictionary_of = np.concatenate(self._counts), np.concatenate(self._dictionary_of)
        used = np.unique(dictionary_of)
        dictionary_of = np.searchsorted(used, dictionary_of)
        dictionaries = [self._dictionaries[number] for number in used.tolist()]
        self._writer.add("articles.ends", np.append(0, np.cumsum(np.concatenate(self._sizes))).astype(np.uint64))
        self._writer.add("dictionary", b"".join(dictionaries))
        is_new = (counts[:-1] != IN_FRAME) | (dictionary_of[1:] != dictionary_of[:-1])
        starts = np.append(0, np.flatnonzero(is_new) + 1)
        if len(starts) > 1:
            runs = np.stack([(np.cumsum(counts) - counts)[starts], starts, dictionary_of[starts]], axis=1)
            self._writer.add(RUNS, runs.astype(np.int64).ravel())
            self._writer.add("dictionary.ends", np.cumsum([0, *map(len, dictionaries)], dtype=np.uint64))


def _frames_of(articles: Articles, documents: int) -> tuple[Numbers, Numbers]:
    """The number of articles in each frame, and the number of its dictionary, shape (frames,) each."""
    frames = articles.array_file.length("articles.ends") - 1
    firsts, starts, dictionaries = articles.runs.T
    in_runs = np.diff(starts, append=frames)
    counts = np.full(frames, IN_FRAME)
    lasts = starts + in_runs - 1
    counts[lasts] = np.diff(firsts, append=documents) - IN_FRAME * (in_runs - 1)
    return counts, np.repeat(dictionaries, in_runs)


def _compressor(dictionary: bytes) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=loaded(dictionary))
