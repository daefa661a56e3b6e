"""What programs recognise on scanned pages (ALTO, PAGE XML, hOCR): lines of text, to be split like other pages.

Timed text in XML (TTML) is read here too: it has lines as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.readers.documents.page_text import PageText
from newsgrep.readers.records import Record
from newsgrep.readers.web.xml_parser import parse_lines
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem

ROOT = lazy_pattern(r"\s*(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*){0,6}<(?:\w+:)?(alto|PcGts|tt)[\s>]", re.DOTALL)
MOST_CHARACTERS = 1 << 26
BLOCKS, LINES, PAGES = frozenset(("TextBlock", "TextRegion")), frozenset(("TextLine", "p")), frozenset(("Page",))
# White space beside a character that is not Latin parts no words.
GAP = lazy_pattern("(?<=[\u2e80-\uffef]) | (?=[\u2e80-\uffef])")
HOCR_LINES = ".ocr_line, .ocrx_line, .ocr_header, .ocr_caption, .ocr_textfloat"


def looks_like_scanned_page(head: str) -> bool:
    """Whether a text begins like a page of ALTO or PAGE XML, or timed text.

    >>> looks_like_scanned_page('<?xml version="1.0"?><alto xmlns="…">'), looks_like_scanned_page("<table>")
    (True, False)
    """
    return bool(ROOT.match(head))


def read_scanned_page(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | PageText | Problem]:
    """The text of the pages, for the splitter; what is said in timed text, as one article.

    Raises ``ReadError`` if it is longer than a page may be.
    """
    found = _ScannedLines()
    yield from parse_lines(path, lines, found)
    if found.is_timed:
        texts = [text for text in found.texts if text]
        if texts:
            yield Record({"body": "\n".join(texts)}, 1)
    elif any(found.texts):
        yield PageText("\n".join(found.texts), found.pages)


def hocr_page(tree: Any) -> PageText | None:
    """The text of a page in hOCR (https://kba.github.io/hocr-spec/1.2); None if a page is none."""
    nodes = tree.css(HOCR_LINES)
    texts: list[str] = []
    block = None
    for node in nodes:
        around = node.parent
        if texts and around is not None and around.mem_id != block:
            texts.append("")
        block = around.mem_id if around is not None else None
        texts.append(_line_text(node.text()))
    return PageText("\n".join(texts), [1] * len(texts)) if any(texts) else None


def _line_text(text: str) -> str:
    return GAP.sub("", " ".join(text.split()))


class _ScannedLines:
    """Gathers the lines of a document, a blank one between blocks; ``pages`` has the number of the page of each."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pages: list[int] = []
        self.is_timed = False
        self._page = 1
        self._has_pages = False
        self._size = 0
        self._line: list[str] | None = None
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a page, a block, a line or its text."""
        self.is_timed = self.is_timed or name == "tt"
        if name in PAGES:
            self._page += self._has_pages
            self._has_pages = True
        elif name in BLOCKS:
            self._add("")
        elif name in LINES:
            self._line = []
        elif name == "String" and self._line is not None:
            content = attributes.get("CONTENT", "")
            self._count(content)
            self._line.append(content)
        elif name in {"SP", "br"} and self._line is not None:
            self._line.append(" ")
        elif name == "Unicode" and self._line is not None:
            self._line, self._is_text = [], True
        elif name == "p":
            self._is_text = True

    def end(self, name: str) -> None:
        """End a line or its text."""
        if name in LINES and self._line is not None:
            self._add(_line_text("".join(self._line)))
            self._line = None
        elif name == "Unicode":
            self._is_text = False

    def text(self, data: str) -> None:
        """Text, of which that of lines is kept."""
        if self._line is not None and (self._is_text or self.is_timed):
            self._count(data)
            self._line.append(data)

    def _count(self, text: str) -> None:
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise ReadError("has too much text; not read", hint="split the file")

    def _add(self, text: str) -> None:
        self.texts.append(text)
        self.pages.append(self._page)
