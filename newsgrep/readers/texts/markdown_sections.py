"""Digests in Markdown that are numbered lists of links and of headlines: an article per item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import FieldLines
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.markdown_lines import ABSTRACT, MarkdownLine, facts_of_line
from newsgrep.readers.texts.markdown_text import inline_text, line_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.records import Record

NUMBERED = re.compile(r"(?P<number>\d{1,4})[.、)）]\s*(?P<text>\S.*)")
# A headline that is a link, perhaps with brackets in it or a line end behind it.
LINKED = re.compile(r"(?:\*\*)?\[(?P<title>.{2,300}?)\s*\]\((?P<url>[^()\s]{4,2000})\)(?:\*\*)?(?P<rest>.*)", re.DOTALL)
BELOW = re.compile(r"\s+\S|\s*>|\]\(")
# What is no headline if it has no text below, since it has sentences.
SENTENCE_END = re.compile("[。！？；](?!$)|。$")
FEWEST_SECTIONS, FEWEST_ITEMS, FEWEST_ADDRESSED, MOST_LINKED = 2, 5, 3, 0.5


class SectionItem(NamedTuple):
    """An item of a list: the section that it is in and its lines, of which the first has no number."""

    section: str
    line: int
    lines: list[str]

    @property
    def head(self) -> re.Match[str] | None:
        """The link that is its headline."""
        return LINKED.fullmatch("\n".join(self.lines))

    @property
    def has_address(self) -> bool:
        """Whether lines are right below the headline, and one has the address of a page."""
        return all(self.lines) and any("://" in line for line in self.lines[1:])


def numbered_items(text: Sequence[MarkdownLine], title: MarkdownLine | None) -> list[SectionItem]:
    """The items of a digest; none if a section has other lines, too, or few items are links or have one below."""
    items: list[SectionItem] = []
    section, number, is_above = "", 0, True
    may_list = False  # below the title or the name of a section
    for line in text:
        if line.level:
            is_above = line is title
            section, number, may_list = ("" if is_above else line.text), 0, True
        elif (match := NUMBERED.match(line.raw)) and may_list and int(match["number"]) == number + 1:
            number += 1
            items.append(SectionItem(section, line.number, [match["text"].rstrip()]))
        elif number and line.text and BELOW.match(line.raw):
            item = items[-1]
            item.lines.extend([""] * (line.number - item.line - len(item.lines)))  # those that are blank
            item.lines.append(line.raw.rstrip())
        elif line.text and (number or not is_above):
            return []
    linked = sum(item.head is not None for item in items)
    has_sections = len({item.section for item in items}) >= FEWEST_SECTIONS
    are_linked = has_sections and len(items) >= FEWEST_ITEMS and linked >= MOST_LINKED * len(items)
    are_addressed = len(items) >= FEWEST_ADDRESSED and all(item.has_address for item in items)
    return items if are_linked or are_addressed else []


def item_records(items: Sequence[SectionItem], date: str) -> Iterator[Record]:
    """An article per item: its first line is the headline, unless it is all and has sentences."""
    for item in items:
        fields = FieldLines()
        head = item.head
        if head:
            fields.add("title", inline_text(" ".join(head["title"].split())), item.line)
            fields.add("url", head["url"], item.line)
        else:
            first = line_text(item.lines[0].strip())
            is_text = len(item.lines) == 1 and SENTENCE_END.search(first)
            fields.add("body" if is_text else "title", first, item.line)
        below = head["rest"].split("\n") if head else item.lines[1:]
        for number, line in enumerate(below, item.line + (not head)):
            _add_line(fields, line, number)
        for role, value in (("section", item.section), ("date", date)):
            if role not in fields:
                fields.add(role, value, item.line)
        yield fields.record(item.line)


def _add_line(fields: FieldLines, raw: str, number: int) -> None:
    """A line below a headline: facts, or a text, whose label 摘要 is none of it."""
    line = MarkdownLine(number, 0, line_text(raw).strip(" |｜"), raw)
    label = labelled(line.text)
    if label and ABSTRACT.fullmatch(label.label):
        fields.add("body", label.value, number)
    elif facts := facts_of_line(line):
        fields.add_facts(facts, number)
    else:
        fields.add("body", line.text, number)
