"""The value types that all packages share: frozen, comparable, independent of files and indexes."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

Kind = Literal["article", "photo", "brief", "ad", "notice"]
Role = Literal["headline", "byline", "body", "caption"]
# What the numbers of an article's lines count in its file.
Unit = Literal["line", "row", "page", "paragraph", "record"]

# Code points of an article that are shown where Python shows a value.
LONGEST_REPR = 60

KINDS: tuple[Kind, ...] = ("article", "photo", "brief", "ad", "notice")


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Token(NamedTuple):
    """A word of a text: ``text`` is folded, ``start`` and ``end`` are code point offsets in the text it comes from."""

    text: str
    start: int
    end: int


class Paragraph(NamedTuple):
    """A text without line ends, and the source lines that it comes from.

    ``lines`` are ``(offset, line)`` pairs: from code point ``offset`` on, the text is on source line ``line`` (counted
    from 1). A paragraph that was broken at the width of a printed column has one pair per piece.

    >>> Paragraph("要求各单位", ((0, 9), (3, 11))).line_at(4)
    11
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    role: Role = "body"

    @property
    def line(self) -> int:
        """The source line on which the paragraph begins."""
        return self.lines[0][1]

    @property
    def end_line(self) -> int:
        """The source line on which the paragraph ends."""
        return self.lines[-1][1]

    def line_at(self, offset: int) -> int:
        """The source line of the code point at ``offset``."""
        return self.lines[bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1][1]


class Story(NamedTuple):
    """A story found by the splitter: a headline group, its paragraphs, and the metadata of the header lines above.

    ``paragraphs`` are in the order of the page, each with its role; every character of the story's lines is in
    ``headlines`` or ``paragraphs`` exactly once, except for white space at line ends.
    """

    headlines: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]
    kind: Kind = "article"
    date: str | None = None
    source: str | None = None
    section: str | None = None


class Page(NamedTuple):
    """A source text split into stories, and the first metadata in its header lines."""

    stories: tuple[Story, ...]
    date: str | None = None
    source: str | None = None
    section: str | None = None


class Article(NamedTuple):
    """A story of the corpus with its identity and metadata; ``date`` is ISO 8601, possibly truncated to month or year.

    ``agency`` (新华社) and ``place`` come from its dateline; ``url`` is its address, and ``unit`` what the lines of its
    paragraphs count in the file.
    """

    path: str
    key: str
    headlines: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]
    kind: Kind = "article"
    date: str | None = None
    source: str | None = None
    section: str | None = None
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    agency: str | None = None
    place: str | None = None
    url: str | None = None
    unit: Unit = "line"

    def __repr__(self) -> str:
        known = " ".join(part for part in (self.date, self.source, self.title or self.text) if part)
        return f"<Article {self.id}: {known if len(known) <= LONGEST_REPR else known[: LONGEST_REPR - 1] + '…'}>"

    @property
    def id(self) -> str:
        """``path#key``, unique in the corpus."""
        return f"{self.path}#{self.key}"

    @property
    def text(self) -> str:
        """The whole text without the headlines, one paragraph per line."""
        return "\n".join(part.text for part in self.paragraphs)

    @property
    def title(self) -> str:
        """The headline group on one line."""
        return " ".join(line.text for line in self.headlines)

    @property
    def line(self) -> int:
        """The source line on which the article begins, counted from 1."""
        return min((part.line for part in (*self.headlines, *self.paragraphs)), default=1)

    @property
    def end_line(self) -> int:
        """The source line on which the article ends."""
        return max((part.end_line for part in (*self.headlines, *self.paragraphs)), default=1)


class Snippet(NamedTuple):
    """A passage of an article; ``matches`` are spans in ``text``, ``line`` is the source line of the first match.

    ``cut_before`` and ``cut_after`` are whether the paragraph extends beyond the passage.
    """

    text: str
    field: str
    line: int
    matches: tuple[Span, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


class Changes(NamedTuple):
    """The numbers of articles that an update adds, changes and removes."""

    added: int = 0
    changed: int = 0
    removed: int = 0
