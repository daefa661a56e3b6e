"""Columns of a segment, by document number: field lengths, date, place (path and key); and lookup by id."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.engine.base import place_of
from newsgrep.engine.segments.postings import number_type
from newsgrep.engine.segments.term_dict import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents
    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter


def write_columns(
    writer: ArrayFileWriter,
    places: Sequence[tuple[str, str]],
    lengths: Mapping[str, NDArray[Any]],
    days: NDArray[Any],
) -> None:
    """Write the columns of all documents.

    ``places`` are path and key, ``lengths`` the numbers of words by field, shape (documents,) each; ``days``, shape
    (documents,), numbers the sorted dates from 1, 0 is for no date. The ranks of the documents by place and by id are
    derived, and the total lengths, so that not all lengths are read for their mean.
    """
    for name, column in lengths.items():
        writer.add(f"{name}_length", column.astype(np.min_scalar_type(int(column.max(initial=0)))))
        writer.add(f"{name}_length.total", np.array([column.sum(dtype=np.int64)]))
    numbers = number_type(len(places))
    writer.add("day", days.astype(numbers))
    order = sorted(range(len(places)), key=lambda number: place_of(*places[number]))
    rank = np.empty(len(places), numbers)
    rank[order] = np.arange(len(places))
    writer.add("rank", rank)
    writer.add("id", np.array(sorted(range(len(places)), key=lambda number: encode_id(*places[number])), numbers))
    paths = {path: number for number, path in enumerate(dict.fromkeys(path for path, _ in places))}
    writer.add("path_number", np.array([paths[path] for path, _ in places], numbers))
    for name, texts in (("paths", list(paths)), ("keys", [key for _, key in places])):
        stored = [encode(text) for text in texts]
        writer.add(name, b"".join(stored))
        writer.add(f"{name}.ends", np.cumsum([0, *map(len, stored)], dtype=np.uint64))


def encode_id(path: str, key: str) -> bytes:
    """The id of an article as a term."""
    return encode(f"{path}#{key}")


class Places:
    """Path and key by document number; ``root`` is put before every path."""

    def __init__(self, array_file: ArrayFile, root: str = "") -> None:
        self._array_file = array_file
        self._root = root

    def __len__(self) -> int:
        return self._array_file.length("rank")

    def __getitem__(self, number: int) -> tuple[str, str]:
        path = int(self._array_file.slice("path_number", number, number + 1)[0])
        return self._root + self._text("paths", path), self._text("keys", number)

    def some(self, numbers: Documents) -> list[tuple[str, str]]:
        """Path and key of some documents."""
        of_each = self._array_file.take("path_number", numbers).tolist()
        known = sorted(set(of_each))
        paths = dict(zip(known, self._some_texts("paths", np.array(known, np.intp)), strict=True))
        keys = self._some_texts("keys", numbers)
        return [(self._root + paths[path], key) for path, key in zip(of_each, keys, strict=True)]

    def paths(self) -> list[str]:
        """The paths, by the numbers in the column ``path_number``."""
        return [self._root + self._text("paths", index) for index in range(self._array_file.length("paths.ends") - 1)]

    def all(self) -> list[tuple[str, str]]:
        """Path and key of every document."""
        paths, keys = self._texts("paths"), self._texts("keys")
        numbers = self._array_file["path_number"].tolist()
        return [(self._root + paths[number], key) for number, key in zip(numbers, keys, strict=True)]

    def _texts(self, name: str) -> list[str]:
        ends = self._array_file[f"{name}.ends"].tolist()
        stored = self._array_file.raw(name, 0, self._array_file.length(name))
        return [decode(stored[start:end]) for start, end in pairwise(ends)]

    def _some_texts(self, name: str, indices: Documents) -> list[str]:
        starts, ends = (self._array_file.take(f"{name}.ends", indices + side).tolist() for side in (0, 1))
        return [decode(self._array_file.raw(name, start, end)) for start, end in zip(starts, ends, strict=True)]

    def _text(self, name: str, index: int) -> str:
        start, stop = self._array_file.slice(f"{name}.ends", index, index + 2).tolist()
        return decode(self._array_file.raw(name, start, stop))


class Ids:
    """The ids of all documents as a sorted list of terms, each with one document."""

    def __init__(self, array_file: ArrayFile, root: str = "") -> None:
        self._array_file = array_file
        self._places = Places(array_file, root)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> bytes:
        return encode_id(*self._places[self.document(index)])

    def document(self, index: int) -> int:
        """The document number of the id at an index."""
        return int(self._array_file.slice("id", index, index + 1)[0])

    def find(self, term: bytes) -> int | None:
        """The index of an id, or None."""
        index = self.lower_bound(term)
        return index if index < len(self) and self[index] == term else None

    def lower_bound(self, term: bytes) -> int:
        """The index of the first id that is not less than ``term``."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < term:
                low = middle + 1
            else:
                high = middle
        return low

    def starting_at(self, first: int = 0) -> Iterator[bytes]:
        """The ids from an index on, in order."""
        return (self[index] for index in range(first, len(self)))
