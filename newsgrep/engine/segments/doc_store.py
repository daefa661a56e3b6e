"""Document store: packed articles, compressed in small frames with a Zstandard dictionary trained on the segment."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

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
        self._compress(len(self._waiting))
        writer.begin("articles", np.uint8)
        for frame in self._frames:
            writer.append(frame)
        writer.add("articles.ends", np.cumsum([0, *map(len, self._frames)], dtype=np.uint64))
        writer.add("dictionary", self._dictionary)

    def _compress(self, count: int) -> None:
        """Compress the first ``count`` articles that are waiting."""
        if not self._compressor:
            self._dictionary = train(self._waiting)
            self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=_loaded(self._dictionary))
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


def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(dictionary) if dictionary else None


def _frame_of(number: int) -> int:
    return number // IN_FRAME


class Articles:
    """The packed articles of a segment, by document number."""

    def __init__(self, array_file: ArrayFile) -> None:
        self._array_file = array_file
        dictionary = array_file.raw("dictionary", 0, array_file.length("dictionary"))
        self._decompressor = zstandard.ZstdDecompressor(dict_data=_loaded(dictionary))
        self._mapped = 0
        # A cache: of the same articles, a query verifies texts, compares bigrams and prints some.
        self._kept: Cache[int, list[bytes]] = Cache(MOST_KEPT_BYTES, size=lambda parts: sum(map(len, parts)))

    @cached_property
    def _ends(self) -> NDArray[np.uint64]:
        return self._array_file["articles.ends"]

    def __getitem__(self, number: int) -> bytes:
        return PART_END.join(self.parts(number))

    def parts(self, number: int) -> list[bytes]:
        """The title, body and metadata of a document, as UTF-8."""
        frame, place = divmod(number, IN_FRAME)
        return self._kept_frame(frame)[place * PARTS : (place + 1) * PARTS]

    def text(self, number: int, part: int) -> bytes:
        """The title (part 0) or body (part 1) of a document, as UTF-8."""
        return self._kept_frame(number // IN_FRAME)[number % IN_FRAME * PARTS + part]

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
        for frame, group in groupby(numbers, key=_frame_of):
            parts = self._frame(frame)
            for number in group:
                start = number % IN_FRAME * PARTS
                yield parts[start : start + PARTS]

    def _kept_frame(self, index: int) -> list[bytes]:
        """The parts of a frame, from the cache."""
        return self._kept.get(index, lambda: self._frame(index))

    def _frame(self, index: int) -> list[bytes]:
        """Decompress a frame: the parts of all its articles."""
        start, stop = self._ends[index : index + 2].tolist()
        frame = self._array_file.raw("articles", start, stop)
        self._mapped += PAGE + len(frame)
        if self._mapped > MOST_MAPPED:
            self._array_file.release()
            self._mapped = 0
        try:
            if zstandard.frame_content_size(frame) > MOST_IN_FRAME:
                raise self._array_file.damaged("a block of articles is too large")
            return self._decompressor.decompress(frame).split(PART_END)
        except zstandard.ZstdError as error:
            raise self._array_file.damaged("its articles cannot be read: {}", reason(error)) from error
