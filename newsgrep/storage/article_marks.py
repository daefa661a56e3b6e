"""The marks of a file's articles in a manifest: ids, fingerprints, and what each article lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.message import Message, reason
from newsgrep.storage.packed_json import pack_json, unpack_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What the articles of a file lack.
DIGITS = frozenset("0123")
# Hexadecimal digits.
FINGERPRINT_LENGTH = 16


class ArticleMarks:
    """Marks that are unpacked when they are first asked for; their number is known without that.

    ``fingerprints`` has ``FINGERPRINT_LENGTH`` characters per id, ``lacks`` a digit. Reading them raises
    ``IndexDamagedError`` if what is stored is malformed.
    """

    __slots__ = ("_lacking", "_packed", "_path", "_size", "_unpacked")

    def __init__(self, ids: Iterable[str] = (), fingerprints: str = "", lacks: str = "") -> None:
        self._unpacked: tuple[tuple[str, ...], str, str] | None = _checked(ids, fingerprints, lacks)
        self._packed: bytes | memoryview | None = None
        self._size = len(self._unpacked[0])
        self._lacking: dict[str, int] | None = None
        self._path: Path | None = None

    @classmethod
    def stored(cls, packed: bytes | memoryview, size: int, lacking: dict[str, int], path: Path) -> ArticleMarks:
        """Marks as ``packed`` gave them, in the manifest at ``path``."""
        marks = cls()
        marks._unpacked, marks._packed = None, packed
        marks._size, marks._lacking, marks._path = size, lacking, path
        return marks

    def followed_by(self, others: ArticleMarks) -> ArticleMarks:
        """These marks and then others; it is not known what they lack if it is not of any of these."""
        ids, fingerprints, lacks = self._values
        is_known = len(lacks) == len(ids)
        return ArticleMarks(
            (*ids, *others.ids), fingerprints + others.fingerprints, lacks + others.lacks if is_known else ""
        )

    def __len__(self) -> int:
        """The number of ids."""
        return self._size

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ArticleMarks):
            return NotImplemented
        if self is other or (self._packed is not None and self._packed is other._packed):
            return True
        return self._size == other._size and self._values == other._values

    def __hash__(self) -> int:
        return hash(self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids."""
        return self._values[0]

    @property
    def fingerprints(self) -> str:
        """The fingerprints of all articles, one after another."""
        return self._values[1]

    @property
    def lacks(self) -> str:
        """A digit for each article; empty if it is not known what they lack."""
        return self._values[2]

    @property
    def lacking(self) -> dict[str, int]:
        """How many articles have each digit."""
        if self._lacking is None:
            lacks = self.lacks
            self._lacking = {lacks: 1} if len(lacks) == 1 else Counter(lacks)  # a file of one article is frequent
        return self._lacking

    @property
    def packed(self) -> bytes | memoryview:
        """The marks as bytes; those that were stored, if they were."""
        if self._packed is None:
            self._packed = pack_json(self._values)
        return self._packed

    @property
    def _values(self) -> tuple[tuple[str, ...], str, str]:
        if self._unpacked is None:
            self._unpacked = self._read()
        return self._unpacked

    def _read(self) -> tuple[tuple[str, ...], str, str]:
        import zstandard

        try:
            found = _checked(*unpack_json(self.packed))
            if len(found[0]) != self._size:
                raise ValueError(Message("a file entry has the wrong type"))  # noqa: TRY301 (said as all damage is)
        except (ValueError, TypeError, RecursionError, zstandard.ZstdError) as error:
            raise IndexDamagedError(
                "the manifest is damaged: {}", reason(error), path=self._path, hint=REBUILD
            ) from error
        return found


def _checked(ids: Any, fingerprints: Any, lacks: Any) -> tuple[tuple[str, ...], str, str]:
    """Marks from untrusted input. Raises ``TypeError`` or ``ValueError`` if they are malformed."""
    if not isinstance(ids, list | tuple) or {*map(type, (fingerprints, lacks, *ids))} != {str}:
        raise TypeError(Message("a file entry has the wrong type"))
    if not DIGITS.issuperset(lacks):
        raise TypeError(Message("a file entry has the wrong type"))
    if len(fingerprints) != FINGERPRINT_LENGTH * len(ids):
        raise ValueError(Message("some articles have no fingerprint"))
    return tuple(ids), fingerprints, lacks
