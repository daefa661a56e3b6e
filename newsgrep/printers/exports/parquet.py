"""Parquet, by pyarrow; the metadata of the file has the key ``newsgrep``, a JSON object."""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from newsgrep.printers.exports.columns import COLUMNS, LISTS, NUMBERS, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.printers.exports.about import About

GROUP = 2000  # articles of a row group


def write(about: About, articles: Iterable[Exported], file: IO[bytes], _catalogue: Catalogue) -> None:
    """A row per article; names of people are lists, dates are texts, since some are less precise than a day."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _type(name, pa)) for name in COLUMNS], metadata={"newsgrep": about.text})
    rest = iter(articles)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := [values_of(exported) for exported in islice(rest, GROUP)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _type(name: str, pa: Any) -> Any:
    return pa.list_(pa.string()) if name in LISTS else pa.int64() if name in NUMBERS else pa.string()
