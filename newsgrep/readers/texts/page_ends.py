"""What follows a story on a page that was copied: headings of other stories, buttons, notices of the site."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.page_frames import SHORTEST_BUTTON, is_button, is_junk
from newsgrep.readers.web.page_phrases import EDITOR, ENDING
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.model import Story

# Characters of a heading, and of the name of a section above 更多; lines of notices.
LONGEST_HEADING, LONGEST_SECTION, MOST_NOTICES = 20, 8, 10
# Letters of Han that a story has above the heading of what follows it, and those of a paragraph below it. Of two of
# these in a row among so many lines the text goes on: papers have such headings above a part of a story, too.
SHORTEST_STORY, PARAGRAPH, LINES_BELOW = 80, 40, 4
BACK = lazy_pattern(
    r"返回\S{2,6}(?:首页|[,，]查看更多)|/?阅读下一篇/?$|阅读\s?[(（]\d+[)）]$|[校审][对核]\s?[:：].{2,12}$"
)
MORE = lazy_pattern("更多[>»]*")
STOPS = "。！？；：”』」）)"
# What a site says of itself in the last line; a title that is cut, and how many of them are a list.
SMALL_PRINT = lazy_pattern(r"Copyright|©|All Rights? Reserved|ICP[备備证證]|公网安备|版权所有|版權所有", re.IGNORECASE)
CUT_TITLE, FEWEST_LINKS = lazy_pattern(r"[·•▪■\s]{0,3}[^，。！？；…]{4,30}(?:…{1,2}|\.{3})"), 3


def end_of_story(lines: Sequence[str], first: int) -> int:
    """Where the heading of what follows a story stands, if that is no text and shorter than the story; else the end.

    >>> story = "大桥今日合龙，两岸市民都来观看。" * 6
    >>> end_of_story([story, "相关新闻", "新馆开放"], 0), end_of_story([story, "江城要闻", "更多", "新馆开放"], 0)
    (1, 1)
    """
    letters = [len(HAN.findall(line)) for line in lines]
    above, of_all = 0, sum(letters[first:])
    for at in range(first, len(lines)):
        words = "".join(lines[at].split()) if len(lines[at]) <= LONGEST_HEADING else ""
        more = MORE.fullmatch(words)
        if (more or ENDING.match(words)) and above >= SHORTEST_STORY and 2 * above >= of_all:
            if _goes_on(lines[at + 1 : at + 1 + LINES_BELOW]):
                return len(lines)
            return at - 1 if more and _may_be_section(lines[at - 1]) else at
        above += letters[at]
    return len(lines)


def without_notices(lines: Sequence[str], end: int) -> int:
    """The end of a story without the last lines that are buttons, or say what the site says of its texts."""
    for at in range(end - 1, max(end - MOST_NOTICES, 0) - 1, -1):
        line = lines[at]
        if not (is_junk(line) or EDITOR.match(line) or BACK.match(line)):
            return at + 1
    return end


def is_button_within(line: str) -> bool:
    """Whether a line within a text is a button, and too long to be a word of the text."""
    return len(line) >= SHORTEST_BUTTON and is_button(line)


def without_end(story: Story) -> Story:
    """The only story of a file without what a page has below it, and without the buttons within it."""
    lines = [line.text for line in story.paragraphs]
    end = _without_links(lines, end_of_story(lines, 0))
    is_cut = end < len(lines) or bool(lines and SMALL_PRINT.search(lines[-1]))
    if not is_cut and not any(map(is_button_within, lines)):
        return story
    kept = story.paragraphs[: without_notices(lines, end) if is_cut else end]
    return story._replace(paragraphs=tuple(line for line in kept if not is_button_within(line.text)))


def _without_links(lines: Sequence[str], end: int) -> int:
    """The end of a story without the titles of others, which the page has cut, below a whole sentence."""
    links = sum(1 for _ in takewhile(CUT_TITLE.fullmatch, reversed(lines[:end])))
    above = lines[end - links - 1] if links < end else ""
    return end - links if links >= FEWEST_LINKS and above[-1:] in STOPS else end


def _goes_on(below: Sequence[str]) -> bool:
    """Whether two paragraphs in a row are below a heading, where a list has titles, perhaps with a sentence each."""
    are_long = [len(HAN.findall(line)) >= PARAGRAPH and line[-1] in STOPS for line in below]
    return any(both == (True, True) for both in pairwise(are_long))


def _may_be_section(line: str) -> bool:
    return len(line) <= LONGEST_SECTION and line[-1] not in STOPS
