"""Rows of tables whose columns a dump does not name: what the first of them hold tells which is what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.tables.column_roles import guess_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgrep.readers.records import Record

# Rows of a table that are looked at.
LOOKED_AT = 50


class UnnamedRows:
    """The records of such tables, each with its roles as hints; without, if its table shows no texts."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Record]] = {}
        self._hints: dict[str, Mapping[str, str]] = {}

    def told(self, record: Record) -> Iterator[Record]:
        """The records that are told by now: none of a table until enough of it is seen."""
        table = record.member
        if table in self._hints:
            yield from self._with_hints([record])
            return
        waiting = self._waiting.setdefault(table, [])
        waiting.append(record)
        if len(waiting) == LOOKED_AT:
            yield from self._decided(table)

    def waiting(self) -> Iterator[Record]:
        """The records of tables that have fewer rows."""
        for table in tuple(self._waiting):
            yield from self._decided(table)

    def _decided(self, table: str) -> Iterator[Record]:
        records = self._waiting.pop(table)
        names = max((tuple(record.values) for record in records), key=len)
        rows = [[record.values.get(name) or "" for name in names] for record in records]
        hints = guess_roles(names, rows)
        if "section" in hints and len({record.values.get(hints["section"]) for record in records}) == 1 < len(records):
            del hints["section"]  # what all rows say may be anything
        self._hints[table] = hints if "body" in hints else {}
        yield from self._with_hints(records)

    def _with_hints(self, records: list[Record]) -> Iterator[Record]:
        for record in records:
            yield record._replace(hints=self._hints[record.member])
