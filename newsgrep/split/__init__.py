"""Page → stories: lines → kinds → groups → paragraphs; pure."""

from __future__ import annotations

from newsgrep.model import Page
from newsgrep.split.bylines import People, find_people
from newsgrep.split.groups import cut
from newsgrep.split.headers import take_headers
from newsgrep.split.lines import read_blocks
from newsgrep.split.paragraphs import mend
from newsgrep.split.stories import build_story

__all__ = ["People", "find_people", "split"]


def split(text: str) -> Page:
    r"""Return a repaired text (line ends are ``\n``) cut into its stories, with what its header lines say.

    Every character that is not white space is in exactly one story, in order, but for the header lines.

    >>> page = split("江城晚报 2021年3月8日\n\n新桥通车\n\n本报讯（记者陈一帆）昨日，新桥通车。")
    >>> page.date, page.source, [story.headlines[0].text for story in page.stories]
    ('2021-03-08', '江城晚报', ['新桥通车'])
    """
    header, sections = take_headers(read_blocks(text))
    stories = tuple(build_story(pieces) for blocks in sections for pieces in cut(list(mend(blocks))))
    return Page(stories, header.date, header.source, header.section or None)
