"""One page of HTML that needs nothing else: charts, a list, and the articles with their matches marked.

All that comes from the corpus is escaped, and the page forbids scripts and anything from elsewhere (Content Security
Policy), so that it is as harmless as a text.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from newsgrep.message import Message, plural
from newsgrep.printers.exports.charts import MOST_BARS, bars, by_period, columns
from newsgrep.printers.exports.columns import clean
from newsgrep.printers.kind_names import KIND_NAMES
from newsgrep.printers.title import shown_title
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgrep.corpus_stats.export import Exported
    from newsgrep.message import Catalogue
    from newsgrep.model import Article, Span
    from newsgrep.printers.exports.about import About

STYLE = Path(__file__).with_name("page.css")
WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# Bytes of articles that are kept in memory until the list above them is complete.
IN_MEMORY = 1 << 24
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(about: About, articles: Iterable[Exported], file: IO[bytes], catalogue: Catalogue) -> None:
    """Write the page; articles are read once, and kept until what comes above them is known."""
    dates, sources, listed = [], Counter[str](), []
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        for exported in articles:
            article = exported.article
            dates.append(article.date)
            sources[article.source or ""] += 1
            listed.append(_in_list(exported, catalogue))
            body.write(article_html(exported, catalogue).encode("utf-8", "replace"))
        periods = by_period(dates)
        charts = columns(periods, _by_date(len(dates) - sum(count for _, count in periods)).render(catalogue))
        if len(sources) > 1:
            none = Message("(none)").render(catalogue)
            charts += bars(sources, _by_source(len(sources)).render(catalogue), none)
        file.write(_head(about, catalogue).encode("utf-8", "replace"))
        file.write(f"{charts}<nav><ol>\n{''.join(listed)}</ol></nav>\n".encode("utf-8", "replace"))
        body.seek(0)
        shutil.copyfileobj(body, file)
    file.write(b"</main>\n</body>\n</html>\n")


def _by_date(others: int) -> Message:
    """What the chart over time is called; ``others`` are the articles that it leaves out."""
    if not others:
        return Message("articles by date")
    return plural(
        others,
        "articles by date, without 1 not dated to the day",
        "articles by date, without {:,} not dated to the day",
    )


def _by_source(sources: int) -> Message:
    if sources <= MOST_BARS:
        return Message("articles by source")
    return Message("articles by source, the first {:,} of {:,}", MOST_BARS, sources)


def _head(about: About, catalogue: Catalogue) -> str:
    """The page down to what it says of itself."""
    title = about.title(catalogue)
    facts = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>\n" for name, value in about.facts(catalogue))
    strata = "".join(
        f"<tr><td>{text(part.name)}</td><td>{part.articles:,}</td><td>{part.drawn:,}</td></tr>\n"
        for part in about.strata
    )
    names = map(Message, ("stratum", "articles", "drawn"))
    drawn = "".join(f"<th>{text(name.render(catalogue))}</th>" for name in names)
    return page_head(title, STYLE.read_text(encoding="utf-8")) + (
        f"<main>\n<h1>{text(title)}</h1>\n<dl>\n{facts}</dl>\n"
        + (f"<table>\n<tr>{drawn}</tr>\n{strata}</table>\n" if strata else "")
    )


def page_head(title: str, style: str) -> str:
    """The beginning of a page that runs and loads nothing; its articles are Chinese, whatever its labels are."""
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )


def _in_list(exported: Exported, catalogue: Catalogue) -> str:
    """A line of the list: a link to the article below."""
    article = exported.article
    title = shown_title(article) or Message("(untitled)").render(catalogue)
    facts = " · ".join(filter(None, (article.date, article.source)))
    return f'<li><a href="#a{exported.rank}">{text(title)}</a> <small>{text(facts)}</small></li>\n'


def article_html(exported: Exported, catalogue: Catalogue) -> str:
    """An article as HTML, with its matches marked."""
    article = exported.article
    title = marked(article.title, exported.title_matches) if article.title else text(shown_title(article))
    title = title or text(Message("(untitled)").render(catalogue))
    if address := web_address(article.url):
        title = f'<a href="{escape(address)}" rel="noopener noreferrer">{title}</a>'
    facts = facts_of(article, catalogue, exported.reprints)
    pairs = zip(article.paragraphs, exported.matches, strict=True)
    paragraphs = "".join(f'<p class="{part.role}">{marked(part.text, spans)}</p>\n' for part, spans in pairs)
    return (
        f'<article id="a{exported.rank}">\n<h2><span>{exported.rank}</span> {title}</h2>\n'
        f'<p class="facts">{text(" · ".join(facts))} <code>{text(visible(article.id))}</code></p>\n'
        f"{paragraphs}</article>\n"
    )


def facts_of(article: Article, catalogue: Catalogue, reprints: int | None = 0) -> Iterator[str]:
    """Kind, source, agency, date, section and authors of an article, as far as they are known, and its reprints."""
    if article.kind in KIND_NAMES:
        yield Message(KIND_NAMES[article.kind]).render(catalogue)
    yield from filter(None, dict.fromkeys((article.source, article.agency, article.date, article.section)))
    if article.reporters:
        yield Message("reporter {}", " ".join(article.reporters)).render(catalogue)
    if article.correspondents:
        yield Message("correspondent {}", " ".join(article.correspondents)).render(catalogue)
    if reprints:
        yield plural(reprints, "1 reprint", "{:,} reprints").render(catalogue)


def marked(written: str, spans: Sequence[Span]) -> str:
    """A text, escaped, with its matches marked.

    >>> from newsgrep.model import Span
    >>> marked("<b>大桥</b>", [Span(3, 5)])
    '&lt;b&gt;<mark>大桥</mark>&lt;/b&gt;'
    """
    found, done = [], 0
    for span in spans:
        found += [text(written[done : span.start]), "<mark>", text(written[slice(*span)]), "</mark>"]
        done = span.end
    return "".join((*found, text(written[done:])))


def text(written: str) -> str:
    """A text as HTML."""
    return escape(clean(written))


def web_address(address: str | None) -> str:
    """The address of an article on the web, percent-encoded; empty if it is none.

    >>> web_address("https://jcrb.example.cn/要闻?a=1"), web_address("javascript:alert(1)")
    ('https://jcrb.example.cn/%E8%A6%81%E9%97%BB?a=1', '')
    """
    if not address or not WEB.match(address.strip()):
        return ""
    return quote(clean(address.strip()), safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
