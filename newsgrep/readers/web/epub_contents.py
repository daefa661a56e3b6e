"""The contents of an EPUB: those of the book (NCX, or its navigation document), and pages that list others."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import unquote
from xml.parsers import expat

from newsgrep.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Elements around an entry and those below it, and those with its name.
AROUND, NAMES = frozenset(("navPoint", "li")), frozenset(("text", "a", "span"))
MOST_ENTRIES = 20_000
# Characters of a name, of which a page that lists others has several; the part of its links that have one.
SHORTEST, FEWEST, MOST = 4, 2, 0.5
TAG = re.compile(r"<[^<>]*>")
# An element with a name that an address may end with.
ANCHOR = re.compile(r"<\w+\s[^<>]*?\b(?:id|name)\s*=\s*[\"']([^\"'<>]{1,200})[\"']")
SENTENCE = re.compile("[。！？；]")
BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
# Where a line of a page ends; characters of its beginning and lines of it that may be its title.
BLOCK = re.compile(r"</(?:p|div|h[1-6]|li|tr|td|section|header)\s*>|<br\b[^<>]*>", re.IGNORECASE)
LONGEST_BEGINNING, MOST_LINES = 10_000, 4
LINK = re.compile(r"<a\s[^<>]*href\s*=[^<>]*>(.{1,400}?)</a>", re.IGNORECASE | re.DOTALL)


class ContentsEntry(NamedTuple):
    """What the contents say of a page, or of a place in it: its name, and that of the entry above it, if it has one."""

    page: str
    label: str
    above: str
    anchor: str = ""


class XmlHandler(Protocol):
    """Takes the elements and characters of a document, as an XML parser comes by them."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""
        ...

    def end(self, name: str, /) -> None:
        """An element ends."""
        ...

    def text(self, data: str, /) -> None:
        """Characters."""
        ...


class _ContentsParser:
    """The entries of contents, as an XML parser comes by them."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._open: list[list[str]] = []
        self._is_name = False
        self.found: list[ContentsEntry] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        if tag in AROUND and len(self.found) < MOST_ENTRIES:
            self._open.append(["", "", ""])
        elif self._open:
            self._is_name = tag in NAMES
            if href := attributes.get("src") or attributes.get("href") or "":
                page, _, self._open[-1][2] = unquote(href).partition("#")
                self._open[-1][0] = posixpath.normpath(posixpath.join(self._folder, page))

    def end(self, name: str) -> None:
        """An element ends; an entry is known with all that is in it."""
        tag = name.rpartition(":")[2]
        if tag in NAMES:
            self._is_name = False
        if tag in AROUND and self._open:
            page, label, anchor = self._open.pop()
            above = self._open[-1][1] if self._open else ""
            self.found.append(ContentsEntry(page, " ".join(label.split()), " ".join(above.split()), anchor))

    def text(self, data: str) -> None:
        """Characters."""
        if self._is_name and self._open:
            self._open[-1][1] += data


def contents_of(content: bytes, folder: str) -> list[ContentsEntry]:
    """The entries of contents, whose addresses are relative to a folder. Raises as ``parse_book_xml`` does."""
    entries = _ContentsParser(folder)
    parse_book_xml(content, entries)
    return entries.found


def parse_book_xml(content: bytes, handler: XmlHandler) -> None:
    """Parse a document of a book.

    Raises ``ExpatError`` if it is not XML, ``ReadError`` if it declares entities.
    """
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_: Any) -> None:
    raise ReadError("not a valid EPUB", hint="replace the file; it seems to be damaged")


def beginning_of(page: str) -> list[str]:
    """The first texts between the tags of a page, without white space; its head is none of it.

    >>> beginning_of("<head><title>江城文汇</title></head><body><p>新桥 <b>通车</b></p></body>")
    ['新桥', '通车', '新桥通车']
    """
    body = BODY.split(page[:LONGEST_BEGINNING], maxsplit=1)[-1]
    lines = [list(filter(None, map(_squeezed, TAG.split(line)))) for line in BLOCK.split(body)]
    found: list[str] = []
    for line in list(filter(None, lines))[:MOST_LINES]:
        found += line if len(line) == 1 else [*line, "".join(line)]
    return found


def parts_of(page: str, entries: Sequence[ContentsEntry]) -> list[tuple[ContentsEntry, str]]:
    """The stories of a page by the places in it that the contents name; none if these are not the titles of stories.

    Sections of a chapter are no stories: above the first of them the chapter has a text of its own, or an entry of all.
    """
    named = {entry.anchor: entry for entry in entries if entry.anchor and entry.label}
    if len(named) < FEWEST or any(not entry.anchor for entry in entries):
        return []
    places = {match[1]: match.start() for match in ANCHOR.finditer(page)}
    begins = sorted((places.get(anchor, -1), anchor) for anchor in named)
    if begins[0][0] < 0 or SENTENCE.search(TAG.sub("", BODY.split(page[: begins[0][0]], maxsplit=1)[-1])):
        return []
    ends = [begin for begin, _ in begins[1:]] + [len(page)]
    parts = [(named[anchor], page[begin:end]) for (begin, anchor), end in zip(begins, ends, strict=True)]
    are_titled = all("".join(entry.label.split()) in beginning_of(part) for entry, part in parts)
    return parts if are_titled else []


def _squeezed(text: str) -> str:
    return "".join(unescape(text).split())


def is_list_of(page: str, titles: frozenset[str]) -> bool:
    """Whether a page lists others: most of its links, several, are the names of pages.

    >>> is_list_of("<a href='1.html'>新桥通车</a><a href='2.html'>新馆开放</a>", frozenset(["新桥通车", "新馆开放"]))
    True
    """
    if not titles:
        return False
    texts = [" ".join(unescape(TAG.sub("", match[1])).split()) for match in LINK.finditer(page)]
    long = [text for text in texts if len(text) >= SHORTEST]
    named = {text for text in long if text in titles}
    return len(named) >= FEWEST and len(named) >= MOST * len(long)
