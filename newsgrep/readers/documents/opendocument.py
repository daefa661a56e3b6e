"""Text documents of LibreOffice and others (.odt, OpenDocument, ISO/IEC 26300): their headings and paragraphs."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING

from newsgrep.errors import ReadError
from newsgrep.readers.documents.doc_blocks import BODY, DocBlock, TableBlock
from newsgrep.readers.documents.odt_looks import STYLED, OdtLooks
from newsgrep.readers.documents.shown_headings import with_shown_headings
from newsgrep.readers.documents.word import ANY_SIZE, ENCRYPTED, MOST_PACKED, parse_part, stories_and_rows
from newsgrep.readers.documents.word_paragraphs import INDENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.documents.page_text import NumberedRecord, PageText
    from newsgrep.readers.documents.shown_headings import Letters
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

CONTENT, MANIFEST, ENCRYPTED_PACKAGE = "content.xml", "META-INF/manifest.xml", "encrypted-package"
LONGEST_MANIFEST = 1 << 20
# What is no part of the text: notes, comments, deleted passages, lists of headings.
_LEFT_OUT = frozenset(("note", "annotation", "tracked-changes", "table-of-content", "forms", "ruby-text", "desc"))
_TITLE_STYLES = frozenset(("title", "标题", "標題"))
MOST_CHARACTERS, DEEPEST_HEADING, MOST_SPACES = 1 << 27, 10, 100


def read_odt(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | NumberedRecord | PageText | Problem]:
    """The stories of a document, with the numbers of their paragraphs.

    Raises ``ReadError`` if it is encrypted, none, or unpacks to too much.
    """
    size = file.seek(0, 2)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if _is_encrypted(archive):
            raise ReadError("is encrypted", hint="save it without a password")
        if CONTENT not in archive.namelist():
            raise ReadError("not a text document", hint="replace the file, or rename it to a suffix that is not read")
        paragraphs = _Paragraphs()
        parse_part(archive, CONTENT, paragraphs, [max(ANY_SIZE, MOST_PACKED * size)])
    yield from stories_and_rows(path, paragraphs.blocks, fields)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether a document has a password, as its manifest says, or the one part that holds all others."""
    if ENCRYPTED_PACKAGE in archive.namelist():
        return True
    if MANIFEST not in archive.namelist() or archive.getinfo(MANIFEST).flag_bits & ENCRYPTED:
        return False
    with archive.open(MANIFEST) as stream:
        return b"encryption-data" in stream.read(LONGEST_MANIFEST)


class _Paragraphs:
    """The paragraphs and tables, as an XML parser comes by them; a table within a cell is text of it."""

    def __init__(self) -> None:
        self._number = self._size = self._left_out = self._tables = 0
        self._text: list[str] = []
        self._level = BODY
        self._rows: list[list[DocBlock]] = []
        self._cell: list[DocBlock] = []
        self._found: list[DocBlock | TableBlock] = []
        self._looks = OdtLooks()
        self._styled: list[tuple[DocBlock, Letters]] = []

    @property
    def blocks(self) -> list[DocBlock | TableBlock]:
        """The blocks; where no style names a heading, those that look like headings are some."""
        return with_shown_headings(self._found, self._styled, [0])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name in {"p", "h"}:
            self._begin(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        elif name == "span" or name in STYLED:
            self._looks.start(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        elif name == "table":
            self._tables += 1
        elif name == "table-row" and self._tables == 1:
            self._rows.append([])
        elif name == "line-break":
            self._text.append("\n")
        elif name in {"tab", "s"}:
            count = next((value for key, value in attributes.items() if key.endswith(":c")), "1")
            self._text.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._number += 1
        self._text = []
        level = attributes.get("outline-level", "1")
        self._level = BODY
        if name == "h":
            self._level = min(int(level), DEEPEST_HEADING) if level.isdecimal() else 1
        elif attributes.get("style-name", "").lower() in _TITLE_STYLES:
            self._level = 0
        self._looks.begin(attributes.get("style-name", ""))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
        elif name in {"p", "h"}:
            self._close()
        elif name in {"span", "style"}:
            self._looks.end(name)
        elif name == "table-cell" and self._tables == 1 and self._rows:
            text = "\n".join(block.text for block in self._cell)
            self._rows[-1].append(DocBlock(text, self._cell[0].number if self._cell else self._number))
            self._cell = []
        elif name == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._found.append(TableBlock(self._rows))
                self._rows = []

    def _close(self) -> None:
        text = "".join(self._text).strip(" \n")
        if text and self._looks.indented and self._level == BODY and not text[0].isspace():
            text = INDENT + text
        block = DocBlock(text, self._number, self._level)
        if text and self._tables:
            self._cell.append(block)
        elif text:
            self._found.append(block)
            self._styled.append((block, self._looks.letters))
        self._text = []

    def text(self, data: str) -> None:
        """Text within an element."""
        if not self._left_out:
            self._size += len(data)
            if self._size > MOST_CHARACTERS:
                raise ReadError("has too much text; not read", hint="split the file")
            self._text.append(data.replace("\n", " "))
            self._looks.text(len(data))
