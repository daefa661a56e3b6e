"""Stories one after another, each a title behind a blank line, with a rule or a line of facts below it, and text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.texts.headline_links import looks_like_headline_links, parts_of
from newsgrep.readers.texts.labelled_blocks import labelled
from newsgrep.readers.texts.ruled_blocks import ENDS, ENDS_OF_TEXT, LONGEST_TITLE, facts_of, story_of_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record

UNDERLINE = re.compile(r"([=~^#*-])\1{3,}")
FEWEST_STORIES, SHORTEST_TEXT = 3, 30
LINES_LOOKED_AT = 400


def looks_like_titled_blocks(head: str) -> bool:
    r"""Whether all blocks of a text are titles with a rule or facts below, or paragraphs.

    >>> text = "新桥通车\nhttps://j.example/1\n昨日，新桥通车，全长三公里，双向六车道。\n\n"
    >>> looks_like_titled_blocks(text * 3), looks_like_titled_blocks("新桥通车\n\n昨日，新桥通车。\n\n" * 3)
    (True, False)
    """
    if "\n\n" not in head:
        return False
    # An address above a line is that of a text, which may end as a headline does.
    if parts_of(head.lstrip().split("\n", 1)[0]).title and looks_like_headline_links(head):
        return False
    lines = [line.strip() for line in head.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]]
    first = [at for at, line in enumerate(lines) if line and not (at and lines[at - 1])]
    if not first or not _begins(lines, first[0]):
        return False
    begins = [at for at in first if _begins(lines, at)]
    others = [at for at in first if at not in begins]
    return len(begins) >= FEWEST_STORIES and all(
        len(lines[at]) >= SHORTEST_TEXT or lines[at][-1] in ENDS for at in others
    )


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a title is on a line, and a rule or facts below it; or an address beside it, and a text below it."""
    title, below = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
    if "://" in title and below and not facts_of(below):
        return bool(parts_of(title).url)
    is_title = (
        len(title) <= LONGEST_TITLE and title[-1] not in ENDS_OF_TEXT and not labelled(title) and not facts_of(title)
    )
    return is_title and bool(UNDERLINE.fullmatch(below) or facts_of(below))


def read_titled_blocks(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A story per title with a rule or facts below it."""
    block: list[tuple[int, str]] = []
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        below = line.strip()
        if waiting and (not block or not block[-1][1].strip()) and _begins([waiting[0][1].strip(), below], 0):
            if any(text.strip() for _, text in block):
                yield story_of_block(block)
            block = []
        block += waiting
        waiting = [(number, line.rstrip("\n"))] if below and not UNDERLINE.fullmatch(below) else []
        if not below:
            block.append((number, ""))
    block += waiting
    if any(text.strip() for _, text in block):
        yield story_of_block(block)
