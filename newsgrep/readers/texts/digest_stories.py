"""The form of a digest, and its stories: their titles, credits and texts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.readers.texts.digest_headings import Heading, heading_of
from newsgrep.readers.texts.digest_lines import (
    AROUND,
    LONGEST_FRAME,
    DigestLine,
    credit_on,
    facts_of_title,
    is_digest_title,
    is_told,
    item_of,
    source_in,
)
from newsgrep.readers.texts.field_lines import FieldLines
from newsgrep.readers.texts.headed_stories import is_text
from newsgrep.readers.texts.ruled_blocks import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.records import Record

# Lines of credits below a title, and facts below a text.
MOST_CREDITS, MOST_BELOW = 8, 3
SHORTEST_MESSAGE = 15
# Brackets around titles.
QUOTES = frozenset(("「」", "『』", "〖〗"))
# A line that may be a title within a text.
SHORT_LINE = 24
FEWEST = 2
# Below all stories of an official brief: whom it is sent to, above who made it.
SENT = re.compile(r"(?:[报報送发發呈]|[主抄分呈][报報送]|印[发發送]|共印)\s?[:：]|共印\s?\d")
MOST_OF_FOOT = 4
# A first sentence that is as short as a title, and the text behind it.
LEAD = re.compile(r"([^，。！？；：]{6,24})。(\S.{20,})")
SOURCE_AT_END = re.compile(r"[（(]([^（）()]{3,30})[)）]$")

Rule = Literal["listed", "head", "mark", "credits", "block"]


class DigestForm(NamedTuple):
    """How a digest is read.

    ``listed`` are the titles in a table of contents, ``begin`` the first line behind it; ``furniture`` the masks of
    lines that recur between stories, ``headings`` the kinds of headings, ``has_heads`` whether stories are messages.
    A story begins by the ``rule``, with the ``mark`` if it has one, and has another title above if ``has_kickers``,
    and its address if ``has_addresses``. It also begins below so many blank lines as ``gap`` says, if it is not 0. With
    ``has_leads``, the first sentence of each is its title. ``names`` are those of sections that stand between stories
    without signs around them.
    """

    rule: Rule
    mark: str = ""
    listed: frozenset[str] = frozenset()
    begin: int = 0
    furniture: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    has_heads: bool = False
    has_kickers: bool = False
    has_addresses: bool = False
    title_mark: str = ""
    gap: int = 0
    has_leads: bool = False
    names: frozenset[str] = frozenset()

    def heading_on(self, text: str) -> Heading | None:
        """What a line is a heading of, if headings of this kind part the stories."""
        if text in self.names:
            return Heading("section", {"section": AROUND.sub("", text)})
        heading = heading_of(text) if self.headings else None
        return heading if heading and heading.kind in self.headings else None


class DigestStory:
    """The lines of a story as they come."""

    def __init__(self, facts: Mapping[str, str], known: Mapping[str, str], above: list[DigestLine]) -> None:
        self.facts = dict(facts)
        self.known = known
        self.above = above
        self.title: DigestLine | None = None
        self.kicker: tuple[int, str] | None = None
        self.text: list[tuple[int, str]] = []
        self.credits = self.below_frame = 0
        self.begin = 0

    @property
    def has_source(self) -> bool:
        """Whether its title or its end says its source in brackets, or its title begins with its date."""
        if self.title:
            return is_told(facts_of_title(self.title.text)[1])
        if "source" in self.facts:
            return True
        found = SOURCE_AT_END.search(self.text[0][1].strip()) if self.text else None
        return found is not None and source_in(found[1]) is not None

    @property
    def is_told(self) -> bool:
        """Whether it has a date or source above or below its text."""
        return is_told(self.facts) or (len(self.text) > 1 and is_told(credit_on(self.text[-1][1].strip())))

    @property
    def is_run_on(self) -> bool:
        """Whether its text begins on the line of its title."""
        return self.title is not None and bool(self.text) and self.text[0][0] == self.title.number

    @property
    def is_chatter(self) -> bool:
        """Whether it says nothing that is news."""
        return not self.title and sum(len(line.strip()) for _, line in self.text) < SHORTEST_MESSAGE

    @property
    def inner_titles(self) -> int:
        """How many lines of the text look like titles of their own."""
        lines = [line.strip() for _, line in self.text]
        return sum(
            len(line) <= SHORT_LINE and is_digest_title(line) and is_text(below) for line, below in pairwise(lines)
        )

    def cut(self, end: int) -> None:
        """Leave out a line or two below the text, as stand below the last story of all."""
        below = [line.strip() for _, line in self.text[end:]]
        if len(below) <= MOST_BELOW and all(len(line) <= LONGEST_FRAME for line in below):
            del self.text[end:]

    def leave_foot(self) -> None:
        """Leave out the foot of an official brief."""
        lines = [line.strip() for _, line in self.text]
        for at in range(max(1, len(lines) - MOST_OF_FOOT), len(lines)):
            if SENT.match(lines[at]) and not any(len(line) > LONGEST_FRAME or "。" in line for line in lines[at:]):
                del self.text[at:]
                return

    def popped(self) -> tuple[int, str] | None:
        """The last line of the text, which is no more of it, if it is a title."""
        return self.text.pop() if len(self.text) > 1 and is_digest_title(self.text[-1][1].strip()) else None

    def popped_address(self) -> str:
        """The last line of the text, which is no more of it, if it is an address."""
        is_address = len(self.text) > 1 and ADDRESS.fullmatch(self.text[-1][1].strip())
        return self.text.pop()[1].strip() if is_address else ""

    def add(self, row: DigestLine) -> None:
        """Add a line: credits as long as no text has come, text otherwise."""
        found = credit_on(row.text) if not self.text and self.credits < MOST_CREDITS else None
        if found is not None:
            self.credits += 1
            self.facts = {**self.facts, **found}
        else:
            self.text.append((row.number, row.raw))

    def record(self, form: DigestForm) -> Record:
        """The record, without the facts at its end."""
        fields = FieldLines()
        facts = dict(self.facts)
        if form.has_leads and (lead := LEAD.fullmatch(self.text[0][1])):
            fields.add("title", lead[1], self.begin)
            self.text[0] = (self.text[0][0], lead[2])
        if self.title:
            words, in_title = facts_of_title(_bare(self.title.text, form.title_mark))
            facts |= {name: value for name, value in in_title.items() if name not in facts or name == "source"}
            if self.kicker:
                fields.add("title", f"{self.kicker[1].strip()} {words}", self.kicker[0])
            else:
                fields.add("title", words, self.title.number)
        for _ in range(MOST_BELOW):
            found = credit_on(self.text[-1][1].strip()) if len(self.text) > 1 else None
            if found is None:
                break
            self.text.pop()
            facts = {**found, **facts}
        if not self.title and self.text and (at_end := SOURCE_AT_END.search(self.text[-1][1].rstrip())):
            facts = {**(source_in(at_end[1]) or {}), **facts}
        for number, line in self.text:
            fields.add("body", line, number)
        fields.add_facts(facts, self.begin)
        fields.add_facts({} if form.has_heads or "day" in form.headings else self.known, self.begin)
        return fields.record(self.begin)


def _bare(title: str, mark: str) -> str:
    """A title without the mark that all have, or the brackets around them."""
    if mark in QUOTES and title[0] + title[-1] == mark:
        return title[1:-1]
    item = item_of(title) if mark else None
    if item is None or item.mark != mark:
        return title
    return (
        title
        if mark == "【】" and not title.endswith("】")
        else item.words.rstrip(f"★●■◆* {'' if item.number else mark}") or title
    )
