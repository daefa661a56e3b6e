"""Jump lines: joins a story that ends with （下转第四版） and its continuation, which begins with （上接第一版）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.split.cohesion import pairs_of
from newsgrep.split.lines import narrow
from newsgrep.split.shapes import comes_from_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.model import Story

# The stories of an issue that go on elsewhere are fewer; the bound keeps the work linear where dates are missing.
MOST_WAITING = 40

_PAGE = r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版"
_GOES_ON = re.compile(rf"[(\[【]?[紧緊]?下?[转轉]{_PAGE}[^。]{{0,4}}[)\]】]?$")


def join_jumps(stories: Iterable[Story]) -> list[Story]:
    """Return the stories in order, each joined with its continuation further down in the same issue.

    Where several stories wait for a continuation, it goes to the one that shares the most character pairs with it.
    """
    whole: list[Story] = []
    # The stories that wait, by their index, with their character pairs; all of one issue.
    waiting: dict[int, set[int]] = {}
    issue: tuple[str | None, str | None] = (None, None)
    for story in stories:
        if (story.date, story.source) != issue:
            issue = story.date, story.source
            waiting.clear()
        at = len(whole)
        if waiting and comes_from(story):
            pairs = _pairs(story)
            at = max(waiting, key=lambda index: len(waiting[index] & pairs))
            del waiting[at]
            whole[at] = _joined(whole[at], story)
        else:
            whole.append(story)
        if goes_on(story):
            waiting[at] = _pairs(story)
            if len(waiting) > MOST_WAITING:
                del waiting[next(iter(waiting))]
    return whole


def goes_on(story: Story) -> bool:
    """Return whether a paragraph of a story ends with a jump line to another page."""
    ends = (part.text[-20:] for part in story.paragraphs)
    return any("版" in end and _GOES_ON.search(narrow(end)) for end in ends)


def comes_from(story: Story) -> bool:
    """Return whether a story begins with a jump line from another page, below its headlines."""
    return any(comes_from_page(narrow(part.text[:20])) for part in story.paragraphs[:1])


def _joined(first: Story, second: Story) -> Story:
    rest = tuple(line._replace(role="body") for line in second.headlines)
    return first._replace(paragraphs=(*first.paragraphs, *rest, *second.paragraphs))


def _pairs(story: Story) -> set[int]:
    return set().union(*(pairs_of(part.text) for part in (*story.headlines, *story.paragraphs)))
