"""Document store: packed articles, compressed in small frames with Zstandard dictionaries trained on them."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from newsgrep.engine.segments.cache import Cache
from newsgrep.message import reason
from newsgrep.storage.article_codec import PART_END, PARTS
from newsgrep.storage.footer import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

# On 20,000 broadcasts of 1.5 KB, level 5 compresses to 0.37 of the size; level 6 to 0.36, taking half as long again.
# With four articles per frame it is 0.35, and reading one of them takes 12 microseconds instead of 4.
LEVEL = 5
IN_FRAME = 4
# An index is untrusted input, which must not fill the memory. No genuine frame is longer: files that are read in one
# piece are shorter than this.
MOST_IN_FRAME = 1 << 31
# Bytes of decompressed articles in the cache.
MOST_KEPT_BYTES = 1 << 23
# Bytes that are mapped before the system may take their memory again: it counts as ours.
MOST_MAPPED = 1 << 22
# A dictionary pays off only if there is much more to compress than its own size.
SAMPLE_BYTES = 5_000_000
MOST_DICTIONARY, LEAST_DICTIONARY = 1 << 18, 1 << 10
SHARE_OF_SAMPLE = 16
# The part that lists the runs, in segments that have several.
RUNS = "articles.runs"


class ArticleWriter:
    """Collects packed articles, and compresses them once there are enough to train a dictionary on."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._dictionary = b""
        self._compressor: zstandard.ZstdCompressor | None = None
        self._frames: list[bytes] = []

    def add(self, batch: Sequence[bytes]) -> None:
        """Add packed articles."""
        self._waiting += batch
        self._waiting_bytes += sum(map(len, batch))
        if self._compressor or self._waiting_bytes >= SAMPLE_BYTES:
            self._compress(len(self._waiting) // IN_FRAME * IN_FRAME)

    def write(self, writer: ArrayFileWriter) -> None:
        """Write the parts ``articles``, ``articles.ends`` and ``dictionary``."""
        dictionary = self.finish()
        frames = self.take()
        writer.begin("articles", np.uint8)
        for frame in frames:
            writer.append(frame)
        writer.add("articles.ends", np.cumsum([0, *map(len, frames)], dtype=np.uint64))
        writer.add("dictionary", dictionary)

    def take(self) -> list[bytes]:
        """The frames that are ready, which are not kept."""
        frames, self._frames = self._frames, []
        return frames

    def finish(self) -> bytes:
        """Compress what is left; returns the dictionary."""
        self._compress(len(self._waiting))
        return self._dictionary

    def _compress(self, count: int) -> None:
        """Compress the first ``count`` articles that are waiting."""
        if not self._compressor:
            self._dictionary = train(self._waiting)
            self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=loaded(self._dictionary))
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        frames = (PART_END.join(batch[start : start + IN_FRAME]) for start in range(0, count, IN_FRAME))
        self._frames += map(self._compressor.compress, frames)


def train(articles: Sequence[bytes]) -> bytes:
    """Train a dictionary on packed articles; empty if they are too few, or too dissimilar."""
    size = min(MOST_DICTIONARY, sum(map(len, articles)) // SHARE_OF_SAMPLE)
    if size < LEAST_DICTIONARY:
        return b""
    try:
        # With k and d given, the trainer skips its parameter search: 0.1 s instead of 1 s, for the same result.
        trained = zstandard.train_dictionary(size, list(articles), k=256, d=8, f=20, accel=4, split_point=1.0)
    except zstandard.ZstdError:
        return b""
    return trained.as_bytes()


def loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict | None:
    """A dictionary to compress or decompress with; None if it is empty."""
    return zstandard.ZstdCompressionDict(dictionary) if dictionary else None


class Run(NamedTuple):
    """Frames of ``IN_FRAME`` articles, but for the last of them, that have a dictionary in common."""

    first: int
    frame: int
    dictionary: int


class Articles:
    """The packed articles of a segment, by document number.

    A segment that was built has one run of frames and one dictionary, one that was merged of several has theirs.
    """

    def __init__(self, array_file: ArrayFile) -> None:
        self.array_file = array_file
        self._dictionary_ends = [0, array_file.length("dictionary")]
        self.runs = np.zeros((1, len(Run._fields)), np.int64)
        if RUNS in array_file:
            self._dictionary_ends = array_file["dictionary.ends"].tolist()
            self.runs = array_file[RUNS].reshape(-1, len(Run._fields))
        self._mapped = 0
        self._firsts = np.ascontiguousarray(self.runs[:, 0])
        self._decompressors: dict[int, zstandard.ZstdDecompressor] = {}
        # A cache: of the same articles, a query verifies texts, compares bigrams and prints some.
        self._kept: Cache[int, list[bytes]] = Cache(MOST_KEPT_BYTES, size=lambda parts: sum(map(len, parts)))

    @cached_property
    def _ends(self) -> NDArray[np.uint64]:
        return self.array_file["articles.ends"]

    def __getitem__(self, number: int) -> bytes:
        return PART_END.join(self.parts(number))

    def parts(self, number: int) -> list[bytes]:
        """The title, body and metadata of a document, as UTF-8."""
        first, frame, dictionary = self.runs[self._firsts.searchsorted(number, "right") - 1].tolist()
        further, place = divmod(number - first, IN_FRAME)
        frame += further
        parts = self._kept.get(frame, lambda: self.decompress(frame, dictionary))
        return parts[place * PARTS : (place + 1) * PARTS]

    def text(self, number: int, part: int) -> bytes:
        """The title (part 0) or body (part 1) of a document, as UTF-8."""
        return self.parts(number)[part]

    def each(self, numbers: Sequence[int]) -> Iterator[bytes]:
        """Read packed articles; fastest if ``numbers`` are ascending, since a frame is decompressed only once."""
        return map(PART_END.join, self.each_parts(numbers))

    def texts(self, numbers: Sequence[int], part: int) -> list[bytes]:
        """The titles (part 0) or bodies (part 1) of documents, as UTF-8; fastest if ``numbers`` are ascending."""
        return [parts[part] for parts in self.each_parts(numbers)]

    def each_parts(self, numbers: Sequence[int]) -> Iterator[list[bytes]]:
        """Read title, body and metadata of documents, as UTF-8; fastest if ``numbers`` are ascending.

        Not through the cache: what is read by the thousand would only empty it.
        """
        run = self.runs[self._firsts.searchsorted(np.array(numbers, np.int64), "right") - 1]
        further, place = np.divmod(np.array(numbers, np.int64) - run[:, 0], IN_FRAME)
        frames = zip((run[:, 1] + further).tolist(), run[:, 2].tolist(), place.tolist(), strict=True)
        for (frame, dictionary), group in groupby(frames, key=itemgetter(0, 1)):
            parts = self.decompress(frame, dictionary)
            for _, _, at in group:
                yield parts[at * PARTS : (at + 1) * PARTS]

    def dictionaries(self) -> list[bytes]:
        """The dictionaries by number."""
        return list(map(self._dictionary, range(len(self._dictionary_ends) - 1)))

    @property
    def size_in_bytes(self) -> int:
        """The size of all frames in bytes."""
        return self.array_file.length("articles")

    def ends(self) -> NDArray[np.int64]:
        """Where each frame ends, and before them 0, in bytes: shape (frames + 1,)."""
        return self.array_file["articles.ends"].astype(np.int64)

    def decompress(self, frame: int, dictionary: int) -> list[bytes]:
        """The parts of all articles of a frame."""
        start, stop = self._ends[frame : frame + 2].tolist()
        stored = self.array_file.raw("articles", start, stop)
        self._mapped += PAGE + len(stored)
        if self._mapped > MOST_MAPPED:
            self.array_file.release()
            self._mapped = 0
        try:
            if zstandard.frame_content_size(stored) > MOST_IN_FRAME:
                raise self.array_file.damaged("a block of articles is too large")
            return self._decompressor(dictionary).decompress(stored).split(PART_END)
        except zstandard.ZstdError as error:
            raise self.array_file.damaged("its articles cannot be read: {}", reason(error)) from error

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        """A decompressor with the dictionary of this number."""
        if dictionary not in self._decompressors:
            own = loaded(self._dictionary(dictionary))
            self._decompressors[dictionary] = zstandard.ZstdDecompressor(dict_data=own)
        return self._decompressors[dictionary]

    def _dictionary(self, number: int) -> bytes:
        return self.array_file.raw("dictionary", *self._dictionary_ends[number : number + 2])
