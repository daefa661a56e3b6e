"""Byte streams → repaired lines of text, without loading the whole stream."""

from __future__ import annotations

import io
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsgrep.errors import ReadError
from newsgrep.text.encoding import SAMPLE_BYTES, decode_as, detect_encoding, is_binary
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


Line = TypeVar("Line", str, bytes)

# Bytes, or characters in UTF-16. A longer line is not news: a year of a newspaper has some thirty million bytes.
MOST_IN_LINE = 1 << 26
# Characters. A page or JSON document is in memory several times at once.
MOST_AT_ONCE = 1 << 27


class FingerprintedLine(NamedTuple):
    """A line of records and its fingerprint, a hash of its content and position.

    The text is None if the fingerprint was known, since the line is not decoded then.
    """

    text: str | None
    fingerprint: str


def read_lines(stream: io.RawIOBase) -> Iterator[str]:
    r"""Repaired lines, each ending in ``\n`` (the last possibly not); the encoding is detected from the beginning.

    Raises ``ReadError`` if the stream is binary, or at a line longer than ``MOST_IN_LINE``.
    """
    return (line for raw in _raw_lines(stream) for line in _repaired(raw))


def read_fingerprinted_lines(
    path: str, stream: io.RawIOBase, is_known: Callable[[str], bool]
) -> Iterator[FingerprintedLine]:
    """The lines of ``read_lines``, each with its fingerprint; those whose fingerprint ``is_known`` are not decoded.

    A position is a path, a number of lines and a number of lines that are not blank. Raises like ``read_lines``.
    """
    number = filled = 0
    for raw in _raw_lines(stream):
        fingerprint = _fingerprint(f"{path} {raw.encoding} {number} {filled} ", raw.content)
        if is_known(fingerprint):
            number, filled = number + 1, filled + 1
            yield FingerprintedLine(None, fingerprint)
            continue
        pieces = _repaired(raw)
        for piece in pieces:
            number, filled = number + 1, filled + bool(piece.strip())
            yield FingerprintedLine(
                piece, fingerprint if len(pieces) == 1 else _fingerprint(f"{path} {number} {filled} ", piece.encode())
            )


def _fingerprint(place: str, content: bytes) -> str:
    return blake2b(place.encode() + content, digest_size=8).hexdigest()


class _RawLine(NamedTuple):
    """A line as it is in the file, or converted to UTF-8 if the file is in UTF-16 or UTF-32."""

    content: bytes
    encoding: str


def _raw_lines(stream: io.RawIOBase) -> Iterator[_RawLine]:
    buffered = io.BufferedReader(stream, SAMPLE_BYTES)
    sample = buffered.peek(SAMPLE_BYTES)
    if is_binary(sample):
        raise ReadError(
            "not a text file; skipped", hint="move it out of the corpus, or rename it to a suffix that is not read"
        )
    encoding = detect_encoding(sample)
    if encoding.startswith(("utf-16", "utf-32")):
        wrapped = io.TextIOWrapper(buffered, encoding, "replace", newline=None)
        lines = _bounded(wrapped.readline)
        yield from (_RawLine(line.encode("utf-8", "surrogatepass"), "utf-8") for line in lines)
        return
    for raw in _bounded(buffered.readline):
        yield _RawLine(raw, encoding)
        encoding = encoding.removesuffix("-sig")


def _bounded(read_line: Callable[[int], Line]) -> Iterator[Line]:
    """Lines, up to the first that is too long, where it raises ``ReadError``."""
    number = 1
    while line := read_line(MOST_IN_LINE + 1):
        if len(line) > MOST_IN_LINE:
            raise ReadError(
                "line {:,} is longer than {} MB; the rest was not read",
                number,
                MOST_IN_LINE >> 20,
                hint="break it into lines",
            )
        yield line
        number += 1


def joined(lines: Iterable[str]) -> str:
    """The lines as one text. Raises ``ReadError`` beyond ``MOST_AT_ONCE`` characters."""
    parts, length = [], 0
    for line in lines:
        parts.append(line)
        length += len(line)
        if length > MOST_AT_ONCE:
            raise ReadError(
                "longer than {:,} characters; not read",
                MOST_AT_ONCE,
                hint="split it into several files, or use JSON Lines or CSV, which may be of any length",
            )
    return "".join(parts)


def _repaired(raw: _RawLine) -> list[str]:
    """A line decoded and repaired; several lines if lone carriage returns have become line ends."""
    return repair(decode_as(raw.content, raw.encoding)).splitlines(keepends=True)
