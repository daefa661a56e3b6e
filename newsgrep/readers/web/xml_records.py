"""XML: the repeated elements of any document that have a title or a text → records; feeds and exports by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from newsgrep.message import Message
from newsgrep.readers.field_names import bare
from newsgrep.readers.lines import MOST_AT_ONCE
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.role_names import FIELD_NAMES
from newsgrep.readers.web.xml_documents import DOCUMENTS, documents_in
from newsgrep.readers.web.xml_parser import DECLARATION, broken_xml
from newsgrep.readers.web.xml_tree import Node, Placed, local_name
from newsgrep.readers.web.xml_vocabularies import (
    ITEMS,
    NO_NEWS,
    NO_RECORDS,
    RELATED,
    is_field,
    is_link,
    is_other_page,
    item_values,
    record_values,
    sitemap_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

BEGINNING = re.compile(
    r"\s*(?:<\?xml\b|<(?:rss|feed|rdf:RDF|TEI|teiCorpus|en-export|nitf|newsItem|channel|add|mediawiki)\b)",
    re.IGNORECASE,
)
# What is another format, with a declaration or without.
OTHERS = re.compile(r"<html[\s>]|^\s*(?:<\?xml[^>]*>\s*)?<doc[\s>]", re.IGNORECASE)
OTHER_ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*){0,6}<(?:\w{1,9}:)?(?:alto|PcGts|tt|Workbook)[\s>]", re.DOTALL
)
# All but the five entities of XML and characters that there are: what is not allowed, or would have to be looked up.
NO_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#(?:[1-9]\d{1,5}|x[0-9a-fA-F]{2,5});)")
CDATA_EDGE = re.compile(r"(<!\[CDATA\[|\]\]>)")
# What an element is in that is no article of its own.
REFERRING = DOCUMENTS | RELATED
DEEPEST = 100
JUNK_AFTER_DOCUMENT = 9
INHERITED, NOT_INHERITED = ("date", "source", "section"), frozenset(("class", "label", "tag", "page"))
# Text and elements within one that is not a record, of which nothing has been yielded; beyond that it is dropped.
MOST_CHILDREN = 100_000


def read_xml(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The records of an XML document, read as a stream; nothing outside of it is looked up, no entity expanded."""
    found = _Reader(fields)
    try:
        for number, line in enumerate(lines, start=1):
            found.feed(line, number)
            yield from found.taken()
        found.close()
    except expat.ExpatError as error:
        yield from found.taken()
        yield broken_xml(path, found.line, error)
        return
    yield from found.taken()
    if found.line and not found.count and not found.skipped:
        yield Problem(
            path,
            1,
            Message("XML without records that have a title or a text"),
            Message("map their names in newsgrep.toml under [fields]"),
            lost=True,
        )


def looks_like_xml(head: str) -> bool:
    """Whether a text begins like an XML document that may have records.

    >>> looks_like_xml('<?xml version="1.0"?><rss>'), looks_like_xml("<doc>"), looks_like_xml("<html>")
    (True, False, False)
    """
    return bool(BEGINNING.match(head)) and not OTHERS.search(head[:2000]) and not OTHER_ROOT.match(head[:8000])


class _Reader:
    """Builds the elements that are open, and turns those that close into records as soon as it can tell."""

    def __init__(self, fields: FieldMap) -> None:
        self._fields = fields
        self._open: list[Node] = []
        self._records: list[Record] = []
        self._in_data = False
        self._size = 0
        self.line = 0
        self.count = 0
        self.skipped = 0
        self._parser = self._new_parser()

    def _new_parser(self) -> Any:
        parser = expat.ParserCreate("utf-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._fed = 0
        return parser

    def feed(self, line: str, number: int) -> None:
        """Read a line. Raises ``ExpatError`` if it is not XML."""
        self.line = number
        text = self._allowed(line if self._fed else DECLARATION.sub("", line, count=1).lstrip())
        while True:
            raw = text.encode("utf-8", "surrogatepass")
            try:
                self._parser.Parse(raw, False)
            except expat.ExpatError as error:
                at = self._parser.ErrorByteIndex - self._fed
                if error.code != JUNK_AFTER_DOCUMENT or self._open or at < 0:
                    raise
                self._parser = self._new_parser()  # several documents, one after another
                text = raw[at:].decode("utf-8", "replace")
                continue
            self._fed += len(raw)
            return

    def close(self) -> None:
        """Read the end. Raises ``ExpatError`` if the document is cut off."""
        if self._fed:
            self._parser.Parse(b"", True)

    def taken(self) -> Iterator[Record]:
        """The records found since the last call."""
        self.count += len(self._records)
        yield from self._records
        self._records.clear()

    def _allowed(self, line: str) -> str:
        """A line whose entities are the five of XML; others stay text, as those of HTML are decoded later."""
        if "&" not in line and "<![CDATA[" not in line and not self._in_data:
            return line
        return "".join(map(self._allowed_piece, CDATA_EDGE.split(line)))

    def _allowed_piece(self, piece: str) -> str:
        if piece in {"<![CDATA[", "]]>"}:
            self._in_data = piece == "<![CDATA["
        return piece if self._in_data else NO_ENTITY.sub("&amp;", piece)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes, self.line)
        if self._open and len(self._open) <= DEEPEST:
            self._open[-1].content.append(node)
        self._open.append(node)

    def _text(self, text: str) -> None:
        node = self._open[-1]
        self._size += len(text)
        if self._size > MOST_AT_ONCE:
            self._size = 0
            for ancestor in self._open:
                ancestor.content.clear()
        if not node.text_line and text.strip():
            node.text_line = self.line
        node.content.append(text)

    def _end(self, _: str) -> None:
        node = self._open.pop()
        parent = self._open[-1] if self._open else None
        is_other = is_other_page(node)
        self.skipped += is_other
        taken = is_other or self._take(node, parent)
        if parent is None:
            return
        if taken or node.has_records:
            parent.has_records = True
            self._forget(node, parent)
        elif len(parent.content) > MOST_CHILDREN:
            del parent.content[: MOST_CHILDREN // 2]

    def _forget(self, node: Node, parent: Node) -> None:
        """Drop what is no longer needed; a feed's title stays."""
        if parent.content and parent.content[-1] is node:
            parent.content.pop()
        while parent.content and isinstance(parent.content[-1], str) and not parent.content[-1].strip():
            parent.content.pop()
        self._size = 0

    def _take(self, node: Node, parent: Node | None) -> bool:
        """Whether an element is a record; then it is kept until it is taken."""
        if len(self._open) > DEEPEST:
            return False
        name = local_name(node.name)
        around = [local_name(ancestor.name) for ancestor in self._open]
        if node.has_records or (around or [name])[0] in NO_NEWS or not REFERRING.isdisjoint(around):
            return False
        values: dict[str, Any] = {}
        if "urlset" in (around or [name])[:1]:
            if name != "url" or not (values := sitemap_values(node)):
                return False
        elif name in DOCUMENTS:
            values = self._last_document(node)
        elif name in ITEMS and parent is not None:
            found = item_values(node, self._open)
            if found is None:
                self.skipped += 1
                return True
            values = found
        elif not ITEMS.isdisjoint(around[1:]):
            return False
        if not values.get("title") and not values.get("body"):
            return self._take_any(node, parent)
        self._add(node, values)
        return True

    def _last_document(self, node: Node) -> dict[str, Any]:
        """Add the articles that are parts of a document but for the last."""
        *others, values = documents_in(node)
        for other in others:
            self._add(node, other)
        return values

    def _take_any(self, node: Node, parent: Node | None) -> bool:
        """Whether an element of another vocabulary is a record.

        One with title and text is. One that lacks either is if there are more of its name, or if nothing around it
        completes it: the text of a page may be in its revision.
        """
        if is_field(node) or is_link(node) or local_name(node.name) in NO_RECORDS:
            return False
        values = record_values(node)
        picks = self._fields.roles(values).picks
        named = [pick for pick in picks["title"] if pick != "name" or isinstance(values["name"], Placed)]
        if (picks["body"] and named) or (parent is None and (picks["body"] or node.halves)):
            if not picks["body"]:
                values = record_values(next(iter(node.halves.values())) or node)
            self._add(node, values)
            return True
        if parent is None or not (picks["body"] or named):
            return self._take_halves(node)
        if parent.halves.setdefault(node.name, node) is node:
            return False
        if first := parent.halves[node.name]:
            self._add(first, record_values(first))
            parent.halves[node.name] = None
        self._add(node, values)
        return True

    def _take_halves(self, node: Node) -> bool:
        """Take the texts without a title in an element that has none either."""
        taken = False
        for half in node.halves.values():
            values = record_values(half) if half else {}
            if half and self._fields.roles(values).picks["body"]:
                self._add(half, values)
                taken = True
        return taken

    def _inherit(self, values: dict[str, Any]) -> None:
        """Add the date, source and section that the elements around a record have as attributes, the nearest first."""
        picks = self._fields.roles(values).picks
        for role in INHERITED:
            around = (node for node in reversed(self._open) if node.attributes and not picks[role])
            for node in around:
                attributes = node.attributes
                found = [pick for pick in self._fields.roles(attributes).picks[role] if isinstance(pick, str)]
                if found and found[0] not in NOT_INHERITED:
                    values[found[0]] = attributes[found[0]]
                    break
                if bare(local_name(node.name)) in FIELD_NAMES[role] and attributes.get("name"):
                    values[role] = attributes["name"]  # <paper name="江城日报">
                    break

    def _add(self, node: Node, values: dict[str, Any]) -> None:
        self._inherit(values)
        starts = {name: value.line for name, value in values.items() if isinstance(value, Placed)}
        self._records.append(Record(dict(values), node.line, starts, spread=_is_verbatim(values)))


def _is_verbatim(values: dict[str, Any]) -> bool:
    return all(not isinstance(value, Placed) or value.verbatim for value in values.values())
