"""Source files → articles: unpack, decode, repair, then split pages or read records."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.model import Article, Paragraph
from newsgrep.readers.appended import CannotContinueError
from newsgrep.readers.archives.containers import ARCHIVES, UNPACKERS, content_suffix, members, members_of
from newsgrep.readers.documents.page_text import NumberedRecord, PageText, renumbered
from newsgrep.readers.doubts import DoubtRecorder
from newsgrep.readers.facts_around import with_facts_around
from newsgrep.readers.format_table import PAGE, Head, format_of, is_known
from newsgrep.readers.front_matter import apply_front_matter, parse_front_matter
from newsgrep.readers.lines import page_of, read_fed_lines, read_fingerprinted_lines, read_lines
from newsgrep.readers.oddities import Doubt
from newsgrep.readers.problems import UNREADABLE, Problem, missing_extra, problem_of, shown_name
from newsgrep.readers.record_articles import article_of
from newsgrep.readers.records import Record, UnchangedRecord
from newsgrep.readers.streams import PeekedStream, readable_part, with_tabs
from newsgrep.readers.texts.browser_copies import with_known_title, without_browser, without_frame
from newsgrep.readers.texts.copied_pages import source_of_dateline, take_dateline, take_facts_below, without_page
from newsgrep.readers.texts.story_files import (
    is_one_story,
    joined_story,
    section_in_path,
    take_facts,
    take_translation,
    with_fewer_headlines,
    with_title,
    without_box,
    without_caption,
    without_entities,
    without_ordinals,
    without_rule,
    without_rules,
)
from newsgrep.readers.understood import Understood, UseRecorder
from newsgrep.text.dates import date_in_path

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.model import Page, Story
    from newsgrep.readers.appended import Continuation
    from newsgrep.readers.archives.containers import Member
    from newsgrep.readers.files import SourceFile
    from newsgrep.readers.format_table import Format
    from newsgrep.readers.reading import FileOptions, ReadOptions
    from newsgrep.split import TextKind

# Characters of the text of an article; while it is indexed, each takes some seventy bytes.
MOST_IN_ARTICLE = 1 << 24
# Field names listed in the problem of a record without a title or body.
MOST_NAMED = 20
UNPACK = Message("decompress it once")
INTO_ARTICLES = Message("split it into several articles")
DESCRIBES_FOLDER = re.compile(
    r"(?i:README|LICEN[CS]E|COPYING|CHANGELOG|CONTRIBUTING)(\.(md|rst|txt))?$|.*\.metadata\.json$|"
    r"(dataset_infos?|dataset_dict|state|package|package-lock|tsconfig|manifest)\.json$"
)
# The suffix of a key that an earlier record had already.
AGAIN = re.compile(r"~\d+$")


class ReadArticle(NamedTuple):
    """An article, and the fingerprint of its record if its format has them; ``id`` is the article's, once known."""

    article: Article
    fingerprint: str | None = None
    id: str = ""


class Watch(NamedTuple):
    """Which fingerprints are known, who is told what was understood, and where the reading goes on."""

    is_known: Callable[[str], bool]
    tell: Callable[[Understood], object]
    continuation: Continuation | None = None

    @property
    def before(self) -> int:
        """The number of articles before."""
        return len(self.continuation.ids) if self.continuation else 0


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
            yield from _read_stream(member.path, member.suffix, stream, reading.of(member.path), watch)
    except UNREADABLE as error:
        yield problem_of(member.path, error)


def _read_stream(
    path: str, suffix: str, stream: io.RawIOBase, options: FileOptions, watch: Watch
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The items of one stream; an article that does not name its source, section or title gets that of its path."""
    facts = options.facts
    if not facts:
        yield from _articles(path, suffix, stream, options, watch)
        return
    for item in _articles(path, suffix, stream, options, watch):
        yield item._replace(article=_with_facts(item.article, facts)) if isinstance(item, ReadArticle) else item


def _with_facts(article: Article, facts: Mapping[str, str]) -> Article:
    """An article with the facts of its path that it lacks."""
    lacks = {role: facts[role] for role in ("source", "section") if role in facts and not getattr(article, role)}
    if "author" in facts and not article.reporters:
        article = article._replace(reporters=(facts["author"],))
    if "title" in facts and not article.headlines:
        article = article._replace(headlines=(Paragraph(facts["title"], ((0, article.line),), "headline"),))
    return article._replace(**lacks) if lacks else article  # type: ignore[arg-type]  # both are texts


def _articles(
    path: str, suffix: str, stream: io.RawIOBase, options: FileOptions, watch: Watch
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    peeked = with_tabs(PeekedStream(stream))
    if not peeked.head and suffix in PAGE.suffixes:
        return  # an archive may have a million of them
    head = Head(peeked.head, options.encoding)
    form = format_of(suffix, head)
    rest = watch.continuation.rest(path, form, peeked) if watch.continuation else peeked
    uses = UseRecorder()
    is_page = form.takes == "page"
    text = without_frame(head.text) if is_page else head.text if form.has_lines(head) else None
    doubts = DoubtRecorder(is_page=is_page, text=text)
    is_silent = False
    try:
        item = None
        for item in map(partial(_bounded, path), _items(form, path, rest, options, watch, uses)):
            if not isinstance(item, ReadArticle):
                uses.articles += not isinstance(item, Problem)
                yield item
            elif (article := doubts.checked(with_facts_around(item.article))) is not None:
                uses.articles += 1
                yield item if article is item.article else item._replace(article=article)
        yield from doubts.problems(path)
        is_silent = item is None and not watch.continuation and bool(peeked.head.strip())
    except ModuleNotFoundError:
        if not form.extra or not form.is_a:
            raise
        yield missing_extra(path, form.is_a, form.extra)
    except UNREADABLE:
        yield from doubts.problems(path)
        raise
    finally:
        if uses.articles or uses.nameless:
            said = uses.understood(form.name)
            watch.tell(
                said._replace(doubts=(*(doubt._replace(path=path) for doubt in said.doubts), *doubts.doubts(path)))
            )
        elif is_silent:
            watch.tell(Understood(form.name, doubts=(Doubt("nothing", 1, path, 1),)))


def _bounded(path: str, item: ReadArticle | UnchangedRecord | Problem) -> ReadArticle | UnchangedRecord | Problem:
    """An item, or the problem of an article that would fill the memory."""
    if not isinstance(item, ReadArticle):
        return item
    article = item.article
    if sum(len(paragraph.text) for paragraph in article.paragraphs) <= MOST_IN_ARTICLE:
        return item
    message = Message("an article is longer than {:,} characters; not indexed", MOST_IN_ARTICLE)
    return Problem(path, article.line if article.unit == "line" else None, message, INTO_ARTICLES, lost=True)


def _items(  # noqa: PLR0913, PLR0917 (what a reader needs)
    form: Format,
    path: str,
    stream: io.RawIOBase,
    options: FileOptions,
    watch: Watch,
    uses: UseRecorder,
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The items of one stream in a format."""
    if form.takes == "page":
        return _from_text(path, read_lines(stream, options.encoding), options.facts, options.texts)
    records = _records(form, path, stream, options, watch)
    if form.is_table:
        from newsgrep.readers.json_cells import with_values_of_cells

        records = with_values_of_cells(records, options.fields)
    return _from_records(path, records, options, uses, after=watch.before)


def _records(
    form: Format, path: str, stream: io.RawIOBase, options: FileOptions, watch: Watch
) -> Iterator[Record | NumberedRecord | PageText | Problem | UnchangedRecord]:
    if form.takes == "fingerprinted lines":
        lines = read_fingerprinted_lines(path, stream, watch.is_known, options.encoding, after=watch.before)
        yield from form.read(path, lines, options.fields)
    elif form.takes == "fed lines":
        yield from form.read(path, read_fed_lines(stream, options.encoding), options.fields)
    elif form.takes == "lines":
        yield from form.read(path, read_lines(stream, options.encoding), options.fields)
    elif form.takes == "file":
        with readable_part(stream) as (file, error):
            yield from form.read(path, file, options.fields)
        if error:
            raise error
    elif form.is_a:
        yield Problem(path, None, form.is_a, form.hint, lost=True)


def _from_text(
    path: str, lines: Iterable[str], known: Mapping[str, str], texts: TextKind = "auto"
) -> Iterator[ReadArticle]:
    """The stories of a text, each with the metadata of its page and its own byline; ``known`` is what the path says."""
    from newsgrep.split import split  # its patterns are slow to compile, and an update that reads no text needs none

    whole = without_entities(page_of(lines))
    text = without_page(whole)
    copied, told = without_browser(whole) or (whole, {})
    bare, below = take_facts_below(text if copied is whole else without_page(copied))
    bare, facts = parse_front_matter(bare)
    bare, dateline = take_dateline(bare)
    bare, further = take_facts(bare)
    bare, translation = take_translation(bare)
    facts = below | further | facts | told
    page = split(bare, texts=texts)
    is_one = copied != whole or is_one_story(path, bare, page.stories)
    if texts == "auto" and len(page.stories) > 1 and is_one:
        page = page._replace(stories=(joined_story(page.stories),))
    if len(page.stories) == 1:
        story = with_known_title(without_rule(page.stories[0]), told.get("title"))
        story = with_fewer_headlines(without_box(without_caption(with_title(story))))
        page = page._replace(stories=(story,))
    page = page._replace(stories=without_ordinals(without_rules(page.stories)))
    if bare != text and len(page.stories) > 1:  # on a page such lines belong to one story, not to all
        page, facts, dateline, translation = split(text, texts=texts), {}, "", ()
    for number, story in enumerate(page.stories, start=1):
        article = apply_front_matter(_article(path, number, page, story, known.get("date")), facts)
        article = _with_dateline(article, dateline) if dateline else article
        article = article._replace(paragraphs=(*translation, *article.paragraphs))
        yield ReadArticle(_titled(article, known["title"]) if "title" in known and len(page.stories) == 1 else article)


def _with_dateline(article: Article, line: str) -> Article:
    """An article with what the dateline above its title says."""
    from newsgrep.split import find_dateline

    found = find_dateline((Paragraph(line, ((0, article.line),), "body"),))
    return article._replace(
        source=article.source or source_of_dateline(line),
        agency=found.agency or article.agency,
        place=found.place or article.place,
    )


def _titled(article: Article, title: str) -> Article:
    """An article with the title that its path says; what was taken for one is text, unless it is the same."""
    if article.title == title:
        return article
    text = tuple(line._replace(role="body") for line in article.headlines)
    headline = Paragraph(title, ((0, article.line),), "headline")
    return article._replace(headlines=(headline,), paragraphs=(*text, *article.paragraphs))


def _from_page(path: str, page: PageText, number: Counter[str], known: Mapping[str, str]) -> Iterator[ReadArticle]:
    """The stories of a text within a file, numbered after those before it."""
    for found in _from_text(path, page.text.splitlines(keepends=True), known):
        number[path] += 1
        article = renumbered(found.article, page.numbers)
        yield ReadArticle(article._replace(key=str(number[path]), unit=page.unit))


def _article(path: str, number: int, page: Page, story: Story, date: str | None) -> Article:
    from newsgrep.split import find_dateline, find_people

    return Article(
        path=path,
        key=str(number),
        headlines=story.headlines,
        paragraphs=story.paragraphs,
        kind=story.kind,
        date=story.date or page.date or date or date_in_path(path),
        source=story.source or page.source,
        section=story.section or page.section or section_in_path(path),
        **find_people(story.paragraphs)._asdict(),
        **find_dateline(story.paragraphs)._asdict(),
    )


def _from_records(
    path: str,
    records: Iterable[Record | NumberedRecord | PageText | Problem | UnchangedRecord],
    options: FileOptions,
    uses: UseRecorder,
    *,
    after: int = 0,
) -> Iterator[ReadArticle | UnchangedRecord | Problem]:
    """The articles of records, after so many others; of those without title and body, only the first is a problem."""
    date = options.facts.get("date")
    number = Counter({path: after})
    member, place = "", path
    for item in records:
        if isinstance(item, PageText):
            yield from _from_page(path, item, number, options.facts)
            continue
        record, numbers = item if isinstance(item, NumberedRecord) else (item, None)
        if not isinstance(record, Record):
            number[path] += 1
            yield record
            continue
        if record.member != member:
            member = record.member
            place = f"{path}/{member}" if member else path
        number[place] += 1
        if date and "date" not in record.defaults:
            record = record._replace(defaults={**record.defaults, "date": date})
        if article := article_of(record, place, number[place], options.fields, uses):
            yield ReadArticle(renumbered(article, numbers) if numbers else article, record.fingerprint)
            continue
        uses.look_at_nameless(record)
        if uses.nameless == 1:
            names = tuple(map(shown_name, islice(record.values, MOST_NAMED))) or Message("none")
            yield Problem(
                path,
                record.line,
                Message("no title or body found among its fields: {}", names),
                Message("map them in newsgrep.toml under [fields]"),
            )
