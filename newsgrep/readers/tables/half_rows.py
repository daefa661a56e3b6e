"""Rows of a dump that have a title without a text, or a text without a title, joined by their ids as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsgrep.readers.field_names import bare
from newsgrep.readers.picks import values_at
from newsgrep.readers.records import Record
from newsgrep.readers.role_names import LAST_NAMES
from newsgrep.readers.tables.table_roles import NEWS_TABLE, are_parts, is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.field_roles import FieldMap

# What a table has that does not have both.
Half = Literal["titles", "texts", ""]

# Rows of a table that wait for their other halves, and characters of those that are texts.
MOST_HELD, MOST_HELD_CHARACTERS = 500_000, 1 << 25


class HalfRows:
    """Rows that wait for their other halves, by table and id.

    ``titles`` and ``texts`` are the tables with rows whose other halves did not come, ``has_news`` is whether
    a table that is called one of news has both.
    """

    def __init__(self, fields: FieldMap) -> None:
        self._fields = fields
        self._held: dict[Half, dict[str, dict[str, Record]]] = {"titles": {}, "texts": {}}
        self._characters = 0
        self._whole: set[tuple[str, str]] = set()
        self.has_news = False
        self.left_out: set[str] = set()
        self.titles: set[str] = set()
        self.texts: set[str] = set()

    def joined(self, record: Record, columns: tuple[str, ...]) -> Iterator[Record]:
        """A record; both halves as one if the other has waited, none while this one waits."""
        half = self._half(record, columns)
        key = str(record.values.get(_key_column(half, columns)) or "")
        if half and key and (half == "texts" or (key, self._title(record)) not in self._whole):
            other = self._other(half, record.member, key)
            if other is not None:
                title, text = (record, other) if half == "titles" else (other, record)
                values, starts = {**text.values, **title.values}, {**text.starts, **title.starts}
                yield Record(values, title.line, starts, spread=title.spread, member=title.member)
                return
            if self._hold(half, record, key):
                return
        if half == "titles" and (key, self._title(record)) in self._whole:
            return
        if half:
            self._tables(half).add(record.member)
        self.has_news = self.has_news or (not half and bool(NEWS_TABLE.search(record.member)))
        for reference in filter(is_reference, () if half else columns):
            self._drop_title(str(record.values.get(reference) or ""), self._title(record))
        yield record

    def _title(self, record: Record) -> str:
        picks = self._fields.roles(record.values).picks["title"]
        return str(next(filter(None, (values_at(record.values, pick) for pick in picks)), ""))

    def _drop_title(self, key: str, title: str) -> None:
        """Let no row with this title wait for a text: the row of another table that refers to it has both."""
        if title and len(self._whole) < MOST_HELD:
            self._whole.add((key, title))
        for records in self._held["titles"].values():
            if title and key in records and self._title(records[key]) == title:
                del records[key]

    def waiting(self) -> Iterator[Record]:
        """The rows whose other halves did not come."""
        for half, tables in self._held.items():
            for table, records in tables.items():
                if records and half == "titles" and self.has_news and not NEWS_TABLE.search(table):
                    self.left_out.add(table)
                    continue
                if records:
                    self._tables(half).add(table)
                yield from records.values()

    def _tables(self, half: Half) -> set[str]:
        return self.titles if half == "titles" else self.texts

    def _half(self, record: Record, columns: tuple[str, ...]) -> Half:
        picks = self._fields.roles(dict.fromkeys(columns, "")).picks
        has_body = any(not isinstance(name, str) or bare(name) not in LAST_NAMES["body"] for name in picks["body"])
        has_title = any(values_at(record.values, pick) for pick in picks["title"])
        if picks["title"] and not has_body:
            return "titles"
        return "texts" if has_body and not has_title and (picks["title"] or not picks["date"]) else ""

    def _other(self, half: Half, table: str, key: str) -> Record | None:
        """The text to a title, or the title to a text, that waits for it."""
        for name, records in self._held["texts" if half == "titles" else "titles"].items():
            titles, texts = (table, name) if half == "titles" else (name, table)
            if key in records and are_parts(titles, texts):
                return records.pop(key)
        return None

    def _hold(self, half: Half, record: Record, key: str) -> bool:
        """Let a row wait for its other half, unless too many do or its id does not tell it from another."""
        held = self._held[half].setdefault(record.member, {})
        if half == "texts":
            self._characters += sum(map(len, filter(None, record.values.values())))
        if key in held or len(held) >= MOST_HELD or self._characters > MOST_HELD_CHARACTERS:
            return False
        held[key] = record
        return True


def _key_column(half: Half, columns: tuple[str, ...]) -> str:
    """The column that tells which article a row is of: of texts a reference to it, or else the first id."""
    keys = [name for name in columns if name.lower().endswith("id")]
    references = filter(is_reference, keys if half == "texts" else ())
    return next(references, keys[0] if keys else "")
