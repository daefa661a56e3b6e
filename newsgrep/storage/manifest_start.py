"""What the first bytes of a manifest tell: the corpus folder. A search needs no more of it, for its links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from newsgrep.errors import IndexDamagedError

if TYPE_CHECKING:
    from pathlib import Path

# Bytes; schema, identity and root come first.
MOST_OF_START = 1 << 16


class ManifestSource(Protocol):
    """What a manifest is read from: an engine stores its own."""

    @property
    def manifest_path(self) -> Path:
        """What the manifest is called in messages."""
        ...

    def read_manifest(self, most: int | None = None) -> bytes | memoryview | None:
        """The stored manifest, or its first ``most`` bytes; None if there is none."""
        ...


def root_of(source: ManifestSource) -> str | None:
    """The corpus folder that a manifest names, by its first bytes, nothing verified; None if there is none."""
    try:
        packed = source.read_manifest(MOST_OF_START)
    except (OSError, IndexDamagedError):
        return None
    return None if packed is None else root_in(packed)


def root_in(packed: bytes | memoryview) -> str | None:
    """The corpus folder that the first bytes of a manifest name, nothing verified; None if they are of another file."""
    import zstandard

    try:
        start = zstandard.ZstdDecompressor().stream_reader(packed).read(MOST_OF_START).decode("utf-8", "replace")
        root, _ = json.JSONDecoder().raw_decode(start.partition('"root":')[2])
    except (OSError, ValueError, RecursionError, zstandard.ZstdError):
        return None
    return root if isinstance(root, str) and "\0" not in root else None
