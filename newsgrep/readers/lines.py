"""Byte streams → repaired lines of text, without holding the whole stream."""

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

# A longer line is no news: a whole newspaper of a year has some thirty million bytes.
MOST_IN_LINE = 1 << 26
# A page, or a JSON document, is held in memory some times over.
MOST_AT_ONCE = 1 << 27


class FingerprintedLine(NamedTuple):
    """A line of records and its mark, which tells it from any other line, or itself elsewhere.

    The text of a line whose mark was known already is not read.
    """

    text: str | None
    fingerprint: str


def read_lines(stream: io.RawIOBase) -> Iterator[str]:
    r"""Lines, each repaired and ending in ``\n`` (the last perhaps not); the encoding is judged by the beginning."""
    return (line for raw in _raw_lines(stream) for line in _repaired(raw))


def read_fingerprinted_lines(
    path: str, stream: io.RawIOBase, is_known: Callable[[str], bool]
) -> Iterator[FingerprintedLine]:
    """The same with their marks: of what stands there and where, counted in lines and in lines that are not blank."""
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
    """A line as it is in the file, or where that is no matter of bytes, as it was decoded."""

    content: bytes
    encoding: str


def _raw_lines(stream: io.RawIOBase) -> Iterator[_RawLine]:
    buffered = io.BufferedReader(stream, SAMPLE_BYTES)
    sample = buffered.peek(SAMPLE_BYTES)
    if is_binary(sample):
        raise ReadError("is not text", hint="take it out of the corpus, or give it a suffix that is not read")
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
    """Line after line, up to one that is too long to be held."""
    number = 1
    while line := read_line(MOST_IN_LINE + 1):
        if len(line) > MOST_IN_LINE:
            raise ReadError(
                "line {:,} is longer than {} MB; what follows is not read",
                number,
                MOST_IN_LINE >> 20,
                hint="break it into lines",
            )
        yield line
        number += 1


def joined(lines: Iterable[str]) -> str:
    """The text of lines, where it must be held as a whole."""
    held, length = [], 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length > MOST_AT_ONCE:
            raise ReadError(
                "is longer than {} million characters, too long to be read at once",
                MOST_AT_ONCE >> 20,
                hint="cut it into several files; JSON Lines and CSV may be of any length",
            )
    return "".join(held)


def _repaired(raw: _RawLine) -> list[str]:
    """The line as text: two or more where a lone carriage return has become a line end."""
    return repair(decode_as(raw.content, raw.encoding)).splitlines(keepends=True)
