"""Page → stories: lines → kinds → groups → paragraphs; pure."""

from __future__ import annotations

from newsgrep.model import Page
from newsgrep.split.bylines import People, find_people
from newsgrep.split.groups import cut
from newsgrep.split.headers import Header, merge, parse_header
from newsgrep.split.lines import Block, read_blocks
from newsgrep.split.paragraphs import mend
from newsgrep.split.stories import build_story

__all__ = ["People", "find_people", "split"]


def split(text: str) -> Page:
    """Return a repaired text (line ends are ``\\n``) cut into its stories, with what its header lines say.

    >>> page = split("江城晚报 2021年3月8日\\n\\n新桥通车\\n\\n本报讯（记者陈一帆）昨日，新桥通车。")
    >>> page.date, page.source, [story.headlines[0].text for story in page.stories]
    ('2021-03-08', '江城晚报', ['新桥通车'])
    """
    header, blocks = take_header(read_blocks(text))
    stories = tuple(build_story(pieces) for pieces in cut(list(mend(blocks))))
    return Page(stories, header.date, header.source, header.section or None)


def take_header(blocks: list[Block]) -> tuple[Header, list[Block]]:
    """Return what the header lines at the top of a page say, and the blocks below them."""
    header = Header()
    for index, block in enumerate(blocks):
        found = parse_header(block.head)
        if found is None:
            return header, blocks[index:]
        header = merge(header, found)
    return header, []
