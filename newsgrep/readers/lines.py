"""Byte streams → repaired lines of text, without loading the whole stream."""

from __future__ import annotations

import io
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xxhash import xxh3_64_hexdigest

from newsgrep.errors import ReadError
from newsgrep.text.encoding import (
    SAMPLE_BYTES,
    decode_as,
    detect_encoding,
    fitting_encoding,
    is_binary,
    is_rather_utf8,
)
from newsgrep.text.repair import is_sound, repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Line = TypeVar("Line", str, bytes)

# Bytes, or characters in UTF-16. A longer line is not news: a year of a newspaper has some thirty million bytes.
MOST_IN_LINE = 1 << 26
# In a row. Some exports end in as many as they have records, but a file of nothing else takes longer than it is worth.
MOST_BLANK_LINES = 10_000_000
# Characters. A page or JSON document is in memory several times at once.
MOST_AT_ONCE = 1 << 27
# Lines of a page, each of which takes a kilobyte while it is split, and a second for fifteen thousand.
MOST_LINES = 2_000_000
INTO_FILES = "split it into several files, or use JSON Lines or CSV, which may be of any length"


# Bytes behind a line that tell which encoding it is in.
FEW_BYTES = 1 << 14


class FingerprintedLine(NamedTuple):
    """A line of records and its fingerprint, a hash of its content and position.

    The text is None if the fingerprint was known, since the line is not decoded then.
    """

    number: int
    text: str | None
    fingerprint: str


class FedLine(NamedTuple):
    """A line with its number, and whether a form feed is before it; one within a line parts it."""

    number: int
    text: str
    is_fed: bool


BLANK = ("\n",)


def read_lines(stream: io.RawIOBase, encoding: str = "") -> Iterator[str]:
    r"""Repaired lines, each ending in ``\n`` (the last possibly not).

    The encoding is detected, unless it is given, and again where a line is not in it: files are glued from several.
    Raises ``ReadError`` if the stream is binary, at a line longer than ``MOST_IN_LINE``, and after too many blank ones.
    """
    source = _RawLines(stream, encoding)
    return (line for raw in source for line in (BLANK if raw == b"\n" else _repaired(source.decode(raw))))


def read_fed_lines(stream: io.RawIOBase, encoding: str = "") -> Iterator[FedLine]:
    """The lines of ``read_lines``, with the form feeds before them. Raises as it does."""
    source = _RawLines(stream, encoding)
    number = 1
    for raw in source:
        for at, part in enumerate(source.decode(raw).split("\f")):
            lines = _repaired(part) or [""]
            for inner, line in enumerate(lines):
                yield FedLine(number, line, is_fed=at > 0 and not inner)
                number += line.endswith("\n")


def read_fingerprinted_lines(
    path: str, stream: io.RawIOBase, is_known: Callable[[str], bool], encoding: str = "", *, after: int = 0
) -> Iterator[FingerprintedLine]:
    """The lines of ``read_lines`` that are not empty, with their fingerprints; those that ``is_known`` are not decoded.

    A position is a path, a number of lines and a number of lines that are not blank. The stream goes on after so many
    lines of UTF-8, none of them blank. Raises like ``read_lines``.
    """
    number = filled = after
    source = _RawLines(stream, encoding, "utf-8" if after else "")
    for raw in source:
        if raw == b"\n":  # there may be millions
            number += 1
            continue
        before = source.encoding
        fingerprint = fingerprint_of(path, before, number, filled, raw)
        if is_known(fingerprint):
            number, filled = number + 1, filled + 1
            yield FingerprintedLine(number, None, fingerprint)
            continue
        text = source.decode(raw)
        if source.encoding != before:
            fingerprint = fingerprint_of(path, source.encoding, number, filled, raw)
            if is_known(fingerprint):
                number, filled = number + 1, filled + 1
                yield FingerprintedLine(number, None, fingerprint)
                continue
        pieces = _repaired(text)
        for piece in pieces:
            number, filled = number + 1, filled + bool(piece.strip())
            own = fingerprint if len(pieces) == 1 else _fingerprint(f"{path} {number} {filled} ", piece.encode())
            yield FingerprintedLine(number, piece, own)


def fingerprint_of(path: str, encoding: str, lines: int, filled: int, raw: bytes) -> str:
    """The fingerprint of a line after so many others, so many of which are not blank."""
    return _fingerprint(f"{path} {encoding} {lines} {filled} ", raw)


def _fingerprint(place: str, content: bytes) -> str:
    return xxh3_64_hexdigest(place.encode() + content)


class _RawLines:
    """The lines of a stream as bytes, converted to UTF-8 if it is in UTF-16 or UTF-32; ``encoding`` is the latest.

    ``earlier`` is that of the lines before, where these have been read.
    """

    def __init__(self, stream: io.RawIOBase, encoding: str, earlier: str = "") -> None:
        self._buffered = io.BufferedReader(stream, SAMPLE_BYTES)
        if earlier:
            self.encoding, self._is_given = earlier, bool(encoding)
            return
        sample = self._buffered.peek(SAMPLE_BYTES)
        if not encoding and is_binary(sample):
            raise ReadError(
                "not a text file; skipped", hint="move it out of the corpus, or rename it to a suffix that is not read"
            )
        self.encoding = encoding or detect_encoding(sample)
        self._is_given = bool(encoding)

    def __iter__(self) -> Iterator[bytes]:
        if self.encoding.lower().startswith(("utf-16", "utf-32")):
            wrapped = io.TextIOWrapper(self._buffered, self.encoding, "replace", newline=None)
            self.encoding = "utf-8"
            yield from (line.encode("utf-8", "surrogatepass") for line in _bounded(wrapped.readline))
            return
        yield from _bounded(self._buffered.readline)

    def decode(self, raw: bytes) -> str:
        """The text of a line; if it is not in the encoding of those before, in that which fits it better."""
        if self.encoding == "utf-8":
            try:
                return raw.decode()
            except UnicodeDecodeError:
                self._decide(raw)
        elif self.encoding == "utf-8-sig":
            self.encoding = "utf-8"
            raw = raw.removeprefix(BOM_UTF8)
            return self.decode(raw)
        elif not raw.isascii() and self._is_utf8(raw):
            self.encoding = "utf-8"
        return decode_as(raw, self.encoding)

    def _decide(self, raw: bytes) -> None:
        """Take another encoding from a line on that is not UTF-8, judged by it and what follows it."""
        if self._is_given:
            return
        found = fitting_encoding(raw, raw + self._buffered.peek(FEW_BYTES)[:FEW_BYTES])
        if found:
            self.encoding = found

    def _is_utf8(self, raw: bytes) -> bool:
        """Whether a line of a file in another encoding is UTF-8 after all."""
        return not self._is_given and is_rather_utf8(raw, self.encoding)


def _bounded(read_line: Callable[[int], Line]) -> Iterator[Line]:
    """Lines, up to the first that is too long, or to too many blank ones, where it raises ``ReadError``."""
    number = 1
    blank = 0
    while line := read_line(MOST_IN_LINE + 1):
        if len(line) > MOST_IN_LINE:
            raise ReadError(
                "line {:,} is longer than {} MB; the rest was not read",
                number,
                MOST_IN_LINE >> 20,
                hint="break it into lines",
            )
        if not line.isspace():
            blank = 0
        elif (blank := blank + 1) > MOST_BLANK_LINES:
            raise ReadError(
                "more than {:,} blank lines in a row; the rest was not read", MOST_BLANK_LINES, hint="remove them"
            )
        yield line
        number += 1


def joined(lines: Iterable[str]) -> str:
    """The lines as one text. Raises ``ReadError`` beyond ``MOST_AT_ONCE`` characters."""
    text = io.StringIO()  # a list of millions of lines would take fifty times their size
    length = 0
    for line in lines:
        length += text.write(line)
        if length > MOST_AT_ONCE:
            raise ReadError("longer than {:,} characters; not read", MOST_AT_ONCE, hint=INTO_FILES)
    return text.getvalue()


def page_of(lines: Iterable[str]) -> str:
    """The lines of a page as one text. Raises ``ReadError`` as ``joined`` does, or beyond ``MOST_LINES`` lines."""
    text = joined(lines)
    if text.count("\n") > MOST_LINES:
        raise ReadError("has more than {:,} lines; not read", MOST_LINES, hint=INTO_FILES)
    return text


def _repaired(text: str) -> list[str]:
    """A line repaired; several lines if lone carriage returns have become line ends."""
    if text.endswith("\r\n"):  # most lines with them need no other repair
        text = f"{text[:-2]}\n"
    return (text if is_sound(text) else repair(text)).splitlines(keepends=True)
