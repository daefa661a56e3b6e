"""A workbook, by XlsxWriter: a sheet of articles, and one that says where they come from.

Every text is written as a text, never as a formula, however it begins.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import UsageError
from newsgrep.message import Message
from newsgrep.printers.exports.columns import COLUMNS, clean, values_of
from newsgrep.storage.temporary import temporary_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports.about import About

# Excel's limits: UTF-16 units of a cell, links of a sheet, characters of a link.
LONGEST_CELL, MOST_LINKS, LONGEST_LINK = 32_767, 65_530, 2_079
# Articles that fit a sheet below its header.
MOST_ARTICLES = 1_048_575
WIDTHS = {"rank": 6, "id": 24, "title": 48, "date": 11, "source": 16, "section": 12, "url": 24, "path": 24, "text": 80}
ORDINARY = 12
FIRST_YEAR = 1900
LINK = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)


def write(about: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """Write the workbook; a text that is longer than a cell may be goes on in further columns (text_2, …)."""
    import xlsxwriter

    if about.exported > MOST_ARTICLES:
        hint = Message("export to csv or parquet, or draw a sample with --sample N")
        raise UsageError("a sheet has room for {:,} articles, not for {:,}", MOST_ARTICLES, about.exported, hint=hint)
    with TemporaryDirectory(prefix=temporary_prefix()) as folder, _outlet(file) as outlet:
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "tmpdir": folder}
        with xlsxwriter.Workbook(outlet, options) as book:
            _write_book(book, about, articles)


def _write_book(book: Any, about: About, articles: Iterable[Exported]) -> None:
    """Both sheets."""
    book.set_properties({"title": clean(about.query or about.filters)[:255], "comments": clean(about.command)[:255]})
    sheet = book.add_worksheet("articles")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, name in enumerate(COLUMNS):
        sheet.set_column(number, number, WIDTHS.get(name, ORDINARY))
    sheet.freeze_panes(1, 0)
    _write_articles(sheet, list(map(values_of, articles)), bold, day)
    _write_about(book.add_worksheet("about"), about, bold)


class _Outlet:
    """A file that keeps its first error: what packs the workbook would write on, and say so, when it is deleted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file: IO[bytes] | None = file
        self._at = self._end = 0
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        """Write to the file, or to nowhere after an error."""
        try:
            if self._file:
                self._file.write(content)
        except OSError as error:
            self.fail(error)
        self._at += len(content)
        self._end = max(self._end, self._at)
        return len(content)

    def fail(self, error: OSError | None = None) -> None:
        """Let the file go, for an error that is to be raised."""
        self.error, self._file = self.error or error, None

    def tell(self) -> int:
        """The position, as if all had been written."""
        return self._at

    def seek(self, at: int, whence: int = 0) -> int:
        """Go to a position."""
        self._at = (0, self._at, self._end)[whence] + at
        if self._file:
            self._file.seek(self._at)
        return self._at

    def flush(self) -> None:
        """What is held back is written when the file is closed."""


@contextmanager
def _outlet(file: IO[bytes]) -> Iterator[_Outlet]:
    """A file for XlsxWriter; raises the first ``OSError`` of writing, and as such what it makes of others."""
    from xlsxwriter.exceptions import FileCreateError

    outlet = _Outlet(file)
    try:
        yield outlet
    except FileCreateError as error:
        outlet.fail(error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)))
    finally:
        outlet.fail()
    if outlet.error:
        raise outlet.error


def _write_articles(sheet: Any, rows: Sequence[dict[str, Any]], bold: Any, day: Any) -> None:
    """The header, then a row per article."""
    further = max((len(list(pieces(row["text"]))) for row in rows), default=1)
    header = (*COLUMNS, *(f"text_{number}" for number in range(2, further + 1)))
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    links = 0
    for number, row in enumerate(rows, start=1):
        for column, (name, value) in enumerate(row.items()):
            if name == "url" and links < MOST_LINKS and is_link(value):
                links += 1
                sheet.write_url(number, column, value, string=value)
            elif name == "date" and (found := _day(value)):
                sheet.write_datetime(number, column, found, day)
            else:
                _write(sheet, number, column, value)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)


def is_link(address: str | None) -> bool:
    """Whether an address is one of the web that a cell may link to."""
    return bool(address and len(address) <= LONGEST_LINK and LINK.fullmatch(address))


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """A value as a number or as texts, never as a formula."""
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        text = ";".join(value) if isinstance(value, list) else value
        for number, piece in enumerate(pieces(text)):
            sheet.write_string(row, column + number, piece)


def pieces(text: str) -> Iterator[str]:
    """A text in pieces that fit a cell.

    >>> [len(piece) for piece in pieces("江" * 40_000)]
    [32767, 7233]
    """
    size = LONGEST_CELL if text.isascii() or max(text, default="") <= "\uffff" else LONGEST_CELL // 2
    yield from (text[start : start + size] for start in range(0, len(text), size))


def _day(value: str | None) -> date | None:
    """The day of a date, unless it is less precise, or before those that workbooks know."""
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _write_about(sheet: Any, about: About, bold: Any) -> None:
    """Names and values, then a table of the strata."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    row = 0
    for name, value in about.values.items():
        if name != "strata":
            sheet.write_string(row, 0, name, bold)
            _write(sheet, row, 1, clean(value) if isinstance(value, str) else value)
            row += 1
    if about.strata:
        for column, name in enumerate(("stratum", "articles", "drawn")):
            sheet.write_string(row + 1, column, name, bold)
        for number, stratum in enumerate(about.strata, start=row + 2):
            sheet.write_string(number, 0, clean(stratum.name))
            sheet.write_number(number, 1, stratum.articles)
            sheet.write_number(number, 2, stratum.drawn)
