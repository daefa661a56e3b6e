"""Document store: packed articles, each compressed on its own with a Zstandard dictionary trained on others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import zstandard

from newsgrep.engine.segments.cache import Cache
from newsgrep.message import Message, reason
from newsgrep.storage.article_codec import PART_END

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

Item = TypeVar("Item")
# On 20,000 broadcasts of 1.5 KB, level 5 compresses to 0.38 of the size; level 7 to 0.37, in twice the time. With four
# articles together it is 0.36, but reading one of them takes 14 microseconds instead of 4: a search reads a hundred.
LEVEL = 5
# An index is untrusted input, which must not fill the memory. No genuine article is longer: files that are read in one
# piece are shorter than this.
MOST_IN_ARTICLE = 1 << 31
# So many articles are read at once if the bytes between them are no more than their own, and all not more than these.
READ_TOGETHER, CLOSE, MOST_TOGETHER = 64, 2, 1 << 22
# Bytes of decompressed articles in the cache.
MOST_KEPT_BYTES = 1 << 23
# Bytes of texts in memory at a time where many are read.
MOST_IN_BATCH = 1 << 20
# A dictionary pays off only if there is much more to compress than its own size.
SAMPLE_BYTES = 5_000_000
MOST_DICTIONARY, LEAST_DICTIONARY = 1 << 18, 1 << 10
SHARE_OF_SAMPLE = 16
# An earlier dictionary is used again where a sample of so many articles takes at most this much more than its own did:
# many dictionaries are not all in a processor's cache, and with one of 21 an article is read in twice the time. What
# another kind of text trained takes 6 to 20 % more than one's own.
SAMPLE, WORTH_KEEPING = 256, 1.03
# A frame has a checksum of its own, so that the pages that it is in need not be verified, unless its header gives a
# size for which memory is better not asked for before that header is known to be sound.
MOST_UNVERIFIED = 1 << 20
# Where a frame's descriptor is, and its flag that there is a checksum.
DESCRIPTOR, CHECKSUM_FLAG = 4, 4
# The part that lists the runs, in segments that have several.
RUNS = "articles.runs"


class Trained(NamedTuple):
    """A dictionary, and the share of their size to which it compressed the articles of its segment."""

    dictionary: bytes
    share: float


class ArticleWriter:
    """Collects packed articles, and compresses them once there are enough to train a dictionary on.

    A dictionary trained on ``earlier`` articles is used again if it suits them.
    """

    def __init__(self, earlier: Trained | None = None) -> None:
        self._earlier = earlier
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._dictionary = b""
        self._compressor: zstandard.ZstdCompressor | None = None
        self._frames: list[bytes] = []
        # Bytes of all articles, as they were given and compressed.
        self._given = self._compressed = 0

    def add(self, batch: Sequence[bytes]) -> None:
        """Add packed articles."""
        self._waiting += batch
        self._waiting_bytes += sum(map(len, batch))
        if self._compressor or self._waiting_bytes >= SAMPLE_BYTES:
            self._compress()

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
        self._compress()
        return self._dictionary

    def _compress(self) -> None:
        """Compress the articles that are waiting."""
        if not self._compressor:
            suits = self._earlier and _suits(self._earlier, self._waiting)
            self._dictionary = self._earlier.dictionary if self._earlier and suits else train(self._waiting)
            self._compressor = _compressor(self._dictionary)
        waiting, self._waiting = self._waiting, []
        # Copied: the compressor's own buffer is as long as the article.
        frames = [bytes(memoryview(self._compressor.compress(article))) for article in waiting]
        self._frames += frames
        self._given += sum(map(len, waiting))
        self._compressed += sum(map(len, frames))

    @property
    def trained(self) -> Trained | None:
        """The dictionary, to be given to the writer of further articles; None if there is none."""
        if not self._dictionary:
            return None
        suited = self._earlier and self._earlier.dictionary == self._dictionary
        return self._earlier if suited else Trained(self._dictionary, self._compressed / self._given)


def _compressor(dictionary: bytes) -> zstandard.ZstdCompressor:
    digested = loaded(dictionary)
    if digested:
        digested.precompute_compress(level=LEVEL)  # a tenth of the time of each article
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=digested, write_checksum=True)


def _has_checksum(frame: bytes) -> bool:
    """Whether a Zstandard frame, whose header has been read, ends in a checksum (RFC 8878, section 3.1.1.1.1)."""
    return bool(frame[DESCRIPTOR] & CHECKSUM_FLAG)


def _suits(earlier: Trained, articles: Sequence[bytes]) -> bool:
    """Whether articles are compressed by a dictionary nearly as well as those that it was trained on."""
    sample = articles[:: max(1, len(articles) // SAMPLE)]
    compressor = _compressor(earlier.dictionary)
    compressed = sum(len(compressor.compress(article)) for article in sample)
    return compressed <= WORTH_KEEPING * earlier.share * sum(map(len, sample))


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


def in_batches(items: Iterable[Item], size: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """Items in batches that memory has room for: each ends with the item by which its size reaches ``most``."""
    batch: list[Item] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if total >= most:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict | None:
    """A dictionary to compress or decompress with; None if it is empty."""
    return zstandard.ZstdCompressionDict(dictionary) if dictionary else None


class Articles:
    """The packed articles of a segment, by document number.

    A segment that was built has one dictionary. One that was merged of several has theirs, each for a run of articles:
    ``runs``, shape (runs, 2), has the number of the first article and that of the dictionary.
    """

    def __init__(self, array_file: ArrayFile) -> None:
        self.array_file = array_file
        self._dictionary_ends = [0, array_file.length("dictionary")]
        self.runs = np.zeros((1, 2), np.int64)
        if RUNS in array_file:
            self._dictionary_ends = array_file["dictionary.ends"].tolist()
            self.runs = _checked_runs(array_file)
        self._dictionary_of: list[int] = self.runs[:, 1].tolist()
        self._decompressors: dict[int, zstandard.ZstdDecompressor] = {}
        # A cache: of the same articles, a query verifies texts, compares bigrams and prints some.
        self._kept: Cache[int, list[bytes]] = Cache(MOST_KEPT_BYTES, size=lambda parts: sum(map(len, parts)))

    def __getitem__(self, number: int) -> bytes:
        return PART_END.join(self.parts(number))

    def parts(self, number: int) -> list[bytes]:
        """The title, body and metadata of a document, as UTF-8."""
        return self._kept.get(number, lambda: self._read(number))

    def some_parts(self, numbers: Sequence[int]) -> list[list[bytes]]:
        """The same of some documents."""
        return self._kept.some(numbers, self.each_parts)

    def text(self, number: int, part: int) -> bytes:
        """The title (part 0) or body (part 1) of a document, as UTF-8."""
        return self.parts(number)[part]

    def each(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Read packed articles."""
        return map(PART_END.join, self.each_parts(numbers))

    def texts(self, numbers: Iterable[int], part: int) -> list[bytes]:
        """The titles (part 0) or bodies (part 1) of documents, as UTF-8."""
        return [parts[part] for parts in self.each_parts(numbers)]

    def text_batches(self, numbers: Iterable[int], part: int) -> Iterator[list[bytes]]:
        """Read the same texts as ``texts`` in batches that memory has room for."""
        return in_batches((parts[part] for parts in self.each_parts(numbers)), len, MOST_IN_BATCH)

    def each_parts(self, numbers: Iterable[int]) -> Iterator[list[bytes]]:
        """Read title, body and metadata of documents, as UTF-8.

        Not through the cache: what is read by the thousand would only empty it.
        """
        found = np.fromiter(numbers, np.intp)
        starts, ends = (self.array_file.take("articles.ends", found + side).tolist() for side in (0, 1))
        return map(self._unpacked, self._run_of(found).tolist(), starts, ends, self._frames(starts, ends))

    def dictionaries(self) -> list[bytes]:
        """The dictionaries by number."""
        return list(map(self._dictionary, range(len(self._dictionary_ends) - 1)))

    @property
    def size_in_bytes(self) -> int:
        """The size of all articles in bytes, compressed."""
        return self.array_file.length("articles")

    def ends(self) -> NDArray[np.int64]:
        """Where each article ends, and before them 0, in bytes: shape (documents + 1,)."""
        return self.array_file["articles.ends"].astype(np.int64)

    def _read(self, number: int) -> list[bytes]:
        run = int(self._run_of(np.array([number]))[0])
        start, end = self.array_file.slice("articles.ends", number, number + 2).tolist()
        return self._unpacked(run, start, end, self.array_file.read_unverified("articles", start, end))

    def _run_of(self, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
        """The index of each document's run, shape (documents,)."""
        runs: NDArray[np.intp] = self.runs[:, 0].searchsorted(numbers, "right") - 1
        return runs

    def _frames(self, starts: list[int], ends: list[int]) -> Iterator[bytes]:
        """Read the frames at some places, those that are close together at once; no checksum is verified yet."""
        read = partial(self.array_file.read_unverified, "articles")
        for at in range(0, len(starts), READ_TOGETHER):
            begins, stops = starts[at : at + READ_TOGETHER], ends[at : at + READ_TOGETHER]
            first, last = min(begins), max(stops)
            if last - first > min(CLOSE * (sum(stops) - sum(begins)), MOST_TOGETHER):
                yield from map(read, begins, stops)
                continue
            frames = read(first, last)
            for begin, stop in zip(begins, stops, strict=True):
                yield frames[begin - first : stop - first]

    def _unpacked(self, run: int, start: int, stop: int, frame: bytes) -> list[bytes]:
        """The parts of an article, given its frame."""
        try:
            size = zstandard.frame_content_size(frame)
            if size > MOST_UNVERIFIED or not _has_checksum(frame):  # indexes made before frames had them
                frame = self.array_file.read("articles", start, stop)
                size = zstandard.frame_content_size(frame)
            if size > MOST_IN_ARTICLE:
                raise self.array_file.damaged("an article is too large")
            return self._decompressor(run).decompress(frame).split(PART_END)
        except zstandard.ZstdError as error:
            raise self.array_file.damaged("its articles cannot be read: {}", reason(error)) from error

    def _decompressor(self, run: int) -> zstandard.ZstdDecompressor:
        """A decompressor with the dictionary of a run."""
        number = self._dictionary_of[run]
        if found := self._decompressors.get(number):
            return found
        own = zstandard.ZstdDecompressor(dict_data=loaded(self._dictionary(number)))
        return self._decompressors.setdefault(number, own)

    def _dictionary(self, number: int) -> bytes:
        return self.array_file.raw("dictionary", *self._dictionary_ends[number : number + 2])


def _checked_runs(array_file: ArrayFile) -> NDArray[np.int64]:
    """The runs of a merged segment, from untrusted input."""
    runs = array_file[RUNS]
    documents, dictionaries = (array_file.length(name) - 1 for name in ("articles.ends", "dictionary.ends"))
    if len(runs) and len(runs) % 2 == 0:
        runs = runs.reshape(-1, 2).astype(np.int64)
        firsts, numbers = runs.T
        is_ascending = not firsts[0] and (np.diff(firsts, append=documents) > 0).all()
        if is_ascending and ((numbers >= 0) & (numbers < dictionaries)).all():
            return runs
    raise array_file.damaged("its articles cannot be read: {}", Message("a part has an invalid place"))
