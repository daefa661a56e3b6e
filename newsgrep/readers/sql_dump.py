"""SQL dumps: the rows of INSERT statements (MySQL, PostgreSQL, SQLite, SQL Server), and of COPY (PostgreSQL)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.lines import MOST_AT_ONCE
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap

NAME = r'(?:`[^`\n]{1,128}`|"[^"\n]{1,128}"|\[[^\[\]\n]{1,128}\]|[\w$]{1,128})'
TABLE = rf"(?:{NAME}\s*\.\s*){{0,2}}(?P<table>{NAME})"
INSERT = re.compile(
    rf"\s*(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|IGNORE|OR\s+\w+)\s+)*(?:INTO\s+)?{TABLE}\s*(?:\((?P<columns>[^()]*)\))?"
    r"\s*(?:OVERRIDING\s+\w+\s+VALUE\s+)?(?P<values>VALUES?)?\s*",
    re.IGNORECASE,
)
CREATE = re.compile(rf"\s*CREATE\s+(?:TEMPORARY\s+|UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{TABLE}\s*\(?", re.IGNORECASE)
COPY = re.compile(rf"\s*COPY\s+{TABLE}\s*\((?P<columns>[^()]*)\)\s+FROM\s+stdin", re.IGNORECASE)
COLUMN = re.compile(rf"\s*(?P<name>{NAME})\s+\[?[A-Za-z]")
NO_COLUMN = re.compile(r"\s*(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|FULLTEXT|SPATIAL|CHECK)\b", re.IGNORECASE)
BEGINNING = re.compile(r"\s*(?:--|/\*|#|SET\b|CREATE\b|DROP\b|INSERT\b|REPLACE\b|PRAGMA\b|BEGIN\b|USE\b|LOCK\b|COPY\b|GO\b)", re.IGNORECASE)
# Only MySQL has backslash escapes in plain strings; its dumps have backquotes.
MYSQL = re.compile(r"MySQL|MariaDB|`\w+`|ENGINE\s*=", re.IGNORECASE)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "b": "", "Z": ""}
BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
PLAIN_PIECE, ESCAPED_PIECE = re.compile(r"[^']*"), re.compile(r"(?:[^'\\]|\\.)*", re.DOTALL)
BARE = re.compile(r"[^,()';]+")
# SQLite writes line ends so: replace('…\n…','\n',char(10)).
SQLITE_LINE_END = re.compile(r"\\[nr]")
# Tables of what is no article.
OTHER_TABLE = re.compile(
    r"(?:^|_)(?:comments?|repl(?:y|ies)|users?|members?|logs?|sessions?|options?|settings?|configs?|migrations?|tags?|categor(?:y|ies)|terms?|"
    r"\w*meta|links?|admins?|roles?|permissions?|menus?|评论|用户|日志)$",
    re.IGNORECASE,
)
NO_POST = frozenset(("revision", "attachment", "nav_menu_item", "auto-draft", "custom_css", "customize_changeset"))
HAN_TEXT = re.compile(r"[\u3400-\u9fff].{100}", re.DOTALL)


class Table(NamedTuple):
    """A table whose rows are read: its name and columns."""

    name: str
    columns: tuple[str, ...]


def looks_like_sql(head: str) -> bool:
    """Whether a text is SQL that creates tables or inserts rows.

    >>> looks_like_sql("INSERT INTO `news` VALUES (1,'新桥通车');"), looks_like_sql("Insert into the slot")
    (True, False)
    """
    if not BEGINNING.match(head):
        return False
    lines = [line for line in head.split("\n") if line.strip()]
    return any(
        CREATE.match(line) or COPY.match(line) or ((found := INSERT.match(line)) and (found["columns"] or found["values"]))
        for line in lines
    )


def read_sql(path: str, lines: Iterable[str], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows of tables of articles, each in its table as a member; other tables are left out."""
    yield from _Dump(path, fields).read(lines)


class _Dump:
    """A dump, as its lines are read; ``_pieces`` are those of a string that is open, else it is None."""

    def __init__(self, path: str, fields: FieldMap) -> None:
        self._path = path
        self._fields = fields
        self._columns: dict[str, tuple[str, ...]] = {}
        self._creating = self._table = ""
        self._is_mysql = False
        self._mode = "statements"
        self._row: list[Any] = []
        self._starts: list[int] = []
        self._begin = self._depth = self._length = 0
        self._pieces: list[str] | None = None
        self._is_function = False
        self._said: set[str] = set()
        self._rows = 0

    def read(self, lines: Iterable[str]) -> Iterator[Record | Problem]:
        number = 0
        for number, line in enumerate(lines, start=1):
            if self._mode == "copy":
                yield from self._copied(line, number)
            elif self._mode == "values" or self._pieces is not None:
                yield from self._values(line, 0, number)
            else:
                yield from self._statement(line, number)
        if self._pieces is not None:
            message = Message("a quotation mark is opened here and never closed")
            yield Problem(self._path, self._begin, message, Message("fix the file and index again"), lost=True)
        elif not self._rows and not self._said and number:
            yield Problem(
                self._path,
                None,
                Message("no rows of a table with a title or body; not read"),
                Message("map its columns in newsgrep.toml under [fields]"),
                lost=True,
            )

    def _statement(self, line: str, number: int) -> Iterator[Record | Problem]:
        self._is_mysql = self._is_mysql or (number < 200 or "`" in line[:200]) and bool(MYSQL.search(line[:400]))
        if created := CREATE.match(line):
            self._creating = _unquoted(created["table"])
            self._columns[self._creating] = ()
        elif copied := COPY.match(line):
            self._table, self._mode = _unquoted(copied["table"]), "copy"
            self._columns[self._table] = _names(copied["columns"])
        elif inserted := INSERT.match(line):
            self._table, self._creating = _unquoted(inserted["table"]), ""
            if inserted["columns"]:
                self._columns[self._table] = _names(inserted["columns"])
            self._mode = "values" if inserted["values"] or not line[inserted.end() :].strip() else "statements"
            if self._mode == "values":
                yield from self._values(line, inserted.end(), number)
        elif self._creating and not NO_COLUMN.match(line) and (column := COLUMN.match(line)):
            self._columns[self._creating] += (_unquoted(column["name"]),)
        elif line.lstrip().startswith(")"):
            self._creating = ""

    def _copied(self, line: str, number: int) -> Iterator[Record | Problem]:
        """A row of COPY: cells between tabs, ``\\N`` for none, backslash escapes."""
        text = line.rstrip("\n")
        if text == "\\.":
            self._mode = "statements"
            return
        self._row = [None if cell == "\\N" else BACKSLASH.sub(_escaped, cell) for cell in text.split("\t")]
        self._starts, self._begin = [number] * len(self._row), number
        yield from self._finished(number)

    def _values(self, line: str, position: int, number: int) -> Iterator[Record | Problem]:
        """Rows in brackets, on one line or several; what is between quotation marks may contain anything."""
        while position < len(line):
            if self._pieces is not None:
                position = self._string(line, position)
                continue
            mark = line[position]
            if mark == "'":
                self._pieces = []
                if not self._is_function:
                    self._starts.append(number)
                position += 1
            elif mark == "(":
                self._depth += 1
                if self._depth == 1:
                    self._row, self._starts, self._begin, self._length = [], [], number, 0
                position += 1
            elif mark == ")":
                self._depth -= 1
                position += 1
                if not self._depth:
                    yield from self._finished(number)
                elif self._is_function:
                    self._is_function = self._depth > 1
            elif mark == ";" and self._depth <= 0:
                self._mode, self._depth = "statements", 0
                return
            elif mark == ",":
                position += 1
            elif bare := BARE.match(line, position):
                self._bare(bare[0].strip(), number)
                position = bare.end()
            else:
                position += 1

    def _string(self, line: str, position: int) -> int:
        """Read on in a string; a quotation mark written twice is one."""
        piece = (ESCAPED_PIECE if self._is_mysql else PLAIN_PIECE).match(line, position)
        pieces = self._pieces if self._pieces is not None else []
        end = piece.end() if piece else position
        if self._is_mysql and line[end : end + 1] == "\\":  # at the end of the line
            end += 1
        pieces.append(line[position:end])
        self._length += end - position
        if self._length > MOST_AT_ONCE:
            raise ValueError(Message("a row is too long"))
        if line[end : end + 2] == "''":
            pieces.append("'")
            return end + 2
        if line[end : end + 1] == "'":
            self._pieces = None
            if not self._is_function or self._depth > len("("):
                self._add("".join(pieces))
            return end + 1
        return end

    def _add(self, text: str) -> None:
        if self._is_mysql:
            text = BACKSLASH.sub(_escaped, text)
        if self._is_function:
            if not isinstance(self._row[-1], _Call):
                return
            if self._row[-1].text is None:
                self._row[-1] = _Call(text)
            elif text in {"\\n", "\\r"}:
                self._row[-1] = _Call((self._row[-1].text or "").replace(text, "\n" if text == "\\n" else ""))
            return
        self._row.append(text)

    def _bare(self, text: str, number: int) -> None:
        """A number, NULL, or the name of a function; the prefix of a string (N'…', _utf8mb4'…') is none of these."""
        if not text or self._depth < 1:
            return
        if self._is_function or text.lower() in {"n", "e"} or text.startswith("_"):
            return
        if text.lower() in {"replace", "cast", "convert", "unistr"}:
            self._is_function = True
            self._row.append(_Call(None))
        else:
            self._row.append(None if text.upper() == "NULL" else text)
        self._starts.append(number)

    def _finished(self, number: int) -> Iterator[Record | Problem]:
        """The record of a row that has been read."""
        columns = self._columns.get(self._table) or tuple(f"column {at}" for at in range(1, len(self._row) + 1))
        cells = [cell.text if isinstance(cell, _Call) else cell for cell in self._row]
        self._row = []
        if not self._is_articles(columns):
            yield from self._left_out(columns, cells)
            return
        values = dict(zip(columns, cells, strict=False))
        if values.get("post_type") in NO_POST or values.get("post_status") in {"trash", "auto-draft", "inherit"}:
            return
        self._rows += 1
        starts = dict(zip(columns, self._starts, strict=False))
        yield Record(values, self._begin, starts, spread=number > self._begin, member=self._table)

    def _is_articles(self, columns: tuple[str, ...]) -> bool:
        """Whether a table is of articles: it has a body, or a title with a date."""
        roles = self._fields.roles(dict.fromkeys(columns, "")).picks
        return not OTHER_TABLE.search(self._table) and bool(roles["body"] or (roles["title"] and roles["date"]))

    def _left_out(self, columns: tuple[str, ...], cells: list[Any]) -> Iterator[Problem]:
        """A problem for the first row with a long text of a table that is left out because of its columns."""
        is_other = bool(OTHER_TABLE.search(self._table))
        if self._table not in self._said and not is_other and any(HAN_TEXT.search(cell or "") for cell in cells):
            self._said.add(self._table)
            yield Problem(
                self._path,
                self._begin,
                Message("no title or body found among its fields: {}", columns[:20]),
                Message("map them in newsgrep.toml under [fields]"),
                lost=True,
            )


class _Call(NamedTuple):
    """A call of a function around a string: its text, once it is read."""

    text: str | None


def _unquoted(name: str) -> str:
    return name.strip("`\"[] ")


def _names(columns: str) -> tuple[str, ...]:
    return tuple(_unquoted(name.strip()) for name in columns.split(",") if name.strip())


def _escaped(match: re.Match[str]) -> str:
    return ESCAPES.get(match[1], match[1])
