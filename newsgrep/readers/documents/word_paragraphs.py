"""The paragraphs of WordprocessingML, as an XML parser comes by them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.readers.documents.doc_blocks import (
    BODY,
    LONGEST_SECTION,
    LONGEST_TITLE,
    NUMBERED,
    SHORTEST_TEXT,
    DocBlock,
)
from newsgrep.readers.documents.word_styles import CONTENTS, outline_level, value_of

if TYPE_CHECKING:
    from collections.abc import Collection

# What is no part of the text: deleted or moved away, read twice, readings of characters, field codes.
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPrChange", "rPrChange"})
# A paragraph that looks like a heading has letters so much larger than most of the text.
LARGER = 1.2
# Bold paragraphs that are titles are so many, and such a part of them is bold or has text below.
FEWEST_BOLD, MOST_BOLD = 3, 0.8
# Pages that someone parted with a story on each.
FEWEST_PAGES = 3
# The size of letters that have none of their own, in half points.
USUAL_SIZE = 24
# What stands for the indentation of the first line, as it is in plain text.
INDENT = "\u3000\u3000"
# Characters, columns and nesting that are read.
MOST_CHARACTERS = 1 << 27
LONGEST_CELL = 60
MOST_OPEN = 1000


class TableBlock(NamedTuple):
    """A table: its rows of cells."""

    rows: list[list[DocBlock]]

    def paragraphs(self) -> list[DocBlock]:
        """The table as paragraphs: one for each row, or for each cell where these are long."""
        found = []
        for row in self.rows:
            cells = [cell for cell in row if cell.text.strip()]
            if any(len(cell.text) > LONGEST_CELL or "\n" in cell.text for cell in cells):
                found += [cell._replace(text=line) for cell in cells for line in cell.text.split("\n")]
            elif cells:
                found.append(cells[0]._replace(text=" ".join(cell.text for cell in cells)))
        return found


class _Paragraph:
    """A paragraph that is being read."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.parts: list[str] = []
        self.style = ""
        self.outline: int | None = None
        self.centred = self.indented = self.ends_page = False
        self.sizes: Counter[int] = Counter()
        self.bold = 0


class _WordTable:
    """A table that is being read."""

    def __init__(self) -> None:
        self.rows: list[list[DocBlock]] = []
        self.cell: list[DocBlock] = []


class DocumentParser:
    """The blocks of a document, in order: paragraphs and tables."""

    def __init__(self, levels: dict[str, int]) -> None:
        self._levels = levels
        self._open: list[_Paragraph] = []
        self._tables: list[_WordTable] = []
        self._left_out = self._number = self._characters = 0
        self._in_text = self._hidden = self._bold = self._in_paragraph_marks = False
        self._size = 0
        self._styled: list[tuple[DocBlock, _Paragraph]] = []
        self._is_new_page = False
        self._pages = [0]
        self._found: list[DocBlock | TableBlock] = []

    @property
    def blocks(self) -> list[DocBlock | TableBlock]:
        """The blocks; where no style names a heading, short paragraphs in larger letters are headings."""
        styled = sum(block.level < BODY for block, _ in self._styled)
        if styled:
            display = self._bold_levels(()) if styled == 1 else {}
            found = [block for block in self._found if isinstance(block, TableBlock) or block.level != CONTENTS]
        else:
            sizes: Counter[int] = Counter()
            for _, paragraph in self._styled:
                sizes.update(paragraph.sizes)
            usual = sizes.most_common(1)[0][0] if sizes else 0
            shown = [block.number for block, paragraph in self._styled if _is_display(block, paragraph, usual)]
            display = self._bold_levels(shown) if len(shown) == 1 else {}
            display.update(dict.fromkeys(shown or self._page_titles(), 1))
            found = self._found
        return [
            block._replace(level=display.get(block.number, block.level)) if isinstance(block, DocBlock) else block
            for block in found
        ]

    def _bold_levels(self, shown: Collection[int]) -> dict[int, int]:
        """The levels of short bold paragraphs if there are several, and most have a paragraph of text below.

        A name right above one of these is that of a section, and not counted; nor are those ``shown`` otherwise.
        """
        bold = [
            at
            for at, (block, paragraph) in enumerate(self._styled)
            if _is_bold(block, paragraph) and block.number not in shown
        ]
        names = {
            at
            for at, below in pairwise(bold)
            if below == at + 1 and len(self._styled[at][0].text.strip()) <= LONGEST_SECTION
        }
        titles = [at for at in bold if at not in names]
        texts = (self._styled[at + 1][0].text for at in titles if at + 1 < len(self._styled))
        if sum(len(text) >= SHORTEST_TEXT for text in texts) < max(FEWEST_BOLD, MOST_BOLD * len(titles)):
            return {}
        return {self._styled[at][0].number: BODY - 2 if at in names else BODY - 1 for at in bold}

    def _page_titles(self) -> list[int]:
        """The numbers of the first paragraphs of pages, if each page with text begins with a title of its own."""
        ends = [*self._pages[1:], len(self._styled)]
        pages = [[block for block, _ in self._styled[at:end]] for at, end in zip(self._pages, ends, strict=True)]
        with_text = [page for page in pages if any(len(block.text) >= SHORTEST_TEXT for block in page[1:4])]
        titles = {page[0].text for page in with_text if _is_title_of_page(page[0])}
        is_each = len(titles) == len(with_text) >= max(FEWEST_PAGES, len(pages) - 1)
        return [page[0].number for page in with_text] if is_each else []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name == "t":
            self._in_text = True
        elif name == "p":
            self._begin_paragraph()
        elif name == "r":
            self._hidden = self._bold = False
            self._size = 0
        elif name == "tbl":
            self._tables.append(_WordTable())
        elif name == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif name == "tc" and self._tables:
            self._tables[-1].cell = []
        elif self._open:
            self._mark(name, attributes)

    def _mark(self, name: str, attributes: dict[str, str]) -> None:
        """An element within a paragraph that is neither text nor table."""
        paragraph = self._open[-1]
        match name:
            case "pPr":
                self._in_paragraph_marks = True
            case "pStyle":
                paragraph.style = value_of(attributes)
            case "outlineLvl":
                paragraph.outline = outline_level(attributes)
            case "pageBreakBefore":
                self._is_new_page |= value_of(attributes) not in {"0", "false"}
            case "jc":
                paragraph.centred = value_of(attributes) == "center"
            case "ind":
                widths = (value_of(attributes, "firstLine"), value_of(attributes, "firstLineChars"))
                paragraph.indented = any(width.isdecimal() and int(width) > 0 for width in widths)
            case _ if not self._in_paragraph_marks:
                self._mark_run(paragraph, name, attributes)

    def _mark_run(self, paragraph: _Paragraph, name: str, attributes: dict[str, str]) -> None:
        """An element within a run of characters."""
        match name:
            case "vanish":
                self._hidden = value_of(attributes) not in {"0", "false"}
            case "b":
                self._bold = value_of(attributes) not in {"0", "false"}
            case "sz":
                self._size = int(value_of(attributes)) if value_of(attributes).isdecimal() else 0
            case "tab":
                paragraph.parts.append("\u3000")
            case "br" | "cr" if value_of(attributes, "type") != "page":
                paragraph.parts.append("\n")
            case "br" if paragraph.parts:
                paragraph.ends_page = True
            case "br":
                self._is_new_page = True
            case "noBreakHyphen":
                paragraph.parts.append("-")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
        elif name == "t":
            self._in_text = False
        elif name == "pPr":
            self._in_paragraph_marks = False
        elif name == "p" and self._open:
            self._end_paragraph(self._open.pop())
        elif name == "tc" and self._tables and self._tables[-1].rows:
            self._end_cell(self._tables[-1])
        elif name == "tbl" and self._tables:
            self._end_table(TableBlock(self._tables.pop().rows))

    def text(self, data: str) -> None:
        """Characters."""
        if self._left_out or not self._in_text or self._hidden or not self._open:
            return
        self._characters += len(data)
        if self._characters > MOST_CHARACTERS:
            raise ReadError(
                "longer than {:,} characters; not read", MOST_CHARACTERS, hint="split it into several files"
            )
        paragraph = self._open[-1]
        paragraph.parts.append(data)
        paragraph.sizes[self._size or USUAL_SIZE] += len(data)
        paragraph.bold += len(data) * self._bold

    def _begin_paragraph(self) -> None:
        if len(self._open) + len(self._tables) > MOST_OPEN:
            raise ReadError("nested too deeply", hint="move it out of the corpus")
        self._number += 1
        self._open.append(_Paragraph(self._number))

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.parts)
        level = paragraph.outline
        if level is None:
            level = self._levels.get(paragraph.style, BODY)
        if paragraph.indented and level == BODY and text.strip() and not text[0].isspace():
            text = INDENT + text
        block = DocBlock(text.strip("\n"), paragraph.number, level if text.strip() else BODY)
        if self._tables:
            self._tables[-1].cell.append(block)
        elif text.strip():
            if self._is_new_page and self._styled:
                self._pages.append(len(self._styled))
            self._is_new_page = False
            self._found.append(block)
            self._styled.append((block, paragraph))
        self._is_new_page |= paragraph.ends_page

    def _end_cell(self, table: _WordTable) -> None:
        text = "\n".join(block.text for block in table.cell if block.text.strip())
        number = table.cell[0].number if table.cell else self._number
        table.rows[-1].append(DocBlock(text, number))
        table.cell = []

    def _end_table(self, block: TableBlock) -> None:
        """A table within a cell is paragraphs of it."""
        if self._tables:
            self._tables[-1].cell += block.paragraphs()
        elif block.rows:
            self._found.append(block)


def _is_title_of_page(block: DocBlock) -> bool:
    """Whether the first paragraph of a page is a title, rather than what goes on or the name of a part of a story."""
    text = block.text.strip()
    is_part = NUMBERED.match(text) or text.startswith(("附", "目录", "续"))
    return len(text) <= LONGEST_TITLE and not text.endswith(("。", "；", "，", "：")) and not is_part


def _is_bold(block: DocBlock, paragraph: _Paragraph) -> bool:
    text = block.text.strip()
    is_short = len(text) <= LONGEST_TITLE and not text.endswith(("。", "；", "，", "："))
    return block.level == BODY and is_short and paragraph.bold >= MOST_BOLD * len(text)


def _is_display(block: DocBlock, paragraph: _Paragraph, usual: int) -> bool:
    """Whether a paragraph has the form of a heading: short, larger than most of the text, or centred and bold."""
    text = block.text.strip()
    if len(text) > LONGEST_TITLE or text.endswith(("。", "；", "，")):
        return False
    sizes = paragraph.sizes
    size = sizes.most_common(1)[0][0] if sizes else 0
    is_large = bool(usual) and size >= LARGER * usual
    is_bold = 2 * paragraph.bold > len(text)
    return is_large or (paragraph.centred and is_bold)
