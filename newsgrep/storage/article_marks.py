"""The marks of a file's articles in a manifest: ids, fingerprints, and what each article lacks."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.message import Message, reason
from newsgrep.storage.packed_json import pack_json, unpack_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# What the articles of a file lack.
DIGITS = frozenset("0123")
# Hexadecimal digits.
FINGERPRINT_LENGTH = 16


class ArticleMarks:
    """Marks that are unpacked when they are first asked for; their number is known without that.

    ``fingerprints`` has ``FINGERPRINT_LENGTH`` characters per id, ``lacks`` a digit: ``require_marks`` checks that.
    Reading packed marks raises ``IndexDamagedError`` if they are malformed.
    """

    __slots__ = ("_packed", "_unpacked")

    def __init__(
        self, ids: Iterable[str] = (), fingerprints: str = "", lacks: str = "", *, packed: PackedMarks | None = None
    ) -> None:
        self._unpacked = None if packed else (tuple(ids), fingerprints, lacks)
        self._packed = packed

    @classmethod
    def of(cls, records: Mapping[str, str], lacks: Mapping[str, str] | None = None) -> ArticleMarks:
        """The marks of articles with these fingerprints, by id; ``lacks`` has a digit for those that lack something."""
        digits = "" if lacks is None else digits_of(records, lacks)
        return cls(records, "".join(records.values()), digits)

    def followed_by(self, others: ArticleMarks) -> ArticleMarks:
        """These marks and then others; it is not known what they lack if it is not of any of these."""
        ids, fingerprints, lacks = self._values
        is_known = len(lacks) == len(ids)
        return ArticleMarks(
            (*ids, *others.ids), fingerprints + others.fingerprints, lacks + others.lacks if is_known else ""
        )

    def __len__(self) -> int:
        """The number of ids."""
        return self._packed.size if self._packed else len(self.ids)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ArticleMarks):
            return NotImplemented
        if self is other or (self._packed and other._packed and self._packed.content is other._packed.content):
            return True
        return len(self) == len(other) and self._values == other._values

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
        if self._packed:
            return self._packed.lacking
        return {self.lacks: 1} if len(self.lacks) == 1 else Counter(self.lacks)  # a file of one article is frequent

    @property
    def packed(self) -> bytes | memoryview:
        """The marks as bytes; those that were stored, if they were."""
        return self._packed.content if self._packed else pack_json(self._values)

    @property
    def _values(self) -> tuple[tuple[str, ...], str, str]:
        if self._unpacked is None:
            assert self._packed
            self._unpacked = self._packed.read()
        return self._unpacked


def by_id(ids: Sequence[str], fingerprints: str) -> dict[str, str]:
    """The fingerprint of each article, by id; they are given one after another.

    >>> by_id(["a", "b"], "0123456789abcdef" "fedcba9876543210")
    {'a': '0123456789abcdef', 'b': 'fedcba9876543210'}
    """
    starts = range(0, len(fingerprints), FINGERPRINT_LENGTH)
    return {
        article_id: fingerprints[start : start + FINGERPRINT_LENGTH]
        for article_id, start in zip(ids, starts, strict=True)
    }


def digits_of(ids: Iterable[str], lacks: Mapping[str, str]) -> str:
    """A digit for each article: what it lacks, or 0."""
    return "".join(lacks.get(article_id, "0") for article_id in ids)


class PackedMarks(NamedTuple):
    """The marks of ``size`` articles as ``packed`` gives them, in the manifest at ``path``.

    ``lacking`` is how many articles have each digit.
    """

    content: bytes | memoryview
    size: int
    lacking: dict[str, int]
    path: Path

    def read(self) -> tuple[tuple[str, ...], str, str]:
        """Unpack them."""
        import zstandard

        try:
            ids, fingerprints, lacks = unpack_json(self.content)
            require_marks([ids], [fingerprints], [lacks])
            if len(ids) != self.size:
                raise ValueError(Message("a file entry has the wrong type"))  # noqa: TRY301 (said as all damage is)
        except (ValueError, TypeError, RecursionError, zstandard.ZstdError) as error:
            raise IndexDamagedError(
                "the manifest is damaged: {}", reason(error), path=self.path, hint=REBUILD
            ) from error
        return tuple(ids), fingerprints, lacks


def require_marks(ids: Sequence[Any], fingerprints: Sequence[Any], lacks: Sequence[Any]) -> None:
    """Check the marks of several files, from untrusted input; each column has an element per file.

    Raises ``TypeError`` or ``ValueError`` if they are malformed.
    """
    if not {*map(type, ids)} <= {list, tuple} or not {*map(type, chain(fingerprints, lacks, *ids))} <= {str}:
        raise TypeError(Message("a file entry has the wrong type"))
    if not DIGITS.issuperset("".join(lacks)):
        raise TypeError(Message("a file entry has the wrong type"))
    if [FINGERPRINT_LENGTH * len(each) for each in ids] != list(map(len, fingerprints)):
        raise ValueError(Message("some articles have no fingerprint"))
