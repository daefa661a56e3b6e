"""The blocks of laid out pages → paragraphs: lines that were broken at the width of a column are joined."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import BODY, LONGEST_TITLE, DocBlock
from newsgrep.readers.documents.meta_line import meta_line
from newsgrep.readers.documents.pdf_layout import HEADLINE, SAME_SIZE
from newsgrep.readers.han import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.readers.documents.pdf_layout import PageLayout, TextBlock
    from newsgrep.readers.documents.pdf_lines import PdfLine

# In ems: the indent of a first line, and how much shorter than its column a line is that ends a paragraph.
FIRST_INDENT, SHORT = 1.0, 1.6
# Where first lines are indented, only a line that leaves this part of its column empty ends a paragraph by itself.
VERY_SHORT = 0.4
# What a line in the middle of a column leaves empty at either side, in ems: more than a first line does.
CENTRED = 3.0
FULL_STOPS = tuple("。！？!?”」』；…:：)）")
# Edges of a page, as parts of its height, in which running heads and page numbers are.
EDGE = 0.09
# Pages that a running head must be on: of so many at least, and of the part of all.
FEWEST_REPEATS, REPEATED = 2, 0.5
# A head or foot of a single page: its characters, and the size of its letters compared with those of the text.
LONGEST_HEAD, SMALLER = 30, 0.9
# Such a foot in another script, as databases print: (C)1994-2025 … All rights reserved.
LONGEST_IMPRINT = 160
# Letters of two headings differ in size by more than this.
OTHER_SIZE = 1.05
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}\s*(?:页|頁)?\s*(?:[/／,，共]\s*(?:共\s*)?\d{1,4}\s*(?:页|頁)?)?[-—–·\s]*|page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:https?|file)://\S+.*|.*(?:https?|file)://\S+|\d{2,4}[/-]\d{1,2}[/-]\d{1,4},?\s+(?:上午|下午)?\d{1,2}:\d\d.*"
)
_LATIN = re.compile(r"[A-Za-z0-9]")


def document_blocks(layouts: Sequence[PageLayout], heights: Sequence[float], numbers: Sequence[int]) -> list[DocBlock]:
    """The paragraphs of pages of one column, without running heads and page numbers; larger lines are headings."""
    repeated = _running_heads(layouts, heights)
    pages = [
        [kept for block in layout.blocks if (kept := _without(block, layout.size, _edges(height), repeated))]
        for layout, height in zip(layouts, heights, strict=True)
    ]
    return [
        block._replace(number=numbers[block.number])
        for block in paragraphs_of(pages, [layout.size for layout in layouts])
    ]


def _edges(height: float) -> tuple[float, float]:
    return EDGE * height, (1 - EDGE) * height


def _without(block: TextBlock, usual: float, edges: tuple[float, float], repeated: frozenset[str]) -> TextBlock | None:
    """A block without its lines at an edge of the page that are running heads, page numbers or a printer's."""
    if (block.bottom < edges[0] or block.top > edges[1]) and _is_small(block, usual):
        return None
    lines = [
        line
        for line in block.lines
        if (edges[0] < line.top and line.bottom < edges[1]) or not _is_furniture(line, repeated)
    ]
    return block._replace(lines=lines) if lines else None


def _is_small(block: TextBlock, usual: float) -> bool:
    """Whether a block by itself at an edge is a head or foot: a line smaller than the text, short or Latin."""
    text = block.lines[0].text.strip()
    longest = LONGEST_HEAD if HAN.search(text) else LONGEST_IMPRINT
    is_short = len(block.lines) == 1 and len(text) <= longest and not text.endswith("。")
    return is_short and block.size < SMALLER * usual and not meta_line(text)


def _is_furniture(line: PdfLine, repeated: frozenset[str]) -> bool:
    text = line.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text) or _PRINTED.fullmatch(text)) or _key(text) in repeated


def _running_heads(layouts: Sequence[PageLayout], heights: Sequence[float]) -> frozenset[str]:
    """What is at an edge of most pages, but for numbers."""
    counts: Counter[str] = Counter()
    for layout, height in zip(layouts, heights, strict=True):
        top, bottom = _edges(height)
        counts.update(
            {
                _key(line.text)
                for block in layout.blocks
                for line in block.lines
                if line.top <= top or line.bottom >= bottom
            }
        )
    least = max(FEWEST_REPEATS, REPEATED * len(layouts))
    return frozenset(key for key, count in counts.items() if count >= least)


def _key(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def paragraphs_of(pages: Iterable[Sequence[TextBlock]], sizes: Sequence[float]) -> Iterator[DocBlock]:
    """The paragraphs of pages, each numbered by the index of its page; text runs on from block to block."""
    open_text, number, last = "", 0, None
    usual = Counter(round(size, 1) for size in sizes).most_common(1)[0][0] if sizes else 0.0
    pages = list(pages)
    indented = _is_indented([block for blocks in pages for block in blocks], usual)
    for index, blocks in enumerate(pages):
        right = max((block.right for block in blocks), default=0.0)
        for block in blocks:
            level = _level(block, usual)
            if level < BODY:
                if open_text:
                    yield DocBlock(open_text, number)
                    open_text = ""
                for lines in _alike(block.lines):
                    part = block._replace(lines=lines)
                    yield DocBlock(_headline(part, right), index, _level(part, usual))
                last = None
                continue
            for line in block.lines:
                if open_text and last and not _begins(line, block, last, indented=indented):
                    open_text = _join(open_text, line.text)
                else:
                    if open_text:
                        yield DocBlock(open_text, number)
                    open_text, number = line.text.strip(), index
                last = (line, block)
    if open_text:
        yield DocBlock(open_text, number)


def _level(block: TextBlock, usual: float) -> int:
    """The level of a heading, the larger the higher; ``BODY`` for text, and for what is too long for a headline."""
    if block.size < HEADLINE * usual or block.characters > 2 * LONGEST_TITLE:
        return BODY
    return max(1, round(20 * usual / block.size))


def _alike(lines: Sequence[PdfLine]) -> Iterator[list[PdfLine]]:
    """Lines of a headline by the size of their letters: a heading above a headline is somewhat larger."""
    found: list[PdfLine] = []
    for line in lines:
        if found and max(line.size, found[0].size) > OTHER_SIZE * min(line.size, found[0].size):
            yield found
            found = []
        found.append(line)
    yield found


def _headline(block: TextBlock, right: float) -> str:
    """The lines of a headline as one; letters below each other are a vertical one.

    Between lines is a space, unless the upper one is full: it goes on in the next.
    """
    text, is_full = "", False
    for line in block.lines:
        piece = line.text.strip()
        text = f"{text}{' ' if len(piece) > 1 and text and not is_full else ''}{piece}"
        is_full = right - line.right < line.size and HAN.search(piece[-1:]) is not None
    return text


def _is_indented(blocks: Sequence[TextBlock], usual: float) -> bool:
    """Whether first lines of paragraphs are indented."""
    lines = [(line, block) for block in blocks if block.size < HEADLINE * usual for line in block.lines]
    indented = sum(_indent(line, block) >= FIRST_INDENT for line, block in lines)
    return bool(lines) and indented * 30 >= len(lines)


def _indent(line: PdfLine, block: TextBlock) -> float:
    """The indent of a line in ems."""
    spaces = len(line.text) - len(line.text.lstrip("\u3000"))
    return spaces + (line.left - block.left) / line.size * (not spaces)


def _begins(line: PdfLine, block: TextBlock, before: tuple[PdfLine, TextBlock], *, indented: bool) -> bool:
    """Whether a line begins a paragraph, by its indent, the end of the line before, and the distance between them."""
    last, above = before
    if _is_meta(line, block) or _is_meta(last, above):
        return True
    if max(last.size, line.size) > SAME_SIZE * min(last.size, line.size):
        return True
    if _indent(line, block) >= FIRST_INDENT and line.left - block.left < (block.right - block.left) / 2:
        return True
    missing = (above.right - last.right) / last.size
    if _is_centred(last, above):
        return True
    ends = last.text.rstrip().endswith(FULL_STOPS)
    if block is not above and block.top > above.bottom and abs(block.left - above.left) < line.size:
        return ends or (max(above.right, block.right) - last.right) / last.size > SHORT
    if indented:
        return missing > VERY_SHORT * (above.right - above.left) / last.size
    return (missing > SHORT and ends) or missing > 4 * SHORT or (ends and block is not above)


def _is_centred(line: PdfLine, block: TextBlock) -> bool:
    """Whether a line is in the middle of its column, as a headline in letters of the text is."""
    left, right = (line.left - block.left) / line.size, (block.right - line.right) / line.size
    return left >= CENTRED and abs(left - right) < FIRST_INDENT and not line.text.rstrip().endswith(FULL_STOPS)


def _is_meta(line: PdfLine, block: TextBlock) -> bool:
    """Whether a line says only where, when and by whom; one that fills its column may be a part of a sentence."""
    return line.right <= block.right - SHORT * line.size * (len(block.lines) > 1) and bool(meta_line(line.text))


def _join(text: str, line: str) -> str:
    """Two lines of a paragraph; Latin words that a line end parts get a space, or lose their hyphen."""
    line = line.strip()
    text = text.rstrip()
    if text.endswith("-") and _LATIN.match(text[-2:-1]) and line[:1].islower():
        return text[:-1] + line
    is_latin = bool(_LATIN.match(text[-1:])) and bool(_LATIN.match(line)) and not (text[-1:] + line[:1]).isdecimal()
    return f"{text} {line}" if is_latin else text + line
