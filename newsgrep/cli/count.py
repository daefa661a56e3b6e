"""newsgrep count."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.cli.language import catalogue
from newsgrep.cli.nothing_found import note_nothing_found, reasons_for
from newsgrep.cli.output import chosen_form, note_error, note_message, note_warnings
from newsgrep.cli.pager import write_paged
from newsgrep.cli.query import QueryCommand, filter_options, query_line, search_options, unhide_dash
from newsgrep.cli.shared_options import FILE, current_settings, jobs_option, shared_options, synonyms_option
from newsgrep.cli.typed_options import take
from newsgrep.corpus_stats.choices import GROUPINGS
from newsgrep.errors import NothingToDrawError, UsageError
from newsgrep.message import Message, plural
from newsgrep.printers.counts import FORMS
from newsgrep.processes import default_jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.cli.settings import Settings
    from newsgrep.corpus_stats.choices import Grouping
    from newsgrep.corpus_stats.counts import Counts
    from newsgrep.engine.base import EngineReader
    from newsgrep.search.options import SearchOptions
    from newsgrep.search.search import Request

# Of how many queries that find nothing it is said why.
EXPLAINED = 3
MOST_GROUPINGS = 2
ONE_PER_LINE = Message("check the path; the file must be text with one query per line")
ONE_PER_LINE_OF_STDIN = Message("write one query per line")


class Groupings(click.Choice[str]):
    """One grouping, or two with a comma between them."""

    name = "grouping"

    def __init__(self) -> None:
        super().__init__(GROUPINGS)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The groupings; more than two, or the same twice, make no table."""
        if isinstance(value, tuple):
            return value
        found = tuple(super(Groupings, self).convert(part.strip(), param, ctx) for part in value.split(","))
        if len(found) > MOST_GROUPINGS or len(set(found)) < len(found):
            raise UsageError("--by takes one grouping, or two different ones", hint="example: --by month,source")
        return found


@click.command("count", cls=QueryCommand)
@click.argument("queries", nargs=-1, metavar="[QUERY]...")
@click.option(
    "--terms",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Also count the queries in this file, one per line (-: standard input).",
)
@click.option(
    "--by",
    "groupings",
    type=Groupings(),
    metavar="GROUPING[,GROUPING]",
    help="Group the counts by year, quarter, month, week, day, source, agency, section, reporter, place, kind or path; "
    "by two (month,source) for a table.",
)
@click.option("--all-periods", is_flag=True, help="Show the periods before the first and after the last match, too.")
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="Show only the first N rows (0: all)."
)
@filter_options
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), help="Output format (default: terminal; in a pipe tsv)."
)
@click.option(
    "--plot", type=FILE, metavar="FILE", help="Also plot the articles per 1,000 to this file (.svg, .png or .pdf)."
)
@synonyms_option
@shared_options
def command(queries: tuple[str, ...], terms: Path | None, **options: Any) -> bool:
    """Count the articles and matches of queries by time, source and more.

    Each argument is a separate query: quote those that contain spaces. Text without spaces is counted as a whole, as in
    kwic. Rates refer to the articles that pass the filters: matching articles per 1,000 articles, matches per million
    characters. Without a query, the articles themselves are counted: the profile of the corpus, or of what passes the
    filters.

    \b
    newsgrep count 劳动争议 劳动仲裁 --by year          side by side
    newsgrep count '大桥 -合龙' --by source --since 2024
    newsgrep count 候鸟 --by month --format csv
    newsgrep count 候鸟 湿地 --by month --plot birds.svg
    newsgrep count 大桥 --by month,source              a table
    newsgrep count --terms words.txt --format csv
    newsgrep count                                     what the corpus is made of

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.counts import count
    from newsgrep.printers.plot import plot, refuse_plot
    from newsgrep.search.search import Request
    from newsgrep.storage.user_files import write_out

    settings, asked, shown = current_settings(), search_options(options), take(CountOptions, options)
    if shown.plot:
        if shown.across:
            raise UsageError("--plot draws one grouping, not two", hint="example: --by month")
        refuse_plot(shown.plot, shown.grouping)
    lines = [*map(unhide_dash, queries), *(_terms(terms) if terms else ())]
    if not lines and not shown.groupings:
        return _print_profile(settings, asked, shown)
    requests = [
        Request(
            line=line,
            filters=asked.filters(),
            any_word=asked.any_word,
            text_options=asked.text_options,
            synonyms=settings.synonyms,
        )
        for line in lines or [query_line((), asked, may_be_all=True)]
    ]
    engine, segmenter = settings.open_index()
    counts = count(
        engine,
        requests,
        segmenter,
        shown.grouping,
        across=shown.across,
        all_periods=shown.all_periods,
        jobs=shown.jobs or default_jobs(),
    )
    if not settings.quiet:
        note_warnings(dict.fromkeys(chain.from_iterable(counts.warnings)))
    if shown.plot and shown.grouping:
        try:
            write_out(shown.plot, plot(counts, shown.grouping, shown.plot.suffix.lower(), catalogue()))
        except NothingToDrawError as error:
            note_error(error)
    if not settings.quiet:
        form = chosen_form(shown.form, as_json=shown.as_json, in_pipe="tsv")
        part = counts._replace(rows=counts.rows[: shown.limit or None])
        write_paged(FORMS[form](part, ",".join(shown.groupings or ()), settings.style()), pages=settings.pages)
        _note_nothing_found(engine, requests, counts)
    return any(tally.articles for tally in counts.total.tallies)


def _print_profile(settings: Settings, asked: SearchOptions, shown: CountOptions) -> bool:
    """Print what the articles that pass the filters are; whether there are any."""
    from newsgrep.corpus_stats.profile import profile
    from newsgrep.printers.profile import FORMS as PROFILE_FORMS
    from newsgrep.search.search import Request

    engine, segmenter = settings.open_index()
    found = profile(engine, asked.filters(), segmenter)
    if not settings.quiet:
        form = chosen_form(shown.form, as_json=shown.as_json, in_pipe="tsv")
        write_paged(PROFILE_FORMS[form](found, shown.limit, settings.style()), pages=settings.pages)
        if not found.total.articles:
            note_nothing_found(reasons_for(engine, Request("", asked.filters())))
    return found.total.articles > 0


def _terms(path: Path) -> list[str]:
    """The queries of a file, one per line; empty lines are skipped."""
    from newsgrep.storage.user_files import STANDARD_INPUT, STDIN, read_text_of

    hint = ONE_PER_LINE_OF_STDIN if path == STDIN else ONE_PER_LINE
    text = read_text_of(path, Message("list of queries"), hint=hint, in_any_encoding=True)
    if not (lines := [line for line in map(str.strip, text.split("\n")) if line]):
        raise UsageError("contains no query", about=STANDARD_INPUT if path == STDIN else path, hint=hint)
    return lines


def _note_nothing_found(engine: EngineReader, requests: Sequence[Request], counts: Counts) -> None:
    """Say of the first queries that find nothing why they do not."""
    empty = [request for request, tally in zip(requests, counts.total.tallies, strict=True) if not tally.articles]
    for request in empty[:EXPLAINED]:
        reasons = reasons_for(engine, request._replace(phrase_only=True))
        note_nothing_found(reasons, about=request.line if len(requests) > 1 else "")
    if more := len(empty[EXPLAINED:]):
        note_message(plural(more, "1 more query finds nothing", "{:,} more queries find nothing"))


class CountOptions(NamedTuple):
    """What is counted apart, and how the counts are shown."""

    groupings: tuple[Grouping, ...] | None
    all_periods: bool
    limit: int
    as_json: bool
    form: str | None
    plot: Path | None
    jobs: int | None

    @property
    def grouping(self) -> Grouping | None:
        """What the rows are."""
        return self.groupings[0] if self.groupings else None

    @property
    def across(self) -> Grouping | None:
        """What the columns are, of a table with two groupings."""
        return self.groupings[1] if self.groupings and len(self.groupings) > 1 else None
