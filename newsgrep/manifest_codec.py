"""Manifest ⇄ bytes.

A manifest is stored as a head, a Zstandard frame of JSON with the state of each file, then the marks of the articles of
each large file, packed by themselves, then a checksum of all of it. Marks are unpacked only if their file has changed,
and copied as they are if it has not, so that what an update takes does not grow with the articles that it does not
touch.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from functools import lru_cache
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, Any, Protocol

from newsgrep.errors import REBUILD, IndexDamagedError
from newsgrep.manifest import FileState, Manifest
from newsgrep.message import Message, as_json, from_json, reason
from newsgrep.storage.article_codec import to_json
from newsgrep.storage.article_marks import DIGITS, ArticleMarks, PackedMarks, require_marks
from newsgrep.storage.packed_json import pack_json, unpack_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newsgrep.readers import Understood
    from newsgrep.storage.manifest_start import ManifestSource

SCHEMA = 6
# Schema 5 had the states of files row by row. Schema 4 had the marks of all articles in the head. Schema 3 knew a file
# by size and mtime only, and a corpus of one folder: its files are read once more.
EARLIER_SCHEMAS = {3, 4, 5}
# After all else: the checksums of Zstandard frames miss changes of unused bits.
CHECKSUM = struct.Struct("<I")
# Bytes whose checksum is computed at a time.
CHECKED_AT_ONCE = 1 << 20
# The marks of so many articles of a file stay in the head; those of more are packed by themselves.
MOST_IN_HEAD = 200
# Columns that there always were, and what a file has in the later ones if it was stored before there were any.
FIRST_COLUMNS = 5
LATER_COLUMNS = (-1, -1, "", "", ())


class ManifestSink(Protocol):
    """What a manifest is written to."""

    def write_manifest(self, content: bytes) -> None:
        """Replace the stored manifest in one step."""
        ...


def load(source: ManifestSource) -> Manifest | None:
    """The manifest of an index, or None if there is none, or one of an unknown schema.

    Raises:
        IndexDamagedError: its bytes are not those that were written.

    """
    raw = source.read_manifest()
    return None if raw is None else _parsed(source.manifest_path, _Stored(memoryview(raw)))


class _Stored:
    """A manifest as it is stored, known by its checksum."""

    def __init__(self, raw: memoryview) -> None:
        self.raw = raw
        self.checksum = 0
        for start in range(0, max(0, len(raw) - CHECKSUM.size), CHECKED_AT_ONCE):
            piece = raw[start : min(start + CHECKED_AT_ONCE, len(raw) - CHECKSUM.size)]
            self.checksum = zlib.crc32(piece, self.checksum)
        if isinstance(raw.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            raw.obj.madvise(mmap.MADV_DONTNEED)  # most of it is not needed again

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are those that were written."""
        return self.raw[-CHECKSUM.size :] == CHECKSUM.pack(self.checksum)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stored) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[int, int, bytes]:
        return len(self.raw), self.checksum, bytes(self.raw[-CHECKSUM.size :])


@lru_cache(maxsize=1)
def _parsed(path: Path, stored: _Stored) -> Manifest | None:
    """The manifest in these bytes: a command asks for it more than once."""
    import zstandard

    try:
        if not stored.is_sound:
            raise ValueError(Message("checksum mismatch"))  # noqa: TRY301 (said as all damage is, below)
        packed = stored.raw[: -CHECKSUM.size]
        values = unpack_json(packed)
        if values.pop("schema") not in {SCHEMA, *EARLIER_SCHEMAS}:
            return None
        blocks = _Blocks(packed, values.pop("blocks", []), path)
        said = _Said([_understood_of(*each) for each in values.pop("understood", [])], values.pop("said", []))
        paths, columns = _columns_of(values)
        files = zip(paths, _states_of(said, blocks, *columns), strict=True)
        return Manifest(**_header_of(**values), files=dict(files))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, zstandard.ZstdError) as error:
        raise IndexDamagedError(
            "the manifest is damaged: {}",
            reason(error),
            path=path,
            hint=REBUILD,
        ) from error


class _Blocks:
    """Packed marks, one after another at the end of a manifest; ``sizes`` are in bytes."""

    def __init__(self, packed: memoryview, sizes: Any, path: Path) -> None:
        if not all(type(size) is int and size >= 0 for size in sizes) or sum(sizes) > len(packed):
            raise ValueError(Message("a file entry has the wrong type"))
        self._path = path
        start = len(packed) - sum(sizes)
        self._pieces = [
            packed[start + end - size : start + end] for size, end in zip(sizes, accumulate(sizes), strict=True)
        ]

    def marks(self, size: Any, number: Any, lacking: Any) -> ArticleMarks:
        """The marks of a file with ``size`` articles. Raises like ``_states_of``."""
        counts = [size, *lacking.values()]
        if not all(type(count) is int and count >= 0 for count in counts) or not DIGITS.issuperset(lacking):
            raise TypeError(Message("a file entry has the wrong type"))
        return ArticleMarks(packed=PackedMarks(self._pieces[number], size, lacking, self._path))


def _understood_of(kind: Any, roles: Any, unused: Any, doubts: Any = ()) -> Understood:
    """What was understood of some files, from untrusted input. Raises like ``_states_of``."""
    from newsgrep.readers import Understood
    from newsgrep.readers.oddities import DOUBTS, Doubt

    if not all(type(text) is str for names in (roles, unused, *roles.values()) for text in (kind, *names)):
        raise TypeError(Message("a file entry has the wrong type"))
    odd = tuple(Doubt(*doubt) for doubt in doubts)
    if not all(each.name in DOUBTS and [type(value) for value in each[1:]] == [int, str, int, int] for each in odd):
        raise TypeError(Message("a file entry has the wrong type"))
    return Understood(kind, 0, {role: tuple(names) for role, names in roles.items()}, tuple(unused), doubts=odd)


def _columns_of(values: dict[str, Any]) -> tuple[Sequence[str], list[Sequence[Any]]]:
    """The paths of all files, and columns of what is stored of them; they are taken out of the ``values``."""
    if "columns" in values:
        paths, columns = values.pop("paths"), values.pop("columns")
    else:
        files = values.pop("files")
        paths, columns = list(files), list(zip(*map(_whole, files.values()), strict=True))
    columns = columns or [()] * (FIRST_COLUMNS + len(LATER_COLUMNS))
    if not {*map(type, paths)} <= {str} or {*map(len, columns)} != {len(paths)}:
        raise TypeError(Message("a file entry has the wrong type"))
    return paths, columns


def _whole(row: list[Any]) -> list[Any]:
    """What is stored of a file, with what was not stored of it; of a malformed row, fewer values or more."""
    return [*row, *LATER_COLUMNS[max(0, len(row) - FIRST_COLUMNS) :]]


class _Said:
    """What was understood of files, of which many have the same: a list, from untrusted input.

    Each entry is stored as places in a ``table``, each with a number of articles and of nameless records.
    """

    def __init__(self, table: list[Understood], entries: Any) -> None:
        self._table = table
        self._entries = [self._made(entry) for entry in entries]

    def of(self, stored: Any) -> tuple[Understood, ...]:
        """What is stored as the place of an entry, or as an entry of its own. Raises like ``_states_of``."""
        return self._entries[stored] if type(stored) is int else self._made(stored)

    def _made(self, entry: Any) -> tuple[Understood, ...]:
        if not all(type(number) is int and number >= 0 for numbers in entry for number in numbers):
            raise TypeError(Message("a file entry has the wrong type"))
        return tuple(self._table[at]._replace(articles=articles, nameless=nameless) for at, articles, nameless in entry)


def _states_of(  # noqa: PLR0913, PLR0917 (as they are stored)
    said: _Said,
    blocks: _Blocks,
    sizes: Any,
    mtimes: Any,
    ids: Any,
    fingerprints: Any,
    problems: Any,
    ctimes: Any,
    inodes: Any,
    digests: Any,
    lacks: Any,
    understood: Any,
) -> Iterator[FileState]:
    """The states of files, from untrusted input. Raises ``TypeError`` or ``ValueError`` if one is malformed.

    Where ``ids`` has their number, ``fingerprints`` has that of the block with the marks, and ``lacks`` counts digits.
    """
    if not ({*map(type, chain(sizes, mtimes, ctimes, inodes))} <= {int} and {*map(type, digests)} <= {str}):
        raise TypeError(Message("a file entry has the wrong type"))
    in_head = [type(each) is not int for each in ids]
    require_marks(*(list(compress(column, in_head)) for column in (ids, fingerprints, lacks)))
    marks = [
        ArticleMarks(*stored) if is_in_head else blocks.marks(*stored)
        for is_in_head, *stored in zip(in_head, ids, fingerprints, lacks, strict=True)
    ]
    found = [tuple(map(from_json, each)) if each else () for each in problems]
    known = map(said.of, understood)
    return map(FileState, sizes, mtimes, marks, found, ctimes, inodes, digests, known)


def _header_of(*, parts: Any = (), exclude: Any = (), ignore_files: Any = True, **values: Any) -> dict[str, Any]:
    """The values beside the files, from untrusted input; raises ``TypeError`` or ``ValueError`` if one is malformed."""
    if not isinstance(ignore_files, bool) or isinstance(parts, str) or isinstance(exclude, str):
        raise TypeError(Message("a file entry has the wrong type"))
    for value in (*values.values(), *parts, *exclude):
        if "\0" in os.fsencode(value).decode("latin-1"):
            raise ValueError(Message("a path contains a NUL character"))
    return {**values, "parts": tuple(parts), "exclude": tuple(exclude), "ignore_files": ignore_files}


def save(sink: ManifestSink, manifest: Manifest) -> None:
    """Store the manifest of an index."""
    table: dict[str, int] = {}  # what is understood of many files is stored once
    said: dict[str, int] = {}
    places: dict[int, int] = {}

    def place_of(each: Understood) -> int:
        doubts = (each.doubts,) if each.doubts else ()
        return table.setdefault(to_json((each.kind, each.roles, each.unused, *doubts)), len(table))

    def said_of(understood: tuple[Understood, ...]) -> int:
        if (place := places.get(id(understood))) is None:  # those that were loaded share it
            entry = to_json([(place_of(each), each.articles, each.nameless) for each in understood])
            place = places[id(understood)] = said.setdefault(entry, len(said))
        return place

    blocks: list[bytes | memoryview] = []

    def marks_of(marks: ArticleMarks) -> tuple[Any, Any, Any]:
        if len(marks) <= MOST_IN_HEAD:
            return marks.ids, marks.fingerprints, marks.lacks
        blocks.append(marks.packed)
        return len(marks), len(blocks) - 1, marks.lacking

    columns: list[Sequence[Any]] = []
    if manifest.files:
        sizes, mtimes, marks, problems, *times_and_digests, understood = zip(*manifest.files.values(), strict=True)
        ids, fingerprints, lacks = zip(*map(marks_of, marks), strict=True)
        stored_problems = [list(map(as_json, each)) if each else None for each in problems]
        columns = [sizes, mtimes, ids, fingerprints, stored_problems, *times_and_digests, lacks]
        columns.append(list(map(said_of, understood)))
    values = {"schema": SCHEMA, "identity": manifest.identity, "root": manifest.root, "commit": manifest.commit}
    values |= {"parts": manifest.parts, "exclude": manifest.exclude, "ignore_files": manifest.ignore_files}
    values |= {"understood": list(map(json.loads, table)), "said": list(map(json.loads, said))}
    values |= {"blocks": list(map(len, blocks)), "paths": list(manifest.files), "columns": columns}
    content = b"".join((pack_json(values), *blocks))
    sink.write_manifest(content + CHECKSUM.pack(zlib.crc32(content)))
