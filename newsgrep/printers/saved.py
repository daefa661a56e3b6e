"""Saved searches: what each looks for, and how far it was looked at; a table of forms."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.saved import SavedSearch

    Form = Callable[[Iterable[SavedSearch], Style], Iterator[str]]

# The options of search whose flags are not called as they are.
FLAGS = {"any_word": "--any", "paths": "--path"}
# What a shell takes as it is, Chinese too.
HARMLESS = re.compile(r"[\w@%+=:,./-]+")
MINUTE = len("2025-10-05T08:00")


def quoted(word: str) -> str:
    """A word as a shell takes it; Chinese needs no quotes.

    >>> quoted("大桥"), quoted("大桥 -合龙")
    ('大桥', "'大桥 -合龙'")
    """
    return word if HARMLESS.fullmatch(word) else shlex.quote(word)


def command_of(search: SavedSearch) -> str:
    """The command line that was saved, as a shell would take it."""
    words = ["newsgrep", "search", *([search.line] if search.line else [])]
    for name, value in search.options.given().items():
        flag = FLAGS.get(name, f"--{name}")
        each = value if isinstance(value, list) else [value]
        words += [flag] if value is True else [word for one in each for word in (flag, one)]
    if synonyms := search.settings["synonyms"]:
        words += ["--synonyms", synonyms]
    return " ".join(map(quoted, words))


def print_blocks(searches: Iterable[SavedSearch], style: Style) -> Iterator[str]:
    """For eyes, two lines a search."""
    for search in searches:
        yield f"{style.paint('title', style.plain(search.name))}  {style.plain(command_of(search))}\n"
        times = [time[:MINUTE].replace("T", " ") for time in (search.saved, search.run) if time]
        dated = style.tr("saved {}, last run {}" if len(times) > 1 else "saved {}", *times)
        facts = " · ".join((search.settings["index"] or "", dated, style.tr("{:,} seen", len(search.seen))))
        yield "    " + style.paint("dim", style.plain(facts)) + "\n"


def print_tsv(searches: Iterable[SavedSearch], style: Style) -> Iterator[str]:
    """Name, command, index, when it was saved and run, how many articles were seen; parted by tabs."""
    from newsgrep.printers.tsv import row

    yield from (row([str(value or "") for value in _values(search).values()], style) for search in searches)


def print_json(searches: Iterable[SavedSearch], _: Style) -> Iterator[str]:
    """JSON Lines: an object a search."""
    from newsgrep.printers.json import SCHEMA, dump

    yield from (dump({"type": "saved", "schema": SCHEMA, **_values(search)}) for search in searches)


FORMS: dict[str, Form] = {"terminal": print_blocks, "tsv": print_tsv, "json": print_json}


def _values(search: SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "command": command_of(search),
        "index": search.settings["index"],
        "saved": search.saved,
        "run": search.run,
        "seen": len(search.seen),
    }
