"""What the index holds, record by record, and the source files it came from."""

from __future__ import annotations

import json
import os
import struct
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from newsgrep.errors import IndexDamagedError
from newsgrep.message import Message, as_json, from_json, reason
from newsgrep.storage.article_codec import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from newsgrep.readers import SourceFile

SCHEMA = 3
# Behind the frame; the frame's own does not tell of bits in it that mean nothing.
CHECKSUM = struct.Struct("<I")
# Hexadecimal digits of a mark.
FINGERPRINT_LENGTH = 16
# A stranger's must not fill the memory; half of one are marks, of which packing saves nothing, or file names.
ANY_SIZE, MOST_PACKED = 1 << 24, 200
# Schema, identity and root come first.
MOST_OF_START = 1 << 16
NO_FINGERPRINT = "-" * FINGERPRINT_LENGTH


@dataclass(frozen=True, slots=True)
class FileState:
    """A source file as it was read: size in bytes, mtime in nanoseconds, the ids of its articles, what was wrong.

    ``fingerprints`` holds ``FINGERPRINT_LENGTH`` characters for each id, which tell the article from its former self.
    """

    size: int
    mtime: int
    ids: tuple[str, ...] = ()
    fingerprints: str = ""
    problems: tuple[Message, ...] = ()

    @classmethod
    def of(cls, size: int, mtime: int, records: Mapping[str, str], problems: Iterable[Message] = ()) -> FileState:
        """The state of a file with these articles: id → mark."""
        return cls(size, mtime, tuple(records), "".join(records.values()), tuple(problems))

    @property
    def records(self) -> dict[str, str]:
        """The mark of each article by its id."""
        return {
            one: self.fingerprints[at : at + FINGERPRINT_LENGTH]
            for one, at in zip(self.ids, range(0, len(self.fingerprints), FINGERPRINT_LENGTH), strict=True)
        }

    @property
    def unread(self) -> bool:
        """Whether the file as a whole could not be read, so that it is tried again each time."""
        return self.size < 0 and bool(self.problems)

    def is_of(self, file: SourceFile) -> bool:
        """Whether the file is still as it was, by size and mtime."""
        return (self.size, self.mtime) == (file.size, file.mtime)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an index.

    ``identity`` says by which analysis it was built, ``root`` is the corpus folder, ``commit`` the engine's at that
    time, ``files`` what was read of each source file; records are named by their article ids.
    """

    identity: str
    root: str
    commit: str = ""
    files: dict[str, FileState] = field(default_factory=dict)

    def ids(self) -> set[str]:
        """The ids of all articles."""
        return {article_id for state in self.files.values() for article_id in state.ids}

    def problems(self) -> list[Message]:
        """What could not be read, of all files."""
        return [problem for state in self.files.values() for problem in state.problems]

    def reconciled(self, held: Iterable[str]) -> Manifest:
        """What is known where the index was committed and the manifest was not saved: which ids it holds, no more.

        No file counts as read and no digest is trusted, so that each record is looked at and written again; ids that
        no file owns are dropped then.
        """
        ids = dict.fromkeys(held, NO_FINGERPRINT)
        files = {
            path: FileState.of(-1, -1, {one: NO_FINGERPRINT for one in state.ids if one in ids}, state.problems)
            for path, state in self.files.items()
        }
        strays = dict.fromkeys(ids.keys() - self.ids(), NO_FINGERPRINT)
        return Manifest(self.identity, self.root, self.commit, files | {"": FileState.of(-1, -1, strays)})


class ManifestSource(Protocol):
    """What a manifest is read from: an engine stores its own."""

    @property
    def manifest_path(self) -> Path:
        """What the manifest is called in messages."""
        ...

    def read_manifest(self, most: int | None = None) -> bytes | None:
        """The stored manifest, or its first ``most`` bytes; None if there is none."""
        ...


class ManifestSink(Protocol):
    """What a manifest is written to."""

    def write_manifest(self, content: bytes) -> None:
        """Replace the stored manifest in one step."""
        ...


def load(source: ManifestSource) -> Manifest | None:
    """The manifest of an index, or None if there is none, or one of another schema.

    Raises:
        IndexDamagedError: its bytes are not those that were written.

    """
    raw = source.read_manifest()
    return None if raw is None else _parsed(source.manifest_path, raw)


def root_of(source: ManifestSource) -> str | None:
    """The corpus folder that a manifest names, by its first bytes, nothing verified; None if there is none."""
    import zstandard

    try:
        packed = source.read_manifest(MOST_OF_START)
        if packed is None:
            return None
        start = zstandard.ZstdDecompressor().stream_reader(packed).read(MOST_OF_START).decode("utf-8", "replace")
        root, _ = json.JSONDecoder().raw_decode(start.partition('"root":')[2])
    except (OSError, ValueError, RecursionError, IndexDamagedError, zstandard.ZstdError):
        return None
    return root if isinstance(root, str) and "\0" not in root else None


@lru_cache(maxsize=1)
def _parsed(path: Path, raw: bytes) -> Manifest | None:
    """The manifest in these bytes: a command asks for it more than once."""
    import zstandard

    try:
        packed, checksum = raw[: -CHECKSUM.size], raw[-CHECKSUM.size :]
        if checksum != CHECKSUM.pack(zlib.crc32(packed)):
            raise ValueError(Message("its bytes are not those that were written"))  # noqa: TRY301 (said as all damage is, below)
        if zstandard.frame_content_size(packed) > max(ANY_SIZE, MOST_PACKED * len(packed)):
            raise ValueError(Message("it unpacks to more than any list of files"))  # noqa: TRY301 (as above)
        values = json.loads(zstandard.decompress(packed))
        if values.pop("schema") != SCHEMA:
            return None
        files = {path: _state_of(*state) for path, state in values.pop("files").items()}
        return Manifest(**_texts(values), files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zstandard.ZstdError) as error:
        raise IndexDamagedError(
            "the manifest is damaged ({})", reason(error), path=path, hint="newsgrep index --rebuild"
        ) from error


def _state_of(size: Any, mtime: Any, ids: Any, fingerprints: Any, problems: Any) -> FileState:
    """The state of a file, as a stranger may have stored it; raises ``TypeError`` or ``ValueError`` if it is none."""
    numbers, texts = (size, mtime), (fingerprints, *ids)
    if not all(type(one) is int for one in numbers) or not all(type(one) is str for one in texts):
        raise TypeError(Message("what it says of a file is not of its kind"))
    if len(fingerprints) != FINGERPRINT_LENGTH * len(ids):
        raise ValueError(Message("it has not a mark for each article"))
    return FileState(size, mtime, tuple(ids), fingerprints, tuple(map(from_json, problems)))


def _texts(values: dict[str, Any]) -> dict[str, str]:
    """Values that are texts, and could be paths."""
    for value in values.values():
        if "\0" in os.fsencode(value).decode("latin-1"):
            raise ValueError(Message("it holds a NUL"))
    return values


def save(sink: ManifestSink, manifest: Manifest) -> None:
    """Store the manifest of an index."""
    import zstandard

    files = {
        path: (state.size, state.mtime, state.ids, state.fingerprints, list(map(as_json, state.problems)))
        for path, state in manifest.files.items()
    }
    values = {"schema": SCHEMA, "identity": manifest.identity, "root": manifest.root, "commit": manifest.commit}
    packed = zstandard.compress(to_json(values | {"files": files}).encode("utf-8", "surrogatepass"))
    sink.write_manifest(packed + CHECKSUM.pack(zlib.crc32(packed)))
