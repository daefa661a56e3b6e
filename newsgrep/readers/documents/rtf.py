"""Rich Text Format (.rtf), also as Factiva writes it: its text, without pictures, objects and fields."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from newsgrep.errors import ReadError
from newsgrep.readers.documents.doc_blocks import DocBlock, TableBlock
from newsgrep.readers.documents.word import stories_and_rows
from newsgrep.readers.isolation import isolated, require
from newsgrep.readers.problems import unclosed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.isolation import Item

MAGIC = b"{\\rtf"
MOST_BYTES = 1 << 28
_OPENED, _CLOSED = re.compile(rb"(?<!\\)\{"), re.compile(rb"(?<!\\)\}")
# What striprtf writes behind each cell of a table.
BAR = "|"
# The hexadecimal digits of pictures.
_PICTURE = re.compile(rb"(?:[0-9a-fA-F]{32,}[\r\n]*)+")


def read_rtf(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The stories of a document, with the numbers of their paragraphs, read in a process of its own."""
    require("striprtf")
    return isolated("newsgrep.readers.documents.rtf:stories_of_rtf", path, file, fields)


def stories_of_rtf(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The stories of a document. Raises ``ReadError`` if it is none, or too long."""
    from striprtf.striprtf import rtf_to_text

    raw = file.read(MOST_BYTES + 1)
    if not raw.lstrip().startswith(MAGIC):
        raise ReadError("not an RTF document", hint="replace the file, or rename it to a suffix that is not read")
    if len(raw) > MOST_BYTES:
        raise ReadError("longer than {} MB; not read", MOST_BYTES >> 20, hint="split it into several files")
    if not raw.rstrip(b"\0\r\n\t \x1a").endswith(b"}") and len(_OPENED.findall(raw)) > len(_CLOSED.findall(raw)):
        yield unclosed(path, None)
    text: str = rtf_to_text(_PICTURE.sub(b"", raw).decode("latin-1"), errors="replace")
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    yield from stories_and_rows(path, list(_blocks(lines)), fields)


class _BarTable(TableBlock):
    """A table that is text with its bars if it has no news, so that it is seen to have been one."""

    def paragraphs(self) -> list[DocBlock]:
        return [row[0]._replace(text="".join(f"{cell.text}{BAR}" for cell in row)) for row in self.rows]


def _blocks(lines: Sequence[str]) -> Iterator[DocBlock | TableBlock]:
    """Paragraphs and tables, whose cells end with bars; a cell of a further row may have several paragraphs."""
    rows: list[list[DocBlock]] = []
    open_row: list[str] = []
    for number, line in enumerate(lines, start=1):
        if open_row or line.endswith(BAR) or (rows and BAR in line):
            open_row.append(line)
            if line.endswith(BAR):
                cells = "\n".join(open_row)[: -len(BAR)].split(BAR)
                rows.append([DocBlock(cell, number - len(open_row) + 1) for cell in cells])
                open_row = []
            continue
        if rows:
            yield _BarTable(rows)
            rows = []
        yield DocBlock(line, number)
    if rows:
        yield _BarTable(rows)
    yield from (DocBlock(line, len(lines)) for line in open_row)
