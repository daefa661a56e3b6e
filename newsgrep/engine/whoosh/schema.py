"""The fields of the index, and an entry as a Whoosh document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from newsgrep.analysis import TEXT_FIELDS
from newsgrep.model import Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.analysis import Entry

FILTERS = ("id", "path", "kind", "source", "section", "by", "date")
COLUMNS = (*(f"{name}_length" for name in TEXT_FIELDS), "place", "day", "folded", "article")
# Stands between the parts of a column value; repaired text never holds it.
UNIT = "\0"


class Counts(FieldType):  # type: ignore[misc]
    """Ready words with their counts; the count is the posting's weight, so the posting itself holds no more."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Mapping[str, int], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's postings: term, frequency, weight, value."""
        return ((text.encode("utf-8", "surrogatepass"), count, float(count), b"") for text, count in value.items())


class Present(FieldType):  # type: ignore[misc]
    """Ready terms that an article has or has not: grams and filter values."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's postings: term, frequency, weight, value."""
        return ((text.encode("utf-8", "surrogatepass"), 1, 1.0, b"") for text in value)


def make_schema() -> Schema:
    """The schema of a new index."""
    schema = Schema()
    for name in TEXT_FIELDS:
        schema.add(name, Counts())
        schema.add(f"{name}_grams", Present())
        # Whoosh keeps lengths in one lossy byte; scores are to be those of a fresh build, so we keep our own.
        schema.add(f"{name}_length", COLUMN(NumericColumn("I")))
    for name in FILTERS:
        schema.add(name, Present())
    schema.add("place", COLUMN(VarBytesColumn()))
    schema.add("day", COLUMN(VarBytesColumn()))
    schema.add("folded", COLUMN(CompressedBytesColumn(level=1)))
    schema.add("article", COLUMN(CompressedBytesColumn(level=3)))
    return schema


def to_fields(entry: Entry) -> dict[str, Any]:
    """An entry as the keyword arguments of Whoosh's ``add_document``."""
    fields: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        fields[name] = entry.words[name]
        fields[f"{name}_grams"] = entry.grams[name]
        fields[f"{name}_length"] = entry.lengths[name]
    article = entry.article
    fields |= {name: values for name, values in entry.values.items() if values}
    fields["place"] = f"{article.path}{UNIT}{article.key}".encode()
    fields["day"] = (article.date or "").encode()
    fields["folded"] = UNIT.join(entry.folded[name] for name in TEXT_FIELDS).encode()
    fields["article"] = encode_article(article)
    return fields


def encode_article(article: Article) -> bytes:
    """An article as JSON."""
    values = {name: getattr(article, name) for name in PLAIN}
    for name in ("headlines", "paragraphs"):
        values[name] = [(part.text, part.lines, part.role) for part in getattr(article, name)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def decode_article(raw: bytes) -> Article:
    """The article that ``encode_article`` was given."""
    values = json.loads(raw)
    for name in ("headlines", "paragraphs"):
        values[name] = tuple(Paragraph(text, tuple(map(tuple, lines)), role) for text, lines, role in values[name])
    for name in ("reporters", "correspondents"):
        values[name] = tuple(values[name])
    return Article(**values)


PLAIN = ("path", "key", "kind", "date", "source", "section", "reporters", "correspondents")
