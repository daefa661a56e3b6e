"""What commands that take a query have in common: its words, and the options that filter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.completers import values_of
from newsgrep.cli.foreign_options import own_options
from newsgrep.cli.typed_options import take
from newsgrep.errors import UsageError
from newsgrep.message import Message
from newsgrep.model import KINDS
from newsgrep.search.options import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from newsgrep.cli.settings import Settings
    from newsgrep.cli.shared_options import AnyCommand
    from newsgrep.query.plan_nodes import Recency
    from newsgrep.search.search import Request

DEFAULT_LIMIT = 20
# The example given where no query is given.
EXAMPLE = "江城大学"
EXAMPLES = {"kwic": "江城大学 --sort right", "keywords": "--source 江城日报"}

# Stands for the ``-`` of an exclusion while click looks for options.
HIDDEN = "\ue000"


class QueryCommand(click.Command):
    """A command whose words may begin with ``-``, as exclusions do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide ``-合龙`` and ``-GDP`` from click: no option looks so."""
        options = [parameter for parameter in self.params if isinstance(parameter, click.Option)]
        valued = {name for option in options if not option.is_flag and not option.count for name in option.opts}
        flags = {name for option in options for name in option.opts} - valued
        end = args.index("--") if "--" in args else len(args)
        before_end = list(own_options(args[:end], flags | valued, valued))
        hidden = [
            HIDDEN + word[1:] if before not in valued and _is_exclusion(word, flags, valued) else word
            for before, word in pairwise(["", *before_end])
        ]
        return super().parse_args(ctx, hidden + args[end:])


def _is_exclusion(word: str, flags: Container[str], valued: Container[str]) -> bool:
    """Whether a word that begins with ``-`` looks like no option: ``-GDP``, ``-合龙``, ``-date:2023``.

    >>> words = ("-合龙", "-gdp", "-5G", "-n", "-n5", "-lc", "-x", "--limit", "-")
    >>> [_is_exclusion(word, flags={"-l", "-c"}, valued={"-n"}) for word in words]
    [True, True, True, False, False, False, False, False, False]
    """
    rest = word[1:]
    if word[:1] != "-" or rest[:1] in {"", "-"} or (len(rest) == 1 and rest.isascii()):
        return False
    is_option = all(f"-{letter}" in flags for letter in rest) or (word[:2] in valued and rest[1:].isdecimal())
    return not is_option


# count has another ``--by``.
by_option = click.option(
    "--by",
    multiple=True,
    metavar="NAME",
    shell_complete=values_of("by"),
    help="Only articles by this reporter, correspondent or photographer.",
)
FILTER_OPTIONS = (
    click.option(
        "--since", metavar="DATE", help="Only articles from this date on (2025, 2025-03, 2025-03-18, 上周 …)."
    ),
    click.option("--until", metavar="DATE", help="Only articles up to and including this date."),
    click.option(
        "--source",
        multiple=True,
        metavar="NAME",
        shell_complete=values_of("source"),
        help="Only articles from this source (* and ? are wildcards). May be repeated.",
    ),
    click.option(
        "--section",
        multiple=True,
        metavar="NAME",
        shell_complete=values_of("section"),
        help="Only articles in this section.",
    ),
    click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Only articles of this kind."),
    click.option(
        "--path",
        "paths",
        multiple=True,
        metavar="PATH",
        shell_complete=values_of("path"),
        help="Only articles in this file or folder of the corpus.",
    ),
    click.option(
        "-F", "--fixed-strings", is_flag=True, help="Search for the whole line as one text; it has no operators."
    ),
    click.option(
        "-w",
        "--word",
        "whole_words",
        is_flag=True,
        help="Match whole numbers and Latin words, in quotation marks too.",
    ),
    click.option(
        "--as-written",
        is_flag=True,
        help="Match texts as they are written: script, case, width, accents and punctuation count.",
    ),
    click.option("-i", "--ignore-case", is_flag=True, hidden=True, expose_value=False),
    click.option("--any", "any_word", is_flag=True, help="Match any of the words."),
    click.option("--all", "all_words", is_flag=True, help="Only articles that contain all of the words."),
)


def filter_options(command: AnyCommand) -> AnyCommand:
    """Give a command the options that say which articles are meant."""
    for option in reversed(FILTER_OPTIONS):
        command = option(command)
    return command


def search_options(options: dict[str, Any]) -> SearchOptions:
    """What a command asks of a search, by its options."""
    if options["any_word"] and options["all_words"]:
        raise UsageError("--any and --all cannot be combined")
    return take(SearchOptions, options)


def query_line(words: Sequence[str], asked: SearchOptions, *, may_be_all: bool = False) -> str:
    """The query line that the words of a command make; an empty one needs a filter, unless it may mean everything."""
    line = " ".join(map(unhide_dash, words))
    if not line.strip() and not asked.has_filters and not may_be_all:
        command = click.get_current_context().info_name or "search"
        example = f"newsgrep {command} {EXAMPLES.get(command, EXAMPLE)}"
        raise UsageError("no query given", about=command, hint=Message("example: {}", example))
    return line


def unhide_dash(word: str) -> str:
    """A word as it was before ``QueryCommand`` hid its ``-``."""
    return f"-{word[1:]}" if word.startswith(HIDDEN) else word


def all_of(query: Sequence[str], options: dict[str, Any], settings: Settings, *, may_be_all: bool = False) -> Request:
    """The request for all that a query and the options that filter find."""
    from newsgrep.search.search import Request

    asked = search_options(options)
    return Request(
        line=query_line(query, asked, may_be_all=may_be_all),
        filters=asked.filters(),
        any_word=asked.any_word,
        text_options=asked.text_options,
        synonyms=settings.synonyms,
    )


class PageOptions(NamedTuple):
    """Which part of a ranking a command prints; ``limit`` is None where none is given, 0 for all."""

    limit: int | None = None
    offset: int = 0
    only_files: bool = False
    only_count: bool = False


def request_of(line: str, asked: SearchOptions, page: PageOptions, settings: Settings) -> Request:
    """The request of a search, and of the part of it that is printed."""
    from newsgrep.search.search import Request

    limit = (0 if page.only_files else DEFAULT_LIMIT) if page.limit is None else page.limit
    return Request(
        line=line,
        filters=asked.filters(),
        any_word=asked.any_word,
        text_options=asked.text_options,
        limit=limit or None,
        offset=page.offset,
        order=asked.sort,
        relax=not (asked.all_words or page.only_files or page.only_count or settings.quiet),
        unique=asked.unique and not (page.only_count or settings.quiet),
        synonyms=settings.synonyms,
        recency=_recency(asked),
    )


def _recency(asked: SearchOptions) -> Recency | None:
    """What --recent asks for."""
    if asked.recent is None:
        return None
    from newsgrep.query.dates import parse_half_life
    from newsgrep.query.plan_nodes import Recency

    days = parse_half_life(asked.recent)
    if not days:
        raise UsageError("--recent {}: not a duration", asked.recent, hint="examples: 30d, 2w, 6m, 1y, 半年")
    if asked.sort != "relevance":
        raise UsageError("--recent and --sort {} cannot be combined", asked.sort)
    return Recency(date.today().isoformat(), days)  # noqa: DTZ011 (the user's day)
