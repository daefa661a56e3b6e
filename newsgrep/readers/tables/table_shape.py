"""The shape of a table by its first rows: its delimiter, its header or what its columns hold, and what is above."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.role_names import PROMPTS
from newsgrep.readers.tables.broken_rows import are_broken, ends_escaped, join_escaped
from newsgrep.readers.tables.column_roles import ADDRESS, SENTENCE_MARK, guess_roles
from newsgrep.readers.tables.unquoted_texts import TextColumn, unquoted_text
from newsgrep.readers.values import NULLS
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgrep.readers.picks import Pick

# What Excel writes above a table whose delimiter is not a comma.
SEPARATOR_LINE = re.compile(r"\ufeff?\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
DELIMITERS = (",", "\t", ";", "|", "^")
# Rows that are looked at, and those among which the header is: reports have a caption and notes above it.
LOOKED_AT, HEADER_WITHIN = 50, 15
# Characters of the name of a column; of a value that may be one.
LONGEST_NAME, LONGEST_VALUE = 40, 30
# Rows by which it is clear that their first cells are numbers of rows, and digits of one.
FEWEST_NUMBERED, LONGEST_NUMBER = 2, 18
# Cells below a header that say the same of all columns, and characters of these; of the code of a language.
FEWEST_SAME, LONGEST_UNIT, LONGEST_LANGUAGE = 3, 10, 3
# Columns that are read: no table of news has more.
MOST_COLUMNS = 10_000
# Names by which a row below others is a header.
NAMES_OF_HEADER = 2
QUOTED_WORD = re.compile(r'(?:^|\t)"[^"\t]*"(?!["\t\r\n]|$)')
# The names that R and pandas give to a column without one.
NO_NAME = re.compile(r"x|\d{1,3}|V\d{1,3}|#\d{1,3}|Unnamed: \d{1,3}")

# Those that programs of crawlers do.
NUMBERED = re.compile(r"(?:字段|列|欄位|文本|field|column|col|text)[ _]?\d{1,3}(?:_文本)?", re.IGNORECASE)


class TableShape(NamedTuple):
    """How a table is read.

    ``names`` are those of its columns, ``#1`` and so on where it has none. ``rows_above`` are those up to and with the
    header, blank ones not counted. ``hints`` are the columns of roles that no name tells, by what they hold. Rows are
    ``is_broken`` over several lines if texts with line ends are not in quotation marks, or ``is_escaped`` if those have
    a backslash.
    """

    delimiter: str
    names: tuple[str, ...]
    rows_above: int
    has_names: bool
    hints: Mapping[str, str]
    has_quotes: bool = True
    is_broken: bool = False
    is_escaped: bool = False
    # The columns before the text, and behind it, where it has separators without quotation marks.
    text: TextColumn | None = None


def table_shape(lines: Sequence[str], delimiter: str, fields: FieldMap) -> TableShape:
    r"""The shape of a table by its first lines; ``delimiter`` is used where nothing speaks for another.

    >>> table_shape(["舆情导出;\n", "标题;正文\n", "合龙;大桥今天合龙。\n"], ",", FieldMap())[:4]
    (';', ('标题', '正文'), 2, True)
    """
    if lines and (match := SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n"))):
        shape = rows_shape(first_rows(lines[1:], match[1]), fields)
        return TableShape(match[1], shape.names, shape.rows_above + 1, shape.has_names, shape.hints)
    named = _without_numbers(fields)
    candidates = [delimiter, *(other for other in DELIMITERS if other != delimiter)]
    best = max(candidates, key=lambda each: _evidence(first_rows(lines, each), named))
    has_quotes = is_quoted(lines, best)
    rows = first_rows(lines, best, has_quotes=has_quotes)
    shape = _rows_shape(rows, named)._replace(delimiter=best, has_quotes=has_quotes)
    if not shape.has_names and best == "," and (text := unquoted_text(rows[shape.rows_above :])):
        whole = [text.joined(row) for row in rows[shape.rows_above :]]
        names = _numbered([""] * text.width)
        return shape._replace(names=names, hints=guess_roles(names, whole), text=text)
    is_broken = shape.has_names and are_broken(rows[shape.rows_above :], len(shape.names))
    return shape._replace(is_broken=is_broken, is_escaped=_has_escapes(lines, best))


def _has_escapes(lines: Iterable[str], delimiter: str) -> bool:
    return delimiter == "\t" and any(ends_escaped([line.rstrip("\r\n")]) for line in lines)


def is_quoted(lines: Iterable[str], delimiter: str) -> bool:
    r"""Whether cells may be in quotation marks: not where text follows a closing one, as in ``"合龙"之后``.

    Among commas that is a mistake of one cell; what is between tabs is seldom quoted.

    >>> is_quoted(['标题\t"合龙"之后\n'], "\t"), is_quoted(['"合龙"\t之后\n'], "\t")
    (False, True)
    """
    return delimiter != "\t" or not any(map(QUOTED_WORD.search, lines))


def rows_shape(rows: Sequence[Sequence[str]], fields: FieldMap) -> TableShape:
    """The shape of a table by its first rows, none of which is blank."""
    return _rows_shape(rows, _without_numbers(fields))


def _without_numbers(fields: FieldMap) -> FieldMap:
    """The names of fields, without the numbers of columns, which are no names of a header."""
    return FieldMap({role: tuple(n for n in names if n[:1] != "#") for role, names in fields.mapping.items() if names})


def _rows_shape(rows: Sequence[Sequence[str]], named: FieldMap) -> TableShape:
    width = max(map(len, rows), default=0)
    at = _header(rows, named)
    if at is None:
        filled = (index for index, row in enumerate(rows) if sum(map(bool, row)) > 1 or width == 1)
        at = 0 if rows and _is_unnamed(rows[0]) else next(filled, 0)
        if not rows or any(map(is_data, rows[at])) or _is_counted(rows[at:]):
            names = _numbered([""] * width)
            return TableShape(",", names, at, has_names=False, hints=guess_roles(names, rows[at:]))
    names = _numbered([*[""] * _has_row_names(rows, at, named), *rows[at]])
    picks = named.roles(dict.fromkeys(names, "")).picks
    known = picks["title"] or picks["body"]
    guessed = {} if known else guess_roles(names, rows[at + 1 :])
    # The names say nothing of dates and the like, which may then be those of something else.
    hints: dict[str, str] = {role: guessed[role] for role in ("body", "title") if "body" in guessed and role in guessed}
    if not hints and guessed.keys() == {"title"} and NO_NAME.fullmatch(guessed["title"]) and len(names) <= len("#x"):
        hints = guessed  # a column without a name beside numbers of rows, as R and pandas write a list
    hints |= _of_unnamed(names, rows[at + 1 :], picks)
    if "title" in hints and bare(hints["title"]) in PROMPTS:
        del hints["title"]
    below = rows[at + 1 : min(at + 3, len(rows) - 1)]
    above = at + 1 + sum(1 for _ in takewhile(_describes_columns, below))
    return TableShape(",", names, above, has_names=True, hints=hints)


def _of_unnamed(
    names: Sequence[str], rows: Sequence[Sequence[str]], picks: Mapping[str, Sequence[Pick]]
) -> dict[str, str]:
    """The roles that no name tells, of columns that a program has but numbered: 字段1, Field2."""
    if not any(map(NUMBERED.fullmatch, names)):
        return {}
    guessed = guess_roles(names, rows)
    return {role: name for role, name in guessed.items() if NUMBERED.fullmatch(name) and not picks[role]}


def _describes_columns(row: Sequence[str]) -> bool:
    """Whether a row below a header says the same of all columns, as their unit, or a few letters, as their language.

    >>> [_describes_columns(row) for row in (["没有单位"] * 3, ["", "zh", "en"], ["1", "合龙", ""])]
    [True, True, False]
    """
    filled = [cell for cell in row if cell]
    is_same = len(filled) >= FEWEST_SAME and len(set(filled)) == 1 and len(filled[0]) <= LONGEST_UNIT
    are_letters = all(cell.isascii() and cell.isalpha() and len(cell) <= LONGEST_LANGUAGE for cell in filled)
    return is_same or (len(filled) > 1 and are_letters)


def _is_unnamed(row: Sequence[str]) -> bool:
    """Whether a header is that of numbered rows with one column without a name."""
    return len(row) == len("#x") and not row[0] and bool(NO_NAME.fullmatch(row[1]))


def _has_row_names(rows: Sequence[Sequence[str]], header: int, fields: FieldMap) -> bool:
    """Whether rows have one cell more than the header, their number, as R writes them."""
    below, names = rows[header + 1 :], rows[header]
    if len(below) < FEWEST_NUMBERED or fields.roles(dict.fromkeys(names, "")).picks["id"]:
        return False
    return all(len(row) == len(names) + 1 and row[0] == str(number) for number, row in enumerate(below, start=1))


def is_data(cell: str) -> bool:
    """Whether a cell is a value rather than the name of a column: a date, an address or a text.

    >>> [is_data(cell) for cell in ("2025-03-18", "https://jcrb.example.cn/1", "标题", "大桥今天合龙。")]
    [True, True, False, True]
    """
    return bool(
        len(cell) > LONGEST_VALUE or SENTENCE_MARK.search(cell) or ADDRESS.match(cell) or (cell and timestamp_day(cell))
    )


def _is_counted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first rows are numbered, the first of all among them, which is then no header.

    >>> _is_counted([["00001", "大桥合龙"], ["00002", "新桥通车"]]), _is_counted([["0", "1"], ["大桥合龙", "江城"]])
    (True, False)
    """
    first = [row[0].strip() if row else "" for row in rows[: FEWEST_NUMBERED + 1]]
    is_number = len(first) > 1 and all(cell.isdecimal() and len(cell) <= LONGEST_NUMBER for cell in first)
    return is_number and all(int(below) == int(above) + 1 for above, below in pairwise(first))


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    """The names of columns; the number of one without a name."""
    return tuple(name.strip() or f"#{number}" for number, name in enumerate(names, start=1))


def first_rows(lines: Sequence[str], delimiter: str, *, has_quotes: bool = True) -> list[list[str]]:
    """The first rows that are not blank, without one that may be cut off."""
    try:
        rows = list(
            islice(
                _filled(
                    csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE)
                ),
                LOOKED_AT + 1,
            )
        )
    except csv.Error:
        return []
    if delimiter == "\t":
        rows = join_escaped(rows)
    return rows[:LOOKED_AT] if len(rows) > LOOKED_AT else rows


def _filled(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    return (row[:MOST_COLUMNS] for row in rows if any(cell and cell not in NULLS for cell in map(str.strip, row)))


def _header(rows: Sequence[Sequence[str]], fields: FieldMap) -> int | None:
    """Which row is the header: the one that names most roles, a title or body among them; below others, two or more."""
    named = [_names_in(row, fields) for row in rows[:HEADER_WITHIN]]
    most = max(named, default=0)
    at = named.index(most) if most else 0
    if named[at + 1 : at + 2] >= [NAMES_OF_HEADER]:  # the same names in another language
        at += 1
    return at if most >= (NAMES_OF_HEADER if at else 1) else None


def _names_in(row: Sequence[str], fields: FieldMap) -> int:
    """How many roles a row names as a header; 0 without title and body, or if a cell is a value."""
    if any(len(cell) > LONGEST_NAME for cell in row):
        return 0
    picks = fields.roles(dict.fromkeys(filter(None, map(str.strip, row[:MOST_COLUMNS])), "")).picks
    if not picks["title"] and not picks["body"]:
        return 0
    return len({pick for each in picks.values() for pick in each[:1]})


def _evidence(rows: Sequence[Sequence[str]], fields: FieldMap) -> tuple[int, float]:
    """How much speaks for a delimiter: the names of the header, then the part of the rows that are equally wide."""
    named = max((_names_in(row, fields) for row in rows[:HEADER_WITHIN]), default=0)
    widths = Counter(map(len, rows))
    width, number = widths.most_common(1)[0] if widths else (1, 0)
    return (named, number / len(rows) if width > 1 else 0.0)
