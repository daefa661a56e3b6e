"""Tables of a database in JSON, whose rows refer to each other: exports of phpMyAdmin, Hexo, Django and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.records import Record
from newsgrep.readers.tables.lookup_tables import LookupTables, has_names_only
from newsgrep.readers.tables.other_rows import is_other_row
from newsgrep.readers.tables.table_roles import OTHER_TABLE, is_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.readers.field_roles import FieldMap

# The keys of rows.
KEYS = ("_id", "id")
ROW_OF_DJANGO = frozenset(("model", "pk", "fields"))


class JsonTables:
    """Tables by name, as lists of objects: ``rows`` are those that may be news, the others have names of sections."""

    def __init__(self, tables: Mapping[str, list[Any]], fields: FieldMap) -> None:
        self._lookups = LookupTables()
        self._links: dict[str, dict[str, str]] = {}
        self.rows: dict[str, list[Any]] = {}
        for name, rows in tables.items():
            columns = dict.fromkeys((column for row in rows for column in row), "")
            if has_names_only(name, fields.roles(columns).picks):
                for row in rows:
                    self._lookups.add(name, row)
            elif not OTHER_TABLE.search(name):
                self.rows[name] = [row for row in rows if not is_other_row(row)]
        for rows in tables.values():
            self._link(rows)

    @property
    def has_names(self) -> bool:
        """Whether rows of news refer to names in another table."""
        return any(self.facts_of(name, row) for name, rows in self.rows.items() for row in rows)

    def facts_of(self, table: str, row: Mapping[str, Any]) -> dict[str, str]:
        """The names that a row refers to, or that refer to it in a table of links, by role."""
        key = next((str(row[name]) for name in KEYS if name in row), "")
        return {**self._links.get(key, {}), **self._lookups.facts_of(Record(row, 1, member=table), tuple(row))}

    def _link(self, rows: list[Any]) -> None:
        """Keep the names that the rows of a table of links give to those of another."""
        for row in rows:
            reference = next(filter(is_reference, row), "")
            if reference and (facts := self._lookups.facts_of(Record(row, 1, member=""), tuple(row))):
                self._links.setdefault(str(row[reference]), facts)


def tables_of(value: Mapping[str, Any], fields: FieldMap) -> JsonTables | None:
    """The tables that an object is: a part of an export, or lists of which one has names that another refers to."""
    if (exported := table_of_export(value)) is not None:
        return JsonTables(exported, fields)
    lists = {name: child for name, child in value.items() if are_rows(child)}
    tables = JsonTables(lists, fields) if len(lists) > 1 else None
    return tables if tables and tables.has_names else None


def table_of_export(value: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """A part of an export of phpMyAdmin or Django, which says what it is: a table and rows, or none; None if no such.

    >>> row = {"title": "大桥合龙"}
    >>> table_of_export({"type": "table", "name": "news", "database": "cms", "data": [row]})
    {'news': [{'title': '大桥合龙'}]}
    >>> table_of_export({"type": "database", "name": "cms"}), table_of_export({"type": "table", "title": "大桥"})
    ({}, None)
    >>> table_of_export({"model": "news.tag", "pk": 1, "fields": {"name": "桥"}})
    {'tag': [{'id': 1, 'name': '桥'}]}
    """
    if {*value, "pk"} == ROW_OF_DJANGO and isinstance(value["fields"], dict):
        return {str(value["model"]).rpartition(".")[2]: [{"id": value.get("pk"), **value["fields"]}]}
    if value.get("type") == "table" and {"name", "database", "data"} <= value.keys():
        return {str(value["name"]): value["data"]} if are_rows(value["data"]) else {}
    return {} if value.get("type") == "database" and value.keys() == {"type", "name"} else None


def are_rows(value: Any) -> bool:
    """Whether a value is a list of objects."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
