"""Names of segment files, and the fields of a segment."""

from __future__ import annotations

import os

from newsgrep.analysis.indexed_article import TEXT_FIELDS

# Whoosh's default index name, with which the files of an index begin.
INDEX_NAME = "MAIN"
SUFFIX = ".segment"


def gram_field(field: str) -> str:
    """The field with the bigrams of a text field."""
    return f"{field}_grams"


def ngram_field(field: str) -> str:
    """The field with the frequent n-grams of a text field, which only large segments have."""
    return f"{field}_ngrams"


GRAM_FIELDS = tuple(map(gram_field, TEXT_FIELDS))
# Filter fields whose values are stored as terms. Ids are not: they are composed of the documents' places.
VALUE_FIELDS = ("path", "kind", "source", "section", "by", "date")
FIELDS = (*TEXT_FIELDS, *GRAM_FIELDS, "id", *VALUE_FIELDS)

RANDOM_BYTES = 4


def new_segment_id(prefix: str) -> str:
    """A random segment id; ``prefix`` names the commit that the segment is based on."""
    return prefix + os.urandom(RANDOM_BYTES).hex()


def file_name(segment_id: str) -> str:
    """The file name of a segment."""
    return f"{INDEX_NAME}_{segment_id}{SUFFIX}"
