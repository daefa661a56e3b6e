"""The paragraphs of WordprocessingML, as an XML parser comes by them."""

from __future__ import annotations

from newsgrep.errors import ReadError
from newsgrep.readers.documents.doc_blocks import BODY, DocBlock, TableBlock
from newsgrep.readers.documents.shown_headings import Letters, with_shown_headings
from newsgrep.readers.documents.word_styles import outline_level, value_of

# What is no part of the text: deleted or moved away, read twice, readings of characters, field codes.
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPrChange", "rPrChange"})
# The size of letters that have none of their own, in half points.
USUAL_SIZE = 24
# What stands for the indentation of the first line, as it is in plain text.
INDENT = "\u3000\u3000"
# Characters and nesting that are read.
MOST_CHARACTERS = 1 << 27
MOST_OPEN = 1000


class _Paragraph(Letters):
    """A paragraph that is being read."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.parts: list[str] = []
        self.style = ""
        self.outline: int | None = None
        self.indented = self.ends_page = False


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
        self._styled: list[tuple[DocBlock, Letters]] = []
        self._is_new_page = False
        self._pages = [0]
        self._found: list[DocBlock | TableBlock] = []

    @property
    def blocks(self) -> list[DocBlock | TableBlock]:
        """The blocks; where no style names a heading, those that look like headings are some."""
        return with_shown_headings(self._found, self._styled, self._pages)

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
