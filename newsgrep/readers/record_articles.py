"""Records with any field names → articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.model import KINDS, Article
from newsgrep.readers.authors import outlet_among, people_of, splitter
from newsgrep.readers.headlines import headline_group, headlines_of, without_source
from newsgrep.readers.record_facts import NO_FACT, address_in, credited_source, date_in, fact_in
from newsgrep.readers.record_texts import (
    answered,
    has_conversation,
    is_abstract,
    is_answer,
    paragraphs_of,
    title_and_body,
    unnamed_body,
    with_headline,
    with_lead,
    without_imprint,
)
from newsgrep.readers.values import NO_VALUE, is_address, names_markdown
from newsgrep.text.dates import date_in_path
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record
    from newsgrep.readers.understood import UseRecorder

# Characters of an id. Of a longer one the beginning is kept, and a digest.
LONGEST_KEY = 500
# The roles whose values are a line.
ONE_LINE = ("source", "section", "author", "kind", "id")


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
    title, title_pick, body, body_pick = title_and_body(record, picks)
    if body.text[:1] == "{" and (inner := _inner_object(record, fields)):
        return article_of(inner, path, number, fields, uses)
    may_be_unnamed = "body" not in fields.mapping and all(map(is_abstract, picks["body"]))
    if may_be_unnamed and (not body.text or is_abstract(body_pick)):
        has_title = bool(title.text) or any(map(is_answer, record.values))
        body, body_pick = unnamed_body(record, roles, body, body_pick, has_title=has_title)
    title, title_pick = (title, title_pick) if picks["title"] else answered(record, body)
    address = body.text if title.text and is_address(body.text) else None
    headlines, paragraphs = headlines_of(title), paragraphs_of(body if not address else NO_VALUE)
    if roles.leads and paragraphs:
        paragraphs, body_pick = with_lead(record, roles.leads, paragraphs, body_pick)
    if headlines and (roles.kickers or roles.decks):
        headlines, title_pick = headline_group(record, roles, headlines, title_pick)
    if paragraphs and (not headlines or names_markdown(body_pick) or paragraphs[0].text == headlines[0].text):
        has_title = bool(picks["title"]) or has_conversation(record, body_pick)
        headlines, paragraphs = with_headline(headlines, paragraphs, has_title=has_title)
    paragraphs, imprint = without_imprint(paragraphs)
    if not headlines and not paragraphs:
        inner = _inner_object(record, fields)
        return article_of(inner, path, number, fields, uses) if inner else None
    text = {role: fact_in(record, role, picks[role]) if picks[role] else NO_FACT for role in ONE_LINE}
    named = "/".join([str(record.values[name]) for name in roles.files])
    date = date_in(record, picks["date"], fields, roles)
    url = address_in(record, (*picks["url"], *picks["id"]))
    source, section, author, kind, key = text.values()
    if section.text and section.text.isdecimal() and not (date.text or source.text or defaults):
        section = NO_FACT  # the number of a page of an answer rather than of a paper
    people, dateline = people_of(author.text, paragraphs), splitter().find_dateline(paragraphs)
    outlet = outlet_among(author.text) if author.text else None
    reporters = tuple(name for name in people.reporters if not outlet or name not in outlet)
    if uses:
        uses.add(record, (title_pick, body_pick, date.pick, source.pick, section.pick, author.pick, url.pick))
    return Article(
        path=path,
        key=_key_of(given) if (given := key.text or defaults.get("id")) else str(number),
        headlines=without_source(headlines, source.text),
        paragraphs=paragraphs,
        kind=next((each for each in KINDS if each == kind.text), "article") if kind.text else "article",
        date=date.text
        or defaults.get("date")
        or (named and date_in_path(named))
        or (imprint and timestamp_day(imprint.get("date", "")))
        or date_in_path(path),
        source=source.text
        or credited_source(record, (*picks["date"], *picks["author"]))
        or imprint.get("source")
        or defaults.get("source")
        or outlet,
        section=section.text or defaults.get("section") or imprint.get("section"),
        reporters=reporters,
        correspondents=people.correspondents,
        photographers=people.photographers,
        agency=dateline.agency,
        place=dateline.place,
        url=url.text or address or defaults.get("url"),
        unit=record.unit,
    )


def _inner_object(record: Record, fields: FieldMap) -> Record | None:
    """A record with the values of the only object that is stored as a string in it; None if that is no article."""
    from newsgrep.readers.json_syntax import json_in_string

    held = [name for name, value in record.values.items() if type(value) is str and value[:1] == "{"]
    found = json_in_string(str(record.values[held[0]])) if len(held) == 1 else None
    picks = fields.roles(found).picks if isinstance(found, dict) else {}
    if not isinstance(found, dict) or not picks["title"] or not picks["body"]:
        return None
    beside = {name: value for name, value in record.values.items() if name not in held}
    return record._replace(values={**beside, **found})


def _key_of(value: str) -> str:
    """A record's id as the key of its article, of a bounded length."""
    if len(value) <= LONGEST_KEY:
        return value
    from hashlib import blake2b

    digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{value[:LONGEST_KEY]}…{digest}"
