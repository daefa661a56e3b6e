"""The head of an HTML page: its title, its ``<meta>`` elements and its linked data."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.json_syntax import JSON_ERRORS
from newsgrep.readers.relaxed_json import to_json
from newsgrep.readers.web.page_elements import FILED_UNDER, PUBLISHED_BY, told_by_elements
from newsgrep.readers.web.page_lines import one_line
from newsgrep.readers.web.signed_names import SIGNED_ELEMENTS, signed_name
from newsgrep.text.dates import parse_date
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

# Names of <meta> elements, the most telling first.
TITLES = ("og:title", "twitter:title", "articletitle", "title", "dc.title", "headline", "weibo:article:title")
DATES = (
    "article:published_time",
    "og:published_time",
    "publishdate",
    "pubdate",
    "publish_time",
    "publishtime",
    "publish-date",
    "og:release_date",
    "datepublished",
    "apub:time",
    "weibo:article:create_at",
    "bytedance:published_time",
    "rnews:datepublished",
    "originalpublicationdate",
    "dc.date",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
SOURCES = ("contentsource", "source", "mediaid", "article:publisher", "media", "site_name")
SITES = ("og:site_name", "application-name", "sitename", "apple-mobile-web-app-title", PUBLISHED_BY)
AUTHORS = ("article:author", "og:article:author", "author", "dc.creator", "byline", "parsely-author")
SECTIONS = (
    *("article:section", "columnname", "section", "articlesection", "og:article:section", "channel"),
    FILED_UNDER,
)
ADDRESSES = ("og:url", "twitter:url")
OFFICE_PROGRAM = lazy_pattern(r"(?:libreoffice|openoffice|microsoft\s+(?:word|excel)|wps)", re.IGNORECASE)
LONGEST_LD = 1 << 20
MOST_LD = 20


class Meta(NamedTuple):
    """The head of a page: its ``<title>``, ``<meta>`` values by name in lower case, JSON-LD, address and time.

    ``signed`` is the only name that stands in elements for that of an author.
    """

    title: str
    values: dict[str, str]
    linked: dict[str, Any]
    address: str
    time: str
    signed: str

    def first(self, names: Iterable[str]) -> str:
        """The first of these values that there is."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def written_titles(meta: Meta) -> tuple[str, ...]:
    """The titles that the head of a page gives; the site's name may follow."""
    return (meta.first(TITLES), text_of(meta.linked.get("headline")), meta.title)


def read_meta(tree: Any, html: str) -> Meta:
    """The head of a parsed page; its elements are gone through once for what they hold and for who wrote it."""
    values: dict[str, str] = {}
    nodes = tree.css(f"meta[content], [itemprop][content], {SIGNED_ELEMENTS}")
    for node in nodes:
        attributes = node.attributes
        if "content" not in attributes or (node.tag != "meta" and "itemprop" not in attributes):
            continue
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        values.setdefault(name.strip().lower(), one_line(attributes.get("content") or ""))
    if OFFICE_PROGRAM.match(values.get("generator", "")):
        values.pop("author", None)  # who uses the program
    values |= {name: told for name, told in told_by_elements(tree, html) if name not in values}
    title = tree.css_first("title")
    canonical = tree.css_first("link[rel=canonical][href]")
    address = (canonical.attributes.get("href") or "") if canonical else ""
    times = [node.attributes.get("datetime") or "" for node in islice(tree.css("time[datetime]"), MOST_LD)]
    time = times[0] if times and len(set(map(parse_date, times))) == 1 else ""
    return Meta(one_line(title.text() if title else ""), values, _linked_data(tree), address, time, signed_name(nodes))


def _linked_data(tree: Any) -> dict[str, Any]:
    """The article that the page's JSON-LD (https://schema.org/Article) describes, or nothing."""
    for node in islice(tree.css('script[type="application/ld+json"]'), MOST_LD):
        text = node.text()
        if len(text) > LONGEST_LD:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            value = _relaxed(text)
        for item in _items(value):
            if isinstance(item, dict) and (item.get("headline") or item.get("datePublished")):
                return item
    return {}


def _relaxed(text: str) -> Any:
    """JSON with comments or a comma too many in it, as sites write it by hand; None if it is no data."""
    try:
        return json.loads(to_json(text).json, strict=False)
    except JSON_ERRORS:
        return None


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        graph = value.get("@graph")
        return [value, *graph] if isinstance(graph, list) else [value]
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """The text of a value of linked data, or that of the first of several; empty if it is none."""
    while isinstance(value, list) and value:
        value = value[0]
    return one_line(value) if isinstance(value, str) else ""
