"""A newspaper page → its stories, each a headline with the text below it; a page without headlines is text to split."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import BODY, DocBlock, story_record
from newsgrep.readers.documents.meta_line import MEDIUM, meta_line
from newsgrep.readers.documents.page_text import NumberedRecord, PageText
from newsgrep.readers.documents.pdf_paragraphs import paragraphs_of
from newsgrep.readers.han import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.documents.pdf_layout import PageLayout, TextBlock

# Edges of a page, as parts of its height: above are its name and date, below its credits.
TOP, BOTTOM = 0.1, 0.95
# A block that has paper and day is the head of a page up to here.
BELOW_TOP = 0.15
LONGEST_PIECE = 40
_SECTION = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版?(?:[:：\s]\S{1,8})?|[A-Z]\d{1,2}(?:\s?\S{2,6})?|[\u3400-\u9fff]{2,4}")
_CREDITS = re.compile(r".*(?:责编|責編|责任编辑|编辑|版式|美编|校对|校對|电话|热线|邮箱|http|www\.|@).*")


def page_stories(
    layouts: Sequence[PageLayout], heights: Sequence[float], numbers: Sequence[int]
) -> Iterator[NumberedRecord | PageText]:
    """The stories of newspaper pages, with the date, newspaper and section that the head of their page names.

    Text above the first headline of a page goes on with the last story of the page before.
    """
    facts: list[dict[str, str]] = [{} for _ in layouts]
    pages = [
        [block for block in layout.blocks if not _is_furniture(block, height, found)]
        for layout, height, found in zip(layouts, heights, facts, strict=True)
    ]
    paragraphs = list(paragraphs_of(pages, [layout.size for layout in layouts]))
    headings: list[DocBlock] = []
    text: list[DocBlock] = []
    for block in paragraphs:
        if block.level < BODY and text:
            yield from _story(headings, text, facts, numbers)
            headings, text = [], []
        (headings if block.level < BODY else text).append(block)
    yield from _story(headings, text, facts, numbers)


def _story(
    headings: Sequence[DocBlock], text: Sequence[DocBlock], facts: Sequence[dict[str, str]], numbers: Sequence[int]
) -> Iterator[NumberedRecord | PageText]:
    """The story below a headline; text below none is for the page splitter."""
    if not headings and not text:
        return
    found = facts[(headings or text)[0].number]
    headings = [block._replace(number=numbers[block.number]) for block in headings]
    text = [block._replace(number=numbers[block.number]) for block in text]
    yield story_record(headings, text, "page", found) if headings else _text(found, text)


def _text(facts: dict[str, str], paragraphs: Sequence[DocBlock]) -> PageText:
    """Text for the page splitter, below a line with what the head of its page says."""
    head = " ".join(facts[name] for name in ("source", "date", "section") if name in facts)
    lines = [(f"\u3000\u3000{block.text}", block.number) for block in paragraphs]
    lines = [(head, lines[0][1]), *lines] if head else lines
    return PageText("\n".join(line for line, _ in lines), [number for _, number in lines])


def _is_furniture(block: TextBlock, height: float, facts: dict[str, str]) -> bool:
    """Whether a block is part of the page's head, whose facts are taken, or of its credits."""
    texts = [line.text.strip() for line in block.lines]
    if block.top >= BOTTOM * height:
        return all((len(text) <= LONGEST_PIECE and _CREDITS.fullmatch(text)) or not HAN.search(text) for text in texts)
    if block.bottom > BELOW_TOP * height or max(map(len, texts)) > LONGEST_PIECE:
        return False
    found = [_head_facts(text) for text in texts]
    if any(item is None for item in found):
        return False
    if block.bottom > TOP * height and not any({"date", "source"} <= (item or {}).keys() for item in found):
        return False
    for item in found:
        facts.update({name: value for name, value in (item or {}).items() if name not in facts})
    return True


def _head_facts(text: str) -> dict[str, str] | None:
    """What a piece of a page's head says; None if it is none."""
    if MEDIUM.fullmatch(text):
        return {"source": text}
    if (facts := meta_line(text)) is not None:
        return facts
    if _SECTION.fullmatch(text):
        return {"section": text}
    return {} if _CREDITS.fullmatch(text) or text.isdecimal() else None
