"""The fields of the index as Whoosh knows them; what they are filled with is ready when it comes."""

from __future__ import annotations

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.layout import FIELDS

LENGTHS = tuple(f"{name}_length" for name in TEXT_FIELDS)
# What a document's bytes columns hold: its id, and all of it as ``article_codec`` has it.
BYTES = ("place", "article")


class TermField(FieldType):  # type: ignore[misc]
    """Ready terms. A posting holds no more than its weight: how often a word stands there, or one."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)


def make_schema() -> Schema:
    """The schema of an index."""
    schema = Schema()
    for name in FIELDS:
        schema.add(name, TermField())
    for name in LENGTHS:
        schema.add(name, COLUMN(NumericColumn("I")))
    for name in BYTES:
        schema.add(name, COLUMN(VarBytesColumn()))
    return schema
