"""SQLite databases: the tables with news. Only tables are read: no view, trigger, virtual table or extension runs."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.member_names import member_names
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.tables.cells import text_of_bytes
from newsgrep.readers.tables.lookup_tables import MOST_NAMES, LookupTables, has_names_only
from newsgrep.readers.tables.other_rows import is_other_row
from newsgrep.readers.tables.table_layout import LOOKED_AT
from newsgrep.readers.tables.table_roles import (
    OTHER_TABLE,
    JoinedTables,
    Table,
    joined_tables,
    table_of,
    tables_with_news,
)
from newsgrep.readers.tables.tables_beside import TablesRead, copies_left_out, is_copy
from newsgrep.storage.temporary import temporary_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgrep.readers.field_roles import FieldMap

MAGIC = b"SQLite format 3\0"
MOST_TABLES = 1000
MOST_COLUMNS = 2000
# Bytes of one value, of the heap of SQLite, and steps of its virtual machine before the first row and between two.
LONGEST_VALUE = 1 << 26
MOST_HEAP = 1 << 28
STEPS, MOST_STEPS = 10_000, 20_000_000
# Texts together are no longer than the file, unless its pages are linked in a circle; a row has at least so many bytes.
FEWEST_ROW_BYTES = 4
LARGEST_LINE = 1 << 31
# What SQLite has written beside a database but not yet into it.
SIDE_FILES = ("-wal", "-journal")
DAMAGED = "replace the file; it seems to be damaged"


class _Source(NamedTuple):
    """A table as SQLite knows it."""

    name: str
    columns: tuple[str, ...]
    has_rowid: bool


def read_sqlite(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows of the tables that hold news, as records whose line is the row's id (``rowid``) or else its number.

    What another program has committed but not yet moved into the file (a ``-wal`` file beside it) is read from a copy.
    Raises ``ReadError`` if it is no database, is damaged, or takes too long.
    """
    if path.lower().endswith("thumbs.db"):  # pictures of a folder that Windows keeps there
        return
    if file.read(len(MAGIC)) != MAGIC:
        raise ReadError("not an SQLite database, or an encrypted one", hint="export its table as CSV or JSON Lines")
    size = file.seek(0, 2)
    try:
        with _database(file) as base:
            sources = _sources(base)
            yield from _records(path, _TableReader(base, size), sources, fields)
    except sqlite3.OperationalError as error:
        if "interrupt" in str(error):
            raise ReadError("takes too long to read; the rest was not read", hint=DAMAGED) from None
        raise ReadError("cannot be read: {}", str(error), hint=DAMAGED) from None
    except (sqlite3.Error, OverflowError) as error:
        raise ReadError("cannot be read: {}", str(error), hint=DAMAGED) from None


@contextmanager
def _database(file: IO[bytes]) -> Iterator[sqlite3.Connection]:
    """A connection that can only read tables; of the file itself if nothing lies beside it, else of a copy."""
    location = Path(str(file.name))
    beside = [side for end in SIDE_FILES if (side := Path(f"{location}{end}")).is_file() and side.stat().st_size]
    with ExitStack() as stack:
        options = "mode=ro&immutable=1"
        if beside:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix=temporary_prefix())))
            for source in (location, *beside):
                shutil.copyfile(source, folder / f"copy{source.name.removeprefix(location.name)}")
            location, options = folder / "copy", "mode=rw"
        address = f"file:{quote(str(location.absolute()))}?{options}"
        base = stack.enter_context(closing(sqlite3.connect(address, uri=True, isolation_level=None)))
        _protect(base)
        yield base


def _protect(base: sqlite3.Connection) -> None:
    """Let a database run nothing, take little memory, and no longer than ``MOST_STEPS`` for a row."""
    for setting in (
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "temp_store=MEMORY",
        "cache_size=-16384",
        f"hard_heap_limit={MOST_HEAP}",
    ):
        base.execute(f"PRAGMA {setting}")
    if hasattr(base, "setlimit"):  # from Python 3.11 on
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    base.text_factory = _decoded
    base.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, *_: str | None) -> int:
    """Allow what reading tables takes: no function, view, attached file or change."""
    reads = action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
    asks = action == sqlite3.SQLITE_PRAGMA and first in {"table_xinfo", "table_info"}
    return sqlite3.SQLITE_OK if reads or asks else sqlite3.SQLITE_DENY


def _decoded(value: bytes) -> str:
    """A text; some crawlers have put GBK where UTF-8 should be."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("gb18030", "replace")


class _TableReader:
    """Reads tables as long as there is no more in them than the file can hold."""

    def __init__(self, base: sqlite3.Connection, size: int) -> None:
        self._base = base
        self._left = size + LONGEST_VALUE
        self._steps = 0
        base.set_progress_handler(self._is_over, STEPS)

    def _is_over(self) -> bool:
        self._steps += STEPS
        return self._steps > MOST_STEPS

    def rows(self, source: _Source) -> Iterator[tuple[int, tuple[object, ...]]]:
        """The rows of a table, each with its id; raises ``ReadError`` if there are too many."""
        selected = ", ".join(map(_quoted, source.columns))
        rowid = "rowid, " if source.has_rowid else ""
        query = f"SELECT {rowid}{selected} FROM {_quoted(source.name)}"  # noqa: S608 (quoted names)
        return self._numbered(query, has_rowid=source.has_rowid)

    def joined_rows(
        self, titles: _Source, texts: _Source, keys: tuple[str, str], columns: Sequence[str]
    ) -> Iterator[tuple[int, tuple[object, ...]]]:
        """The rows of two tables that have the same key, by the ids of the first."""
        of = [("a." if name in titles.columns else "b.") + _quoted(name) for name in columns]
        rowid = ["a.rowid"] if titles.has_rowid else []
        query = (
            f"SELECT {', '.join(rowid + of)} FROM {_quoted(titles.name)} a LEFT JOIN {_quoted(texts.name)} b "  # noqa: S608
            f"ON a.{_quoted(keys[0])} = b.{_quoted(keys[1])}"
        )
        return self._numbered(query, has_rowid=titles.has_rowid)

    def _numbered(self, query: str, *, has_rowid: bool) -> Iterator[tuple[int, tuple[object, ...]]]:
        rows = self._base.execute(query)
        for number, row in enumerate(rows, start=1):
            self._steps = 0
            self._left -= FEWEST_ROW_BYTES + sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if self._left < 0:
                raise ReadError("has more rows than its size allows; the rest was not read", hint=DAMAGED)
            line = row[0] if has_rowid and isinstance(row[0], int) else number
            yield (line if 0 < line < LARGEST_LINE else number), (row[1:] if has_rowid else row)


def _sources(base: sqlite3.Connection) -> list[_Source]:
    """The tables that are no parts of virtual ones, with the columns that are stored."""
    schema = base.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(MOST_TABLES * 10)
    found = [(name, str(sql)) for kind, name, sql in schema if kind == "table" and isinstance(name, str)]
    virtual = tuple(f"{name}_" for name, sql in found if sql.upper().startswith("CREATE VIRTUAL"))
    return [
        source
        for name, sql in found[:MOST_TABLES]
        if not sql.upper().startswith("CREATE VIRTUAL") and not name.startswith(("sqlite_", *virtual))
        if (source := _source(base, name, sql)).columns
    ]


def _source(base: sqlite3.Connection, name: str, sql: str) -> _Source:
    columns = base.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchmany(MOST_COLUMNS)
    names = tuple(column[1] for column in columns if not column[6])  # neither hidden nor computed
    has_rowid = not sql.upper().rstrip(" \n;").endswith("WITHOUT ROWID") and "rowid" not in {n.lower() for n in names}
    return _Source(name, names, has_rowid)


def _records(path: str, reader: _TableReader, sources: list[_Source], fields: FieldMap) -> Iterator[Record | Problem]:
    tables = []
    for source in sources:
        heads = [list(map(_shown, row)) for _, row in islice(reader.rows(source), LOOKED_AT)]
        if heads:
            tables.append(table_of(source.name, [list(source.columns), *heads], fields))
    by_name = {source.name: source for source in sources}
    tables, lookups = _lookup_tables(reader, by_name, tables, fields)
    if copies := {table.name for table in tables if is_copy(table.name, by_name)}:
        yield copies_left_out(path, copies)
        tables = [table for table in tables if table.name not in copies]
    if any(table.holding == "articles" and not OTHER_TABLE.search(table.name) for table in tables):
        tables = [table for table in tables if not OTHER_TABLE.search(table.name)]
    if joined := joined_tables(tables, fields):
        parts = by_name[joined.titles.name], by_name[joined.texts.name]
        yield from map(lookups.with_names, _joined_records(reader, parts, joined))
        return
    seen = TablesRead()
    members = dict(zip(by_name, member_names(by_name), strict=True))
    for table in tables_with_news(path, tables):
        if isinstance(table, Problem):
            yield table
        else:
            rows = reader.rows(by_name[table.name])
            for record in _table_records(path, rows, table, (members[table.name], table.texts(fields))):
                yield lookups.with_names(seen.seen(record)) if isinstance(record, Record) else record


def _lookup_tables(
    reader: _TableReader, sources: Mapping[str, _Source], tables: Sequence[Table], fields: FieldMap
) -> tuple[list[Table], LookupTables]:
    """The tables without those of names that others refer to, and the names."""
    lookups = LookupTables()
    rest = []
    for table in tables:
        names = sources[table.name].columns
        if not has_names_only(table.name, fields.roles(dict.fromkeys(names, "")).picks):
            rest.append(table)
            continue
        for _, row in islice(reader.rows(sources[table.name]), MOST_NAMES):
            lookups.add(table.name, {name: _value(value) for name, value in zip(names, row, strict=True)})
    return (
        (rest, lookups)
        if any(table.holding in {"articles", "texts", "titles"} for table in rest)
        else ([*tables], lookups)
    )


def _joined_records(reader: _TableReader, parts: tuple[_Source, _Source], joined: JoinedTables) -> Iterator[Record]:
    """The rows of a table of titles as records, with the texts of another, if they have one."""
    titles, texts = parts
    columns = [*titles.columns, *(name for name in texts.columns if name not in titles.columns)]
    for line, row in reader.joined_rows(titles, texts, (joined.key, joined.text_key), columns):
        values = {name: _value(value) for name, value in zip(columns, row, strict=True)}
        if not is_other_row(values):
            yield Record(values, line, member=titles.name, unit="row")


def _table_records(
    path: str, rows: Iterable[tuple[int, tuple[object, ...]]], table: Table, part: tuple[str, frozenset[str]]
) -> Iterator[Record | Problem]:
    """The rows of a table as records, but for those without title and text; one that cannot be read ends the table."""
    member, texts = part
    try:
        for line, row in rows:
            values = {name: _value(value) for name, value in zip(table.layout.names, row, strict=False)}
            if any(values[name] for name in texts) and not is_other_row(values):
                yield Record(values, line, member=member, unit="row", hints=table.layout.hints)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        message = Message("cannot be read: {}", str(error))
        yield Problem(f"{path}/{member}", None, message, Message(DAMAGED), lost=True)


def _value(value: object) -> str | int | float | None:
    """A value that may be a fact of an article; bytes as the text that they are, if they are one."""
    if isinstance(value, bytes):
        return text_of_bytes(value)
    return value if isinstance(value, (str, int, float)) else None


def _shown(value: object) -> str:
    shown = _value(value)
    return "" if shown is None else str(shown)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
