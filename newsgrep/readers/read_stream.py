"""One stream in a format → its articles, with the facts of its path, checked for what looks misunderstood."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import Message
from newsgrep.model import Article, Paragraph
from newsgrep.readers.documents.page_text import NumberedRecord, PageText, renumbered
from newsgrep.readers.doubts import DoubtRecorder
from newsgrep.readers.facts_around import with_facts_around
from newsgrep.readers.format_table import PAGE, Head, format_of
from newsgrep.readers.lines import read_fed_lines, read_fingerprinted_lines, read_lines
from newsgrep.readers.oddities import Doubt
from newsgrep.readers.problems import UNREADABLE, Problem, missing_extra, shown_name
from newsgrep.readers.record_articles import article_of
from newsgrep.readers.records import Record, UnchangedRecord
from newsgrep.readers.split_texts import stories_of_text
from newsgrep.readers.streams import PeekedStream, readable_part, with_tabs
from newsgrep.readers.texts.browser_copies import without_frame
from newsgrep.readers.understood import Understood, UseRecorder

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsgrep.readers.appended import Continuation
    from newsgrep.readers.format_table import Format
    from newsgrep.readers.reading import FileOptions

# Characters of the text of an article; while it is indexed, each takes some seventy bytes.
MOST_IN_ARTICLE = 1 << 24
# Field names listed in the problem of a record without a title or body.
MOST_NAMED = 20
INTO_ARTICLES = Message("split it into several articles")


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


def read_stream(
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
    marked = head.text if text is None and form.name == "markdown" else ""
    doubts = DoubtRecorder(is_page=is_page, text=text, marked=marked)
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
        lines = read_lines(stream, options.encoding)
        return map(ReadArticle, stories_of_text(path, lines, options.facts, options.texts))
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


def _from_page(path: str, page: PageText, number: Counter[str], known: Mapping[str, str]) -> Iterator[ReadArticle]:
    """The stories of a text within a file, numbered after those before it."""
    for story in stories_of_text(path, page.text.splitlines(keepends=True), known):
        number[path] += 1
        article = renumbered(story, page.numbers)
        yield ReadArticle(article._replace(key=str(number[path]), unit=page.unit))


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
