"""Which field of a record is its title, its body and so on, by the names that crawlers, databases and papers use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import (
    UNIT,
    bare,
    has_last_word,
    is_about,
    is_ending,
    known_names,
    nested_names,
    numbered_bodies,
)
from newsgrep.readers.misspelt_names import MISSPELT, is_misspelt
from newsgrep.readers.picks import COLUMN, Joined, written_pick
from newsgrep.readers.post_roles import of_others
from newsgrep.readers.role_names import (
    DATE_PARTS,
    DECKS,
    FIELD_NAMES,
    FILE_NAMES,
    KICKERS,
    LAST_NAMES,
    LAST_WORDS,
    LEADS,
    NAME_ENDINGS,
    PARTS_OF_TEXT,
    SEEN_NAMES,
    SHORT_NAMES,
)
from newsgrep.text.dates import CHINA

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.picks import Pick

# Follows the names of a record that is a row of a table.
IN_TABLE = "\0table"
MOST_KNOWN = 1000
# No news record has more fields: roles of larger records are not cached, and lines of further keys are not located.
MOST_NAMES = 1000


class Roles(NamedTuple):
    """For each role the values that may have it, best first, and the fields that tell of a file, a date or a fetch.

    ``kickers`` and ``decks`` are lines of the headline above and below the title, ``leads`` paragraphs above the body.
    """

    picks: Mapping[str, tuple[Pick, ...]]
    files: tuple[str, ...] = ()
    date_parts: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    kickers: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()
    leads: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which fields of a record are its title, body and so on; the user's mapping precedes the usual names.

    A role mapped to no name at all has no value. ``zone`` is that of dates with a time in another zone.
    """

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zone: dt.tzinfo = CHINA
    # A cache: the records of a file mostly have the same names.
    _known: dict[tuple[str, ...], Roles] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def names_inner_values(self) -> bool:
        """Whether the user names values inside others: such objects are left as they are."""
        return any("." in name for names in self.mapping.values() for name in names)

    def roles(self, values: Mapping[str, Any], *, in_table: bool = False) -> Roles:
        """Where the values of a record's roles are; the user may name the columns of a table by number.

        >>> FieldMap().roles({"news_title": "大桥合龙", "Content": "", "meta": {"pubDate": ""}}).picks["date"]
        (Nested(path=('meta', 'pubDate')),)
        """
        key = tuple(values)
        for value in values.values():
            if type(value) is dict:
                key = (*key, *nested_names(values))
                break
        if in_table:
            key = (*key, IN_TABLE)
        if len(key) > MOST_NAMES:
            return self._roles(key, len(values))
        found = self._known.get(key)
        if found is None:
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._roles(key, len(values))
        return found

    def _roles(self, key: tuple[str, ...], own: int) -> Roles:
        in_table = key[-1:] == (IN_TABLE,)
        known = known_names(key[:own], key[own : len(key) - in_table])
        named = {role: _picked(FIELD_NAMES[role], known) for role in FIELD_NAMES}
        if not named["title"] and not named["body"]:
            short = {role: _picked(names, known) for role, names in SHORT_NAMES.items()}
            if short["title"] and short["body"]:
                named = {role: picks or short.get(role, ()) for role, picks in named.items()}
        if parts_of_body := numbered_bodies(key[:own]):
            named["body"] = (Joined(parts_of_body), *named["body"])
        for role, endings in NAME_ENDINGS.items():
            if not named[role]:
                ending = ((name, pick) for name, pick in known.items() if is_ending(name, endings))
                found = [(name, pick) for name, pick in ending if not is_about(pick)]
                found.sort(key=lambda each: each[0].startswith(PARTS_OF_TEXT))
                named[role] = tuple(pick for _, pick in found)
        for role in MISSPELT:
            named[role] = named[role] or tuple(pick for name, pick in known.items() if is_misspelt(name, role))
        for role, words in LAST_WORDS.items():
            named[role] = named[role] or tuple(
                name for name in key[:own] if has_last_word(UNIT.sub("", name), words, role)
            )
        named |= of_others(named, known)
        for role, names in LAST_NAMES.items():
            if role == "section" and not (named["title"] and named["body"]):
                continue  # a topic is a headline where there is no other
            named[role] += tuple(pick for pick in _picked(names, known) if pick not in named[role])
        named["id"] += named["url"]
        picks = {role: self._mapped(role, key[:own], in_table=in_table) + picks for role, picks in named.items()}
        picks |= {role: () for role, names in self.mapping.items() if not names}
        files, seen = ([name for name in key[:own] if bare(name) in names] for names in (FILE_NAMES, SEEN_NAMES))
        parts = [name for names in DATE_PARTS for name in key[:own] if bare(name) in names]
        date_parts = tuple(parts) if len(parts) == len(DATE_PARTS) else ()
        leads = () if "body" in self.mapping else _picked(LEADS, known)
        kickers, decks = self._headline_lines(key[:own])
        return Roles(picks, tuple(files), date_parts, tuple(seen), kickers, decks, leads)

    def _headline_lines(self, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The fields above and below the title, unless the user has said what the title is."""
        for group in (KICKERS, DECKS) if "title" not in self.mapping else ((), ()):
            yield tuple(name for name in names if bare(name) in group)

    def _mapped(self, role: str, names: tuple[str, ...], *, in_table: bool) -> tuple[Pick, ...]:
        written = self.mapping.get(role, ())
        meant = (name for name in written if in_table or not COLUMN.fullmatch(name) or name in names)
        return tuple(pick for name in meant if (pick := written_pick(name, names)) is not None)


def _picked(names: Iterable[str], known: Mapping[str, Pick]) -> tuple[Pick, ...]:
    return tuple(known[name] for name in names if name in known)
