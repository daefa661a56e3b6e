"""The facts of JSON objects for the articles in them: what an object says of itself, and what its name does."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.post_roles import PERSON_NAMES
from newsgrep.readers.record_facts import is_no_section
from newsgrep.readers.role_names import LIST_NAMES
from newsgrep.text.dates import date_in_path
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.picks import Pick

NO_DEFAULTS: Mapping[str, str] = MappingProxyType({})
# Characters of the title of an object that is the name of a source.
LONGEST_SOURCE = 40
# A name has none of these.
SENTENCE_MARK = re.compile("[，。；！？]")


class Found(NamedTuple):
    """An object that is an article, and the facts of what it lies in: role → value; ``hints`` as in ``Record``."""

    values: Mapping[str, Any]
    defaults: Mapping[str, str] = NO_DEFAULTS
    hints: Mapping[str, str] = NO_DEFAULTS


class Surroundings(NamedTuple):
    """What is known of the parts of an object: its id and address, and whether its lists are named like sections."""

    id: str
    url: str
    has_sections: bool

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Surroundings:
        """What is known of the parts of this object."""
        lists = [name for name, child in value.items() if isinstance(child, list)]
        url = text_of(value, ("url", "link"))
        return cls(
            text_of(value, ("_id", "id")),
            url if "//" in url else "",
            len(lists) > 1 and LIST_NAMES.isdisjoint(map(bare, lists)),
        )


def as_section(facts: Mapping[str, str]) -> Mapping[str, str]:
    """The facts of a part of a paper: its name is that of a section."""
    if "name" not in facts:
        return facts
    return {"section": facts["name"], **{role: text for role, text in facts.items() if role != "name"}}


def with_name(found: Found) -> Found:
    """An article with the name of what it lies in: of a section if a source or user is stated, else the source."""
    facts = dict(found.defaults)
    is_section = "source" in facts or any(bare(name) in PERSON_NAMES for name in found.values)
    facts.setdefault("section" if is_section else "source", facts.pop("name"))
    return found._replace(defaults=facts)


def facts_in_name(name: str, *, has_sections: bool) -> dict[str, str]:
    """What the name of a part of an object says of the articles in it: their date, or their section."""
    if date := date_in_path(name):
        return {"date": date}
    if bare(name) in LIST_NAMES or name.isdecimal() or not (has_sections or HAN.search(name)):
        return {}
    return {"section": name}


def facts_of(value: Mapping[str, Any], fields: FieldMap) -> dict[str, str]:
    """What an object says about all the articles in it, and its title or name."""
    picks = fields.roles(value).picks
    sections = ((pick, text_of(value, (pick,))) for pick in picks["section"])
    section = next((text for pick, text in sections if text and not is_no_section(text, pick)), "")
    facts = {"source": text_of(value, picks["source"]), "section": section}
    date = text_of(value, picks["date"])
    facts["date"] = timestamp_day(date) or date_in_path(date) or ""
    title = text_of(value, picks["title"])
    facts["name"] = title if len(title) <= LONGEST_SOURCE and not SENTENCE_MARK.search(title) else ""
    return {role: text for role, text in facts.items() if text}


def text_of(value: Mapping[str, Any], picks: Iterable[Pick]) -> str:
    """The first of some values that is a string and not empty; else the empty string."""
    found = (value[pick] for pick in picks if isinstance(pick, str) and pick in value)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")
