"""What was understood of a corpus: a few lines per kind of file, and the files that were left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsgrep.message import Message, plural
from newsgrep.readers.picks import COLUMN
from newsgrep.readers.understood import ROLES
from newsgrep.text.repair import visible
from newsgrep.text.width import ljust, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.indexing.corpus_profile import KindSummary, LeftOut
    from newsgrep.readers import Understood
    from newsgrep.readers.oddities import Doubt

    # Says a message in the user's language.
    Shown = Callable[[Message], str]

INDENT = "  "
# Names of fields and suffixes that are shown; the rest is counted.
MOST_NAMES, MOST_SUFFIXES = 3, 8
MOST_FIELDS = 60
IN_DOUBT = Message("'newsgrep split FILE' shows how a file in doubt was read; if it is right, there is nothing to do")
HEADINGS = (Message("field"), Message("became"), Message("records"), Message("length"), Message("example"))
ROLE_NAMES = {
    "title": Message("title"),
    "body": Message("body"),
    "date": Message("date"),
    "source": Message("source"),
    "section": Message("section"),
    "author": Message("author"),
    "url": Message("url"),
}


def understood_lines(kinds: Iterable[KindSummary], shown: Shown, columns: int | None = None) -> Iterator[str]:
    """For each kind of file: how much of it there is, which field became what, and what is missing.

    Fields are wrapped at a width in display columns, if one is given.
    """
    has_doubts = False
    for each in kinds:
        files = plural(each.files, "1 file", "{:,} files")
        articles = plural(each.articles, "1 article", "{:,} articles")
        known = Message("{}: {}, {}", _kind(each.kind), files, articles)
        yield visible(shown(Message("; ")).join(map(shown, [known, *_missing(each)]))) + "\n"
        roles = [_role(role, each.roles[role], shown) for role in ROLES if role in each.roles]
        yield from (line + "\n" for line in _wrapped(list(map(visible, roles)), columns))
        if each.unused:
            yield visible(INDENT + shown(Message("long texts not used: {}", each.unused))) + "\n"
        yield from _doubts(each.doubts, shown, columns)
        has_doubts = has_doubts or bool(each.doubts)
    if has_doubts:
        yield from _hanging(shown(IN_DOUBT), columns, "")


def _doubts(doubts: Iterable[Doubt], shown: Shown, columns: int | None) -> Iterator[str]:
    """The oddities of the articles, each with its first place."""
    for doubt in doubts:
        yield from _hanging(shown(doubt.located), columns, INDENT)


def _hanging(text: str, columns: int | None, indent: str) -> Iterator[str]:
    """A text as a line, wrapped at a width in display columns if one is given; further lines are indented more."""
    further = indent + INDENT
    first, *others = wrapped(visible(text), columns - width(further)) if columns else [visible(text)]
    yield f"{indent}{first}\n"
    yield from (f"{further}{line}\n" for line in others)


def _wrapped(items: Sequence[str], columns: int | None) -> Iterator[str]:
    """The items side by side, in as many indented lines as they need."""
    line = ""
    for item in items:
        if line and columns and width(f"{line}  {item}") > columns:
            yield line
            line = ""
        line += INDENT + item
    if line:
        yield line


def left_out_line(left_out: Sequence[LeftOut], shown: Shown) -> Iterator[str]:
    """The files that were left out, by suffix, with what would read them."""
    if not left_out:
        return
    parts = [_left_out(each) for each in left_out[:MOST_SUFFIXES]]
    if rest := sum(each.files for each in left_out[MOST_SUFFIXES:]):
        parts.append(plural(rest, "1 other", "{:,} others"))
    yield visible(shown(Message("left out: {}", tuple(map(shown, parts))))) + "\n"


def _role(role: str, names: Sequence[str], shown: Shown) -> str:
    """A role and the names of its fields; one that has the name of its role goes without saying."""
    said = shown(ROLE_NAMES[role])
    return said if tuple(names) == (role,) else f"{said} ← {_names(names)}"


def _kind(name: str) -> Message | str:
    """A kind of file as it is called: formats have names, pages have none."""
    return Message("text") if name == "text" else name


def _left_out(each: LeftOut) -> Message:
    named = Message("{:,} {}", each.files, each.suffix or Message("without suffix"))
    return Message("{} ({})", named, each.remedy) if each.remedy else named


def _missing(each: KindSummary) -> Iterator[Message]:
    if each.untitled:
        yield Message("{:,} without title", each.untitled)
    if each.undated:
        yield Message("{:,} without date", each.undated)
    if each.nameless:
        yield Message("{:,} without title and body, not indexed", each.nameless)


def _names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f", … (+{more})" if more > 0 else "")


def profile_lines(
    kinds: Sequence[Understood], left_out: Sequence[LeftOut], shown: Shown, columns: int | None = None
) -> Iterator[str]:
    """Each field of each kind of file, then settings to paste; doubts are wrapped at a width, if one is given."""
    for each in kinds:
        articles = plural(each.articles, "1 article", "{:,} articles")
        nameless = [Message("{:,} without title and body, not indexed", each.nameless)] if each.nameless else []
        known = Message("{}: {}", _kind(each.kind), articles)
        yield visible(shown(Message("; ")).join(map(shown, [known, *nameless]))) + "\n"
        yield from _table(each, shown)
        yield from _doubts(each.doubts, shown, columns)
        yield "\n"
    if any(each.doubts for each in kinds):
        yield from _hanging(shown(IN_DOUBT), columns, "")
    yield from left_out_line(left_out, shown)
    yield from _settings(kinds, shown)


def profile_json(kinds: Iterable[Understood], left_out: Iterable[LeftOut]) -> Iterator[str]:
    """For programs: an object per kind of file, then the files that were left out."""
    from newsgrep.printers.json import SCHEMA, dump

    for each in kinds:
        fields = [field._asdict() for field in each.fields]
        yield dump({"type": "profile", "schema": SCHEMA, **each._asdict(), "fields": fields})
    yield dump({"type": "left_out", "schema": SCHEMA, "suffixes": {each.suffix: each.files for each in left_out}})


def _table(each: Understood, shown: Shown) -> Iterator[str]:
    """A line per field: its role, in how many of the first records it is, its length, an example."""
    rows = [tuple(map(shown, HEADINGS))] if each.fields else []
    for field in each.fields[:MOST_FIELDS]:
        role = shown(ROLE_NAMES[field.role]) if field.role else "-"
        rows.append((field.name, role, f"{field.records:,}", f"{field.characters:,}", field.example))
    rows = [tuple(map(visible, row)) for row in rows]
    sizes = [max(map(width, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for row in rows:
        cells = [ljust(cell, size) for cell, size in zip(row, sizes, strict=False)]
        yield (INDENT + "  ".join([*cells, row[-1]])).rstrip() + "\n"
    if (more := len(each.fields) - MOST_FIELDS) > 0:
        yield INDENT + shown(Message("and {:,} more fields", more)) + "\n"


def _settings(kinds: Iterable[Understood], shown: Shown) -> Iterator[str]:
    """The table [fields] of newsgrep.toml as it would be now, with the long texts that are not used.

    The numbers of columns are comments, since they would hold for tables with names, too.
    """
    roles: dict[str, dict[str, None]] = {}
    unused: dict[str, None] = {}
    for each in kinds:
        for role, names in each.roles.items():
            roles.setdefault(role, {}).update(dict.fromkeys(names))
        unused.update(dict.fromkeys(each.unused))
    if not roles and not unused:
        return
    yield "# newsgrep.toml\n[fields]\n"
    for role, found in roles.items():
        if named := [name for name in found if not COLUMN.fullmatch(name)]:
            yield f"{role} = {_toml(named)}\n"
        if columns := [name for name in found if COLUMN.fullmatch(name)]:
            yield f"# {role} = {_toml(columns)}  # {shown(Message('in tables without a header'))}\n"
    for name in unused:
        yield f"# body = {_toml([name])}  # {shown(Message('a long text that is not used'))}\n"


def _toml(names: Sequence[str]) -> str:
    """Names as a value of TOML: a string, a number for a column, or a list of them."""
    values = [name[1:] if COLUMN.fullmatch(name) else json.dumps(visible(name), ensure_ascii=False) for name in names]
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"
