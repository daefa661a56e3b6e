"""Source files → articles: unpack, decode, repair, then split pages or read records."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import NewsgrepError
from newsgrep.message import Message, reason
from newsgrep.model import Article
from newsgrep.readers.containers import content_suffix, members
from newsgrep.readers.formats import read_docs, read_json, read_json_lines, read_tabbed, read_table
from newsgrep.readers.lines import joined, read_fingerprinted_lines, read_lines
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import (
    FieldMap,
    Record,
    UnchangedRecord,
    apply_front_matter,
    article_of,
    parse_front_matter,
)
from newsgrep.text.dates import date_in_path

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.model import Page, Story
    from newsgrep.readers.containers import Member
    from newsgrep.readers.files import SourceFile
    from newsgrep.readers.lines import FingerprintedLine
    from newsgrep.split import TextKind

# Formats in which the fingerprint of a line identifies an unchanged record.
FINGERPRINTED_RECORDS: dict[
    str, Callable[[str, Iterable[FingerprintedLine], FieldMap], Iterator[Record | Problem | UnchangedRecord]]
] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
RECORDS: dict[str, Callable[[str, Iterable[str], FieldMap], Iterator[Record | Problem]]] = {
    ".json": read_json,
    ".csv": read_table,
    ".tsv": read_tabbed,
    ".tab": read_tabbed,
    ".xml": read_docs,
    ".dat": read_docs,
}
TEXTS = frozenset({".txt", ".text", ""})
SUFFIXES = frozenset({*FINGERPRINTED_RECORDS, *RECORDS, *TEXTS, ".zip"}) - {""}
PAPER_ENDS = ("报", "報", "周刊", "週刊", "快讯", "通讯", "新闻", "新聞", "网", "網")
# Field names listed in the problem of a record without a title or body.
MOST_NAMED = 20
# The suffix of a key that an earlier record had already.
AGAIN = re.compile(r"~\d+$")
# What the libraries raise on malformed files; the unexpected exceptions were found by fuzzing.
UNREADABLE = (
    *(OSError, EOFError, ValueError, IndexError, NotImplementedError, RecursionError, MemoryError, NewsgrepError),
    *(struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options of reading: the user's field names, the source of each path prefix, and what plain texts are."""

    fields: FieldMap = field(default_factory=FieldMap)
    sources: Mapping[str, str] = field(default_factory=dict)
    texts: TextKind = "auto"


class ReadArticle(NamedTuple):
    """An article, and the fingerprint of its record if its format has them."""

    article: Article
    fingerprint: str | None = None


class Unchanged(NamedTuple):
    """An unchanged article, which was not read: only its id and fingerprint are known."""

    id: str
    fingerprint: str


def is_news(path: str) -> bool:
    """Whether a file is of a supported format, by its suffix.

    >>> is_news("江城日报/2025-03-18.txt"), is_news("晚报.jsonl.xz"), is_news("照片.jpg")
    (True, True, False)
    """
    return _is_read(content_suffix(path)) or content_suffix(path) == ".zip"


def _is_read(suffix: str) -> bool:
    return suffix in TEXTS or suffix in RECORDS or suffix in FINGERPRINTED_RECORDS


def read_articles(file: SourceFile, reading: ReadOptions) -> Iterator[Article | Problem]:
    """All articles of a source file, in order, and a problem for each part that could not be read."""
    items = (item for item in read_news(file, reading, {}) if not isinstance(item, Unchanged))
    return (item.article if isinstance(item, ReadArticle) else item for item in items)


def read_news(
    file: SourceFile, reading: ReadOptions, known: Mapping[str, str]
) -> Iterator[ReadArticle | Unchanged | Problem]:
    """Like ``read_articles``, but a record whose fingerprint is ``known`` (fingerprint → id) is not read again."""
    try:
        for member in members(file.path, file.location):
            if _is_read(member.suffix):
                yield from _read_member(member, reading, known)
            elif member.suffix == ".zip":
                yield Problem(
                    member.path,
                    None,
                    Message("an archive within an archive; not read"),
                    Message("unpack it into the corpus"),
                    lost=True,
                )
    except UNREADABLE as error:
        yield _problem(file.path, error)


def _read_member(
    member: Member, reading: ReadOptions, known: Mapping[str, str]
) -> Iterator[ReadArticle | Unchanged | Problem]:
    """The articles of one stream, as far as it can be read, with unique keys: a repeated key gets the suffix ``~2``.

    A known record with such a key, or with one that another record has taken, is read again: its key may have changed.
    """
    seen: set[str] = set()
    again: dict[str, int] = {}

    def is_known(fingerprint: str) -> bool:
        article_id = known.get(fingerprint)
        return article_id is not None and not AGAIN.search(article_id) and article_id not in seen

    for item in _read_or_say(member, reading, is_known):
        if isinstance(item, Problem):
            yield item
        elif isinstance(item, UnchangedRecord):
            seen.add(known[item.fingerprint])
            yield Unchanged(known[item.fingerprint], item.fingerprint)
        else:
            article = _with_own_key(item.article, seen, again)
            seen.add(article.id)
            yield ReadArticle(article, item.fingerprint)


def _with_own_key(article: Article, seen: set[str], again: dict[str, int]) -> Article:
    """An article with a key that no earlier one has; ``again`` maps an id to the next suffix to try."""
    if article.id not in seen:
        return article
    numbers = count(again.get(article.id, 2))
    number = next(number for number in numbers if f"{article.id}~{number}" not in seen)
    again[article.id] = number + 1
    return article._replace(key=f"{article.key}~{number}")


def _read_or_say(
    member: Member, reading: ReadOptions, is_known: Callable[[str], bool]
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The items of one stream, as far as it can be read, then a problem if it cannot be read to its end."""
    try:
        with member.open() as stream:
            yield from _read_stream(member.path, member.suffix, stream, reading, is_known)
    except UNREADABLE as error:
        yield _problem(member.path, error)


def _problem(path: str, error: Exception) -> Problem:
    if isinstance(error, NewsgrepError):
        return Problem(path, None, error.located, error.hint, lost=True)
    return Problem(path, None, Message("cannot be read: {}", reason(error)), lost=True)


def _read_stream(
    path: str, suffix: str, stream: io.RawIOBase, reading: ReadOptions, is_known: Callable[[str], bool]
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The items of one stream; an article that names no source gets that of its path."""
    source = _source_of(path, reading.sources)
    for item in _articles(path, suffix, stream, reading, is_known):
        if source and isinstance(item, ReadArticle) and not item.article.source:
            yield item._replace(article=item.article._replace(source=source))
        else:
            yield item


def _articles(
    path: str, suffix: str, stream: io.RawIOBase, reading: ReadOptions, is_known: Callable[[str], bool]
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    if suffix in FINGERPRINTED_RECORDS:
        marked = FINGERPRINTED_RECORDS[suffix](path, read_fingerprinted_lines(path, stream, is_known), reading.fields)
        return _from_records(path, marked, reading)
    lines = read_lines(stream)
    first = next(lines, "")
    lines = chain([first] if first else [], lines)
    reader = RECORDS.get(suffix) or (read_docs if first.lstrip().lower().startswith("<doc>") else None)
    if reader:
        return _from_records(path, reader(path, lines, reading.fields), reading)
    return _from_text(path, lines, reading.texts)


def _from_text(path: str, lines: Iterable[str], texts: TextKind) -> Iterator[ReadArticle]:
    """The stories of a text, each with the metadata of its page and its own byline."""
    from newsgrep.split import split  # its patterns are slow to compile, and an update that reads no text needs none

    text = joined(lines)
    bare, facts = parse_front_matter(text)
    page = split(bare, texts=texts)
    if facts and len(page.stories) > 1:  # on a page such lines belong to one story, not to all
        page, facts = split(text, texts=texts), {}
    for number, story in enumerate(page.stories, start=1):
        yield ReadArticle(apply_front_matter(_article(path, number, page, story), facts))


def _article(path: str, number: int, page: Page, story: Story) -> Article:
    from newsgrep.split import find_dateline, find_people

    return Article(
        path=path,
        key=str(number),
        headlines=story.headlines,
        paragraphs=story.paragraphs,
        kind=story.kind,
        date=story.date or page.date or date_in_path(path),
        source=story.source or page.source,
        section=story.section or page.section,
        **find_people(story.paragraphs)._asdict(),
        **find_dateline(story.paragraphs)._asdict(),
    )


def _from_records(
    path: str, records: Iterable[Record | Problem | UnchangedRecord], reading: ReadOptions
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The articles of records; only the first record with neither title nor body is reported as a problem."""
    nameless = 0
    for number, record in enumerate(records, start=1):
        if not isinstance(record, Record):
            yield record
        elif article := article_of(record, path, number, reading.fields):
            yield ReadArticle(article, record.fingerprint)
        elif (nameless := nameless + 1) == 1:
            names = tuple(islice(record.values, MOST_NAMED)) or Message("none")
            yield Problem(
                path,
                record.line,
                Message("no title or body found among its fields: {}", names),
                Message("map them in newsgrep.toml under [fields]"),
            )


def _source_of(path: str, sources: Mapping[str, str]) -> str | None:
    """The source of a path: that of the user's longest matching prefix, else a folder named like a newspaper.

    >>> _source_of("江城日报/2025/03-18.txt", {}), _source_of("jcwb/1.txt", {"jcwb": "江城晚报"})
    ('江城日报', '江城晚报')
    >>> _source_of("稿件/1.txt", {}) is None
    True
    """
    fitting = [prefix for prefix in sources if path.startswith(prefix)]
    if fitting:
        return sources[max(fitting, key=len)]
    return next((name for name in reversed(path.split("/")[:-1]) if name.endswith(PAPER_ENDS)), None)
