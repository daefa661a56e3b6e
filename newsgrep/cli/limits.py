"""What a file, a query or an index may take, in one table: each limit is that of the module which keeps it."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from newsgrep.message import Message

CHARACTERS, MEGABYTES, TIMES, SECONDS, NUMBER = "characters", "MB", "times", "seconds", "number"
UNITS = {
    CHARACTERS: "{:,} characters",
    MEGABYTES: "{:,} MB",
    TIMES: "{:,} times its size",
    SECONDS: "{:,} s",
    NUMBER: "{:,}",
}
BITS_OF_A_MEGABYTE = 20

SKIPPED = Message("reported; the rest of the file is not read")
UNREAD = Message("reported; the file is not read")
ARTICLE = Message("reported; the article is not indexed")
LEFT_OUT = Message("the rest is left out")
LITERAL = Message("the text is searched for literally, with a note")
REFUSED = Message("refused, exit code 2")
DAMAGED = Message("reported as damage, exit code 2")


class Limit(NamedTuple):
    """What is limited, by which constant (``module.NAME``) in which unit, and what happens beyond it."""

    what: Message
    place: str
    unit: str
    beyond: Message

    @property
    def value(self) -> int:
        """The limit, in its unit."""
        module, _, name = self.place.rpartition(".")
        found = int(getattr(import_module(f"newsgrep.{module}"), name))
        return found >> BITS_OF_A_MEGABYTE if self.unit == MEGABYTES else found

    @property
    def shown(self) -> Message:
        """The limit with its unit."""
        return Message(UNITS[self.unit], self.value)


LIMITS = (
    Limit(Message("line of a text, JSON Lines or CSV file"), "readers.lines.MOST_IN_LINE", MEGABYTES, SKIPPED),
    Limit(Message("blank lines in a row"), "readers.lines.MOST_BLANK_LINES", NUMBER, SKIPPED),
    Limit(Message("page, article file, JSON document"), "readers.lines.MOST_AT_ONCE", CHARACTERS, UNREAD),
    Limit(Message("TOML file"), "readers.texts.toml_records.MOST_READ", CHARACTERS, UNREAD),
    Limit(Message("text of an article"), "readers.read_stream.MOST_IN_ARTICLE", CHARACTERS, ARTICLE),
    Limit(Message("lines of a page"), "readers.lines.MOST_LINES", NUMBER, UNREAD),
    Limit(
        Message("id of a record"),
        "readers.record_articles.LONGEST_KEY",
        CHARACTERS,
        Message("shortened, with a digest"),
    ),
    Limit(Message("combining marks in a row"), "text.repair.MOST_MARKS", NUMBER, LEFT_OUT),
    Limit(
        Message("unpacked size of an archive of over 64 MB"), "readers.archives.containers.MOST_PACKED", TIMES, SKIPPED
    ),
    Limit(
        Message("text of a workbook, columnar file or PDF document, over 64 MB"),
        "readers.archives.containers.MOST_PACKED",
        TIMES,
        SKIPPED,
    ),
    Limit(Message("archives within archives"), "readers.archives.containers.DEEPEST", NUMBER, UNREAD),
    Limit(Message("columns of a table"), "readers.tables.table_shape.MOST_COLUMNS", NUMBER, LEFT_OUT),
    Limit(Message("sheets of a workbook"), "readers.tables.workbooks.MOST_SHEETS", NUMBER, SKIPPED),
    Limit(Message("value in a database"), "readers.tables.sqlite.LONGEST_VALUE", MEGABYTES, SKIPPED),
    Limit(Message("web page"), "readers.web.html.LONGEST_PAGE", MEGABYTES, UNREAD),
    Limit(Message("mail message"), "readers.web.mail.LONGEST_MAIL", MEGABYTES, UNREAD),
    Limit(Message("unpacked size of a book"), "readers.web.epub.LONGEST_BOOK", MEGABYTES, SKIPPED),
    Limit(Message("pages of a book"), "readers.web.epub.MOST_CHAPTERS", NUMBER, SKIPPED),
    Limit(Message("text of a Word document"), "readers.documents.word_paragraphs.MOST_CHARACTERS", CHARACTERS, UNREAD),
    Limit(Message("RTF document"), "readers.documents.rtf.MOST_BYTES", MEGABYTES, UNREAD),
    Limit(Message("pages of a PDF document"), "readers.documents.pdf.MOST_PAGES", NUMBER, SKIPPED),
    Limit(Message("memory of a reader's process"), "readers.isolation.MOST_MEMORY", MEGABYTES, UNREAD),
    Limit(Message("time of a reader's process, and 1 s per 256 KB"), "readers.isolation.SECONDS", SECONDS, SKIPPED),
    Limit(
        Message("time to parse a web page of over 262,144 characters, and 1 s per 256 KB"),
        "readers.web.html.PARSING_SECONDS",
        SECONDS,
        UNREAD,
    ),
    Limit(
        Message("problems of a kind in a file"),
        "indexing.file_problems.MOST_OF_A_KIND",
        NUMBER,
        Message("the others are counted"),
    ),
    Limit(
        Message("problems that an update lists"),
        "cli.index.MOST_SAID",
        NUMBER,
        Message("the others are counted; 'newsgrep status' lists them"),
    ),
    Limit(
        Message("articles of a file that are all looked at for signs that it was misunderstood"),
        "readers.doubts.LOOKED_AT",
        NUMBER,
        Message("of the others, one in eight is looked at"),
    ),
    Limit(
        Message("articles of a file that are compared with each other and with its form"),
        "readers.plausibility.LOOKED_AT",
        NUMBER,
        Message("what follows is not compared"),
    ),
    Limit(
        Message("beginning of a text that is looked at for markup and lost characters"),
        "readers.doubts.BEGINNING",
        CHARACTERS,
        Message("what follows is not looked at"),
    ),
    Limit(
        Message("asterisks in a pattern of an ignore file"),
        "readers.ignore_rules.MOST_ASTERISKS",
        NUMBER,
        Message("reported; the pattern is not applied"),
    ),
    Limit(Message("query"), "query.parse.LONGEST_LINE", CHARACTERS, REFUSED),
    Limit(Message("brackets within brackets"), "query.parse.DEEPEST", NUMBER, Message("deeper ones are text")),
    Limit(Message("regular expression"), "query.regex.LONGEST_EXPRESSION", CHARACTERS, LITERAL),
    Limit(Message("repetitions in a regular expression"), "query.regex.MOST_REPEATED", NUMBER, LITERAL),
    Limit(Message("question marks in a wildcard pattern"), "query.spans.MOST_QUESTION_MARKS", NUMBER, LITERAL),
    Limit(
        Message("time of a wildcard or expression, beside its share per text"),
        "query.time_budget.LONGEST_SEARCH",
        SECONDS,
        LITERAL,
    ),
    Limit(Message("synonyms of a term"), "query.synonyms.MOST_SYNONYMS", NUMBER, REFUSED),
    Limit(Message("word of the user dictionary"), "analysis.user_dictionary.LONGEST_WORD", CHARACTERS, REFUSED),
    Limit(Message("file of settings, words or queries"), "storage.user_files.MOST_WRITTEN", MEGABYTES, REFUSED),
    Limit(Message("name of a saved search"), "saved.LONGEST_NAME", CHARACTERS, REFUSED),
    Limit(
        Message("article of an index, unpacked"),
        "engine.segments.doc_store.MOST_IN_ARTICLE",
        MEGABYTES,
        DAMAGED,
    ),
    Limit(Message("manifest of an index of over 16 MB, unpacked"), "storage.packed_json.MOST_PACKED", TIMES, DAMAGED),
)
