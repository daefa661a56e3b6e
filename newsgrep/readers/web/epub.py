"""EPUB (https://www.w3.org/TR/epub/): books and papers, an article per chapter."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import defaultdict
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.parsers import expat

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.web.epub_contents import beginning_of, contents_of, is_list_of, parse_book_xml, parts_of
from newsgrep.readers.web.html import html_record, html_stories_and_record
from newsgrep.readers.web.page_encoding import decode_page
from newsgrep.text.dates import date_in_path
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.web.epub_contents import ContentsEntry

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
# Bytes, unpacked. A chapter is a page; a book of a year's news has some hundred million.
LONGEST_CHAPTER = 1 << 24
LONGEST_BOOK = 1 << 29
MOST_CHAPTERS = 20_000
PAGES = frozenset(("application/xhtml+xml", "text/html"))
PAGE_SUFFIXES = (".xhtml", ".html", ".htm")
# Pages of a book that are no chapter.
NO_CHAPTER = re.compile(
    r"^(?:目录|目錄|封面|版权(?:信息|页)?|版權頁|扉页|contents|table of contents|cover|title page|导航)$", re.IGNORECASE
)
DATE_AT_END = re.compile(
    r"[\s（(\[_-]*(?:(?:19|20)\d\d[-年./]?\d{1,2}[-月./]?\d{1,2}日?|(?:(?:19|20)\d\d年?)?第?\d+期).*$"
)
DAY_IN_BRACKETS = re.compile(r"\s*\[[^\[\]]{0,40}(?:19|20)\d\d[^\[\]]{0,20}\]$")
ISSUE = re.compile(r"第?\d+期")
SHORT_NAME = 20
NCX = "application/x-dtbncx+xml"
SENTENCE, LONGEST_REMARK = re.compile("[。！？；]"), 40


def read_epub(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The chapters of a book, each a member of its file; those with no text of their own are left out."""
    with zipfile.ZipFile(file) as book:
        reader = _Book(book)
        package, folder = reader.package()
        facts = _facts(package)
        encrypted = reader.encrypted()
        entries, sections = reader.navigation(package, folder)
        titles = frozenset(entry.label for entry in entries)
        labels = {entry.page: entry.label for entry in reversed(entries)}
        places = _by_page(entries)
        count = locked = 0
        for number, name in enumerate(reader.chapters(package, folder)):
            if number == MOST_CHAPTERS:
                more = Message("has more than {:,} pages; the rest was not read", MOST_CHAPTERS)
                yield Problem(path, None, more, Message("split it into several files"), lost=True)
                break
            if name in encrypted:
                locked += 1
                hint = Message("replace it with a copy that is not encrypted")
                yield Problem(f"{path}/{name}", None, Message("is encrypted"), hint, lost=True)
                continue
            try:
                page = decode_page(reader.read(name, LONGEST_CHAPTER))
            except KeyError:
                lost = Message("listed in the book, but not in the file")
                yield Problem(
                    f"{path}/{name}", None, lost, Message("replace the file; it seems to be damaged"), lost=True
                )
                continue
            if is_list_of(page, titles):
                continue
            told = {**facts, "section": sections.get(name, "")}
            if parts := parts_of(page, places.get(name, ())):
                count += len(parts)
                found = (_titled(html_record(part), entry.label, part) for entry, part in parts)
                yield from (Record(_filled(values, told), 1, member=name) for values in found)
                continue
            stories, values = html_stories_and_record(path, page, fields)
            if stories and all(any(map(story.values.get, ("date", "source", "author"))) for story in stories):
                count += len(stories)
                told["section"] = told["section"] or _section_of(stories, values["title"])
                yield from (story._replace(member=name, values=_filled(story.values, told)) for story in stories)
                continue
            values = _titled(values, labels.get(name, ""), page)
            if not values["body"] or NO_CHAPTER.match(values["title"]) or _is_remark(values["body"]):
                continue
            count += 1
            yield Record(_filled(values, told), 1, member=name)
        if not count and not locked:
            yield Problem(path, None, Message("no text in this book"), Message("its pages may be pictures"), lost=True)


def _by_page(entries: Sequence[ContentsEntry]) -> dict[str, list[ContentsEntry]]:
    """The entries of each page."""
    found: dict[str, list[ContentsEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.page].append(entry)
    return found


def _titled(values: dict[str, Any], label: str, page: str) -> dict[str, Any]:
    """The values of a chapter with its name in the book's contents as the title, if its ``page`` begins with that.

    A title that the chapter begins with itself is left; one that only its head has is that of the book.
    """
    first, _, rest = values["body"].partition("\n")
    name = "".join(label.split())
    if not label or "".join(values["title"].split()) == name:
        return values
    begins = beginning_of(page)
    if name not in begins or (values["title"] and "".join(values["title"].split()) in begins):
        return values
    if "".join(first.split()) == name:
        return {**values, "title": first, "body": rest}
    return {**values, "title": label}


def _filled(values: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    """The values of a story, and what its book says where it says nothing."""
    found = {**told, **{name: value for name, value in values.items() if value}}
    return {name: value for name, value in found.items() if value}


def _section_of(stories: Sequence[Record], title: str) -> str:
    """The title of a chapter of several stories, if it is that of none of them, nor a day."""
    is_own = title in {story.values.get("title") for story in stories} or any(map(str.isdigit, title))
    return "" if is_own or len(title) > SHORT_NAME else title


def _is_remark(body: str) -> bool:
    """Whether what is on a page is no text, such as the day on the front page of a paper."""
    return len(body) <= LONGEST_REMARK and not SENTENCE.search(body)


def looks_like_epub(head: bytes) -> bool:
    """Whether a file begins like an EPUB: a zip archive whose first member says so."""
    return head.startswith(b"PK\x03\x04") and b"mimetypeapplication/epub+zip" in head[:200]


class _Book:
    """Reads members of a book, up to ``LONGEST_BOOK`` bytes in all."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self._left = LONGEST_BOOK

    def read(self, name: str, most: int) -> bytes:
        """A member. Raises ``KeyError`` if there is none, ``ReadError`` beyond a limit."""
        info = self._book.getinfo(name)
        if info.flag_bits & 1:
            raise ReadError("is encrypted", hint="unpack it into the corpus")
        with self._book.open(info) as member:
            content = member.read(min(most, self._left) + 1)
        self._left -= len(content)
        if len(content) > most or self._left < 0:
            raise ReadError(
                "decompresses to more than {} MB; the rest was not read", most >> 20, hint="move it out of the corpus"
            )
        return content

    def package(self) -> tuple[_Package, str]:
        """The package document, and its folder. Raises ``ReadError`` if there is none."""
        try:
            container = _parsed(self.read(CONTAINER, LONGEST_CHAPTER))
            root = next((full for tag, full in container.elements if tag == "rootfile"), {}).get("full-path", "")
            return _parsed(self.read(root, LONGEST_CHAPTER)), posixpath.dirname(root)
        except (KeyError, expat.ExpatError) as error:
            raise ReadError("not a valid EPUB", hint="replace the file; it seems to be damaged") from error

    def encrypted(self) -> frozenset[str]:
        """The names of the members that are encrypted, as by a shop; mostly those of fonts alone."""
        try:
            listed = _parsed(self.read(ENCRYPTION, LONGEST_CHAPTER))
        except (KeyError, expat.ExpatError):
            return frozenset()
        names = (posixpath.normpath(unquote(found.get("URI", ""))) for _, found in listed.elements)
        return frozenset(names)

    def chapters(self, package: _Package, folder: str) -> Iterator[str]:
        """The names of the pages, in reading order; all pages if there is none."""
        items = {item.get("id", ""): item for tag, item in package.elements if tag == "item"}
        order = [item.get("idref", "") for tag, item in package.elements if tag == "itemref"]
        seen: set[str] = set()
        for item in (items.get(idref, {}) for idref in order or items):
            href = unquote(item.get("href", "")).partition("#")[0]
            name = posixpath.normpath(posixpath.join(folder, href))
            is_page = item.get("media-type") in PAGES or name.endswith(PAGE_SUFFIXES)
            if is_page and "nav" not in item.get("properties", "").split() and name not in seen:
                seen.add(name)
                yield name

    def navigation(self, package: _Package, folder: str) -> tuple[list[ContentsEntry], dict[str, str]]:
        """The book's contents, and the section that each page is listed in."""
        items = [item for tag, item in package.elements if tag == "item"]
        listed = [item for item in items if "nav" in item.get("properties", "").split()]
        listed += [item for item in items if item.get("media-type") == NCX]
        entries: list[ContentsEntry] = []
        for name in (posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))) for item in listed):
            with suppress(KeyError):
                content = self.read(name, LONGEST_CHAPTER)
                with suppress(expat.ExpatError, ReadError):  # the pages are there without them
                    entries += contents_of(content, posixpath.dirname(name))
        above = {entry.page: entry.above for entry in entries if 0 < len(entry.above) <= SHORT_NAME}
        sections = above if len(set(above.values())) > 1 else {}  # else the name of the book
        return entries, sections


class _Package:
    """An XML document as its elements with their attributes, and the text of those that describe a book."""

    def __init__(self) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self._tag = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._tag = tag.rpartition(":")[2]
        self.elements.append((self._tag, attributes))

    def text(self, text: str) -> None:
        """A text within an element."""
        if self._tag in {"title", "publisher", "date"} and len(self.texts.get(self._tag, "")) < LONGEST_CHAPTER:
            self.texts[self._tag] = self.texts.get(self._tag, "") + text

    def end(self, _: str) -> None:
        """An element ends."""
        self._tag = ""


def _parsed(content: bytes) -> _Package:
    """Raises as ``parse_book_xml`` does."""
    package = _Package()
    parse_book_xml(content, package)
    return package


def _facts(package: _Package) -> dict[str, str]:
    """The paper and the day of a book, if it is a paper."""
    title = " ".join(package.texts.get("title", "").split())
    date = date_in_path(title)
    if not date and ISSUE.search(title):  # 江城周刊 2025年第10期
        date = timestamp_day(package.texts.get("date", "").strip())
    if not date and (dated := DAY_IN_BRACKETS.search(title)):  # 江城晚报 [星期二, 18 三月 2025], as Calibre writes it
        title, date = title[: dated.start()], timestamp_day(package.texts.get("date", "").strip())
    name = DATE_AT_END.sub("", title)
    return {
        "source": name if date and 0 < len(name) <= SHORT_NAME else "",
        "date": date or "",
    }
