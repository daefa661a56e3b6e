"""Prints saved searches: the command of each, and when it was saved and last run."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.printers.style import Style
    from newsgrep.saved import SavedSearch
    from newsgrep.search.options import SearchOptions

    Form = Callable[[Iterable[SavedSearch], Style], Iterator[str]]

# Options of search whose flag has another name.
FLAGS = {"any_word": "--any", "all_words": "--all", "paths": "--path", "whole_words": "--word"}
# Words that need no quotes in a shell; Chinese needs none.
HARMLESS = re.compile(r"[\w@%+=:,./-]+")
MINUTE = len("2025-10-05T08:00")


def quoted(word: str) -> str:
    """Quote a word for a shell, if it needs quotes.

    >>> quoted("大桥"), quoted("大桥 -合龙")
    ('大桥', "'大桥 -合龙'")
    """
    return word if HARMLESS.fullmatch(word) else shlex.quote(word)


def command_of(search: SavedSearch) -> str:
    """The command line of a saved search, quoted for a shell."""
    words = ["newsgrep", "search", *([search.line] if search.line else []), *option_words(search.options)]
    if synonyms := search.settings["synonyms"]:
        words += ["--synonyms", synonyms]
    return " ".join(map(quoted, words))


def option_words(options: SearchOptions) -> Iterator[str]:
    """The options of a search as words of a command line.

    >>> from newsgrep.search.options import SearchOptions
    >>> list(option_words(SearchOptions(source=("江城日报",), fixed_strings=True)))
    ['--source', '江城日报', '--fixed-strings']
    """
    for name, value in options.given().items():
        flag = FLAGS.get(name, f"--{name.replace('_', '-')}")
        values = value if isinstance(value, list) else [value]
        yield from [flag] if value is True else [word for given in values for word in (flag, given)]


def print_blocks(searches: Iterable[SavedSearch], style: Style) -> Iterator[str]:
    """Two lines per search, for people to read."""
    for search in searches:
        yield f"{style.paint('title', style.plain(search.name))}  {style.plain(command_of(search))}\n"
        times = [time[:MINUTE].replace("T", " ") for time in (search.saved, search.run) if time]
        dated = style.tr("saved {}, last run {}" if len(times) > 1 else "saved {}", *times)
        facts = " · ".join((", ".join(search.indexes), dated, style.tr("{:,} seen", len(search.seen))))
        yield "    " + style.paint("dim", style.plain(facts)) + "\n"


def print_tsv(searches: Iterable[SavedSearch], style: Style) -> Iterator[str]:
    """Tab-separated columns without a header: name, command, index, times saved and run, number of articles seen."""
    from newsgrep.printers.tsv import row

    for search in searches:
        values = _values(search) | {"index": ", ".join(search.indexes)}
        yield row([str(value or "") for value in values.values()], style)


def print_json(searches: Iterable[SavedSearch], _: Style) -> Iterator[str]:
    """JSON Lines: one object per search."""
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
