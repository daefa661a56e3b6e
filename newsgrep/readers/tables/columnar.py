"""Columnar files: Parquet (.parquet), Arrow (.arrow, .feather, files and streams) and ORC, batch by batch."""

from __future__ import annotations

import os
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.readers.isolation import isolated, require
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.tables.cells import text_of_bytes
from newsgrep.readers.tables.table_layout import LOOKED_AT
from newsgrep.readers.tables.table_roles import table_of, tables_with_news

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.isolation import Item

# Rows that are in memory at once: of the longest articles some megabytes.
BATCH_ROWS = 1024
MOST_COLUMNS = 4096
# Columns nest this deep; deeper ones are no text.
DEEPEST = 8


def read_columnar(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Item]:
    """The rows of a columnar file, read in a process of its own."""
    require("pyarrow")
    return isolated("newsgrep.readers.tables.columnar:rows_of_columnar", path, file, fields)


def rows_of_columnar(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The rows as records whose line is the row's number, from 1.

    Nested columns become objects and lists; times are text; images, vectors and other numbers in lists are left out.
    Raises ``ReadError`` if it is none of the formats, and what pyarrow raises.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    rows = _rows(_batches(pa, file), pa)
    first = list(islice(rows, LOOKED_AT))
    names = list(first[0]) if first else []
    heads = [[_shown(row[name]) for name in names] for row in first]
    table = table_of("", [names, *heads], fields)
    chosen = list(tables_with_news(path, [table] if first else []))
    yield from (item for item in chosen if isinstance(item, Problem))
    if table not in chosen:
        return
    number = 0
    for source in (first, rows):
        for row in source:
            number += 1
            yield Record(row, number, unit="row", hints=table.layout.hints)


def _batches(pa: Any, file: IO[bytes]) -> Iterator[Any]:
    """The batches of a file, by its first bytes."""
    magic = file.read(6)
    file.seek(0)
    if magic.startswith(b"PAR1"):
        yield from _parquet(file)
    elif magic.startswith(b"ARROW1"):
        reader = pa.ipc.open_file(file)
        yield from (reader.get_batch(index) for index in range(reader.num_record_batches))
    elif magic.startswith(b"FEA1"):
        from pyarrow import feather

        yield from feather.read_table(file, memory_map=False).to_batches(BATCH_ROWS)
    elif magic.startswith(b"ORC"):
        from pyarrow import orc

        stripes = orc.ORCFile(file)
        yield from (stripes.read_stripe(index) for index in range(stripes.nstripes))
    elif magic.startswith(b"\xff\xff\xff\xff"):
        yield from pa.ipc.open_stream(file)
    else:
        raise ReadError(
            "not a Parquet, Arrow or ORC file", hint="replace the file, or rename it to a suffix that is not read"
        )


def _parquet(file: IO[bytes]) -> Iterator[Any]:
    from pyarrow import parquet

    source = parquet.ParquetFile(file, memory_map=False, pre_buffer=False)
    schema = source.schema_arrow
    wanted = [field.name for field in islice(schema, MOST_COLUMNS) if _is_wanted(field.type)]
    if wanted:
        yield from source.iter_batches(BATCH_ROWS, columns=wanted, use_threads=False)


def _is_wanted(kind: Any, depth: int = 0) -> bool:
    """Whether a column may hold a fact of an article: vectors and tables of numbers do not."""
    from pyarrow import types

    if depth > DEEPEST or types.is_null(kind) or types.is_boolean(kind):
        return False
    if types.is_struct(kind):
        return any(_is_wanted(field.type, depth + 1) for field in kind)
    if types.is_map(kind):
        return _is_wanted(kind.item_type, depth + 1)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        value = kind.value_type
        return not (types.is_floating(value) or types.is_integer(value)) and _is_wanted(value, depth + 1)
    return True


def _rows(batches: Iterable[Any], pa: Any) -> Iterator[dict[str, Any]]:
    """The rows of the batches, column name → value; the second column of a name is left out."""
    for whole in batches:
        for start in range(0, whole.num_rows, BATCH_ROWS):
            batch = whole.slice(start, BATCH_ROWS)
            columns = {
                field.name: _values(batch.column(index), field.type, pa)
                for index, field in reversed(list(enumerate(islice(batch.schema, MOST_COLUMNS))))
                if _is_wanted(field.type)
            }
            names = [name for name in dict.fromkeys(batch.schema.names) if name in columns]
            cells = zip(*(columns[name] for name in names), strict=True)
            yield from (dict(zip(names, row, strict=True)) for row in cells)


def _values(column: Any, kind: Any, pa: Any) -> list[Any]:
    """The values of a column as Python's: times as text, bytes as text or None."""
    types = pa.types
    if types.is_temporal(kind) and not types.is_duration(kind):
        try:
            return [value and value.removesuffix(".000000") for value in _as_text(column, kind, pa)]
        except pa.ArrowException:
            return [None] * len(column)
    values: list[Any] = column.to_pylist(maps_as_pydicts="lossy") if types.is_nested(kind) else column.to_pylist()
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return [text_of_bytes(value) for value in values]
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]


def _as_text(column: Any, kind: Any, pa: Any) -> list[str | None]:
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("s", tz=kind.tz), safe=False)
    values: list[str | None] = column.cast(pa.string()).to_pylist()
    return values


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)[:200]
