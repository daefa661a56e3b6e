"""Source files → articles, each with an id of its own; what files are packed in is unpacked."""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.readers.appended import CannotContinueError
from newsgrep.readers.archives.containers import ARCHIVES, UNPACKERS, content_suffix, members, members_of
from newsgrep.readers.format_table import is_known
from newsgrep.readers.problems import UNREADABLE, Problem, problem_of
from newsgrep.readers.read_stream import ReadArticle, Watch, read_stream
from newsgrep.readers.records import UnchangedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.model import Article
    from newsgrep.readers.appended import Continuation
    from newsgrep.readers.archives.containers import Member
    from newsgrep.readers.files import SourceFile
    from newsgrep.readers.reading import ReadOptions
    from newsgrep.readers.understood import Understood

UNPACK = Message("decompress it once")
DESCRIBES_FOLDER = re.compile(
    r"(?i:README|LICEN[CS]E|COPYING|CHANGELOG|CONTRIBUTING)(\.(md|rst|txt))?$|.*\.metadata\.json$|"
    r"(dataset_infos?|dataset_dict|state|package|package-lock|tsconfig|manifest)\.json$|"
    r"(newsgrep|pyproject|config|hugo|Cargo|book|netlify)\.toml$"
)
# The suffix of a key that an earlier record had already.
AGAIN = re.compile(r"~\d+$")


class Unchanged(NamedTuple):
    """An unchanged article, which was not read: only its id and fingerprint are known."""

    id: str
    fingerprint: str


def is_news(path: str) -> bool:
    """Whether a file is of a supported format, by its suffix.

    Files that describe a folder, as its README does, are none.

    >>> is_news("江城日报/2025-03-18.txt"), is_news("晚报.jsonl.xz"), is_news("照片.jpg"), is_news("晚报/README.md")
    (True, True, False, False)
    """
    if _describes_folder(path):
        return False
    return _is_read(content_suffix(path))


@cache
def _is_read(suffix: str) -> bool:
    return suffix in ARCHIVES or suffix in UNPACKERS or is_known(suffix)


def _describes_folder(path: str) -> bool:
    return bool(DESCRIBES_FOLDER.match(path.rpartition("/")[2]))


def read_articles(
    file: SourceFile, reading: ReadOptions, tell: Callable[[Understood], object] = bool
) -> Iterator[Article | Problem]:
    """All articles of a source file, in order, and a problem for each part that could not be read.

    ``tell`` is called with what was understood, as by ``read_news``.
    """
    items = (item for item in read_news(file, reading, {}, tell) if not isinstance(item, Unchanged))
    return (item.article if isinstance(item, ReadArticle) else item for item in items)


def read_news(
    file: SourceFile, reading: ReadOptions, known: Mapping[str, str], tell: Callable[[Understood], object] = bool
) -> Iterator[ReadArticle | Unchanged | Problem]:
    """Like ``read_articles``, but a record whose fingerprint is ``known`` (fingerprint → id) is not read again.

    ``tell`` is called with what was understood, at the end of each stream of the file.
    """
    try:
        found = (
            member
            for member in members(file.path, file.location)
            if member.path == file.path or not _describes_folder(member.path)
        )
        yield from _read_members(found, reading, known, tell)
    except UNREADABLE as error:
        yield problem_of(file.path, error)


def read_appended(
    file: SourceFile, reading: ReadOptions, continuation: Continuation, tell: Callable[[Understood], object] = bool
) -> Iterator[ReadArticle | Problem]:
    """What ``read_news`` gives of a file after the beginning that has been read; ``tell`` is told of that alone.

    Raises:
        CannotContinueError: the whole file has to be read; before the first item.

    """
    if content_suffix(file.path) in ARCHIVES:
        raise CannotContinueError
    try:
        member = next(members(file.path, file.location))
    except UNREADABLE as error:
        raise CannotContinueError from error  # reading it from its beginning says so
    items = _read_member(member, reading, {}, tell, continuation)
    return (item for item in items if not isinstance(item, Unchanged))


def _read_members(
    found: Iterable[Member], reading: ReadOptions, known: Mapping[str, str], tell: Callable[[Understood], object]
) -> Iterator[ReadArticle | Unchanged | Problem]:
    for member in found:
        if member.is_archive:
            try:
                inside = (each for each in members_of(member) if not _describes_folder(each.path))
                yield from _read_members(inside, reading, known, tell)
            except UNREADABLE as error:
                yield problem_of(member.path, error)
        elif member.suffix in UNPACKERS:
            yield Problem(member.path, None, Message("compressed more than once; not read"), UNPACK, lost=True)
        elif is_known(member.suffix):
            yield from _read_member(member, reading, known, tell)


def _read_member(
    member: Member,
    reading: ReadOptions,
    known: Mapping[str, str],
    tell: Callable[[Understood], object],
    continuation: Continuation | None = None,
) -> Iterator[ReadArticle | Unchanged | Problem]:
    """The articles of one stream, as far as it can be read, with unique keys: a repeated key gets the suffix ``~2``.

    A known record with such a key, or with one that another record has taken, is read again: its key may have changed.
    """
    seen = set(continuation.ids if continuation else ())
    again: dict[str, int] = {}

    def is_known(fingerprint: str) -> bool:
        article_id = known.get(fingerprint)
        return article_id is not None and not AGAIN.search(article_id) and article_id not in seen

    for item in _read_or_say(member, reading, Watch(is_known, tell, continuation)):
        if isinstance(item, Problem):
            yield item
        elif isinstance(item, UnchangedRecord):
            seen.add(known[item.fingerprint])
            yield Unchanged(known[item.fingerprint], item.fingerprint)
        else:
            article, article_id = item.article, item.article.id
            if article_id in seen:
                article = _with_own_key(article, seen, again)
                article_id = article.id
            seen.add(article_id)
            yield ReadArticle(article, item.fingerprint, article_id)


def _with_own_key(article: Article, seen: set[str], again: dict[str, int]) -> Article:
    """An article whose id is taken, with a key that is not; ``again`` maps an id to the next suffix to try."""
    numbers = count(again.get(article.id, 2))
    number = next(number for number in numbers if f"{article.id}~{number}" not in seen)
    again[article.id] = number + 1
    return article._replace(key=f"{article.key}~{number}")


def _read_or_say(
    member: Member, reading: ReadOptions, watch: Watch
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The items of one stream, as far as it can be read, then a problem if it cannot be read to its end."""
    try:
        with member.open() as stream:
            yield from read_stream(member.path, member.suffix, stream, reading.of(member.path), watch)
    except UNREADABLE as error:
        yield problem_of(member.path, error)
