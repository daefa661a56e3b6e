"""Term dictionary: sorted terms on disk, term → number of its posting list."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.grams import CODE_BITS
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

# Terms per block; the first terms of the blocks are searched first.
BLOCK = 32
KEY_BYTES = 8
TERM_END = b"\0"


def encode(term: str) -> bytes:
    """Encode a term as it is stored; bytes sort like code points."""
    return term.encode("utf-8", "surrogatepass")


def decode(stored: bytes) -> str:
    """Decode a stored term."""
    return stored.decode("utf-8", "surrogatepass")


def write_terms(writer: ArrayFileWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write sorted terms in blocks.

    The parts are ``name.terms``, ``.heads`` (offsets of the blocks), ``.keys`` (first bytes of the blocks) and
    ``.count`` (number of terms).
    """
    blocks = [TERM_END.join(terms[start : start + BLOCK]) for start in range(0, len(terms), BLOCK)]
    heads = np.cumsum([0, *map(len, blocks)], dtype=np.uint64)
    writer.add(f"{name}.terms", b"".join(blocks))
    writer.add(f"{name}.heads", heads)
    writer.add(f"{name}.keys", np.array([_key(term) for term in terms[::BLOCK]], np.uint64))
    writer.add(f"{name}.count", np.array([len(terms)], np.uint32))


def _key(term: bytes) -> int:
    """The first bytes of a term as a big-endian number, which sorts like them."""
    return int.from_bytes(term[:KEY_BYTES].ljust(KEY_BYTES, b"\0"), "big")


class TermDict:
    """The terms of a field."""

    def __init__(self, array_file: ArrayFile, name: str) -> None:
        self._array_file = array_file
        self._name = name
        self._count = int(array_file[f"{name}.count"][0])
        self._keys = array_file[f"{name}.keys"]
        self._heads = array_file[f"{name}.heads"]

    def __len__(self) -> int:
        return self._count

    def find(self, term: bytes) -> int | None:
        """The number of a term, or None."""
        block = self._last_block(term, is_first=False)
        if block < 0:
            return None
        terms = self._block(block)
        at = bisect_left(terms, term)
        return block * BLOCK + at if at < len(terms) and terms[at] == term else None

    def __getitem__(self, index: int) -> bytes:
        return self._block(index // BLOCK)[index % BLOCK]

    def lower_bound(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``."""
        block = self._last_block(term, is_first=True)
        return 0 if block < 0 else block * BLOCK + bisect_left(self._block(block), term)

    def _last_block(self, term: bytes, *, is_first: bool) -> int:
        """The last block that begins with a smaller term, or unless ``is_first`` with the term itself; or -1."""
        key = np.uint64(_key(term))
        low = high = int(self._keys.searchsorted(key, "right"))
        if low and self._keys[low - 1] == key:
            low = int(self._keys.searchsorted(key, "left"))
        while low < high:
            middle = (low + high) // 2
            first = self._block(middle)[0]
            if first < term or (first == term and not is_first):
                low = middle + 1
            else:
                high = middle
        return low - 1

    def starting_at(self, first: int = 0) -> Iterator[bytes]:
        """The terms from a number on, in order."""
        for block in range(first // BLOCK, -(-self._count // BLOCK)):
            yield from self._block(block)[max(0, first - block * BLOCK) :]

    def containing(self, text: bytes) -> Iterator[int]:
        """The numbers of the terms that contain a text, in order."""
        blocks = self._array_file.raw(f"{self._name}.terms", 0, int(self._heads[-1]))
        at = blocks.find(text)
        while at >= 0:
            block = int(self._heads.searchsorted(np.uint64(at), "right")) - 1
            yield from (block * BLOCK + index for index, term in enumerate(self._block(block)) if text in term)
            at = blocks.find(text, int(self._heads[block + 1]))

    def _block(self, index: int) -> list[bytes]:
        start, stop = self._heads[index : index + 2].tolist()
        return self._array_file.raw(f"{self._name}.terms", start, stop).split(TERM_END)


class RootedPaths:
    """The folded paths of a segment with the folder of their corpus before each, in the same order."""

    def __init__(self, paths: TermDict, root: str) -> None:
        self._paths = paths
        self._root = encode(fold(root))

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, index: int) -> bytes:
        return self._root + self._paths[index]

    def find(self, term: bytes) -> int | None:
        """The number of a path, or None."""
        return self._paths.find(term[len(self._root) :]) if term.startswith(self._root) else None

    def lower_bound(self, term: bytes) -> int:
        """The number of the first path that is not less than ``term``."""
        if term.startswith(self._root):
            return self._paths.lower_bound(term[len(self._root) :])
        return 0 if term < self._root else len(self)

    def starting_at(self, first: int = 0) -> Iterator[bytes]:
        """The paths from a number on, in order."""
        return (self._root + path for path in self._paths.starting_at(first))


def write_grams(writer: ArrayFileWriter, name: str, codes: NDArray[np.uint64]) -> None:
    """Write sorted bigram codes.

    The parts are ``name.firsts`` (distinct first characters), ``.starts`` (number of the first bigram of each),
    ``.alphabet`` (distinct second characters) and ``.seconds`` (second character of each bigram, by its index in the
    alphabet).
    """
    firsts = (codes >> np.uint64(CODE_BITS)).astype(np.uint32)
    seconds = (codes & np.uint64((1 << CODE_BITS) - 1)).astype(np.uint32)
    starts = np.flatnonzero(np.diff(firsts, prepend=np.uint32(0))) if len(firsts) else np.empty(0, np.int64)
    alphabet = np.unique(seconds)
    writer.add(f"{name}.firsts", firsts[starts])
    writer.add(f"{name}.starts", np.append(starts, len(codes)).astype(np.uint32))
    writer.add(f"{name}.alphabet", alphabet)
    # Two bytes per bigram, unless the segment has more distinct characters than that.
    writer.add(f"{name}.seconds", np.searchsorted(alphabet, seconds).astype(np.min_scalar_type(len(alphabet))))


class BigramDict:
    """The bigrams of a field."""

    def __init__(self, array_file: ArrayFile, name: str) -> None:
        self._array_file = array_file
        self._name = name
        self._firsts = array_file[f"{name}.firsts"]
        self._starts = array_file[f"{name}.starts"]
        self._alphabet = array_file[f"{name}.alphabet"]

    def __len__(self) -> int:
        return self._array_file.length(f"{self._name}.seconds")

    def find(self, code: int) -> int | None:
        """The number of a bigram by its code, or None."""
        first, second = divmod(code, 1 << CODE_BITS)
        start, stop = self.beginning_with(first)
        rank = int(self._alphabet.searchsorted(np.uint32(second)))
        if start == stop or rank == len(self._alphabet) or self._alphabet[rank] != second:
            return None
        seconds = self._array_file.slice(f"{self._name}.seconds", start, stop)
        index = int(seconds.searchsorted(seconds.dtype.type(rank)))
        return start + index if index < len(seconds) and seconds[index] == rank else None

    def beginning_with(self, first: int) -> tuple[int, int]:
        """The half-open range of the numbers of the bigrams that begin with a character."""
        index = int(self._firsts.searchsorted(np.uint32(first)))
        if index == len(self._firsts) or self._firsts[index] != first:
            return 0, 0
        start, stop = self._starts[index : index + 2].tolist()
        return start, stop

    def codes(self) -> NDArray[np.uint64]:
        """The codes of all bigrams, sorted, shape (bigrams,)."""
        firsts = np.repeat(self._firsts.astype(np.uint64), np.diff(self._starts))
        return firsts << np.uint64(CODE_BITS) | self._alphabet[self._array_file[f"{self._name}.seconds"]]
