"""What was understood of a corpus: a few lines per kind of file, and the files that were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message, plural
from newsgrep.readers.understood import ROLES
from newsgrep.text.repair import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgrep.indexing.corpus_profile import KindSummary, LeftOut

    # Says a message in the user's language.
    Shown = Callable[[Message], str]

INDENT = "  "
# Names of fields and suffixes that are shown; the rest is counted.
MOST_NAMES, MOST_SUFFIXES = 3, 8
ROLE_NAMES = {
    "title": Message("title"),
    "body": Message("body"),
    "date": Message("date"),
    "source": Message("source"),
    "section": Message("section"),
    "author": Message("author"),
    "url": Message("url"),
}


def understood_lines(kinds: Iterable[KindSummary], shown: Shown) -> Iterator[str]:
    """For each kind of file: how much of it there is, which field became what, and what is missing."""
    for each in kinds:
        files = plural(each.files, "1 file", "{:,} files")
        articles = plural(each.articles, "1 article", "{:,} articles")
        notes = [shown(note) for note in _missing(each)]
        known = shown(Message("{}: {}, {}", each.kind, files, articles))
        yield visible("; ".join([known, *notes])) + "\n"
        roles = [f"{shown(ROLE_NAMES[role])} ← {_names(each.roles[role])}" for role in ROLES if role in each.roles]
        if roles:
            yield visible(INDENT + "  ".join(roles)) + "\n"
        if each.unused:
            yield visible(INDENT + shown(Message("long texts not used: {}", each.unused))) + "\n"


def left_out_line(left_out: Sequence[LeftOut], shown: Shown) -> Iterator[str]:
    """The files that were left out, by suffix, with what would read them."""
    if not left_out:
        return
    parts = [_left_out(each) for each in left_out[:MOST_SUFFIXES]]
    if rest := sum(each.files for each in left_out[MOST_SUFFIXES:]):
        parts.append(plural(rest, "1 other", "{:,} others"))
    yield visible(shown(Message("left out: {}", tuple(map(shown, parts))))) + "\n"


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
