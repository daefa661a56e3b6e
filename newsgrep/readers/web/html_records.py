"""HTML files that hold many articles: tables with a header, and pages that Factiva exports."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.records import Record
from newsgrep.readers.texts.factiva import ROLES as FACTIVA_CODES
from newsgrep.readers.web.page_lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.field_roles import FieldMap

SPREADSHEET = re.compile(
    r"urn:schemas-microsoft-com:office:excel|<x:ExcelWorkbook|ProgId content=.?Excel", re.IGNORECASE
)
# Rows above the header, such as a caption.
MOST_CAPTIONS = 6
# The title of the source of a page.
SOURCE_OF = "view-source:"
FACTIVA = 'div[id^="article-"][class*="rticle"]'
FACTIVA_TEXT = 'p[class*="articleParagraph"]'
# A message as Telegram exports it, and its time: 18.03.2025 09:15:00 UTC+08:00.
TELEGRAM = "div.message.default div.body"
MOMENT = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")


class _Posts(NamedTuple):
    """Where a site shows posts of one page, by CSS: each post, and in it its text, author, day and address.

    ``title`` is that of all, ``outlet`` is the source of all, and ``source`` names that of each.
    """

    post: str
    text: str
    day: str
    author: str = ""
    source: str = ""
    address: str = ""
    title: str = ""
    outlet: str = ""


# A channel on Telegram's site; the answers to a question on Zhihu.
POSTS = (
    _Posts(
        "div.tgme_widget_message",
        "div.tgme_widget_message_text",
        "a.tgme_widget_message_date time",
        source=".tgme_widget_message_owner_name, .tgme_widget_message_author",
        address="a.tgme_widget_message_date",
    ),
    _Posts(
        "div.AnswerItem",
        ".RichContent-inner .RichText, .RichText",
        'meta[itemprop="dateCreated"]',
        author=".AuthorInfo-name",
        title="h1.QuestionHeader-title",
        outlet="知乎",
    ),
)
WORDS = re.compile(r"\d[\d,]*\s*(?:字|words|文字)$", re.IGNORECASE)
DAY = re.compile(r"^\d{1,2}\s+\S+\s+\d{4}$|^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?$")
DOCUMENT = re.compile(r"^(?:文件|Document|檔案)\s+([A-Za-z0-9]{10,})$")


def page_in_source(tree: Any) -> str:
    """The markup of a page whose source a browser showed, a row of a table for each line; empty of any other."""
    title = tree.css_first("title")
    if title is None or not title.text().startswith(SOURCE_OF):
        return ""
    return "\n".join(node.text() for node in tree.css("td.line-content"))


def is_spreadsheet(path: str, text: str) -> bool:
    """Whether a page is a table that a program saved for Excel.

    >>> is_spreadsheet("2025.xls", "<table>"), is_spreadsheet("2025.html", "<table>")
    (True, False)
    """
    return path.lower().endswith(".xls") or bool(SPREADSHEET.search(text[:4000]))


def page_records(tree: Any, fields: FieldMap, *, is_table: bool) -> Iterator[Record]:
    """The records of a page of many articles; none if it is a page with one story.

    A table needs columns for title and text; one that ``is_table`` saved for Excel, two known columns.
    """
    articles = tree.css(FACTIVA)
    if articles:
        yield from (Record(values, number) for number, values in enumerate(map(_factiva, articles), 1) if values)
        return
    if messages := tree.css(TELEGRAM):
        yield from _messages(tree, messages)
        return
    for site in POSTS:
        if posts := tree.css(site.post):
            yield from _posts(tree, site, posts)
            return
    if tree.css_first("tr") and (tables := tree.css("table")):
        yield from _table(max(tables, key=lambda table: len(table.css("tr"))), fields, is_table=is_table)


def _messages(tree: Any, messages: Sequence[Any]) -> Iterator[Record]:
    """The messages of a channel that have a text; ``line`` counts messages."""
    name = tree.css_first("div.page_header div.text")
    for number, message in enumerate(messages, start=1):
        text, day = message.css_first("div.text"), message.css_first("div.date")
        if text is None:
            continue
        moment = MOMENT.match((day.attributes.get("title") or "") if day else "")
        date = f"{moment[3]}-{moment[2]}-{moment[1]}T{moment[4]}{moment[5] or ''}" if moment else ""
        source = one_line(name.text()) if name else ""
        yield Record({"body": text.inner_html or "", "date": date, "source": source}, number, unit="row")


def _posts(tree: Any, site: _Posts, posts: Sequence[Any]) -> Iterator[Record]:
    """The posts of a page that have a text; ``line`` counts posts."""
    title = _text_in(tree, site.title)
    for number, post in enumerate(posts, start=1):
        text, day = post.css_first(site.text), post.css_first(site.day)
        if text is None:
            continue
        link = post.css_first(site.address) if site.address else None
        values = {
            "title": title,
            "body": text.inner_html or "",
            "date": (day.attributes.get("datetime") or day.attributes.get("content") or "") if day else "",
            "author": _text_in(post, site.author),
            "source": site.outlet or _text_in(post, site.source),
            "url": (link.attributes.get("href") or "") if link else "",
        }
        yield Record({role: value for role, value in values.items() if value}, number, unit="row")


def _text_in(node: Any, selector: str) -> str:
    """The text of the first element within a node that a selector finds."""
    found = node.css_first(selector) if selector else None
    return one_line(found.text()) if found else ""


def _table(table: Any, fields: FieldMap, *, is_table: bool) -> Iterator[Record]:
    """The rows of a table as records; ``line`` counts rows."""
    rows = table.css("tr")
    for at, row in enumerate(rows[:MOST_CAPTIONS]):
        header = [one_line(cell.text()) for cell in _cells(row)]
        if _is_header(header, fields, is_table=is_table):
            yield from _rows(header, rows[at + 1 :], at + 2)
            return


def _is_header(header: Sequence[str], fields: FieldMap, *, is_table: bool) -> bool:
    if len(header) < len(("title", "body")) or len(header) > len(set(filter(None, header))) + 1:
        return False
    picks = fields.roles(dict.fromkeys(header)).picks
    known = sum(map(bool, picks.values()))
    return bool(picks["title"] and picks["body"]) or (is_table and known >= len(("title", "date")))


def _rows(header: Sequence[str], rows: Sequence[Any], begin: int) -> Iterator[Record]:
    for number, row in enumerate(rows, start=begin):
        cells = _cells(row)
        if not cells or len(cells) > len(header):
            continue
        values = {name: cell.inner_html or "" for name, cell in zip(header, cells, strict=False) if name}
        texts = [one_line(cell.text()) for cell in cells]
        if any(texts) and texts != list(header):
            yield Record(values, number, unit="row")


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _factiva(article: Any) -> dict[str, str]:
    """An article as Factiva prints it, with or without the codes of its fields."""
    coded = [[one_line(cell.text()) for cell in _cells(row)] for row in article.css("tr")]
    values: dict[str, str] = {}
    for cells in coded:
        if len(cells) == len(("code", "value")) and cells[0] in FACTIVA_CODES:
            name = FACTIVA_CODES[cells[0]]
            values[name] = "\n".join(filter(None, (values.get(name), cells[1])))
    paragraphs = [one_line(node.text()) for node in article.css(FACTIVA_TEXT)]
    if paragraphs:
        values["body"] = "\n".join(text for text in paragraphs if not DOCUMENT.match(text))
    headline = article.css_first('#hd, [class*="Headline"]')
    if headline:
        values["title"] = one_line(headline.text())
    for name, value in _imprint([one_line(node.text()) for node in islice(article.iter(), 20) if node.tag == "div"]):
        values.setdefault(name, value)
    return values


def _imprint(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands between headline and text: author, words, day, time, medium."""
    for at, line in enumerate(lines):
        if WORDS.search(line) and at > 1:
            yield "author", lines[at - 1]
        if DAY.match(line):
            yield "date", line
            after = [text for text in lines[at + 1 : at + 3] if not CLOCK.match(text)]
            if after:
                yield "source", after[0]
