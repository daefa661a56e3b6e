"""The facts of a record: values on one line, the date, the address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.figure_dates import day_by_address
from newsgrep.readers.han import HAN
from newsgrep.readers.picks import Joined, Nested, Pick
from newsgrep.readers.records import Record
from newsgrep.readers.role_names import (
    DOMAIN_NAMES,
    FIELD_NAMES,
    JUDGMENTS,
    KINDS_OF_RECORD,
    LAST_NAMES,
    NO_SECTIONS,
    NUMBERED_NAMES,
    PAGE_NAMES,
)
from newsgrep.readers.tables.column_roles import is_source_cell
from newsgrep.readers.values import NULLS, first_value, raw_value, text_of
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair
from newsgrep.text.timestamps import moment_of, timestamp_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from newsgrep.readers.field_roles import FieldMap, Roles

CREDIT = re.compile(r"(?:来源|來源|稿源|source)\s*[:：]\s*([^\s:：|]{2,40})", re.IGNORECASE)
# Characters of the name of a source.
LONGEST_SOURCE = 60
# An id that is taken as it is.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,100}")
# What a text is rated.
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# What a page writes before a value, so that crawlers take it along.
VALUE_LABEL = re.compile(
    r"(?:(?:文章|新闻|信息|本文)?(?:来源|來源)|稿源|出处|作者|记者|記者|栏目|欄目|版面)\s*[:：]\s*"
)
# What PHPCMS writes behind the name of a source: the number of its entry.
ENTRY = re.compile(r"\|\d{0,6}$")
ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/?#]+\.[^\s]{1,2000}|[^\s]{1,2000}\.(?:jpe?g|png|gif|webp|svg|mp[34])$", re.IGNORECASE
)
# What tells where a part of a text begins.
SPAN_KEYS = frozenset(("start", "start_offset", "offset"))
# The keys under which an object holds an address, as feeds write links.
LINK_KEYS = ("href", "url", "link", "@id")
# The name of a file, which is no source.
FILE = re.compile(r"\S{1,200}\.(?:md|markdown|txt|html?|json|csv|xml|docx?|xlsx?|pdf)", re.IGNORECASE)
# An address of a picture or a film, which is none of an article.
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|m3u8|flv)(?![A-Za-z0-9])", re.IGNORECASE)


class Fact(NamedTuple):
    """A text of a record, and which value it was."""

    text: str | None = None
    pick: Pick | None = None


NO_FACT = Fact()


def fact_in(record: Record, role: str, picks: Iterable[Pick]) -> Fact:
    """A value on one line. An address is no source, nor is a text; a list of words is a section only if no name is."""
    words = page = NO_FACT
    for pick in picks:
        raw = record.values.get(pick) if type(pick) is str else None
        if (raw is None and type(pick) is str) or (type(raw) is list and any(map(_is_span, raw))):
            continue
        if type(raw) is str and role == "id" and IDENTIFIER.fullmatch(raw) and raw not in NULLS:
            return Fact(raw, pick)
        if type(raw) is str and role != "id" and len(raw) <= LONGEST_SOURCE and raw[:1] != "[":
            fact = _short_fact(role, raw, pick)
        else:
            fact = _usable(role, _line_value(record, role, pick), pick)
        if fact.text and role == "section" and _are_words(raw):
            words = words if words.text else fact
        elif fact.text and role == "section" and fact.text.isdecimal():
            page = page if page.text else fact  # another field may have the name of the page
        elif fact.text and (not page.text or _is_of_page(pick)):
            return fact
    return page if page.text else words


def _is_of_page(pick: Pick) -> bool:
    """Whether the name of a value is that of a page."""
    return isinstance(pick, str) and bool(PAGE_NAMES.search(bare(pick)))


def _is_span(item: Any) -> bool:
    """Whether an item of a list is a part of a text with its kind, as annotators mark them, and no fact."""
    return isinstance(item, list) or (isinstance(item, dict) and not SPAN_KEYS.isdisjoint(item))


def _are_words(raw: Any) -> bool:
    """Whether a value is a list of several words, or one that Python has printed."""
    return (isinstance(raw, list) and len(raw) > 1) or (type(raw) is str and raw[:2] in {"['", '["'} and "," in raw)


def _usable(role: str, text: str, pick: Pick) -> Fact:
    """A value on one line, unless it cannot have the role: the number of a class, a kind of page, an address."""
    if role == "section":
        is_other = is_no_section(text, pick)
    elif role == "source":
        is_other = len(text) > LONGEST_SOURCE or text.isdecimal() or bool(ADDRESS.match(text) or FILE.fullmatch(text))
        is_other = is_other or (
            isinstance(pick, str) and bare(pick) in DOMAIN_NAMES and text.isascii() and "." not in text
        )
        is_other = is_other or (_may_be_place(pick) and not is_source_cell(text))
    else:
        is_other = role == "author" and text.isdecimal()
    return NO_FACT if is_other or not text else Fact(text, pick)


@lru_cache(maxsize=1 << 10)
def _may_be_place(pick: Pick) -> bool:
    """Whether a value is where something is from: a medium, but as often a place or a person."""
    name = bare(pick) if isinstance(pick, str) else ""
    return name.endswith(LAST_NAMES["source"]) and name not in FIELD_NAMES["source"]


def is_no_section(text: str, pick: Pick) -> bool:
    """Whether the value of a field is a path, numbers unless of a page, a kind of page or what is judged of texts.

    >>> is_no_section("doc", "type"), is_no_section("社会", "type"), is_no_section("news", Nested(("meta", "type")))
    (True, False, True)
    """
    name = bare(pick if isinstance(pick, str) else pick.path[-1]) if isinstance(pick, str | Nested) else ""
    if text.isascii() and text.count("/") > 1:  # a path, such as that of a folder or a state
        return True
    if name in KINDS_OF_RECORD and not HAN.search(text):  # what kind of a record it is
        return True
    if name in NUMBERED_NAMES and (text.isdecimal() or fold(text) in NO_SECTIONS):
        return True
    of_page = bool(PAGE_NAMES.search(name))
    return all(word in JUDGMENTS or (not of_page and NUMBER.fullmatch(word)) for word in fold(text).split())


def _line_value(record: Record, role: str, pick: Pick) -> str:
    text = VALUE_LABEL.sub("", _on_a_line(role, first_value(record, role, (pick,))[0].text), count=1)
    return ENTRY.sub("", text) if role == "source" else text


@lru_cache(maxsize=1 << 12)  # most articles of a file are from few sources and sections
def _short_fact(role: str, raw: str, pick: Pick) -> Fact:
    return _usable(role, _line_value(Record({role: raw}, 1), role, role), pick)


@lru_cache(maxsize=1 << 12)
def _day(text: str, zone: dt.tzinfo, in_table: bool) -> str | None:  # noqa: FBT001 (a key of the cache)
    return timestamp_day(text, zone, in_table=in_table)


def date_in(record: Record, picks: Iterable[Pick], fields: FieldMap, roles: Roles) -> Fact:
    """The first date among the values; one relative to when the record was fetched, if that is known."""
    fetched: dt.datetime | None = None
    in_table = record.spread or record.unit == "row"
    if roles.seen:
        fetched = next(filter(None, (moment_of(text_of(record.values[name])) for name in roles.seen)), None)
    for pick in picks:
        text = repair(text_of(raw_value(record, pick)))
        if not text:
            continue
        if fetched or len(text) > LONGEST_SOURCE:
            date = timestamp_day(text, fields.zone, in_table=in_table, seen=fetched)
        else:
            date = _day(text, fields.zone, in_table)
        if not date and text[:1].isdigit():
            date = day_by_address(text, address_in(record, roles.picks["url"]).text or "")
        if date:
            return Fact(date, pick)
    if roles.date_parts:
        parts = [text_of(record.values[name]).strip() for name in roles.date_parts]
        if date := timestamp_day("-".join(parts), fields.zone):
            return Fact(date, Joined(roles.date_parts))
    return NO_FACT


def credited_source(record: Record, picks: Iterable[Pick]) -> str | None:
    """The source that is written beside the date or the author: 2025-03-18 09:15 来源：江城日报."""
    for pick in picks:
        text = _on_a_line("date", text_of(raw_value(record, pick)))
        if match := CREDIT.search(text):
            return match[1]
    return None


def address_in(record: Record, picks: Iterable[Pick]) -> Fact:
    """The address of an article."""
    for pick in picks:
        text = text_of(_linked(raw_value(record, pick))).strip()
        if "//" in text and ADDRESS.fullmatch(text) and not PICTURE.search(text):
            return Fact(repair(text), pick)
    return NO_FACT


def _linked(value: Any) -> Any:
    """The address in an object, or in the first of several; else the value."""
    first = value[0] if type(value) is list and value else value
    return next((first[key] for key in LINK_KEYS if key in first), value) if type(first) is dict else value


def _on_a_line(role: str, value: str) -> str:
    """A value on one line; authors, one per line, are joined by 、 because Latin names contain spaces."""
    if "\n" not in value:
        return " ".join(value.split())
    lines = [line for part in value.split("\n") if (line := " ".join(part.split()))]
    if role == "author":
        return "、".join([line for line in lines if not CREDIT.search(line)] or lines)
    return " ".join(lines)
