"""Metadata of a segment's articles by document number, as they are written, and their lengths in characters.

Counts by group are computed from these columns without reading an article.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.storage.article_codec import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from newsgrep.engine.segments.segment_file import Documents, SegmentFile
    from newsgrep.model import Article
    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

COLUMNS = ("kind", "date", "source", "section", "agency", "place", "reporters")
CHARACTERS = "metadata.characters"


class MetadataColumn(NamedTuple):
    """The number of each document's value, shape (documents,), and the values by number: None is no value."""

    numbers: NDArray[Any]
    values: list[Any]


class MetadataColumnWriter:
    """Collects the metadata of packed articles, in the order of their documents."""

    def __init__(self) -> None:
        self._characters: list[int] = []
        self._numbers: dict[str, list[int]] = {name: [] for name in COLUMNS}
        self._values: dict[str, dict[Any, int]] = {name: {} for name in COLUMNS}

    def add(self, article: Article, characters: int) -> None:
        """Add the metadata of an article, and its length in code points, as ``length_of`` counts it."""
        self._characters.append(characters)
        for name, numbers in self._numbers.items():
            values = self._values[name]
            numbers.append(values.setdefault(getattr(article, name), len(values)))

    @property
    def characters(self) -> NDArray[np.int64]:
        """The length of title and body of each article in code points, line ends not counted, shape (documents,)."""
        return np.array(self._characters, np.int64)

    def column(self, name: str) -> MetadataColumn:
        """The column of a value that articles have."""
        return MetadataColumn(np.array(self._numbers[name], np.int64), list(self._values[name]))

    def write(self, writer: ArrayFileWriter) -> None:
        """Write the columns."""
        _write(writer, self.characters, {name: self.column(name) for name in COLUMNS})


def write_joined(writer: ArrayFileWriter, parts: Sequence[MetadataColumns]) -> None:
    """Write the columns of documents of several segments, one behind another, as those of one."""
    columns = {name: _joined([part.column(name) for part in parts]) for name in COLUMNS}
    _write(writer, np.concatenate([part.characters for part in parts]), columns)


def _joined(columns: Sequence[MetadataColumn]) -> MetadataColumn:
    """Columns one behind another, with the values that occur in them, in the order of their first documents."""
    values: dict[Any, int] = {}
    numbers = []
    for column in columns:
        used, firsts = np.unique(column.numbers, return_index=True)
        renumbered = np.zeros(len(column.values), np.int64)
        for number in used[np.argsort(firsts)].tolist():
            renumbered[number] = values.setdefault(column.values[number], len(values))
        numbers.append(renumbered[column.numbers])
    return MetadataColumn(np.concatenate(numbers), list(values))


def _write(writer: ArrayFileWriter, characters: NDArray[np.int64], columns: Mapping[str, MetadataColumn]) -> None:
    """Write columns: ``metadata.characters``, and for each name ``metadata.name`` and its values as JSON."""
    writer.add(CHARACTERS, _small(characters))
    for name, (numbers, values) in columns.items():
        writer.add(f"metadata.{name}", _small(numbers))
        writer.add(f"metadata.{name}.values", to_json(values).encode("utf-8", "surrogatepass"))


class MetadataColumns:
    """The columns of some documents of a segment, given by ascending number."""

    def __init__(self, file: SegmentFile, numbers: Documents) -> None:
        self._file = file
        self._numbers = numbers

    @property
    def characters(self) -> NDArray[np.int64]:
        """The length of each document in code points, shape (documents,)."""
        return self._array_file[CHARACTERS][self._numbers].astype(np.int64)

    def column(self, name: str) -> MetadataColumn:
        """The values of the documents: ``path``, or one of ``COLUMNS``."""
        if name == "path":
            places = self._file.places
            return MetadataColumn(self._array_file["path_number"][self._numbers], places.paths())
        packed = self._array_file.raw(f"metadata.{name}.values", 0, self._array_file.length(f"metadata.{name}.values"))
        values = json.loads(packed.decode("utf-8", "surrogatepass"))
        if name == "reporters":
            values = list(map(tuple, values))
        return MetadataColumn(self._array_file[f"metadata.{name}"][self._numbers], values)

    @property
    def _array_file(self) -> ArrayFile:
        return self._file.array_file


def _small(column: NDArray[np.int64]) -> NDArray[Any]:
    return column.astype(np.min_scalar_type(int(column.max(initial=0))))
