"""HTML files that hold many articles: tables with a header, and pages that databases export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.readers.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgrep.readers.records import FieldMap


def page_records(tree: Any, fields: FieldMap) -> Iterator[Record]:
    """The records of a page of many articles; none if it is a page with one story."""
    yield from ()
