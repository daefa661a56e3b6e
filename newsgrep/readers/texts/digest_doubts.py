"""Signs that the stories of a digest were parted wrongly: what recurs between stories is still within them.

Each sign was tried on 1,675 files that are read right (pages of papers, one article a file).
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.counted_items import lists_own_items
from newsgrep.readers.texts.digest_headings import heading_of
from newsgrep.readers.texts.digest_lines import (
    BOXED,
    LONGEST_FRAME,
    NO_TITLE_END,
    SHORTEST_TITLE,
    bare_title,
    credit_on,
    is_digest_title,
    item_of,
    mask_of,
    message_head,
)
from newsgrep.readers.texts.headed_stories import is_text
from newsgrep.readers.texts.labelled_blocks import is_mark
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEW, FEWEST, MOST = 2, 3, 0.8
# Lines of a text that are looked at.
LOOKED_AT = 60
LAST = 4
# A few stories more than were read: there may be one for each of two.
MORE = 1.5
SENTENCE_END = "。！？”"
SAID_AT = lazy_pattern(r"[^，。！？]{0,24}\d{1,2}:\d\d(?::\d\d)?[^，。！？\d]{0,24}[:：]")
# The head of a message with the message behind it on the line, as WhatsApp and LINE export them.
MESSAGE = lazy_pattern(
    r"\[?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?,?\s[^，。！？]{0,12}?\d{1,2}[:：]\d\d(?:[:：]\d\d)?\]?"
    r"\s?[-–]?\s?[^，。！？:：]{1,24}[:：]|\d{1,2}:\d\d\t[^\t]{1,24}\t"
)
# The line at the top of a page: 第二版 江城日报 1957年3月8日.
MASTHEAD = lazy_pattern(r"(?=.*第.{1,3}版)[^，。！？：]{0,16}(?:19|20)\d\d年\d{1,2}月\d{1,2}日[^，。！？：]{0,16}")
# The number of an item: 1-2.
FIGURES = lazy_pattern(r"[\d\W]*\d[\d\W]*")
ENDS = "。！？；，”"
PART = lazy_pattern(
    r"[一二三四五六七八九十]{1,3}、[\u3400-\u9fff]{2,10}|[\[【〖〔]\s?[\u3400-\u9fff]{2,10}\s?[\]】〗〕]"
)
# Numbered items within a text, and the share of its lines that they are.
ITEMS, HALF = 4, 0.5
ARTICLES_OF_LAW = ("第一条", "第一條", "第0条", "第0條")


class StoryLines(NamedTuple):
    """The lines of a story's headlines and of its text."""

    headlines: Sequence[str]
    text: Sequence[str]


def digest_doubts(stories: Sequence[StoryLines]) -> Iterator[str]:
    """The names of the signs that some stories show."""
    if _recurs_at_edges(stories) or _recur_within(stories) or _recur_at_ends(stories):
        yield "recurring lines"
    if any(map(_has_heads, stories)) or _begin_with_moments(stories):
        yield "headings"
    if any(map(_has_items, stories)):
        yield "items"
    titles = [story.headlines[0] for story in stories if story.headlines]
    if any(map(_is_heading, titles)):
        yield "headings"
    if _are_marked([headline for story in stories for headline in _marked(story.headlines)]):
        yield "marks"
    within = (_end_in_titles, _are_announced, _have_marks_within, _has_others)
    if _are_listed(stories, titles) or any(test(stories) for test in within):
        yield "hidden titles"


def are_parted_otherwise(text: str, stories: int) -> bool:
    r"""Whether rules part a text into a story or a few more than were read of it.

    >>> block = "新桥今日通车\n昨日，新桥通车。\n"
    >>> are_parted_otherwise("====\n".join([block] * 4), 3), are_parted_otherwise("====\n".join([block] * 4), 4)
    (True, False)
    """
    blocks: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    block: list[str] = []
    for line in map(str.strip, (*text.split("\n"), "")):
        if is_mark(line) and not any(map(str.isalnum, line)):
            rules[line] += 1
            blocks[line] += _is_titled(block)
            block = []
        elif line:
            block.append(line)
    rule, count = rules.most_common(1)[0] if rules else ("", 0)
    found = blocks[rule] + _is_titled(block)
    return count >= FEW and FEW <= stories < found <= MORE * stories


def _is_titled(block: Sequence[str]) -> bool:
    """Whether a line that may be a title is above some lines with a text."""
    return len(block) > 1 and is_digest_title(block[0]) and any(line[-1] in SENTENCE_END for line in block[1:])


def _is_heading(title: str) -> bool:
    """Whether a title is the heading of a day or page, perhaps with the name of the paper, or the head of a message."""
    found = heading_of(title)
    if found and found.kind in {"day", "page"}:
        return True
    head = message_head(title)
    return (head is not None and bool(head.date)) or MASTHEAD.fullmatch("".join(title.split())) is not None


def _recurs_at_edges(stories: Sequence[StoryLines]) -> bool:
    """Whether most stories begin or end with the same line, but for its numbers."""
    filled = [story.text for story in stories if len(story.text) > 1]
    if len(stories) >= FEWEST and all(story.text[1:] and FIGURES.fullmatch(story.text[-1]) for story in stories[:-1]):
        return True
    if len(filled) < FEWEST:
        return False
    edges = [[text[0] for text in filled], [text[-1] for text in filled], [text[-1] for text in filled[:-1]]]
    for lines in edges:
        masks = Counter(
            mask_of(line) for line in lines if len(line) <= LONGEST_FRAME and not line.endswith(NO_TITLE_END)
        )
        if masks and max(masks.values()) >= max(FEWEST, MOST * len(lines)):
            return True
    return False


def _recur_at_ends(stories: Sequence[StoryLines]) -> bool:
    """Whether several lines recur among the last lines of all texts, or of all but that of the last story."""
    counts = Counter(
        mask for story in stories for mask in {mask_of(line) for line in story.text[-LAST:] if line[-1] not in ENDS}
    )
    enough = max(FEW, len(stories) - 1)
    return len(stories) >= FEWEST and sum(count >= enough for count in counts.values()) >= FEW


def _recur_within(stories: Sequence[StoryLines]) -> bool:
    """Whether several lines recur, but for their numbers, wherever they are in the texts of most stories."""
    short = [
        {mask_of(line) for line in story.text if len(line) <= LONGEST_FRAME and line[-1] not in ENDS}
        for story in stories
    ]
    counts = Counter(mask for masks in short for mask in masks)
    enough = max(FEWEST, MOST * len(stories))
    return sum(count >= enough for count in counts.values()) >= FEWEST


def _has_heads(story: StoryLines) -> bool:
    """Whether heads of messages, or headings of days or pages, are within a text."""
    lines = story.text[:LOOKED_AT]
    heads = sum(message_head(line) is not None for line in lines if ":" in line or "：" in line)
    headings = Counter(
        found.kind
        for line, below, text in zip(lines, lines[1:], lines[2:], strict=False)
        if (found := heading_of(line)) and ((is_digest_title(below) and is_text(text)) or item_of(below))
    )
    return heads >= FEWEST or headings["day"] + headings["page"] >= FEW


def _begin_with_moments(stories: Sequence[StoryLines]) -> bool:
    """Whether lines begin with a name and a time, as exports of chats do."""
    lines = [line for story in stories for line in (*story.headlines[:1], *story.text[:LOOKED_AT])]
    if sum(MESSAGE.match(line) is not None for line in lines) >= FEWEST:
        return True
    return sum(SAID_AT.match(line) is not None for line in lines) >= max(FEW, HALF * len(lines))


def _has_items(story: StoryLines) -> bool:
    """Whether half of the lines of a text have the same mark in front, and numbers follow each other."""
    if lists_own_items(" ".join(story.headlines), story.text):
        return False
    lines = [line for line in story.text[:LOOKED_AT] if credit_on(line) is None]
    boxed = sum((box := BOXED.match(line)) is not None and len(line) > 2 * box.end() for line in lines)
    if boxed >= max(FEW, MOST * len(lines)) or boxed >= max(FEWEST, HALF * len(lines)):
        return True
    items = [item for line in lines if (item := item_of(line))]
    first = item_of(story.headlines[0]) if story.headlines else None
    if first and first.number == 1:  # a text with subheads begins with its title
        following = [item.number for item in items if item.mark == first.mark]
        if following[: ITEMS - 1] == list(range(2, ITEMS + 1)):
            return True
    marks = Counter(item.mark for item in items)
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    if mark in ARTICLES_OF_LAW:
        return False
    numbers = [item.number for item in items if item.mark == mark]
    # Signs may stand below headings; below those of a law, numbers do.
    among = len(lines) if any(numbers) else sum(is_text(line) or item_of(line) is not None for line in lines)
    if count < max(ITEMS, HALF * among):
        return False
    return all(after is None or (before or 0) + 1 == after or after == 1 for before, after in pairwise(numbers))


def _marked(headlines: Sequence[str]) -> Sequence[str]:
    """The first headline, or the last one if it has a mark: above it may be the name of all stories."""
    return headlines[-1:] if headlines and item_of(headlines[-1]) else headlines[:1]


def _are_marked(titles: Sequence[str]) -> bool:
    """Whether most titles have the same mark in front."""
    marks = Counter(item.mark for title in titles if (item := item_of(title)))
    return bool(marks) and max(marks.values()) >= max(FEWEST, MOST * len(titles))


def _end_in_titles(stories: Sequence[StoryLines]) -> bool:
    """Whether a story but the last ends with the heading of a part, or most with a line that looks like a title."""
    ends = [story.text[-2:] for story in stories[:-1] if len(story.text) > 1]
    if any(PART.fullmatch(last) for _, last in ends):
        return True
    found = sum(is_text(above) and is_digest_title(last) and item_of(last) is None for above, last in ends)
    return len(ends) >= FEW and found >= max(FEW, MOST * (len(stories) - 1))


def _have_marks_within(stories: Sequence[StoryLines]) -> bool:
    """Whether the mark that all titles begin with is also that of a line within a text which looks like a title."""
    marks = {
        item.mark if item else ""
        for story in stories
        for title in _marked(story.headlines)
        for item in [item_of(title)]
    }
    if len(stories) < FEW or len(marks) > 1 or "" in marks:
        return False
    return any(
        (item := item_of(line)) and item.mark in marks and is_digest_title(item.words) and is_text(below)
        for story in stories
        for line, below in pairwise(story.text[:LOOKED_AT])
    )


def _are_announced(stories: Sequence[StoryLines]) -> bool:
    """Whether the last line of a text is the title of the next story, whole or its first line."""
    pairs = ((story.text[-1], after.headlines) for story, after in pairwise(stories) if story.text and after.headlines)
    return any(len(last) >= SHORTEST_TITLE and last in {titles[0], " ".join(titles)} for last, titles in pairs)


def _has_others(stories: Sequence[StoryLines]) -> bool:
    """Whether a text is lines that look like titles with a paragraph below each, as all other stories are."""
    brief = sum(bool(story.headlines) and len(story.text) <= FEW for story in stories)
    if len(stories) - brief != 1 or brief < FEW:
        return False
    lines = next(story.text for story in stories if not story.headlines or len(story.text) > FEW)[:LOOKED_AT]
    found = sum(is_digest_title(line) and not is_text(line) and is_text(below) for line, below in pairwise(lines))
    return found >= FEWEST


def _are_listed(stories: Sequence[StoryLines], titles: Sequence[str]) -> bool:
    """Whether the lines of the first story are the titles of others."""
    later = set(map(bare_title, titles[1:]))
    first = stories[0] if stories else StoryLines((), ())
    lines = map(bare_title, (*first.headlines[1:], *first.text[:LOOKED_AT]))
    return sum(any(title and title in line for title in later) for line in lines if len(line) <= LONGEST_FRAME) >= FEW
