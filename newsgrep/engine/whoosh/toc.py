"""The table of contents: Whoosh's own, followed by the same as JSON, which is the part that newsgrep reads.

Whoosh's part is a pickle, and loading a pickle of untrusted input can run any code. It is written so that Whoosh can
open the index, and never read here. Nothing in this module imports Whoosh, so that a search need not.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from newsgrep.engine.segments.commit import TRIES, Commit, SegmentEntry
from newsgrep.engine.segments.layout import INDEX_NAME, SUFFIX
from newsgrep.errors import REBUILD, IndexDamagedError, IndexOutdatedError, NoIndexError
from newsgrep.message import Message, reason
from newsgrep.storage.atomic_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


# Whoosh writes the generation in four bytes.
FILE_NAME = re.compile(r"_MAIN_(\d{1,9})\.toc")
SEGMENT_ID = re.compile(r"[0-9a-f]{16}")
LEXICON_NAME = re.compile(r"lexicon-\w+")
# What follows Whoosh's part: generation, segments and lexicon as JSON, the user dictionary of the segmentation, the
# lengths of these two, a checksum of everything before it, and a magic number.
LENGTHS = struct.Struct("<QQ")
TRAILER = struct.Struct("<I8s")
TOC_END = b"newsgre2"
MOST_BYTES = 1 << 28


def read_commit(folder: Path) -> Commit:
    """Read the newest table of contents of an index folder.

    Raises:
        NoIndexError: there is none.
        IndexDamagedError: its bytes are not those that were written, or make no sense.
        IndexOutdatedError: it is truncated or of another version.

    """
    return _parsed(*_newest(folder))


def read_table(path: Path) -> Commit:
    """Read the table of contents in a file; raises as ``read_commit`` does."""
    return _parsed(path, read_plain(path, MOST_BYTES))


def has_trailer(file: IO[bytes]) -> bool:
    """Whether a file ends like a table of contents of ours, of any version."""
    file.seek(max(0, file.seek(0, 2) - len(TOC_END)))
    return file.read().startswith(TOC_END[:-1])


def toc_name(generation: int) -> str:
    """The file name of a commit's table of contents."""
    return f"_{INDEX_NAME}_{generation}.toc"


def _parsed(path: Path, raw: bytes) -> Commit:
    if not raw.endswith(TOC_END) or len(raw) < LENGTHS.size + TRAILER.size:
        raise IndexOutdatedError("truncated, or written by another version of newsgrep", path=path, hint=REBUILD)
    checksum = zlib.crc32(raw[: -TRAILER.size])
    if TRAILER.unpack(raw[-TRAILER.size :])[0] != checksum:
        raise IndexDamagedError("checksum mismatch", path=path, hint=REBUILD)
    end = len(raw) - TRAILER.size - LENGTHS.size
    table_length, words_length = LENGTHS.unpack_from(raw, end)
    words = raw[max(0, end - words_length) : end]
    table = raw[max(0, end - words_length - table_length) : end - words_length]
    try:
        generation, segments, lexicon = json.loads(table)
        commit = Commit(int(generation), tuple(_entries(segments)), words, _lexicon(lexicon), checksum)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise IndexDamagedError(
            "its list of segments is invalid: {}", reason(error), path=path, hint=REBUILD
        ) from error
    if commit.generation != _generation(path):
        raise IndexDamagedError(
            "it contains commit {}, which does not match its name", generation, path=path, hint=REBUILD
        )
    return commit


def _lexicon(name: str) -> str:
    """Check the name of a lexicon, which is untrusted input."""
    if not LEXICON_NAME.fullmatch(name):
        raise ValueError(Message("invalid lexicon name"))
    return name


def _entries(segments: Any) -> Iterator[SegmentEntry]:
    """Check the segments of a table, which are untrusted input."""
    seen = set()
    for segment_id, count, deleted in segments:
        if segment_id in seen:
            raise ValueError(Message("a segment is listed twice"))
        seen.add(segment_id)
        if not SEGMENT_ID.fullmatch(segment_id) or not isinstance(count, int):
            raise ValueError(Message("invalid segment"))
        numbers = frozenset(deleted)
        if not all(isinstance(number, int) and 0 <= number < count for number in numbers):
            raise ValueError(Message("a deleted article is not in its segment"))
        yield SegmentEntry(segment_id, count, numbers)


def stored(table: bytes, generation: int, segments: Iterable[SegmentEntry], words: bytes) -> bytes:
    """The bytes of a table of contents: Whoosh's part as given, followed by ours."""
    from newsgrep.analysis.user_dictionary import lexicon_name

    entries = [[segment.segid, segment.doccount, sorted(segment.deleted)] for segment in segments]
    ours = json.dumps([generation, entries, lexicon_name(words)]).encode()
    content = table + ours + words + LENGTHS.pack(len(ours), len(words))
    return content + TRAILER.pack(zlib.crc32(content), TOC_END)


def _newest(folder: Path) -> tuple[Path, bytes]:
    """The newest table and its bytes; a writer may commit, and delete the table before, while the folder is listed."""
    for _ in range(TRIES):
        path = toc_path(folder)
        with suppress(FileNotFoundError):
            return path, read_plain(path, MOST_BYTES)
    raise IndexDamagedError("deleted while being read", path=path, hint="try again")


def toc_path(folder: Path) -> Path:
    """The path of the newest table of contents of a folder.

    Raises:
        NoIndexError: there is none.
        IndexDamagedError: there is none, but there are segments.

    """
    files: list[Path] = []
    found: list[Path] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for _ in range(2):  # a listing may miss both tables while a commit replaces one by the next
            files = files if found else list(folder.iterdir())
            found = [path for path in files if FILE_NAME.fullmatch(path.name)]
    if not found and any(path.suffix == SUFFIX for path in files):
        raise IndexDamagedError("the table of contents (_MAIN_*.toc) is missing", path=folder, hint=REBUILD)
    if not found:
        raise NoIndexError(
            "no index found",
            path=folder,
            hint="create one with 'newsgrep index FOLDER', or point to one with --index DIR or NEWSGREP_INDEX",
        )
    return max(found, key=_generation)


def _generation(path: Path) -> int:
    match = FILE_NAME.fullmatch(path.name)
    return int(match[1]) if match else 0
