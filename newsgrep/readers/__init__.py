"""Source files → articles: unpack, decode, repair, then cut pages or read records."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from newsgrep.errors import NewsgrepError
from newsgrep.model import Article
from newsgrep.readers.containers import content_suffix, members
from newsgrep.readers.files import SourceFile
from newsgrep.readers.formats import read_docs, read_json, read_json_lines, read_tabbed, read_table
from newsgrep.readers.lines import read_lines
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import FieldMap, article_of, take_facts, with_facts
from newsgrep.split import find_people, split
from newsgrep.text.dates import date_in_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.model import Page, Story
    from newsgrep.readers.containers import ByteStream, Member
    from newsgrep.readers.records import Record

__all__ = ["SUFFIXES", "FieldMap", "Problem", "Reading", "SourceFile", "is_news", "read_articles"]

RECORDS: dict[str, Callable[[str, Iterable[str], FieldMap], Iterator[Record | Problem]]] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_table,
    ".tsv": read_tabbed,
    ".tab": read_tabbed,
    ".xml": read_docs,
    ".dat": read_docs,
}
TEXTS = frozenset({".txt", ".text", ""})
SUFFIXES = frozenset({*RECORDS, *TEXTS, ".zip"}) - {""}
PAPER_ENDS = ("报", "報", "周刊", "週刊", "快讯", "通讯", "新闻", "新聞", "网", "網")
UNREADABLE = (OSError, EOFError, UnicodeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NewsgrepError)


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the user's field names, and which source a path prefix stands for."""

    fields: FieldMap = field(default_factory=FieldMap)
    sources: Mapping[str, str] = field(default_factory=dict)


def is_news(path: str) -> bool:
    """Whether a file is of a kind that is read.

    >>> is_news("江城日报/2025-03-18.txt"), is_news("晚报.jsonl.xz"), is_news("照片.jpg")
    (True, True, False)
    """
    suffix = content_suffix(path)
    return suffix in TEXTS or suffix in RECORDS or suffix == ".zip"


def read_articles(file: SourceFile, reading: Reading) -> Iterator[Article | Problem]:
    """All articles of a source file in their order, and what could not be read of it."""
    try:
        for member in members(file.path, file.location):
            if member.suffix in TEXTS or member.suffix in RECORDS:
                yield from _with_own_keys(_read_or_say(member, reading))
    except UNREADABLE as error:
        yield _problem(file.path, error)


def _read_or_say(member: Member, reading: Reading) -> Iterator[Article | Problem]:
    """The articles of one stream, up to where it can be read."""
    try:
        with member.open() as stream:
            yield from _read_stream(member.path, member.suffix, stream, reading)
    except UNREADABLE as error:
        yield _problem(member.path, error)


def _problem(path: str, error: Exception) -> Problem:
    if isinstance(error, NewsgrepError):
        return Problem(path, None, str(error), error.hint, lost=True)
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Problem(path, None, f"cannot be read: {reason}", lost=True)


def _with_own_keys(found: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
    """Articles of one stream whose keys are unique: a key that comes again is given ``~2`` and so on."""
    seen: set[str] = set()
    for item in found:
        if isinstance(item, Article):
            again = (f"{item.key}~{number}" for number in count(2))
            key = item.key if item.key not in seen else next(key for key in again if key not in seen)
            seen.add(key)
            yield item if key == item.key else replace(item, key=key)
        else:
            yield item


def _read_stream(path: str, suffix: str, stream: ByteStream, reading: Reading) -> Iterator[Article | Problem]:
    """The articles of one stream, of the source that its path stands for where they name none."""
    lines = read_lines(stream)
    source = _source_of(path, reading.sources)
    first = next(lines, "")
    reader = RECORDS.get(suffix) or (read_docs if first.lstrip().lower().startswith("<doc>") else None)
    lines = chain([first] if first else [], lines)
    found = _from_records(path, reader(path, lines, reading.fields), reading) if reader else _from_text(path, lines)
    for item in found:
        yield replace(item, source=source) if source and isinstance(item, Article) and not item.source else item


def _from_text(path: str, lines: Iterable[str]) -> Iterator[Article | Problem]:
    """The stories of a text, each with the facts of its page and its own byline."""
    text = "".join(lines)
    bare, facts = take_facts(text)
    page = split(bare)
    if facts and len(page.stories) > 1:  # on a page such lines belong to one story, not to all
        page, facts = split(text), {}
    for number, story in enumerate(page.stories, start=1):
        yield with_facts(_article(path, number, page, story), facts)


def _article(path: str, number: int, page: Page, story: Story) -> Article:
    people = find_people(story.paragraphs)
    return Article(
        path=path,
        key=str(number),
        headlines=story.headlines,
        paragraphs=story.paragraphs,
        kind=story.kind,
        date=page.date or date_in_path(path),
        source=page.source,
        section=page.section,
        reporters=people.reporters,
        correspondents=people.correspondents,
    )


def _from_records(path: str, records: Iterable[Record | Problem], reading: Reading) -> Iterator[Article | Problem]:
    """The articles of records; the first record without a title and a body is a problem, the likes of it are not."""
    nameless = 0
    for number, record in enumerate(records, start=1):
        if isinstance(record, Problem):
            yield record
        elif article := article_of(record, path, number, reading.fields):
            yield article
        elif (nameless := nameless + 1) == 1:
            names = ", ".join(map(str, record.values)) or "none"
            yield Problem(path, record.line, f"has no title or body; its fields: {names}", "name them under [fields]")


def _source_of(path: str, sources: Mapping[str, str]) -> str | None:
    """The source a path stands for: by the user's longest prefix, else by a folder named like a newspaper.

    >>> _source_of("江城日报/2025/03-18.txt", {}), _source_of("jcwb/1.txt", {"jcwb": "江城晚报"})
    ('江城日报', '江城晚报')
    >>> _source_of("稿件/1.txt", {}) is None
    True
    """
    fitting = [prefix for prefix in sources if path.startswith(prefix)]
    if fitting:
        return sources[max(fitting, key=len)]
    return next((name for name in reversed(path.split("/")[:-1]) if name.endswith(PAPER_ENDS)), None)
