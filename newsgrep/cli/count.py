"""newsgrep count."""

from __future__ import annotations

from typing import Any

import click

from newsgrep.cli.language import catalogue
from newsgrep.cli.output import chosen_form, note_error, note_message
from newsgrep.cli.pager import write_paged
from newsgrep.cli.query import QueryCommand, filter_options, filters_of, query_line, unhide_dash, wants_any
from newsgrep.cli.settings import FILE, current_settings, shared_options, synonyms_option
from newsgrep.corpus_stats.choices import GROUPINGS
from newsgrep.errors import NothingToDrawError
from newsgrep.printers.counts import FORMS


@click.command("count", cls=QueryCommand)
@click.argument("queries", nargs=-1, metavar="QUERY...")
@click.option("--by", "grouping", type=click.Choice(GROUPINGS), help="What is counted apart (default: nothing).")
@click.option("-n", "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="The first N rows (0: all).")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="The form (default: terminal, in a pipe tsv).")
@click.option("--plot", type=FILE, metavar="FILE", help="Also draw the shares into this file (.svg, .png, .pdf).")
@synonyms_option
@shared_options
def command(queries: tuple[str, ...], **options: Any) -> bool:
    """Count the articles and the matches of queries, by time, source and more.

    Each argument is a query of its own: quote what has spaces. A run of words is counted as a whole, as kwic shows it.
    Shares are of the articles that pass the filters: articles of a thousand, matches in a million characters.

    \b
    newsgrep count 劳动争议 劳动仲裁 --by year          side by side
    newsgrep count '大桥 -合龙' --by source --since 2024
    newsgrep count 候鸟 --by month --format csv
    newsgrep count 候鸟 湿地 --by month --plot birds.svg

    Exit code: 0 something found, 1 nothing found, 2 an error.
    """  # noqa: D301 (click wants the character)
    from newsgrep.corpus_stats.counts import count
    from newsgrep.printers.plot import plot, refuse_plot
    from newsgrep.search.search import Request
    from newsgrep.storage.user_files import write_out

    settings, picture = current_settings(), options["plot"]
    if picture:
        refuse_plot(picture, options["grouping"])
    lines = [unhide_dash(one) for one in queries] or [query_line((), options)]
    filters = filters_of(options)
    requests = [
        Request(line=line, filters=filters, any_word=wants_any(options), synonyms=settings.synonyms) for line in lines
    ]
    engine, segmenter = settings.open_index()
    counts = count(engine, requests, segmenter, options["grouping"])
    for warning in counts.warnings:
        note_message(warning)
    if picture:
        try:
            write_out(picture, plot(counts, options["grouping"], picture.suffix.lower(), catalogue()))
        except NothingToDrawError as error:
            note_error(error)
    if not settings.quiet:
        form = chosen_form(options, in_pipe="tsv")
        shown = counts._replace(rows=counts.rows[: options["limit"] or None])
        write_paged(FORMS[form](shown, options["grouping"] or "", settings.style()), pages=settings.pages)
    return any(tally.articles for tally in counts.total.tallies)
