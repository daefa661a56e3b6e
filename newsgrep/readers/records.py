"""Records with any field names → articles."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.model import KINDS, Article, Paragraph, Unit
from newsgrep.readers.authors import merged_names, outlet_among, people_of, splitter
from newsgrep.readers.field_roles import FieldMap, Joined, Nested, Pick, Roles, bare
from newsgrep.readers.figure_dates import day_by_address
from newsgrep.readers.han import HAN
from newsgrep.readers.headlines import (
    bracketed_headline,
    headline_group,
    headlines_of,
    is_headline,
    without_emphasis,
    without_repeated_title,
    without_source,
)
from newsgrep.readers.role_names import (
    ANSWERS,
    DOMAIN_NAMES,
    FIELD_NAMES,
    JUDGMENTS,
    KINDS_OF_RECORD,
    LAST_NAMES,
    NO_SECTIONS,
    NOTES,
    NUMBERED_NAMES,
    OTHER_TEXTS,
    PAGE_NAMES,
)
from newsgrep.readers.tables.column_roles import is_source_cell
from newsgrep.readers.texts.labels import ABOVE_TEXTS, any_of, role_of
from newsgrep.readers.values import (
    NO_VALUE,
    NULLS,
    FieldText,
    first_value,
    is_conversation,
    names_markdown,
    raw_value,
    text_of,
)
from newsgrep.text.dates import date_in_path
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair
from newsgrep.text.timestamps import moment_of, timestamp_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from newsgrep.readers.understood import UseRecorder


# Front matter: what crawlers write above the text in a file with a single article.
FACT_NAME = any_of(ABOVE_TEXTS)
FACT = re.compile(rf"(?:^|(?<=\s))({FACT_NAME}):\s*(.*?)(?=\s+(?:{FACT_NAME}):|\s*$)")  # of folded texts
# Nothing but a date is above the first label: most lines have none, which is quickly seen.
COLON, FACT_BEGINS, BEGINS_WITHIN = re.compile("[:：]"), re.compile(rf"(?:^|\s)(?:{FACT_NAME}):"), 40
CREDIT = re.compile(r"(?:来源|來源|稿源|source)\s*[:：]\s*([^\s:：|]{2,40})", re.IGNORECASE)
DATE_ONLY = re.compile(r"[\d\s:：年月日/.-]{6,20}")
# A date behind the name of a source.
DATE_BEHIND = re.compile(r"(\S.{1,24}?)[\s|｜]{1,4}((?:19|20)\d\d[-/.年]\d.{2,20})")
HEAD_LINES = 8
# Characters of an id. Of a longer one the beginning is kept, and a digest.
LONGEST_KEY = 500
# The roles whose values are a line.
ONE_LINE = ("source", "section", "author", "kind", "id")
# Characters of the name of a source.
LONGEST_SOURCE = 60
# An id that is taken as it is.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,100}")
# Characters of a title without a name of its own.
LONGEST_TITLE = 60
# Characters of a text without a name of its own, and of one that is the only one.
SHORTEST_TEXT, SHORTEST_ONLY = 50, 8
# What a text is rated.
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# Characters by which it is seen whether a text has its lead in it.
LEAD_COMPARED = 20
# What a page writes before a value, so that crawlers take it along.
VALUE_LABEL = re.compile(
    r"(?:(?:文章|新闻|信息|本文)?(?:来源|來源)|稿源|出处|作者|记者|記者|栏目|欄目|版面)\s*[:：]\s*"
)
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


class Record(NamedTuple):
    """A record of a source file: field name → value, and the source line, from 1, where it (or each value) begins.

    In a ``spread`` record, line ends within a value are line ends of the file (CSV, XML), else they are escapes (JSON).
    ``fingerprint`` is that of its line, if its format has them. ``member`` is the part of the file that holds the
    record (a sheet, a table, a chapter), and ``unit`` is what ``line`` counts there. ``defaults`` are the facts of the
    record that it does not name itself but what it is in does: source, section, date, id. ``hints`` are the fields of
    roles for which no field is named; ``doubts`` are the names of what its reader finds odd (see ``oddities``).
    """

    values: Mapping[str, Any]
    line: int
    starts: Mapping[str, int] = MappingProxyType({})
    spread: bool = False
    fingerprint: str | None = None
    member: str = ""
    unit: Unit = "line"
    defaults: Mapping[str, str] = MappingProxyType({})
    hints: Mapping[str, str] = MappingProxyType({})
    doubts: tuple[str, ...] = ()


class Fact(NamedTuple):
    """A text of a record, and which value it was."""

    text: str | None = None
    pick: Pick | None = None


NO_FACT = Fact()


class UnchangedRecord(NamedTuple):
    """A record whose fingerprint was known, so that it was not read."""

    fingerprint: str


def article_of(
    record: Record, path: str, number: int, fields: FieldMap, uses: UseRecorder | None = None
) -> Article | None:
    """The article of a record, or None if it has neither title nor body; ``number`` is the key if it has no id.

    ``uses`` is told which values became what.
    """
    roles = fields.roles(record.values, in_table=record.spread or record.unit == "row")
    picks, defaults = roles.picks, record.defaults
    if record.hints:
        picks = {role: names or tuple(filter(None, [record.hints.get(role)])) for role, names in picks.items()}
    title, title_pick, body, body_pick = _title_and_body(record, picks)
    if body.text[:1] == "{" and (inner := _inner_object(record, fields)):
        return article_of(inner, path, number, fields, uses)
    if "body" not in fields.mapping and (not body.text or _is_abstract(body_pick)):
        has_title = bool(title.text) or any(map(_is_answer, record.values))
        body, body_pick = _unnamed_body(record, roles, body, body_pick, has_title=has_title)
    title, title_pick = (title, title_pick) if picks["title"] else _answered(record, body)
    headlines, paragraphs = headlines_of(title), _body(body)
    if roles.leads and paragraphs:
        paragraphs, body_pick = _with_lead(record, roles.leads, paragraphs, body_pick)
    if headlines and (roles.kickers or roles.decks):
        headlines, title_pick = headline_group(record, roles, headlines, title_pick)
    if paragraphs and (not headlines or names_markdown(body_pick)):
        has_title = bool(picks["title"]) or _is_conversation(record, body_pick)
        headlines, paragraphs = _with_headline(headlines, paragraphs, has_title=has_title)
    if not headlines and not paragraphs:
        inner = _inner_object(record, fields)
        return article_of(inner, path, number, fields, uses) if inner else None
    text = {role: _fact(record, role, picks[role]) if picks[role] else NO_FACT for role in ONE_LINE}
    named = "/".join([str(record.values[name]) for name in roles.files])
    date = _date(record, picks["date"], fields, roles)
    url = _url(record, (*picks["url"], *picks["id"]))
    source, section, author, kind, key = text.values()
    if section.text and section.text.isdecimal() and not (date.text or source.text or defaults):
        section = NO_FACT  # the number of a page of an answer rather than of a paper
    people, dateline = people_of(author.text, paragraphs), splitter().find_dateline(paragraphs)
    outlet = outlet_among(author.text) if author.text else None
    reporters = tuple(name for name in people.reporters if name != outlet)
    if uses:
        uses.add(record, (title_pick, body_pick, date.pick, source.pick, section.pick, author.pick, url.pick))
    return Article(
        path=path,
        key=_key_of(given) if (given := key.text or defaults.get("id")) else str(number),
        headlines=without_source(headlines, source.text),
        paragraphs=paragraphs,
        kind=next((each for each in KINDS if each == kind.text), "article") if kind.text else "article",
        date=date.text or defaults.get("date") or (named and date_in_path(named)) or date_in_path(path),
        source=source.text or _credited(record, (*picks["date"], *picks["author"])) or defaults.get("source") or outlet,
        section=section.text or defaults.get("section"),
        reporters=reporters,
        correspondents=people.correspondents,
        photographers=people.photographers,
        agency=dateline.agency,
        place=dateline.place,
        url=url.text or defaults.get("url"),
        unit=record.unit,
    )


def _with_lead(
    record: Record, leads: Sequence[Pick], paragraphs: tuple[Paragraph, ...], body: Pick | None
) -> tuple[tuple[Paragraph, ...], Pick | None]:
    """The text with the first paragraph that a field of its own has, unless that is in it already; and where it is."""
    lead, pick = first_value(record, "body", leads)
    begin = lead.text.strip()[:LEAD_COMPARED]
    if pick is None or pick == body or "。" not in lead.text or any(begin in each.text for each in paragraphs):
        return paragraphs, body
    return (*_body(lead), *paragraphs), Joined((pick, *([body] if body else [])))


def _with_headline(
    headlines: tuple[Paragraph, ...], paragraphs: tuple[Paragraph, ...], *, has_title: bool
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Headlines and text: the headline may be the first line of the text, or stand there a second time in Markdown."""
    first, has_more = paragraphs[0], len(paragraphs) > 1
    if headlines:
        return without_repeated_title(headlines, paragraphs) if has_more else (headlines, paragraphs)
    if has_title:  # a title that is empty
        return bracketed_headline(first), paragraphs
    if has_more and is_headline(first.text):
        return (without_emphasis(first._replace(role="headline")),), paragraphs[1:]
    return headlines, paragraphs


def _is_conversation(record: Record, pick: Pick | None) -> bool:
    """Whether the body is a conversation, whose first line is a question and no headline."""
    return isinstance(pick, str) and is_conversation(record.values.get(pick))


def _inner_object(record: Record, fields: FieldMap) -> Record | None:
    """A record with the values of the only object that is stored as a string in it; None if that is no article."""
    from newsgrep.readers.json_syntax import json_in_string

    found = [json_in_string(value) for value in record.values.values() if type(value) is str and value[:1] == "{"]
    if len(found) != 1 or not isinstance(found[0], dict):
        return None
    picks = fields.roles(found[0]).picks
    return record._replace(values={**record.values, **found[0]}) if picks["title"] and picks["body"] else None


def _key_of(value: str) -> str:
    """A record's id as the key of its article, of a bounded length."""
    if len(value) <= LONGEST_KEY:
        return value
    from hashlib import blake2b

    digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{value[:LONGEST_KEY]}…{digest}"


def _title_and_body(
    record: Record, picks: Mapping[str, tuple[Pick, ...]]
) -> tuple[FieldText, Pick | None, FieldText, Pick | None]:
    """The title and the body: one value is not both, and a long text is no title unless it is named so."""
    body, body_pick = first_value(record, "body", picks["body"])
    titles = picks["title"]
    if body_pick in titles:
        titles = tuple(pick for pick in titles if pick != body_pick)
    title, pick = first_value(record, "title", titles)
    if _may_be_either(pick) and len(title.text) > LONGEST_TITLE:
        return (NO_VALUE, None, body, body_pick) if body.text else (NO_VALUE, None, title, pick)
    has_own_title = any(pick in record.values for pick in titles if isinstance(pick, str) and not _may_be_either(pick))
    if not title.text and not has_own_title and _may_be_either(body_pick) and len(body.text) <= LONGEST_TITLE:
        return body, body_pick, NO_VALUE, None
    return title, pick, body, body_pick


@lru_cache(maxsize=1 << 10)
def _is_abstract(pick: Pick | None) -> bool:
    """Whether a value is a body only where there is no other, such as a summary."""
    return isinstance(pick, str) and bare(pick) in LAST_NAMES["body"]


def _unnamed_body(
    record: Record, roles: Roles, body: FieldText, pick: Pick | None, *, has_title: bool
) -> tuple[FieldText, Pick | None]:
    """The text of a record that no name tells, or its abstract if there is none; a short one is below a title."""
    found, found_pick = _only_text(record, roles, max(SHORTEST_TEXT, 2 * len(body.text)))
    if has_title and not found.text and not body.text:
        found, found_pick = _only_text(record, roles, SHORTEST_ONLY)
        if isinstance(found_pick, str) and NOTES.search(bare(found_pick)):
            return body, pick
    return (found, found_pick) if found.text else (body, pick)


def _only_text(record: Record, roles: Roles, shortest: int) -> tuple[FieldText, Pick | None]:
    """The only long text of a record, whatever it is called; none if there are several, or if it is a remark."""
    taken = {pick for picks in roles.picks.values() for pick in picks} | {*roles.kickers, *roles.decks}
    names = [
        name
        for name, value in record.values.items()
        if type(value) is str and len(value) >= shortest and "。" in value and name not in taken
    ]
    if len(names) > 1:  # the text, and the page that it is from
        names = [name for name in names if "</" not in record.values[name]]
    if len(names) != 1 or bare(names[0]).startswith(OTHER_TEXTS):
        return NO_VALUE, None
    return first_value(record, "body", names)


def _answered(record: Record, body: FieldText) -> tuple[FieldText, Pick | None]:
    """The headline that is the answer to a text, in sets for training language models."""
    names = list(filter(_is_answer, record.values))
    title, pick = first_value(record, "title", names)
    is_short = 0 < len(title.text) < len(body.text) and "\n" not in title.text
    return (title, pick) if is_short and not title.text.endswith(("。", "；")) else (NO_VALUE, None)


@lru_cache(maxsize=1 << 10)
def _is_answer(name: str) -> bool:
    """Whether a field has the answer of a language model."""
    return bare(name) in ANSWERS


@lru_cache(maxsize=1 << 10)
def _may_be_either(pick: Pick | None) -> bool:
    """Whether the name of a value is one of both a title and a body, such as a summary."""
    return isinstance(pick, str) and bare(pick) in LAST_NAMES["title"]


def _fact(record: Record, role: str, picks: Iterable[Pick]) -> Fact:
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
    return VALUE_LABEL.sub("", _on_a_line(role, first_value(record, role, (pick,))[0].text), count=1)


@lru_cache(maxsize=1 << 12)  # most articles of a file are from few sources and sections
def _short_fact(role: str, raw: str, pick: Pick) -> Fact:
    return _usable(role, _line_value(Record({role: raw}, 1), role, role), pick)


@lru_cache(maxsize=1 << 12)
def _day(text: str, zone: dt.tzinfo, in_table: bool) -> str | None:  # noqa: FBT001 (a key of the cache)
    return timestamp_day(text, zone, in_table=in_table)


def _date(record: Record, picks: Iterable[Pick], fields: FieldMap, roles: Roles) -> Fact:
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
            date = day_by_address(text, _url(record, roles.picks["url"]).text or "")
        if date:
            return Fact(date, pick)
    if roles.date_parts:
        parts = [text_of(record.values[name]).strip() for name in roles.date_parts]
        if date := timestamp_day("-".join(parts), fields.zone):
            return Fact(date, Joined(roles.date_parts))
    return NO_FACT


def _credited(record: Record, picks: Iterable[Pick]) -> str | None:
    """The source that is written beside the date or the author: 2025-03-18 09:15 来源：江城日报."""
    for pick in picks:
        text = _on_a_line("date", text_of(raw_value(record, pick)))
        if match := CREDIT.search(text):
            return match[1]
    return None


def _url(record: Record, picks: Iterable[Pick]) -> Fact:
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


def parse_front_matter(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without its front matter (``来源：江城日报`` or ``2025-03-18 来源：江城日报``), and the metadata in it.

    Its lines are emptied but kept, so that line numbers stay valid; a line with the title becomes the title.

    >>> parse_front_matter("来源：江城日报　2025-03-18　记者：何青禾\n大桥今天通车。")[1]
    {'source': '江城日报', 'author': '何青禾', 'date': '2025-03-18'}
    >>> parse_front_matter("标题：大桥通车\n来源：江城日报\n作者：何青禾\n\n大桥今天通车。")
    ('大桥通车\n\n\n\n大桥今天通车。', {'source': '江城日报', 'author': '何青禾'})
    """
    lines = text.split("\n", HEAD_LINES)
    found = {index: named for index, line in enumerate(lines[:HEAD_LINES]) if (named := _front_matter_in(line))}
    days = filter(None, (timestamp_day(named.get("date", "")) for named in found.values()))
    if len(set(days)) > 1:  # which one is the text's is not known
        found = {index: named for index, named in found.items() if "date" not in named}
    facts: dict[str, str] = {}
    for index, named in found.items():
        lines[index] = named.pop("title", "")
        facts |= named
    return "\n".join(lines), facts


def _front_matter_in(line: str) -> dict[str, str]:
    """The metadata of a line, by role; empty if it is text."""
    if not COLON.search(line, 0, BEGINS_WITHIN) or not FACT_BEGINS.search(fold(line[:BEGINS_WITHIN])):
        return {}
    found = list(FACT.finditer(fold(line)))
    before = line[: found[0].start()].strip() if found else ""
    if before and not DATE_ONLY.fullmatch(before):
        return {}
    values = {role_of(match[1]) or "": line[slice(*match.span(2))].strip() for match in found}
    named = values | ({"date": before} if before else {})
    if (behind := DATE_BEHIND.fullmatch(named.get("source", ""))) and timestamp_day(behind[2]) and "date" not in named:
        named |= {"source": behind[1], "date": behind[2]}
    return named


def apply_front_matter(article: Article, facts: Mapping[str, str]) -> Article:
    """An article with the metadata of its front matter."""
    people = people_of(facts.get("author"), ())
    reporters = merged_names(people.reporters, article.reporters)
    return article._replace(
        date=timestamp_day(facts.get("date", "")) or article.date,
        source=facts.get("source") or article.source,
        section=facts.get("section") or article.section,
        url=facts.get("url") or article.url,
        reporters=tuple(name for name in reporters if name not in article.correspondents),
        correspondents=merged_names(people.correspondents, article.correspondents),
    )


def _body(body: FieldText) -> tuple[Paragraph, ...]:
    """The paragraphs of a body, each with its source lines; a value on one source line is one."""
    texts = splitter().read_whole_lines(body.text)
    if body.spread and texts is not None:
        numbered = enumerate(texts)
        return tuple([Paragraph(text, ((0, body.line_at(index)),), "body") for index, text in numbered if text])
    if not body.spread:
        place = ((0, body.start),)
        texts = texts if texts is not None else [text for text, _ in splitter().read_body(body.text)]
        return tuple([Paragraph(text, place, "body") for text in texts if text])
    return tuple(
        Paragraph(text, tuple((offset, body.line_at(line - 1)) for offset, line in lines), "body")
        for text, lines in splitter().read_body(body.text)
    )


def _on_a_line(role: str, value: str) -> str:
    """A value on one line; authors, one per line, are joined by 、 because Latin names contain spaces."""
    if "\n" not in value:
        return " ".join(value.split())
    lines = [line for part in value.split("\n") if (line := " ".join(part.split()))]
    if role == "author":
        return "、".join([line for line in lines if not CREDIT.search(line)] or lines)
    return " ".join(lines)
