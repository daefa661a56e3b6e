"""Where the reading of a file goes on that has grown at its end, as logs and what crawlers collect do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from newsgrep.readers.lines import MOST_IN_LINE, fingerprint_of
from newsgrep.readers.streams import PeekedStream, stored_file

if TYPE_CHECKING:
    import io
    from collections.abc import Collection

    from newsgrep.readers.format_table import Format

ENCODING = "utf-8"
# Bytes of a line end that is looked for at a time, backwards.
STEP = 1 << 16


class CannotContinueError(Exception):
    """What was read of a file does not tell how its reading goes on; it is read from its beginning."""


class Continuation(NamedTuple):
    """The beginning of a file that has been read: its ``size`` in bytes, the ids of its articles in order.

    ``fingerprint`` is that of the last of them.
    """

    size: int
    ids: Collection[str]
    fingerprint: str

    def rest(self, path: str, form: Format, stream: io.RawIOBase) -> io.RawIOBase:
        """The file that a stream reads, at the end of what has been read.

        The fingerprint of the last line is made of its place among all lines and among those that are not blank, and of
        the encoding. If it is that of the last article, each line before is one article, and all goes on as it was.

        Raises:
            CannotContinueError: it is not.

        """
        file = stored_file(stream)
        if form.takes != "fingerprinted lines" or file is None:
            raise CannotContinueError
        line = _last_line(file, self.size)
        before = len(self.ids) - 1
        if not line.endswith(b"\n") or fingerprint_of(path, ENCODING, before, before, line) != self.fingerprint:
            raise CannotContinueError
        file.seek(self.size)
        return PeekedStream(cast("io.RawIOBase", file))


def _last_line(file: io.BufferedReader, end: int) -> bytes:
    """The line that ends at an offset, if it is not too long."""
    line = b""
    start = end
    while start > 0 and b"\n" not in line[:-1] and len(line) <= MOST_IN_LINE:
        start = max(0, start - STEP)
        file.seek(start)
        line = file.read(min(STEP, end - start - len(line))) + line
    return line[line.rfind(b"\n", 0, -1) + 1 :]
