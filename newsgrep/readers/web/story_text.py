"""The lines of a page → the body of its story: text density chooses the element, then what is no story is cut off."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.web.line_values import (
    CLAUSE,
    DIGITS,
    LONG,
    LONGEST_ABOVE,
    MOST_ABOVE,
    PageSection,
    find_headline,
    find_replies,
    find_sections,
    heads_links,
    line_values,
    own_value,
    squeezed,
)
from newsgrep.readers.web.page_phrases import (
    BUTTON,
    CREDIT,
    DATE,
    EDITOR,
    ENDING,
    JUNK,
    LABEL,
    NOTICE,
    PARTED_CREDIT,
    REPLY_BUTTONS,
    SITE,
)
from newsgrep.readers.web.story_asides import asides_of, elements_in, feet_of, is_aside
from newsgrep.readers.web.story_edges import is_moment, is_signed, last_paragraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from newsgrep.readers.web.page_lines import PageLine, PageLines

# What a level of elements between a text and the element that is judged takes away.
LEVEL = 0.85
SHORTEST_SENTENCE = 5
# Parts of a story of which no more may be left below the heading of something else, or a notice.
LEFT_AT_ENDING, LEFT_AT_NOTICE = 0.5, 0.25
MOST_META, LONGEST_BUTTON = 90, 16
MOST_CREDITS = 8
PARAGRAPH_TAGS = frozenset(("p", "blockquote", "pre", "h2", "h3", "h4", "h5", "h6"))
# Cells so short are a row of a table, not columns of text.
LONGEST_CELL = 40


class StoryText(NamedTuple):
    """The body of a story: the indexes of its lines, and the paragraphs that they are."""

    lines: tuple[int, ...]
    paragraphs: tuple[str, ...]


def find_story(page: PageLines, titles: Collection[str], chosen: Sequence[int] = ()) -> StoryText:
    """The body of the page's story; ``titles`` are what its headline may be, ``chosen`` are elements known to have it.

    Nothing if there is no text with sentences outside of links.
    """
    headline = find_headline(page, titles)
    sections = find_sections(page, headline)
    replies = find_replies(page, headline)
    others = elements_in(page, [*replies, *feet_of(page)])
    values = [
        0.0 if line.element in others else value
        for line, value in zip(page.lines, line_values(page, headline, sections), strict=True)
    ]
    aside = [flag or index in replies for index, flag in enumerate(asides_of(page, values, titles))]
    if not chosen:
        chosen = _densest(page, values, aside)
    inside = elements_in(page, chosen)
    top = set(chosen)
    indexes = [
        index
        for index, line in enumerate(page.lines)
        if line.element in inside and not is_aside(page, line.element, aside, top)
    ]
    within = _within_story(sections, indexes, inside, top)
    indexes = _before_last_section(page, within, [index for index in indexes if index not in within], values)
    indexes = list(_story_lines(page, indexes, values, titles))
    while indexes and page.lines[indexes[-1]].text.isdigit():  # how many liked it
        indexes.pop()
    if not any(values[index] >= SHORTEST_SENTENCE and CLAUSE.search(page.lines[index].text) for index in indexes):
        return StoryText((), ())
    return StoryText(tuple(indexes), tuple(_paragraphs(page, indexes)))


def _within_story(
    sections: Sequence[PageSection], indexes: Sequence[int], inside: Collection[int], top: Collection[int]
) -> set[int]:
    """The lines of sections that are part of the story's element, as lists of links amid the text are."""
    known, within, done = set(indexes), set[int](), -1
    end = indexes[-1] if indexes else -1
    for section in sections:
        is_part = section.element in inside and (section.element not in top or section.last < end)
        if is_part and (section.last - section.first) * 2 < len(indexes):
            within.update(range(max(section.first, done + 1), section.last + 1))
            done = max(done, section.last)
    return within & known


def _before_last_section(
    page: PageLines, within: Collection[int], indexes: list[int], values: Sequence[float]
) -> list[int]:
    """The lines, without the few words that stand below a section within the story.

    A sentence in an element like those above a section is a paragraph of the story that goes on.
    """
    least = LEFT_AT_NOTICE * sum(values[index] for index in indexes) / 2
    above = {_kind_of(page, index) for index in indexes if within and index < min(within)}
    end, left = len(indexes), 0.0
    for at in range(len(indexes) - 1, 0, -1):
        line = page.lines[indexes[at]]
        goes_on = (
            line.text[-1] in "。！？”" and own_value(line) > LONGEST_ABOVE and _kind_of(page, indexes[at]) in above
        )
        left += own_value(line) if goes_on else values[indexes[at]]
        if left > least:
            break
        if any(index in within for index in range(indexes[at - 1] + 1, indexes[at])):
            end = at
    return indexes[:end]


def _kind_of(page: PageLines, index: int) -> tuple[str, str, int]:
    """The tag and name of the element of a line, and the element around it."""
    element = page.elements[page.lines[index].element]
    return element.tag, element.name, element.parent


def _densest(page: PageLines, values: Sequence[float], aside: Sequence[bool]) -> tuple[int, ...]:
    """The element with most text, each level between counting against it, and its siblings of the same kind."""
    count = len(page.elements)
    own = [0.0] * count
    for line, value in zip(page.lines, values, strict=True):
        own[line.element] += value
    scores = [0.0] * count
    for index in range(count - 1, -1, -1):
        element = page.elements[index]
        if aside[index]:
            continue
        filled = [scores[child] for child in element.children if scores[child]]
        alone = len(filled) == 1 and not own[index]
        scores[index] = own[index] + sum(filled) * (1 if alone else LEVEL)
    best = max(range(count), key=lambda index: (scores[index], index))
    if not scores[best]:
        return ()
    parent = page.elements[best].parent
    if page.elements[best].tag in {"p", "tr"} and parent > 0:
        best = parent
    elif page.elements[best].tag == "p" and parent == 0:  # what else is on the page is beside them
        parts = (child for child in page.elements[0].children if page.elements[child].tag in PARAGRAPH_TAGS)
        return tuple(child for child in parts if child == best or not aside[child])
    return _with_siblings(page, best, scores)


def _with_siblings(page: PageLines, best: int, scores: Sequence[float]) -> tuple[int, ...]:
    """An element, and its siblings with text that have the same tag and class."""
    element = page.elements[best]
    if element.parent < 0 or not element.name or element.tag in {"td", "li"}:
        return (best,)
    kind = (element.tag, DIGITS.sub("", element.name))
    siblings = [(child, page.elements[child]) for child in page.elements[element.parent].children]
    return tuple(
        child
        for child, sibling in siblings
        if child == best or (scores[child] and (sibling.tag, DIGITS.sub("", sibling.name)) == kind)
    )


def _story_lines(
    page: PageLines, indexes: Sequence[int], values: Sequence[float], titles: Collection[str]
) -> Iterator[int]:
    """The lines that are the story's."""
    indexes = indexes[_head(page, indexes, titles) :]
    indexes = indexes[: _tail(page, indexes, values)]
    indexes = indexes[: last_paragraph(page, indexes, values)]
    lists = _link_lists(page, indexes)
    for at, index in enumerate(indexes):
        text = page.lines[index].text
        is_near_edge = at < len(("source", "headline")) or at >= len(indexes) - MOST_CREDITS
        is_junk = any((JUNK.match(text), EDITOR.match(text), REPLY_BUTTONS.fullmatch(text)))
        is_junk = is_junk or (at < MOST_ABOVE and is_moment(text))
        is_credit = is_near_edge and (CREDIT.match(text) or PARTED_CREDIT.match(text))
        if index in lists or is_junk or is_credit:
            continue
        yield index


def _head(page: PageLines, indexes: Sequence[int], titles: Collection[str]) -> int:
    """The number of lines before the story begins: its headline and what stands above and just below it."""
    begin = 0
    total = sum(len(page.lines[index].text) for index in indexes)
    before = 0
    for at, index in enumerate(indexes[:LONG]):
        text = page.lines[index].text
        if before * 4 > total:
            break
        if squeezed(text) in titles:
            begin = at + 1
        before += len(text) if CLAUSE.search(text) else 0
    for at, index in enumerate(indexes[begin : begin + MOST_ABOVE], start=begin):
        line = page.lines[index]
        if _is_meta(line) or is_signed(page, line):
            begin = at + 1
        elif len(line.text) > LONGEST_ABOVE or line.text[-1] in "。！？”":
            break
    return begin


def _is_meta(line: PageLine) -> bool:
    """Whether a line below the headline gives date, source and the like."""
    text = line.text
    if text[-1] in "。！？”" or len(text) > MOST_META:
        return False
    return bool(
        SITE.fullmatch(text)
        or LABEL.search(text)
        or ("，" not in text and DATE.search(text))
        or (len(text) <= LONGEST_BUTTON and BUTTON.match(text))
        or line.linked * 2 > len(text)
    )


def _tail(page: PageLines, indexes: Sequence[int], values: Sequence[float]) -> int:
    """The number of lines up to the end of the story."""
    left = sum(values[index] for index in indexes)
    whole = left or 1
    for at, index in enumerate(indexes):
        text = page.lines[index].text
        if at and left < LEFT_AT_ENDING * whole and (ENDING.match(text) or heads_links(page, index)):
            return at
        if at and left < LEFT_AT_NOTICE * whole and (NOTICE.match(text) or EDITOR.match(text)):
            return at
        left -= values[index]
    return len(indexes)


def _link_lists(page: PageLines, indexes: Sequence[int]) -> set[int]:
    """Lines that are only links, if there are several in a row, or if they are not sentences."""
    linked = [index for index in indexes if page.lines[index].is_link and 1 < len(page.lines[index].text) <= LONG]
    neighbours = {index for pair in pairwise(linked) if pair[1] - pair[0] == 1 for index in pair}
    return neighbours | {index for index in linked if page.lines[index].text[-1] not in "。！？”"}


def _paragraphs(page: PageLines, indexes: Sequence[int]) -> Iterator[str]:
    """The lines as paragraphs; the short cells of a table row are one."""
    rows: dict[int, list[str]] = defaultdict(list)
    for index in indexes:
        line = page.lines[index]
        row = _row(page, line.element)
        rows[row if row >= 0 else -1 - index].append(line.text)
    for row, texts in rows.items():
        if row >= 0 and max(map(len, texts)) <= LONGEST_CELL:
            yield " ".join(texts)
        else:
            yield from texts


def _row(page: PageLines, element: int) -> int:
    """The index of the table row of which an element is a cell, or -1."""
    cell = page.elements[element]
    return cell.parent if cell.tag in {"td", "th"} and page.elements[cell.parent].tag == "tr" else -1
