"""A newspaper page → its stories, each a headline with the text below it; a page without headlines is text to split."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.documents import BODY, Block, story_record
from newsgrep.readers.meta_line import MEDIUM, meta_line
from newsgrep.readers.page_text import NumberedRecord, PageText
from newsgrep.readers.pdf_paragraphs import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.pdf_layout import PageLayout, TextBlock

# Edges of a page, as parts of its height: above are its name and date, below its credits.
TOP, BOTTOM = 0.1, 0.95
LONGEST_PIECE = 40
_SECTION = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版?(?:[:：\s]\S{1,8})?|[A-Z]\d{1,2}(?:\s?\S{2,6})?|[\u3400-\u9fff]{2,4}")
_CREDITS = re.compile(r".*(?:责编|責編|责任编辑|编辑|版式|美编|校对|校對|电话|热线|邮箱|http|www\.|@).*")


def page_stories(layout: PageLayout, height: float, number: int) -> Iterator[NumberedRecord | PageText]:
    """The stories of a newspaper page, with the date, newspaper and section that its head names."""
    facts: dict[str, str] = {}
    blocks = [block for block in layout.blocks if not _is_furniture(block, height, facts)]
    paragraphs = [block._replace(number=number) for block in paragraphs_of([blocks], [layout.size])]
    if all(block.level == BODY for block in paragraphs):
        yield _text(facts, paragraphs, number)
        return
    headings: list[Block] = []
    text: list[Block] = []
    for block in paragraphs:
        if block.level < BODY and text:
            yield from _story(headings, text, facts)
            headings, text = [], []
        (headings if block.level < BODY else text).append(block)
    yield from _story(headings, text, facts)


def _story(headings: Sequence[Block], text: Sequence[Block], facts: dict[str, str]) -> Iterator[NumberedRecord]:
    if headings or text:
        yield story_record(headings, text, "page", facts)


def _text(facts: dict[str, str], paragraphs: Sequence[Block], number: int) -> PageText:
    """The page as text for the page splitter, below a line with what its head says."""
    head = " ".join(facts[name] for name in ("source", "date", "section") if name in facts)
    lines = [*([head] if head else []), *(f"\u3000\u3000{block.text}" for block in paragraphs)]
    return PageText("\n".join(lines), [number] * len(lines))


def _is_furniture(block: TextBlock, height: float, facts: dict[str, str]) -> bool:
    """Whether a block is part of the page's head, whose facts are taken, or of its credits."""
    texts = [line.text.strip() for line in block.lines]
    if block.top >= BOTTOM * height:
        return all((len(text) <= LONGEST_PIECE and _CREDITS.fullmatch(text)) or text.isdecimal() for text in texts)
    if block.bottom > TOP * height or max(map(len, texts)) > LONGEST_PIECE:
        return False
    found = [_head_facts(text) for text in texts]
    if any(item is None for item in found):
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
