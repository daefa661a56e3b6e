"""Elements of XML documents, and the text in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Elements whose text is a paragraph of its own, by their names in TEI, NITF, DocBook, HTML and common exports.
PARAGRAPHS = frozenset(
    (
        *("p", "para", "paragraph", "br", "div", "head", "list", "item", "row", "cell", "section", "quote", "ab", "l"),
        *("lg", "li", "lb", "s", "h1", "h2", "h3", "h4", "h5", "h6", "段落"),
    )
)
# Elements that are words of a text that was segmented, as in TEI and in corpora of linguistics; what marks words.
TOKENS = frozenset(("w", "c", "pc", "tok", "token", "word"))
MARKED = frozenset(("style", "b", "i", "u", "em", "strong", "font", "span", "a", "sub", "sup", "hi", "emph"))
# What is said of a picture amid a text.
CAPTIONS = frozenset(("media-caption", "figdesc", "figcaption", "caption", "photocaption", "media-metadata"))
MOST_NESTED = 200


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name as written, its attributes, its text and children in order, and its line in the file.

    ``text_line`` is that of the first character of its own text that is not white space. ``halves`` has its children
    with only a title or only a text, by name: more of the same name make them records.
    """

    name: str
    attributes: dict[str, str]
    line: int
    content: list[str | Node] = field(default_factory=list)
    text_line: int = 0
    has_records: bool = False
    halves: dict[str, Node | None] = field(default_factory=dict)

    def children(self) -> Iterator[Node]:
        """The elements in it."""
        return (part for part in self.content if isinstance(part, Node))

    def find(self, *names: str) -> Iterator[Node]:
        """The elements within it, at any depth, whose local name is one of these."""
        for child in self.children():
            if local_name(child.name) in names:
                yield child
            yield from child.find(*names)

    def first(self, *path: str) -> Node | None:
        """The first element at a path of local names, each step going any depth."""
        found: Node | None = self
        for name in path:
            found = next(found.find(name), None) if found else None
        return found


class Placed(str):
    """A text, the line where it begins, and whether its line ends are those of the file."""

    __slots__ = ("line", "verbatim")
    line: int
    verbatim: bool


def placed(text: str, line: int, *, verbatim: bool) -> Placed:
    """A text with its place."""
    value = Placed(text)
    value.line, value.verbatim = line, verbatim
    return value


def local_name(name: str) -> str:
    """A name without its prefix, in lower case.

    >>> local_name("dc:creator"), local_name("TEI")
    ('creator', 'tei')
    """
    return name.rpartition(":")[2].lower()


def text_of(node: Node) -> Placed:
    """The text of an element: as written if it has no elements, else a line per paragraph."""
    if not any(True for _ in node.children()):
        return placed(
            "".join(part for part in node.content if isinstance(part, str)), node.text_line or node.line, verbatim=True
        )
    lines = [" ".join(line.split()) for line in "".join(_pieces(node)).split("\f")]
    first = next(_text_lines(node), node.line)
    return placed("\n".join(filter(None, lines)), first, verbatim=False)


def _pieces(node: Node, depth: int = 0) -> Iterator[str]:
    """The texts in an element, with a form feed at the edges of paragraphs; there is nothing between words."""
    has_words = any(local_name(child.name) in TOKENS for child in node.children())
    for part in node.content:
        if isinstance(part, str):
            yield part.strip() if has_words else part
        elif depth < MOST_NESTED and local_name(part.name) not in CAPTIONS:
            edge = "\f" if local_name(part.name) in PARAGRAPHS else ""
            yield edge
            yield from _pieces(part, depth + 1)
            yield edge


def _text_lines(node: Node) -> Iterator[int]:
    if node.text_line:
        yield node.text_line
    for child in node.children():
        yield from _text_lines(child)
