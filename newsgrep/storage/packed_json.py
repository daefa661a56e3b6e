"""JSON in a Zstandard frame. An index is untrusted input, which must not fill the memory when it is unpacked."""

from __future__ import annotations

import json
import struct
from typing import Any

from newsgrep.message import Message
from newsgrep.storage.article_codec import to_json

# Of a manifest, half are fingerprints, which do not compress, or file names. At any ratio, ANY_SIZE bytes are harmless.
ANY_SIZE, MOST_PACKED = 1 << 24, 200
SKIPPABLE = struct.Struct("<II")
# Digests and names are as large at level 1 as at 3, in half the time.
LEVEL = 1


def pack_json(value: Any) -> bytes:
    """A value as a frame that ``unpack_json`` takes.

    >>> unpack_json(pack_json(["江城", 2]))
    ['江城', 2]
    """
    import zstandard

    content = to_json(value).encode("utf-8", "surrogatepass")
    packed = zstandard.compress(content, LEVEL)
    if not _is_plausible(len(content), len(packed)):
        packed += _skipped(len(content) // MOST_PACKED)
    return packed


def unpack_json(packed: bytes | memoryview) -> Any:
    """The value in the first frame of ``packed``.

    Raises ``ValueError``, ``RecursionError`` or ``ZstdError`` if there is none, or if it would be implausibly large.
    """
    import zstandard

    if not _is_plausible(zstandard.frame_content_size(packed), len(packed)):
        raise ValueError(Message("decompresses to an implausible size"))
    return json.loads(zstandard.decompress(packed))


def _is_plausible(size: int, packed: int) -> bool:
    """Whether so many bytes may be what so many packed ones contain."""
    return size <= max(ANY_SIZE, MOST_PACKED * packed)


def _skipped(size: int) -> bytes:
    """A frame that readers of Zstandard skip (RFC 8878, 3.1.2)."""
    return SKIPPABLE.pack(0x184D2A50, size) + bytes(size)
