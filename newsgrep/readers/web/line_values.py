"""What each line of a page is worth as part of its story: the density of text that is neither link nor list."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.web.page_phrases import ENDING, JUNK, NOTICE, REPLY_BUTTONS, TEASER_END

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsgrep.readers.web.page_lines import PageLine, PageLines

# What the characters of a line without a sentence are worth, those of one with a sentence being worth 1.
NO_SENTENCE = 0.2
SENTENCE = re.compile(r"[，。！？；：、…”」]|[.!?;:,](?:\s|$)")
# A line no longer than this is a label, with what it is of, if it has no other mark than a colon.
LONGEST_LABELLED, UNLABELLED = 24, re.compile(r"[，。！？；…”」]|[.!?;,](?:\s|$)")
# A page without such a mark in a text of its own has no story.
CLAUSE = re.compile(r"[，。！？；]|[.!?;,](?:\s|$)")
# What is left of a line's worth where stories seldom are.
BEFORE_HEADLINE, IN_SECTION, AFTER_SECTION, BETWEEN_LINKS, IN_ITEM = 0.5, 0.2, 0.3, 0.3, 0.1
SHORTEST_HEADLINE = 8
# So long is a sentence of a story, above what others wrote about it.
SHORTEST_SENTENCE = 15
DIGITS = re.compile(r"\d+")
MOST_IN_SECTION = 100
# So long a line is a sentence, whatever part of it is linked.
LONG = 60
# Lines between a headline and the line with its date, and how long such a line is.
MOST_ABOVE, LONGEST_ABOVE = 6, 30


def find_headline(page: PageLines, titles: Collection[str]) -> int:
    """The index of the first line that is the headline, or 0."""
    return next((index for index, line in enumerate(page.lines) if squeezed(line.text) in titles), 0)


class PageSection(NamedTuple):
    """Lines below the heading of something else than the story: the first, the last, and the element around them."""

    first: int
    last: int
    element: int


def find_sections(page: PageLines, headline: int) -> list[PageSection]:
    """The sections of a page below its headline that are not the story."""
    first, last = line_ranges(page)
    found: list[PageSection] = []
    for index, line in enumerate(page.lines[headline + 1 :], start=headline + 1):
        if found and index <= found[-1].last:
            continue
        if ENDING.match(line.text) or heads_links(page, index):
            element, part = line.element, line.element
            while element > 0 and first[element] == last[element]:
                element, part = page.elements[element].parent, element
            found.append(PageSection(index, _last_of_section(page, index, last[element], part), element))
    return found


def _last_of_section(page: PageLines, heading: int, last: int, part: int) -> int:
    """The last line of a section: it ends where a sentence follows in an element like that of its heading."""
    like = page.elements[part]
    for index in range(heading + 1, min(last, heading + MOST_IN_SECTION) + 1):
        line = page.lines[index]
        element = page.elements[line.element]
        is_alike = line.element == part or (element.parent, element.tag) == (like.parent, like.tag)
        if is_alike and own_value(line) >= LONGEST_ABOVE and CLAUSE.search(line.text):
            return index - 1
    return last


def line_ranges(page: PageLines) -> tuple[list[int], list[int]]:
    """The first and the last line within each element."""
    first, last = [len(page.lines)] * len(page.elements), [-1] * len(page.elements)
    for index, line in enumerate(page.lines):
        first[line.element] = min(first[line.element], index)
        last[line.element] = index
    for index in range(len(page.elements) - 1, 0, -1):
        parent = page.elements[index].parent
        first[parent] = min(first[parent], first[index])
        last[parent] = max(last[parent], last[index])
    return first, last


def line_values(page: PageLines, headline: int, sections: Sequence[PageSection]) -> list[float]:
    """What each line is worth: less above the headline, below the heading of another section, and between links."""
    values: list[float] = []
    left, until = list(reversed(sections)), -1
    for index, line in enumerate(page.lines):
        while left and left[-1].first <= index:
            until = max(until, left.pop().last)
        factor = BEFORE_HEADLINE if index < headline else IN_SECTION if index <= until else AFTER_SECTION
        if index >= headline and until < 0:
            factor = 1.0
        teaser = IN_ITEM if _is_in_item(page, index) else BETWEEN_LINKS if _is_teaser(page, index) else 1.0
        values.append(0.0 if NOTICE.match(line.text) or JUNK.match(line.text) else own_value(line) * factor * teaser)
    return values


def heads_links(page: PageLines, index: int) -> bool:
    """Whether a line is the heading of a list of links."""
    below = page.lines[index + 1 : index + 4]
    return (
        page.elements[page.lines[index].element].tag in {"h2", "h3", "h4", "dt"}
        and len(page.lines[index].text) < LONGEST_ABOVE
        and sum(line.is_link for line in below) >= len(("one", "another"))
    )


def _is_teaser(page: PageLines, index: int) -> bool:
    """Whether a line stands between two links, as the summaries in a list of headlines do, or ends with a link on."""
    if TEASER_END.search(page.lines[index].text):
        return True
    neighbours = page.lines[max(0, index - 1) : index] + page.lines[index + 1 : index + 2]
    return len(neighbours) == len(("above", "below")) and all(
        line.is_link and len(line.text) >= SHORTEST_HEADLINE for line in neighbours
    )


def _is_in_item(page: PageLines, index: int) -> bool:
    """Whether a line is below a link in the item of a list, as the summary of another story is."""
    above = page.lines[index - 1] if index else None
    if above is None or not above.is_link or len(above.text) < SHORTEST_HEADLINE:
        return False
    item = _item_of(page, index)
    return item > 0 and item == _item_of(page, index - 1)


def _item_of(page: PageLines, index: int) -> int:
    """The item of a list that a line is in, or 0: two elements at most are between them."""
    element = page.lines[index].element
    for _ in range(len(("item", "part", "paragraph"))):
        if element <= 0 or page.elements[element].tag == "li":
            break
        element = page.elements[element].parent
    return element if element > 0 and page.elements[element].tag == "li" else 0


def own_value(line: PageLine) -> float:
    """The number of characters outside of links, less without a sentence."""
    free = max(0, len(line.text) - line.linked)
    if free * 2 < len(line.text) and not (len(line.text) > LONG and SENTENCE.search(line.text)):
        return 0
    is_sentence = (SENTENCE if len(line.text) > LONGEST_LABELLED else UNLABELLED).search(line.text)
    return free if is_sentence else free * NO_SENTENCE


def find_replies(page: PageLines, headline: int) -> set[int]:
    """Elements that are like each other, each with buttons to answer it: what others wrote below a story.

    The first of them is the story, unless there is a sentence between the headline and it.
    """
    first, _ = line_ranges(page)
    answered: set[int] = set()
    for line in page.lines:
        element = line.element if REPLY_BUTTONS.fullmatch(line.text) else 0
        while element > 0 and element not in answered:
            answered.add(element)
            element = page.elements[element].parent
    kinds: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for index in sorted(answered):
        element_of = page.elements[index]
        if element_of.name:
            kinds[element_of.parent, element_of.tag, DIGITS.sub("", element_of.name)].append(index)
    found: set[int] = set()
    for alike in filter(lambda each: len(each) > 1, kinds.values()):
        above = page.lines[headline + 1 : first[alike[0]]] if headline else []
        found.update(alike if any(map(_is_sentence, above)) else alike[1:])
    return found


def _is_sentence(line: PageLine) -> bool:
    text = line.text
    return own_value(line) >= SHORTEST_SENTENCE and "。" in text and not JUNK.match(text) and not NOTICE.match(text)


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())
