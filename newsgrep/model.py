"""The values that travel through the house: frozen, comparable, free of behaviour that needs a file or an index."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

Kind = Literal["article", "photo", "brief", "ad", "notice"]
Role = Literal["headline", "byline", "body", "caption"]

KINDS: tuple[Kind, ...] = ("article", "photo", "brief", "ad", "notice")


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Token(NamedTuple):
    """A word of a text: ``text`` is folded, the span points into the text it came from."""

    text: str
    start: int
    end: int


class Paragraph(NamedTuple):
    """A run of text without line ends, and where its pieces stand in the source file.

    ``lines`` holds ``(offset, line)`` pairs: from code point ``offset`` on, the text stands on source line ``line``
    (counted from 1). A paragraph that was broken by the printed column has one pair for each piece.

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
    """What the splitter finds: one headline group and its paragraphs, and what the header lines above say of it.

    ``paragraphs`` are in the order of the page, each with its role; every character of the story's lines is in
    ``headlines`` or ``paragraphs`` exactly once, white space at line ends aside.
    """

    headlines: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]
    kind: Kind = "article"
    date: str | None = None
    source: str | None = None
    section: str | None = None


class Page(NamedTuple):
    """A whole source text cut into stories, and what its header lines say first."""

    stories: tuple[Story, ...]
    date: str | None = None
    source: str | None = None
    section: str | None = None


class Article(NamedTuple):
    """One story of the corpus with its identity and facts; ``date`` is ISO 8601, perhaps cut to year or month.

    ``agency`` sent it, 新华社, and ``place`` is where from, as its dateline says.
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

    @property
    def id(self) -> str:
        """``path#key``, unique in the corpus."""
        return f"{self.path}#{self.key}"

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
    """A passage of an article, ``matches`` as spans of its text; ``line`` is the source line of the first match.

    ``cut_before`` and ``cut_after`` say whether the paragraph goes on beyond it.
    """

    text: str
    field: str
    line: int
    matches: tuple[Span, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


class Changes(NamedTuple):
    """How many articles an update adds, changes and removes."""

    added: int = 0
    changed: int = 0
    removed: int = 0
