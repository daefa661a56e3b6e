"""Columns of tables whose cells are JSON: crawlers store what they fetched as it came, beside its address."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgrep.readers.json_documents import articles_in
from newsgrep.readers.json_syntax import json_in_string
from newsgrep.readers.records import Record
from newsgrep.readers.rich_texts import with_plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.field_roles import FieldMap

# Rows by which it is judged whether the cells of a column are JSON.
LOOKED_AT = 60
FACTS = ("date", "source", "section", "author", "url")
OPENINGS = ("{", "[")


def with_values_of_cells(items: Iterable[Any], fields: FieldMap) -> Iterator[Any]:
    """The records of tables, with the values that their cells of JSON hold; other items as they are.

    A row without a text of its own becomes the articles in such a cell, which have its other cells too.
    """
    rest = iter(items)
    first = list(islice(rest, LOOKED_AT))
    columns = _columns_of_json([item for item in first if isinstance(item, Record)])
    for found in (first, rest):
        if not columns:
            yield from found
            continue
        for item in found:
            if isinstance(item, Record):
                yield from _parsed(item, columns.get(item.member, ()), fields)
            else:
                yield item


def _columns_of_json(records: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """For each table, the columns of which every cell that is filled is an object or array of JSON."""
    may_be: dict[str, dict[str, bool]] = {}
    for record in records:
        columns = may_be.setdefault(record.member, {})
        for name, cell in record.values.items():
            if cell is None or cell == "" or columns.get(name) is False:
                continue
            is_opened = isinstance(cell, str) and cell.lstrip()[:1] in OPENINGS
            columns[name] = is_opened and _holds_object(json_in_string(cell))
    found = {table: tuple(name for name, is_json in columns.items() if is_json) for table, columns in may_be.items()}
    return {table: columns for table, columns in found.items() if columns}


def _holds_object(value: Any) -> bool:
    """Whether a value is an object, or an array of objects; arrays of texts are read as lists of words anyway."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _parsed(record: Record, columns: Iterable[str], fields: FieldMap) -> Iterator[Record]:
    parsed = {
        name: with_plain_texts(value)
        for name in columns
        if isinstance(cell := record.values.get(name), str) and (value := json_in_string(cell)) is not None
    }
    if not parsed:
        yield record
        return
    own = {name: cell for name, cell in record.values.items() if name not in parsed}
    if not _has_text(own, fields):
        for value in parsed.values():
            if found := articles_in(value, fields):
                beside = own if len(found) == 1 else _of_each(own, fields)
                for each in found:
                    defaults = {**record.defaults, **each.defaults}
                    yield record._replace(
                        values={**beside, **each.values}, starts={}, spread=False, defaults=defaults, hints=each.hints
                    )
                return
    yield record._replace(values={**record.values, **parsed, **_lacking(own, parsed.values(), fields)})


def _lacking(own: Mapping[str, Any], objects: Iterable[Any], fields: FieldMap) -> dict[str, Any]:
    """The facts in objects that a row with a text lacks."""
    known, found = fields.roles(own).picks, dict[str, Any]()
    for value in objects:
        picks = fields.roles(value).picks if isinstance(value, dict) else {}
        for role in FACTS:
            pick = next((pick for pick in picks.get(role, ()) if isinstance(pick, str)), None)
            if pick and not known[role] and pick not in own:
                found.setdefault(pick, value[pick])
    return found


def _has_text(values: Mapping[str, Any], fields: FieldMap) -> bool:
    picks = fields.roles(values).picks
    return any(
        isinstance(values.get(pick), str) and values[pick].strip()
        for pick in (*picks["title"], *picks["body"])
        if isinstance(pick, str)
    )


def _of_each(own: Mapping[str, Any], fields: FieldMap) -> dict[str, Any]:
    """The cells of a row that hold for each of several articles: not its id or address."""
    picks = fields.roles(own).picks
    return {name: cell for name, cell in own.items() if name not in picks["id"] and name not in picks["url"]}
