"""The formats that are read, one row each: how a file of it is recognised, and what reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from newsgrep.message import Message
from newsgrep.text.encoding import decode_as, detect_encoding
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What a reader takes besides path and field names: lines with fingerprints, lines, lines with the form feeds before
# them, a seekable binary file; a page is split into stories, and of some formats it is known that they are not read.
Input = Literal["fingerprinted lines", "lines", "fed lines", "file", "page", "nothing"]

# Bytes by which a format is recognised.
SNIFFED_BYTES = 1 << 16
RAR = Message("is a RAR archive; not read")
SEVEN_ZIP = Message("is a 7z archive; not read")
PICKLE = Message("is a pickle, which may run programs when it is opened; not read")
UNPACK = Message("unpack it into the corpus")
MAIL = Message("is an e-mail")
BOOK = Message("is a book")
WEB_ARCHIVE = Message("is a web archive")
PAGE_OF_HTML = Message("is an HTML page")


class Format(NamedTuple):
    """A format of source files.

    ``reader`` and ``sniff`` are ``module:function`` in this package, imported when a file needs them: a reader takes
    (path, ``takes``, fields) and yields records and problems, a sniff takes the beginning of a text, or of the bytes if
    the reader takes a file or form feeds. A file with one of the ``suffixes`` is of this format if the ``sniff``
    accepts it (or there is none); any other file too, if it accepts that and the format is ``found_anywhere``.
    ``signatures`` are bytes that a file may begin with. A missing library is a problem: the file ``is_a`` workbook,
    say, and needs the ``extra``.
    """

    name: str
    suffixes: tuple[str, ...]
    takes: Input
    reader: str = ""
    sniff: str = ""
    signatures: tuple[bytes, ...] = ()
    found_anywhere: bool = True
    is_a: Message | None = None
    hint: Message | None = None
    extra: str = ""

    @property
    def is_table(self) -> bool:
        """Whether its records are the rows of a table."""
        return self.name in TABLES

    def has_lines(self, head: Head) -> bool:
        """Whether the lines of a file, as they stand, are titles and texts; those of Markdown without marks are."""
        is_text = self.reader.startswith("texts.") and self.name not in MARKUP
        return self.takes == "page" or is_text or (self.name == "markdown" and not MARK.search(head.text))

    def read(self, *arguments: Any) -> Iterator[Any]:
        """The records and problems that the reader yields."""
        found: Iterator[Any] = _function(self.reader)(*arguments)
        return found

    def accepts(self, head: Head, *, by_suffix: bool) -> bool:
        """Whether a file that begins so is of this format; ``by_suffix`` is whether its suffix says so."""
        if not self.sniff and not self.signatures:
            return by_suffix
        if self.signatures and head.content.startswith(self.signatures):
            return True
        beginning = head.content if self.takes in {"file", "fed lines", "nothing"} else head.text
        return bool(self.sniff) and bool(_function(self.sniff)(beginning))


TABLES = frozenset(("workbook", "columnar", "sqlite", "spreadsheet xml", "sql", "csv", "tsv"))
# Texts of which lines are parts, or are written in other ways than they are read.
MARKUP = frozenset(
    (
        "citations",
        "bibtex",
        "subtitles",
        "yaml",
        "toml",
        "logged json",
        "token rows",
        "references",
        "tagged words",
        "markdown",
        "org",
        "doc",
    )
)
# Forms of running texts, which rows of a table may look like.
PROSE = frozenset(
    (
        *("articles by line", "headlines", "titled blocks", "dated stories", "numbered stories", "parted stories"),
        *("headed stories", "ruled blocks", "repeated titles"),
    )
)
# A mark of Markdown: a heading, a list, a quotation, a table, a rule, a link, an image or emphasis.
MARK = re.compile(r"^\s{0,3}(?:#{1,6}|[-*+>|]|```|-{3}|={3})|\]\(|\*\*|__|<\w", re.MULTILINE)
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# In this order a file is compared with the formats that its suffix does not name. A page is what no other format is.
FORMATS = (
    Format("rar", (".rar",), "nothing", signatures=(b"Rar!\x1a\x07",), is_a=RAR, hint=UNPACK),
    Format("7z", (".7z",), "nothing", signatures=(b"7z\xbc\xaf\x27\x1c",), is_a=SEVEN_ZIP, hint=UNPACK),
    Format(
        "pickle",
        (".pkl", ".pickle"),
        "nothing",
        is_a=PICKLE,
        hint=Message("save its contents as CSV or JSON Lines"),
    ),
    Format(
        "workbook",
        (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"),
        "file",
        "tables.workbooks:read_workbook",
        signatures=(ZIP, OLE),
        found_anywhere=False,
        is_a=Message("is a workbook"),
        extra="excel",
    ),
    Format(
        "columnar",
        (".parquet", ".pq", ".arrow", ".feather", ".ipc", ".orc"),
        "file",
        "tables.columnar:read_columnar",
        signatures=(b"PAR1", b"ARROW1", b"FEA1"),
        is_a=Message("is a columnar table"),
        extra="parquet",
    ),
    Format(
        "old Word",
        (".doc", ".dot"),
        "nothing",
        signatures=(OLE,),
        found_anywhere=False,
        is_a=Message("is an old Word document; not read"),
        hint=Message("save it as .docx"),
    ),
    Format(
        "WPS",
        (".wps", ".wpt"),
        "nothing",
        signatures=(OLE,),
        found_anywhere=False,
        is_a=Message("is a WPS document; not read"),
        hint=Message("save it as .docx"),
    ),
    Format(
        "CAJ",
        (".caj", ".nh", ".kdh"),
        "nothing",
        signatures=(b"CAJ", b"HN", b"KDH"),
        found_anywhere=False,
        is_a=Message("is a CAJ document; not read"),
        hint=Message("save it as PDF"),
    ),
    Format(
        "OFD",
        (".ofd",),
        "nothing",
        is_a=Message("is an OFD document; not read"),
        hint=Message("save it as PDF"),
    ),
    Format(
        "Kindle",
        (".mobi", ".azw", ".azw3", ".prc"),
        "nothing",
        is_a=Message("is a Kindle book; not read"),
        hint=Message("convert it to EPUB"),
    ),
    Format(
        "Access",
        (".mdb", ".accdb"),
        "nothing",
        is_a=Message("is an Access database; not read"),
        hint=Message("export its table as CSV or JSON Lines"),
    ),
    Format(
        "docx",
        (".docx", ".docm", ".doc", ".wps"),
        "file",
        "documents.word:read_docx",
        signatures=(ZIP,),
        found_anywhere=False,
    ),
    Format(
        "odt",
        (".odt", ".ott"),
        "file",
        "documents.opendocument:read_odt",
        signatures=(ZIP,),
        found_anywhere=False,
    ),
    Format(
        "rtf",
        (".rtf",),
        "file",
        "documents.rtf:read_rtf",
        signatures=(b"{\\rtf",),
        is_a=Message("is an RTF document"),
        extra="rtf",
    ),
    Format(
        "pdf",
        (".pdf",),
        "file",
        "documents.pdf:read_pdf",
        signatures=(b"%PDF-",),
        is_a=Message("is a PDF"),
        extra="pdf",
    ),
    Format(
        "sqlite",
        (".db", ".sqlite", ".sqlite3", ".db3", ".s3db", ".sqlitedb"),
        "file",
        "tables.sqlite:read_sqlite",
        signatures=(b"SQLite format 3\0",),
    ),
    Format("bson", (".bson",), "file", "tables.bson:read_bson", "tables.bson:looks_like_bson", found_anywhere=False),
    Format(
        "spreadsheet xml",
        (".xls",),
        "lines",
        "tables.spreadsheet_xml:read_spreadsheet_xml",
        "tables.spreadsheet_xml:looks_like_spreadsheet_xml",
    ),
    Format(
        "scanned page",
        (".alto", ".page", ".ttml", ".dfxp"),
        "lines",
        "web.scanned_pages:read_scanned_page",
        "web.scanned_pages:looks_like_scanned_page",
    ),
    Format(
        "xml",
        (".xml", ".rss", ".atom", ".rdf", ".enex", ".tei", ".nitf", ".fb2"),
        "lines",
        "web.xml_records:read_xml",
        "web.xml_records:looks_like_xml",
    ),
    Format(
        "doc", (".dat", ".sgm", ".sgml", ".xml"), "lines", "texts.doc_tags:read_docs", "texts.doc_tags:looks_like_docs"
    ),
    Format("mbox", (".mbox",), "file", "web.mail:read_mailbox", "web.mail:looks_like_mailbox", is_a=MAIL, extra="html"),
    Format("sql", (".sql",), "lines", "tables.sql_dump:read_sql", "tables.sql_dump:looks_like_sql"),
    Format(
        "citations",
        (".enw", ".ris", ".net"),
        "lines",
        "texts.citations:read_citations",
        "texts.citations:looks_like_citations",
    ),
    Format("bibtex", (".bib",), "lines", "texts.bibtex:read_bibtex", "texts.bibtex:looks_like_bibtex"),
    Format(
        "subtitles",
        (".srt", ".vtt", ".ass", ".ssa"),
        "lines",
        "texts.subtitles:read_subtitles",
        "texts.subtitles:looks_like_subtitles",
    ),
    Format("yaml", (".yaml", ".yml"), "lines", "texts.yaml_records:read_yaml"),
    Format("toml", (".toml",), "lines", "texts.toml_records:read_toml"),
    Format(
        "token rows",
        (".conll", ".conllu", ".bio", ".iob"),
        "lines",
        "texts.token_rows:read_token_rows",
        "texts.token_rows:looks_like_token_rows",
    ),
    Format("form feeds", (), "fed lines", "texts.form_feeds:read_form_feeds", "texts.form_feeds:looks_like_form_feeds"),
    Format("references", (), "lines", "texts.citations:read_references", "texts.citations:looks_like_references"),
    Format(
        "tagged words",
        (),
        "lines",
        "texts.tagged_words:read_tagged_words",
        "texts.tagged_words:looks_like_tagged_words",
    ),
    Format("toutiao", (), "lines", "texts.separated_lines:read_toutiao", "texts.separated_lines:looks_like_toutiao"),
    Format("fasttext", (), "lines", "texts.separated_lines:read_fasttext", "texts.separated_lines:looks_like_fasttext"),
    Format(
        "board posts",
        (),
        "lines",
        "texts.board_posts:read_board_posts",
        "texts.board_posts:looks_like_board_posts",
    ),
    Format("wisers", (), "lines", "texts.wisers:read_wisers", "texts.wisers:looks_like_wisers"),
    Format("nexis", (), "lines", "texts.nexis:read_nexis", "texts.nexis:looks_like_nexis"),
    Format("proquest", (), "lines", "texts.proquest:read_proquest", "texts.proquest:looks_like_proquest"),
    Format("factiva", (), "lines", "texts.factiva:read_factiva", "texts.factiva:looks_like_factiva"),
    Format(
        "logged json",
        (),
        "lines",
        "texts.logged_json:read_logged_json",
        "texts.logged_json:looks_like_logged_json",
    ),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd", ".mdx"), "lines", "texts.markdown:read_markdown"),
    Format("org", (".org",), "lines", "texts.org_mode:read_org"),
    Format("restructured text", (".rst", ".rest"), "lines", "texts.restructured:read_rst"),
    Format("front matter", (), "lines", "texts.markdown:read_markdown", "texts.markdown:looks_like_front_matter"),
    Format(
        "printed tables",
        (),
        "lines",
        "texts.printed_tables:read_printed_table",
        "texts.printed_tables:looks_like_printed_table",
    ),
    Format("digests", (), "lines", "texts.digests:read_digest", "texts.digests:looks_like_digest"),
    Format(
        "recurring labels",
        (),
        "lines",
        "texts.recurring_labels:read_recurring_labels",
        "texts.recurring_labels:looks_like_recurring_labels",
    ),
    Format(
        "parted stories",
        (),
        "lines",
        "texts.parted_stories:read_parted_stories",
        "texts.parted_stories:looks_like_parted_stories",
    ),
    Format(
        "headed stories",
        (),
        "lines",
        "texts.headed_stories:read_headed_stories",
        "texts.headed_stories:looks_like_headed_stories",
    ),
    Format(
        "ruled blocks",
        (),
        "lines",
        "texts.ruled_blocks:read_ruled_blocks",
        "texts.ruled_blocks:looks_like_ruled_blocks",
    ),
    Format(
        "numbered stories",
        (),
        "lines",
        "texts.numbered_stories:read_numbered_stories",
        "texts.numbered_stories:looks_like_numbered_stories",
    ),
    Format(
        "titled blocks",
        (),
        "lines",
        "texts.titled_blocks:read_titled_blocks",
        "texts.titled_blocks:looks_like_titled_blocks",
    ),
    Format(
        "dated stories",
        (),
        "lines",
        "texts.dated_stories:read_dated_stories",
        "texts.dated_stories:looks_like_dated_stories",
    ),
    Format(
        "sentences",
        (),
        "lines",
        "texts.untitled_texts:read_sentences",
        "texts.untitled_texts:looks_like_sentences",
    ),
    Format(
        "old columns",
        (),
        "lines",
        "texts.untitled_texts:read_old_columns",
        "texts.untitled_texts:looks_like_old_columns",
    ),
    Format("weibo posts", (), "lines", "texts.weibo_text:read_weibo_posts", "texts.weibo_text:looks_like_weibo_posts"),
    Format("hot lists", (), "lines", "texts.line_corpora:read_hot_lists", "texts.line_corpora:looks_like_hot_lists"),
    Format(
        "labelled text",
        (),
        "lines",
        "texts.separated_lines:read_labelled_text",
        "texts.separated_lines:looks_like_labelled_text",
    ),
    Format(
        "jsonl",
        (".jsonl", ".ndjson", ".jl"),
        "fingerprinted lines",
        "json_records:read_json_lines",
        "sniffing:looks_like_json_lines",
    ),
    Format("script", (".js", ".mjs", ".cjs"), "lines", "scripts:read_script"),
    Format(
        "json",
        (".json", ".json5", ".jsonc", ".jsonld", ".jsonp"),
        "lines",
        "json_records:read_json",
        "sniffing:looks_like_json",
    ),
    Format(
        "marked columns",
        (),
        "lines",
        "texts.marked_columns:read_marked_columns",
        "texts.marked_columns:looks_like_marked_columns",
    ),
    Format("csv", (".csv",), "lines", "tables.tables:read_table", "sniffing:looks_like_table"),
    Format("tsv", (".tsv", ".tab"), "lines", "tables.tables:read_tabbed", "sniffing:looks_like_tabbed"),
    Format(
        "printed rows",
        (),
        "lines",
        "texts.printed_rows:read_printed_rows",
        "texts.printed_rows:looks_like_printed_rows",
    ),
    Format(
        "headlines with addresses",
        (),
        "lines",
        "texts.headline_links:read_headline_links",
        "texts.headline_links:looks_like_headline_links",
    ),
    Format(
        "repeated titles",
        (),
        "lines",
        "texts.repeated_titles:read_repeated_titles",
        "texts.repeated_titles:looks_like_repeated_titles",
    ),
    Format(
        "articles by line",
        (),
        "lines",
        "texts.line_corpora:read_articles_by_line",
        "texts.line_corpora:looks_like_articles_by_line",
    ),
    Format(
        "headlines", (), "lines", "texts.headline_lists:read_headlines", "texts.headline_lists:looks_like_headlines"
    ),
    Format("word list", (), "lines", "texts.line_corpora:read_word_list", "texts.line_corpora:looks_like_word_list"),
    Format(
        "warc",
        (".warc", ".wet"),
        "file",
        "web.warc:read_warc",
        "web.warc:looks_like_warc",
        is_a=WEB_ARCHIVE,
        extra="html",
    ),
    Format("epub", (".epub",), "file", "web.epub:read_epub", "web.epub:looks_like_epub", is_a=BOOK, extra="html"),
    Format("mail", (".eml",), "file", "web.mail:read_mail", "web.mail:looks_like_mail", is_a=MAIL, extra="html"),
    Format(
        "mhtml",
        (".mhtml", ".mht"),
        "file",
        "web.mail:read_mail",
        "web.mail:looks_like_mail",
        found_anywhere=False,
        is_a=PAGE_OF_HTML,
        extra="html",
    ),
    Format(
        "html",
        (".html", ".htm", ".shtml", ".shtm", ".xhtml", ".xht", ".hocr", ".xls"),
        "file",
        "web.html:read_html",
        "web.html:looks_like_html",
        is_a=PAGE_OF_HTML,
        extra="html",
    ),
    Format("har", (".har",), "file", "web.captures:read_har", is_a=PAGE_OF_HTML, extra="html"),
    Format("webarchive", (".webarchive",), "file", "web.captures:read_webarchive", is_a=PAGE_OF_HTML, extra="html"),
    Format("text", (".txt", ".text", ".trs", ""), "page"),
)
PAGE = FORMATS[-1]
READ = [row for row in FORMATS if row.takes != "nothing"]
SUFFIXES = frozenset({".zip", *(suffix for row in READ for suffix in row.suffixes)}) - {""}


@dataclass(frozen=True)
class Head:
    """The beginning of a file, and its encoding if that is known."""

    content: bytes
    encoding: str = ""

    @cached_property
    def text(self) -> str:
        """Its beginning as repaired text; it may end within a character."""
        return repair(decode_as(self.content[:SNIFFED_BYTES], self.encoding or detect_encoding(self.content)))


def is_known(suffix: str) -> bool:
    """Whether a format has this suffix.

    >>> is_known(".jsonl"), is_known(""), is_known(".jpg")
    (True, True, False)
    """
    return any(suffix in row.suffixes for row in FORMATS)


def format_of(suffix: str, head: Head) -> Format:
    """The format of a file, by its suffix and its beginning.

    What a suffix names is tried first, since it was meant; a text, or a file without a suffix, may be anything.

    >>> [format_of(".txt", Head(raw)).name for raw in (b'{"title": "a"}', "大桥今天通车。".encode())]
    ['jsonl', 'text']
    """
    for row, by_suffix in _candidates(suffix):
        if row.accepts(head, by_suffix=by_suffix):
            return row
    if suffix in PAGE.suffixes:
        return PAGE
    return next((row for row in FORMATS if suffix in row.suffixes), PAGE)


@cache
def _candidates(suffix: str) -> tuple[tuple[Format, bool], ...]:
    """The formats that a file with a suffix may have, in order, each with whether the suffix says so."""
    own = [row for row in FORMATS if suffix in row.suffixes]
    rows = FORMATS if PAGE in own else own + [row for row in FORMATS if row not in own]
    may_be = [row for row in rows if row in own or (row.found_anywhere and (row.sniff or row.signatures))]
    if any(row.name in {"csv", "tsv"} for row in own):
        may_be = [row for row in may_be if row.name not in PROSE]
    return tuple((row, row in own) for row in may_be if row.takes != "page")


@cache
def _function(named: str) -> Callable[..., Any]:
    module, _, name = named.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"newsgrep.readers.{module}"), name)
    return function
