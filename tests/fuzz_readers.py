"""The readers of the table of formats, each as a function of the bytes of a file, for ``fuzz_targets.py``.

What lies in a zip archive is packed by the target, so that changes reach its reader.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.model import Article
from newsgrep.readers import Problem, ReadOptions
from newsgrep.readers.format_table import READ, Head
from newsgrep.readers.problems import UNREADABLE
from newsgrep.readers.read_stream import ReadArticle, Watch, _items
from newsgrep.readers.streams import PeekedStream, open_source
from newsgrep.readers.understood import UseRecorder
from newsgrep.storage.article_codec import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.readers.format_table import Format

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="新闻" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
}
BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
    "a.opf": '<package><metadata><title>江城日报 2025-03-18</title></metadata><manifest><item id="c" href="c.xhtml"'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>',
}
# The members of an archive beside the one that is changed, and the name of that.
PACKED = {
    "workbook": (WORKBOOK, "xl/worksheets/sheet1.xml"),
    "docx": ({"[Content_Types].xml": "<Types/>"}, "word/document.xml"),
    "odt": ({}, "content.xml"),
    "epub": (BOOK, "c.xhtml"),
}


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="newsgrep-fuzz-"))


def packed(name: str, content: bytes) -> bytes:
    """The content as a file of the format of this name."""
    if name not in PACKED:
        return content
    beside, changed = PACKED[name]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for member, text in beside.items():
            archive.writestr(member, text)
        archive.writestr(changed, content)
    return whole.getvalue()


def read(form: Format, raw: bytes) -> None:
    """Any bytes are articles and problems of a format, or what its reader may raise."""
    content = packed(form.name, raw)
    path = folder() / f"稿{next(iter(form.suffixes), '')}"
    path.write_bytes(content)
    form.accepts(Head(content), by_suffix=True)
    options = ReadOptions().of(path.name)
    with open_source(path) as file, suppress(*UNREADABLE):
        stream = PeekedStream(file)
        for item in _items(form, path.name, stream, options, Watch(lambda _: False, bool), UseRecorder()):
            check(item)


def check(item: object) -> None:
    if isinstance(item, ReadArticle):
        assert isinstance(item.article, Article)
        assert unpack(pack(item.article)) == item.article
        assert 1 <= item.article.line <= item.article.end_line
    else:
        assert isinstance(item, Problem)
        assert str(item)


def target_of(form: Format) -> str:
    """The name of the target of a format, and of the folder of its seeds."""
    return f"reader_{form.name.replace(' ', '_')}"


READERS: dict[str, Callable[[bytes], None]] = {target_of(form): partial(read, form) for form in READ}
