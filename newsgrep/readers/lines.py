"""Byte streams → repaired lines of text, without holding the whole stream."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from newsgrep.errors import ReadError
from newsgrep.text.encoding import SAMPLE_BYTES, decode_as, detect_encoding, is_binary
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from newsgrep.readers.containers import ByteStream


def read_lines(stream: ByteStream) -> Iterator[str]:
    r"""Lines, each repaired and ending in ``\n`` (the last perhaps not); the encoding is judged by the beginning."""
    buffered = io.BufferedReader(_Raw(stream), SAMPLE_BYTES)
    sample = buffered.peek(SAMPLE_BYTES)
    if is_binary(sample):
        raise ReadError("is not text", hint="take it out of the corpus, or give it a suffix that is not read")
    encoding = detect_encoding(sample)
    if encoding.startswith(("utf-16", "utf-32")):
        yield from map(repair, io.TextIOWrapper(buffered, encoding, "replace", newline=None))
        return
    for number, raw in enumerate(buffered):
        line = repair(decode_as(raw, encoding if number == 0 else encoding.removesuffix("-sig")))
        yield from line.splitlines(keepends=True)  # a lone carriage return has become a line end


class _Raw(io.RawIOBase):
    """A decompressor's stream as a raw one, so that a large sample can be peeked at."""

    def __init__(self, stream: ByteStream) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer)
        # read1 gives what is unpacked so far; read would drop it where the file is cut off.
        chunk = getattr(self._stream, "read1", self._stream.read)(len(target)) or b""
        target[: len(chunk)] = chunk
        return len(chunk)
