"""What commands that list words have in common: which are listed, in which order and form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from newsgrep.cli.nothing_found import note_nothing_found, reasons_for
from newsgrep.cli.output import chosen_form, is_terminal, write_stderr
from newsgrep.cli.pager import write_paged
from newsgrep.message import Message
from newsgrep.printers.word_table import FORMS, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsgrep.cli.settings import Settings
    from newsgrep.cli.shared_options import AnyCommand
    from newsgrep.corpus_stats.association import ScoredWord
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.search import Request

LISTED = 30
LEAST = 3


def word_options(*orders: str) -> Callable[[AnyCommand], AnyCommand]:
    """Give a command the options that say which words are listed, by any of these measures."""
    options = (
        click.option(
            "-n", "--limit", type=click.IntRange(min=0), default=LISTED, show_default=True, metavar="N",
            help="Show only the first N words (0: all).",
        ),
        click.option(
            "--sort", type=click.Choice([*orders, "count"]), default=orders[0], show_default=True, help="Sort order.",
        ),
        click.option(
            "--least", type=click.IntRange(min=1), default=LEAST, show_default=True, metavar="N",
            help="Leave out words that occur fewer than N times.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Same as --format json."),
        click.option(
            "--format", "form", type=click.Choice(list(FORMS)),
            help="Output format (default: terminal; in a pipe tsv).",
        ),
    )  # fmt: skip

    def add(command: AnyCommand) -> AnyCommand:
        for option in reversed(options):
            command = option(command)
        return command

    return add


class WordOptions(NamedTuple):
    """Which words are listed, in which order and form."""

    limit: int
    sort: str
    least: int
    as_json: bool
    form: str | None

    def why_none(self, engine: EngineReader, request: Request, found: int) -> list[Message]:
        """Why there are no words, where a request finds so many articles or matches."""
        return reasons_for(engine, request) if not found else [Message("no word occurs often enough (see --least)")]

    def listed(self, words: Iterable[ScoredWord], *, is_compared: bool = True) -> list[ScoredWord]:
        """The words that are asked for, in their order; if they are not compared, by their count."""
        from newsgrep.corpus_stats.association import most_frequent, top_by

        if not is_compared:
            return most_frequent(words, self.least)[: self.limit or None]
        return top_by(words, self.sort.replace("-", "_"), self.least)[: self.limit or None]


def print_listing(
    settings: Settings, listing: Listing, note: str, asked: WordOptions, why: Callable[[], Iterable[Message]]
) -> bool:
    """Print words in the form that the options ask for, on a terminal with a note; whether there are any.

    ``why`` gives the reasons if there are none.
    """
    if not settings.quiet:
        form = FORMS[chosen_form(asked.form, as_json=asked.as_json, in_pipe="tsv")]
        style = settings.style()
        write_paged(form(listing, style), pages=settings.pages, heading=style.paint("dim", note) + "\n\n")
        if not listing.words:
            note_nothing_found(why())
        elif is_terminal():
            write_stderr(f"{note}\n")
    return bool(listing.words)
