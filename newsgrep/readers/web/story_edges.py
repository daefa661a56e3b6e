"""What is at the edges of a story within its element: its author, when it was published, buttons and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.web.line_values import CLAUSE, LONGEST_ABOVE
from newsgrep.readers.web.page_phrases import SIGNED
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.web.page_lines import PageLine, PageLines

# Paragraphs of a story that show how its others are marked up, and the part of its text that they are.
FEWEST_PARAGRAPHS, MOSTLY = 2, 0.7
# Characters of the last lines of a page's story that lead to something else, and how few of them may be links.
LONGEST_LINKS, LINKED = 160, 3
# A line with the moment of publication amid the first of a story, as where a picture with its caption is above that.
PUBLISHED = lazy_pattern(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s*\d{1,2}:\d\d(?::\d\d)?[^，。；：:]{0,20}"
)
# A caption.
PICTURED = lazy_pattern(r"^[▲▼△▽↑]|[图圖](?:[片源为為/／:：]|$)|[摄攝影]\s*[)）]?$|提供\s*[)）]?$")


def is_signed(page: PageLines, line: PageLine) -> bool:
    """Whether a line is what an element for the name of an author contains."""
    is_name = len(line.text) <= LONGEST_ABOVE and not CLAUSE.search(line.text)
    return is_name and bool(SIGNED.search(page.elements[line.element].name))


def is_moment(text: str) -> bool:
    """Whether a line is the moment of publication, with no more than the name of an outlet or section.

    >>> is_moment("2025年03月18日 15:31 江城"), is_moment("2025年03月18日，大桥合龙")
    (True, False)
    """
    return PUBLISHED.fullmatch(text) is not None


def last_paragraph(page: PageLines, indexes: Sequence[int], values: Sequence[float]) -> int:
    """The number of lines up to the last paragraph, if the story's are ``<p>`` and what follows are a few words else.

    Buttons, counts and advertisements are in elements of their own within that of the story.
    """
    indexes = indexes[: _before_links(page, indexes)]
    tags = [page.elements[page.lines[index].element].tag for index in indexes]
    told = sum(values[index] for index, tag in zip(indexes, tags, strict=True) if tag == "p")
    if tags.count("p") < FEWEST_PARAGRAPHS or told < MOSTLY * sum(values[index] for index in indexes):
        return len(indexes)
    end = len(indexes)
    while tags[end - 1] == "div" and _is_few_words(page.lines[indexes[end - 1]].text):
        end -= 1
    return end


def _before_links(page: PageLines, indexes: Sequence[int]) -> int:
    """The number of lines without the last of another kind than the first, if they are links to something else."""
    kinds = [(element.tag, element.name) for element in (page.elements[page.lines[index].element] for index in indexes)]
    begin = len(indexes)
    while begin and kinds[begin - 1] == kinds[-1]:
        begin -= 1
    last = [page.lines[index] for index in indexes[begin:]]
    is_other = begin > 0 and kinds[-1] not in kinds[:begin] and sum(len(line.text) for line in last) <= LONGEST_LINKS
    if is_other and LINKED * sum(line.linked for line in last) >= sum(len(line.text) for line in last):
        return begin
    return len(indexes) - (len(indexes) > 1 and page.lines[indexes[-1]].is_link and "。" not in last[-1].text)


def _is_few_words(text: str) -> bool:
    return len(text) <= LONGEST_ABOVE and not CLAUSE.search(text) and not PICTURED.search(text)
