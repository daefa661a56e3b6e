"""SQL dumps: the rows of INSERT (MySQL, PostgreSQL, SQLite, SQL Server, Oracle) and COPY (PostgreSQL)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsgrep.message import Message
from newsgrep.readers.problems import Problem, shown_name, unclosed
from newsgrep.readers.records import Record
from newsgrep.readers.tables.half_rows import HalfRows
from newsgrep.readers.tables.lookup_tables import NAMES, RowsWithNames, has_names_only
from newsgrep.readers.tables.other_rows import is_other_row
from newsgrep.readers.tables.sql_cells import Cell, assigned_cells, copied_cells, depth_of, with_token
from newsgrep.readers.tables.sql_tokens import SqlToken, UnclosedRowsError, UnclosedStringError, sql_tokens
from newsgrep.readers.tables.table_roles import NEWS_TABLE, OTHER_TABLE, parted_tables
from newsgrep.readers.tables.tables_beside import TablesRead, copies_left_out, is_copy, titles_left_out
from newsgrep.readers.tables.unnamed_rows import UnnamedRows
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap

BEGINNING = lazy_pattern(
    r"\s*(?:--|/\*|#|SET|CREATE|DROP|INSERT|REPLACE|PRAGMA|BEGIN|USE|LOCK|COPY|GO)\b|\s*(?:--|/\*)", re.IGNORECASE
)
QUOTED_OR_NOT = r"(?:[\w$.\[\]]|`[^`\n]{1,128}`|\"[^\"\n]{1,128}\"){1,300}"
STATEMENT = lazy_pattern(
    rf"\s*(?:CREATE\s+TABLE\s.{{1,300}}\(|(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?(?:INTO\s+)?{QUOTED_OR_NOT}\s*(?:\(|VALUES?\b|SET\s+{QUOTED_OR_NOT}\s*=)|COPY\s.{{1,2000}}\sFROM\s+stdin)",
    re.IGNORECASE,
)
# Words that begin a statement at the beginning of a line, where no semicolon ends the one before.
BEGINS = frozenset(
    ("INSERT", "REPLACE", "CREATE", "COPY", "GO", "SET", "ALTER", "DROP", "LOCK", "UNLOCK", "COMMIT", "UPDATE", "PRINT")
)
TEXT_TYPE = lazy_pattern(r"(?:n?var)?char2?|(?:tiny|medium|long)?text|n?clob|string", re.IGNORECASE)
NO_COLUMN = frozenset(("PRIMARY", "UNIQUE", "KEY", "INDEX", "CONSTRAINT", "FOREIGN", "FULLTEXT", "SPATIAL", "CHECK"))
NO_TABLE = frozenset(
    ("IF", "NOT", "EXISTS", "INTO", "IGNORE", "TABLE", ".", "ONLY", "LOW_PRIORITY", "DELAYED", "OR", "FROM")
)
# Tables of what is told to users, or by them, beside tables of news.
TOLD_TABLE = lazy_pattern(r"notices?$|notif|message|msg|announce|bulletin|suggest|advice|letter|chat", re.IGNORECASE)
LONG_TEXT = lazy_pattern(r"[\u3400-\u9fff][^\n]{60}")
MOST_NAMED, LONGEST_BEGINNING = 20, 4000


def looks_like_sql(head: str) -> bool:
    """Whether a text is SQL that creates tables or inserts rows.

    >>> looks_like_sql("INSERT INTO `news` VALUES (1,'新桥通车');"), looks_like_sql("Insert into the slot")
    (True, False)
    """
    return bool(BEGINNING.match(head)) and any(STATEMENT.match(line[:LONGEST_BEGINNING]) for line in head.split("\n"))


def read_sql(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows of tables of articles, each with its table as a member; rows of other tables are left out.

    Raises ``ReadError`` at a string that is too long.
    """
    dump = _Dump(path, fields)
    try:
        yield from dump.read(sql_tokens(lines))
        yield from dump.waiting()
    except UnclosedRowsError as error:
        yield from dump.waiting()
        yield unclosed(path, error.line)
        return
    except UnclosedStringError as error:
        message = Message("a quotation mark is opened here and never closed")
        yield from dump.waiting()
        yield Problem(path, error.line, message, Message("fix the file and index again"), lost=True)
        return
    if dump.halves.titles and dump.halves.texts:
        yield parted_tables(path, (*sorted(dump.halves.titles), *sorted(dump.halves.texts)))
    if dump.copies:
        yield copies_left_out(path, dump.copies)
    if dump.halves.left_out:
        yield titles_left_out(path, dump.halves.left_out)
    if not dump.rows and not dump.left_out:
        yield Problem(
            path,
            None,
            Message("no rows of a table with a title or body; not read"),
            Message("map its columns in newsgrep.toml under [fields]"),
            lost=True,
        )


class _Dump:
    """The statements of a dump: ``rows`` counts the rows that were read, ``left_out`` has tables that look unread."""

    def __init__(self, path: str, fields: FieldMap) -> None:
        self._path = path
        self._fields = fields
        self._columns: dict[str, tuple[str, ...]] = {}
        self._comments: dict[str, dict[str, str]] = {}
        self._table = ""
        self.halves = HalfRows(fields)
        self._unnamed = UnnamedRows()
        self._named = RowsWithNames()
        self._known: dict[tuple[str, tuple[str, ...], int], bool] = {}
        self.rows = 0
        self.left_out: set[str] = set()
        self.copies: set[str] = set()
        self._read = TablesRead()

    def read(self, tokens: Iterator[SqlToken]) -> Iterator[Record | Problem]:
        """The rows of all statements that insert some."""
        token = next(tokens, None)
        while token:
            word = token.value.upper() if token.kind == "bare" else ""
            if word == "CREATE":
                token = self._create(tokens)
            elif word in {"INSERT", "REPLACE", "COPY"}:
                token = yield from self._insert(tokens)
            else:
                if token.kind == "row":
                    yield from self._row(copied_cells(token))
                token = next(tokens, None)

    def waiting(self) -> Iterator[Record | Problem]:
        """The rows that wait for others of their tables, at the end."""
        for record in self.halves.waiting():
            yield from self._named.named(self._read.seen(record))
        yield from self._counted(self._unnamed.waiting())
        yield from self._named.waiting()

    def _counted(self, records: Iterable[Record]) -> Iterator[Record | Problem]:
        for record in records:
            if record.hints:
                self.rows += 1
                yield record
            else:
                yield from self._leave_out(record.member, tuple(record.values), record.values, record.line)

    def _create(self, tokens: Iterator[SqlToken]) -> SqlToken | None:
        """Read the columns of CREATE TABLE: the first word of each definition. Return the token behind it."""
        table, depth, is_table, is_begin = "", 0, False, False
        columns: list[str] = []
        comments: dict[str, str] = {}
        above = ""
        for token in tokens:
            depth += depth_of(token)
            if not depth and (token.value in {";", ")"} or _begins(token)):
                if is_table:
                    self._comments[table] = comments
                    self._columns[table] = self._called(table, columns)
                return token if _begins(token) else next(tokens, None)
            if not depth:
                is_table = is_table or token.value.upper() == "TABLE"
                table = _table_name(token, table)
            elif is_begin and token.value.upper() not in NO_COLUMN:
                columns.append(token.value.strip("[]"))
            elif above == "FULLTEXT" and token.kind == "bare" and TEXT_TYPE.fullmatch(token.value):
                columns.append("fulltext")  # a column, not an index
            elif columns and token.kind == "string" and above == "COMMENT":
                comments[columns[-1]] = token.value.strip()
            is_begin = depth == 1 and token.value in {"(", ","}
            above = token.value.upper() if token.kind == "bare" else ""
        return None

    def _called(self, table: str, columns: list[str]) -> tuple[str, ...]:
        """The columns of a table; one whose name says nothing is called by the comment on it, if that says something.

        What the user has mapped keeps its name.
        """
        comments = self._comments.get(table, {})
        picks = self._fields.roles(dict.fromkeys(columns, "")).picks
        known = {pick for found in picks.values() for pick in found}
        by_comment = self._fields.roles(dict.fromkeys(comments.values(), "")).picks
        lacking = {found[0] for role, found in by_comment.items() if found and not picks[role]}
        names = [comments.get(name, "") if name not in known else "" for name in columns]
        return tuple(label if label in lacking else name for name, label in zip(columns, names, strict=True))

    def _insert(self, tokens: Iterator[SqlToken]) -> Generator[Record | Problem, None, SqlToken | None]:
        """Yield the rows of a statement. Return the token behind it.

        Raises ``UnclosedRowsError`` if the last row has no end, or a comma behind it.
        """
        table, depth, is_values, row = "", 0, False, 0
        last: SqlToken | None = None
        names: list[str] = []
        cells: list[Cell] = []
        for token in tokens:
            depth += depth_of(token)
            is_set = table and not (names or is_values) and token.kind == "bare" and token.value.upper() == "SET"
            if is_set or (not depth and (token.value == ";" or _begins(token))):
                end = (yield from self._set(tokens)) if is_set else token
                return end if end and _begins(end) else next(tokens, None)
            row = token.line if depth == 1 and depth_of(token) > 0 else row
            last = token
            if is_values and not depth and depth_of(token) < 0:
                yield from self._row(cells)
            elif is_values and depth:
                cells = with_token(cells, token, depth)
            elif depth and token.kind != "mark":
                names.append(token.value.strip("[]"))
            elif not depth and token.kind == "bare" and token.value.upper() in {"VALUES", "VALUE"}:
                is_values = True
            elif not depth and not names:
                table = self._table = _table_name(token, table)
            if names and not depth:
                self._columns[table] = self._called(table, names)
        if last and (depth > 0 or (is_values and last.kind == "mark" and last.value == ",")):
            raise UnclosedRowsError(row or last.line)
        return None

    def _set(self, tokens: Iterator[SqlToken]) -> Generator[Record | Problem, None, SqlToken | None]:
        """Yield the row of INSERT INTO … SET name = value, … . Return the token that ends it."""
        table, assigned = self._table, list[SqlToken]()
        while (end := next(tokens, None)) and not (end.kind == "mark" and end.value == ";") and not _begins(end):
            assigned.append(end)
        names, cells = assigned_cells(assigned)
        self._columns[table] = self._called(table, names)
        yield from self._row(cells)
        return end

    def _row(self, cells: list[Cell]) -> Iterator[Record | Problem]:
        """The record of a row, unless its table is of something else."""
        columns = self._columns.get(self._table) or tuple(f"column {at}" for at in range(1, len(cells) + 1))
        values = dict(zip(columns, (cell.value for cell in cells), strict=False))
        if cells and self._is_unnamed() and not self._is_articles(columns):
            yield from self._counted(self._unnamed.told(Record(values, cells[0].line, member=self._table)))
        elif not self._is_articles(columns):
            self._named.tables.add(self._table, values)
            yield from self._leave_out(self._table, columns, values, cells[0].line if cells else 1)
        elif not is_other_row(values):
            self.rows += 1
            starts = dict(zip(columns, (cell.line for cell in cells), strict=False))
            spread = len(set(starts.values())) > 1
            record = Record(values, cells[0].line, starts, spread=spread, member=self._table)
            for joined in self.halves.joined(record, columns):
                yield from self._named.named(self._read.seen(joined))

    def _is_unnamed(self) -> bool:
        """Whether a table is called one of news, and its columns are not named: only its rows were exported."""
        is_news = NEWS_TABLE.search(self._table) and not OTHER_TABLE.search(self._table)
        return bool(is_news) and self._table not in self._columns

    def _is_articles(self, columns: tuple[str, ...]) -> bool:
        """Whether the rows of a table are articles, by what is known of the tables so far."""
        key = (self._table, columns, len(self._columns))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._has_articles(columns)
        return found

    def _has_articles(self, columns: tuple[str, ...]) -> bool:
        """Whether a table is of articles: it has a body, or a title with a date, a source or a table of such a name."""
        roles = self._fields.roles(dict.fromkeys(columns, "")).picks
        if is_copy(self._table, self._columns):
            self.copies.add(self._table)
            return False
        is_news = roles["date"] or roles["source"] or NEWS_TABLE.search(self._table)
        if OTHER_TABLE.search(self._table) or has_names_only(self._table, roles):
            return False
        has_title = not NAMES.issuperset(map(str, roles["title"]))
        if not has_title and TOLD_TABLE.search(self._table) and any(map(self._has_news, self._columns)):
            return False
        return bool(roles["body"] or (roles["title"] and is_news))

    def _has_news(self, table: str) -> bool:
        """Whether a table is called one of news, and has a title and a text."""
        picks = self._fields.roles(dict.fromkeys(self._columns[table], "")).picks
        return bool(NEWS_TABLE.search(table) and not OTHER_TABLE.search(table) and picks["title"] and picks["body"])

    def _leave_out(
        self, table: str, columns: tuple[str, ...], values: Mapping[str, Any], line: int
    ) -> Iterator[Problem]:
        """A problem for the first long text in a table that is left out because of the names of its columns."""
        if table in self.left_out or table in self.copies or OTHER_TABLE.search(table):
            return
        if any(LONG_TEXT.search(value) for value in values.values() if value):
            self.left_out.add(table)
            yield Problem(
                self._path,
                line,
                Message("no title or body found among its fields: {}", tuple(map(shown_name, columns[:MOST_NAMED]))),
                Message("map them in newsgrep.toml under [fields]"),
                lost=True,
            )


def _begins(token: SqlToken) -> bool:
    return token.is_first and token.kind == "bare" and token.value.upper() in BEGINS


def _table_name(token: SqlToken, known: str) -> str:
    """The name of a table without that of its schema; ``known`` if the token is none."""
    if token.kind == "name":
        return token.value
    if token.kind != "bare" or token.value.upper() in NO_TABLE:
        return known
    return token.value.rpartition(".")[2].strip("[]") or known
