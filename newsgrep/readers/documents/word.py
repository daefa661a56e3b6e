"""Word documents (.docx, ECMA-376): their paragraphs with headings, and tables; no macro, link or entity is used."""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from newsgrep.errors import ReadError
from newsgrep.message import reason
from newsgrep.readers.documents.doc_blocks import SHORTEST_TEXT, DocBlock, TableBlock
from newsgrep.readers.documents.documents import stories_of
from newsgrep.readers.documents.word_paragraphs import DocumentParser
from newsgrep.readers.documents.word_styles import StyleParser
from newsgrep.readers.records import Record
from newsgrep.readers.tables.key_values import is_written_down, written_down
from newsgrep.readers.tables.table_layout import named_cells, roles_of
from newsgrep.readers.tables.table_roles import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.readers.documents.page_text import NumberedRecord, PageText
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

OLE = b"\xd0\xcf\x11\xe0"
CHUNK = 1 << 16
# Bytes, unpacked: any document may have so many, a large one so many times its size.
ANY_SIZE, MOST_PACKED = 1 << 26, 200
_DOCUMENT = re.compile(r"word/document\d*\.xml")
# The bit of a member of a zip archive that says that it is encrypted.
ENCRYPTED = 1


def read_docx(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | NumberedRecord | PageText | Problem]:
    """The stories of a document, with the numbers of their paragraphs; rows of a table of news are records.

    Raises ``ReadError`` if it is encrypted, none, or unpacks to too much.
    """
    if file.read(4).startswith(OLE):
        raise ReadError("an encrypted or an old Word document; not read", hint="save it as .docx without a password")
    size = file.seek(0, 2)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        budget = [max(ANY_SIZE, MOST_PACKED * size)]
        part = _document_part(archive, budget)
        styles = StyleParser()
        beside = posixpath.join(posixpath.dirname(part), "styles.xml")
        if beside in archive.namelist():
            parse_part(archive, beside, styles, budget)
        document = DocumentParser(styles.levels())
        parse_part(archive, part, document, budget)
    yield from stories_and_rows(path, document.blocks, fields)


def _document_part(archive: zipfile.ZipFile, budget: list[int]) -> str:
    """The name of the part that holds the text: the usual one, or the one that the package names."""
    names = archive.namelist()
    found = [name for name in names if _DOCUMENT.fullmatch(name)]
    if "_rels/.rels" in names:
        targets = _Targets()
        parse_part(archive, "_rels/.rels", targets, budget)
        found = [name for name in targets.found if name in names] or found
    if not found:
        raise ReadError("not a Word document", hint="replace the file, or rename it to a suffix that is not read")
    return found[0]


class _Targets:
    """The parts that the package names as its main document."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("Type", "").endswith("/officeDocument"):
            self.found.append(attributes.get("Target", "").lstrip("/"))

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, data: str) -> None:
        """Nothing."""


def parse_part(archive: zipfile.ZipFile, part: str, handler: Any, budget: list[int]) -> None:
    """Feed a part to a handler of its elements.

    Raises ``ReadError`` if it is malformed, encrypted, too long, or has entities.
    """
    if archive.getinfo(part).flag_bits & ENCRYPTED:
        raise ReadError("is encrypted", hint="save it without a password")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _by_local_name(handler.start)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                budget[0] -= len(chunk)
                if budget[0] < 0:
                    raise ReadError(
                        "decompresses to more than {} times its size; not read",
                        MOST_PACKED,
                        hint="move it out of the corpus",
                    )
                parser.Parse(chunk)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ReadError("cannot be read: {}", reason(error), hint="replace the file; it seems to be damaged") from None


def _by_local_name(start: Callable[[str, dict[str, str]], None]) -> Callable[[str, dict[str, str]], None]:
    return lambda name, attributes: start(name.rpartition(":")[2], attributes)


def _refuse(*_: object) -> None:
    raise ReadError("defines entities, as no text document does; not read", hint="move it out of the corpus")


def stories_and_rows(
    path: str, blocks: Sequence[DocBlock | TableBlock], fields: FieldMap
) -> Iterator[Record | NumberedRecord | PageText | Problem]:
    """The records of tables of news, and the stories of the rest; other tables are paragraphs of it."""
    rest: list[DocBlock] = []
    has_rows = False
    for block in blocks:
        if isinstance(block, DocBlock):
            rest.append(block)
        elif records := list(_rows(block, fields)):
            has_rows = True
            yield from records
        else:
            rest += block.paragraphs()
    if not has_rows or any(len(block.text) >= SHORTEST_TEXT for block in rest):  # else a caption
        yield from stories_of(path, rest, fields, "paragraph")


def _rows(block: TableBlock, fields: FieldMap) -> Iterator[Record]:
    """The rows of a table as records, if it has titles and texts."""
    rows = [[cell.text for cell in row] for row in block.rows]
    if is_written_down(rows, fields) and roles_of([row[0] for row in rows if row], fields).keys() >= {"title", "body"}:
        numbers = (row[0].number if row else 1 for row in block.rows)
        for number, values in written_down(zip(numbers, rows, strict=True)):
            yield Record(values, number, unit="paragraph")
        return
    table = table_of("", rows, fields)
    if table.layout.has_names and table.holding == "articles" and not table.layout.hints:
        for row in block.rows[table.layout.rows_above :]:
            cells = named_cells(table.layout.names, [cell.text for cell in row])
            yield Record(cells, row[0].number if row else 1, unit="paragraph")
