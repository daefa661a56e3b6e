"""What was understood of files: which field of their records became title, body and so on, and which was not used."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.oddities import Doubt, merged_doubts
from newsgrep.readers.picks import Domain, Joined, Nested
from newsgrep.readers.problems import shown_name
from newsgrep.readers.role_names import FIELD_NAMES, REMARKS
from newsgrep.readers.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.readers.picks import Pick
    from newsgrep.readers.records import Record

ROLES = ("title", "body", "date", "source", "section", "author", "url")
# Records of a file whose fields are looked at one by one.
LOOKED_AT = 50
# Characters of a text that may be news; names of fields that are kept; characters of an example.
LONG_TEXT = 100
MOST_UNUSED, MOST_KEPT = 10, 1000
# How much longer a text is than a body for which it may have been meant.
LONGER = 1.5
# Characters of a text where no other is.
SHORTEST_TEXT = 60
# The field with the article that a record is a part of or a remark about, which several records then have in common.
OF_ARTICLE = re.compile(
    r"(?:news|article|post|doc|document|story|note)_?(?:id|no)|(?:新闻|文章|帖子|微博)_?(?:id|编号)", re.IGNORECASE
)
# The field with the number of a remark.
OF_REMARK = re.compile(r"(?:comment|reply|remark|danmu)_?id|(?:评论|回复|弹幕)_?(?:id|编号)", re.IGNORECASE)
FEWEST_PARTS = 4
# The part of the articles of which a field is the title, or the text, by no mere chance.
SOME = 0.2
ADDRESS = re.compile(r"(?:https?:)?//\S")
UNNAMED = re.compile(r"#\d{1,3}")
EXAMPLE = 40


class FieldStatistics(NamedTuple):
    """A field of records: its name, its role if it has one, in how many records it has a value, and one of them."""

    name: str
    role: str | None
    records: int
    characters: int
    example: str


class Understood(NamedTuple):
    """What was understood of a stream of records, or of a page: ``kind`` is the name of its format.

    ``roles`` are the names of the fields that became title, body and so on, the most frequent first; ``unused`` are
    those with long texts that became nothing. ``nameless`` counts the records that are no article. ``fields`` tell
    about the first records; ``doubts`` are what is odd about the articles.
    """

    kind: str
    articles: int = 0
    roles: Mapping[str, tuple[str, ...]] = {}
    unused: tuple[str, ...] = ()
    nameless: int = 0
    fields: tuple[FieldStatistics, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def merged(self, other: Understood) -> Understood:
        """Both, of the same kind, as one; the fields are those of this one."""
        roles = {
            role: tuple(dict.fromkeys((*self.roles.get(role, ()), *other.roles.get(role, ()))))
            for role in ROLES
            if role in self.roles or role in other.roles
        }
        used = {name for names in roles.values() for name in names}
        unused = dict.fromkeys(name for name in (*self.unused, *other.unused) if name not in used)
        return Understood(
            self.kind,
            self.articles + other.articles,
            roles,
            tuple(unused)[:MOST_UNUSED],
            self.nameless + other.nameless,
            _all_fields(self.fields, other.fields),
            merged_doubts((*self.doubts, *other.doubts)),
        )


def _all_fields(one: Iterable[FieldStatistics], other: Iterable[FieldStatistics]) -> tuple[FieldStatistics, ...]:
    """The fields of both, each once."""
    found = {each.name: each for each in one}
    for each in other:
        known = found.get(each.name)
        records = each.records + (known.records if known else 0)
        written = each.records * each.characters + (known.records * known.characters if known else 0)
        first = known or each
        found[each.name] = FieldStatistics(
            each.name, first.role or each.role, records, written // records, first.example
        )
    return tuple(found.values())


def merged(found: Iterable[Understood]) -> dict[str, Understood]:
    """What was understood, by kind."""
    kinds: dict[str, Understood] = {}
    for each in found:
        kinds[each.kind] = kinds[each.kind].merged(each) if each.kind in kinds else each
    return kinds


class UseRecorder:
    """Counts, for the records of a stream, which field was used for what."""

    def __init__(self) -> None:
        self._uses: Counter[tuple[Pick | None, ...]] = Counter()
        self._names: dict[str, list[Any]] = {}
        self._blocks: dict[str, set[str]] = {}
        self._doubted: Counter[str] = Counter()
        # The fields with a text in records of which none became the body.
        self._bodiless: set[str] = set()
        self._looked_at = 0
        self.articles = 0
        self.nameless = 0

    def add(self, record: Record, picks: tuple[Pick | None, ...]) -> None:
        """Count the values that became an article's ``ROLES``, None where there was none."""
        is_new = picks not in self._uses
        self._uses[picks] += 1
        self._doubted.update(record.doubts)
        if picks[ROLES.index("body")] is None and len(self._bodiless) < MOST_KEPT:
            values = record.values.items()
            self._bodiless.update(name for name, value in values if type(value) is str and len(value) >= SHORTEST_TEXT)
        if is_new or self._looked_at < LOOKED_AT:
            self._look_at(record)

    def look_at_nameless(self, record: Record) -> None:
        """Count a record that is no article."""
        self.nameless += 1
        if self._looked_at < LOOKED_AT:
            self._look_at(record)

    def _look_at(self, record: Record) -> None:
        self._looked_at += 1
        if self._looked_at > LOOKED_AT * 2:
            return
        for name, value in _named_values(record.values):
            if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
                value = "\n".join(value)  # noqa: PLW2901 (the value as a text)
            elif isinstance(value, list):  # of blocks: what others may be a copy of
                self._blocks.setdefault(shown_name(name), set()).add(text_of(value)[:EXAMPLE])
            if isinstance(value, str | int | float) and str(value).strip():
                found = self._names.setdefault(shown_name(name), [0, 0, "", set()])
                found[0] += 1
                found[1] += len(str(value))
                found[2] = found[2] or " ".join(str(value)[: EXAMPLE * 2].split())[:EXAMPLE]
                found[3].add(str(value)[:EXAMPLE])

    def understood(self, kind: str) -> Understood:
        """What was understood of the stream."""
        if not self._uses and not self._names:
            return Understood(kind, self.articles, nameless=self.nameless)
        names: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
        for picks, number in self._uses.items():
            for role, pick in zip(ROLES, picks, strict=True):
                if pick is not None:
                    names[role][name_of(pick)] += number
        most = {role: found.most_common(MOST_UNUSED) for role, found in names.items() if found}
        roles = {role: tuple(name for name, _ in found) for role, found in most.items()}
        role_of = {name: role for role, found in roles.items() for name in found}
        picked = {pick for picks in self._uses for pick in picks if pick is not None and name_of(pick) in role_of}
        used = {name for pick in picked for name in _fields_in(pick)}
        fields = tuple(
            FieldStatistics(name, role_of.get(name), records, length // records, example)
            for name, (records, length, example, _) in self._names.items()
        )
        unused = [
            each.name
            for each in fields
            if each.characters >= LONG_TEXT
            and not _is_used(each.name, used)
            and not self._is_copy(each.name, used)
            and not self._is_address(each.name)
        ]
        return Understood(
            kind,
            self.articles,
            roles,
            tuple(unused[:MOST_UNUSED]),
            self.nameless,
            fields,
            (
                *self._doubts(fields, used),
                *self._of_values(roles, used),
                *self._of_either(names),
                *self._of_bodies(names),
                *self._of_records(),
            ),
        )

    def _is_copy(self, name: str, used: set[str]) -> bool:
        """Whether the values of a field begin as those of one that was used."""
        begins = self._names[name][3]
        return any(
            begins == self._blocks.get(other, ()) or (other in self._names and begins == self._names[other][3])
            for other in used
        )

    def _is_address(self, name: str) -> bool:
        """Whether the values of a field are addresses, which may lack the beginning."""
        return bare(name) in FIELD_NAMES["url"] or all(map(ADDRESS.match, self._names[name][3]))

    def _of_values(self, roles: Mapping[str, tuple[str, ...]], used: set[str]) -> Iterator[Doubt]:
        """Whether records are parts of articles or remarks about them, and whether a column without a name is text."""
        for name, (records, _, _, values) in self._names.items():
            is_part = "title" not in roles and records >= FEWEST_PARTS
            if is_part and (OF_REMARK.fullmatch(name) or (OF_ARTICLE.fullmatch(name) and 2 * len(values) <= records)):
                yield Doubt("parts", self.articles, "", 1)
            is_unused = UNNAMED.fullmatch(name) and name not in used and len(values) == records >= FEWEST_PARTS
            if is_unused and all(map(HAN.search, values)):
                yield Doubt("column", self.articles, "", 1)

    def _of_either(self, names: Mapping[str, Counter[str]]) -> Iterator[Doubt]:
        """Whether a field is the title of some articles and the text of others, as a title that is none may be."""
        for name in names["title"].keys() & names["body"].keys():
            fewest = min(names["title"][name], names["body"][name])
            if self.articles >= FEWEST_PARTS and fewest >= SOME * self.articles:
                yield Doubt("either", self.articles, "", 1)

    def _of_bodies(self, names: Mapping[str, Counter[str]]) -> Iterator[Doubt]:
        """Whether the field that is the text of most articles has one in others, and is not theirs."""
        if not self._bodiless.isdisjoint(names["body"]):
            yield Doubt("lacking", self.articles, "", 1)

    def _of_records(self) -> Iterator[Doubt]:
        """What readers found odd about records of theirs."""
        yield from (Doubt(name, number, "", 1) for name, number in self._doubted.items())

    def _doubts(self, fields: Iterable[FieldStatistics], used: set[str]) -> tuple[Doubt, ...]:
        """Whether texts that became nothing are longer than the bodies."""
        bodies = [each.characters * each.records for each in fields if each.role == "body"]
        others = [
            each
            for each in fields
            if not _is_used(each.name, used) and not self._is_copy(each.name, used) and not self._is_address(each.name)
        ]
        longest = max((each.characters * each.records for each in others), default=0)
        looked_at = max((each.records for each in fields), default=0)
        is_longer = longest > max(LONGER * sum(bodies), (LONG_TEXT if bodies else SHORTEST_TEXT) * looked_at)
        return (Doubt("unused", self.articles, "", 1),) if is_longer else ()


def _is_used(name: str, used: set[str]) -> bool:
    """Whether a field was used, or the object that it is in."""
    return name in used or name.partition(".")[0] in used


def _named_values(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of a record by their names, and those inside the objects in it as ``name_of`` names them."""
    for name, value in values.items():
        if type(value) is dict and REMARKS.search(name) is None:
            yield from ((f"{name}.{inner}", each) for inner, each in value.items() if type(each) is str)
        else:
            yield name, value


def _fields_in(pick: Pick) -> Iterator[str]:
    """The names of the fields that a value is made of."""
    if isinstance(pick, Joined):
        for part in pick.parts:
            yield from _fields_in(part)
    elif isinstance(pick, Domain):
        yield from _fields_in(pick.of)
    else:
        yield name_of(pick)


def name_of(pick: Pick) -> str:
    """A value as the user's settings name it.

    >>> name_of(Nested(("meta", "date"))), name_of(Joined(("a", "b")))
    ('meta.date', 'a + b')
    """
    if isinstance(pick, Nested):
        return ".".join(pick.path)
    if isinstance(pick, Joined):
        return " + ".join(map(name_of, pick.parts))
    return f"domain({name_of(pick.of)})" if isinstance(pick, Domain) else shown_name(pick)
