"""Page → stories: lines → headers → shapes → paragraphs → boundaries → stories → jumps; pure functions."""

from __future__ import annotations

from functools import reduce

from newsgrep.model import Page
from newsgrep.split.datelines import find_dateline
from newsgrep.split.find_stories import TextKind, cut
from newsgrep.split.headers import merge, take_headers
from newsgrep.split.jumps import join_jumps
from newsgrep.split.linear_model import Weights, bundled_weights
from newsgrep.split.page_blocks import read_blocks
from newsgrep.split.people import People, find_people
from newsgrep.split.shapes import shaped
from newsgrep.split.stories import build_story
from newsgrep.split.wrapped_bodies import read_body, read_whole_lines

__all__ = ["People", "TextKind", "find_dateline", "find_people", "read_body", "read_whole_lines", "split"]


def split(text: str, weights: Weights | None = None, *, texts: TextKind = "auto") -> Page:
    r"""Return the stories of a repaired text (line ends are ``\n``), and the metadata of its header lines.

    Every character but white space is in exactly one story, in order. Exceptions are header lines, which are in none,
    the continuations of stories from another page, which are moved, and furniture inside a story, which comes after it.
    ``texts`` says whether the text is a page, one article, or to be judged by its form. Pass ``weights`` only to measure
    others than the bundled ones.

    >>> page = split("江城晚报 2021年3月8日\n\n新桥通车\n\n本报讯（记者陈一帆）昨日，新桥通车。")
    >>> page.date, page.source, [story.headlines[0].text for story in page.stories]
    ('2021-03-08', '江城晚报', ['新桥通车'])
    """
    weights = weights or bundled_weights()
    sections = take_headers(read_blocks(text, weights), only_above=texts == "article")
    page = reduce(merge, (header for header, _ in sections))
    stories = [
        build_story(pieces, header)
        for header, blocks in sections
        for pieces in cut([shaped(block) for block in blocks], weights, texts)
    ]
    return Page(tuple(join_jumps(stories)), page.date, page.source, page.section or None)
