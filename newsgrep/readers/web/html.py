"""HTML pages: the story of each, without navigation, related links and comments."""

from __future__ import annotations

import codecs
import re
from itertools import takewhile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.isolation import isolated
from newsgrep.readers.problems import Problem
from newsgrep.readers.records import Record
from newsgrep.readers.streams import temporary_file
from newsgrep.readers.web.board_posts import POST_NAME, take_board_post, without_signature
from newsgrep.readers.web.html_records import is_spreadsheet, page_in_source, page_records
from newsgrep.readers.web.office_pages import is_office_page, stories_of_document
from newsgrep.readers.web.page_authors import find_author
from newsgrep.readers.web.page_contradictions import contradicts, names_site
from newsgrep.readers.web.page_encoding import decode_page
from newsgrep.readers.web.page_facts import (
    Around,
    find_address,
    find_date,
    find_section,
    find_source,
    founder_facts,
    lines_of_facts,
    wechat_facts,
)
from newsgrep.readers.web.page_head import read_meta, written_titles
from newsgrep.readers.web.page_lines import HIDDEN, PageLines, check_depth, read_page_lines
from newsgrep.readers.web.page_phrases import ENDING, TEASER_END
from newsgrep.readers.web.page_scripts import scripts_with_data, story_in_scripts
from newsgrep.readers.web.page_stories import stories_of_page
from newsgrep.readers.web.page_titles import SITE_ENDS, find_titles, title_above
from newsgrep.readers.web.scanned_pages import hocr_page
from newsgrep.readers.web.story_text import find_story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.documents.page_text import NumberedRecord, PageText
    from newsgrep.readers.web.page_head import Meta

NO_STORY = Message("no story found in this page")
SAVE_STORY = Message("save the page of the article itself")
# Bytes. A page with its pictures in it (SingleFile) has some ten million.
LONGEST_PAGE = 1 << 26
# Characters of a page that is parsed in another process first, and the seconds it has there: a page of so many takes
# five of them at worst, and usually some milliseconds.
LARGE_PAGE, PARSING_SECONDS = 1 << 18, 5
HEAD = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:(?:!doctype\s+html|html|head|meta|div|table|script|style)[\s>]"
    r"|(?P<part>p|body|article|section|font|span|center|h[1-6])\b[^<>]*>.*?</(?P=part)>)",
    re.IGNORECASE | re.DOTALL,
)
MAP = "map them in newsgrep.toml under [fields]"
# Where the story of a page is: name of the site's element. Known sites only where density cannot tell.
STORY_ELEMENTS = ("js_content", "js_article", "img-content")
# The button below the beginning of a story whose rest is hidden until it is pressed.
EXPANDED = re.compile(r"(?:展开|展開|点击阅读|显示|查看|阅读)(?:剩余|剩餘|其余|全部内容)|展[开開]全文")
# Links within the last paragraph of a story.
INLINE_JUNK = "#backsohucom, a.backword"
# What LibreOffice writes on each page of a document.
RUNNING_HEADS = "div[title=header], div[title=footer]"
# What the notes of a page call the section.
NOTED = {"section": "nodename"}
WECHAT_SOURCE = "#js_name"
# Lines around a story that may say where it is from.
LINES_ABOVE, LINES_BELOW, LONGEST_CREDIT = 30, 12, 120


def read_html(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | NumberedRecord | PageText | Problem]:
    """The story of a page; the rows of a page that is a table; the articles of a database's page of many."""
    content = file.read(LONGEST_PAGE + 1)
    if len(content) > LONGEST_PAGE:
        raise ReadError("HTML longer than {} MB; not read", LONGEST_PAGE >> 20, hint="move it out of the corpus")
    text = decode_page(content)
    tree = _parse(text)
    if source := page_in_source(tree):
        text, tree = source, _parse(source)
    is_table = is_spreadsheet(path, text)
    if page := hocr_page(tree):
        yield page
        return
    records = list(page_records(tree, fields, is_table=is_table))
    if records:
        yield from records
        return
    if is_table:
        yield Problem(path, None, Message("a table whose columns are not known"), Message(MAP), lost=True)
        return
    read = _read_page(tree, text)
    if stories := stories_of_page(path, tree, read.lines, read.meta, fields):
        yield from stories
        return
    values = _values(read, text, "")
    if is_office_page(read.meta):
        told = stories_of_document(path, read.lines, fields)
        if len(told) > 1 or (told and not values["title"]):
            yield from told
            return
    if not values["body"] or TEASER_END.search(values["body"][-LONGEST_CREDIT:]):  # what a front page says of one
        yield Problem(
            path,
            None,
            NO_STORY,
            SAVE_STORY,
        )
        return
    starts = {name: _line_of(text, values[name]) for name in ("title", "body")}
    title, body = values["title"], values["body"]
    is_odd = contradicts(read.meta, title, body) or names_site(read.meta, read.lines, title, body)
    yield Record(values, 1, starts, doubts=("contradicted",) if is_odd else ())


def html_record(content: str | bytes, url: str = "") -> dict[str, Any]:
    """What a page says: title, body (a paragraph per line), date, source, author, section and url, each a text.

    What it does not say is empty. ``url`` is its address, if that is known.

    Raises ``ReadError`` if the page is nested too deeply, ``ModuleNotFoundError`` without selectolax.
    """
    text = content if isinstance(content, str) else decode_page(content)
    return _values(_read_page(_parse(text), text), text, url)


def html_stories_and_record(
    path: str, content: str, fields: FieldMap, url: str = ""
) -> tuple[list[Record], dict[str, Any]]:
    """The stories of a page, if it has several, and its ``html_record``; the page is parsed once.

    Raises as ``html_record`` does.
    """
    tree = _parse(content)
    page = _read_page(tree, content)
    return stories_of_page(path, tree, page.lines, page.meta, fields), _values(page, content, url)


def looks_like_html(head: bytes) -> bool:
    """Whether a file begins like an HTML page.

    >>> looks_like_html(b"<!DOCTYPE html><html>"), looks_like_html("<doc>江城</doc>".encode())
    (True, False)
    """
    return bool(HEAD.match(head[:8000].lstrip(codecs.BOM_UTF8).decode("latin-1"))) or _is_wide_html(head)


def _is_wide_html(head: bytes) -> bool:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return wide and bool(HEAD.match(head[:8000].decode("utf-16", "replace")))


def _parse(text: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    check_depth(text)
    if len(text) > LARGE_PAGE:
        _require_parsable(text)
    return LexborHTMLParser(text)


def _require_parsable(text: str) -> None:
    """Raise ``ReadError`` if it takes long to parse a page: each attribute of a tag is compared with all others."""
    with temporary_file() as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.seek(0)
        list(isolated(f"{__name__}:parse_in_vain", "", file, FieldMap(), PARSING_SECONDS))


def parse_in_vain(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record]:  # noqa: ARG001 (a reader)
    """Parse a page in a process that ends if it takes too long."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(file.read().decode("utf-8", "surrogatepass"))
    yield from ()


class _Page(NamedTuple):
    """What a page is read from: its head, what is known of its site, its scripts with data, its lines, its post."""

    meta: Meta
    known: dict[str, str]
    scripts: list[str]
    lines: PageLines
    post: dict[str, str]


def _read_page(tree: Any, text: str) -> _Page:
    """What a parsed page holds; its scripts are taken out of it."""
    meta, known, scripts = read_meta(tree, text), _known_site(tree), scripts_with_data(tree)
    if tree.body is None:
        return _Page(meta, known, [], PageLines([], []), {})
    post = take_board_post(tree)
    tree.body.strip_tags(sorted(HIDDEN))
    for node in tree.css(f"{INLINE_JUNK}, {RUNNING_HEADS}"):
        node.decompose()
    return _Page(meta, known, scripts, read_page_lines(tree.body, with_hidden=bool(EXPANDED.search(text))), post)


def _values(read: _Page, text: str, url: str) -> dict[str, Any]:
    meta, known, scripts, page, post = read
    if not page.elements:
        return dict.fromkeys(("title", "body", "date", "source", "author", "section", "url"), "")
    noted, assigned = founder_facts(text), wechat_facts(text)
    noted = {**noted, **{NOTED.get(role, role): value for role, value in post.items()}}
    title, titles = find_titles(page, (noted.get("title", ""), assigned.get("msg_title", ""), *written_titles(meta)))
    chosen = _site_elements(page, (POST_NAME,) if post else STORY_ELEMENTS)
    story = find_story(page, titles, chosen)
    if post:
        story = story._replace(paragraphs=tuple(without_signature(story.paragraphs)))
    data = story_in_scripts(scripts, titles, "".join(story.paragraphs)) if scripts else None
    around = _near(page, story.lines)
    top = [line.text for line in page.lines[: story.lines[0] if story.lines else 0]]
    account = known.get("source") or assigned.get("nickname")
    unlinked = {line.text for line in page.lines if not line.linked}
    told = data.facts if data else {}
    by_data = told.get("author", "")
    written = known.get("author") or ("" if by_data.endswith(SITE_ENDS) else by_data) or noted.get("author")
    source = account or noted.get("sourcename") or told.get("source") or find_source(meta, around, unlinked)
    return {
        "title": noted.get("title") or title_above(page, (data and data.title) or title, story.lines),
        "body": data.body if data else "\n".join(story.paragraphs),
        "date": told.get("date") or noted.get("date") or find_date(page, meta, story.lines, text),
        "source": source,
        "author": written or find_author(meta, around, source),
        "section": noted.get("nodename") or told.get("section") or find_section(meta, source, top, titles),
        "url": url or find_address(meta, text, around.below) or told.get("url", ""),
    }


def _near(page: PageLines, story: tuple[int, ...]) -> Around:
    """The lines above a story, the nearest first; and its last lines with those below it, up to the next heading."""
    if not story:
        return Around((), (), ())
    above = [line.text for line in page.lines[max(0, story[0] - LINES_ABOVE) : story[0]]][::-1]
    below = [line.text for line in page.lines[max(story[0], story[-1] - 2) : story[-1] + LINES_BELOW]]
    below = list(takewhile(lambda text: not ENDING.match(text), below))
    return Around(above, [text for text in below if len(text) <= LONGEST_CREDIT], list(lines_of_facts(above)))


def _site_elements(page: PageLines, wanted_names: Sequence[str]) -> tuple[int, ...]:
    """The elements that are known to have the story, by the first of these names that there is."""
    names = [(set(element.name.split()), index) for index, element in enumerate(page.elements) if element.name]
    for wanted in wanted_names:
        found = tuple(index for words, index in names if wanted in words)
        if found:
            return found[:1]
    return ()


def _known_site(tree: Any) -> dict[str, str]:
    """The account and author of a WeChat article."""
    name = tree.css_first(WECHAT_SOURCE)
    if name is None or tree.css_first("#js_content, .rich_media_content") is None:
        return {}
    author = tree.css_first("#js_author_name") or tree.css_first("span.rich_media_meta_text:not(#profileBt)")
    return {
        "source": " ".join(name.text().split()),
        "author": _name(author.text()) if author else "",
    }


def _name(text: str) -> str:
    name = " ".join(text.split())
    return name if len(name) <= LINES_ABOVE and not name[:1].isdigit() else ""


def _line_of(text: str, value: str) -> int:
    """The line of the page on which a value begins, as far as it can be found, else 1."""
    at = text.find(value.partition("\n")[0][:20]) if value else -1
    return text.count("\n", 0, at) + 1 if at > 0 else 1
