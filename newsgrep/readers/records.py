"""What readers read: a record of a source file, whatever its fields are called."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgrep.model import Unit


class Record(NamedTuple):
    """A record of a source file: field name → value, and the source line, from 1, where it (or each value) begins.

    In a ``spread`` record, line ends within a value are line ends of the file (CSV, XML), else they are escapes (JSON).
    ``fingerprint`` is that of its line, if its format has them. ``member`` is the part of the file that holds the
    record (a sheet, a table, a chapter), and ``unit`` is what ``line`` counts there. ``defaults`` are the facts of the
    record that it does not name itself but what it is in does: source, section, date, id. ``hints`` are the fields of
    roles for which no field is named; ``doubts`` are the names of what its reader finds odd (see ``oddities``).
    """

    values: Mapping[str, Any]
    line: int
    starts: Mapping[str, int] = MappingProxyType({})
    spread: bool = False
    fingerprint: str | None = None
    member: str = ""
    unit: Unit = "line"
    defaults: Mapping[str, str] = MappingProxyType({})
    hints: Mapping[str, str] = MappingProxyType({})
    doubts: tuple[str, ...] = ()


class UnchangedRecord(NamedTuple):
    """A record whose fingerprint was known, so that it was not read."""

    fingerprint: str
