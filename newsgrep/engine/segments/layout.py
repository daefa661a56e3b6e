"""What a segment file is named and holds: its fields, and what their terms are."""

from __future__ import annotations

import os

from newsgrep.analysis.indexed_article import TEXT_FIELDS

# Whoosh's name for an index whose name nobody chose; its files begin with it.
INDEX_NAME = "MAIN"
SUFFIX = ".segment"


def gram_field(field: str) -> str:
    """The field of a text field's grams."""
    return f"{field}_grams"


GRAM_FIELDS = tuple(map(gram_field, TEXT_FIELDS))
# Filter fields whose values are stored as terms; ids are not, they are put together from the documents' places.
VALUE_FIELDS = ("path", "kind", "source", "section", "by", "date")
FIELDS = (*TEXT_FIELDS, *GRAM_FIELDS, "id", *VALUE_FIELDS)

RANDOM_BYTES = 4


def new_segment_id(prefix: str) -> str:
    """A name that no other segment has; ``prefix`` tells which commit it is to follow."""
    return prefix + os.urandom(RANDOM_BYTES).hex()


def file_name(segment_id: str) -> str:
    """The name of a segment's file."""
    return f"{INDEX_NAME}_{segment_id}{SUFFIX}"
