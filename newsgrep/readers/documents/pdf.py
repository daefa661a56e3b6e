"""PDF: stories and reports of one column, and newspaper pages, whose columns are put in reading order.

Only the text layer is read: no script, form, link or attached file.
"""

from __future__ import annotations

import math
from contextlib import closing, suppress
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.documents.documents import stories_of
from newsgrep.readers.documents.pdf_fonts import use_stand_in
from newsgrep.readers.documents.pdf_layout import DrawnRule, PageLayout, layout_of
from newsgrep.readers.documents.pdf_lines import Char, turned_back
from newsgrep.readers.documents.pdf_paragraphs import document_blocks
from newsgrep.readers.documents.pdf_stories import page_stories
from newsgrep.readers.isolation import isolated, require
from newsgrep.readers.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.isolation import Item

MOST_PAGES = 5000
# Pages that are held at once; a newspaper has fewer, and its jump lines are followed within them.
PAGES_AT_ONCE = 200
MOST_CHARACTERS = 200_000
MOST_OBJECTS = 20_000
# Pages named in a problem.
MOST_NAMED = 20
# Of the characters of a page, how many may have no meaning in Unicode.
MOST_UNKNOWN = 0.3
THIN, LONG = 2.5, 60.0
# A page with fewer characters, and a picture, is a scan.
FEW = 12
SCANNED = Message("scanned pages without a text layer; not read")
UNKNOWN = Message("its fonts do not say which characters they show; not read")
OCR = Message("recognise its text (OCR) and save it with a text layer")


def read_pdf(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The stories of a PDF, with the numbers of their pages, read in a process of its own."""
    require("pypdfium2")
    return isolated("newsgrep.readers.documents.pdf:stories_of_pdf", path, file, fields)


def stories_of_pdf(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The stories of a PDF. Raises ``ReadError`` if it is encrypted or has no text layer, and what pdfium raises."""
    import pypdfium2

    use_stand_in()
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError("is encrypted", hint="save it without a password") from None
        raise ReadError("cannot be read: {}", str(error), hint="replace the file; it seems to be damaged") from None
    with closing(document):
        pages = len(document)
        if pages > MOST_PAGES:
            message = Message("has more than {:,} pages; the rest was not read", MOST_PAGES)
            yield Problem(path, None, message, Message("split it into several files"), lost=True)
        missing = _Missing([], [])
        for start in range(0, min(pages, MOST_PAGES), PAGES_AT_ONCE):
            numbers = range(start, min(pages, MOST_PAGES, start + PAGES_AT_ONCE))
            yield from _stories_of_pages(path, _pages(document, numbers, missing), fields)
        yield from _problems(path, missing, pages)


class _Missing(NamedTuple):
    """The numbers of pages that are scans, and of those whose characters are unknown."""

    scanned: list[int]
    unknown: list[int]


class _PageText(NamedTuple):
    """A page with text: its number, its height in points, and its layout."""

    number: int
    height: float
    layout: PageLayout


def _pages(document: Any, numbers: Sequence[int], missing: _Missing) -> list[_PageText]:
    """The pages that have text; the numbers of the others are added to ``missing``."""
    found = []
    for number in numbers:
        with closing(document[number]) as page:
            chars = _characters(page)
            if len(chars) < FEW and _has_picture(page):
                missing.scanned.append(number + 1)
            elif _is_unknown(chars):
                missing.unknown.append(number + 1)
            elif chars:
                height = max(page.get_height(), *(char.bottom for char in chars))
                found.append(_PageText(number + 1, height, layout_of(chars, _rules(page))))
    return found


def _stories_of_pages(path: str, pages: Sequence[_PageText], fields: FieldMap) -> Iterator[Item]:
    """The stories of pages: of a newspaper if most of them have columns, else of one document."""
    if not pages:
        return
    numbers, heights, layouts = zip(*pages, strict=True)
    if 2 * sum(layout.has_columns for layout in layouts) > len(layouts):
        yield from page_stories(layouts, heights, numbers)
    else:
        yield from stories_of(path, document_blocks(layouts, heights, numbers), fields, "page")


def _problems(path: str, missing: _Missing, pages: int) -> Iterator[Problem]:
    """Problems for the pages that have no text."""
    for numbers, whole, part in (
        (missing.scanned, SCANNED, Message("scanned pages were not read: {}", _named(missing.scanned))),
        (missing.unknown, UNKNOWN, Message("pages in unknown fonts were not read: {}", _named(missing.unknown))),
    ):
        if len(numbers) == pages:
            yield Problem(path, None, whole, OCR, lost=True)
        elif numbers:
            yield Problem(path, numbers[0], part, OCR, lost=True)


def _named(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(numbers[:MOST_NAMED])


def _characters(page: Any) -> list[Char]:
    """The characters of a page in the order in which they are drawn, upright even if the page was turned.

    Those at another angle than most, such as a stamp across the page, are left out.
    """
    import pypdfium2.raw as pdfium

    turned: dict[int | None, list[Char]] = {}
    box = pdfium.FS_RECTF()
    with closing(page.get_textpage()) as text:
        for index in range(min(text.count_chars(), MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in {0, 10, 13} or pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            if pdfium.FPDFText_GetLooseCharBox(text, index, box):
                quarters = _quarter_turns(pdfium.FPDFText_GetCharAngle(text, index))
                char = Char(_character(code), box.left, -box.top, box.right, -box.bottom)
                turned.setdefault(quarters, []).append(char)
    if not turned:
        return []
    quarters, chars = max(turned.items(), key=lambda item: len(item[1]))
    if quarters:
        return turned_back(chars, quarters)
    height = page.get_height()
    return [char._replace(top=char.top + height, bottom=char.bottom + height) for char in chars]


def _quarter_turns(angle: float) -> int | None:
    """An angle in radians in quarters of a turn; None if it is in between."""
    quarters = angle / (math.pi / 2)
    return -round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else None  # noqa: PLR2004 (nine degrees)


def _character(code: int) -> str:
    """The character of a code; half of a surrogate pair has none, a hyphen at a line end has a code of its own."""
    if code in {2, 0xFFFE}:
        return "-"
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)  # noqa: PLR2004


def _is_unknown(chars: Sequence[Char]) -> bool:
    """Whether most characters have no meaning: fonts that do not map their glyphs to Unicode."""
    strange = sum(char.text == "\ufffd" or char.text < " " or "\ue000" <= char.text <= "\uf8ff" for char in chars)
    return bool(chars) and strange > MOST_UNKNOWN * len(chars)


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH)
    return any(True for _ in page.get_objects(filter=kinds, max_depth=2))


def _rules(page: Any) -> list[DrawnRule]:
    """The long thin rules on a page, which part its stories."""
    import pypdfium2.raw as pdfium

    height, found = page.get_height(), []
    for count, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=2)):
        if count > MOST_OBJECTS:
            break
        with suppress(Exception):  # a path without an outline
            left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            if min(right - left, top - bottom) < THIN and max(right - left, top - bottom) > LONG:
                found.append(DrawnRule(left, height - top, right, height - bottom))
    return found
