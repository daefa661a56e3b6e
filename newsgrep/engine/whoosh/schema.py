"""The Whoosh schema of an index: which fields a Whoosh user can search, sort by and read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.formats import Existence, Format
from whoosh.formats import tokens as analysed

from newsgrep.analysis.indexed_article import TEXT_FIELDS
from newsgrep.engine.segments.layout import GRAM_FIELDS
from newsgrep.engine.segments.term_dict import decode, encode
from newsgrep.engine.whoosh.analyzers import LiteralWord, ValueAnalyzer, WordAnalyzer
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whoosh.analysis import Token

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.whoosh.positions import Occurrence

# Fields that can be sorted and grouped by; of ``source`` and ``by``, which may have several terms, only the source can.
SORTABLE = ("id", "path", "kind", "source", "section", "date")
# Facts that are stored and not indexed.
STORED_ONLY = ("agency", "place", "line")
# The packed article (see ``article_codec``) as a bytes column.
ARTICLE = "article"
QUOTE = '"'


class Posting(NamedTuple):
    """A word in a document: how often it occurs, and a function that finds where."""

    frequency: float
    occurrences: Callable[[], list[Occurrence]]


class WordFormat(Format):  # type: ignore[misc]
    """Decodes a ``Posting``; Whoosh asks a format, not a posting list, whether phrases are supported."""

    def __init__(self, analyzer: WordAnalyzer) -> None:
        super().__init__()
        self._analyzer = analyzer

    @property
    def segmenter(self) -> Segmenter:
        """The segmenter that the index was built with."""
        return self._analyzer.segmenter

    def word_values(self, value: str, analyzer: Any, **options: Any) -> Iterator[tuple[str, int, float, bytes]]:
        """Each word of a text with its frequency and weight; by these Whoosh finds the key terms of a text."""
        counts = Counter(token.text for token in analysed(value, analyzer, options))
        return ((word, count, float(count), b"") for word, count in counts.items())

    def decode_frequency(self, posting: Posting) -> int:
        """How often the word occurs in the document."""
        return int(posting.frequency)

    def decode_weight(self, posting: Posting) -> float:
        """The same as a weight."""
        return posting.frequency

    def decode_positions(self, posting: Posting) -> list[int]:
        """The position of each occurrence's first letter."""
        return [occurrence.first for occurrence in posting.occurrences()]

    def decode_characters(self, posting: Posting) -> list[tuple[int, int, int]]:
        """The position of each occurrence and its half-open range of code points."""
        return [(found.first, found.start, found.end) for found in posting.occurrences()]


class ValueColumn(VarBytesColumn):  # type: ignore[misc]
    """A column that can be read in descending order (see ``document_reader``); the default value is empty."""

    reversible = True


class TermField(FieldType):  # type: ignore[misc]
    """Whole values as terms, as they are written; a posting says no more than that the term is there."""

    def __init__(self, analyzer: Any = None, format_: Any = None, **options: Any) -> None:
        super().__init__(format_ or Existence(), analyzer or ValueAnalyzer(folds=False), **options)

    def to_bytes(self, value: Any) -> bytes:
        """A term as the index stores it; bytes are taken for one."""
        if isinstance(value, list | tuple):
            value = value[0]
        return value if isinstance(value, bytes) else encode(value)

    def from_bytes(self, bs: bytes) -> str:
        """The term that was stored."""
        return decode(bs)

    def from_column_value(self, value: Any) -> str:
        """The value of a column, or of a sort key made from one."""
        return decode(value if isinstance(value, bytes) else value.stored)


class FoldedField(TermField):
    """Whole values as folded terms."""

    def __init__(self, analyzer: Any = None, format_: Any = None, **options: Any) -> None:
        super().__init__(analyzer or ValueAnalyzer(), format_, **options)

    def to_bytes(self, value: Any) -> bytes:
        """A term as the index stores it: folded."""
        return super().to_bytes(fold(value) if isinstance(value, str) else value)


class WordField(FoldedField):
    """Text as words, with their frequencies and, worked out from the stored text, their positions.

    A term in quotes is a literal, ``Term("body", '"北京大学"')``: it is in every document whose text contains it.
    """

    def __init__(self, analyzer: WordAnalyzer) -> None:
        super().__init__(analyzer, WordFormat(analyzer), scorable=True, stored=True)

    def tokenize(self, value: str, **options: Any) -> Iterator[Token]:
        """Split a text into words; quoted text, for which Whoosh's query parser alone asks so, into literals."""
        if options == {"mode": "query", "chars": True}:
            found: Iterator[Token] = self.analyzer.literals(value)
            return found
        return super().tokenize(value, **options)  # type: ignore[no-any-return]

    def to_bytes(self, value: Any) -> bytes:
        """A word or literal as a term."""
        return super().to_bytes(f"{QUOTE}{value}{QUOTE}" if isinstance(value, LiteralWord) else value)

    def from_bytes(self, bs: bytes) -> str:
        """The word or literal of a term."""
        return LiteralWord(literal) if (literal := literal_of(bs)) else decode(bs)


class ArticleSchema(Schema):  # type: ignore[misc]
    """The fields of an index; pickled as a class and the user dictionary, never field by field.

    ``user_words`` is the user dictionary as the index stores it (JSON), or empty.
    """

    def __init__(self, user_words: str = "") -> None:
        super().__init__()
        self._user_words = user_words
        analyzer = WordAnalyzer(user_words)
        for name in TEXT_FIELDS:
            self.add(name, WordField(analyzer))
        for name in GRAM_FIELDS:
            self.add(name, FoldedField())
        self.add("by", FoldedField(stored=True))
        for name in SORTABLE:
            field = TermField if name == "id" else FoldedField
            self.add(name, field(stored=True, unique=name == "id", sortable=ValueColumn()))
        for name in STORED_ONLY:
            self.add(name, STORED())
        self.add(ARTICLE, COLUMN(VarBytesColumn()))

    def __reduce__(self) -> tuple[type[ArticleSchema], tuple[str]]:
        return type(self), (self._user_words,)

    def copy(self) -> Schema:
        """A schema of the same fields, to which others can be added."""
        return Schema(**dict(self.items()))


def make_schema(user_words: bytes = b"") -> ArticleSchema:
    """The schema of an index; ``user_words`` as ``words_as_bytes`` gives them."""
    return ArticleSchema(user_words.decode())


def literal_of(term: bytes) -> str:
    """The text of a literal term, empty if it is a word.

    >>> literal_of('"北京大学"'.encode()), literal_of("大学".encode())
    ('北京大学', '')
    """
    text = decode(term)
    is_literal = len(text) > len(QUOTE) and text.startswith(QUOTE) and text.endswith(QUOTE)
    return text[len(QUOTE) : -len(QUOTE)] if is_literal else ""
