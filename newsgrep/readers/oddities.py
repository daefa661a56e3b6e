"""What may be odd about articles, and how it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message, located

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What is said of each kind of oddity.
DOUBTS = {
    "items": Message("has numbered items that may be articles of their own"),
    "headings": Message("has headings of days or pages, or heads of messages, within its articles"),
    "marks": Message("has titles with the marks of a list"),
    "labels": Message("has the labels of several records in one article"),
    "dates": Message("has lines of facts about several articles in one"),
    "values": Message("has values in front of its text that were not taken"),
    "markup": Message("has markup or escapes in its text"),
    "lost": Message("has characters that were lost in another encoding"),
    "long title": Message("has a title as long as a text"),
    "odd titles": Message("has titles that are numbers, addresses or names of files"),
    "same title": Message("has the same title for all its articles"),
    "recurring titles": Message("has titles that are those of several texts"),
    "repeated title": Message("has one title without a text for many of its articles"),
    "unlinked": Message("has articles without an address that share one title, where the others have addresses"),
    "unused": Message("has longer texts in a field that was not used"),
    "short titles": Message("has names or catchwords alone, which may be no headlines"),
    "no sentences": Message("has lines, but hardly a sentence among them"),
    "strange titles": Message("has titles that share no word with their texts"),
    "same text": Message("has the same text for all its articles"),
    "beginnings": Message("has texts that are but the beginnings of articles"),
    "short texts": Message("has texts that are shorter than their titles"),
    "sentences as titles": Message("has sentences as titles"),
    "lines of dates": Message("has lines with dates in its texts that were not taken"),
    "untitled lines": Message("has a text per line, but was read as one article"),
    "recurring lines": Message("has a line that recurs in its texts as if it parted articles"),
    "book": Message("has an article as long as a book"),
    "hidden titles": Message("has lines within its texts that look like titles"),
    "lost lines": Message("has lines that became part of no article"),
    "future": Message("has dates in the future, which were not taken"),
    "parts": Message("has sentences of articles or remarks about them, which were read as articles"),
    "either": Message("has a field that is the title of some articles and the text of others"),
    "column": Message("has a column of words without a name that was not used"),
    "facts in titles": Message("has titles with dates or sources in them"),
    "facts above": Message("has lines of facts in front of its texts that were not taken"),
    "odd facts": Message("has sources, sections, authors or addresses that look like something else"),
    "lacking": Message("has articles without title, date or text among others that have them"),
    "labelled texts": Message("has texts that begin with the same label"),
    "last text": Message("has a last text that ends otherwise than the others"),
    "rules": Message("has texts that begin or end with a line of signs"),
    "strange headlines": Message("has headlines that share no word with their text"),
    "strange ends": Message("has a last line that may be no part of its text"),
    "several": Message("has an article that looks like several in one"),
    "contradicted": Message("is a page whose description, title or date contradicts what was read"),
    "other tables": Message("has articles from tables that are called otherwise than those of news"),
    "lines of a site": Message("has lines of a web site, such as buttons or small print, within its texts"),
    "repeated lines": Message("has a paragraph twice in a text, or its title again above the text"),
    "cut titles": Message("has titles that end with a colon"),
    "short lines above": Message("has short lines in front of its texts that may be no part of them"),
    "short lines below": Message("has short lines behind its texts that may be no part of them"),
    "foreign paragraphs": Message("has a first or last paragraph that has no word in common with the others"),
    "no text": Message("has a single short title and no text"),
    "nothing": Message("has no article"),
}
# Oddities, and those that say of the same file what is wrong more exactly.
SAID_BETTER = {
    "several": frozenset(("items", "headings", "dates", "labels", "untitled lines", "recurring lines", "no sentences")),
    "untitled lines": frozenset(("items",)),
    "lines of dates": frozenset(("dates",)),
    "facts above": frozenset(("dates", "values")),
    "strange headlines": frozenset(("strange titles",)),
    "strange ends": frozenset(("short lines below", "recurring lines", "lines of a site")),
    "short lines above": frozenset(("lines of a site",)),
    "short lines below": frozenset(("lines of a site",)),
}


class Doubt(NamedTuple):
    """An oddity: its name in ``DOUBTS``, how many articles have it (or files: "nothing"), and where the first is.

    ``files`` is in how many files they are, or members of archives.
    """

    name: str
    articles: int
    path: str
    line: int
    files: int = 1

    @property
    def located(self) -> Message:
        """What is odd, with its place and the number of articles."""
        said = located(DOUBTS[self.name], self.path, self.line)
        if self.articles == 1:
            return said
        if self.name == "nothing":
            return Message("{} ({:,} files)", said, self.articles)
        if self.files == 1:
            return Message("{} ({:,} articles)", said, self.articles)
        return Message("{} ({:,} articles in {:,} files)", said, self.articles, self.files)


def most_exact(found: Mapping[str, Doubt]) -> tuple[Doubt, ...]:
    """The oddities of a file by their names, without those that others say better.

    >>> found = {name: Doubt(name, 1, "a.txt", 1) for name in ("several", "items", "untitled lines", "marks")}
    >>> [doubt.name for doubt in most_exact(found)]
    ['items', 'marks']
    """
    return tuple(doubt for name, doubt in found.items() if SAID_BETTER.get(name, frozenset()).isdisjoint(found))


def merged_doubts(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Each oddity once, with its first place.

    >>> merged_doubts([Doubt("dates", 2, "a.docx", 1), Doubt("dates", 1, "b.docx", 7)])
    (Doubt(name='dates', articles=3, path='a.docx', line=1, files=2),)
    """
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        known = found.get(doubt.name)
        if known:
            files = known.files + doubt.files * (known.path != doubt.path)
            doubt = known._replace(articles=known.articles + doubt.articles, files=files)  # noqa: PLW2901 (all of them)
        found[doubt.name] = doubt
    return tuple(found.values())
